"""A letter, drawn in a process that has drawn before and in a fresh one, beside WeasyPrint alone with the same HTML.

The floor is the best that WeasyPrint can do: stylesheet and fonts are ready, the HTML is made, and no tag is mended.
What is held against it is all of `render_letter`: the rows, the template, the mended file.
"""

import datetime
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pikepdf
from weasyprint import HTML
from weasyprint import pdf as pdf_package
from weasyprint.document import Page
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

from accounts.models import User
from bench.data import NOON, PUBLISHED, WORDS, make_bodies, make_super_complaint
from bench.measure import Figure, measure
from recommendations.models import Body
from responses.letter import pdf as letter_pdf
from responses.letter import tags as letter_tags
from responses.letter.html import letter_document, render_letter
from responses.models import Response, Update

# Recommendations, and how often the words are said to each: they make letters of 2, 5 and 20 pages.
SIZES = [(1, 1), (3, 2), (12, 3)]


def figures() -> Iterator[Figure]:
    letter_pdf.preload()
    for recommendations, times in SIZES:
        update = make_letter(recommendations, times)
        what = f"letter of {page_count(render_letter(update))} pages"
        html = letter_pdf.ready(letter_document(update))
        yield measure(f"{what}, warm", partial(render_letter, update), partial(bare, html), times=7)
        yield cold(f"{what}, first of a process", html)


def make_letter(recommendations: int, times: int) -> Update:
    by, _ = User.objects.get_or_create(email="writer@example.org", name="A policy officer")
    force, commissioner = make_letter_bodies()
    super_complaint = make_super_complaint(f"letter-{recommendations}", [force], recommendations + 1)
    update = Update.objects.create(
        super_complaint=super_complaint,
        body=commissioner,
        origin="written",
        dated=PUBLISHED + datetime.timedelta(days=90),
        dated_precision="day",
        addressed_to="HM Chief Inspector of Constabulary",
        opening=WORDS,
        closing="Yours sincerely",
        signatory_name="A. Commissioner",
        created_by=by,
        created_at=NOON,
        edited_by=by,
        edited_at=NOON,
    )
    update.speaks_for.set([force, commissioner])
    text = "\n\n".join([f"## What was done\n\n{WORDS}\n\n- a first point\n- a second point"] * times)
    Response.objects.bulk_create(
        Response(update=update, addressee=addressee, text=text, voice="force")
        for addressee in update.addressees()
        if not addressee.recommendation.met_by_update
    )
    return update


def make_letter_bodies():
    return Body.objects.filter(name__contains="Area 1 of").order_by("kind") or make_bodies(1)


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def bare(html: str) -> bytes:
    stylesheet, fonts = letter_pdf.stylesheet()
    with unmended():
        return HTML(string=html).write_pdf(stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1")


@contextmanager
def unmended():
    tags._build_box_tree = letter_tags._build_box_tree
    pdf_package.add_tags = letter_tags._add_tags
    Page.paint, Stream.marked = letter_tags._paint, letter_tags._marked
    yield
    letter_tags.install()


OURS = "from responses.letter.pdf import write_pdf; write_pdf(html, assets={}, identifier=b'bench')"
BARE = """
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse
from django.conf import settings
folder = settings.BASE_DIR / "static" / "letters"
class Files(URLFetcher):
    def fetch(self, url, headers=None):
        return URLFetcherResponse(url, (folder / "fonts" / url.removeprefix("letter:")).read_bytes())
fonts = FontConfiguration()
css = CSS(string=(folder / "letter.css").read_text(), font_config=fonts, url_fetcher=Files())
HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")
"""
TIMED = """
import logging, sys, time, django
django.setup(); logging.disable(); html = sys.stdin.read(); start = time.perf_counter()
{}
print(time.perf_counter() - start)
"""


def cold(what: str, html: str) -> Figure:
    """The first letter of a process that has Django loaded, WeasyPrint's own loading included."""
    seconds = [(_first(OURS, html), _first(BARE, html)) for _ in range(3)]
    ours, floor = (sorted(each) for each in zip(*seconds, strict=True))
    return Figure(what, ours[1], ours[-1], floor=floor[1])


def _first(script: str, html: str) -> float:
    command = [sys.executable, "-W", "ignore", "-c", TIMED.format(script)]
    done = subprocess.run(command, input=html, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    return float(done.stdout)
