"""The words people type, with headings, bullets and quotations kept as light marks in plain text.

The marks are a small part of Markdown: "## heading", "- bullet" (nested by indent), "1. item", "> quotation",
"**bold**", "*italic*"; an empty line begins a paragraph, and a line end within one is kept. There is no HTML, no link
and no image.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Below maxNesting the parser drops words without telling, so nothing is let down so far: see _shallow().
_MARKS = MarkdownIt("zero", {"breaks": True, "maxNesting": 100}).enable(
    ["heading", "list", "blockquote", "emphasis", "newline", "escape"]
)
_MOST_INDENT = 40
_TEN_MARKS = re.compile(r"^((?: *(?:[-+*>]|[0-9]{1,9}[.)])){10} *[0-9]*)([-+*>.)])", re.MULTILINE)
_INDENT = re.compile(rf"^ {{{_MOST_INDENT},}}", re.MULTILINE)
_WORD_BULLET = re.compile(
    r"^(?P<indent>[ \t]*)[•●▪◦‣∙·\uf0b7\uf0a7](?:[ \t]+|(?=\w))|^(?P<circle>[ \t]*)o\t", re.MULTILINE
)
_KEPT_CONTROLS = {"\n", "\t"}
# Zero-width spaces, the soft hyphen, the byte-order mark and the marks that turn the reading direction round.
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x2060, 0xFEFF, 0xAD, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]
)


def clean(text: str) -> str:
    """The same words with plain line ends, "- " for Word's bullets, and without invisible characters."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\v", "\n")
        .replace("\u2028", "\n")
        .replace("\u00a0", " ")
    )
    text = _WORD_BULLET.sub(lambda match: f"{_nesting(match)}- ", text.translate(_INVISIBLE))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def control_characters(text: str) -> list[str]:
    """Characters no person types and no letter can print, such as NUL; line ends and tabs are fine."""
    return [char for char in text if unicodedata.category(char) in {"Cc", "Cs"} and char not in _KEPT_CONTROLS]


def to_html(text: str, top: int = 3, marked: Iterable[str] = ()) -> SafeString:
    """The words as escaped HTML. The highest heading becomes h<top>; none skips a level, or goes below h6.

    `marked`: phrases to point out wherever they stand, whatever marks, line ends and quotation marks are in them.
    """
    tokens = _MARKS.parse(_shallow(text.expandtabs(4)))
    above = top - 1
    for token in tokens:
        if token.type == "heading_open":
            above = min(6, above + 1, top + max(0, int(token.tag[1]) - 2))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{above}"
    _point_out(tokens, list(filter(None, map(_folded, marked))))
    html = _MARKS.renderer.render(tokens, _MARKS.options, {})
    return mark_safe(html)  # noqa: S308 - markdown-it escapes text, and knows no HTML, links or images here


_STRAIGHT = str.maketrans("‘’`´“”", "''''\"\"")


def _folded(phrase: str) -> str:
    return " ".join(phrase.translate(_STRAIGHT).split())


def _point_out(tokens: list[Token], phrases: list[str]) -> None:
    """Puts <mark> around phrases; each run of text is marked by itself, so that elements never overlap."""
    if not phrases:
        return
    inlines = [token for token in tokens if token.type == "inline"]
    said, places = "", []  # the words on one line, and the run and the place in it of each character
    for child in (child for inline in inlines for child in [*inline.children, None]):
        for place, char in enumerate(child.content if child and child.type == "text" else ""):
            if not char.isspace() or said[-1:] not in {"", " "}:
                said += " " if char.isspace() else char.translate(_STRAIGHT)
                places.append((id(child), place))
        if (child is None or child.type == "softbreak") and said[-1:] not in {"", " "}:
            said += " "
            places.append(None)
    found = {
        place
        for phrase in phrases
        for match in re.finditer(re.escape(phrase), said)
        for place in places[match.start() : match.end()]
    }
    for inline in inlines:
        inline.children = [part for child in inline.children for part in _parts(child, found)]


def _parts(child: Token, found: set) -> list[Token]:
    """A run of text with the places that were found in <mark>; anything else as it is."""
    if child.type != "text" or not any(place and place[0] == id(child) for place in found):
        return [child]
    parts = []
    for is_found, run in itertools.groupby(enumerate(child.content), lambda it: (id(child), it[0]) in found):
        text = Token("text", "", 0, content="".join(char for _, char in run))
        parts += [_raw("<mark>"), text, _raw("</mark>")] if is_found else [text]
    return parts


def _raw(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)


def _shallow(text: str) -> str:
    """The text with no more lists within lists than the parser follows; what is too deep is shown as it was typed."""
    text = _INDENT.sub(" " * _MOST_INDENT, text)
    return _TEN_MARKS.sub(r"\1\\\2", text)


def _nesting(match) -> str:
    """Word indents a nested bullet with tabs or spaces, and its second level is a lone "o"."""
    if match["circle"] is not None:
        return match["circle"].expandtabs(4) or "  "
    return match["indent"].expandtabs(4)
