"""A CSV file's bytes -> one sheet, whatever separates its columns and in which encoding Excel saved it."""

import csv
import io

from responses.documents import unicode_text
from responses.sheets.grids import Bounds, Cell, Grid, Row
from responses.zips import NotReadable

_BETWEEN = ",;\t"


def read_csv(content: bytes, bounds: Bounds) -> Grid:
    """Its rows, numbered as a spreadsheet numbers them. NotReadable with a sentence where it is no CSV file."""
    text = unicode_text(content)
    text = content.decode("cp1252", "replace") if text is None else text
    csv.field_size_limit(bounds.characters)
    first, _, rest = text.partition("\n")
    between = first.strip().removeprefix("sep=") if first.startswith("sep=") else ""
    # Excel takes such a line for itself: the row under it is the first.
    lines = io.StringIO(rest if between else text, newline="")
    grid = Grid("")
    reader = csv.reader(lines, delimiter=between[:1] or _most_of(first), strict=True)
    try:
        for number, values in enumerate(reader, 1):
            cells = {column: _cell(value) for column, value in enumerate(values) if value.strip()}
            if cells:
                bounds.count(cells.values())
                grid.rows.append(Row(number, cells))
    except csv.Error:
        raise NotReadable(f"After row {_last(grid)} a quotation mark is opened and not closed.") from None
    return grid


def _most_of(line: str) -> str:
    return max(_BETWEEN, key=line.count)


def _last(grid: Grid) -> int:
    return grid.rows[-1].number if grid.rows else 0


def _cell(value: str) -> Cell:
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return Cell("", is_formula=True) if text.startswith("=") else Cell(text)
