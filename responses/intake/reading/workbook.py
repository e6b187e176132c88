"""Excel workbooks: each sheet that is shown is a heading and its tables, as their reader sees them.

What is hidden is left out and told, as in a letter; of a formula, what was worked out last. How a workbook is read at
all, and what is never believed of it, is in responses/sheets/xlsx.py.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.bounds import MAX_BLOCKS, MAX_CHARACTERS, NotReadable
from responses.intake.reading.seen import LeftOut
from responses.intake.reading.shapes import shaped, table_blocks
from responses.intake.sentences import Sentence
from responses.sheets.grids import Cell, Grid, Row, letters_of
from responses.sheets.xlsx import read_xlsx
from responses.zips import Zip

_UNNAMED = re.compile(r"(?:sheet|taflen) ?\d*", re.IGNORECASE)  # as a program names it
_MOST_NAMED = 3


def read_workbook(content: bytes) -> Iterator[Block | str]:
    """The blocks of its sheets, one a page, and what was left out in sentences."""
    left_out, tables = LeftOut(comments=any("/comments" in name for name in Zip(content).names)), 0
    for page, grid in enumerate(read_xlsx(content, _Count()), 1):
        if grid.is_hidden:
            yield Sentence.HIDDEN_SHEET % {"name": grid.name}
            continue
        rows = _shown(grid, left_out)
        if rows and not _UNNAMED.fullmatch(grid.name.strip()):
            yield Block(BlockKind.HEADING, grid.name, page=page, level=1)
        for part in _parts(rows):
            yield from _table(part, page, tables)
            tables += 1
        if blank := list(_not_worked_out(rows)):
            named = ", ".join(blank[:_MOST_NAMED]) + (" …" if len(blank) > _MOST_NAMED else "")
            yield Sentence.NOT_WORKED_OUT % {"name": grid.name, "cells": named}
    yield from left_out.notes()


class _Count:
    """Ends the reading where there is more than any letter has."""

    def __init__(self):
        self.cells = self.characters = 0

    def __call__(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            self.cells += 1
            self.characters += len(cell.text)
        if self.cells > MAX_BLOCKS:
            raise NotReadable(Sentence.TOO_MANY_CELLS % {"most": f"{MAX_BLOCKS:,}"})
        if self.characters > MAX_CHARACTERS:
            raise NotReadable(Sentence.TOO_MANY_CHARACTERS % {"most": f"{MAX_CHARACTERS:,}"})


def _not_worked_out(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        for column, cell in row.cells.items():
            if cell.is_formula and not cell.text.strip():
                yield f"{letters_of(column)}{row.number}"


def _shown(grid: Grid, left_out: LeftOut) -> list[Row]:
    """Its rows without what is hidden or struck out."""
    rows, hidden = [], set(grid.hidden_columns)
    for row in grid.rows:
        if row.is_hidden:
            left_out.hide(" ".join(cell.text for cell in row.cells.values()))
            continue
        for column, cell in row.cells.items():
            left_out.hide(cell.text if column in hidden else "")
            left_out.strike(f"{cell.struck} " if cell.struck and column not in hidden else "")
        if cells := {column: cell for column, cell in row.cells.items() if column not in hidden}:
            rows.append(Row(row.number, cells))
    return rows


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    """A sheet's tables: an empty row ends one where what comes after it is wider, as lines above a plan are not."""
    part: list[Row] = []
    for row in rows:
        widest = max((len(each.cells) for each in part), default=0)
        is_apart = part and row.number > part[-1].number + 1 and len(row.cells) > widest
        if is_apart or (part and widest == 1 and len(row.cells) > 1):  # a title above
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _table(rows: list[Row], page: int, table: int) -> list[Block]:
    """A table as one in a Word document; lines of one cell are lines."""
    if all(len(row.cells) == 1 for row in rows):
        lines = (cell.text for row in rows for cell in row.cells.values() if cell.text.strip())
        return [replace(shaped(line, stands_out=False), page=page) for line in lines]
    cells = (
        [(column, [Block(BlockKind.PARAGRAPH, cell.text, page=page)]) for column, cell in sorted(row.cells.items())]
        for row in rows
    )
    return table_blocks(cells, table)
