"""What stands beside each other in a letter: its head and its top, and the halves of one in two languages.

Each is a table without lines, whose cells are read one after the other.
"""

import itertools
from dataclasses import replace

from responses.letter.docx_elements import paragraph_properties, tell, w
from responses.letter.docx_styles import style_id
from responses.letter.docx_tables import write_columns

TEXT_WIDTH = 9072  # between the margins
LEFT, RIGHT, GAP = 5330, 3742, 340  # whose letter it is and how to reach them, to whom it is and its date
HALF, GAP_OF_HALVES = 4309, 454


def pair(body, element, around) -> list:
    """The same in two languages."""
    halves = [body.blocks(each, replace(around, in_half=True, width=HALF)) for each in element]
    blocks = []
    for at, page in enumerate(itertools.zip_longest(*map(_by_page, halves), fillvalue=[])):
        blocks += [gap(pageBreakBefore=True)] if at else []
        blocks += [_halves(element, *page)] if any(page) else []
    return blocks


def _halves(element, first, second):
    # Word keeps a row with the next one where its first paragraph is told so.
    if (paragraph := first_of(first)) is not None:
        tell(paragraph, "keepNext", val=int("letter-close" in classes(element.getparent())))
    columns = [(TEXT_WIDTH - HALF, ended(first)), (HALF, ended(second))]
    return write_columns("Letter Pair", columns, gap=GAP_OF_HALVES)


def letterhead(body, element, around) -> list:
    """The letterhead, in the look that its office chose."""
    if "letter-head-centred" in classes(element):
        return body.flow(element, replace(around, head="Centred"))
    if "letter-head-right" in classes(element):
        beside = element.getnext()
        beside = body.flow(beside, around) if beside is not None and stands_in_a_head(beside) else []
        columns = [(RIGHT, ended(body.flow(element, replace(around, head="Right")))), (LEFT, ended(beside))]
        return [write_columns("Letter Head Right", columns, from_right=True)]
    if len(element) == 2:
        return [_left_and_right(body, "Letter Head", element, around)]
    return [write_columns("Letter Head", [(TEXT_WIDTH, ended(body.flow(element, around)))])]


def top(body, element, around):
    """To whom it is, and its date and references."""
    if stands_in_a_head(element):
        return []
    return [_left_and_right(body, "Letter Top", element, around)]


def _left_and_right(body, style, element, around):
    left, right = (ended(body.blocks(each, around)) for each in element)
    return write_columns(style, [(LEFT, left), (RIGHT, right)], gap=GAP)


def in_a_line(body, element, around) -> list:
    """The address, and all other ways to reach an office in one line as far as it goes."""
    blocks, line = [], body.line(around)
    for each in element:
        if "letter-address" in classes(each):
            blocks += body.blocks(each, around)
        else:
            line.add(each)
            line.add_text("\N{EM SPACE}")
    return blocks + body.paragraph(line, around, blocks)


def classes(element) -> list[str]:
    return (element.get("class") or "").split()


def stands_in_a_head(top) -> bool:
    """Whether to whom it is stands beside the letterhead: it follows on one that stands at the right."""
    before = top.getprevious()
    return "letter-top" in classes(top) and before is not None and "letter-head-right" in classes(before)


def gap(**told):
    return w("p", paragraph_properties(pStyle="LetterGap", **told))


def ended(blocks, style="Letter Gap") -> list:
    """What stands in a cell, at whose end Word wants a paragraph."""
    if blocks and blocks[-1].tag == w("p").tag:
        return blocks
    return [*blocks, w("p", paragraph_properties(pStyle=style_id(style))) if not blocks else gap()]


def _by_page(blocks) -> list[list]:
    """The same parted where a page of its own begins, which within a cell Word would not begin."""
    pages = [[]]
    for block in blocks:
        begins = block[0].find(w("pageBreakBefore").tag)
        if begins is not None:
            block[0].remove(begins)
            pages.append([])
        pages[-1].append(block)
    return pages


def first_of(blocks):
    """The paragraph that blocks begin with."""
    return next((each for block in blocks[:1] for each in block.iter(w("p").tag)), None)
