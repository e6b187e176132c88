"""A file's bytes -> the blocks of the letter in it, for every kind of file that letters come as.

Untrusted files are read in a process of their own: see sandbox.py. Nothing here touches the database or the network.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from responses.documents import KINDS
from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.bounds import MAX_BLOCKS, MAX_BYTES, MAX_CHARACTERS, NotReadable, within_bounds
from responses.intake.reading.encodings import decoded

__all__ = ["NotReadable", "read"]

_OLD = "{} is kept beside the record, but not read. Save it as {} and send that in too, or type what it says."
_KEPT_ONLY = {
    ".doc": _OLD.format("A Word 97 document", "DOCX or PDF"),
    ".msg": _OLD.format("An Outlook message", "EML or PDF"),
    ".png": "This file is a picture of a letter. Keep it beside the record, and type what it says.",
    ".jpg": "This file is a picture of a letter. Keep it beside the record, and type what it says.",
    ".jpeg": "This file is a picture of a letter. Keep it beside the record, and type what it says.",
}
_UNKNOWN = "Letters are read from PDF, DOCX, ODT, HTML, EML and TXT files. {} is not."


def read(content: bytes, name: str) -> list[Block]:
    """The blocks of a letter in reading order. Raises NotReadable with a sentence that says why there are none."""
    try:
        blocks = list(within_bounds(_blocks(content, name)))
    except (RecursionError, MemoryError):
        raise NotReadable("This file is nested or packed too deeply to be a letter, so it was not read.") from None
    if not any(block.kind != BlockKind.FURNITURE for block in blocks):
        raise NotReadable(
            "This file holds no words that can be read. Keep it beside the record, and type what it says."
        )
    return blocks


def _blocks(content: bytes, name: str) -> Iterator[Block]:
    if not content:
        raise NotReadable("This file is empty.")
    if len(content) > MAX_BYTES:
        raise NotReadable(f"This file must be {MAX_BYTES // 1024**2} MB or smaller.")
    ending = PurePosixPath(name).suffix.lower()
    claimed = next((kind for kind in KINDS if ending in kind.extensions), None)
    if not claimed:
        raise NotReadable(_UNKNOWN.format(f"A file that ends in {ending}" if ending else "A file without an ending"))
    if ending == ".txt":
        return _read_text(content)
    if not claimed.fits(content):
        actual = next((kind.name for kind in KINDS if kind.fits(content)), None)
        found = f"its contents are those of {actual}" if actual else "its contents are not, or are damaged"
        raise NotReadable(f"This file is named as {claimed.name}, but {found}.")
    if ending in _KEPT_ONLY:
        raise NotReadable(_KEPT_ONLY[ending])
    return _reader(ending)(content)


def _reader(ending: str):
    """The reader of one kind of file; only what it needs is loaded."""
    match ending:
        case ".pdf":
            from responses.intake.reading.pdf import read_pdf as reader
        case ".docx":
            from responses.intake.reading.word import read_docx as reader
        case ".odt":
            from responses.intake.reading.opendocument import read_odt as reader
        case ".html" | ".htm":
            from responses.intake.reading.web import read_html as reader
        case ".eml":
            return _read_mail
    return reader


def _read_mail(content: bytes) -> Iterator[Block]:
    from responses.intake.reading.mail import read_mail

    return read_mail(content, _blocks, _text_blocks)


def _read_text(content: bytes) -> Iterator[Block]:
    return _text_blocks(decoded(content))


def _text_blocks(text: str) -> Iterator[Block]:
    from responses.intake.reading.text import read_text

    if len(text) > MAX_CHARACTERS:
        raise NotReadable(f"This file holds more than {MAX_CHARACTERS:,} characters, which is no letter.")
    if text.count("\n") > MAX_BLOCKS:
        raise NotReadable(f"This file holds more than {MAX_BLOCKS:,} lines, which is no letter.")
    yield from read_text(re.sub(r"([ \t])\1{100,}", r"\1" * 100, text))
