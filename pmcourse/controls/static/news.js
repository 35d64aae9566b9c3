// The region stays the same element for as long as it is shown; only its content changes. That is what screen readers
// wait for. The kernel escapes what people wrote.
function render({ model, el }) {
  el.setAttribute("role", "status");
  el.setAttribute("aria-live", "polite");
  el.setAttribute("aria-atomic", "true");
  const show = () => { el.innerHTML = model.get("value"); };
  show();
  model.on("change:value", show);
  return () => model.off("change:value", show);
}

export default { render };
