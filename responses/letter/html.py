"""The letter as a page and as a PDF, both from templates/letters/letter.html: they cannot say different things.

`letter_html` is the letter as part of a page of ours, `render_letter` the same letter as a PDF. A PDF is drawn in a
process of its own (drawing.py), which takes a second and more for a long letter: never within a transaction.
"""

import base64
import copy
import datetime
import hashlib
import logging
from dataclasses import dataclass

from django.template.loader import render_to_string

from recommendations.english import in_english
from recommendations.models import Body
from recommendations.pictures import kind_of
from responses.letter import drawing
from responses.letter.checks import too_long
from responses.letter.drawing import LetterError
from responses.letter.facts import letter_facts
from responses.models import SentLetter, Update

logger = logging.getLogger(__name__)
LOGO, SIGNATURE = "letter:logo", "letter:signature"


@dataclass(frozen=True)
class DrawnLetter:
    """The letter of a draft as it would be sent at a moment of a day, drawn and not stored yet."""

    at: datetime.datetime
    on: datetime.date
    pdf: bytes
    page: str
    fingerprint: str

    def is_of(self, update: Update) -> bool:
        """Whether the update, read again, still makes exactly this letter."""
        return self.fingerprint == _fingerprint(*_document(_as_sent(update, self.at, self.on)))

    def to_keep(self) -> SentLetter:
        return SentLetter(html=self.page, pdf=self.pdf, sha256=hashlib.sha256(self.pdf).hexdigest())


def render_letter(update: Update) -> bytes:
    """The letter as a PDF. The same update gives the same bytes. LetterError where it cannot be drawn."""
    return _drawn(update, *_document(update))


def draw_letter(update: Update, *, at: datetime.datetime, on: datetime.date) -> DrawnLetter:
    """The letter as it is kept when a draft is sent. LetterError where it cannot be drawn."""
    sent = _as_sent(update, at, on)
    document, page = _document(sent), letter_html(sent)  # both before the drawing, so that they say the same
    return DrawnLetter(at, on, _drawn(sent, *document), page, _fingerprint(*document))


def _as_sent(update, at, on) -> Update:
    sent = copy.copy(update)
    sent.recorded_at, sent.received_on = at, on
    return sent


def _document(update) -> tuple[str, dict[str, bytes]]:
    """All that a letter is made of: its document, and by address the pictures that this refers to."""
    pictures = {LOGO: logo_of(update.body), SIGNATURE: signature_on(update)}
    assets = {address: picture for address, picture in pictures.items() if picture}
    addresses = {f"{address.removeprefix('letter:')}_url": address for address in assets}
    return letter_document(update, **addresses), assets


def _drawn(update, html, assets) -> bytes:
    if problem := too_long(update):
        raise LetterError(problem)
    return drawing.draw(html, assets=assets, identifier=update.reference.encode())


def _fingerprint(html, assets) -> str:
    """What tells one letter from another: the very text that is drawn, so that nothing in it can be forgotten."""
    return hashlib.sha256(b"\0".join([html.encode(), *assets.values()])).hexdigest()


@in_english
def letter_html(update: Update) -> str:
    """The letter as a part of a page, which has its own <h1>. It wants static/letters/letter-page.css."""
    pictures = {"logo_url": picture_url(logo_of(update.body)), "signature_url": picture_url(signature_on(update))}
    return render_to_string("letters/letter.html", letter_facts(update, level=2) | pictures | _signed(update))


@in_english
def letter_document(update: Update, *, logo_url: str = "", signature_url: str = "") -> str:
    """The letter as a whole HTML document: what WeasyPrint is given."""
    made_at = (update.recorded_at or update.edited_at).astimezone(datetime.UTC)
    facts = {"made_at": f"{made_at:%Y-%m-%dT%H:%M:%SZ}", "logo_url": logo_url}
    facts |= {"signature_url": signature_url, **_signed(update)}
    return render_to_string("letters/document.html", letter_facts(update, level=1) | facts)


def picture_url(picture: bytes) -> str:
    """A picture as an address within a page; "" for none."""
    return f"data:image/{kind_of(picture)};base64,{base64.b64encode(picture).decode()}" if picture else ""


def signature_on(update: Update) -> bytes:
    """The picture of the signature that its owner put on it, empty where there is none."""
    return bytes(update.signature.image) if update.signature_id else b""


def _signed(update: Update) -> dict:
    return {"signature_alt": update.signature.alternative if update.signature_id else ""}


def logo_of(body: Body) -> bytes:
    """The logo of its letterhead, empty where it has none."""
    if not body.logo:
        return b""
    try:
        with body.logo.open("rb") as file:
            return file.read()
    except OSError:
        logger.exception("The logo of %s cannot be read, so its letters go without", body)
        return b""
