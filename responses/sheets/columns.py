"""The rows of a spreadsheet under the headings that the export of answers has; and what is wrong, cell by cell.

Columns are found by their headings, in whatever order. An empty cell says nothing: what the recording form asks, a cell
must answer, if only with "Not stated".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from responses.desk.workbook import ANSWERED, MOST_IN_A_CELL
from responses.exports import COLUMNS as MATRIX
from responses.exports import unharmed
from responses.sheets.grids import Cell, Grid, box_of, letters_of
from responses.sheets.grids import Row as Line

SAID = (
    *("Letter", "Letter from", "Dated", "Received", "Position", "Progress", "Awaits", "Whose words"),
    *("Words", "Words in Welsh"),
)
READ = ("Body", "Recommendation", *SAID)
# Worked out by the tracker whenever it is asked, so that what a file says of them is read past.
WORKED_OUT = (*(heading for heading in ANSWERED if heading not in READ), "As at", "As known at")
NEEDED = ("Body", "Recommendation", "Dated", "Received", "Position", "Progress", "Whose words", "Words")
_ENOUGH = 6  # headings that make a sheet one of answers: the matrix as lines shares five, reviews and commitments three
_MOST_ABOVE = 20  # rows of titles above the headings
_MOST_NAMES = 8


class Problem(NamedTuple):
    """What is to be put right, and where; row 0 is the sheet as a whole, and column "" the row."""

    sheet: str
    row: int
    column: str
    words: str
    letter: int = 0  # on the record, that it is about


@dataclass
class Row:
    """One row under its headings: the cell of each column that holds something."""

    sheet: str
    number: int
    cells: dict[str, Cell]
    places: dict[str, str] = field(repr=False)  # by heading: "Received (column F)"
    is_hidden: bool = False

    def text(self, heading: str) -> str:
        """What its cell says, with single spaces at its ends and in place of those that do not break."""
        return self.cells[heading].text.replace("\u00a0", " ").strip() if heading in self.cells else ""

    @property
    def is_silent(self) -> bool:
        """Whether it says of a body only that nothing was heard."""
        return not any(heading in self.cells for heading in SAID)

    def problem(self, column: str, words: str, letter: int = 0) -> Problem:
        return Problem(self.sheet, self.number, self.places.get(column, column), words, letter)


class Sheets(NamedTuple):
    """Of a file's sheets, the rows of those that hold answers; what is not read, and why; and what is wrong."""

    rows: list[Row]
    read: list[str]
    not_read: list[str]  # in sentences
    problems: list[Problem]


def rows_of(grids: Iterable[Grid], numbers: list[str]) -> Sheets:
    """`numbers`: of the report's recommendations, one of which the name of a sheet may begin with."""
    sheets, matrix = Sheets([], [], [], []), False
    for grid in grids:
        head = _headings(grid)
        matrix |= any(len(set(MATRIX) & _texts(line)) > _ENOUGH for line in grid.rows[:_MOST_ABOVE])
        if not head:
            # Why one is left aside that holds nothing needs no words.
            sheets.not_read.extend([f"{_named(grid)} has no headings of answers."] if grid.rows else [])
        elif grid.is_hidden:
            sheets.not_read.append(f"{_named(grid)} is hidden. If it is meant, show it, and choose the file again.")
        else:
            sheets.read.append(grid.name)
            _read(grid, head, numbers, sheets)
    if not sheets.read:
        sheets.problems.append(Problem("", 0, "", _nothing_to_read(matrix)))
    return sheets


def _named(grid: Grid) -> str:
    return f"“{grid.name}”" if grid.name else "The file"


def _nothing_to_read(is_matrix: bool) -> str:
    if is_matrix:
        return (
            "This is the matrix. It says how things stand, worked out from several letters, and not what any of them "
            "said: nothing can be recorded from it. Bring in the answers, with their words."
        )
    return f"No sheet that is shown has the headings of answers: {', '.join(NEEDED)}."


def _texts(line: Line) -> set[str]:
    return {_folded(cell.text) for cell in line.cells.values()}


def _folded(heading: str) -> str:
    return " ".join(heading.split()).casefold().rstrip(":* ")


_BY_NAME = {_folded(heading): heading for heading in (*READ, *WORKED_OUT)}
_MARKS = {_folded(heading) for heading in READ}


def _headings(grid: Grid) -> Line | None:
    """The row of headings: of the first rows the one that has most of ours, if it has enough."""
    best = max(grid.rows[:_MOST_ABOVE], key=lambda line: len(_texts(line) & _MARKS), default=None)
    return best if best and len(_texts(best) & _MARKS) >= _ENOUGH else None


def _read(grid: Grid, head: Line, numbers: list[str], sheets: Sheets) -> None:
    columns, problems = _columns(grid, head, _number_in(grid.name.strip(), numbers))
    problems += _merged(grid, head, columns)
    sheets.problems.extend(problems)
    if problems:  # rows under the wrong headings would all be wrong
        return
    places = {heading: f"{heading} (column {letters_of(column)})" for column, heading in columns.items()}
    number = _number_in(grid.name.strip(), numbers)
    for line in grid.rows:
        if line.number <= head.number:
            continue
        row, problems = _row(grid, line, columns, places)
        if number and "Recommendation" not in places:
            row.cells["Recommendation"] = Cell(number)
        sheets.problems.extend(problems)
        if not problems and line.cells.keys() & columns.keys():
            sheets.rows.append(row)


def _number_in(name: str, numbers: list[str]) -> str:
    """The recommendation that a sheet's name begins with, as the export names them: "3a Training"; or ""."""
    begins = (
        it for it in numbers if re.match(rf"(?:rec(?:ommendation)?\.? ?)?{re.escape(it)}\.?(?=[\s:–-]|$)", name, re.I)
    )
    return max(begins, key=len, default="")


def _columns(grid: Grid, head: Line, number: str) -> tuple[dict[int, str], list[Problem]]:
    """Which heading each column has; `number`: of the recommendation that the sheet's name tells, or ""."""
    found, problems = {}, []
    for column, cell in sorted(head.cells.items()):
        heading = _BY_NAME.get(_folded(cell.text), "")
        if trouble := _trouble(cell.text.strip(), heading, heading in found.values(), column in grid.hidden_columns):
            problems.append(Problem(grid.name, head.number, f"Column {letters_of(column)}", trouble))
        found[column] = heading
    missing = [it for it in NEEDED if it not in found.values() and not (it == "Recommendation" and number)]
    problems += [Problem(grid.name, head.number, "", f"There is no column “{heading}”. Add it.") for heading in missing]
    return found, problems


def _trouble(typed: str, heading: str, is_double: bool, is_hidden: bool) -> str:
    if not heading:
        return f"“{typed[:60]}” is not one of the headings that are read here. Rename it, or take the column out."
    if is_double:
        return f"“{heading}” is there twice. Take one of the two columns out."
    if is_hidden and heading in READ:
        return f"“{heading}” is hidden. Show the column, so that whoever records it can see what it says."
    return ""


def _merged(grid: Grid, head: Line, columns: dict[int, str]) -> Iterator[Problem]:
    last = grid.rows[-1].number
    for area in grid.merged:
        try:
            left, top, right, bottom = box_of(area)
        except ValueError:
            continue
        if bottom >= head.number and top <= last and any(left <= column <= right for column in columns):
            words = (
                f"The cells {area} are merged, so nobody can tell whose words they hold. Part them, and fill in each."
            )
            yield Problem(grid.name, top, "", words)


def _row(grid: Grid, line: Line, columns: dict[int, str], places) -> tuple[Row, list[Problem]]:
    row = Row(grid.name, line.number, {}, places, line.is_hidden)
    beyond = []
    for column, cell in sorted(line.cells.items()):
        if column in columns:
            row.cells[columns[column]] = replace(cell, text=unharmed(cell.text))
        else:
            beyond.append((column, cell))
    for heading in ("Words", "Words in Welsh"):
        while beyond and beyond[0][0] > max(columns) and _is_full(row.cells.get(heading)):
            row.cells[heading] = Cell(row.cells[heading].text + beyond.pop(0)[1].text)
    words = "This column has no heading. Give it one, or take it out."
    problems = [Problem(grid.name, line.number, f"Column {letters_of(column)}", words) for column, _ in beyond]
    return row, problems + list(_unfit(row))


def _is_full(cell: Cell | None) -> bool:
    """Whether words go on in the cells after the last heading, where the export puts what is too long for one."""
    return bool(cell and cell.text and len(cell.text) % MOST_IN_A_CELL == 0)


def _unfit(row: Row) -> Iterator[Problem]:
    for heading, cell in row.cells.items():
        if heading not in READ:
            continue
        if cell.is_formula:
            yield row.problem(
                heading, "This cell holds a formula, and nobody typed what it shows. Copy it, and paste it as a value."
            )
        elif cell.is_error:
            yield row.problem(heading, f"This cell shows {cell.text}. Enter what is meant.")
        elif cell.struck:
            yield row.problem(
                heading, f"Words are struck out: “{cell.struck[:60]}”. Delete them, or take the line through them away."
            )
