// Shows nothing itself. Told to, it brings the keyboard's focus to what stands behind it, which Tab does not reach.
function render({ model, el }) {
  el.style.display = "none";
  const focus = () => {
    const next = el.nextElementSibling;
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
  };
  model.on("msg:custom", focus);
  return () => model.off("msg:custom", focus);
}

export default { render };
