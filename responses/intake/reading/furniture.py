"""What belongs to the pages of a letter and not to its text: running headers and footers, page numbers, pictures, and
what a web page says to everybody who opens it."""

import re
from collections import Counter
from itertools import pairwise

from rapidfuzz import fuzz

# "Page 3 of 7", "3 | P a g e", "- 3 -", "Tudalen 2".
_PAGE_NUMBER = re.compile(
    r"^\s*(?:(?:page|tudalen)\s+\d+(?:\s*(?:of|/|o)\s*\d+)?|\d+\s*\|\s*p\s*a\s*g\s*e|[-–]\s*\d{1,3}\s*[-–]"
    r"|\d{1,3}\s+of\s+\d{1,3})\s*$",
    re.IGNORECASE,
)
_MARKING = re.compile(
    r"^\W*(?:official|official[\s:-]*sensitive|not protectively marked|restricted|unclassified"
    r"|protect)(?:\s*[-–:]\s*(?:police|sensitive|public))?\W*$",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"^\W*(?:a\s+)?(?:handwritten\s+signature|signature\s+of|picture\s+of|image\s+of|logo\s+of|text,?\s+logo"
    r"|a\s+picture\s+containing|a\s+black\s+and\s+white)\b",
    re.IGNORECASE,
)
# What a letter that was saved from a web page begins and ends with: ways to skip, size, search and share, cookies.
_OF_A_WEB_PAGE = re.compile(
    r"^\W*(?:skip\s+(?:to|content|navigation)\b.{0,40}|(?:quickly\s+exit|leave)\s+this\s+(?:site|page)\b.{0,80}"
    r"|text\s+size\b.{0,20}|change\s+font\s+size\b.{0,160}|(?:(?:open|close|main|mobile|toggle)\s+)?(?:menu|navigation)"
    r"|home(?:\s*[>/»›|].{0,120})?|search(?:\s+this\s+site)?|(?:share|print|email)\s+this\s+(?:page|article)\b.{0,40}"
    r"|(?:back\s+to|return\s+to)\s+(?:the\s+)?top|(?:you\s+are\s+here|breadcrumbs?)\b.{0,120}|google\s+analytics"
    r"|(?:(?:cookies?(?:\s+policy)?|privacy(?:\s+(?:policy|notice))?|accessibility(?:\s+statement)?|site\s*map|contact\s+us"
    r"|about\s+us|terms\s+(?:of\s+use|and\s+conditions)|legal|disclaimer|copyright|news)\b\W*)+"
    r"|(?:(?:facebook|twitter|youtube|instagram|linkedin|whatsapp|x)\b\W*)+|(?:necessary|essential)\s+cookies"
    r"|this\s+(?:web)?site\s+(?:is\s+a\s+beta|uses\s+cookies)\b.*|sorry,\s+there\s+was\s+a\s+technical\s+problem\b.*"
    r"|(?=.*\bcookies?\b)(?=.*\b(?:(?:web)?site|settings|preferences|analytics|browser)\b).*)\W*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@|www\.|\b(?:tel|telephone|phone|ffôn|email|e-mail|fax)\b\s*[:.]|\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b",
    re.IGNORECASE,
)
# Lines that letters repeat on purpose: labels of answers, headings of recommendations, statuses, items.
_LABEL = re.compile(
    r"\b(?:responses?|comments?|update|progress|actions?|position|status|complete[d]?|accepted|yes|no|n/a|ymateb)\W*$"
    r"|\b(?:recommendations?|argymhell\w+)\b|^\W*(?:[-*•#]|\d+[.)])|[\t|]|:$|^(?:from|to|cc|sent|date|subject)\s*:",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?:;][\"'”’)\]*]*$")
_ALIKE = 94  # out of 100
_SHORTEST = 8  # characters
_LONGEST = 200


def is_page_number(line: str) -> bool:
    return bool(_PAGE_NUMBER.match(line) or _MARKING.match(line))


def is_of_a_web_page(line: str) -> bool:
    """What a site says on its every page: "Skip to content", "We use some essential cookies ..."."""
    return len(line) <= 500 and bool(_OF_A_WEB_PAGE.match(line))


def is_picture(line: str) -> bool:
    """The words that describe a picture in a file made accessible: "A handwritten signature in black ink ..."."""
    return bool(_PICTURE.match(line))


def running_lines(pages: list[list[str]]) -> set[str]:
    """The lines that repeat as a header or footer: at the edge of pages, in the middle of a sentence, or with contact
    details. `pages` are the lines of each page, empty ones too."""
    lines = [line.strip() for page in pages for line in page]
    counts = Counter(line for line in lines if _SHORTEST <= len(line) <= _LONGEST and not _LABEL.search(line))
    repeated = {line for line, count in counts.items() if count > 1}
    at_edges = {line for page in pages for line in _edges(page)}
    interrupting = _interrupting(lines, repeated)
    running = {line for line in repeated if line in interrupting or _CONTACT.search(line)}
    if len(pages) > 1:
        running |= repeated & at_edges
    running |= _nearly(list(counts))
    return running | _beside(lines, repeated, running)


def _edges(page: list[str]) -> set[str]:
    """The first and last lines of a page, up to the first empty line from either end."""
    with_words = [line.strip() for line in page if line.strip()]
    return {*with_words[:1], *with_words[-1:]}


def _interrupting(lines: list[str], repeated: set[str]) -> set[str]:
    """Repeated lines with an unfinished sentence before and its rest after."""
    found, text = set(), [line for line in lines if line]
    for before, line, after in zip(text, text[1:], text[2:], strict=False):
        if line in repeated and not _ENDS.search(before) and after[:1].islower() and len(before) > 40:
            found.add(line)
    return found


def _beside(lines: list[str], repeated: set[str], running: set[str]) -> set[str]:
    """Repeated lines that stand directly above or below a running line: an address goes with its telephone number."""
    found: set[str] = set()
    for _ in range(6):
        for above, below in pairwise(lines):
            known = running | found
            if above in repeated and below in known:
                found.add(above)
            if below in repeated and above in known:
                found.add(below)
    return found


def _nearly(lines: list[str]) -> set[str]:
    """Contact lines that are the same but for a slip of the pen."""
    contacts = [line for line in lines if _CONTACT.search(line)]
    return {line for line in contacts if any(line != other and fuzz.ratio(line, other) >= _ALIKE for other in contacts)}
