"""What a spreadsheet holds, as plain values: its sheets, their rows, and each cell as its reader sees it.

Plain Python: it is read in a process that knows no Django (sandbox.py).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from responses.zips import NotReadable


@dataclass(frozen=True)
class Cell:
    """One cell that holds something."""

    text: str  # as the sheet shows it: "1", "17 June 2021", "June 2021" where its format shows no day
    is_number: bool = False
    is_formula: bool = False  # its text is what was worked out last, "" where nothing was
    is_error: bool = False  # "#N/A"
    struck: str = ""  # words struck out, which its text leaves out


@dataclass
class Row:
    """One row, by its number in the sheet (from 1): its cells by their column (from 0), those that hold something."""

    number: int
    cells: dict[int, Cell]
    is_hidden: bool = False


@dataclass
class Grid:
    """One sheet, without the rows that hold nothing."""

    name: str
    rows: list[Row] = field(default_factory=list)
    is_hidden: bool = False
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)  # "A5:B7"

    def as_json(self) -> dict:
        """JSON knows no keys but texts, and a cell is nearly always only its text."""
        rows = [
            [row.number, row.is_hidden, [[place, *_as_list(cell)] for place, cell in row.cells.items()]]
            for row in self.rows
        ]
        return asdict(self, dict_factory=lambda items: {key: it for key, it in items if key != "rows"}) | {"rows": rows}

    @classmethod
    def from_json(cls, said: dict) -> "Grid":
        rows = [
            Row(number, {place: Cell(*cell) for place, *cell in cells}, is_hidden)
            for number, is_hidden, cells in said["rows"]
        ]
        return cls(**said | {"rows": rows})


def _as_list(cell: Cell) -> list:
    if cell == Cell(cell.text):
        return [cell.text]
    return [cell.text, cell.is_number, cell.is_formula, cell.is_error, cell.struck]


class Bounds:
    """How much of a spreadsheet is read, over all its sheets; NotReadable, with a sentence, for more."""

    def __init__(self, rows: int, characters: int):
        self.rows, self.characters = rows, characters
        self._rows = self._characters = 0

    def count(self, cells: Iterable[Cell]) -> None:
        """Count a row that holds something."""
        self._rows += 1
        self._characters += sum(len(cell.text) for cell in cells)
        if self._rows > self.rows:
            raise NotReadable(f"This file holds more than {self.rows:,} rows. Send it in parts.")
        if self._characters > self.characters:
            raise NotReadable(f"This file holds more than {self.characters:,} characters. Send it in parts.")


def letters_of(column: int) -> str:
    """What a spreadsheet calls a column: 0 is "A", 27 is "AB"."""
    column, last = divmod(column, 26)
    return (letters_of(column - 1) if column else "") + chr(ord("A") + last)


def box_of(area: str) -> tuple[int, int, int, int]:
    """The first column and row of "A5:B7", then the last: columns from 0, rows from 1. ValueError for what is none."""
    first, _, last = area.partition(":")
    return (*place_of(first), *place_of(last or first))


def place_of(name: str) -> tuple[int, int]:
    """The column, from 0, and the row, from 1, of "$AB12"; ValueError for anything else."""
    name = name.replace("$", "")
    letters = name.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and len(letters) < 4 and len(name) < 12):
        raise ValueError(name)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(name[len(letters) :])
