// A native range input: its name, value and keys are the browser's own.
function render({ model, el }) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const output = document.createElement("output");
  const bar = document.createElement("span"); // the handle and its number stay on one line
  input.type = "range";
  input.dataset.lmSuppressShortcuts = "true"; // or JupyterLab takes the arrow keys to go from heading to heading
  input.id = `pmc-slider-${Math.random().toString(36).slice(2)}`; // each widget is a module of its own: no counter is shared
  label.htmlFor = output.htmlFor = input.id;
  const words = (value) => `${value}${model.get("unit")}`;
  const tell = () => {
    output.textContent = words(input.value);
    input.setAttribute("aria-valuetext", words(input.value));
  };
  const show = () => {
    label.textContent = model.get("description");
    for (const name of ["min", "max", "step", "value"]) input[name] = model.get(name);
    tell();
  };
  input.addEventListener("input", tell);
  input.addEventListener("change", () => {
    model.set("value", Number(input.value));
    model.save_changes();
  });
  show();
  model.on("change", show);
  el.classList.add("pmc-slider");
  bar.append(input, output);
  el.append(label, bar);
  return () => model.off("change", show);
}

export default { render };
