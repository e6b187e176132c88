"""Web pages, and e-mails written as such, as blocks: what a reader of the page sees. Nothing is fetched or run."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree, html

from responses.documents import gettext_noop
from responses.intake.proposal import Block, BlockKind, Hint
from responses.intake.reading.bounds import NotReadable, decoded, within_bounds
from responses.intake.reading.furniture import is_furniture
from responses.intake.reading.look import formed
from responses.intake.reading.quoted import BEGINS, ENDS
from responses.intake.reading.seen import LeftOut, box, hints, is_prompt, meant
from responses.intake.reading.shapes import shaped, table_blocks
from responses.intake.reading.zips import number

_DAMAGED = gettext_noop("This web page is damaged: its text cannot be told from its marks.")
_NESTED = gettext_noop("This web page is nested too deeply to be a letter, so it was not read.")
_UNSEEN = ("head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template", "xml")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = {"ul", "ol", "dl", "menu"}
_CELLS = {"td", "th"}
_BOLD = {"bold", "bolder", "600", "700", "800", "900"}
_BLOCKS = {
    *_HEADINGS, *_LISTS, *_CELLS, "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
    "dialog", "div", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav",
    "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr",
}  # fmt: skip
_FURNITURE = {"aside", "footer", "header", "nav"}
_FURNITURE_ROLES = {"banner", "complementary", "contentinfo", "navigation", "search"}
_COOKIES = re.compile(r"cookie|consent|gdpr", re.IGNORECASE)
_FIELDS = {"input", "select", "textarea"}
_NO_WORDS = {"button", "color", "file", "hidden", "image", "password", "range", "reset", "submit"}  # kinds of <input>
# Of a style without its spaces.
_HIDES = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|mso-hide:all|opacity:0(?:\.0+)?(?:;|!|$)"
    r"|max-height:0(?:px)?(?:;.{0,200})?;overflow:hidden|(?:left|top|text-indent):-\d{4,5}(?:px|em|pt))"
)
_NO_SIZE = re.compile(r"(?:^|;)font-size:0(?:px|pt|em|%)?(?:;|!|$)")
_STRIKES = re.compile(r"(?:^|;)text-decoration(?:-line)?:[^;]*line-through")
_WHITE = re.compile(r"(?:^|;)color:(?:white|#fff(?:fff)?|rgb\(255,255,255\))(?:;|!|$)")
_GROUND = re.compile(r"background|bgcolor")
_COMMENT = re.compile(r"(?:^|\s)mso-?com", re.IGNORECASE)
_FIELD_PART = re.compile(r"mso-element:field-(begin|separator|end)")
_LIST_LEVEL = re.compile(r"mso-list:\w+level(\d)")
_LABEL = re.compile(r"\(?(?:\d+(?:\.\d+)*[.)]?|\w{1,5}[.)])")
_CITES = re.compile(r"gmail_quote|yahoo_quoted|protonmail_quote")  # by <blockquote>, where it does not say so itself
_END = re.compile(r"</(?:body|html)\s{0,9}>", re.IGNORECASE)
_MOST_STYLE = 200_000  # characters


def read_html(content: bytes) -> Iterator[Block | Hint | str]:
    """The title of a web page, its blocks in the order of its source, and what was left out in sentences."""
    said = re.search(rb"charset=[\"']?([\w-]+)", content[:2048])
    root = _tree(decoded(content, said[1].decode() if said else ""))
    yield from hints(page_title=root.findtext(".//title") or "")
    yield from _read(root)


def blocks_of_html(text: str) -> list[Block]:
    """The blocks of a text that holds marks of HTML."""
    return [each for each in _read(_tree(text)) if isinstance(each, Block)]


def _read(root) -> Iterator[Block | str]:
    reader = _Reader(root)
    blocks = list(within_bounds(reader.blocks()))
    if all(block.kind == BlockKind.FURNITURE for block in blocks):  # a letter that stands in a page's <header>
        blocks = [replace(block, kind=BlockKind.PARAGRAPH) for block in blocks]
    yield from blocks
    yield from reader.left_out.notes()


def _tree(text: str):
    settings = {"remove_comments": True, "remove_pis": True, "no_network": True, "huge_tree": True}
    parser = html.HTMLParser(encoding="utf-8", **settings)
    text = _END.sub("<hr>", text)  # what a mail server put below the page is seen too, and the parser would drop it
    try:
        root = etree.fromstring(text.encode("utf-8", "replace") or b" ", parser)
    except etree.LxmlError:
        raise NotReadable(_DAMAGED) from None
    # Where the parser gives up on deep nesting it drops the words that follow.
    if root is None or any("depth" in error.message.lower() for error in parser.error_log):
        raise NotReadable(_NESTED)
    return root


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
        for _ in range(max(1, min(number(element, "colspan", 1), 50))):
            self.spans[self.next_column] = max(1, min(number(element, "rowspan", 1), 50)) - 1
            self.next_column += 1


class _Look(NamedTuple):
    """What an element hands down to those within it."""

    bold: bool = False
    font: str = ""
    typed: bool = False  # as in <pre>: line ends and spaces count
    furniture: bool = False
    content: bool = False  # within <main> or <article>, where nothing is furniture


class _Reader:
    """Walks a page's elements once, without recursion, however deep they are nested."""

    def __init__(self, root):
        self.root = root
        self.left_out = LeftOut()
        css = "".join(style.text or "" for style in root.iter("style"))
        self.hidden, self.struck = _styled(css, _HIDES, "display"), _styled(css, _STRIKES, "text-decoration")
        # On which white words may be seen: a style sheet that did not come along may give one.
        self.has_ground = bool(_GROUND.search(css)) or root.find(".//link[@rel='stylesheet']") is not None
        etree.strip_elements(root, *_UNSEEN, with_tail=False)
        self.size = root.xpath("string-length(.)")
        self.looks = [_Look()]
        self.runs: list[tuple[str, bool]] = []  # words and whether they are bold
        self.in_code = False  # of a field of Word's, before what it comes to
        self.heading = 0
        self.lists: list[tuple[int | None, str]] = []  # of each list we are in: its next number, None for bullets; form
        self.item: tuple[str, int] | None = None  # the label and level of the item that has just begun
        self.tables: list[_Table] = []
        self.count = 0
        self.ready: list[Block] = []

    def blocks(self) -> Iterator[Block]:
        walk = etree.iterwalk(self.root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            if event == "start" and self._is_skipped(element):
                skipped = element
                walk.skip_subtree()
            elif event == "start":
                self._start(element)
            elif element is not skipped:
                self._end(element)
            if event == "end":
                self._add(element.tail)
            yield from self.ready
            self.ready.clear()

    def _is_skipped(self, element) -> bool:
        """Whether nothing within an element is to be read: it is not seen, or said already what it shows."""
        tag, style, named = element.tag, _style(element), element.get("class", "")
        if tag in _FIELDS:
            self._add(_shown(element), typed=tag == "textarea")
        elif tag == "img" and not re.search(r"\w", sign := element.get("alt", "")[:5]):
            self._add(sign)  # a tick, where signs are drawn as pictures
        elif _COMMENT.search(named) or "mso-element:comment" in style or "mso-special-character:comment" in style:
            self.left_out.comments = True
        elif self._is_hidden(element, style):
            self.left_out.hide("".join(element.itertext()))
        elif tag in {"del", "s", "strike"} or _STRIKES.search(style) or _is_of(self.struck, element):
            self.left_out.strike("".join(element.itertext()) + " ")
        elif "mso-list:ignore" in style:
            label = " ".join("".join(element.itertext()).split())
            self.item = (f"{label} " if _LABEL.fullmatch(label) else "", self.item[1] if self.item else 0)
        else:
            return False
        return True

    def _is_hidden(self, element, style: str) -> bool:
        closed = element.tag == "dialog" and "open" not in element.attrib
        if _HIDES.search(style) or "hidden" in element.attrib or closed or _is_of(self.hidden, element):
            return True
        if _NO_SIZE.search(style):  # unless it is only to close the gaps between what has a size of its own
            return not any("font-size" in within.get("style", "") for within in element.iterdescendants())
        is_white = _WHITE.search(style) or element.get("color", "").lower() in {"white", "#ffffff"}
        return bool(is_white) and not self.has_ground and not any(map(_has_ground, (element, *element.iterancestors())))

    def _start(self, element) -> None:
        tag, look, style = element.tag, self.looks[-1], _style(element)
        if tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._flush()
            self._enter(element, style)
        if part := _FIELD_PART.search(style):
            self.in_code = part[1] == "begin"
        weight = re.search(r"font-weight:(\w+)", style)
        bold = weight[1] in _BOLD if weight else look.bold or tag in {"b", "strong", "u"}
        font = re.search(r"(?:^|;)font-family:([^;,]*)", style)
        content = look.content or tag in {"main", "article"} or element.get("role") in {"main", "article"}
        typed = look.typed or tag == "pre" or "white-space:pre" in style
        furniture = look.furniture or (not content and self._is_furniture(element))
        self.looks.append(_Look(bold, font[1] if font else element.get("face", look.font), typed, furniture, content))
        self._add(element.text)

    def _is_furniture(self, element) -> bool:
        """Whether an element is what a site puts round its pages. One that holds much of the page is its text."""
        named = f"{element.get('id', '')} {element.get('class', '')}"
        is_named = element.tag in _FURNITURE or element.get("role") in _FURNITURE_ROLES or _COOKIES.search(named)
        if not is_named or element.tag not in _BLOCKS or element.find(".//main") is not None:
            return False
        return element.find(".//article") is None and element.xpath("string-length(.)") < self.size / 2

    def _add(self, text: str | None, *, typed: bool = False) -> None:
        look = self.looks[-1]
        if self.in_code:
            return
        lines = (text or "").split("\n") if typed or look.typed else [re.sub(r"[^\S\u00a0]+", " ", text or "")]
        for place, line in enumerate(lines):
            if place:
                self._break()
            if line:
                self.runs.append((meant(line, look.font), look.bold))

    def _break(self) -> None:
        """Ends a line; an empty one ends the paragraph."""
        last = next((text for text, _ in reversed(self.runs) if text == "\n" or text.strip()), "")
        if last == "\n" and not self.heading:
            self._flush()
        else:
            self.runs.append(("\n", True))

    def _enter(self, element, style: str) -> None:
        tag = element.tag
        if tag in _LISTS:
            self.lists.append((number(element, "start", 1) if tag == "ol" else None, element.get("type", "1")))
        elif tag == "li":
            self._begin_item(element)
        elif tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
        elif tag == "table":
            self.tables.append(_Table(self.count))
            self.count += 1
        elif tag == "tr" and self.tables:
            self.tables[-1].begin_row()
        elif tag in _CELLS and self.tables:
            self.tables[-1].begin_cell(element)
        if _cites(element):
            self._give([Block(BlockKind.PARAGRAPH, BEGINS)])
        if level := _LIST_LEVEL.search(style):  # as Word and Outlook write the items of a list
            self.item = ("", max(0, int(level[1]) - 1))

    def _begin_item(self, element) -> None:
        count, form = self.lists[-1] if self.lists else (None, "")
        label = ""
        if count is not None:
            count = number(element, "value", count)
            label = f"{formed(count, form)}. "
            self.lists[-1] = (count + 1, form)
        self.item = (label, max(0, len(self.lists) - 1))

    def _end(self, element) -> None:
        if element.tag in _BLOCKS:
            self._flush()
            self._leave(element)
        self.looks.pop()

    def _leave(self, element) -> None:
        tag = element.tag
        if tag in _HEADINGS:
            self.heading = 0
        elif tag in _LISTS:
            del self.lists[-1:]
        elif tag == "li" or "mso-list" in element.get("style", ""):
            self.item = None
        elif tag == "table" and self.tables:
            table = self.tables.pop()
            self._give([*table.caption, *table_blocks(table.rows, table.number)])
        elif _cites(element):
            self._give([Block(BlockKind.PARAGRAPH, ENDS)])

    def _flush(self) -> None:
        runs, self.runs, self.in_code = self.runs, [], False
        text = "".join(text for text, _ in runs).strip()
        if not text:
            return
        self.left_out.passed(f"{text}\n")
        if is_prompt(text):
            self.left_out.ask(text)
            return
        label, level = self.item or ("", 0)
        if self.heading:
            block = Block(BlockKind.HEADING, label + text, level=self.heading)
        elif self.item:
            block = Block(BlockKind.LIST_ITEM, label + text, level=level)
        else:
            block = shaped(text, stands_out=all(bold for text, bold in runs if re.search(r"\w", text)))
        self.item = None
        self._give([block])

    def _give(self, blocks: Iterable[Block]) -> None:
        look = self.looks[-1]
        if self.tables:
            self.tables[-1].held.extend(blocks)
            return
        for block in blocks:
            if look.furniture or (not look.content and block.table is None and is_furniture(block.text)):
                block = Block(BlockKind.FURNITURE, block.text)
            self.ready.append(block)


def _cites(element) -> bool:
    """Whether an element holds the words of a message that this one answers."""
    is_quote = element.tag == "blockquote"
    return is_quote and bool(element.get("type", "").lower() == "cite" or _CITES.search(element.get("class", "")))


def _style(element) -> str:
    return "".join(element.get("style", "").lower().split())


def _shown(element) -> str:
    """What a field of a form shows: its words, a box that is ticked or not, the entries chosen of a list."""
    if element.tag == "textarea":
        return element.text or ""
    if element.tag == "input":
        kind = element.get("type", "text").lower()
        if kind in {"checkbox", "radio"}:
            return f" {box('checked' in element.attrib)} "
        return "" if kind in _NO_WORDS else f" {element.get('value', '')} "
    options = list(element.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib]
    if not chosen and "multiple" not in element.attrib:
        chosen = options[:1]
    said = [" ".join("".join(option.itertext()).split()) for option in chosen]
    return f" {', '.join(words for words in said if not is_prompt(words))} "


def _has_ground(element) -> bool:
    return "bgcolor" in element.attrib or "background" in element.attrib or "background" in element.get("style", "")


def _is_of(selectors: set[str], element) -> bool:
    named = [f".{name}" for name in element.get("class", "").split()] + [f"#{element.get('id')}"] if selectors else []
    return any(name in selectors or element.tag + name in selectors for name in named)


def _styled(css: str, looks: re.Pattern, about: str) -> set[str]:
    """The plain selectors (".note", "p.note", "#note") to which a style sheet gives a look: that they are hidden."""
    first, *others = css[:_MOST_STYLE].split("/*")
    css = first + "".join(other.partition("*/")[2] for other in others)
    found, depth, selectors = set(), 0, ""
    for part in re.split(r"(?<=[{}])", css):
        if part.endswith("{"):
            depth += 1
            selectors = part[:-1] if depth == 1 else ""  # what stands in "@media" holds for some screens alone
        elif part.endswith("}"):
            depth = max(0, depth - 1)
            names = {name.strip() for name in selectors.split(",")}
            if looks.search("".join(part[:-1].lower().split())):
                found |= names
            elif about in part:
                found -= names
            selectors = ""
    return {name for name in found if re.fullmatch(r"\w*[.#][\w-]+", name)}
