"""Words as a page or a letter shows them. This is the only reader, whatever form they were stored in."""

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from recommendations.words.language import with_languages
from recommendations.words.marks import from_marks
from recommendations.words.subset import canonical
from recommendations.words.text import as_text

# Marked text cannot begin so: what did, before there was another form, was given a line end in front.
_HTML = re.compile("<(?:p|h[234]|ul|ol|blockquote|table)[ >]")
_PIECES = re.compile("(<[^>]+>)")
_HEADING = re.compile("<(/?)h([234])>")
_TABLE = re.compile("<table><tbody>(<tr>.*?</tr>)(.*?)</tbody></table>", re.DOTALL)  # none stands in another
_LONGEST_HEAD = 300  # characters: what fills much of a page is not repeated on each
_STRAIGHT = str.maketrans("‘’`´“”", "''''\"\"")


def is_html(text: str) -> bool:
    """Whether words are in their stored form, and not marked text from before."""
    return bool(_HTML.match(text))


def stored(text: str) -> str:
    """Words in their stored form, whichever they are in."""
    return text if is_html(text) else _from_marks(text)


# What is on the record stays as it was stored, and is read often.
_from_marks = lru_cache(maxsize=200)(from_marks)


def plain(text: str) -> str:
    """The words as text, with the number of each item and the address of each link, and without marks."""
    return as_text(stored(text))


def to_html(text: str, top: int = 3, marked: Iterable[str] = ()) -> SafeString:
    """The words as HTML. The highest heading becomes h<top>; none skips a level, or goes below h6. Welsh says it is.

    `marked`: phrases to point out wherever they stand, whatever elements, line ends and quotation marks are in them.
    """
    # Made safe again, though it was when it was stored: whoever may write to the database is not trusted with a page.
    html = canonical(text) if is_html(text) else _from_marks(text)
    html = with_languages(_under(html, top))
    if "<th" in html:
        html = _TABLE.sub(_with_head, _with_scopes(html))
    phrases = list(filter(None, map(_folded, marked)))
    return mark_safe(_point_out(html, phrases) if phrases else html)  # noqa: S308 - canonical() leaves nothing else


def _under(html: str, top: int) -> str:
    above = top - 1

    def shifted(match):
        nonlocal above
        if not match[1]:
            above = min(6, above + 1, top + int(match[2]) - 2)
        return f"<{match[1]}h{above}>"

    return _HEADING.sub(shifted, html)


def _with_scopes(html: str) -> str:
    """Say what each header cell heads: its column in a row of nothing but headers, else its row."""

    def scoped(row):
        scope = "row" if "<td" in row[0] else "col"
        return re.sub("<th(?=[ >])", f'<th scope="{scope}"', row[0])

    return re.sub("<tr>.*?</tr>", scoped, html, flags=re.DOTALL)


def _with_head(table) -> str:
    """The table with its first row as its head where that is nothing but headings: on paper each page repeats it."""
    first, rest = table[1], table[2]
    is_head = "<td" not in first and "rowspan" not in first and rest and len(strip_tags(first)) <= _LONGEST_HEAD
    return f"<table><thead>{first}</thead><tbody>{rest}</tbody></table>" if is_head else table[0]


def _folded(phrase: str) -> str:
    return " ".join(strip_tags(phrase).translate(_STRAIGHT).split())


def _point_out(html: str, phrases: list[str]) -> str:
    """Puts <mark> around phrases; each run of text is marked by itself, so that elements never overlap."""
    pieces = _PIECES.split(html)
    said, places = "", []  # the words on one line, and the piece and the place in it of each character
    for at, piece in enumerate(pieces):
        for place, char in enumerate([" "] if _ends_words(piece) else "" if piece[:1] == "<" else _characters(piece)):
            if not char.isspace() or said[-1:] not in {"", " "}:
                said += " " if char.isspace() else char.translate(_STRAIGHT)
                places.append((at, place))
    found = {
        place
        for phrase in phrases
        for match in re.finditer(re.escape(phrase), said)
        for place in places[match.start() : match.end()]
    }
    return "".join(piece if piece[:1] == "<" else _marked(piece, at, found) for at, piece in enumerate(pieces))


_ENTITY = re.compile("&(?:amp|lt|gt);|.", re.DOTALL)
_SIGNS = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


def _characters(piece: str) -> list[str]:
    return [_SIGNS.get(char, char) for char in _ENTITY.findall(piece)]


def _ends_words(piece: str) -> bool:
    """Whether a tag parts two words: one within a line does not."""
    return piece[:1] == "<" and not re.match("</?(?:strong|em|sup|sub|a|span)[ >]", piece)


def _marked(piece: str, at: int, found: set) -> str:
    runs = itertools.groupby(enumerate(_ENTITY.findall(piece)), lambda it: (at, it[0]) in found)
    texts = ((is_found, "".join(char for _, char in run)) for is_found, run in runs)
    return "".join(f"<mark>{text}</mark>" if is_found else text for is_found, text in texts)
