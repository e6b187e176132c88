"""Tables of a letter, whatever its format: what stands in a cell becomes one block with light marks."""

from collections.abc import Iterable

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.shapes import is_number


def marked(blocks: Iterable[Block]) -> str:
    """The blocks as one text with light marks, as a cell holds them."""
    text, before = "", None
    for block in blocks:
        if not block.text.strip():
            continue
        is_item = block.kind == BlockKind.LIST_ITEM
        between = "\n" if is_item and before == BlockKind.LIST_ITEM else "\n\n"
        mark = "  " * block.level + ("" if is_number(block.text) else "- ") if is_item else ""
        text += (between if text else "") + mark + block.text.strip()
        before = block.kind
    return text


def table_blocks(rows: Iterable[list[tuple[int, list[Block]]]], table: int) -> list[Block]:
    """A table's cells in order. A row is a list of (column, what the cell holds).

    A table that has but one cell in every row is a frame round some text, and gives that text.
    """
    rows = [row for row in rows if row]
    if all(len(row) == 1 for row in rows):
        return [block for row in rows for _, held in row for block in held]
    return [
        Block(BlockKind.CELL, marked(held), page=held[0].page if held else 1, table=table, row=number, column=column)
        for number, row in enumerate(rows)
        for column, held in row
    ]
