"""How much one text, and one letter, may hold, so that no paste occupies a worker.

Worst cases, not usual ones: a letter of 20 pages of prose takes a third of what these allow. Short lines cost a PDF far
more than long ones, and so does bold or italic at every word. The figures are in docs/decisions.
"""

import re

from django.utils.translation import gettext

from recommendations.words import plain

MAX_CHARACTERS = 20_000
MAX_LINES = 500
MAX_MARKS = 500  # bold and italic phrases, links and the like
_MARK = re.compile("<(?:strong|em|sup|sub|a|span)[ >]")
MAX_LETTER_CHARACTERS = 150_000
MAX_LETTER_LINES = 1_000  # those with something in them


def too_much(words: str) -> str:
    """What to do about words that hold too much, as an error message; "" for any others."""
    text = plain(words)
    if len(text) > MAX_CHARACTERS:
        told = {"most": f"{MAX_CHARACTERS:,}", "found": f"{len(text):,}"}
        return gettext("Shorten the text to %(most)s characters: it has %(found)s.") % told
    if (lines := _lines(text)) > MAX_LINES:
        told = {"most": f"{MAX_LINES:,}", "found": f"{lines:,}"}
        return gettext("Shorten the text to %(most)s lines: it has %(found)s.") % told
    if (marks := len(_MARK.findall(words))) > MAX_MARKS:
        told = {"found": f"{marks:,}", "most": f"{MAX_MARKS:,}"}
        return (
            gettext("Use less bold and italic: it has %(found)s such phrases and links, and may have %(most)s.") % told
        )
    return ""


def _lines(text: str) -> int:
    """Lines of a text, each cell of a table counted as one."""
    return text.count("\n") + text.count("\t") + 1


def too_much_together(texts: list[str]) -> str:
    """The same for all the texts of one letter, in plain text."""
    if (characters := sum(map(len, texts))) > MAX_LETTER_CHARACTERS:
        told = {"most": f"{MAX_LETTER_CHARACTERS:,}", "found": f"{characters:,}"}
        return gettext("Shorten the letter to %(most)s characters: its texts have %(found)s together.") % told
    if (lines := sum(_lines(line) for text in texts for line in text.split("\n") if line.strip())) > MAX_LETTER_LINES:
        told = {"most": f"{MAX_LETTER_LINES:,}", "found": f"{lines:,}"}
        return gettext("Shorten the letter to %(most)s lines: its texts have %(found)s together.") % told
    return ""
