"""A sample of a body's letter, to choose its letterhead by: no real letter, and kept nowhere."""

import copy
import datetime

from django.template.loader import render_to_string

from recommendations.english import in_english
from recommendations.models import Body
from responses.letter import drawing
from responses.letter.facts import web_url
from responses.letter.html import LOGO, logo_of, picture_url


@in_english
def sample_html(body: Body, letterhead: str, *, on: datetime.date) -> str:
    """A short letter under one of the heads, as a part of a page. It wants static/letters/letter-page.css."""
    facts = _facts(body, letterhead, on) | {"logo_url": picture_url(logo_of(body)), "subject_element": "p"}
    return render_to_string("letters/sample.html", facts)


@in_english
def sample_pdf(body: Body, letterhead: str, *, on: datetime.date) -> bytes:
    """The same as a PDF/UA-1 file."""
    logo = logo_of(body)
    facts = _facts(body, letterhead, on) | {"logo_url": LOGO if logo else "", "subject_element": "h1"}
    html = render_to_string("letters/sample_document.html", facts)
    return drawing.draw(html, assets={LOGO: logo} if logo else {}, identifier=body.slug.encode())


def _facts(body, letterhead, on) -> dict:
    under = copy.copy(body)
    under.letterhead = letterhead
    return {"body": under, "website_url": web_url(body.website), "on": on}
