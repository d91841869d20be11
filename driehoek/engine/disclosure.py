"""What may leave a sealed room: tables of counts in which no small count can be read or computed back.

Two ways. `suppress` leaves out the small counts, and just enough others that the totals do not give them away.
`controlled_rounding` rounds everything to a base, so that the rounded table still adds up.

A table is rows × columns of whole counts ≥ 0; its totals are computed here, as the last row and the last column. All tables
of one release must be protected together or have no cell in common: what one table hides another must not show.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from driehoek.engine.conditional import Bools, Ints
from driehoek.engine.special import Floats

type Cell = tuple[int, int]

THRESHOLD = 5
"""Counts below this are small, unless a release asks for more."""
LARGEST = 10**12
_TOTAL_COSTS = 20.0  # leaving out a total is as bad as leaving out so many cells
_FREE = 1e-6  # of a cell that is left out already; above 0, so that a way back is never longer than it must be


@dataclass(frozen=True)
class Released:
    """A table that may be shown, with its totals as last row and last column.

    counts   float, NaN where a cell is left out
    hidden   where that is. Small cells and others that were left out to protect them look the same, on purpose: who knows
             which is which can compute more.
    least    the lowest number that a reader knows a hidden count can be: 0, or 1 where zeros are always shown
    """

    counts: Floats
    hidden: Bools
    least: int

    def text(self, row: int, column: int, mark: str = "–") -> str:
        """A cell as it is shown."""
        return mark if self.hidden[row, column] else f"{int(self.counts[row, column]):,}".replace(",", ".")


def suppress(table: ArrayLike, *, threshold: int = THRESHOLD, hide_zero: bool = True) -> Released:
    """Leave out small counts, and as few others as needed, so that none can be computed back.

    table      rows × columns, whole counts ≥ 0, or a plain list of counts, which is one column
    threshold  ≥ 2: smaller counts are left out, totals too
    hide_zero  whether 0 is small as well; where zeros are shown, what is left out may be 1 or more
    returns    the table with its totals. Guaranteed: whatever is left out and small could, with all that is shown and
               knowing that counts are not negative, still be each number from 0 (1 where zeros are shown) to threshold − 1;
               anything else that is left out could be at least two numbers. Only a small total, where zeros are shown, is
               known to be no less than how many of its cells are not 0.
    errors     ValueError where the table is no table of counts
    source     Cox 1980 (cell suppression); network heuristic: Kelly, Golden & Assad 1992. Which others are left out is good,
               not proven the fewest.
    """
    if threshold < 2:
        raise ValueError("a threshold is at least 2")
    counts, least = with_totals(table), 0 if hide_zero else 1
    hidden = (counts < threshold) & (counts >= least)
    cost = np.where(hidden, _FREE, _costs(counts))
    for cell in sorted(_cells(hidden), key=lambda cell: (counts[cell], cell)):
        count = int(counts[cell])
        for up, amount in ((True, max(1, threshold - 1 - count)), (False, count - least)):
            for other in _needed(counts - least, cost, cell, up=up, amount=amount):
                hidden[other], cost[other] = True, _FREE
    return Released(np.where(hidden, np.nan, counts.astype(float)), hidden, least)


def possible(released: Released, table: ArrayLike) -> tuple[Ints, Ints]:
    """Lowest and highest number that each cell may be for who sees only the release: the audit of what was left out.

    table    the counts behind it: any table that fits the release gives the same answer
    returns  with totals, as the release; −1 as highest where there is no end. Equal to the count where it is shown.
    """
    counts = with_totals(table)
    low, high = counts.copy(), counts.copy()
    spare = counts - released.least
    enough = int(counts.max(initial=0)) * counts.size + 1
    for cell in _cells(released.hidden):
        more = _most(spare, released.hidden, cell, up=True, enough=enough)
        high[cell] = -1 if more >= enough else counts[cell] + more
        low[cell] -= _most(spare, released.hidden, cell, up=False, enough=int(spare[cell]))
    return low, high


def controlled_rounding(table: ArrayLike, base: int = THRESHOLD, *, seed: int) -> Ints:
    """Every count and total rounded up or down to a multiple of `base`, so that the rounded table adds up.

    base     ≥ 2. A count that is a multiple of it stays as it is, and every other moves less than one base.
    seed     decides which way; it must be a secret that stays the same for the same table, or whoever asks twice learns more
    returns  rows + 1 × columns + 1, with totals. On average over seeds each count and each total is kept exactly.
    errors   ValueError where the table is no table of counts
    source   Cox 1987, Journal of the American Statistical Association 82 (unbiased controlled rounding)
    """
    if base < 2:
        raise ValueError("a base is at least 2")
    counts = with_totals(table)
    rest = counts[:-1, :-1] % base
    # A last row and column hold what each sum lacks to be a multiple of the base; then every row and column is one.
    left = np.zeros(counts.shape, np.int64)
    left[:-1, :-1] = rest
    left[:-1, -1], left[-1, :-1] = -rest.sum(axis=1) % base, -rest.sum(axis=0) % base
    left[-1, -1] = rest.sum() % base
    rng = np.random.default_rng(seed)
    while cycle := _cycle(left % base != 0):
        _shift(left, cycle, base, rng)
    return with_totals(counts[:-1, :-1] - rest + left[:-1, :-1])


def with_totals(table: ArrayLike) -> Ints:
    """A table of counts with its totals as last row and last column; a plain list is one column."""
    given = np.asarray(table)
    given = given[:, None] if given.ndim == 1 else given
    if given.ndim != 2 or not given.size or not np.issubdtype(given.dtype, np.number):
        raise ValueError("a table has rows and columns of counts")
    if not np.all((given >= 0) & (given <= LARGEST) & (given == np.floor(given))):
        raise ValueError("a count is a whole number, at least 0")
    counts = np.zeros((given.shape[0] + 1, given.shape[1] + 1), np.int64)
    counts[:-1, :-1] = given
    counts[:-1, -1] = counts[:-1, :-1].sum(axis=1)
    counts[-1] = counts[:-1].sum(axis=0)
    return counts


# A table with totals is a network: each row and each column is a point, each cell a line between two, along which its count
# flows. Row i → column j for a cell and the grand total; column → row for the total of a row or a column. What flows in flows
# out, so who sees only part of it knows the rest up to a round trip over hidden lines: one more on lines along the way,
# one less on lines against it. A hidden count can move by what such round trips can carry.


def _cells(where: Bools) -> list[Cell]:
    return [(int(row), int(column)) for row, column in np.argwhere(where)]


def _ends(shape: tuple[int, ...], cell: Cell) -> tuple[int, int]:
    """From which point to which the count of a cell flows: rows are 0…, columns come after them."""
    row, column = cell
    total = (row == shape[0] - 1) != (column == shape[1] - 1)
    return (shape[0] + column, row) if total else (row, shape[0] + column)


def _needed(spare: Ints, cost: Floats, cell: Cell, *, up: bool, amount: int) -> list[Cell]:
    """The cells to leave out so that this one can move by the amount: one way back, or several where one cannot carry it.

    There always is one for a cell: over the totals of its row and column and the grand total, which are no smaller. A small
    total goes down together with its cells; where zeros are shown, no further than those that are not 0 allow.
    """
    now, needed = spare.copy(), list[Cell]()
    while amount:
        path = _cheapest(now, cost, cell, up=up, amount=amount) or _cheapest(now, cost, cell, up=up, amount=1)
        if not path:
            break
        step = min([amount, *(int(now[other]) for other, along in path if not along)])
        for other, along in path:
            now[other] += step if along else -step
            needed.append(other)
        amount -= step
    return needed


def _cheapest(spare: Ints, cost: Floats, cell: Cell, *, up: bool, amount: int) -> list[tuple[Cell, bool]]:
    """The cheapest way back from the end of a cell to its begin that can carry the amount, empty if there is none (Bellman 1958).

    Each with whether it is taken along its flow, and so becomes more.
    """
    rows, flows_to_column = len(spare), _flows_to_column(spare.shape)
    along, against = spare >= 0, spare >= amount
    to_column = np.where(np.where(flows_to_column, along, against), cost, np.inf)
    to_row = np.where(np.where(flows_to_column, against, along), cost, np.inf)
    to_column[cell] = to_row[cell] = np.inf
    begin, end = _ends(spare.shape, cell)
    start, goal = (end, begin) if up else (begin, end)
    far = np.full(sum(spare.shape), np.inf)
    far[start], before = 0.0, np.full(sum(spare.shape), np.inf)
    while np.any(far < before):
        before = far.copy()
        far[rows:] = np.minimum(far[rows:], np.min(far[:rows, None] + to_column, axis=0))
        far[:rows] = np.minimum(far[:rows], np.min(far[None, rows:] + to_row, axis=1))
    path, point = list[tuple[Cell, bool]](), goal
    while point != start and np.isfinite(far[goal]):
        if point < rows:
            other = int(np.argmin(far[rows:] + to_row[point]))
            path.append(((point, other), not flows_to_column[point, other]))
            point = rows + other
        else:
            other = int(np.argmin(far[:rows] + to_column[:, point - rows]))
            path.append(((other, point - rows), bool(flows_to_column[other, point - rows])))
            point = other
    return path


def _costs(counts: Ints) -> Floats:
    """How much is lost with each cell: more for a larger one, and much more for a total."""
    cost = 1 + np.log1p(counts)
    cost[-1] *= _TOTAL_COSTS
    cost[:, -1] *= _TOTAL_COSTS
    return cost


def _flows_to_column(shape: tuple[int, ...]) -> Bools:
    """Whether a count flows from its row to its column: all but the totals of a row or a column."""
    flows = np.ones(shape, bool)
    flows[-1] = flows[:, -1] = False
    flows[-1, -1] = True
    return flows


def _lines(shape: tuple[int, ...], point: int) -> Iterator[tuple[Cell, int, bool]]:
    """The cells at a point, the point at their other end, and whether one flows along by going there."""
    rows, columns = shape
    for i in range(columns if point < rows else rows):
        cell = (point, i) if point < rows else (i, point - rows)
        begin, end = _ends(shape, cell)
        yield cell, (end if begin == point else begin), begin == point


def _most(spare: Ints, hidden: Bools, cell: Cell, *, up: bool, enough: int) -> int:
    """How much a hidden cell can move, up to `enough`: the largest flow back over the other hidden cells (Ford & Fulkerson)."""
    begin, end = _ends(spare.shape, cell)
    start, goal = (end, begin) if up else (begin, end)
    now, moved = spare.copy(), 0
    while moved < enough:
        came: dict[int, tuple[int, Cell, bool]] = {start: (start, cell, True)}
        todo = [start]
        for point in todo:
            for other, towards, along in _lines(spare.shape, point):
                if hidden[other] and other != cell and towards not in came and (along or now[other] > 0):
                    came[towards] = (point, other, along)
                    todo.append(towards)
        if goal not in came:
            break
        path, point = [], goal
        while point != start:
            point, other, along = came[point]
            path.append((other, along))
        step = min([enough - moved, *(int(now[other]) for other, along in path if not along)])
        for other, along in path:
            now[other] += step if along else -step
        moved += step
    return moved


def _cycle(open_: Bools) -> list[Cell]:
    """Cells that are no multiple yet, on a round trip that turns at each of them; empty if there are none.

    A row or a column never has just one of them, so whoever goes on comes back to a row or column where it was before.
    """
    if not np.any(open_):
        return []
    rows = len(open_)
    point, path, at = int(np.argwhere(open_)[0][0]), list[Cell](), dict[int, int]()
    while point not in at:
        at[point] = len(path)
        line = open_[point] if point < rows else open_[:, point - rows]
        cells = [(point, int(i)) if point < rows else (int(i), point - rows) for i in np.flatnonzero(line)[:2]]
        cell = cells[0] if not path or cells[0] != path[-1] else cells[1]
        path.append(cell)
        point = rows + cell[1] if point < rows else cell[0]
    return path[at[point] :]


def _shift(left: Ints, cycle: list[Cell], base: int, rng: np.random.Generator) -> None:
    """Move the cells of a round trip up and down in turns until one is a multiple; which way by chance, so nothing drifts."""
    up, down = ([int(left[cell]) for cell in cycle[first::2]] for first in (0, 1))
    forth = min(base - max(up), min(down))
    back = min(min(up), base - max(down))
    step = forth if rng.integers(forth + back) < back else -back
    for i, cell in enumerate(cycle):
        left[cell] += step if i % 2 == 0 else -step
