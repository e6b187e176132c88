"""A table of the page as Word's: each row has a cell for every column, and one that goes down is begun and goes on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from responses.letter.docx_elements import w
from responses.letter.docx_styles import style_id

SUMMARY = {3: (50, 20, 30), 4: (33, 30, 15, 22)}  # how wide the columns of the summary are, in per cent


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


def widths_by_words(rows: list[Row]) -> list[int]:
    """How wide columns are by what stands in them: a column of figures is narrower than one of sentences."""
    longest = [8] * sum(cell.across for cell in rows[0].cells)
    for row in rows:
        at = 0
        for cell in row.cells:
            if cell.across == 1 and cell.element is not None:
                longest[at] = max(longest[at], min(len(cell.element.text_content()), 60))
            at += cell.across
    return longest


def write_table(style: str, widths: list[int], rows: list[Row], fill: Callable):
    """`widths` in Word's measure; `fill(cell, row)` gives the blocks that stand in a cell."""
    look = {"firstRow": int(any(row.is_header for row in rows)), "firstColumn": 0}
    look |= {"lastRow": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    told = [w("tblStyle", val=style_id(style)), w("tblW", w=5000, type="pct"), w("tblLayout", type="fixed")]
    table = w("tbl", w("tblPr", *told, w("tblLook", **look)), w("tblGrid", *(w("gridCol", w=each) for each in widths)))
    for row in rows:
        written = w("tr", w("trPr", w("cantSplit"), w("tblHeader") if row.is_header else None))
        at = 0
        for cell in row.cells:
            width = sum(widths[at : at + cell.across])
            written.append(w("tc", _told(cell, width, style), *fill(cell, row)))
            at += cell.across
        table.append(written)
    return table


def _told(cell, width, style):
    merged = None
    if cell.goes_on or cell.down > 1:
        merged = w("vMerge") if cell.goes_on else w("vMerge", val="restart")
    is_shaded = style == "Letter Table" and cell.element is not None and cell.element.tag == "th"
    shade = w("shd", val="clear", color="auto", fill="F3F2F1") if is_shaded else None
    spans = w("gridSpan", val=cell.across) if cell.across > 1 else None
    return w("tcPr", w("tcW", w=width, type="dxa"), spans, merged, shade)
