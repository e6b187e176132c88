"""Word's tables: those of the page, where a cell may go across and down, and columns that stand beside each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from responses.letter.docx_elements import w
from responses.letter.docx_styles import style_id

SUMMARY = {3: (50, 20, 30), 4: (33, 30, 15, 22)}  # how wide the columns of the summary are, in per cent
CELL, LETTER, LONG_WORD = 240, 135, 14  # what a cell takes beside its words, and a letter of them


@dataclass(frozen=True)
class Cell:
    element: object = None  # of the page; None where one goes on from above, or a row has no more
    across: int = 1
    down: int = 1
    goes_on: bool = False


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    is_header: bool = False  # which is repeated on each page


def rows_of(table) -> list[Row]:
    """The rows of a table of the page, without those of tables within it."""
    rows = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            cells = [each for each in row if each.tag in {"td", "th"}]
            is_head = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
            spans = [Cell(each, _span(each, "colspan"), _span(each, "rowspan")) for each in cells]
            rows.append(Row(spans, is_head and all(each.is_header for each in rows)))
    return list(_filled(rows))


def _filled(rows) -> Iterator[Row]:
    columns = max((sum(cell.across for cell in row.cells) for row in rows), default=0)
    above: dict[int, Cell] = {}  # by column, what goes on in the next row
    for row in rows:
        waiting, cells, column = list(row.cells), [], 0
        while column < columns:
            if column in above:
                before = above.pop(column)
                cell = replace(before, element=None, down=before.down - 1, goes_on=True)
            else:
                cell = waiting.pop(0) if waiting else Cell()
                cell = replace(cell, across=min(cell.across, columns - column))
            if cell.down > 1:
                above[column] = cell
            cells.append(cell)
            column += cell.across
        yield replace(row, cells=cells)


def _span(cell, name) -> int:
    return max(1, min(int(cell.get(name)), 50)) if cell.get(name, "").isdigit() else 1


def widths_by_words(rows: list[Row], whole: int) -> list[int]:
    """How wide columns are: so that the longest word of each fits, then by how much stands in it."""
    columns = sum(cell.across for cell in rows[0].cells)
    words, longest = [0] * columns, [8] * columns
    for row in rows:
        at = 0
        for cell in row.cells:
            if cell.across == 1 and cell.element is not None:
                said = cell.element.text_content()
                words[at] = max([words[at], *(min(len(word), LONG_WORD) for word in said.split())])
                longest[at] = max(longest[at], min(len(said), 60))
            at += cell.across
    needed = [CELL + LETTER * word for word in words]
    if sum(needed) > whole:
        return _shared(whole, needed)
    return [least + more for least, more in zip(needed, _shared(whole - sum(needed), longest), strict=True)]


def _shared(whole: int, shares: list[int]) -> list[int]:
    return [whole * share // sum(shares) for share in shares]


def write_table(style: str, widths: list[int], rows: list[Row], fill: Callable):
    """`widths` in Word's measure; `fill(cell, row)` gives the blocks that stand in a cell."""
    table = _table(style, widths, has_header=any(row.is_header for row in rows))
    for row in rows:
        written = w("tr", w("trPr", w("cantSplit"), w("tblHeader") if row.is_header else None))
        at = 0
        for cell in row.cells:
            width = sum(widths[at : at + cell.across])
            written.append(w("tc", _told(cell, width, style), *fill(cell, row)))
            at += cell.across
        table.append(written)
    return table


def write_columns(style: str, columns: list[tuple[int, list]], *, gap=0, from_right=False):
    """What stands beside each other, and is read one after the other: (how wide, its blocks). A page may part it.

    The last stands at the right; `from_right`: the first. `gap` is the room that all but the last leave free.
    """
    table = _table(style, [width for width, _ in columns], from_right=from_right)
    row = w("tr")
    for at, (width, blocks) in enumerate(columns, 1):
        free = w("tcMar", w("right", w=gap, type="dxa")) if gap and at < len(columns) else None
        row.append(w("tc", w("tcPr", w("tcW", w=width, type="dxa"), free), *blocks))
    table.append(row)
    return table


def _table(style, widths, *, has_header=False, from_right=False):
    look = {"firstRow": int(has_header), "firstColumn": 0, "lastRow": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    told = [w("tblStyle", val=style_id(style)), w("bidiVisual") if from_right else None]
    told += [w("tblW", w=5000, type="pct"), w("tblLayout", type="fixed"), w("tblLook", **look)]
    return w("tbl", w("tblPr", *told), w("tblGrid", *(w("gridCol", w=each) for each in widths)))


def _told(cell, width, style):
    merged = None
    if cell.goes_on or cell.down > 1:
        merged = w("vMerge") if cell.goes_on else w("vMerge", val="restart")
    is_shaded = style == "Letter Table" and cell.element is not None and cell.element.tag == "th"
    shade = w("shd", val="clear", color="auto", fill="F3F2F1") if is_shaded else None
    spans = w("gridSpan", val=cell.across) if cell.across > 1 else None
    return w("tcPr", w("tcW", w=width, type="dxa"), spans, merged, shade)
