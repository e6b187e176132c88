"""The letter as a page and as a PDF, both from templates/letters/letter.html: they cannot say different things.

`letter_html` is the letter as part of a page of ours, `render_letter` the same letter as a PDF. Importing this module
is cheap: WeasyPrint is loaded with the first PDF, or beforehand by `responses.letter.pdf.preload`.
"""

import base64
import copy
import datetime
import hashlib
import logging

from django.template.loader import render_to_string

from recommendations.models import Body
from responses.letter.checks import too_long
from responses.letter.facts import letter_facts
from responses.models import SentLetter, Update

logger = logging.getLogger(__name__)
LOGO = "letter:logo"


def render_letter(update: Update) -> bytes:
    """The letter as a PDF/UA-1 file. The same update gives the same bytes."""
    from responses.letter.pdf import LetterError, write_pdf  # it loads WeasyPrint, which takes a second

    if problem := too_long(update):
        raise LetterError(problem)
    logo = _logo(update.body)
    html = letter_document(update, logo_url=LOGO if logo else "")
    return write_pdf(html, assets={LOGO: logo} if logo else {}, identifier=update.reference.encode())


def sent_letter(update: Update, *, at: datetime.datetime, on: datetime.date) -> SentLetter:
    """The letter as it is kept when a draft is sent at a moment of a day; not stored yet."""
    sent = copy.copy(update)
    sent.recorded_at, sent.received_on = at, on
    pdf = render_letter(sent)
    return SentLetter(html=letter_html(sent), pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest())


def letter_html(update: Update) -> str:
    """The letter as a part of a page, which has its own <h1>. It wants static/letters/letter-page.css."""
    logo = _logo(update.body)
    kind = "jpeg" if logo.startswith(b"\xff\xd8") else "png"
    logo_url = f"data:image/{kind};base64,{base64.b64encode(logo).decode()}" if logo else ""
    return render_to_string("letters/letter.html", letter_facts(update, level=2) | {"logo_url": logo_url})


def letter_document(update: Update, *, logo_url: str = "") -> str:
    """The letter as a whole HTML document: what WeasyPrint is given."""
    made_at = (update.recorded_at or update.edited_at).astimezone(datetime.UTC)
    facts = {"made_at": f"{made_at:%Y-%m-%dT%H:%M:%SZ}", "logo_url": logo_url}
    return render_to_string("letters/document.html", letter_facts(update, level=1) | facts)


def _logo(body: Body) -> bytes:
    if not body.logo:
        return b""
    try:
        with body.logo.open("rb") as file:
            return file.read()
    except OSError:
        logger.exception("The logo of %s cannot be read, so its letters go without", body)
        return b""
