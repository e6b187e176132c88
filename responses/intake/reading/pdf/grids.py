"""Tables of a PDF page: the grids that its lines draw, cell by cell, whatever spans whatever."""

from dataclasses import dataclass, field
from itertools import pairwise

from responses.intake.reading.pdf.pages import Page, Rule, Word

_SNAP = 3.0  # points: lines nearer than this are one line


@dataclass
class GridCell:
    row: int
    column: int
    x0: float
    x1: float
    words: list[Word] = field(default_factory=list)


@dataclass
class Grid:
    """A table of at least two columns, with its cells in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.ys[0]


def take_grids(page: Page, before: list[Grid]) -> tuple[list[Grid], list[Word]]:
    """The tables of a page with the words in their cells, and the words that are in no table.

    `before` are those of the page before: one that goes on may have words in a single column.
    """
    words = page.words
    grids = []
    for rules in _connected(page.rules + _missing_ends(page.rules)):
        candidate = _Lattice(rules)
        if len(candidate.xs) < 3 or len(candidate.ys) < 2:
            continue
        goes_on = any(same_columns(candidate.xs, grid.xs) for grid in before)
        grid, rest = candidate.filled(words, goes_on)
        if grid:
            grids.append(grid)
            words = rest
    return sorted(grids, key=lambda grid: grid.top), words


def same_columns(xs: list[float], others: list[float]) -> bool:
    return len(xs) == len(others) and all(abs(a - b) < 2 * _SNAP for a, b in zip(xs, others, strict=True))


def _missing_ends(rules: list[Rule]) -> list[Rule]:
    """Lines across the ends of three or more lines down that are equally long.

    A row that fills a page has no lines across: what it has down belongs together all the same.
    """
    extents: dict[tuple[int, int], list[Rule]] = {}
    for rule in rules:
        if not rule.is_horizontal:
            extents.setdefault((round(rule.y0), round(rule.y1)), []).append(rule)
    ends = []
    for (top, bottom), alike in extents.items():
        xs = [rule.x0 for rule in alike]
        if len(_snapped(xs)) >= 3:
            ends += [Rule(min(xs), top, max(xs), top), Rule(min(xs), bottom, max(xs), bottom)]
    return ends


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that touch, directly or by others, together."""
    groups: list[tuple[list[float], list[Rule]]] = []
    # Groups by their bounding boxes: coarse, but linear in what a letter has, and the lattice decides about the rest.
    for rule in sorted(rules, key=lambda rule: (rule.y0, rule.x0)):
        box, members, others = [rule.x0, rule.y0, rule.x1, rule.y1], [rule], []
        for other_box, other_members in groups:
            if _touch(box, other_box):
                box = [
                    min(box[0], other_box[0]),
                    min(box[1], other_box[1]),
                    max(box[2], other_box[2]),
                    max(box[3], other_box[3]),
                ]
                members = other_members + members
            else:
                others.append((other_box, other_members))
        groups = [*others, (box, members)]
        if len(groups) > 500:  # a drawing, not a letter's tables
            return []
    return [members for _, members in groups]


def _touch(a: list[float], b: list[float]) -> bool:
    return a[0] <= b[2] + _SNAP and b[0] <= a[2] + _SNAP and a[1] <= b[3] + _SNAP and b[1] <= a[3] + _SNAP


class _Lattice:
    """The smallest boxes between all lines of a group; those that no line parts are one cell."""

    def __init__(self, rules: list[Rule]):
        self.across = [rule for rule in rules if rule.is_horizontal]
        self.down = [rule for rule in rules if not rule.is_horizontal]
        # A table's outer sides need not be drawn.
        ends_x = [min(rule.x0 for rule in rules), max(rule.x1 for rule in rules)]
        ends_y = [min(rule.y0 for rule in rules), max(rule.y1 for rule in rules)]
        self.xs = _snapped([rule.x0 for rule in self.down] + ends_x)
        self.ys = _snapped([rule.y0 for rule in self.across] + ends_y)

    def filled(self, words: list[Word], goes_on: bool) -> tuple[Grid | None, list[Word]]:
        """The grid with its words, and the words outside. None, and all words, where it is but a box or a drawing."""
        if (len(self.xs) - 1) * (len(self.ys) - 1) > 5_000:
            return None, words
        cells: dict[tuple[int, int], GridCell] = {}
        owners = self._owners()
        rest = []
        for word in words:
            at = _between(self.ys, word.y - 0.3 * word.size), _between(self.xs, (word.x0 + word.x1) / 2)
            if None in at:
                rest.append(word)
                continue
            owner = owners[at]
            if owner not in cells:
                right = max(column for (row, column), its in owners.items() if its == owner)
                cells[owner] = GridCell(*owner, self.xs[owner[1]], self.xs[right + 1])
            cells[owner].words.append(word)
        if not cells or not (goes_on or self._has_row_of_two(cells)):
            return None, words
        return Grid(self.xs, self.ys, [cells[at] for at in sorted(cells)]), rest

    @staticmethod
    def _has_row_of_two(cells: dict) -> bool:
        rows = [row for row, _ in cells]
        return any(rows.count(row) > 1 for row in set(rows))

    def _owners(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each smallest box the (row, column) of the top left one of its cell."""
        owners = {}
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                owner = row, column
                if column and not self._line_down(row, column):
                    owner = owners[row, column - 1]
                elif row and not self._line_across(row, column):
                    owner = owners[row - 1, column]
                owners[row, column] = owner
        return owners

    def _line_down(self, row: int, column: int) -> bool:
        middle, x = (self.ys[row] + self.ys[row + 1]) / 2, self.xs[column]
        return any(abs(rule.x0 - x) <= _SNAP and rule.y0 <= middle <= rule.y1 for rule in self.down)

    def _line_across(self, row: int, column: int) -> bool:
        middle, y = (self.xs[column] + self.xs[column + 1]) / 2, self.ys[row]
        return any(abs(rule.y0 - y) <= _SNAP and rule.x0 <= middle <= rule.x1 for rule in self.across)


def _snapped(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SNAP:
            kept.append(place)
    return kept


def _between(places: list[float], at: float) -> int | None:
    for index, (low, high) in enumerate(pairwise(places)):
        if low <= at <= high:
            return index
    return None
