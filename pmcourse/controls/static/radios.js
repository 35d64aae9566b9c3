// Radio buttons under their question, as the browser makes them: a fieldset with a legend is what screen readers name.
function render({ model, el }) {
  const set = document.createElement("fieldset");
  const legend = document.createElement("legend");
  const name = `pmc-radios-${Math.random().toString(36).slice(2)}`; // each widget is a module of its own: no counter is shared
  let inputs = [];
  set.append(legend);
  const build = () => {
    for (const input of inputs) input.parentElement.remove();
    inputs = model.get("options").map(([text, value]) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "radio";
      input.name = name;
      input.value = value;
      input.dataset.lmSuppressShortcuts = "true"; // or JupyterLab takes the arrow keys to go from heading to heading
      input.addEventListener("change", () => {
        model.set("value", value);
        model.save_changes();
      });
      label.append(input, document.createTextNode(text));
      set.append(label);
      return input;
    });
  };
  const show = () => {
    legend.textContent = model.get("description");
    set.disabled = model.get("disabled");
    for (const input of inputs) input.checked = input.value === model.get("value");
  };
  const rebuild = () => { build(); show(); };
  rebuild();
  model.on("change:options", rebuild);
  model.on("change", show);
  el.classList.add("pmc-radios");
  el.append(set);
  return () => { model.off("change:options", rebuild); model.off("change", show); };
}

export default { render };
