"""Draws a letter in a process of its own, which can be killed: hostile or huge text occupies no web process.

How that is done is in responses/apart.py; pdf.py is what draws there. WeasyPrint is loaded in that process alone.
"""

import logging
import os
import pickle
import tempfile
from typing import BinaryIO

from responses.apart import Apart, NotDone, Stopped, TooLong, WentWrong

logger = logging.getLogger(__name__)
# What the limits on texts allow takes half of this on a slow machine (docs/decisions/0089).
SECONDS = 60
MEMORY = 1024 * 1024 * 1024
MAX_PDF = 50 * 1024 * 1024
_PDF = b"%PDF-"
LETTER, PAPER = "letter", "paper"  # how a document looks: the names of stylesheets in static/letters
_TOO_LONG = "Drawing this letter took longer than {} seconds, so it was given up. Shorten it, or use less bold in it."
_TOO_MUCH = "This letter takes more memory than drawing a letter may, so it was given up. Shorten its texts and tables."
_STOPPED = "The letter could not be drawn just now. Nothing is lost: try again in a minute."
_OUR_MISTAKE = "The tracker made a mistake in drawing this letter. Nothing is lost: tell an administrator."

# As many as there are processors: more at once would each take longer. A working day's letters find it ready.
DRAWER = Apart("responses.letter.drawing", at_once=os.cpu_count() or 1, idle=60 * 60, patience=SECONDS)


class LetterError(Exception):
    """A letter that cannot be drawn; the message is a sentence for the person who wants it."""


def draw(
    html: str,
    *,
    assets: dict[str, bytes],
    identifier: bytes,
    look: str = LETTER,
    seconds: int = SECONDS,
    memory: int = MEMORY,
) -> bytes:
    """The document as a PDF. Assets are all that it may refer to, by address. LetterError where it cannot be.

    The same bytes as pdf.write_pdf gives, but made apart, within `seconds`, and with no more than so much `memory`.
    """
    asked = pickle.dumps((html, assets, identifier, look))
    try:
        try:
            said = _ask(asked, seconds, memory)
        except Stopped:  # once more: that somebody ended the process says nothing about the letter
            said = _ask(asked, seconds, memory)
    except TooLong:
        raise LetterError(_TOO_LONG.format(seconds)) from None
    except Stopped:
        raise LetterError(_STOPPED) from None
    except WentWrong as error:
        logger.error("A letter could not be drawn: %s", error)
        raise LetterError(_OUR_MISTAKE) from None
    except NotDone:
        raise LetterError(_TOO_MUCH) from None
    if not said.startswith(_PDF):
        raise LetterError(said.decode(errors="replace") or _OUR_MISTAKE)
    return said


def _ask(asked: bytes, seconds: int, memory: int) -> bytes:
    with tempfile.TemporaryFile() as file:
        file.write(asked)
        file.seek(0)
        return DRAWER.ask(file, seconds=seconds, memory=memory, most=MAX_PDF)


# -- what is done in the other process

THREADS = True  # Pango looks for fonts in one
_THREADS = "/proc/self/task"  # one for each thread of this process
_fonts_are_ready = False


def prepare() -> None:
    """Load WeasyPrint, fonts and stylesheet."""
    from responses.letter import pdf

    pdf.rehearse()
    global _fonts_are_ready
    _fonts_are_ready = os.path.isdir(_THREADS) and len(os.listdir(_THREADS)) == 1


def rehearse() -> None:
    """Draw a letter that nobody gets, in the process that will draw the next one."""
    from responses.letter import pdf

    _ready_fonts()
    pdf.rehearse()


def work(asked: BinaryIO) -> bytes:
    """The letter, or why it cannot be drawn."""
    from responses.letter.pdf import write_pdf

    _ready_fonts()
    html, assets, identifier, look = pickle.load(asked)  # noqa: S301 - written by our own side
    try:
        return write_pdf(html, assets=assets, identifier=identifier, look=look)
    except LetterError as error:
        return str(error).encode()


def _ready_fonts() -> None:
    """Once in a process that was forked from one with threads."""
    from responses.letter.pdf import stylesheet

    global _fonts_are_ready
    if not _fonts_are_ready:
        for look in (LETTER, PAPER):
            stylesheet(look)[1].renew()
    _fonts_are_ready = True
