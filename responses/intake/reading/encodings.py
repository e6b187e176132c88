"""Bytes of text as words, in whatever encoding offices have used: UTF-8, UTF-16 that says so, or what Windows wrote."""

import codecs
import re

from responses.intake.reading.bounds import NotReadable

_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


def decoded(content: bytes, said: str = "") -> str:
    """The text. `said` is the encoding the file claims; UTF-8 that is valid is never anything else.

    NotReadable where it is not text at all.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _as_said(content, said)
    if sum(1 for _ in _NOT_TEXT.finditer(text)) > 10 + len(text) / 1000:
        raise NotReadable("The words of this file are not stored as text, so they cannot be read.")
    return text


def _as_said(content: bytes, said: str) -> str:
    # Latin-1 is what old programs said when they wrote Windows-1252.
    if said.lower() not in {"", "utf-8", "ascii", "us-ascii", "iso-8859-1", "latin-1"}:
        try:
            return content.decode(said, "replace")
        except (LookupError, ValueError):  # no encoding that anybody knows
            pass
    return content.decode("cp1252", "replace")
