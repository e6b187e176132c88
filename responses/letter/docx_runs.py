"""What stands within a paragraph of the page, as Word's runs: text with its look, ends of lines, links, pictures."""

import base64
import binascii
import io
import itertools
import re
from dataclasses import dataclass, replace

from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm

from responses.letter.docx_elements import run_properties, text, w
from responses.letter.docx_styles import style_id

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PICTURE = (Mm(60), Mm(22))  # the largest, as in the PDF
MARKS = {"letter-fact": "Letter Fact", "letter-label": "Letter Fact Label"}
IN_TEXT = {"strong": "Strong", "b": "Strong", "em": "Emphasis", "i": "Emphasis", "cite": "Emphasis"}
LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


@dataclass(frozen=True)
class Look:
    """What the elements around a run say of it."""

    styles: tuple[str, ...] = ()
    raised: str = ""  # or lowered
    language: str = ""
    link: str = ""
    link_style: str = "Hyperlink"

    def within(self, element) -> "Look":
        classes = (element.get("class") or "").split()
        marks = [MARKS[each] for each in classes if each in MARKS]
        marks += [IN_TEXT[element.tag]] if element.tag in IN_TEXT else []
        is_link = element.tag == "a" and re.match("(?i)https?:|mailto:", element.get("href", ""))
        return Look(
            styles=(*self.styles, *marks),
            raised={"sup": "superscript", "sub": "subscript"}.get(element.tag, self.raised),
            language=element.get("lang") or self.language,
            link=element.get("href") if is_link else self.link,
            link_style=self.link_style,
        )

    def properties(self):
        """Of styles only one can be told: what the others say is told beside it."""
        *others, last = self.styles or ("",)
        told = {"vertAlign": self.raised, "rStyle": style_id(self.link_style if self.link else last)}
        beside = {*self.styles} if self.link else {*others} - {last}
        told |= {"b": True, "bCs": True} if "Strong" in beside else {}
        told |= {"i": True, "iCs": True} if "Emphasis" in beside else {}
        told["lang"] = LANGUAGES.get(self.language.lower(), self.language)
        return run_properties(**{name: value for name, value in told.items() if value})


class Line:
    """A paragraph in the making. Its pieces are (what, look): text, a picture, or None where a line ends.

    `is_narrow`: its facts stand below each other.
    """

    def __init__(self, part, look: Look, *, is_narrow=False):
        self.part, self.look, self.is_narrow, self.pieces = part, look, is_narrow, []

    def add_text(self, words: str | None, look: Look | None = None) -> None:
        if words:
            self.pieces.append((re.sub("[ \t\n\r\f]+", " ", words), look or self.look))

    def add(self, element, around: Look | None = None) -> None:
        look = (around or self.look).within(element)
        if element.tag == "br":
            self.pieces.append((None, look))
        elif element.tag == "img":
            self._add_picture(element, look)
        self.add_text(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self.add(child, look)
            self.add_text(child.tail, look)
        if "letter-fact" in (element.get("class") or "").split():
            self.pieces.append((None if self.is_narrow else "\N{EM SPACE}", replace(look, link="")))

    def _add_picture(self, element, look) -> None:
        alternative = element.get("alt", "")
        kind, _, data = element.get("src", "").partition(";base64,")
        try:
            assert kind.startswith("data:image/")  # noqa: S101 - nothing is fetched from anywhere
            picture = io.BytesIO(base64.b64decode(data, validate=True))
            _, image = self.part.get_or_add_image(picture)
        except (AssertionError, binascii.Error, UnrecognizedImageError):
            self.add_text(alternative, look)
            return
        scale = min(PICTURE[0] / image.width, PICTURE[1] / image.height, 1)
        inline = self.part.new_pic_inline(picture, int(image.width * scale), int(image.height * scale))
        inline.docPr.set("descr", alternative)
        for side in "TBLR":
            inline.set(f"dist{side}", "0")
        self.pieces.append((inline, replace(look, link="")))

    def runs(self) -> list:
        """Its runs, those of one link within it; none where it says nothing."""
        if not any(not isinstance(what, str) or what.strip(" ") for what, _ in self.pieces):
            return []
        runs = []
        for link, pieces in itertools.groupby(_trimmed(self.pieces), key=lambda piece: piece[1].link):
            written = [w("r", look.properties(), _content(what)) for what, look in pieces]
            runs += [self._linked(link, written)] if link else written
        return runs

    def _linked(self, link, runs):
        element = w("hyperlink", *runs)
        element.set(R_ID, self.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return element


def _content(what):
    if what is None:
        return w("br")
    return text(what) if isinstance(what, str) else w("drawing", what)


def _trimmed(pieces) -> list:
    """The pieces as a page shows them: one space between words, none at the ends of a line."""
    trimmed, at_start = [], True
    for what, look in pieces:
        if isinstance(what, str):
            what = what.lstrip(" ") if at_start else what
            if not what:
                continue
            at_start = what.endswith(" ")
        else:
            at_start = what is None
            if what is None:
                _strip_end(trimmed)
        trimmed.append((what, look))
    while trimmed and trimmed[-1][0] is None:
        trimmed.pop()
    _strip_end(trimmed)
    return trimmed


def _strip_end(pieces) -> None:
    while pieces and isinstance(pieces[-1][0], str):
        words = pieces[-1][0].rstrip(" \N{EM SPACE}")
        if words:
            pieces[-1] = (words, pieces[-1][1])
            return
        pieces.pop()
