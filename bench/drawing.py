"""A letter, drawn by a server that is ready and in a fresh process, beside WeasyPrint alone with the same HTML.

What is held against WeasyPrint is all of `render_letter`: the rows, the template, the process apart, the mended file.
There are two floors. One is what anybody writes who needs a PDF: the HTML is made, and stylesheet and fonts are read
for each letter. The other is the best that WeasyPrint can do: they are ready. Neither mends a tag.
"""

import datetime
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pikepdf
from weasyprint import CSS, HTML
from weasyprint import pdf as pdf_package
from weasyprint.document import Page
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration

from accounts.models import User
from bench.data import NOON, PUBLISHED, WORDS, make_bodies, make_super_complaint
from bench.measure import Figure, measure
from recommendations.models import Body
from responses.letter import pdf as letter_pdf
from responses.letter import tags as letter_tags
from responses.letter.html import letter_document, render_letter
from responses.letter.pdf import OwnFiles
from responses.letter.signs import FONTS
from responses.models import Response, Update

# Recommendations, and how often the words are said to each, by the pages that these make.
SIZES = {1: (0, 0), 2: (1, 1), 5: (3, 2), 20: (12, 3)}
LONG = (16, 3)  # 26 pages


def figures() -> Iterator[Figure]:
    """The lines of `make bench`: against the best that WeasyPrint can do."""
    letter_pdf.rehearse()
    for pages in (2, 5, 20):
        update, what = sized_letter(pages)
        html = letter_pdf.ready(letter_document(update))
        yield measure(f"{what}, warm", partial(render_letter, update), partial(bare, html), times=7)
        yield cold(f"{what}, first of a process", html)


def one_by_one() -> Iterator[tuple[str, Figure]]:
    """The lines of `make bench-letters`, each with the name of its figure, or none: against both floors."""
    letter_pdf.rehearse()
    for pages, times in ((1, 15), (2, 11), (5, 7), (20, 3)):
        update, what = sized_letter(pages)
        html = letter_pdf.ready(letter_document(update))
        ours = partial(render_letter, update)
        yield f"one_{pages}", measure(f"{what}, against WeasyPrint alone", ours, partial(usual, html), times=times)
        yield "", measure(f"{what}, against the best it can do", ours, partial(bare, html), times=times)


def sized_letter(pages: int) -> tuple[Update, str]:
    update = make_letter(*SIZES[pages])
    count = page_count(render_letter(update))
    assert count == pages, f"{count} pages, not {pages}"  # noqa: S101 - a bench may stop at once
    return update, f"letter of {pages} page{'s' if pages > 1 else ''}"


def make_letter(recommendations: int, times: int, slug: str = "") -> Update:
    by, _ = User.objects.get_or_create(email="writer@example.org", name="A policy officer")
    force, commissioner = make_letter_bodies()
    super_complaint = make_super_complaint(slug or f"letter-{recommendations}-{times}", [force], recommendations + 1)
    update = Update.objects.create(
        super_complaint=super_complaint,
        body=commissioner,
        origin="written",
        dated=PUBLISHED + datetime.timedelta(days=90),
        dated_precision="day",
        addressed_to="HM Chief Inspector of Constabulary",
        opening=WORDS if times else "Thank you for your letter.",
        closing="Yours sincerely",
        signatory_name="A. Commissioner",
        created_by=by,
        created_at=NOON,
        edited_by=by,
        edited_at=NOON,
    )
    update.speaks_for.set([force, commissioner])
    text = (
        "\n\n".join([f"## What was done\n\n{WORDS}\n\n- a first point\n- a second point"] * times) or "We have begun."
    )
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


def usual(html: str) -> bytes:
    with unmended():
        fonts = FontConfiguration()
        files = OwnFiles({f"letter:{path.name}": path.read_bytes() for path in FONTS.glob("*.woff*")})
        css = CSS(string=(letter_pdf.FOLDER / "letter.css").read_text(), font_config=fonts, url_fetcher=files)
        return HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")


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
