"""Turns a letter's HTML into a PDF, in this process. WeasyPrint lives here, in halves.py, tags.py and archive.py.

A letter is drawn with this project's own fonts and files and nothing else: nothing of the machine, nothing of the
network. So the same letter gives the same bytes everywhere. People's letters are drawn through drawing.py, which has
this done in a process that can be killed, and that is told none of our settings.
"""

import re
import threading
from functools import cache
from pathlib import Path

from weasyprint import CSS
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from recommendations.words.text import with_signs
from responses.letter import archive, tags
from responses.letter.drawing import LETTER, PAPER, LetterError
from responses.letter.halves import laid_out
from responses.letter.signs import FONTS, printable

FOLDER = FONTS.parent
# A letter that nobody gets, with something of all that most letters have.
_REHEARSAL = (Path(__file__).parent / "rehearsal.html").read_text()
# Pango's font map and WeasyPrint's caches on it are not made for threads, and a letter is pure computing: threads of
# one process would gain nothing by drawing at once.
_ONE_AT_A_TIME = threading.Lock()
_TEXT = re.compile(">[^<]+<")
_LONG_WORD = re.compile(r"[^\s<>&;]{40,}")
_PIECE = re.compile(".{1,25}")
_ZERO_WIDTH_SPACE = "\u200b"

ffi.cdef("FcConfig *FcConfigCreate(void);")


class OwnFonts(FontConfiguration):
    """Fonts that the stylesheet brings, without the machine's: what is installed must not change a letter."""

    def __init__(self):
        super().__init__()
        self._config = fontconfig.FcConfigCreate()
        self._use(self.font_map)
        fontconfig.FcConfigDestroy(self._config)  # the map holds its own reference

    def renew(self) -> None:
        """Another map of the same fonts, for a process that was forked from one with threads: some versions of Pango
        look for fonts in one that belongs to the map, and threads are not copied."""
        self._left = self.font_map  # to take it apart costs time
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        self._use(self.font_map)

    def _use(self, font_map):
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", font_map), self._config)


class OwnFiles(URLFetcher):
    """Gives out what it holds, by address ("letter:..."), and has nothing that could fetch from anywhere."""

    _fail_on_errors = True  # WeasyPrint asks for this

    def __init__(self, files: dict[str, bytes]):
        # Not super().__init__(): it makes handlers for files and networks, and reads the machine's certificates.
        self.files = files

    def fetch(self, url, headers=None):
        return URLFetcherResponse(url, self.files[url])


def rehearse() -> None:
    """Load fonts, stylesheet and whatever is loaded while one draws, before the first letter asks for them."""
    # A stylesheet unpacks its fonts into a folder, which nobody may who draws.
    stylesheet(PAPER)
    write_pdf(_REHEARSAL, assets={}, identifier=b"rehearsal")


def write_pdf(html: str, *, assets: dict[str, bytes], identifier: bytes, look: str = LETTER) -> bytes:
    """The document as one file that is PDF/A-2a and PDF/UA-1. Assets are all that it may refer to, by address."""
    files = OwnFiles({address: archive.for_screens(content) for address, content in assets.items()})
    with _ONE_AT_A_TIME:
        css, fonts = stylesheet(look)
        try:
            as_it_is_kept = {"pdf_variant": archive.VARIANT, "pdf_identifier": identifier}
            document = laid_out(ready(html), files, stylesheets=[css], font_config=fonts, **as_it_is_kept)
            return document.write_pdf(finisher=archive.finish, **as_it_is_kept)
        except FatalURLFetchingError as error:  # a BaseException, which would pass Django by
            raise LetterError(str(error)) from error


def ready(html: str) -> str:
    """The document in characters that our fonts have, in words that break, with the number of each item of a list."""
    return with_signs(_breakable(printable(html)))


def _breakable(html: str) -> str:
    """Let very long words break at fixed places: to find out where they might takes WeasyPrint seconds."""

    def with_breaks(text):
        return _LONG_WORD.sub(lambda word: _ZERO_WIDTH_SPACE.join(_PIECE.findall(word[0])), text[0])

    return _TEXT.sub(with_breaks, html)


@cache
def stylesheet(look: str = LETTER) -> tuple[CSS, FontConfiguration]:
    """Parsed once for a process: doing it for each letter makes a letter of one page take a third longer."""
    tags.install()
    archive.install()
    fonts = OwnFonts()
    css = "".join((FOLDER / f"{name}.css").read_text() for name in ("fonts", "letterhead", look))
    return CSS(string=css, font_config=fonts, url_fetcher=OwnFiles(_fonts())), fonts


@cache
def _fonts() -> dict[str, bytes]:
    return {f"letter:{path.name}": path.read_bytes() for path in sorted(FONTS.glob("*.woff*"))}
