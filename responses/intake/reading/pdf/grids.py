"""Tables of a PDF page: the grids that its lines draw, cell by cell, whatever spans whatever."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from responses.intake.reading.pdf.pages import Page, Rule, Word

_SNAP = 3.0  # points: lines nearer than this are one line
_MOST_GROUPS = 500  # of lines that touch: more are a drawing, not a letter's tables
_MOST_BOXES = 5_000

At = tuple[int, int]  # row and column


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
    cells: list[GridCell]


def take_grids(page: Page, before: list[Grid]) -> tuple[list[Grid], list[Word]]:
    """The tables of a page with the words in their cells, and the words that are in no table.

    `before` are those of the page before: one that goes on may have words in a single column.
    """
    words = sorted(page.words, key=_height)
    heights = [_height(word) for word in words]
    grids, taken = [], set()
    for rules in _connected(page.rules + _missing_ends(page.rules)):
        lattice = _Lattice(rules)
        if not 2 <= len(lattice.xs) - 1 <= _MOST_BOXES / (len(lattice.ys) - 1 or _MOST_BOXES):
            continue
        within = words[bisect_left(heights, lattice.ys[0]) : bisect_right(heights, lattice.ys[-1])]
        cells = lattice.filled([word for word in within if id(word) not in taken])
        goes_on = any(same_columns(lattice.xs, grid.xs) for grid in before)
        if cells and (goes_on or len(cells) > len({cell.row for cell in cells})):
            grids.append(Grid(lattice.xs, lattice.ys, cells))
            taken.update(id(word) for cell in cells for word in cell.words)
    return sorted(grids, key=lambda grid: grid.ys[0]), [word for word in page.words if id(word) not in taken]


def same_columns(xs: list[float], others: list[float]) -> bool:
    return len(xs) == len(others) and all(abs(a - b) < 2 * _SNAP for a, b in zip(xs, others, strict=True))


def _height(word: Word) -> float:
    return word.y - 0.3 * word.size


def _missing_ends(rules: list[Rule]) -> list[Rule]:
    """Lines across the ends of three or more lines down that are equally long.

    A row that fills a page has no lines across: what it has down belongs together all the same.
    """
    extents: dict[At, list[float]] = defaultdict(list)
    for rule in rules:
        if not rule.is_horizontal:
            extents[round(rule.y0), round(rule.y1)].append(rule.x0)
    return [Rule(min(xs), y, max(xs), y) for extent, xs in extents.items() if len(_snapped(xs)) >= 3 for y in extent]


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that touch, directly or by others, together: by the boxes round them, and the lattice decides the rest."""
    done: list[list[Rule]] = []
    groups: list[tuple[Rule, list[Rule]]] = []  # the box round some rules, which those further down may still touch
    for rule in sorted(rules, key=lambda rule: (rule.y0, rule.x0)):
        box, members, others = rule, [rule], []
        for around, its in groups:
            if around.y1 + _SNAP < rule.y0:
                done.append(its)
            elif _touch(box, around):
                its += members
                box, members = _around(box, around), its
            else:
                others.append((around, its))
        groups = [*others, (box, members)]
        if len(done) + len(groups) > _MOST_GROUPS:
            return []
    return done + [members for _, members in groups]


def _touch(a: Rule, b: Rule) -> bool:
    return a.x0 <= b.x1 + _SNAP and b.x0 <= a.x1 + _SNAP and a.y0 <= b.y1 + _SNAP and b.y0 <= a.y1 + _SNAP


def _around(a: Rule, b: Rule) -> Rule:
    return Rule(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))


class _Lattice:
    """The smallest boxes between all lines of a group; those that no line parts are one cell."""

    def __init__(self, rules: list[Rule]):
        self.rules = rules
        # A table's outer sides need not be drawn.
        ends_x = [min(rule.x0 for rule in rules), max(rule.x1 for rule in rules)]
        ends_y = [min(rule.y0 for rule in rules), max(rule.y1 for rule in rules)]
        self.xs = _snapped([rule.x0 for rule in rules if not rule.is_horizontal] + ends_x)
        self.ys = _snapped([rule.y0 for rule in rules if rule.is_horizontal] + ends_y)

    def filled(self, words: list[Word]) -> list[GridCell]:
        """The cells that hold any of these words, in reading order."""
        cells: dict[At, GridCell] = {}
        owners = self._owners()
        last = {owner: column for (_, column), owner in owners.items()}  # of a cell's columns
        for word in words:
            owner = owners.get((_between(self.ys, _height(word)), _between(self.xs, (word.x0 + word.x1) / 2)))
            if owner and owner not in cells:
                cells[owner] = GridCell(*owner, self.xs[owner[1]], self.xs[last[owner] + 1])
            if owner:
                cells[owner].words.append(word)
        return [cells[at] for at in sorted(cells)]

    def _owners(self) -> dict[At, At]:
        """For each smallest box the place of the top left one of its cell."""
        owners: dict[At, At] = {}
        down = _drawn(self.xs, self.ys, [(rule.x0, rule.y0, rule.y1) for rule in self.rules if not rule.is_horizontal])
        across = _drawn(self.ys, self.xs, [(rule.y0, rule.x0, rule.x1) for rule in self.rules if rule.is_horizontal])
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                owner = row, column
                if column and (column, row) not in down:
                    owner = owners[row, column - 1]
                elif row and (row, column) not in across:
                    owner = owners[row - 1, column]
                owners[row, column] = owner
        return owners


def _drawn(places: list[float], steps: list[float], lines: list[tuple[float, float, float]]) -> set[At]:
    """Which of the lattice's places are drawn, step by step. A line is its place, its beginning and its end."""
    middles = [(a + b) / 2 for a, b in pairwise(steps)]
    spans = {(bisect_right(places, at) - 1, bisect_left(middles, a), bisect_right(middles, b)) for at, a, b in lines}
    drawn: set[At] = set()
    reached: dict[int, int] = defaultdict(int)  # of each place: what lies before is known, however many lines say it
    for place, begin, end in sorted(spans):
        drawn.update((place, step) for step in range(max(begin, reached[place]), end))
        reached[place] = max(reached[place], end)
    return drawn


def _snapped(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SNAP:
            kept.append(place)
    return kept


def _between(places: list[float], at: float) -> int:
    """The step that a place is in; -1 before the first."""
    return bisect_right(places, at) - 1 if at <= places[-1] else -1
