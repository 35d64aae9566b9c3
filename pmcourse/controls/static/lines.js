// Lines that are put in order: dragged, or moved with the buttons, or with Alt and an arrow key. The focus goes along.
function render({ model, el }) {
  const group = document.createElement("div");
  const title = document.createElement("div");
  const list = document.createElement("ol");
  const news = document.createElement("div");
  title.id = `pmc-lines-${Math.random().toString(36).slice(2)}`; // each widget is a module of its own: no counter is shared
  title.className = "pmc-lines-title";
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", title.id);
  news.setAttribute("role", "status");
  news.className = "pmc-lines-news";
  group.append(title, list, news);
  el.classList.add("pmc-lines");
  el.append(group);
  let dragged = null;

  const move = (id, to, focus) => {
    const order = [...model.get("value")];
    const at = order.indexOf(id);
    if (to < 0 || to >= order.length || at === to) return;
    order.splice(at, 1);
    order.splice(to, 0, id);
    model.set("value", order);
    model.save_changes();
    show();
    news.textContent = `Now at place ${to + 1} of ${order.length}.`;
    const row = list.children[to];
    const [up, down] = row.querySelectorAll("button");
    const wanted = focus === "up" ? (up.disabled ? down : up) : focus === "down" ? (down.disabled ? up : down) : null;
    if (wanted) wanted.focus();
  };
  const button = (words, sign, disabled, act) => {
    const it = document.createElement("button");
    it.type = "button";
    it.setAttribute("aria-label", words);
    it.title = words;
    it.textContent = sign;
    it.disabled = disabled;
    it.addEventListener("click", act);
    return it;
  };
  const show = () => {
    title.textContent = model.get("description");
    const texts = model.get("lines");
    const order = model.get("value");
    list.replaceChildren(...order.map((id, at) => {
      const row = document.createElement("li");
      const text = document.createElement("span");
      text.textContent = texts[id];
      if (model.get("code")) text.className = "pmc-code";
      const name = texts[id].trim();
      const up = button(`Move up: ${name}`, "↑", at === 0, () => move(id, at - 1, "up"));
      const down = button(`Move down: ${name}`, "↓", at === order.length - 1, () => move(id, at + 1, "down"));
      row.draggable = true;
      row.addEventListener("dragstart", (event) => { dragged = id; event.dataTransfer.setData("text/plain", id); });
      row.addEventListener("dragover", (event) => { if (dragged) event.preventDefault(); });
      row.addEventListener("drop", (event) => { event.preventDefault(); if (dragged) move(dragged, at, ""); dragged = null; });
      row.addEventListener("keydown", (event) => {
        if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
        event.preventDefault();
        event.stopPropagation();
        const isUp = event.key === "ArrowUp";
        move(id, at + (isUp ? -1 : 1), isUp ? "up" : "down");
      });
      row.dataset.lmSuppressShortcuts = "true";
      row.append(up, down, text);
      return row;
    }));
  };
  show();
  model.on("change", show);
  return () => model.off("change", show);
}

export default { render };
