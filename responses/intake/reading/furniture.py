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
_LINKS = (
    r"cookies?(?:\s+policy)?|privacy(?:\s+(?:policy|notice))?|accessibility(?:\s+statement)?|site\s*map|(?:contact|about)\s+us"
    r"|terms\s+(?:of\s+use|and\s+conditions)|legal|disclaimer|copyright|news|facebook|twitter|youtube|instagram|linkedin"
    r"|whatsapp|google\s+analytics|(?:necessary|essential)\s+cookies"
)
_OF_A_WEB_PAGE = re.compile(
    rf"(?:skip\s+(?:to|content|navigation)\b.{{0,40}}|(?:quickly\s+exit|leave)\s+this\s+(?:site|page)\b.{{0,80}}"
    rf"|(?:text|change\s+font)\s+size\b.{{0,160}}|(?:(?:open|close|main|mobile|toggle)\s+)?(?:menu|navigation)"
    rf"|home(?:\s*[>/»›|].{{0,120}})?|search(?:\s+this\s+site)?|(?:share|print|email)\s+this\s+(?:page|article)\b.{{0,40}}"
    rf"|(?:back|return)\s+to\s+(?:the\s+)?top|(?:you\s+are\s+here|breadcrumbs?)\b.{{0,120}}|(?:{_LINKS})\b\W*(?:(?:{_LINKS}|x)\b\W*)*"
    rf"|this\s+(?:web)?site\s+(?:is\s+a\s+beta|uses\s+cookies)\b.*|sorry,\s+there\s+was\s+a\s+technical\s+problem\b.*"
    rf"|(?=.*\bcookies?\b)(?=.*\b(?:(?:web)?site|settings|preferences|analytics|browser)\b).*)\W*",
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
_LONGEST_FURNITURE = 600
_MOST_CONTACTS = 300  # lines that are compared each with each


def is_furniture(line: str) -> bool:
    """Whether a line is a page number, a marking, the words for a picture ("A handwritten signature in black ink ..."),
    or what a site says on its every page ("Skip to content", "We use some essential cookies ...")."""
    bare = line.lstrip("".join({char for char in line[:20] if not char.isalnum()}))
    return len(line) <= _LONGEST_FURNITURE and bool(
        _PAGE_NUMBER.match(line) or _MARKING.match(line) or _PICTURE.match(line) or _OF_A_WEB_PAGE.fullmatch(bare)
    )


def running_lines(pages: list[list[str]]) -> set[str]:
    """The lines that repeat as a header or footer: at the edge of pages, in the middle of a sentence, or with contact
    details. `pages` are the lines of each page, empty ones too."""
    lines = [line.strip() for page in pages for line in page]
    counts = Counter(line for line in lines if _SHORTEST <= len(line) <= _LONGEST and not _LABEL.search(line))
    repeated = {line for line, count in counts.items() if count > 1}
    with_words = [[line.strip() for line in page if line.strip()] for page in pages]
    at_edges = {line for page in with_words for line in (*page[:1], *page[-1:])}
    interrupting = _interrupting(lines, repeated)
    running = {line for line in repeated if line in interrupting or _CONTACT.search(line)}
    if len(pages) > 1:
        running |= repeated & at_edges
    running |= _nearly(list(counts))
    return running | _beside(lines, repeated, running)


def _interrupting(lines: list[str], repeated: set[str]) -> set[str]:
    """Repeated lines with an unfinished sentence before and its rest after."""
    text = [line for line in lines if line]
    return {
        line
        for before, line, after in zip(text, text[1:], text[2:], strict=False)
        if line in repeated and not _ENDS.search(before) and after[:1].islower() and len(before) > 40
    }


def _beside(lines: list[str], repeated: set[str], running: set[str]) -> set[str]:
    """Repeated lines that stand directly above or below a running line: an address goes with its telephone number."""
    found = set(running)
    for _ in range(6):
        for pair in pairwise(lines):
            if any(line in found for line in pair):
                found.update(line for line in pair if line in repeated)
    return found - running


def _nearly(lines: list[str]) -> set[str]:
    """Contact lines that are the same but for a slip of the pen."""
    contacts = [line for line in lines if _CONTACT.search(line)][:_MOST_CONTACTS]
    return {line for line in contacts if any(line != other and fuzz.ratio(line, other) >= _ALIKE for other in contacts)}
