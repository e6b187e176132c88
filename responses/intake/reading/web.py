"""Web pages, and e-mails written as such, as blocks. Nothing is fetched or run."""

import re
from collections.abc import Iterator

from lxml import etree, html

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.encodings import decoded
from responses.intake.reading.tables import table_blocks

_UNSEEN = {"script", "style", "head", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = {"ul", "ol", "dl", "menu"}
_CELLS = {"td", "th"}
_BLOCKS = {
    *_HEADINGS, *_LISTS, *_CELLS, "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
    "div", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr",
}  # fmt: skip


def read_html(content: bytes) -> Iterator[Block]:
    """The blocks of a web page in the order of its source."""
    said = re.search(rb"charset=[\"']?([\w-]+)", content[:2048])
    return blocks_of_html(decoded(content, said[1].decode() if said else ""))


def blocks_of_html(text: str) -> Iterator[Block]:
    settings = {"remove_comments": True, "remove_pis": True, "no_network": True, "huge_tree": True}
    parser = html.HTMLParser(encoding="utf-8", **settings)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace") or b" ", parser)
    except etree.LxmlError:
        raise NotReadable("This web page is damaged: its text cannot be told from its marks.") from None
    # Where the parser gives up on deep nesting it drops the words that follow.
    if root is None or any("depth" in error.message.lower() for error in parser.error_log):
        raise NotReadable("This web page is nested too deeply to be a letter, so it was not read.")
    yield from _Reader().read(root)


class _Table:
    def __init__(self, number: int):
        self.number = number
        self.caption: list[Block] = []
        self.rows: list[list[tuple[int, list[Block]]]] = []
        self.spans: dict[int, int] = {}  # how many more rows a cell from above reaches down, by column

    @property
    def held(self) -> list[Block]:
        """Where a block goes that stands in the table just now."""
        return self.rows[-1][-1][1] if self.rows and self.rows[-1] else self.caption

    def begin_row(self) -> None:
        self.rows.append([])
        self.next_column = 0
        self.taken = {column for column, rows in self.spans.items() if rows}
        self.spans = {column: rows - 1 for column, rows in self.spans.items() if rows > 1}

    def begin_cell(self, element) -> None:
        if not self.rows:
            self.begin_row()
        while self.next_column in self.taken:
            self.next_column += 1
        self.rows[-1].append((self.next_column, []))
        for _ in range(_span(element, "colspan")):
            self.spans[self.next_column] = _span(element, "rowspan") - 1
            self.next_column += 1


def _span(element, name: str) -> int:
    said = element.get(name, "")
    return min(int(said), 50) if said.isascii() and said.isdigit() and int(said[:9]) else 1


class _Reader:
    """Walks a page's elements once, without recursion, however deep they are nested."""

    def __init__(self):
        self.text = ""
        self.unseen = 0
        self.heading = 0
        self.lists: list[int | None] = []  # of each list we are in: the number of its next item, or None for bullets
        self.item: str | None = None  # what stands before the words of the item that has just begun
        self.tables: list[_Table] = []
        self.count = 0

    def read(self, root) -> Iterator[Block]:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            step = self._start if event == "start" else self._end
            yield from step(element)

    def _start(self, element) -> Iterator[Block]:
        tag = element.tag
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.text += "\n"
        elif tag in _BLOCKS:
            yield from self._flush()
            self._enter(element)
        self._add(element.text)

    def _add(self, text: str | None) -> None:
        if text and not self.unseen:
            self.text += re.sub(r"[^\S\u00a0]+", " ", text)

    def _enter(self, element) -> None:
        tag = element.tag
        if tag in _LISTS:
            self.lists.append(_first_number(element) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
        elif tag == "table":
            self.tables.append(_Table(self.count))
            self.count += 1
        elif tag == "tr" and self.tables:
            self.tables[-1].begin_row()
        elif tag in _CELLS and self.tables:
            self.tables[-1].begin_cell(element)

    def _begin_item(self) -> None:
        number = self.lists[-1] if self.lists else None
        self.item = "" if number is None else f"{number}. "
        if number is not None:
            self.lists[-1] = number + 1

    def _end(self, element) -> Iterator[Block]:
        tag = element.tag
        if tag in _UNSEEN:
            self.unseen -= 1
        elif tag in _BLOCKS:
            yield from self._flush()
            yield from self._leave(tag)
        self._add(element.tail)

    def _leave(self, tag: str) -> Iterator[Block]:
        if tag in _HEADINGS:
            self.heading = 0
        elif tag in _LISTS:
            del self.lists[-1:]
        elif tag == "li":
            self.item = None
        elif tag == "table" and self.tables:
            table = self.tables.pop()
            blocks = [*table.caption, *table_blocks(table.rows, table.number)]
            if self.tables:
                self.tables[-1].held.extend(blocks)
            else:
                yield from blocks

    def _flush(self) -> Iterator[Block]:
        text, self.text = self.text.strip(), ""
        if not text:
            return
        if self.heading:
            block = Block(BlockKind.HEADING, text, level=self.heading)
        elif self.item is not None:
            block = Block(BlockKind.LIST_ITEM, self.item + text, level=max(0, len(self.lists) - 1))
            self.item = None
        else:
            block = Block(BlockKind.PARAGRAPH, text)
        if self.tables:
            self.tables[-1].held.append(block)
        else:
            yield block


def _first_number(element) -> int:
    said = element.get("start", "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 1
