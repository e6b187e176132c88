"""A body's paper for its panel in its letterhead, as a PDF and in Word: both from templates/papers/panel_paper.html."""

import datetime

from django.template.loader import render_to_string
from lxml import html

from recommendations.english import in_english
from responses.letter import docx, drawing
from responses.letter.docx_body import Around, Body
from responses.letter.facts import web_url
from responses.letter.html import LOGO, logo_of, picture_url


def paper_pdf(paper, *, known_at: datetime.datetime) -> bytes:
    """`paper`: a PanelPaper (responses/desk/panel_paper.py). The same paper of one moment gives the same bytes.

    LetterError where it cannot be drawn.
    """
    logo = logo_of(paper.body)
    document = _document(paper, known_at, LOGO if logo else "")
    identifier = f"{paper.body.slug} {paper.as_at} {known_at.isoformat()}".encode()
    return drawing.draw(document, assets={LOGO: logo} if logo else {}, identifier=identifier, look=drawing.PAPER)


def paper_docx(paper, *, known_at: datetime.datetime) -> bytes:
    """The same in Word, from the same page."""
    page = html.fromstring(_document(paper, known_at, picture_url(logo_of(paper.body))))
    document = docx.empty()
    walked = Body(document.part, 1, {})
    for block in walked.blocks(page.find("body/article"), Around()):
        document.element.body.sectPr.addprevious(block)
    docx.set_numbering(document, walked.numbers.elements())
    docx.set_page(document, "", "", docx.footer(f"{paper.body}  ·  as at {_day(paper.as_at)}"))
    said, made_at = document.core_properties, _in_utc(known_at).replace(tzinfo=None)
    said.title, said.language = paper.title[:255], "en-GB"
    said.author = said.last_modified_by = str(paper.body)[:255]
    said.created = said.modified = made_at
    return docx.same_bytes(document)


@in_english
def _document(paper, known_at, logo_url) -> str:
    facts = {
        "paper": paper,
        "paper_title": paper.title,
        "paper_clock": clock(paper, known_at),
        "author": paper.body,
        "body": paper.body,
        "website_url": web_url(paper.body.website),
        "logo_url": logo_url,
        "made_at": f"{_in_utc(known_at):%Y-%m-%dT%H:%M:%SZ}",
    }
    return render_to_string("papers/panel_paper.html", facts)


def clock(paper, known_at: datetime.datetime) -> str:
    """ "As at 31 December 2021, changes since 30 June 2021; as known on 4 January 2022 at 10:31"."""
    days = f"As at {_day(paper.as_at)}, changes since {_day(paper.since)}"
    return f"{days}; as known on {_day(known_at)} at {known_at:%H:%M}"


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _in_utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(microsecond=0)
