"""Bytes of text as words, in whatever encoding offices have used: UTF-8, UTF-16, or what Windows wrote."""

import re

from responses.documents import unicode_text
from responses.intake.reading.bounds import NotReadable

_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


_SLOW = {"idna", "punycode"}  # of names on the internet: their time grows with the square of the text


def decoded(content: bytes, said: str = "") -> str:
    """The text. `said` is the encoding the file claims; UTF-8 that is valid is never anything else.

    NotReadable where it is not text at all.
    """
    text = unicode_text(content)
    if text is None:
        text = _as_said(content, said)
    if sum(1 for _ in _NOT_TEXT.finditer(text)) > 10 + len(text) / 1000:
        raise NotReadable("The words of this file are not stored as text, so they cannot be read.")
    return text


def _as_said(content: bytes, said: str) -> str:
    # Latin-1 is what old programs said when they wrote Windows-1252.
    if said.lower() not in {"", "utf-8", "ascii", "us-ascii", "iso-8859-1", "latin-1", *_SLOW}:
        try:
            return content.decode(said, "replace")
        except (LookupError, ValueError):  # no encoding that anybody knows
            pass
    return content.decode("cp1252", "replace")
