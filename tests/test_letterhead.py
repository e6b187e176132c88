"""The letterhead as the office keeps it: three to choose from, a logo that print can use, and whose signature it is."""

import io

import page as page_validation
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from responses.letter.html import letter_html, render_letter
from tests.factories import DUE, make_draft, make_force, make_policing_body, make_super_complaint
from tests.listening import listen

pytestmark = pytest.mark.django_db
HEADS = ("beside", "centred", "right")
LONG = "Police, Fire and Crime Commissioner for Northamptonshire, Leicestershire, Rutland and Peterborough as one"
FULL = {
    "welsh_name": "Comisiynydd Ŵyth Ŷd",
    "address": "1 Street,\nTown",
    "telephone": "01234 567890",
    "email": "office@example.org",
    "website": "www.example.org",
}
EMPTY = dict.fromkeys(FULL, "")


@pytest.fixture
def pcc(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_policing_body(make_force(), "Commissioner for Somewhere", **FULL)


@pytest.fixture
def draft(pcc):
    return make_draft(pcc, make_super_complaint(), dated=DUE, dated_precision="day", opening="I welcome the report.")


def picture(size=(400, 200), mode="RGB", colour="navy", kind="PNG", **how):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **how)
    return file.getvalue()


def failures(pdf):
    return [it.rule_id for it in page_validation.validate_pdf_bytes(pdf, profile="ua1").failures]


# Three letterheads


@pytest.mark.parametrize("logo", [None, (900, 150), (150, 500)])
@pytest.mark.parametrize("facts", [FULL, EMPTY, FULL | {"name": LONG, "welsh_name": LONG[::-1]}])
@pytest.mark.parametrize("head", HEADS)
def test_a_letter_under_each_head_passes_page_validation(draft, head, facts, logo):
    for name, value in {"letterhead": head, **facts}.items():
        setattr(draft.body, name, value)
    if logo:
        draft.body.logo.save("logo.png", ContentFile(picture(logo)), save=False)

    pdf = render_letter(draft)

    assert failures(pdf) == []
    assert len(list(listen(pdf).all("Figure"))) == (1 if logo else 0)


@pytest.mark.pdf
@pytest.mark.parametrize("head", HEADS)
def test_each_head_is_read_out_in_one_order(draft, head):
    draft.body.letterhead, draft.body.address = head, "1 Street"

    heard = [tag.words for tag in listen(render_letter(draft)).all("P")]

    assert heard[1:8] == [
        "Comisiynydd Ŵyth Ŷd",
        "Commissioner for Somewhere",
        "1 Street",
        "Telephone: 01234 567890",
        "Email: office@example.org",
        "Website: www.example.org",
        "17 June 2021",
    ]


@pytest.mark.parametrize("head", HEADS)
def test_a_page_shows_the_head_that_the_body_has(draft, head):
    draft.body.letterhead = head

    assert f'<div class="letter-head letter-head-{head}">' in letter_html(draft)


@pytest.mark.parametrize("head", HEADS)
def test_a_body_that_gives_no_way_to_reach_it_has_no_empty_place_for_it(draft, head):
    for name, value in {"letterhead": head, **EMPTY}.items():
        setattr(draft.body, name, value)

    html = letter_html(draft)

    assert "letter-contact" not in html
    assert html.count("letter-name") == 2  # the name itself, and that it runs along the pages


@pytest.mark.parametrize(
    ("address", "line"),
    [("1 Street\nTown", "1 Street, Town"), (" 1 Street, \n\nTown,", "1 Street, Town"), ("", "")],
)
def test_an_address_fits_a_line(pcc, address, line):
    pcc.address = address

    assert pcc.address_in_a_line == line
