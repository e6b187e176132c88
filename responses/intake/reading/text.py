"""Plain text into blocks: paragraphs, headings, list items, table cells, pages, running headers and footers.

Letters arrive as text that something else has made of a PDF or Word file: lines broken where the page was narrow,
"####" and "**" from Markdown, cells that tabs or pipes part and that hold HTML, pages parted by form feeds or empty
lines, a header in the middle of a sentence because the page ended there. HTML is read as web pages are. Of Markdown,
letters mean headings and bullets alone: its parsers give "4." another number and take "5*3" or a wide indent for marks.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby, islice, takewhile

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.bounds import MAX_BLOCKS, MAX_CHARACTERS, NotReadable, decoded
from responses.intake.reading.furniture import is_furniture, running_lines
from responses.intake.reading.quoted import parted_text
from responses.intake.reading.seen import meant
from responses.intake.reading.shapes import COUNTS_ON, FIELD, Hyphens, begins_item, marked, shaped
from responses.intake.reading.web import blocks_of_html
from responses.intake.sentences import Sentence

_EMPTY_LINES = 3  # so many part two pages
_NAMES = "p|ul|ol|li|br|div|span|b|i|u|em|strong|a|h[1-6]|sup|sub|td|tr|th|table|tbody|thead"
_TAG = re.compile(rf"</?(?:{_NAMES})\b[^<>]*>", re.IGNORECASE)
_NO_TAG = re.compile(rf"<(?!/?(?:{_NAMES})\b[^<>]*>)", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<text>\S.*)", re.DOTALL)
_UNDERLINE = re.compile(r"\s*(?:=+|-{3,}|_{3,}|\*{3,})\s*")
_LONGEST_HEADING = 640  # characters in bold
_LONGEST_HEAD, _LONGEST_ROW = 20, 200  # lines over which a row of a Markdown table may be broken
# "jo@body.example", "e: jo@body.example", "tel: 01234 567890": below a signature each on a line of its own.
_ADDRESS = re.compile(r"(?:[a-z-]{1,9}:?\s?)?(?:\S+@\S+|(?:www\.|https?://)\S+|(?<=: )[+\d][\d ()-]+)", re.IGNORECASE)
_NARROW = 55  # characters: a shorter paragraph is no broken one
_NARROWEST_PAGE, _WIDEST_PAGE = 60, 140  # characters of a line
_UNFINISHED = re.compile(
    r"(?:,|\b(?:the|a|an|of|to|and|or|in|for|with|by|on|at|from|that|which|is|are|be|as|our|their|this"
    r"|H(?:er|is) Majesty['’]s))$"
)


@dataclass
class _Line:
    text: str
    page: int
    kind: str = "empty"  # or "furniture", "row", "prose"


def read_plain(content: bytes) -> list[Block]:
    """The blocks of a file of plain text, which may be a mail with another's words in it."""
    text = decoded(content)
    if len(text) > MAX_CHARACTERS:
        raise NotReadable(Sentence.TOO_MANY_CHARACTERS % {"most": f"{MAX_CHARACTERS:,}"})
    if text.count("\n") > MAX_BLOCKS:
        raise NotReadable(Sentence.TOO_MANY_LINES % {"most": f"{MAX_BLOCKS:,}"})
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return read_text(parted_text(re.sub(r"([ \t])\1{100,}", r"\1" * 100, text)))


def read_text(text: str) -> list[Block]:
    """The blocks of a letter in plain text, in reading order. No word is lost or moved."""
    text = re.sub("\r\n?|\v", "\n", re.sub("\f+", "\f", text)).replace("\ufeff", "").replace("\u00a0", " ")
    # One more than any letter has, so that whoever counts them sees it.
    return _joined_over_pages(islice(_Reader(meant(text)).blocks(), MAX_BLOCKS + 1))


class _Reader:
    def __init__(self, text: str):
        self.lines = _lines(_with_whole_rows(_with_edges(_with_whole_tables(text).strip("\n").split("\n"))))
        self.mended = Hyphens(text)
        self.width = _width(self.lines)
        self.table, self.row = -1, 0

    def blocks(self) -> Iterator[Block]:
        before = ""
        for (kind, page), lines in groupby(self.lines, key=lambda line: (line.kind, line.page)):
            texts = [line.text for line in lines]
            if kind == "furniture":
                yield Block(BlockKind.FURNITURE, "\n".join(text.strip() for text in texts), page)
            elif kind == "prose":
                yield from self._numbered(self._prose(texts), page)
            elif kind == "row":
                if before != "row":  # a table goes on over a page break
                    self.table, self.row = self.table + 1, 0
                yield from self._cells(texts, page)
            before = before if kind in {"empty", "furniture"} else kind

    def _numbered(self, blocks: Iterator[Block], page: int) -> Iterator[Block]:
        """The blocks on their page; tables among them, which are in HTML, are counted with the others."""
        first = self.table + 1
        for block in blocks:
            self.table = max(self.table, -1 if block.table is None else first + block.table)
            yield replace(block, page=page, table=None if block.table is None else first + block.table)

    def _cells(self, rows: list[str], page: int) -> Iterator[Block]:
        for row in rows:
            if _is_rule(row):
                continue
            cells = row.split("\t") if "\t" in row else row.strip().strip("|").split("|")
            for column, cell in enumerate(cells):
                lines = re.sub(r"(?<=[\s;:.])[•●▪](?=\s)", "\n•", cell).split("\n")
                if text := marked(self._prose([line.strip() for line in lines])):
                    yield Block(BlockKind.CELL, text, page, table=self.table, row=self.row, column=column)
            self.row += 1

    def _prose(self, lines: list[str]) -> Iterator[Block]:
        blocks = [Block(BlockKind.PARAGRAPH, "\n".join(lines))]
        if any(_TAG.search(line) for line in lines):
            with suppress(NotReadable):  # tags that nobody meant as such stay as they are
                blocks = blocks_of_html("<p>" + _NO_TAG.sub("&lt;", "<br>".join(lines)))
        for block in blocks:
            if block.kind == BlockKind.PARAGRAPH:
                yield from self._paragraphs(block.text.split("\n"))
            else:
                yield block

    def _paragraphs(self, lines: list[str]) -> Iterator[Block]:
        run: list[str] = []
        if _heading("\n".join(lines), _LONGEST_HEADING):
            run, lines = lines, []
        for line in lines:
            if run and (_heading(line) or begins_item(line) or _heading(run[-1]) or _is_new(run[-1], line)):
                yield from self._block(run)
                run = []
            run.append(line)
        yield from self._block(run)

    def _block(self, lines: list[str]) -> Iterator[Block]:
        text = self._joined([line for line in lines if not _UNDERLINE.fullmatch(line)])
        if heading := _heading(text, _LONGEST_HEADING):
            yield Block(BlockKind.HEADING, heading[0], level=heading[1])
        elif text:
            block, indent = shaped(text, stands_out=False), len(lines[0]) - len(lines[0].lstrip())
            yield replace(block, level=min(6, indent // 2) if block.kind == BlockKind.LIST_ITEM else 0)

    def _joined(self, lines: list[str]) -> str:
        """Lines as one paragraph. A line that ended early, or with two spaces, was ended on purpose and stays one."""
        parts: list[str] = []
        for before, line in zip(["", *lines], lines, strict=False):
            bare = line.strip()
            ended = before.rstrip()
            if parts and re.search(r"[^\W\d_][-\u2010]$", ended[-2:]) and bare[:1].islower():
                parts[-1:] = [parts[-1] if self.mended(ended, bare) == ended else parts[-1][:-1], bare]
            elif parts and self._runs_on(before, bare):
                parts += [" ", bare]
            elif bare:
                parts += ["\n", bare] if parts else [bare]
        return "".join(parts)

    def _runs_on(self, before: str, line: str) -> bool:
        """Whether a line was broken only because its next word did not fit."""
        if before.endswith("  ") or FIELD.match(line) or (before.rstrip().endswith(".") and COUNTS_ON.match(line)):
            return False
        did_not_fit = line and self.width and len(before.rstrip()) + 1 + len(line.split()[0]) > 0.85 * self.width
        is_address = len(line) < 100 and _ADDRESS.fullmatch(line)
        return bool(did_not_fit) or (line[:1].islower() and not is_address)


def _with_edges(lines: list[str]) -> Iterator[str]:
    """The lines, with the outer pipes of a table that left them out: "Date: | Nov-24 |" below "---|---|", or three
    lines in a row that pipes part alike."""
    for has_pipes, run in groupby(lines, key=lambda line: "|" in line):
        rows = list(run)
        alike = len(rows) > 2 and {line.count("|") for line in rows} == {max(2, rows[0].count("|"))}
        is_table = has_pipes and (alike or any(map(_is_rule, rows)))
        if is_table and not any(line.lstrip().startswith("|") for line in rows):
            rows = [f"| {line.strip().strip('|')} |" for line in rows]
        yield from rows


def _with_whole_rows(lines: Iterable[str]) -> list[str]:
    """The lines, with each row of a Markdown table on one line where line breaks in its cells have split it."""
    found: list[str] = []
    row: list[str] = []
    whole = 0  # pipes in a whole row of the table
    for line in lines:
        is_rule = line.count("|") > 2 and _is_rule(line)
        if is_rule:
            head = list(takewhile(lambda before: "|" in before, reversed(found[-_LONGEST_HEAD:])))
            head = head[:1] if head and head[0].count("|") >= line.count("|") else head
            found[len(found) - len(head) :] = [" ".join(reversed(head))] if head else []
            whole = line.count("|")
        elif whole and line.strip() and (row or line.lstrip().startswith("|")):
            row.append(line)
            if sum(part.count("|") for part in row) < whole and len(row) < _LONGEST_ROW:
                continue
            line, row = " ".join(row), []
        found += [*row, line]
        row = []
    return [*found, *row]


def _with_whole_tables(text: str) -> str:
    """The text, with each HTML table that has an end on a line of its own."""
    *tables, rest = re.split(r"(?i)</table\b[^<>]{0,9}>", text)
    for place, part in enumerate(tables):
        before, begin, table = re.split(r"(?i)(<table\b|\Z)", part, maxsplit=1)
        tables[place] = f"{before}\n{begin}{table.replace(chr(10), ' ')}</table>\n" if begin else f"{part}</table>"
    return "".join(tables) + rest


def _lines(texts: Iterable[str]) -> list[_Line]:
    lines = [_Line(text, page) for text, page in _with_pages(texts)]
    pages = [[line.text for line in page] for _, page in groupby(lines, key=lambda line: line.page)]
    running = running_lines(pages)
    for line in lines:
        bare = line.text.strip()
        line.kind = "furniture" if bare in running or is_furniture(bare) else _kind(line.text)
    first = next((line for line in lines if line.text.strip()), None)
    if first and first.kind == "furniture":  # then it begins each page: an empty space below it does not
        page = 0
        for line in lines:
            page += line.text.strip() == first.text.strip()
            line.page = max(page, 1)
    return lines


def _with_pages(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    page, empty = 1, 0
    for text in texts:
        *before, text = text.split("\f")
        for part in before:
            yield part, page
            page += 1
        empty = 0 if text.strip() else empty + 1
        page += empty == _EMPTY_LINES
        yield text, page


def _kind(text: str) -> str:
    bare = text.strip()
    if not bare:
        return "empty"
    said = text[begins_item(text) :]
    is_row = "\t" in said.strip() or ("\t" in said and _TAG.search(text))  # the last cell may be empty
    return "row" if is_row or (bare[0] == bare[-1] == "|" and len(bare) > 1) else "prose"


def _is_rule(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip("|:- \t")


def _heading(text: str, longest: int = 160) -> tuple[str, int] | None:
    """The words and the level of a heading, "## Recommendation 1" or "**Recommendation 1**:"; None for other text."""
    marked_as = _HEADING.fullmatch(text) if "\n" not in text else None
    said = marked_as["text"].rstrip("# ") if marked_as else text.strip()
    bold = said.removesuffix(":").rstrip()
    inner = bold[2:-2].strip()
    is_bold = bold[:2] == bold[-2:] == "**" and inner[-1:] not in {"", "."} and "**" not in inner
    if is_bold := is_bold and len(said) <= longest:
        said = inner + said[len(bold) :].strip()
    return (said, len(marked_as["marks"]) if marked_as else 0) if said and (marked_as or is_bold) else None


def _is_new(before: str, line: str) -> bool:
    """Whether no empty line parts two paragraphs: no page is so wide that it broke such a line."""
    widest = max(len(before.rstrip()), len(line.rstrip()))
    return widest > _WIDEST_PAGE and not line[:1].islower() and not line[:1].isspace()


def _width(lines: list[_Line]) -> int:
    """How wide the page was at which lines were broken; 0 where whole paragraphs stand on one line."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip())
    widest = lengths[len(lengths) * 19 // 20] if lengths else 0
    return widest if _NARROWEST_PAGE <= widest <= _WIDEST_PAGE else 0


def _joined_over_pages(blocks: Iterable[Block]) -> list[Block]:
    """Paragraphs that a page break or a narrow column cut in two become one again, if nothing stands between."""
    found: list[Block] = []
    for block in blocks:
        if found and _is_broken(found[-1], block):
            found[-1] = replace(found[-1], text=f"{found[-1].text} {block.text}")
        else:
            found.append(block)
    return found


def _is_broken(before: Block, block: Block) -> bool:
    if block.kind != BlockKind.PARAGRAPH or before.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
        return False
    goes_on = block.text[:1].islower() and before.text[-1] not in ".!?:;"
    return len(before.text) >= _NARROW and bool(goes_on or _UNFINISHED.search(before.text[-40:]))
