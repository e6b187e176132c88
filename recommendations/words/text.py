"""Words in their stored form as text: plain, as a search or a spreadsheet wants them, or with light marks."""

import re
import textwrap

from lxml import etree

from recommendations.words.subset import CELLS, HEADINGS, LISTS, parsed

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LIST_TAGS = re.compile("(</?[ou]l[^>]*>|<li>)")
FORMS_OF_NUMBERS = {"brackets": "({})", "bracket": "{})", "legal": "{}"}
_WITHIN_A_LINE = {"strong", "em", "sup", "sub", "a", "span"}
# What the marks would take for one of them, at the start of a line and within it.
_AT_START = re.compile(r"^( *)(#{1,6}(?= |$)|>|[-+](?= |$)|([0-9]{1,9})([.)])(?= |$))", re.MULTILINE)
_WITHIN = re.compile(r"\\(?=[!-/:-@\[-`{-~])|(?<! )[*]|[*](?! )|(?<!\w)_|_(?!\w)")


def as_text(words: str, *, marked: bool = False) -> str:
    """The words with a line for each item and row, and an empty one between blocks."""
    return "\n\n".join(_blocks(parsed(words), marked, ()))


def as_words(words: str) -> str:
    """The words alone, without the numbers of items and however they are set: what two texts are compared by."""
    return " ".join(map(_spaced, parsed(words)))


def _spaced(element) -> str:
    """What it says, with white space where a block or a line ends within it."""
    said = [element.text or ""]
    for child in element:
        apart = "" if child.tag in _WITHIN_A_LINE else " "
        said.append(f"{apart}{_spaced(child)}{apart}{child.tail or ''}")
    return "".join(said)


def _blocks(holder, marked, numbers) -> list[str]:
    blocks = []
    for block in holder:
        if block.tag in LISTS:
            blocks.append(_list(block, marked, numbers))
        elif block.tag == "table":
            blocks.append("\n".join(_row(row, marked) for row in block.iter("tr")))
        elif block.tag == "blockquote":
            inner = "\n\n".join(_blocks(block, marked, ()))
            blocks.append(textwrap.indent(inner, "> ", lambda _: True) if marked else inner)
        else:
            mark = "#" * int(block.tag[1]) + " " if marked and block.tag in HEADINGS else ""
            blocks.append(mark + _line(block, marked))
    return blocks


def _list(block, marked, numbers) -> str:
    first = int(block.get("start", 1))
    items = []
    for number, item in enumerate(block, first):
        sign = "-" if block.tag == "ul" else sign_of(block, number, numbers)
        within = numbers if block.tag == "ul" else (*numbers, str(number))
        inner = "\n".join(_blocks(item, marked, within))
        hanging = textwrap.indent(inner, " " * (len(sign) + 1)).lstrip()
        items.append(f"{sign} {hanging}")
    return "\n".join(items)


def sign_of(block, number: int, outer: tuple[str, ...] = ()) -> str:
    """How an item of a numbered list is numbered: "3.", "(c)", "iii)", or "2.3" within item 2 of the list around it."""
    kind, form = block.get("type", "1"), block.get("class", "")
    sign = {"1": str, "a": _letter, "i": _roman}[kind.lower()](number)
    sign = sign.upper() if kind.isupper() else sign
    return ".".join((*outer, sign)) if form == "legal" else FORMS_OF_NUMBERS.get(form, "{}.").format(sign)


def with_signs(html: str) -> str:
    """The same HTML with the number of each item written into it as a style, for a reader of no `start` or `class`."""
    open_lists, pieces = [], _LIST_TAGS.split(html)
    for at, piece in enumerate(pieces):
        if piece in {"</ol>", "</ul>"}:
            open_lists.pop()
        elif piece.startswith(("<ol", "<ul")):
            block = etree.fromstring(f"{piece}</{piece[1:3]}>")
            open_lists.append([block, int(block.get("start", 1)) - 1])
        elif piece == "<li>" and open_lists and open_lists[-1][0].tag == "ol":
            open_lists[-1][1] += 1
            block, number = open_lists[-1]
            outer = tuple(str(number) for around, number in open_lists[:-1] if around.tag == "ol")
            pieces[at] = f"<li style=\"list-style-type: '{sign_of(block, number, outer)}\\2002'\">"
    return "".join(pieces)


def _letter(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters or "0"


def _roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    signs = ""
    for value, sign in _ROMAN:
        signs += sign * (number // value)
        number %= value
    return signs


def _row(row, marked) -> str:
    cells = ["; ".join("\n".join(_blocks(cell, marked, ())).split("\n")) for cell in row if cell.tag in CELLS]
    return (" | " if marked else "\t").join(cells)


def _line(element, marked) -> str:
    """The words within a block."""
    words = _said(element.text, marked) + "".join(
        _inline(child, marked) + _said(child.tail, marked) for child in element
    )
    if marked and element.tag not in {"strong", "em", "a", "span", "sup", "sub"}:
        words = _AT_START.sub(lambda it: f"{it[1]}{it[3]}\\{it[4]}" if it[3] else f"{it[1]}\\{it[2]}", words)
    return words


def _inline(element, marked) -> str:
    if element.tag == "br":
        return "\n"
    words = _line(element, marked)
    if element.tag == "a":
        address = element.get("href").removeprefix("mailto:")
        return words if words == address else f"{words} ({_said(address, marked)})"
    mark = {"strong": "**", "em": "*"}.get(element.tag, "") if marked else ""
    return f"{mark}{words}{mark}" if words.strip() == words else words


def _said(text, marked) -> str:
    return _WITHIN.sub(r"\\\g<0>", text or "") if marked else text or ""
