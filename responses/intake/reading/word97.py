"""Old Word documents (.doc, Word 97 to 2003): the words, by the table that says where each piece of them is stored.

How they look is stored elsewhere and not read: headings are paragraphs here, and words that were struck out or hidden
cannot be told from the others.
"""

import io
import re
import struct
from collections.abc import Iterator

import olefile

from responses.documents import gettext_noop, is_protected
from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.bounds import MAX_CHARACTERS, NotReadable
from responses.intake.reading.kinds import PROTECTED
from responses.intake.reading.shapes import shaped, table_blocks

LOOKS_UNREAD = gettext_noop(
    "An old Word document: words that are struck out or hidden in it are read as if they were not."
)
_DAMAGED = gettext_noop(
    "This Word 97 document is damaged, so it was not read. Ask the sender for it again, as DOCX or PDF."
)
_TRIPS = (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError, struct.error)
# A field is kept as what it says and what it shows; only what it shows is the letter's.
_FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*\x14")
_FIELD_WITHOUT_RESULT = re.compile("\x13[^\x13\x14\x15]*\x15")
_PARTS = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "text boxes", "text boxes of headers")


def read_doc(content: bytes) -> Iterator[Block | str]:
    """The blocks of an old Word document: its text, its notes and text boxes; its headers as furniture."""
    if is_protected(content):
        raise NotReadable(PROTECTED)
    try:
        texts = _texts(olefile.OleFileIO(io.BytesIO(content)))
    except _TRIPS:
        raise NotReadable(_DAMAGED) from None
    yield LOOKS_UNREAD
    for part, text in texts.items():
        text = _shown(text)
        if "headers" in part:
            for line in dict.fromkeys(filter(None, map(str.strip, text.split("\r")))):
                yield Block(BlockKind.FURNITURE, line)
        elif part != "comments":
            yield from _blocks(text)


def _texts(ole: olefile.OleFileIO) -> dict[str, str]:
    """The text of each part of the document. Raises one of _TRIPS where its tables make no sense."""
    main = ole.openstream("WordDocument").read()
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    if flags & 0x0100:
        raise NotReadable(PROTECTED)
    lengths = struct.unpack_from("<8i", main, 0x4C)
    start, length = struct.unpack_from("<II", main, 0x01A2)
    table = ole.openstream("1Table" if flags & 0x0200 else "0Table").read()[start : start + length]
    text, at, found = "".join(_pieces(main, _piece_table(table))), 0, {}
    if sum(lengths) > len(text):
        raise ValueError
    for part, count in zip(_PARTS, lengths, strict=True):
        found[part], at = text[at : at + max(0, count)], at + max(0, count)
    return found


def _piece_table(table: bytes) -> bytes:
    at = 0
    while table[at] == 1:  # what changes the look of pieces
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    return table[at + 5 : at + 5 + struct.unpack_from("<I", table, at + 1)[0]]


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    """The text piece by piece: in UTF-16, or as Windows wrote it."""
    count, total = (len(table) - 4) // 12, 0
    ends = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        length = ends[number + 1] - ends[number]
        total += length
        if length < 0 or total > MAX_CHARACTERS:
            raise ValueError
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            yield main[start : start + length].decode("cp1252", "replace").ljust(length)
        else:
            yield main[place : place + 2 * length].decode("utf-16-le", "replace").ljust(length)


def _shown(text: str) -> str:
    for _ in range(5):  # fields within fields, from the innermost
        text = _FIELD_CODE.sub("", _FIELD_WITHOUT_RESULT.sub("", text))
    # A no-break hyphen, an optional one; the places of notes, pictures and comments.
    text = text.translate(
        {0x1E: "-", 0x1F: None, 0x14: None, 0x15: None, 0x01: None, 0x02: None, 0x05: None, 0x08: None}
    )
    return text.replace("\x0c", "\r").replace("\x0b", "\n")


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs, and tables: each cell ends with a mark, and each row with one more."""
    number, rows = 0, []
    # Where a row begins is not marked, and of empty cells all are taken for the last of their row.
    for line in re.split("(?<=\x07\x07)(?!\x07)", text):
        before, _, first = line.partition("\x07")[0].rpartition("\r")
        is_row = line.endswith("\x07\x07")
        if before.strip() or not is_row:
            yield from table_blocks(rows, number)
            yield from _paragraphs(before if is_row else line.replace("\x07", "\r"))
            number, rows = number + bool(rows), []
        if is_row:
            cells = [first, *line[:-2].split("\x07")[1:]]
            rows.append([(column, list(_paragraphs(cell))) for column, cell in enumerate(cells)])
    yield from table_blocks(rows, number)


def _paragraphs(text: str) -> Iterator[Block]:
    return (shaped(line.strip(), stands_out=False) for line in text.split("\r") if line.strip())
