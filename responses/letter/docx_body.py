"""The letter's page, walked, as what Word holds: each element becomes a paragraph, a list, a table of a named style.

The page says everything, so that the page, the PDF and Word cannot say different things. A class that is not known here
means what its element means; every word of the page comes out once, in its order.
"""

import itertools
from dataclasses import dataclass, replace

from responses.letter.docx_columns import (
    TEXT_WIDTH,
    classes,
    ended,
    first_of,
    gap,
    in_a_line,
    letterhead,
    pair,
    stands_in_a_head,
    top,
)
from responses.letter.docx_elements import W, paragraph_properties, tell, w
from responses.letter.docx_runs import Line, Look
from responses.letter.docx_styles import BESIDE, INDENT, LEVELS, QUOTED, Numbers, style_id
from responses.letter.docx_tables import SUMMARY, rows_of, widths_by_words, write_table

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
    "paper-clock": "Letter Small",
    "paper-caption": "Table Caption",
    "paper-means": "Letter Facts",
}
OF_A_HEAD = {"Letter Logo Centred", "Letter Name Centred", "Letter Contact Centred"}
OF_A_HEAD |= {"Letter Name Right", "Letter Contact Right"}
SPACE_BEFORE = {"letter-top": 340, "letter-close": 284, "letter-signature": 794}
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
    in_half: bool = False  # of a letter in two languages beside each other
    head: str = ""  # the letterhead that it is part of: "Centred"
    width: int = TEXT_WIDTH


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
        tag, names = element.tag, classes(element)
        style = next((STYLES[each] for each in names if each in STYLES), "")
        if tag in HEADINGS:
            level = max(1, min(int(tag[1]) - self.top + 1, 6))
            return self.flow(element, replace(around, style=f"Heading {level}", number=None, left=0))
        if tag in {"ul", "ol"}:
            return self._list(element, around)
        if tag == "table":
            return self._table(element, around)
        if "letter-pair" in names:
            return pair(self, element, around)
        if "letter-head" in names:
            return letterhead(self, element, around)
        if "letter-top" in names and (stands_in_a_head(element) or (len(element) == 2 and not around.in_half)):
            return top(self, element, around)
        if f"{style} {around.head}" in OF_A_HEAD:
            style = f"{style} {around.head}"
        if style == "Letter Contact Centred":
            return in_a_line(self, element, replace(around, style=style))
        if style == "Letter Label" and around.style == "Letter Wording":
            style = "Letter Wording Label"
        elif style == "Letter Small" and around.style == "Letter Wording":
            style = around.style  # it stands beside what it is said of
        elif tag == "blockquote" and around.style != "Letter Wording":
            style = "Letter Comments" if element.get("data-passage") or "letter-words" in names else "Quote"
        return self.flow(element, replace(around, style=style or around.style))

    def flow(self, element, around) -> list:
        """What stands in an element: runs of text as paragraphs, and the blocks between them."""
        blocks, line = [], self.line(around)
        line.add_text(element.text)
        for child in element:
            if not isinstance(child.tag, str):  # a comment
                pass
            elif child.tag in BLOCKS or any(inner.tag in BLOCKS for inner in child.iterdescendants()):
                blocks += self.paragraph(line, around, blocks)
                line = self.line(around)
                blocks += self.blocks(child, replace(around, is_item=around.is_item and not blocks))
            else:
                line.add(child)
            line.add_text(child.tail)
        return _apart(blocks + self.paragraph(line, around, blocks))

    def line(self, around) -> Line:
        link_style = "" if around.style.startswith("Letter Contact") else "Hyperlink"
        look = Look(language=around.language, link_style=link_style)
        return Line(self.part, look, is_narrow=around.in_half)

    def _control(self, name, held):
        """A passage that people wrote, in a control that tells it from the words around when the file comes back."""
        self.controls += 1
        tag, title = self.tags[name]
        properties = [w("alias", val=title[:64]), w("tag", val=tag), w("id", val=self.controls)]
        return w("sdt", w("sdtPr", *properties, w("lock", val="sdtLocked")), w("sdtContent", *held))

    # -- paragraphs and lists

    def paragraph(self, line, around, before) -> list:
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
        caption = [block for each in element if each.tag == "caption" for block in self.blocks(each, around)]
        rows = rows_of(element)
        if not rows:
            return caption
        is_summary = not {"letter-summary", "paper-table"}.isdisjoint(classes(element))
        shares = SUMMARY.get(len(rows[0].cells)) if "letter-summary" in classes(element) else None
        widths = [around.width * share // 100 for share in shares] if shares else widths_by_words(rows, around.width)
        plain = replace(around, style="Table Text", in_table=True, number=None, depth=-1)

        def fill(cell, row):
            is_head = cell.element is not None and cell.element.tag == "th" and (row.is_header or not is_summary)
            return self._cell(cell.element, replace(plain, style="Table Heading") if is_head else plain)

        style = "Letter Summary" if is_summary else "Letter Table"
        return [*caption, write_table(style, widths, rows, fill)]

    def _cell(self, element, around) -> list:
        return ended([] if element is None else self.blocks(element, around), around.style)


def _apart(blocks) -> list:
    """The same with room between tables, which Word takes for one: as the halves of a letter are meant to be."""
    apart = []
    for block in blocks:
        follows_a_table = bool(apart) and apart[-1].tag == w("tbl").tag
        if follows_a_table and block.tag == w("tbl").tag:
            if _style_of(apart[-1]) == _style_of(block) == "LetterPair":
                apart[-1].extend(block.findall(w("tr").tag))
                continue
            apart.append(gap())
        elif follows_a_table and block.tag == w("p").tag and _style_of(block) in CLOSE_TO_A_TABLE:
            tell(block, "spacing", before=170)  # a table has no room below it
        apart.append(block)
    return apart


def _line_beside(style, level):
    """The line at the left of a quotation, which Word would move inwards with the items of a list."""
    colour, width = BESIDE[style]
    return w("pBdr", w("left", val="single", sz=width, space=min(10 + 17 * level, 31), color=colour))


def _set_apart(element, held) -> None:
    """More room above what the page sets apart, or a page of its own; nothing is parted that belongs together."""
    names = classes(element)
    cells = [each for row in itertools.islice(held[0].iter(w("tr").tag), 1) for each in row] if held else []
    firsts = [first for first in map(first_of, [[each] for each in cells] or [held]) if first is not None]
    for name in names:
        for first in firsts if name in SPACE_BEFORE else ():
            tell(first, "spacing", before=SPACE_BEFORE[name])
    if firsts and ("letter-annex" in names or _follows_a_letter(element)):
        tell(firsts[0], "pageBreakBefore")
    is_asked = "letter-wording" in names and "letter-section" in classes(element.getparent())
    is_last = element.get("data-passage") in {"closing", "welsh_closing"}
    if (is_asked or is_last) and held and held[-1].tag == w("p").tag:
        tell(held[-1], "keepNext")


def _follows_a_letter(element) -> bool:
    """Whether it is the second letter of two, each in its language."""
    before = element.getprevious() if "letter" in classes(element) else None
    return before is not None and "letter" in classes(before)


def _style_of(block) -> str:
    return block[0][0].get(f"{{{W}}}val")
