"""OpenDocument texts (LibreOffice): paragraphs, lists, tables, frames and notes in order, headers and footers aside."""

import re
from collections.abc import Iterator
from dataclasses import replace

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.packages import attribute, child, local, parse
from responses.intake.reading.shapes import shaped
from responses.intake.reading.tables import table_blocks
from responses.intake.reading.zips import Zip

_GONE = {"tracked-changes", "annotation", "note-citation", "sequence-decls", "variable-decls", "forms", "ruby-text"}
_MOST_REPEATS = 50
_BOLD = {"bold", "600", "700", "800", "900"}


def read_odt(content: bytes) -> Iterator[Block]:
    archive = Zip(content)
    if "content.xml" not in archive.names:
        raise NotReadable("This OpenDocument text is damaged: its words are missing. Ask the sender for it again.")
    styles = [parse(archive, name) for name in ("styles.xml", "content.xml") if name in archive.names]
    document = _Document(styles)
    text = child(styles[-1], "body", "text")
    if text is None:
        raise NotReadable("This OpenDocument file holds no text. Ask the sender for the letter itself.")
    yield from document.furniture("header")
    yield from document.body(text)
    yield from document.furniture("footer")


class _Document:
    def __init__(self, roots: list):
        self.roots = roots
        self.page = 1
        self.tables = 0
        named = [element for root in roots for element in root.iter() if local(element) in {"style", "list-style"}]
        self.styles = {attribute(style, "name"): style for style in named if local(style) == "style"}
        self.lists = {attribute(style, "name"): style for style in named if local(style) == "list-style"}

    def furniture(self, kind: str) -> Iterator[Block]:
        said = set()
        for element in self.roots[0].iter():
            if local(element) in {kind, f"{kind}-first", f"{kind}-left"}:
                for block in self.body(element):
                    if block.text.strip() and block.text not in said:
                        said.add(block.text)
                        yield Block(BlockKind.FURNITURE, block.text, page=self.page if kind == "footer" else 1)

    def body(self, container) -> Iterator[Block]:
        for element in container:
            name = local(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element)
            elif name == "list":
                yield from self._list(element, 0, "")
            elif name == "table":
                yield from self._table(element)
            elif name == "soft-page-break":
                self.page += 1
            elif name and name not in _GONE:
                yield from self.body(element)

    def _paragraph(self, element) -> Iterator[Block]:
        page, boxes, runs = self.page, [], []
        self._gather(element, runs, boxes, self._is_bold(element))
        text = "".join(text for text, _ in runs)
        frames = [block for box in boxes if local(box) == "text-box" for block in self.body(box)]
        yield from frames
        if text.strip():
            if local(element) == "h":
                level = attribute(element, "outline-level")
                yield Block(BlockKind.HEADING, text, page=page, level=int(level[:2]) if level.isdigit() else 1)
            else:
                stands_out = all(bold for text, bold in runs if text.strip())
                yield replace(shaped(text, stands_out), page=page)
        for note in boxes:
            if local(note) == "note-body":
                yield from self.body(note)

    def _gather(self, element, runs: list, boxes: list, bold: bool) -> None:
        runs.append((_spaced(element.text), bold))
        for each in element:
            name = local(each)
            if name in {"text-box", "note-body"}:
                boxes.append(each)
            elif name == "s":
                count = attribute(each, "c")
                runs.append((" " * (min(int(count), 100) if count.isdigit() else 1), bold))
            elif name in {"tab", "line-break"}:
                runs.append(("\t" if name == "tab" else "\n", bold))
            elif name == "soft-page-break":
                self.page += 1
            elif name and name not in _GONE and name not in {"desc", "title"}:
                self._gather(each, runs, boxes, self._is_bold(each, bold))
            runs.append((_spaced(each.tail), bold))

    def _is_bold(self, element, otherwise: bool = False) -> bool:
        style = self.styles.get(attribute(element, "style-name"))
        for _ in range(20):
            if style is None:
                break
            if weight := attribute(child(style, "text-properties"), "font-weight"):
                return weight in _BOLD
            style = self.styles.get(attribute(style, "parent-style-name"))
        return otherwise

    def _list(self, element, level: int, inherited: str) -> Iterator[Block]:
        style = attribute(element, "style-name") or inherited
        number = 0
        for item in element:
            if local(item) not in {"list-item", "list-header"}:
                continue
            number += 1
            label = self._label(style, level, number) if local(item) == "list-item" else None
            for each in item:
                if local(each) == "list":
                    yield from self._list(each, level + 1, style)
                    continue
                for block in self.body([each]):
                    if label is not None and block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
                        block = replace(block, kind=BlockKind.LIST_ITEM, text=label + block.text, level=level)
                    elif label and block.kind == BlockKind.HEADING:
                        block = replace(block, text=label + block.text)
                    label = None
                    yield block

    def _label(self, style: str, level: int, number: int) -> str:
        for rule in self.lists.get(style, ()):
            if attribute(rule, "level") == str(level + 1) and local(rule) == "list-level-style-number":
                start = attribute(rule, "start-value")
                number += int(start) - 1 if start.isdigit() and len(start) < 5 else 0
                form = attribute(rule, "num-format")
                written = chr(ord(form) + (number - 1) % 26) if form in {"a", "A"} else str(number)
                return f"{attribute(rule, 'num-prefix')}{written}{attribute(rule, 'num-suffix')} " if form else ""
        return ""

    def _table(self, element) -> Iterator[Block]:
        number = self.tables
        self.tables += 1
        rows = [self._row(row) for row in _rows(element)]
        yield from table_blocks(rows, number)

    def _row(self, element) -> list[tuple[int, list[Block]]]:
        cells, column = [], 0
        for cell in element:
            if local(cell) == "table-cell":
                cells.append((column, list(self.body(cell))))
            repeated = attribute(cell, "number-columns-repeated")
            column += min(int(repeated), _MOST_REPEATS) if repeated.isdigit() else 1
        return cells


def _rows(element) -> Iterator:
    for each in element:
        if local(each) == "table-row":
            yield each
        elif local(each) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(each)


def _spaced(text: str | None) -> str:
    """OpenDocument's own rule: a run of white space in the XML is one space."""
    return re.sub(r"[ \t\r\n]+", " ", text or "")
