"""The letter's page, walked, as what Word holds: each element becomes a paragraph, a list, a table of a named style.

The page says everything, so that the page, the PDF and Word cannot say different things. A class that is not known here
means what its element means; every word of the page comes out once, in its order.
"""

import itertools
from dataclasses import dataclass, replace

from responses.letter.docx_elements import W, paragraph_properties, tell, w
from responses.letter.docx_runs import Line
from responses.letter.docx_styles import BESIDE, INDENT, LEVELS, QUOTED, Numbers, style_id
from responses.letter.docx_tables import SUMMARY, Cell, Row, rows_of, widths_by_words, write_table

TEXT_WIDTH = 9072  # between the margins
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
SPACE_BEFORE = {"letter-top": 284, "letter-close": 510, "letter-signature": 794}
SPACE_BEFORE |= {"letter-copies": 227, "letter-sources": 567}
CLOSE_TO_A_TABLE = {"Normal", "ListBullet", "ListNumber", "Quote"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
BLOCKS = HEADINGS | {"p", "div", "section", "article", "header", "footer", "aside", "address", "figure", "figcaption"}
BLOCKS |= {"ul", "ol", "li", "blockquote", "table", "hr", "dl", "dt", "dd", "main", "nav", "body", "pre"}


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


class Body:
    """Walks one letter. `tags`: by the name of each passage that people wrote, its tag and its title."""

    def __init__(self, part, top: int, tags: dict[str, tuple[str, str]]):
        self.part, self.top, self.tags = part, top, tags
        self.numbers = Numbers()
        self.controls = 0

    def blocks(self, element, around: Around) -> list:
        """An element's paragraphs, tables and controls, in order."""
        around = replace(around, language=element.get("lang") or around.language)
        name = element.get("data-passage")
        held = self._element(element, around)
        _set_apart(element, held)
        return [self._control(name, held)] if name in self.tags and held else held

    def _element(self, element, around) -> list:
        tag, classes = element.tag, _classes(element)
        style = next((STYLES[each] for each in classes if each in STYLES), "")
        if tag in HEADINGS:
            level = max(1, min(int(tag[1]) - self.top + 1, 6))
            return self._flow(element, replace(around, style=f"Heading {level}", number=None, left=0))
        if tag in {"ul", "ol"}:
            return self._list(element, around)
        if tag == "table":
            return self._table(element, around)
        if "letter-head" in classes and len(element) > 1:
            return [self._head(element, around)]
        if style == "Letter Label" and around.style == "Letter Wording":
            style = "Letter Wording Label"
        elif style == "Letter Small" and around.style == "Letter Wording":
            style = around.style  # it stands beside what it is said of
        elif tag == "blockquote" and around.style != "Letter Wording":
            style = "Letter Comments" if element.get("data-passage") or "letter-words" in classes else "Quote"
        return self._flow(element, replace(around, style=style or around.style))

    def _flow(self, element, around) -> list:
        """What stands in an element: runs of text as paragraphs, and the blocks between them."""
        blocks, line = [], Line(self.part, around.language)
        line.add_text(element.text)
        for child in element:
            if not isinstance(child.tag, str):  # a comment
                pass
            elif child.tag in BLOCKS or any(inner.tag in BLOCKS for inner in child.iterdescendants()):
                blocks += self._paragraph(line, around, blocks)
                line = Line(self.part, around.language)
                blocks += self.blocks(child, replace(around, is_item=around.is_item and not blocks))
            else:
                line.add(child)
            line.add_text(child.tail)
        blocks += self._paragraph(line, around, blocks)
        for before, block in itertools.pairwise(blocks):
            # A table of Word's has no room below it.
            if before.tag == w("tbl").tag and block.tag == w("p").tag and _style_of(block) in CLOSE_TO_A_TABLE:
                tell(block, "spacing", before=170)
        return blocks

    def _control(self, name, held):
        """A passage that people wrote, in a control that tells it from the words around when the file comes back."""
        self.controls += 1
        tag, title = self.tags[name]
        properties = [w("alias", val=title[:64]), w("tag", val=tag), w("id", val=self.controls)]
        return w("sdt", w("sdtPr", *properties, w("lock", val="sdtLocked")), w("sdtContent", *held))

    # -- paragraphs and lists

    def _paragraph(self, line, around, before) -> list:
        runs = line.runs()
        if not runs:
            return []
        style, told = around.style, {}
        if around.number is not None:
            style, told = self._item(around, is_first=around.is_item and not before)
        return [w("p", paragraph_properties(pStyle=style_id(style), **told), *runs)]

    def _item(self, around, *, is_first):
        """The style of a paragraph in a list, and what it is told beside."""
        style, level, told = around.style, around.depth, {}
        kind = "ul" if around.number == self.numbers.bullets() else "ol"
        is_plain = style == "Normal" and not around.in_table
        if is_first:
            told["numPr"] = w("numPr", w("ilvl", val=level), w("numId", val=around.number))
            style = {"ul": "List Bullet", "ol": "List Number"}[kind] if is_plain else style
        elif is_plain:
            style = "List Continue"
        if not is_first or around.left:
            left = around.left + INDENT["ul"] * level + INDENT[kind]
            told["ind"] = w("ind", left=left, hanging=INDENT[kind] if is_first else 0)
        if around.left:
            told |= {"spacing": w("spacing", after=68), "pBdr": _line_beside(style, level)}
        return style, told

    def _list(self, element, around) -> list:
        depth = min(around.depth + 1, LEVELS - 1)
        form, legal = element.get("class") or "", None
        if element.tag == "ul":
            number = self.numbers.bullets()
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
            tell(held[-1], "spacing", after=170)
        return held

    # -- tables

    def _table(self, element, around) -> list:
        caption = [block for each in element if each.tag == "caption" for block in self._flow(each, around)]
        rows = rows_of(element)
        if not rows:
            return caption
        is_summary = "letter-summary" in _classes(element)
        widths = (SUMMARY.get(len(rows[0].cells)) if is_summary else None) or widths_by_words(rows)
        plain = replace(around, style="Table Text", in_table=True, number=None, depth=-1)

        def fill(cell, row):
            is_head = cell.element is not None and cell.element.tag == "th" and (row.is_header or not is_summary)
            return self._cell(cell.element, replace(plain, style="Table Heading") if is_head else plain)

        style = "Letter Summary" if is_summary else "Letter Table"
        return [*caption, write_table(style, _shared(widths), rows, fill)]

    def _head(self, element, around):
        """The letterhead: two columns without lines, read one after the other."""
        within = replace(around, in_table=True)
        row = Row([Cell(child) for child in element if isinstance(child.tag, str)])
        return write_table("Letter Head", _shared((57, 43)), [row], lambda cell, _: self._cell(cell.element, within))

    def _cell(self, element, around) -> list:
        held = [] if element is None else self.blocks(element, around)
        if not held or held[-1].tag != w("p").tag:
            # Word wants a paragraph at the end of each cell.
            held.append(w("p", paragraph_properties(pStyle=style_id(around.style))))
        return held


def _classes(element) -> list[str]:
    return (element.get("class") or "").split()


def _shared(widths) -> list[int]:
    scale = TEXT_WIDTH / sum(widths)
    return [int(width * scale) for width in widths]


def _line_beside(style, level):
    """The line at the left of a quotation, which Word would move inwards with the items of a list."""
    colour, width = BESIDE[style]
    return w("pBdr", w("left", val="single", sz=width, space=min(10 + 17 * level, 31), color=colour))


def _set_apart(element, held) -> None:
    """More room above what the page sets apart, or a page of its own; nothing is parted that belongs together."""
    names = _classes(element)
    first = next((each for block in held[:1] for each in block.iter(w("p").tag)), None)
    for name in names if first is not None else ():
        if name in SPACE_BEFORE:
            tell(first, "spacing", before=SPACE_BEFORE[name])
    if first is not None and ("letter-annex" in names or _follows_a_letter(element)):
        tell(first, "pageBreakBefore")
    is_asked = "letter-wording" in names and "letter-section" in _classes(element.getparent())
    is_last = element.get("data-passage") in {"closing", "welsh_closing"}
    if (is_asked or is_last) and held and held[-1].tag == w("p").tag:
        tell(held[-1], "keepNext")


def _follows_a_letter(element) -> bool:
    """Whether it is the second letter of two, each in its language."""
    before = element.getprevious() if "letter" in _classes(element) else None
    return before is not None and "letter" in _classes(before)


def _style_of(paragraph) -> str:
    return paragraph[0][0].get(f"{{{W}}}val")
