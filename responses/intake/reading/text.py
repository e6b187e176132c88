"""Plain text into blocks: paragraphs, headings, list items, table cells, pages, running headers and footers.

Letters arrive as text that something else has made of a PDF or Word file: lines broken where the page was narrow,
"####" and "**" from Markdown, cells that are parted by tabs and hold HTML, pages parted by form feeds or by many empty
lines, a header that stands in the middle of a sentence because the page ended there.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.furniture import is_of_a_web_page, is_page_number, is_picture, running_lines
from responses.intake.reading.shapes import is_field
from responses.intake.reading.web import blocks_of_html
from responses.intake.understanding.pieces import LIST_MARK

_PAGE = re.compile(r"[ \t]*\f[ \t]*\n?|\n(?:[ \t]*\n){3,}")
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>p|ul|ol|li|br|div|span|b|i|u|em|strong|a|h[1-6]|sup|sub|td|tr|th|table|tbody"
    r"|thead)\b[^<>]*>",
    re.IGNORECASE,
)
_HTML_TABLE = re.compile(r"<table\b[^<>]*>.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_BULLETS_IN_LINE = re.compile(r"(?<=[\s;:.])\s*[•●▪]\s+")
_HEADING = re.compile(r"^\s{0,3}(?P<marks>#{1,6})\s+(?P<text>.+?)\s*#*$")
_BOLD = re.compile(r"^\s*\*\*(?P<text>[^*]+(?:\*(?!\*)[^*]+)*)\*\*\s*:?\s*$", re.DOTALL)
_UNDERLINED = re.compile(r"^\s*(?:=+|-{3,}|_{3,}|\*{3,})\s*$")
_PIPES = re.compile(r"^\s*\|.*\|\s*$")
_PIPES_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_ITEM = re.compile(
    r"^(?P<indent>\s*)(?:(?P<bullet>[-*•●▪◦‣·+]|o\t)\s+|(?P<number>\(?(?:\d{1,2}|[a-z]"
    r"|[ivx]{1,4})[.)]\s+))(?P<text>\S.*)$",
    re.DOTALL,
)
_HYPHEN = re.compile(r"(?P<first>[^\W\d_]+)-$")
_NARROW = 55  # characters: a shorter paragraph is no broken one
_NARROWEST_PAGE, _WIDEST_PAGE = 60, 140  # characters of a line
_LONG_HEADING = 160
# First parts of words that keep their hyphen: "co-operation" broken after "co-" is not "cooperation".
_KEEP_HYPHEN = {
    "co",
    "non",
    "pre",
    "multi",
    "self",
    "well",
    "anti",
    "re",
    "long",
    "short",
    "high",
    "low",
    "cross",
    "inter",
    "sub",
    "under",
    "over",
    "post",
}


@dataclass
class _Line:
    text: str
    page: int
    is_furniture: bool = False


@dataclass(frozen=True)
class _Whole:
    """What a line alone does not tell: all the text, and how wide its lines are."""

    text: str
    width: int


def read_text(text: str) -> list[Block]:
    """The blocks of a letter in plain text, in reading order. No word is lost or moved."""
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\u00a0", " ").replace("\v", "\n")
    )
    lines = list(_lines(_with_whole_rows(_HTML_TABLE.sub(_as_rows, text))))
    width = _width(lines)
    running = running_lines([[line.text for line in page] for page in _by_page(lines)])
    for line in lines:
        line.is_furniture = line.text.strip() in running or _is_furniture(line.text)
    _count_pages_by_furniture(lines)
    return _join_broken(list(_blocks(lines, _Whole(text, width))))


def _as_rows(table: re.Match) -> str:
    """A table that a conversion left as HTML, as rows of cells that tabs part."""
    rows: dict[int, dict[int, str]] = {}
    found = []
    for block in blocks_of_html(table[0]):
        said = "<p>" + html.escape(block.text, quote=False).replace("\n", "<br>").replace("\t", " ") + "</p>"
        if block.kind == BlockKind.CELL:
            rows.setdefault(block.row or 0, {})[block.column or 0] = said
        else:
            found.append(said)
    lines = ["\t".join(cells.get(column, "") for column in range(max(cells) + 1)) + "\t" for cells in rows.values()]
    return "\n" + "\n\n".join([*found, "\n".join(lines)]) + "\n"


def _with_whole_rows(text: str) -> str:
    """The rows of a Markdown table on one line each, where line breaks in its cells have split them."""
    found: list[str] = []
    row: list[str] = []
    pipes = 0  # in a whole row of the table that is being read
    for line in text.split("\n"):
        if _PIPES_RULE.match(line) and line.count("|") > 2:
            head: list[str] = []
            while found and "|" in found[-1]:
                head.insert(0, found.pop())
            found += [" ".join(head), line] if head else [line]
            pipes = line.count("|")
        elif pipes and line.strip() and (row or line.lstrip().startswith("|")):
            row.append(line)
            if sum(part.count("|") for part in row) >= pipes:
                found.append(" ".join(row))
                row = []
        else:
            found += [*row, line]
            row = []
    return "\n".join([*found, *row])


def _is_furniture(line: str) -> bool:
    return is_page_number(line) or is_picture(line) or is_of_a_web_page(line)


def _width(lines: list[_Line]) -> int:
    """How wide the page was at which lines were broken; 0 where whole paragraphs stand on one line."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip())
    widest = lengths[len(lengths) * 19 // 20] if lengths else 0
    return widest if _NARROWEST_PAGE <= widest <= _WIDEST_PAGE else 0


def _lines(text: str) -> Iterator[_Line]:
    """Every line, with its page; an empty line stays, since it ends a paragraph."""
    page = 1
    for part in re.split(rf"({_PAGE.pattern})", text.strip("\n")):
        if _PAGE.fullmatch(part):
            page += 1
            yield _Line("", page)
        else:
            for line in part.split("\n"):
                yield _Line(line, page)


def _by_page(lines: list[_Line]) -> list[list[_Line]]:
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def _count_pages_by_furniture(lines: list[_Line]):
    """Where a letter begins with its running header, the header begins each page: the gap below it does not."""
    first = next((line for line in lines if line.text.strip()), None)
    if not first or not first.is_furniture:
        return
    page = 1
    seen = False
    for line in lines:
        if line.text.strip() == first.text.strip():
            page += seen
            seen = True
        line.page = page


def _blocks(lines: list[_Line], whole: _Whole) -> Iterator[Block]:
    table = _Tables()
    for chunk in _chunks(lines):
        page = chunk[0].page
        texts = [line.text for line in chunk]
        if chunk[0].is_furniture:
            yield Block(BlockKind.FURNITURE, "\n".join(text.strip() for text in texts), page)
        elif cells := _cells(texts):
            yield from table.rows(cells, page)
        else:
            table.end()
            yield from _prose(texts, page, whole)


def _chunks(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that stand together: parted by empty lines, by furniture, and where a table begins or ends."""
    chunk: list[_Line] = []
    for line in lines:
        if chunk and (
            not line.text.strip() or line.is_furniture != chunk[-1].is_furniture or _is_row(line) != _is_row(chunk[-1])
        ):
            yield chunk
            chunk = []
        if line.text.strip():
            chunk.append(line)
    if chunk:
        yield chunk


def _is_row(line: _Line) -> bool:
    """Whether a line is a row of a table: between pipes, or cells that tabs part, of which the last may be empty."""
    text = line.text
    item = _ITEM.match(text)
    said = item["text"] if item else text
    parted = "\t" in said.strip() or ("\t" in said and _TAG.search(said))
    return bool(_PIPES.match(text) or parted)


def _cells(texts: list[str]) -> list[list[str]]:
    """The rows of a chunk that is a table; none for other text."""
    if all(_PIPES.match(text) for text in texts):
        return [
            [cell.strip() for cell in text.strip().strip("|").split("|")]
            for text in texts
            if not _PIPES_RULE.match(text)
        ]
    if all(_is_row(_Line(text, 1)) for text in texts):
        return [text.split("\t") for text in texts]
    return []


class _Tables:
    """Numbers tables and rows. A table goes on over a page break."""

    def __init__(self):
        self.number, self.row, self.open = -1, 0, False

    def end(self):
        self.open = False

    def rows(self, rows: list[list[str]], page: int) -> Iterator[Block]:
        if not self.open:
            self.number, self.row, self.open = self.number + 1, 0, True
        for row in rows:
            for column, cell in enumerate(row):
                if text := _cell_text(cell):
                    yield Block(BlockKind.CELL, text, page, table=self.number, row=self.row, column=column)
            self.row += 1


def _cell_text(cell: str) -> str:
    """The words of a cell; its HTML paragraphs, items and bullets on lines of their own."""
    text = without_html(cell)
    text = _BULLETS_IN_LINE.sub("\n- ", text)
    text = re.sub(r"(?m)^\s*[•●▪]\s+", "- ", text)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def without_html(text: str) -> str:
    """Text without the tags that a conversion left, and with its entities as characters."""

    def instead(match: re.Match) -> str:
        name, closes = match["name"].lower(), bool(match["close"])
        if name in {"p", "div", "ul", "ol", "table", "tr"} or name.startswith("h"):
            return "\n\n"
        if name == "li":
            return "\n" if closes else "\n- "
        return "\n" if name == "br" else " " if name in {"td", "th"} else ""

    return html.unescape(_TAG.sub(instead, text))


def _prose(texts: list[str], page: int, whole: _Whole) -> Iterator[Block]:
    if any(_TAG.search(text) for text in texts):
        for part in re.split(r"\n\s*\n", without_html("\n".join(texts)).strip()):
            yield from _prose_without_tags(part.split("\n"), page, whole)
    else:
        yield from _prose_without_tags(texts, page, whole)


def _prose_without_tags(texts: list[str], page: int, whole: _Whole) -> Iterator[Block]:
    bold = _BOLD.match("\n".join(texts))
    if bold and len(bold["text"]) <= 4 * _LONG_HEADING and not bold["text"].rstrip().endswith("."):
        yield Block(BlockKind.HEADING, _joined(bold["text"].split("\n"), whole), page)
        return
    for run in _runs(texts):
        yield from _block_of(run, page, whole)


def _runs(texts: list[str]) -> Iterator[list[str]]:
    """The lines of a chunk by heading, list item and paragraph."""
    run: list[str] = []
    for text in texts:
        alone = _HEADING.match(text) or (len(text.strip()) < _LONG_HEADING and _BOLD.match(text))
        ended = run and (_HEADING.match(run[-1]) or _BOLD.match(run[-1]) or _are_paragraphs(run[-1], text))
        if run and (alone or _ITEM.match(text) or ended):
            yield run
            run = []
        run.append(text)
    if run:
        yield run


def _are_paragraphs(before: str, line: str) -> bool:
    """Whether no empty line parts two paragraphs: no page is so wide that it broke such a line."""
    widest = max(len(before.rstrip()), len(line.rstrip()))
    return widest > _WIDEST_PAGE and not line[:1].islower() and not line[:1].isspace()


def _block_of(run: list[str], page: int, whole: _Whole) -> Iterator[Block]:
    first = run[0]
    if heading := _HEADING.match(first):
        text = _BOLD.match(heading["text"])
        yield Block(BlockKind.HEADING, text["text"] if text else heading["text"], page, len(heading["marks"]))
    elif len(run) == 1 and (bold := _BOLD.match(first)) and not bold["text"].rstrip().endswith("."):
        yield Block(BlockKind.HEADING, bold["text"].strip() + first.strip()[first.strip().rindex("**") + 2 :], page)
    elif item := _ITEM.match(first):
        text = (item["number"] or "") + item["text"]
        level = min(6, len(item["indent"].expandtabs(4)) // 2)
        yield Block(BlockKind.LIST_ITEM, _joined([text, *run[1:]], whole), page, level)
    elif text := _joined([line for line in run if not _UNDERLINED.match(line)], whole):
        yield Block(BlockKind.PARAGRAPH, text, page)


def _joined(lines: list[str], whole: _Whole) -> str:
    """Lines as one paragraph. A line that ended early, or with two spaces, was ended on purpose and stays one."""
    text = before = ""
    for line in lines:
        bare = line.strip() if not text else line.rstrip().lstrip()
        if not text:
            text = bare
        elif (hyphen := _HYPHEN.search(text[-80:])) and bare[:1].islower():
            text = _mended(text, hyphen, bare, whole)
        else:
            text += (" " if _runs_on(before, bare, whole.width) else "\n") + bare
        before = line
    return text.strip()


def _runs_on(before: str, line: str, width: int) -> bool:
    """Whether a line was broken only because its next word did not fit."""
    if before.endswith("  ") or is_field(line):
        return False
    did_not_fit = len(before.rstrip()) + 1 + len(line.split()[0]) > 0.85 * width if width else False
    return line[:1].islower() or did_not_fit


def _mended(text: str, hyphen: re.Match, line: str, whole: _Whole) -> str:
    """A word that the end of a line broke. Its hyphen stays where the letter writes the word with one."""
    second = re.match(r"[^\W\d_]*", line)[0]
    keeps = re.search(rf"\b{hyphen['first']}-{second}\b", whole.text) or hyphen["first"].lower() in _KEEP_HYPHEN
    return text + line if keeps else text[:-1] + line


def _join_broken(blocks: list[Block]) -> list[Block]:
    """Paragraphs that a page break or a narrow column cut in two become one again, if nothing stands between."""
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if before and _is_broken(before, block):
            found[-1] = Block(before.kind, f"{before.text} {block.text}", before.page, before.level)
        else:
            found.append(block)
    return found


_UNFINISHED = re.compile(
    r"(?:,|\b(?:the|a|an|of|to|and|or|in|for|with|by|on|at|from|that|which|is|are|be|as|our|their|this|Her Majesty's"
    r"|His Majesty's))$"
)


def _is_broken(before: Block, block: Block) -> bool:
    if block.kind != BlockKind.PARAGRAPH or before.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
        return False
    if len(before.text) < _NARROW or LIST_MARK.match(block.text):
        return False
    end = before.text.replace("’", "'")
    goes_on = block.text[:1].islower() and end[-1] not in ".!?:;"
    return bool(goes_on or _UNFINISHED.search(end))
