"""Many letters in one PDF: nothing of any is lost, and the whole can be listened to and kept."""

import io

import page as page_validation
import pikepdf
import pytest

from responses.letter.html import render_letter
from responses.letter.merged import merge
from tests.factories import make_addressee, make_draft, make_policing_body, make_recommendation, make_response
from tests.listening import listen

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


@pytest.fixture
def letters():
    recommendation = make_recommendation()
    made = []
    for number, text in enumerate(("Done. " * 30, "A paragraph.\n\n" * 90, "| a | b |\n|---|---|\n| c | d |")):
        body = make_policing_body(None, f"Commissioner {number}", website="www.example.org")
        letter = make_draft(body, dated="2021-06-17", dated_precision="day")
        letter.refresh_from_db()
        make_response(letter, make_addressee(recommendation, body), text=text)
        made.append((f"Letter {number}", render_letter(letter)))
    return made


def test_every_word_of_every_letter_is_heard_in_order(letters):
    heard = listen(merge(letters)).words

    assert heard.split() == " ".join(listen(content).words for _, content in letters).split()


@pytest.mark.parametrize("profile", ["ua1", "pdfa2a"])
def test_the_whole_passes_page_validation(letters, profile):
    report = page_validation.validate_pdf_bytes(merge(letters), profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_each_letter_has_its_bookmark_on_its_first_page(letters):
    pages = [len(pikepdf.open(io.BytesIO(content)).pages) for _, content in letters]

    with pikepdf.open(io.BytesIO(merge(letters))) as whole, whole.open_outline() as outline:
        places = {page.objgen: number for number, page in enumerate(whole.pages)}
        found = [(item.title, places[item.destination[0].objgen]) for item in outline.root]

    assert pages[1] > 1
    assert found == [("Letter 0", 0), ("Letter 1", pages[0]), ("Letter 2", pages[0] + pages[1])]


def test_what_stands_on_a_page_is_found_under_its_own_number(letters):
    with pikepdf.open(io.BytesIO(merge(letters))) as whole:
        numbers = list(whole.Root.StructTreeRoot.ParentTree.Nums)[::2]
        on_pages = [int(page.StructParents) for page in whole.pages]
        on_links = [int(link.StructParent) for page in whole.pages for link in page.get("/Annots", [])]

    assert len(on_links) == 3
    assert sorted({*on_pages, *on_links}) == sorted(map(int, numbers))


def test_the_same_letters_are_the_same_file(letters):
    assert merge(letters) == merge(letters)


def test_of_no_letters_there_is_no_file():
    with pytest.raises(ValueError, match="There is no letter"):
        merge([])
