"""The pages of a PDF as blocks: furniture told apart, tables cell by cell, paragraphs whole across pages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.pdf.grids import Grid, same_columns, take_grids
from responses.intake.reading.pdf.lines import (
    ENDS_SENTENCE,
    Line,
    Measure,
    Paragraph,
    columns_of,
    ended,
    goes_on,
    lines_of,
    paragraphs_of,
)
from responses.intake.reading.pdf.pages import Page
from responses.intake.reading.shapes import Hyphens, could_be_heading, marked, shaped

_ZONE = 0.22  # of the page's height, at the top and at the bottom, where furniture stands
_AT_AN_EDGE, _OFTEN = 15, 3  # lines of a header or footer, and how often one of them stands on a page, at most
_PAGE_NUMBER = re.compile(r"(?i)^[-–—|\s]*(?:(?:page|tudalen)\s*)?\d{1,3}(?:\s*(?:of|o|/)\s*\d{1,3})?[-–—|\s]*$")


@dataclass
class _Table:
    grid: Grid
    page: int
    rows: list[dict[int, list[Block]]] = field(default_factory=list)

    def blocks(self, number: int) -> list[Block]:
        return [
            Block(BlockKind.CELL, marked(blocks), blocks[0].page, table=number, row=row, column=column)
            for row, cells in enumerate(self.rows)
            for column, blocks in sorted(cells.items())
        ]


class Letter:
    """All pages of a letter, put together."""

    def __init__(self, pages: list[Page]):
        self.pages = pages
        self.grids: dict[int, list[Grid]] = {}
        self.lines: dict[int, list[Line]] = {}
        before: list[Grid] = []
        for page in pages:
            self.grids[page.number], rest = before, _ = take_grids(page, before)
            self.lines[page.number] = lines_of(rest, page.number)
        self.furniture = {id(line) for line in _furniture(pages, self.lines)}
        body = [[line for line in lines if id(line) not in self.furniture] for lines in self.lines.values()]
        cells = [lines_of(cell.words, 0) for grids in self.grids.values() for grid in grids for cell in grid.cells]
        self.measure = Measure.of(body + cells)
        ends = sorted(line.x1 for lines in body for line in lines) or [500.0]
        self.right = ends[max(0, int(len(ends) * 0.95) - 1)]
        self.mend = Hyphens("\n".join(word.text for page in pages for word in page.words))
        self.parts: list[Paragraph | _Table | Block] = []

    def blocks(self) -> Iterator[Block]:
        for page in self.pages:
            self._read_page(page)
        levels = self._heading_levels()
        tables, places = 0, []
        for part in self.parts:
            if isinstance(part, Block):
                yield part
            elif isinstance(part, _Table):
                yield from part.blocks(tables)
                tables += 1
            elif part.first.typed:
                lines = part.first.text.splitlines()
                yield from (replace(shaped(line, stands_out=False), page=part.first.page) for line in lines)
            else:
                yield self._block(part, levels, places)

    def _read_page(self, page: Page) -> None:
        waiting: list[Line] = []
        grids = list(self.grids[page.number])
        for line in self.lines[page.number]:
            while grids and grids[0].ys[0] < line.y:
                self._end_flow(waiting)
                self._add_table(grids.pop(0), page.number)
            if id(line) in self.furniture:
                self._end_flow(waiting)
                self._add_furniture(line)
            else:
                waiting.append(line)
        self._end_flow(waiting)
        for grid in grids:
            self._add_table(grid, page.number)

    def _end_flow(self, waiting: list[Line]) -> None:
        for column in columns_of(waiting):
            right = max(line.x1 for line in column)
            right = self.right if right > 0.7 * self.right or len(column) < 3 else right
            for paragraph in paragraphs_of(column, right, self.measure):
                before = self._before()
                new_page = isinstance(before, Paragraph) and before.last.page != paragraph.first.page
                if new_page and goes_on(before, paragraph, self.right):
                    before.add(paragraph.first)
                    for line, on_purpose in zip(paragraph.lines[1:], paragraph.breaks, strict=True):
                        before.add(line, on_purpose)
                else:
                    self.parts.append(paragraph)
        waiting.clear()

    def _before(self) -> Paragraph | _Table | None:
        return next((part for part in reversed(self.parts) if not isinstance(part, Block)), None)

    def _add_furniture(self, line: Line) -> None:
        before = self.parts[-1] if self.parts else None
        if isinstance(before, Block) and before.page == line.page:
            self.parts[-1] = replace(before, text=f"{before.text}\n{line.text}")
        else:
            self.parts.append(Block(BlockKind.FURNITURE, line.text, page=line.page))

    def _add_table(self, grid: Grid, page: int) -> None:
        rows: dict[int, dict[int, list[Block]]] = defaultdict(dict)
        for cell in grid.cells:
            lines = lines_of(cell.words, page)
            padding = max(2.0, min(line.x0 for line in lines) - cell.x0)
            found = paragraphs_of(lines, cell.x1 - padding, self.measure)
            rows[cell.row][cell.column] = [self._cell_block(paragraph, found[0]) for paragraph in found]
        table = _Table(grid, page, list(rows.values()))
        before = self._before()
        if isinstance(before, _Table) and before.page != page and same_columns(before.grid.xs, grid.xs):
            self._continue(before, table)
        else:
            self.parts.append(table)

    def _continue(self, before: _Table, after: _Table) -> None:
        before.page = after.page
        rows = after.rows
        if rows and _texts(rows[0]) == _texts(before.rows[0]):
            # A heading row that is printed again on every page.
            words = " ".join(_texts(rows[0]).values())
            self.parts.append(Block(BlockKind.FURNITURE, words, page=after.page))
            rows = rows[1:]
        if rows and _is_rest(before.rows[-1], rows[0]):
            for column, blocks in rows[0].items():
                before.rows[-1][column] = _carried_on(before.rows[-1].get(column, []), blocks, self.mend)
            rows = rows[1:]
        before.rows.extend(rows)

    def _cell_block(self, paragraph: Paragraph, first: Paragraph) -> Block:
        block = shaped(paragraph.text(self.mend), stands_out=False)
        level = 1 if block.kind == BlockKind.LIST_ITEM and paragraph.first.x0 > first.first.x0 + 40 else 0
        return replace(block, page=paragraph.first.page, level=level)

    def _heading_levels(self) -> dict[float, int]:
        """Levels by size: the largest is 1; bold words of the usual size come after all that are larger."""
        sizes = {part.first.size for part in self.parts if isinstance(part, Paragraph) and self._stands_out(part)}
        larger = sorted((size for size in sizes if size > self.measure.size), reverse=True)
        levels = {size: min(level, 6) for level, size in enumerate(larger, start=1)}
        return {**dict.fromkeys(sizes, min(len(larger) + 1, 6)), **levels}

    def _stands_out(self, paragraph: Paragraph) -> bool:
        text = " ".join(line.text for line in paragraph.lines)
        return could_be_heading(text) and (paragraph.bold or paragraph.first.size > 1.12 * self.measure.size)

    def _block(self, paragraph: Paragraph, levels: dict[float, int], places: list[float]) -> Block:
        block = replace(shaped(paragraph.text(self.mend), self._stands_out(paragraph)), page=paragraph.first.page)
        if block.kind != BlockKind.LIST_ITEM:
            places.clear()
            return replace(block, level=levels[paragraph.first.size]) if block.kind == BlockKind.HEADING else block
        x0 = paragraph.first.x0
        while places and x0 < places[-1] - 4:
            places.pop()
        if not places or x0 > places[-1] + 6:
            places.append(x0)
        return replace(block, level=len(places) - 1)


def _furniture(pages: list[Page], lines: dict[int, list[Line]]) -> list[Line]:
    """Lines at the same place with the same words on a good part of the pages, and page numbers."""
    places = defaultdict(list)
    found = []
    for page in pages:
        its = lines[page.number]
        at_edges = [line for line in its[:_AT_AN_EDGE] if line.y <= _ZONE * page.height]
        at_edges += [line for line in its[-_AT_AN_EDGE:] if line.y >= (1 - _ZONE) * page.height]
        for line in at_edges:
            from_edge = line.y if line.y < page.height / 2 else line.y - page.height
            if _PAGE_NUMBER.match(line.text) and abs(from_edge) < 0.1 * page.height:
                found.append(line)
            places[re.sub(r"\d+", "#", line.text).lower()].append((from_edge, line))
    for same in places.values():
        if len(same) > _OFTEN * len(pages):
            continue
        for place, line in same:
            alike = {its.page for other, its in same if abs(place - other) < 5 and _same_but_for_page(line, its)}
            if len(alike) >= max(2, len(pages) / 3):
                found.append(line)
    return found


def _same_but_for_page(line: Line, other: Line) -> bool:
    """Whether two lines say the same, or differ in a number as their pages do."""
    numbers, others = re.findall(r"\d+", line.text), re.findall(r"\d+", other.text)
    apart = other.page - line.page
    return all(int(b[:9]) - int(a[:9]) in {0, apart} for a, b in zip(numbers, others, strict=True))


def _texts(row: dict[int, list[Block]]) -> dict[int, str]:
    return {column: marked(blocks) for column, blocks in row.items()}


def _is_rest(row: dict[int, list[Block]], rest: dict[int, list[Block]]) -> bool:
    """Whether a page's first row is the rest of the row that the page before ended with."""
    if any(_breaks_off(row.get(column, []), blocks) for column, blocks in rest.items()):
        return True
    # A row of its own says in its first column what it is about.
    return bool(rest) and (0 not in rest or (len(rest) < len(row) and rest[0][0].kind == BlockKind.LIST_ITEM))


def _breaks_off(before: list[Block], after: list[Block]) -> bool:
    if not before or not after:
        return False
    if after[0].kind == BlockKind.LIST_ITEM:
        return before[-1].kind == BlockKind.LIST_ITEM and not before[-1].text.endswith(".")
    return not ENDS_SENTENCE.search(before[-1].text) and after[0].text[:1].islower()


def _carried_on(before: list[Block], after: list[Block], mend: Hyphens) -> list[Block]:
    if not _breaks_off(before, after) or after[0].kind == BlockKind.LIST_ITEM:
        return before + after
    whole = replace(before[-1], text=ended(before[-1].text, after[0].text, mend) + after[0].text)
    return [*before[:-1], whole, *after[1:]]
