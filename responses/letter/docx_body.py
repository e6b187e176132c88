"""The letter's page, walked, as what Word holds: each element becomes a paragraph, a list, a table of a named style.

The page says everything, so that the page, the PDF and Word cannot say different things. A class that is not known here
means what its element means; every word of the page comes out once, in its order.
"""

import base64
import binascii
import io
import itertools
import re
from dataclasses import dataclass, field, replace

from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm

from responses.letter.docx_styles import (
    BESIDE,
    INDENT,
    LEVELS,
    QUOTED,
    Numbers,
    W,
    paragraph_properties,
    run_properties,
    style_id,
    w,
)

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TEXT_WIDTH = 9072  # between the margins
PICTURE = (Mm(60), Mm(22))  # the largest, as in the PDF
# What a class means. Its paragraphs are of this style, unless an element within has a meaning of its own.
STYLES = {
    "letter-draft": "Letter Draft",
    "letter-logo": "Letter Logo",
    "letter-name": "Letter Name",
    "letter-contact": "Letter Contact",
    "letter-date": "Letter Date",
    "letter-to": "Letter To",
    "letter-reference": "Letter Reference",
    "letter-references": "Letter Reference",
    "letter-label": "Letter Label",
    "letter-wording": "Letter Wording",
    "letter-small": "Letter Small",
    "letter-facts": "Letter Facts",
    "letter-complimentary-close": "Letter Close",
    "letter-signature": "Letter Signature",
    "letter-signatory": "Letter Signatory",
    "letter-agreed": "Letter Agreed",
    "letter-copies": "Letter Copies",
    "letter-sources": "Letter Sources",
}
MARKS = {"letter-fact": "Letter Fact", "letter-label": "Letter Fact Label"}
IN_TEXT = {"strong": "Strong", "b": "Strong", "em": "Emphasis", "i": "Emphasis", "cite": "Emphasis"}
SPACE_BEFORE = {"letter-top": 284, "letter-close": 510, "letter-signature": 794}
SPACE_BEFORE |= {"letter-copies": 227, "letter-sources": 567}
CLOSE_TO_A_TABLE = {"Normal", "ListBullet", "ListNumber", "Quote"}
SUMMARY = {3: (50, 20, 30), 4: (33, 30, 15, 22)}  # how wide the columns of the summary are, in per cent
HEADINGS = {f"h{level}" for level in range(1, 7)}
BLOCKS = HEADINGS | {"p", "div", "section", "article", "header", "footer", "aside", "address", "figure", "figcaption"}
BLOCKS |= {"ul", "ol", "li", "blockquote", "table", "hr", "dl", "dt", "dd", "main", "nav", "body", "pre"}
LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


@dataclass(frozen=True)
class Around:
    """What the elements around a paragraph say of it."""

    style: str = "Normal"
    language: str = ""
    number: int | None = None  # of the numbering that it is an item of, at a depth
    depth: int = -1
    is_item: bool = False  # its first paragraph bears the number; those after it stand below
    legal: int | None = None  # of the numbered list that this one may go on from
    left: int = 0  # of a quotation that a list stands in
    in_table: bool = False


@dataclass(frozen=True)
class Look:
    """What the elements around a run say of it."""

    styles: tuple[str, ...] = ()
    raised: str = ""  # or lowered
    language: str = ""


@dataclass
class Gathered:
    """A paragraph in the making: runs as (what, look, link), where what is text, a line's end or a picture."""

    runs: list = field(default_factory=list)

    def said(self) -> bool:
        return any(not isinstance(what, str) or what.strip(" ") for what, _, _ in self.runs)


class Body:
    """Walks one letter. `names` says what each passage that people wrote is called; "" takes them for any other."""

    def __init__(self, part, top: int, tags: dict[str, tuple[str, str]]):
        self.part, self.top = part, top
        self.tags = tags  # by the name of a passage: its tag and its title
        self.numbers = Numbers()
        self.controls = 0

    def blocks(self, element, around: Around) -> list:
        """An element's paragraphs, tables and controls, in order."""
        around = replace(around, language=element.get("lang") or around.language)
        name = element.get("data-passage")
        held = self._element(element, around)
        self._set_apart(element, held)
        return [self._control(name, held)] if name in self.tags and held else held

    def _element(self, element, around) -> list:
        tag, classes = element.tag, (element.get("class") or "").split()
        style = next((STYLES[each] for each in classes if each in STYLES), "")
        if tag in HEADINGS:
            level = max(1, min(int(tag[1]) - self.top + 1, 6))
            return self._flow(element, replace(around, style=f"Heading {level}", number=None, left=0))
        if tag in {"ul", "ol"}:
            return self._list(element, around)
        if tag == "table":
            return self._table(element, around, is_summary="letter-summary" in classes)
        if "letter-head" in classes and len(element) > 1:
            return [self._side_by_side(element, around)]
        if style == "Letter Label" and around.style == "Letter Wording":
            style = "Letter Wording Label"
        elif style == "Letter Small" and around.style == "Letter Wording":
            style = around.style  # it stands beside what it is said of
        elif tag == "blockquote" and around.style != "Letter Wording":
            style = "Letter Comments" if element.get("data-passage") or "letter-words" in classes else "Quote"
        return self._flow(element, replace(around, style=style or around.style))

    def _flow(self, element, around) -> list:
        """What stands in an element: runs of text as paragraphs, and the blocks between them."""
        blocks, line = [], Gathered()
        self._text(element.text, line, Look(language=around.language))
        for child in element:
            if not isinstance(child.tag, str):  # a comment
                pass
            elif child.tag in BLOCKS or self._holds_blocks(child):
                blocks += self._paragraph(line, around, blocks)
                line = Gathered()
                blocks += self.blocks(child, replace(around, is_item=around.is_item and not blocks))
            else:
                self._inline(child, line, Look(language=around.language))
            self._text(child.tail, line, Look(language=around.language))
        blocks += self._paragraph(line, around, blocks)
        for before, block in itertools.pairwise(blocks):
            # A table of Word's has no room below it.
            if before.tag == w("tbl").tag and block.tag == w("p").tag and _style_of(block) in CLOSE_TO_A_TABLE:
                _tell(block, "spacing", before=170)
        return blocks

    @staticmethod
    def _holds_blocks(element) -> bool:
        return any(inner.tag in BLOCKS for inner in element.iterdescendants())

    # -- within a paragraph

    def _inline(self, element, line, look, link="") -> None:
        classes = (element.get("class") or "").split()
        marks = [MARKS[each] for each in classes if each in MARKS]
        marks += [IN_TEXT[element.tag]] if element.tag in IN_TEXT else []
        raised = {"sup": "superscript", "sub": "subscript"}.get(element.tag, look.raised)
        look = Look((*look.styles, *marks), raised, element.get("lang") or look.language)
        if element.tag == "a" and re.match("(?i)https?:|mailto:", element.get("href", "")):
            link = element.get("href")
        if element.tag == "br":
            line.runs.append((None, look, link))
        elif element.tag == "img":
            self._picture(element, line, look)
        self._text(element.text, line, look, link)
        for child in element:
            if isinstance(child.tag, str):
                self._inline(child, line, look, link)
            self._text(child.tail, line, look, link)
        if "letter-fact" in classes:
            self._text("\N{EM SPACE}", line, look)  # facts of one line stand apart

    @staticmethod
    def _text(text, line, look, link="") -> None:
        if text:
            line.runs.append((re.sub("[ \t\n\r\f]+", " ", text), look, link))

    def _picture(self, element, line, look) -> None:
        alternative = element.get("alt", "")
        kind, _, data = element.get("src", "").partition(";base64,")
        try:
            assert kind.startswith("data:image/")  # noqa: S101 - nothing is fetched from anywhere
            picture = io.BytesIO(base64.b64decode(data, validate=True))
            _, image = self.part.get_or_add_image(picture)
        except (AssertionError, binascii.Error, UnrecognizedImageError):
            self._text(alternative, line, look)
            return
        scale = min(PICTURE[0] / image.width, PICTURE[1] / image.height, 1)
        inline = self.part.new_pic_inline(picture, int(image.width * scale), int(image.height * scale))
        inline.docPr.set("descr", alternative)
        line.runs.append((inline, look, ""))

    # -- paragraphs

    def _paragraph(self, line, around, before) -> list:
        runs = _trimmed(line.runs) if line.said() else []
        if not runs:
            return []
        is_first = around.is_item and not before
        style, told = around.style, {}
        if around.number is not None:
            level = around.depth
            plain = style in {"Normal", "Table Text"}
            if is_first:
                told["numPr"] = w("numPr", w("ilvl", val=level), w("numId", val=around.number))
                style = style if not plain or around.in_table else self._list_style(around)
            elif plain and not around.in_table:
                style = "List Continue"
            if not is_first or around.left:
                hanging = INDENT["ul" if around.number == self._bullets else "ol"]
                left = around.left + INDENT["ul"] * level + hanging
                told["ind"] = w("ind", left=left, hanging=hanging if is_first else 0)
            if around.left:
                told |= {"spacing": w("spacing", after=68), "pBdr": self._line_beside(style, level)}
        told["pStyle"] = style_id(style)
        paragraph = w("p", paragraph_properties(**told))
        paragraph.extend(self._runs(runs))
        return [paragraph]

    @staticmethod
    def _line_beside(style, level):
        """The line at the left of a quotation, which Word would move inwards with the items of a list."""
        colour, width = BESIDE[style]
        return w("pBdr", w("left", val="single", sz=width, space=min(10 + 17 * level, 31), color=colour))

    def _list_style(self, around) -> str:
        return "List Bullet" if around.number == self._bullets else "List Number"

    @property
    def _bullets(self) -> int:
        return self.numbers.bullets()

    def _runs(self, runs):
        held, address = None, ""
        for what, look, link in runs:
            if link != address or not link:
                if held is not None:
                    yield held
                held, address = None, link
                if link:
                    related = self.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                    held = w("hyperlink")
                    held.set(R_ID, related)
            run = w("r", self._look(look, bool(link)), _content(what))
            if held is None:
                yield run
            else:
                held.append(run)
        if held is not None:
            yield held

    @staticmethod
    def _look(look, is_link):
        *others, last = look.styles or ("",)
        told = {"vertAlign": look.raised, "rStyle": style_id("Hyperlink" if is_link else last)}
        beside = {*look.styles} if is_link else {*others} - {last}
        told |= {"b": True, "bCs": True} if "Strong" in beside else {}
        told |= {"i": True, "iCs": True} if "Emphasis" in beside else {}
        if look.language:
            told["lang"] = LANGUAGES.get(look.language.lower(), look.language)
        return run_properties(**{name: value for name, value in told.items() if value})

    def _set_apart(self, element, held) -> None:
        """More room above what the page sets apart, or a page of its own; nothing is parted that belongs together."""
        names = (element.get("class") or "").split()
        first = next((each for block in held[:1] for each in block.iter(w("p").tag)), None)
        for name in names if first is not None else ():
            if name in SPACE_BEFORE:
                _tell(first, "spacing", before=SPACE_BEFORE[name])
        if first is not None and ("letter-annex" in names or _follows_a_letter(element, names)):
            _tell(first, "pageBreakBefore")
        is_asked = "letter-wording" in names and "letter-section" in (element.getparent().get("class") or "")
        is_last = element.get("data-passage") in {"closing", "welsh_closing"}
        if (is_asked or is_last) and held and held[-1].tag == w("p").tag:
            _tell(held[-1], "keepNext")

    # -- lists and tables

    def _list(self, element, around) -> list:
        depth = min(around.depth + 1, LEVELS - 1)
        form, legal = element.get("class") or "", None
        if element.tag == "ul":
            number = self._bullets
        elif form == "legal" and around.legal is not None:
            number = legal = around.legal
        else:
            start = element.get("start", "1")
            kind = element.get("type", "1")
            number = legal = self.numbers.numbers(depth, kind, form, int(start) if start.isdigit() else 1)
        left = QUOTED if around.style in BESIDE else 0
        item = replace(around, number=number, depth=depth, is_item=True, legal=legal, left=left)
        held = [block for child in element if isinstance(child.tag, str) for block in self.blocks(child, item)]
        if around.depth < 0 and held and not around.in_table and held[-1].tag == w("p").tag:
            _tell(held[-1], "spacing", after=170)
        return held

    def _side_by_side(self, element, around):
        """The letterhead: two columns without lines, read one after the other."""
        cells = [(child, 1, 1) for child in element if isinstance(child.tag, str)]
        return self._grid([("head", cells)], around, "Letter Head", [57] + [43 // (len(cells) - 1)] * (len(cells) - 1))

    def _table(self, element, around, *, is_summary) -> list:
        caption = [block for each in element if each.tag == "caption" for block in self._flow(each, around)]
        rows = []
        for row in element.iter("tr"):
            if next(row.iterancestors("table")) is element:
                cells = [each for each in row if each.tag in {"td", "th"}]
                spans = [(each, _span(each, "colspan"), _span(each, "rowspan")) for each in cells]
                is_head = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
                rows.append(("header" if is_head and all(kind == "header" for kind, _ in rows) else "", spans))
        if not rows:
            return caption
        columns = max(sum(across for _, across, _ in cells) for _, cells in rows)
        widths = SUMMARY.get(columns) if is_summary else None
        style = "Letter Summary" if is_summary else "Letter Table"
        return [*caption, self._grid(rows, around, style, widths or _widths(rows, columns))]

    def _grid(self, rows, around, style, widths):
        """A table of rows, each ("header" for one that is repeated, its cells with how far each goes)."""
        scale = TEXT_WIDTH / sum(widths)
        grid = [int(width * scale) for width in widths]
        look = {"firstRow": int(any(kind == "header" for kind, _ in rows)), "firstColumn": 0}
        look |= {"lastRow": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
        whole = w("tblW", w=5000, type="pct")
        table = w(
            "tbl",
            w("tblPr", w("tblStyle", val=style_id(style)), whole, w("tblLayout", type="fixed"), w("tblLook", **look)),
        )
        table.append(w("tblGrid", *(w("gridCol", w=width) for width in grid)))
        open_spans = {}  # by column: (rows still to come, columns across)
        for kind, cells in rows:
            row, column = w("tr", w("trPr", w("cantSplit"), w("tblHeader") if kind == "header" else None)), 0
            waiting = list(cells)
            while column < len(grid):
                if column in open_spans:
                    below, across = open_spans.pop(column)
                    row.append(self._cell(None, grid[column : column + across], around, style, goes_on=True))
                    if below > 1:
                        open_spans[column] = (below - 1, across)
                elif waiting:
                    cell, across, down = waiting.pop(0)
                    across = min(across, len(grid) - column)
                    row.append(
                        self._cell(cell, grid[column : column + across], around, style, begins=down > 1, kind=kind)
                    )
                    if down > 1:
                        open_spans[column] = (down - 1, across)
                else:
                    across = 1
                    row.append(self._cell(None, grid[column : column + 1], around, style))
                column += across
            table.append(row)
        return table

    def _cell(self, cell, widths, around, style, *, begins=False, goes_on=False, kind="") -> object:
        merged = w("vMerge", val="restart") if begins else w("vMerge") if goes_on else None
        is_head = cell is not None and cell.tag == "th" and (style != "Letter Summary" or kind == "header")
        shade = w("shd", val="clear", color="auto", fill="F3F2F1") if is_head and style == "Letter Table" else None
        spans = w("gridSpan", val=len(widths)) if len(widths) > 1 else None
        told = w("tcPr", w("tcW", w=sum(widths), type="dxa"), spans, merged, shade)
        within = replace(
            around, style="Table Heading" if is_head else "Table Text", in_table=True, number=None, depth=-1
        )
        within = replace(around, in_table=True) if style == "Letter Head" else within
        held = [] if cell is None else self.blocks(cell, within)
        # Word wants a paragraph at the end of each cell.
        if not held or held[-1].tag != w("p").tag:
            held.append(w("p", paragraph_properties(pStyle=style_id(within.style))))
        return w("tc", told, *held)

    def _control(self, name, held):
        """A passage that people wrote, in a control that tells it from the words around when the file comes back."""
        self.controls += 1
        tag, title = self.tags[name]
        properties = [w("alias", val=title[:64]), w("tag", val=tag), w("id", val=self.controls)]
        return w("sdt", w("sdtPr", *properties, w("lock", val="sdtLocked")), w("sdtContent", *held))


def _follows_a_letter(element, names) -> bool:
    """Whether it is the second letter of two, each in its language."""
    before = element.getprevious() if "letter" in names else None
    return before is not None and "letter" in (before.get("class") or "").split()


def _span(cell, name) -> int:
    return max(1, min(int(cell.get(name)), 50)) if cell.get(name, "").isdigit() else 1


def _widths(rows, columns) -> list[int]:
    """How wide columns are by what stands in them: a column of figures is narrower than one of sentences."""
    longest = [8] * columns
    for _, cells in rows:
        at = 0
        for cell, across, _ in cells:
            if across == 1 and at < columns:
                longest[at] = max(longest[at], min(len(cell.text_content()), 60))
            at += across
    return longest


def _trimmed(runs) -> list:
    """The runs as a page shows them: one space between words, none at the ends of a line."""
    trimmed, at_start = [], True
    for what, look, link in runs:
        if isinstance(what, str):
            what = what.lstrip(" ") if at_start else what
            if not what:
                continue
            at_start = what.endswith(" ")
        else:
            at_start = what is None
            if what is None:
                _strip_end(trimmed)
        trimmed.append((what, look, link))
    while trimmed and trimmed[-1][0] is None:
        trimmed.pop()
    _strip_end(trimmed)
    return trimmed


def _strip_end(runs) -> None:
    while runs and isinstance(runs[-1][0], str):
        text = runs[-1][0].rstrip(" \N{EM SPACE}")
        if text:
            runs[-1] = (text, *runs[-1][1:])
            return
        runs.pop()


def _content(what):
    if what is None:
        return w("br")
    if isinstance(what, str):
        text = w("t")
        text.text = what
        text.set(XML_SPACE, "preserve")
        return text
    return w("drawing", what)


def _style_of(paragraph) -> str:
    return paragraph[0][0].get(f"{{{W}}}val")


def _tell(paragraph, name, **values) -> None:
    """Tell a paragraph one thing more, in Word's order."""
    properties = paragraph[0]
    found = {each.tag.rpartition("}")[2]: each for each in properties}
    if name in found:
        for key, value in values.items():
            found[name].set(f"{properties.tag.rpartition('}')[0]}}}{key}", str(value))
    else:
        found[name] = w(name, **values)
    paragraph.replace(properties, paragraph_properties(**found))
