// What moving means, without a page: pure functions over plain data, tested with node.
// A board is {columns, lanes, cards, columnWord, laneWord}; a place is {lane, column, position}, position from 0.
// `placed` must agree with `moved` in board.py; a test compares them.

export function cellCards(cards, lane, column) {
  return cards.filter((card) => card.lane === lane && card.column === column);
}

export function placeOf(cards, id) {
  const card = cards.find((each) => each.id === id);
  if (!card) return null;
  const cell = cellCards(cards, card.lane, card.column);
  return { lane: card.lane, column: card.column, position: cell.indexOf(card), of: cell.length };
}

export function placed(cards, id, to) {
  const card = cards.find((each) => each.id === id);
  if (!card) return cards;
  const others = cards.filter((each) => each !== card);
  const cell = cellCards(others, to.lane, to.column);
  const position = Math.max(0, to.position);
  let at = others.length;
  if (position < cell.length) at = others.indexOf(cell[position]);
  else if (cell.length) at = others.indexOf(cell[cell.length - 1]) + 1;
  return [...others.slice(0, at), { ...card, lane: to.lane, column: to.column }, ...others.slice(at)];
}

function beside(headers, id, by) {
  const found = headers[headers.findIndex((header) => header.id === id) + by];
  return found ? found.id : null;
}

// Where a card goes by one step, or null at the edge. Up and down go through a cell and on into the next lane;
// "lane-up" and "lane-down" skip the rest of the cell.
export function step(board, id, direction) {
  const here = placeOf(board.cards, id);
  if (!here) return null;
  const count = (lane, column) => cellCards(board.cards, lane, column).length;
  if (direction === "left" || direction === "right") {
    const column = beside(board.columns, here.column, direction === "left" ? -1 : 1);
    if (column === null) return null;
    return { lane: here.lane, column, position: Math.min(here.position, count(here.lane, column)) };
  }
  if (direction === "up" && here.position > 0) return { ...here, position: here.position - 1 };
  if (direction === "down" && here.position < here.of - 1) return { ...here, position: here.position + 1 };
  const lane = beside(board.lanes, here.lane, direction.endsWith("up") ? -1 : 1);
  if (lane === null) return null;
  const most = count(lane, here.column);
  const position = { up: most, down: 0 }[direction] ?? Math.min(here.position, most);
  return { lane, column: here.column, position };
}

// Where the focus goes by one key: a place is a card, or an empty cell (position 0). Null at the edge.
export function neighbour(board, from, direction) {
  const count = (lane, column) => cellCards(board.cards, lane, column).length;
  const last = (lane, column) => Math.max(0, count(lane, column) - 1);
  const { lane, column, position } = from;
  if (direction === "home" || direction === "end") {
    const target = direction === "home" ? board.columns[0].id : board.columns[board.columns.length - 1].id;
    return { lane, column: target, position: Math.min(position, last(lane, target)) };
  }
  if (direction === "left" || direction === "right") {
    const target = beside(board.columns, column, direction === "left" ? -1 : 1);
    return target === null ? null : { lane, column: target, position: Math.min(position, last(lane, target)) };
  }
  if (direction === "up" && position > 0) return { lane, column, position: position - 1 };
  if (direction === "down" && position < last(lane, column)) return { lane, column, position: position + 1 };
  const target = beside(board.lanes, lane, direction.endsWith("up") ? -1 : 1);
  if (target === null) return null;
  return { lane: target, column, position: direction === "up" ? last(target, column) : 0 };
}

// Between which cards a dragged card is dropped: `middles` are the heights of the other cards' middles.
export function dropPosition(middles, y) {
  return middles.filter((middle) => middle < y).length;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function titleOf(headers, id) {
  const header = headers.find((each) => each.id === id);
  return header ? header.title : id;
}

export function cellWords(board, lane, column) {
  const where = `${board.laneWord} ${titleOf(board.lanes, lane)}, ${board.columnWord} ${titleOf(board.columns, column)}`;
  return capital(where);
}

export function placeWords(board, id) {
  const { lane, column, position, of } = placeOf(board.cards, id);
  return `${cellWords(board, lane, column)}, position ${position + 1} of ${of}.`;
}

export function edgeWords(board, id, direction) {
  const across = direction === "left" || direction === "right";
  const side = { left: "to the left", right: "to the right" }[direction] ?? (direction.endsWith("up") ? "above" : "below");
  return `${id} cannot go further: no ${across ? board.columnWord : board.laneWord} ${side}.`;
}

// What is said once the kernel has answered. The answer is in the cards; `to` is what the learner had asked for.
export function answerWords(board, id, to, refused) {
  const card = board.cards.find((each) => each.id === id);
  if (refused) return `${id} was not moved. ${capital(refused)}`;
  if (!card) return `${id} is no longer on the board.`;
  const here = placeOf(board.cards, id);
  const same = here.lane === to.lane && here.column === to.column; // within a cell a board may have an order of its own
  const start = same ? `${id} is now here:` : `${id} went elsewhere than you asked:`;
  const problems = card.problems.length ? ` ${card.problems.join(" ")}` : "";
  return `${start} ${placeWords(board, id)}${problems}`;
}
