// The page's half of the board. board.py puts moves.js before this file: the two are one module, without imports.
//
// Why these roles. The board is a two-way table whose lane and column both mean something, so it is a `grid` with
// `columnheader` and `rowheader`: a screen reader then names the headers while its user goes from cell to cell, and hands
// the arrow keys over to us. Each `gridcell` also bears its lane and column as its name, for the readers that do
// not. A card is a `group` in its cell and not a `button`, because it holds a button of its own ("Move…").
//
// All text that comes from people goes in through textContent.

const WAIT_MS = 10_000; // after this long without an answer the learner is told that the kernel is busy or gone
const KEYS = {
  ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right",
  PageUp: "lane-up", PageDown: "lane-down", Home: "home", End: "end",
};
const STEPS = [["up", "↑ Up"], ["down", "↓ Down"], ["left", "← Left"], ["right", "→ Right"]];
const TONES = 6; // colours of lanes in board.css
const [FULL, EMPTY] = ["minmax(10rem, 1fr)", "minmax(6.5rem, 0.4fr)"]; // widths of columns
const LANE_STEPS = [["lane-up", "⇑"], ["lane-down", "⇓"]];

function make(tag, className, text, attributes = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

class BoardView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.uid = `pmc-board-${Math.random().toString(36).slice(2)}`; // each widget is a module of its own: no counter is shared
    this.asks = 0;
    this.cells = new Map(); // "lane column" as JSON -> {node, list}
    this.nodes = new Map(); // card id -> {node, json}
    this.current = null; // what Tab goes to: {card} or {lane, column}
    this.grab = null; // {id, to}: picked up by keyboard
    this.asked = null; // {id, to, ask, timer}: waiting for the kernel
    this.dragged = null;
    this.menu = null; // id of the card whose "Move…" is open
    this.told = null; // {id, text}: what is written on a card that could not be moved

    root.classList.add("pmc-board");
    this.help = make("p", "pmc-board-help", "", { id: `${this.uid}-help` });
    this.help.textContent = "Drag a card, or press the four arrows on it. With the keyboard: arrow keys go from card to card, "
      + "Enter picks a card up and puts it down, Escape puts it back.";
    this.status = make("p", "pmc-board-status", "", { role: "status", "aria-live": "assertive", "aria-atomic": "true" });
    this.grid = make("div", "pmc-grid", "", { role: "grid", "aria-describedby": this.help.id });
    this.more = make("button", "pmc-more", "", { type: "button" });
    this.more.hidden = true;
    const line = make("div", "pmc-line");
    line.append(this.status, this.more);
    root.append(this.help, line, this.grid);

    this.listen();
    this.frame();
    this.update();
  }

  // ---- what is shown

  get board() {
    const get = (name) => this.model.get(name);
    let cards = get("cards");
    const held = this.grab ?? this.asked;
    if (held) cards = placed(cards, held.id, held.to);
    return { columns: get("columns"), lanes: get("lanes"), cards, columnWord: get("column_word"), laneWord: get("lane_word") };
  }

  // Headers and cells: made anew only when the columns or lanes themselves change, so that nothing scrolls away.
  frame() {
    const { columns, lanes, columnWord, laneWord } = this.board;
    const names = (headers) => headers.map(({ id, title }) => [id, title]);
    const shape = JSON.stringify([names(columns), names(lanes), columnWord, laneWord]);
    this.grid.setAttribute("aria-label", this.model.get("label"));
    if (shape !== this.shape) this.build(columns, lanes, laneWord);
    this.shape = shape;
    for (const [entries, part] of [[columns, "column"], [lanes, "lane"]]) {
      for (const entry of entries) {
        for (const node of this.heads.get(JSON.stringify([part, entry.id]))) tell(node, entry);
      }
    }
  }

  build(columns, lanes, laneWord) {
    this.cells.clear();
    this.heads = new Map(); // what names a column or lane -> its nodes
    const header = (entry, part, role) => {
      const node = make("div", `pmc-${role}`, "", { role });
      this.heads.set(JSON.stringify([part, entry.id]), [node]);
      return node;
    };
    const top = make("div", "pmc-row pmc-row-head", "", { role: "row" });
    const corner = make("div", "pmc-columnheader", "", { role: "columnheader" });
    corner.append(make("strong", "", laneWord.charAt(0).toUpperCase() + laneWord.slice(1)));
    top.append(corner, ...columns.map((column) => header(column, "column", "columnheader")));
    const rows = lanes.map((lane, at) => {
      const row = make("div", "pmc-row", "", { role: "row" });
      row.dataset.tone = at % TONES;
      row.append(header(lane, "lane", "rowheader"));
      for (const column of columns) {
        const node = make("div", "pmc-cell", "", { role: "gridcell", tabindex: "-1" });
        // Named again inside the cell for narrow screens, where the header row is out of sight; the cell's name says it.
        const name = make("div", "pmc-cell-name", "", { "aria-hidden": "true" });
        this.heads.get(JSON.stringify(["column", column.id])).push(name);
        const list = make("div", "pmc-cards");
        node.append(name, list);
        Object.assign(node.dataset, { lane: lane.id, column: column.id });
        this.cells.set(JSON.stringify([lane.id, column.id]), { node, list });
        row.append(node);
      }
      return row;
    });
    this.grid.replaceChildren(top, ...rows);
    this.sizes?.disconnect();
    this.sizes = new ResizeObserver(() => this.fit());
    for (const node of [this.grid, top]) this.sizes.observe(node);
  }

  // What is focused must not end up below the head row; and what is out of sight on the right is offered in words.
  fit() {
    const { grid, more } = this;
    const heads = [...grid.querySelectorAll(".pmc-row-head > :not(:first-child)")];
    grid.style.setProperty("--pmc-head", `${grid.firstElementChild?.offsetHeight ?? 0}px`);
    const edge = grid.getBoundingClientRect().left + grid.clientWidth + 4;
    const beyond = grid.scrollWidth - grid.clientWidth > 8
      ? heads.filter((head) => head.getBoundingClientRect().right > edge) : [];
    more.hidden = !beyond.length;
    more.textContent = `${beyond.map((head) => head.firstElementChild.textContent).join(", ")} →`;
    more.setAttribute("aria-label", `Scroll to ${more.textContent.slice(0, -2)}`);
    this.root.classList.toggle("pmc-beyond", !more.hidden);
  }

  update() {
    const active = this.root.getRootNode().activeElement;
    const focused = this.root.contains(active) ? active : null;
    const board = this.board;
    this.frame();
    for (const [id, { node }] of this.nodes) {
      if (!board.cards.some((card) => card.id === id)) {
        node.remove();
        this.nodes.delete(id);
      }
    }
    for (const { lane, column } of [...this.cells.values()].map(({ node }) => node.dataset)) {
      const { node, list } = this.cells.get(JSON.stringify([lane, column]));
      const cards = cellCards(board.cards, lane, column);
      arrange(list, cards.map((card) => this.cardNode(card)));
      const count = cards.length === 1 ? "1 card" : `${cards.length || "no"} cards`;
      node.setAttribute("aria-label", `${cellWords(board, lane, column)}, ${count}`);
      node.classList.toggle("pmc-empty", !cards.length);
    }
    // A column without any card takes little room.
    const tracks = board.columns.map(({ id }) => (board.cards.some((card) => card.column === id) ? FULL : EMPTY));
    this.grid.style.setProperty("--pmc-tracks", tracks.join(" "));
    this.mark();
    if (focused && this.root.getRootNode().activeElement !== focused) this.refocus(focused);
  }

  // The focused node may have been moved in the page (which blurs it), or made anew.
  refocus(node) {
    if (!node.isConnected || !this.root.contains(node)) {
      const card = this.nodes.get(this.current?.card);
      const again = node.dataset.step ? card?.node.querySelector(`[data-step="${node.dataset.step}"]`)
        : node.classList.contains("pmc-move") ? card?.node.querySelector(".pmc-move") : null;
      node = again ?? this.nodeOf(this.current);
    }
    node?.focus();
  }

  cardNode(card) {
    const json = JSON.stringify({ ...card, lane: "", column: "" });
    const known = this.nodes.get(card.id);
    if (known?.json === json) return known.node;
    const node = known?.node ?? make("div", "pmc-card", "", { role: "group", "aria-roledescription": "card", draggable: "true" });
    const id = `${this.uid}-card-${++this.asks}`;
    node.dataset.card = card.id;
    const title = make("div", "pmc-title", "", { id: `${id}-title` });
    title.append(make("span", "pmc-id", card.id), " ", make("span", "", card.title));
    const about = make("div", "pmc-about", "", { id: `${id}-about` });
    const facts = [card.note, ...card.badges].filter(Boolean);
    if (facts.length) about.append(listOf("pmc-facts", facts));
    if (card.problems.length) about.append(listOf("pmc-problems", card.problems));
    // What is seen of it is an icon.
    const button = make("button", "pmc-move", "", { type: "button", title: "Move…", "aria-label": `Move… ${card.id}` });
    // The status line above says the same aloud; on a tall board it may be out of sight.
    const said = make("p", "pmc-said", "", { "aria-hidden": "true" });
    node.replaceChildren(title, about, said, button, this.menuNode(card.id));
    node.setAttribute("aria-labelledby", title.id);
    node.setAttribute("aria-describedby", about.id);
    this.nodes.set(card.id, { node, json });
    return node;
  }

  menuNode(id) {
    const menu = make("div", "pmc-menu", "", { role: "group", "aria-label": `Move ${id}` });
    const word = this.model.get("lane_word");
    const lanes = LANE_STEPS.map(([step, sign]) => [step, `${sign} ${step === "lane-up" ? "Previous" : "Next"} ${word}`]);
    for (const [step, text] of [...STEPS, ...lanes]) {
      const button = make("button", "", text, { type: "button" });
      button.dataset.step = step;
      menu.append(button);
    }
    return menu;
  }

  // States: which card is picked up or waiting, which menu is open, where Tab goes.
  mark() {
    const { cards, lanes, columns } = this.board;
    if (!this.nodeOf(this.current)) {
      this.current = cards.length ? { card: cards[0].id }
        : lanes.length && columns.length ? { lane: lanes[0].id, column: columns[0].id } : null;
    }
    for (const [id, { node }] of this.nodes) {
      const now = id === this.current?.card;
      const open = id === this.menu;
      node.tabIndex = now ? 0 : -1;
      node.classList.toggle("pmc-grabbed", id === this.grab?.id);
      node.classList.toggle("pmc-dragged", id === this.dragged);
      node.setAttribute("aria-busy", String(id === this.asked?.id));
      node.querySelector(".pmc-said").textContent = id === this.told?.id ? this.told.text : "";
      const button = node.querySelector(".pmc-move");
      button.tabIndex = now ? 0 : -1;
      button.setAttribute("aria-expanded", String(open));
      node.querySelector(".pmc-menu").hidden = !open;
    }
    for (const { node } of this.cells.values()) {
      const { lane, column } = node.dataset;
      node.tabIndex = !this.current?.card && this.current?.lane === lane && this.current?.column === column ? 0 : -1;
    }
  }

  nodeOf(place) {
    if (!place) return null;
    if (place.card !== undefined) return this.nodes.get(place.card)?.node ?? null;
    const cell = this.cells.get(JSON.stringify([place.lane, place.column]));
    return cell && !cell.list.children.length ? cell.node : null;
  }

  // Say `text`; `id` is the card that could not go where it was meant to, if there is one.
  say(text, id = null) {
    this.told = id === null ? null : { id, text };
    this.mark();
    // A changed text is what screen readers speak; the same words twice are told apart by a space that nobody sees.
    this.status.textContent = this.status.textContent === text ? `${text}\u00a0` : text;
  }

  // ---- moves

  ask(id, to) {
    this.grab = null;
    const here = placeOf(this.model.get("cards"), id);
    if (!here || (here.lane === to.lane && here.column === to.column && here.position === to.position)) {
      this.say(here ? `${id} stays here: ${placeWords(this.board, id)}` : "");
      this.update();
      return;
    }
    clearTimeout(this.asked?.timer);
    const ask = `${this.uid}-${++this.asks}`;
    const timer = setTimeout(() => this.unanswered(ask), WAIT_MS);
    this.asked = { id, to, ask, timer };
    this.update();
    this.model.send({ type: "move", ask, card: id, lane: to.lane, column: to.column, position: to.position });
  }

  answered({ ask, refused }) {
    if (ask !== this.asked?.ask) return;
    const { id, to, timer } = this.asked;
    clearTimeout(timer);
    this.asked = null;
    this.update();
    this.say(answerWords(this.board, id, to, refused), refused ? id : null);
  }

  // The cards changed without a move here (an undo, say): what the status line said of a place is not true any more.
  outdated() {
    if (!this.asked && !this.grab && this.status.textContent) this.say("");
  }

  unanswered(ask) {
    if (ask !== this.asked?.ask) return;
    const { id } = this.asked;
    this.asked = null;
    this.update();
    this.say(`${id} is back where it was: the notebook has not answered. If it is still running a cell, the card moves `
      + "when it is done. If not, choose Run, Run All Cells, and move the card again.", id);
  }

  pickUp(id) {
    const here = placeOf(this.board.cards, id);
    const { title } = this.board.cards.find((card) => card.id === id);
    this.grab = { id, to: here };
    this.mark();
    this.say(`Picked up ${id}, ${title}. ${placeWords(this.board, id)} Arrow keys move it, Enter puts it down, `
      + "Escape puts it back.");
  }

  putBack() {
    const { id } = this.grab;
    this.grab = null;
    this.update();
    this.say(`Put back ${id}. ${placeWords(this.board, id)}`);
  }

  // ---- events

  listen() {
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focusin", (event) => {
      const card = event.target.closest(".pmc-card");
      const cell = event.target.closest(".pmc-cell");
      if (card) this.current = { card: card.dataset.card };
      else if (cell) this.current = { lane: cell.dataset.lane, column: cell.dataset.column };
      this.mark();
    });
    this.more.addEventListener("click", () => this.grid.scrollBy({ left: this.grid.clientWidth / 2 }));
    this.grid.addEventListener("scroll", () => this.fit());
    this.grid.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const id = event.target.closest(".pmc-card")?.dataset.card;
      if (!button) return;
      if (button.dataset.step) this.byStep(id, button.dataset.step);
      else {
        this.menu = this.menu === id ? null : id;
        this.mark();
      }
    });
    this.grid.addEventListener("dragstart", (event) => {
      const card = event.target.closest?.(".pmc-card");
      if (!card) return;
      this.dragged = card.dataset.card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", this.dragged);
      this.mark();
    });
    this.grid.addEventListener("dragover", (event) => this.over(event));
    this.grid.addEventListener("drop", (event) => {
      const to = this.over(event);
      if (!to) return;
      const id = this.dragged;
      this.endDrag();
      this.ask(id, to);
    });
    this.grid.addEventListener("dragend", () => this.endDrag());
    this.grid.addEventListener("dragleave", (event) => {
      if (!this.grid.contains(event.relatedTarget)) this.aim(null);
    });
  }

  key(event) {
    // The notebook has shortcuts on bare keys ("x" cuts the cell): none of them is meant while the board has the focus.
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    else return;
    const card = event.target.closest(".pmc-card")?.dataset.card;
    if (event.target.tagName === "BUTTON") {
      if (event.key === "Escape" && this.menu === card) {
        this.menu = null;
        this.mark();
        this.nodes.get(card).node.querySelector(".pmc-move").focus();
      }
      return;
    }
    const direction = KEYS[event.key];
    if (event.key === "Escape" && this.grab) this.putBack();
    else if ((event.key === "Enter" || event.key === " ") && this.grab) this.ask(this.grab.id, this.grab.to);
    else if ((event.key === "Enter" || event.key === " ") && card) this.pickUp(card);
    else if (direction && this.grab) this.carry(direction);
    else if (direction) this.go(direction);
    else if (event.key === "Tab" && this.grab) this.putBack();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  }

  go(direction) {
    const board = this.board;
    const from = this.current.card !== undefined ? placeOf(board.cards, this.current.card) : { ...this.current, position: 0 };
    const to = neighbour(board, from, direction);
    if (!to) return;
    const card = cellCards(board.cards, to.lane, to.column)[to.position];
    this.current = card ? { card: card.id } : { lane: to.lane, column: to.column };
    this.mark();
    this.nodeOf(this.current).focus();
  }

  carry(direction) {
    const { id } = this.grab;
    const to = step(this.board, id, direction);
    if (!to) {
      this.say(edgeWords(this.board, id, direction), id);
      return;
    }
    this.grab = { id, to };
    this.update();
    this.nodes.get(id).node.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.say(placeWords(this.board, id));
  }

  byStep(id, direction) {
    const to = step(this.board, id, direction);
    if (to) this.ask(id, to);
    else this.say(edgeWords(this.board, id, direction), id);
  }

  // Where a drop would land: null when what is dragged is not one of our cards.
  over(event) {
    const cell = event.target.closest?.(".pmc-cell");
    if (this.dragged === null || !cell) return null;
    event.preventDefault();
    event.stopPropagation();
    const others = [...cell.querySelectorAll(".pmc-card")].filter((node) => node.dataset.card !== this.dragged);
    const middles = others.map((node) => {
      const { top, height } = node.getBoundingClientRect();
      return top + height / 2;
    });
    const position = dropPosition(middles, event.clientY);
    this.aim(cell, others[position]);
    return { lane: cell.dataset.lane, column: cell.dataset.column, position };
  }

  aim(cell, before) {
    for (const node of this.root.querySelectorAll(".pmc-aim, .pmc-before")) node.classList.remove("pmc-aim", "pmc-before");
    cell?.classList.add("pmc-aim");
    before?.classList.add("pmc-before");
  }

  endDrag() {
    this.dragged = null;
    this.aim(null);
    this.mark();
  }
}

// Say in a header what it is about now: title, note, and how full each thing is, as a bar beside its words.
function tell(node, { title, note, fills }) {
  const json = JSON.stringify([title, note, fills]);
  if (node.told === json) return;
  node.told = json;
  const bars = fills.map(({ words, share }) => {
    const fill = make("span", share > 1 ? "pmc-fill pmc-over" : "pmc-fill", words);
    fill.style.setProperty("--pmc-share", Math.min(share, 1));
    return fill;
  });
  node.replaceChildren(make("strong", "", title), ...(note ? [" ", make("span", "pmc-note", note)] : []), ...bars);
}

function listOf(className, texts) {
  const list = make("ul", className);
  list.append(...texts.map((text) => make("li", "", text)));
  return list;
}

// Put these children in this order, touching only those that are out of place.
function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, at) => {
    if (parent.children[at] === node) return;
    if (parent.children[at + 1] === node) parent.children[at].remove();
    else parent.insertBefore(node, parent.children[at] ?? null);
  });
}

function render({ model, el }) {
  const view = new BoardView(model, el);
  let due = false;
  const update = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      view.update();
      view.outdated();
    });
  };
  const answer = (message) => {
    if (message.type === "answer") queueMicrotask(() => view.answered(message));
  };
  const events = ["columns", "lanes", "cards", "label", "column_word", "lane_word"].map((name) => `change:${name}`);
  for (const event of events) model.on(event, update);
  model.on("msg:custom", answer);
  return () => {
    for (const event of events) model.off(event, update);
    model.off("msg:custom", answer);
    view.sizes.disconnect();
    clearTimeout(view.asked?.timer);
  };
}

export default { render };
