"""Bytes as words, how many of them are read, and the one error that says why a file is not.

A letter to the inspectorate is a few pages; these limits are some fifty times that, and small enough that reading the
worst file takes seconds.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from responses.documents import gettext_noop, unicode_text
from responses.intake.proposal import Block, Hint
from responses.intake.sentences import Sentence
from responses.zips import NotReadable

MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 300
MAX_CHARACTERS = 1_000_000
MAX_BLOCKS = 20_000
_NO_TEXT = gettext_noop("The words of this file are not stored as text, so they cannot be read.")
# A tab or a line end parts words; every other control character and every mark that hides or turns text goes.
_KEPT = "\n\t"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_SLOW = {"idna", "punycode"}  # of names on the internet: their time grows with the square of the text
_SEVEN_BITS = {"utf-7", "iso-2022-jp", "hz-gb-2312"}  # which would pass for ASCII
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def decoded(content: bytes, said: str = "") -> str:
    """The text. `said` is the encoding the file claims; UTF-8 that is valid is never anything else.

    NotReadable where it is not text at all.
    """
    text = unicode_text(content) if said.lower() not in _SEVEN_BITS else None
    if text is None:
        text = _as_said(content, said)
    if sum(1 for _ in _NOT_TEXT.finditer(text)) > 10 + len(text) / 1000:
        raise NotReadable(_NO_TEXT)
    return text


def _as_said(content: bytes, said: str) -> str:
    # Latin-1 is what old programs said when they wrote Windows-1252.
    if said.lower() not in {"", "utf-8", "ascii", "us-ascii", "iso-8859-1", "latin-1", *_SLOW}:
        try:
            return content.decode(said, "replace")
        except (LookupError, ValueError):  # no encoding that anybody knows
            pass
    return content.decode("cp1252", "replace")


def tidy(text: str) -> str:
    """The same words without invisible characters, with single spaces, and no space at the ends of lines."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n"))
    text = text.replace("\u2029", "\n\n").replace("\f", "\n")
    text = "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in {"Cc", "Cs", "Cn"})
    text = re.sub(r"(?<=\S)[^\S\n]+", " ", text).replace("\t", " ").replace("\u00a0", " ")
    return "\n".join(line.rstrip(" ") for line in text.split("\n")).strip("\n").rstrip()


def within_bounds(said: Iterable[Block | Hint | str]) -> Iterator[Block | Hint | str]:
    """The blocks with tidy words, without empty ones; NotReadable as soon as they are more than any letter has."""
    characters = 0
    for count, block in enumerate(said, start=1):
        if not isinstance(block, Block):
            yield block
            continue
        characters += len(block.text)
        if characters > MAX_CHARACTERS:
            raise NotReadable(Sentence.TOO_MANY_CHARACTERS % {"most": f"{MAX_CHARACTERS:,}"})
        if count > MAX_BLOCKS:
            raise NotReadable(Sentence.TOO_MANY_BLOCKS % {"most": f"{MAX_BLOCKS:,}"})
        if text := tidy(block.text):
            yield replace(block, text=text)
