"""Headings, bullets and quotations as light marks in plain text: what is typed where there is no editor.

Words were kept so before they were kept as HTML, and those on the record still are. The marks are a small part of
Markdown: "## heading", "- bullet" (nested by indent), "1. item", "> quotation", "**bold**", "*italic*"; an empty line
begins a paragraph, and a line end within one is kept. There is no HTML, no link and no image.
"""

import re
from html import escape

from markdown_it import MarkdownIt

from recommendations.words.subset import TooDeep, canonical
from recommendations.words.text import as_text

# Below maxNesting the parser drops words without telling, so nothing is let down so far: see _shallow().
_MARKS = MarkdownIt("zero", {"breaks": True, "maxNesting": 100}).enable(
    ["heading", "list", "blockquote", "emphasis", "newline", "escape"]
)
_MOST_INDENT = 40
_TEN_MARKS = re.compile(r"^((?: *(?:[-+*>]|[0-9]{1,9}[.)])){10} *[0-9]*)([-+*>.)])", re.MULTILINE)
# "5." or "-" with nothing after it is no item of a list, and would be gone.
_NO_ITEM = re.compile(r"(?<=[0-9])[.)](?= *$)|(?:(?<=[ >])|^)[-+*](?= *$)", re.MULTILINE)
_INDENT = re.compile(rf"^ {{{_MOST_INDENT},}}", re.MULTILINE)
_WORD_BULLET = re.compile(
    r"^(?P<indent>[ \t]*)[•●▪◦‣∙·\uf0b7\uf0a7](?:[ \t]+|(?=\w))|^(?P<circle>[ \t]*)o\t", re.MULTILINE
)
_MEANT = re.compile(r"^([ ]*)(#(?= )|>(?=[ ]*[0-9]))|(?<=\w)([*])(?=\w)", re.MULTILINE)
# Unicode's categories Cc and Cs, but for line ends and tabs.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
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
    return _CONTROLS.findall(text)


def from_marks(text: str) -> str:
    """Marked text as words in their stored form: see canonical(). Every sign that is no mark stays.

    Where the marks stand deeper in one another than words are kept, the text is shown as it was typed.
    """
    tokens = _MARKS.parse(_shallow(_NO_ITEM.sub(r"\\\g<0>", text.expandtabs(4))))
    above = 1
    for token in tokens:
        if token.type == "heading_open":
            above = min(4, above + 1, max(2, int(token.tag[1])))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{above}"
    try:
        return canonical(_MARKS.renderer.render(tokens, _MARKS.options, {}).replace("<br>\n", "<br>"))
    except TooDeep:
        return canonical("".join(f"<p>{_lines(block)}</p>" for block in text.split("\n\n")))


def from_typed(text: str) -> str:
    """The same of what somebody types into a box without an editor, where a sign is meant more often than a mark.

    "# 12 officers", "> 90%" and "5*3*2" keep every sign: a heading has two "#", and no quotation begins with a number.
    """
    return from_marks(_MEANT.sub(lambda sign: f"{sign[1] or ''}\\{sign[2] or sign[3]}", clean(text)))


def to_marks(words: str) -> str:
    """Words in their stored form as marked text, for a box without an editor: from_marks() gives the same again.

    What no mark can say is said in words: a table's rows are lines, a link's address follows it, "(a)" is typed.
    """
    return as_text(words, marked=True)


def _lines(block: str) -> str:
    return escape(block).replace("\n", "<br>")


def _shallow(text: str) -> str:
    """The text with no more lists within lists than the parser follows; what is too deep is shown as it was typed."""
    text = _INDENT.sub(" " * _MOST_INDENT, text)
    return _TEN_MARKS.sub(r"\1\\\2", text)


def _nesting(match) -> str:
    """Word indents a nested bullet with tabs or spaces, and its second level is a lone "o"."""
    if match["circle"] is not None:
        return match["circle"].expandtabs(4) or "  "
    return match["indent"].expandtabs(4)
