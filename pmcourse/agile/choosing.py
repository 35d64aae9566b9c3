"""The best sprint: a knapsack with needs, in which the goal's items are forced.

Solved exactly as a mixed-integer program by HiGHS (Huangfu & Hall, "Parallelizing the dual revised simplex method",
2018), through scipy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import lazy_loader as lazy

from pmcourse.agile.model import Item, SprintError
from pmcourse.kit.graph import circles

np = lazy.load("numpy")
nx = lazy.load("networkx")


def best(items: Sequence[Item], capacity: float, done: Iterable[str] = ()) -> tuple[str, ...]:
    """The ids with the most value whose points fit into `capacity`, with all that they need, the goal's items first.

    What is `done` already is needed no more. Raises SprintError where the goal's items, with all that they need, do
    not fit.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # here, for it takes a moment to load

    forced = needed_for([item.id for item in items if item.goal], items, done)
    points = sum(item.points for item in items if item.id in forced)
    if points > capacity + 1e-9:
        raise SprintError(
            f"What the goal needs must fit into {capacity:g} points (got {points:g}: {', '.join(forced)}). "
            "Make the goal smaller."
        )
    if not items:
        return ()
    place = {item.id: at for at, item in enumerate(items)}
    size = np.array([item.points for item in items])
    worth = np.array([item.value for item in items])
    rows = [size]
    highest = [capacity + 1e-9]
    for item in items:
        for need in item.needs:
            if need in place:
                row = np.zeros(len(items))
                row[place[item.id]], row[place[need]] = 1, -1
                rows.append(row)
                highest.append(0)
    lowest = [float(item.id in forced) for item in items]
    found = milp(
        -worth,
        constraints=LinearConstraint(np.array(rows), -np.inf, highest),
        integrality=np.ones(len(items)),
        bounds=Bounds(lowest, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise SprintError(f"No sprint was found ({found.message}). Check the points and needs.")
    return tuple(item.id for item, taken in zip(items, found.x, strict=True) if taken > 0.5)


def most(items: Sequence[Item], capacity: float) -> float:
    """The value of the best sprint by trying all sets of at most some twelve items; 0 where none is allowed."""
    sets = (np.arange(2 ** len(items))[:, None] >> np.arange(len(items))) & 1
    place = {item.id: at for at, item in enumerate(items)}
    fine = sets @ np.array([item.points for item in items]) <= capacity + 1e-9
    for at, item in enumerate(items):
        if item.goal:
            fine &= sets[:, at] == 1
        for need in item.needs:
            fine &= sets[:, at] <= sets[:, place[need]]
    return float((sets @ np.array([item.value for item in items]) * fine).max())


def needed_for(ids: Iterable[str], items: Sequence[Item], done: Iterable[str] = ()) -> list[str]:
    """`ids` with all that they need, and what that needs, without what is `done`, in the order of `items`."""
    known, wanted = {item.id: item for item in items}, set()
    waiting = [id for id in ids if id in known]
    while waiting:
        if (id := waiting.pop()) not in wanted:
            wanted.add(id)
            waiting += [need for need in known[id].needs if need in known]
    return [item.id for item in items if item.id in wanted - set(done)]


def odd_needs(items: Sequence[Item], name: str, done: Iterable[str] = ()) -> Iterator[str]:
    """A sentence for each need that the table `name` does not hold, and for items that wait for each other."""
    known, over = {item.id for item in items}, set(done)
    for item in items:
        if lacking := [need for need in item.needs if need not in known]:
            yield f"{item.id} needs {', '.join(lacking)}, which {name} does not hold; taken as done."
    left = [item for item in items if item.id not in over]
    for circle in circles(nx.DiGraph((item.id, need) for item in left for need in item.needs)):
        way = " needs ".join((*circle, circle[0]))
        yield f"{way}: none of these can be done first. They are taken together or not at all; mend the column needs."


def greedy(items: Sequence[Item], capacity: float, key: Callable[[Item], float], without: str = "") -> tuple[str, ...]:
    """What somebody takes who goes down a list from the highest `key`, after the goal's items, `without` one.

    An item comes with all that it needs, or not at all.
    """
    size = {item.id: item.points for item in items}
    taken = dict.fromkeys(needed_for([item.id for item in items if item.goal], items))
    room = capacity - sum(size[id] for id in taken)
    for item in sorted(items, key=lambda item: -key(item)):
        more = [id for id in needed_for([item.id], items) if id not in taken]
        if without not in more and sum(size[id] for id in more) <= room + 1e-9:
            taken |= dict.fromkeys(more)
            room -= sum(size[id] for id in more)
    return tuple(item.id for item in items if item.id in taken)


KEYS: Mapping[str, Callable[[Item], float]] = {
    "the dearest first": lambda item: item.value,
    "the best for each point first": lambda item: item.value / item.points,
    "by value less points": lambda item: item.value - item.points,
    "by value twice, for each point": lambda item: item.value**2 / item.points,
    "the smallest first": lambda item: -item.points,
    "the largest first": lambda item: item.points,
    "as the list stands": lambda item: 0.0,
}


def simple_lists(items: Sequence[Item], capacity: float) -> Iterator[tuple[str, ...]]:
    """What each simple list takes, and the first four of them without the dearest, the largest, or the best item."""
    for key in KEYS.values():
        yield greedy(items, capacity, key)
    forced = needed_for([item.id for item in items if item.goal], items)
    free = [item for item in items if item.id not in forced]
    for key in list(KEYS.values())[:4]:
        for of in ("the dearest first", "the largest first", "the best for each point first"):
            yield greedy(items, capacity, key, without=max(free, key=KEYS[of]).id)
