"""The one form in which words are kept: a small subset of HTML, always written in the same way.

Blocks: <p>, <h2> to <h4>, <ul>, <ol start type class>, <blockquote>, <table>. Items, cells and quotations hold blocks.
Within a line: <br>, <strong>, <em>, <sup>, <sub>, <a href>, <span lang="cy">. There is no white space between blocks.
A list's `type` is that of HTML (a, A, i, I; none for 1); its `class` says how its numbers are written: "brackets" (a),
"bracket" a), "legal" 1.1 (with the numbers of the lists around it), none "1." or "a.".
"""

import re
from html import escape

import nh3
from lxml import etree

HEADINGS = ("h2", "h3", "h4")
LISTS = ("ul", "ol")
INLINE = ("br", "strong", "em", "sup", "sub", "a", "span")
CELLS = ("td", "th")
_SAME = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4", "div": "p", "caption": "p"}
_TAGS = {"p", *HEADINGS, *LISTS, "li", "blockquote", "table", "thead", "tbody", "tfoot", "tr", *CELLS, *INLINE, *_SAME}
_VALUES = {
    "ol": {"start": r"0|[2-9]|[1-9][0-9]{1,4}", "type": "[aAiI]", "class": "brackets|bracket|legal"},
    "td": {"colspan": "[2-9]|[1-9][0-9]", "rowspan": "[2-9]|[1-9][0-9]{1,2}"},
    "a": {"href": r"(?i:https?://|mailto:)\S+"},
    "span": {"lang": "cy"},
}
_VALUES["th"] = _VALUES["td"]
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# White space and line ends at the beginning of a block; and at its end, read backwards: searching for an end takes as
# long as the square of a run of spaces.
_BEFORE, _AFTER = re.compile(r"(?:\s|<br>)*"), re.compile(r"(?:\s|>rb<)*")
_TAG = re.compile("<(/?)[^>]+>")
MOST_NESTING = 60
# What nh3 writes is well-formed, and its depth is counted first.
_PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False)


class TooDeep(ValueError):
    """Words with more lists, quotations and the like in one another than anybody means."""


def canonical(html: str) -> str:
    """The same words in the subset, in its one way of writing: of what is not in it only the words stay.

    Writing what was written by this changes nothing. Raises TooDeep.
    """
    safe = nh3.clean(
        _NO_XML.sub("\N{REPLACEMENT CHARACTER}", html),
        tags=_TAGS,
        attributes={tag: set(values) for tag, values in _VALUES.items()},
        attribute_filter=_value,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    ).replace("<br>", "<br/>")
    _refuse_depth(safe)
    written = "".join(_blocks(_parsed(safe.replace("&nbsp;", " "))))
    # A paragraph or an item that its words lacked makes them deeper, and what is written must be read again.
    _refuse_depth(written)
    return written


def parsed(words: str):
    """Words in their stored form as an lxml element that holds the blocks."""
    return _parsed(words.replace("<br>", "<br/>"))


def _parsed(xml):
    return etree.fromstring(f"<body>{xml}</body>", _PARSER)


def _value(tag, name, value):
    # Asked of every attribute, those of elements that are left out among them.
    value, wanted = value.strip(), _VALUES.get(tag, {}).get(name)
    if not wanted or not re.fullmatch(wanted, value):
        return None
    return value.replace("<", "%3C").replace(">", "%3E").replace('"', "%22")


def _refuse_depth(html: str) -> None:
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[0] not in {"<br>", "<br/>"}:
            depth += -1 if tag[1] else 1
        if depth > MOST_NESTING:
            raise TooDeep


def _tag(element) -> str:
    return _SAME.get(element.tag, element.tag)


def _blocks(holder, in_table: bool = False) -> list[str]:
    """What an element holds, as blocks. Words that stand in it by themselves are paragraphs."""
    blocks, line = [], [_text(holder.text)]
    for child in holder:
        if _tag(child) in INLINE and not _holds_blocks(child):
            line.append(_inline(child))
        else:
            blocks += _paragraph(line) + _block(child, in_table)
            line = []
        line.append(_text(child.tail))
    return blocks + _paragraph(line)


def _holds_blocks(element) -> bool:
    return any(_tag(inner) not in INLINE for inner in element.iterdescendants())


def _paragraph(line: list[str], tag: str = "p") -> list[str]:
    words = "".join(line)
    words = words[_BEFORE.match(words).end() :]
    words = words[: len(words) - _AFTER.match(words[::-1]).end()]
    return [f"<{tag}>{words}</{tag}>"] if words else []


def _block(element, in_table) -> list[str]:
    tag = _tag(element)
    if tag in LISTS:
        return _filled(element, _items(element, in_table))
    if tag == "blockquote":
        return _filled(element, _blocks(element, in_table))
    if tag == "table" and not in_table:
        return _table(element)
    if tag in {"p", *HEADINGS} and not _holds_blocks(element):
        return _paragraph([_words(element)], tag)
    # A table in a cell, an item without its list, a block in what holds none: their words, as blocks.
    return _blocks(element, in_table)


def _filled(element, inner: list[str]) -> list[str]:
    return [f"{_opening(element)}{''.join(inner)}</{_tag(element)}>"] if inner else []


def _items(element, in_table) -> list[str]:
    """The items of a list. A list that stands beside an item belongs to it; other words make an item of their own.

    An empty item goes, but for one in the midst of numbers, which counts.
    """
    items: list[list[str]] = []
    for child in _with_words(element):
        inner = _blocks(child, in_table) if _tag(child) == "li" else _block(child, in_table)
        if items and _tag(child) in LISTS:
            items[-1] += inner
        elif inner or (element.tag == "ol" and child.tag == "li"):
            items.append(inner)
    while items and not items[-1]:
        items.pop()
    return [f"<li>{''.join(inner)}</li>" for inner in items]


def _with_words(element):
    """Its children, and in their places the words between them, as paragraphs."""
    for words, child in [(element.text, None), *((child.tail, child) for child in element)]:
        if child is not None:
            yield child
        if (words or "").strip():
            paragraph = etree.Element("p")
            paragraph.text = words
            yield paragraph


def _table(element) -> list[str]:
    """Its rows, in one body; what stands in it outside of its cells goes before it."""
    rows, before = [], []
    for row in element.iter("tr"):
        if _table_of(row) is element and (cells := [cell for cell in row if cell.tag in CELLS]):
            inner = "".join(f"{_opening(cell)}{''.join(_blocks(cell, True))}</{cell.tag}>" for cell in cells)
            rows.append(f"<tr>{inner}</tr>")
    for loose in element.iter("caption", "p"):
        if loose.getparent() is element:
            before += _block(loose, True)
    return before + ([f"<table><tbody>{''.join(rows)}</tbody></table>"] if rows else [])


def _table_of(row):
    return next(row.iterancestors("table"))


def _words(element) -> str:
    """What stands in an element that holds no blocks."""
    inner = (_inline(child) + _text(child.tail) for child in element)
    return _text(element.text) + "".join(inner)


def _inline(element) -> str:
    tag, words = _tag(element), _words(element)
    if tag == "br":
        return "<br>"
    if not words or (tag in {"a", "span"} and not element.attrib):
        return words
    return f"{_opening(element)}{words}</{tag}>"


def _opening(element) -> str:
    values = {name: element.get(name) for name in _VALUES.get(element.tag, ()) if element.get(name)}
    if values.get("class") == "legal" and next(element.iterancestors("ul"), None) is not None:
        del values["class"]  # there is no number for "1.1" to go on from
    written = (f' {name}="{escape(value)}"' for name, value in values.items())
    return f"<{_tag(element)}{''.join(written)}>"


def _text(text: str | None) -> str:
    return escape(re.sub("[\t\n\r]+", " ", text or ""), quote=False)
