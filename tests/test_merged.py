"""Many letters in one PDF: nothing of any is lost, and the whole can be listened to and kept."""

import hashlib
import io

import page as page_validation
import pikepdf
import pytest
from django.urls import reverse
from pikepdf import Array, Dictionary, Name, String
from weasyprint import HTML

from responses.letter.html import render_letter
from responses.letter.merged import merge
from responses.models import SentLetter, Update
from tests.enclosed import PLAIN_PDF, changed_pdf, enclose, with_answering_link, with_tags
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_liaison,
    make_member,
    make_policing_body,
    make_recommendation,
    make_response,
    send,
)
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


APPENDED = [("Policy", changed_pdf(with_tags)), ("Map", PLAIN_PDF)]
POLICY = "<html lang=cy><title>Policy</title><h1>Polisi</h1><table><tr><th>A</th></tr><tr><td>b</td></tr></table>"


def test_what_is_appended_follows_the_letter_under_its_own_bookmark_and_is_heard_where_it_has_tags(letters):
    [letter, *_] = letters
    count = len(pikepdf.open(io.BytesIO(letter[1])).pages)
    policy = HTML(string=POLICY).write_pdf(pdf_variant="pdf/ua-1")

    made = merge([letter], [("Policy", policy), ("Map", HTML(string="<p>A map").write_pdf())])

    with pikepdf.open(io.BytesIO(made)) as whole, whole.open_outline() as outline:
        places = {page.objgen: number for number, page in enumerate(whole.pages)}
        found = [(item.title, places[item.destination[0].objgen]) for item in outline.root]
    assert found == [("Letter 0", 0), ("Policy", count), ("Map", count + 1)]
    ours, theirs = listen(made).kids
    assert ours.words == listen(letter[1]).words
    # Whether WeasyPrint's own tags are mended in this process is another test's matter.
    assert (theirs.kind, theirs.language, theirs.words.replace(" ", "")) == ("Part", "cy", "PolisiAb")
    assert {tag.page for tag in theirs.all("H1", "TD")} == {count}


def test_names_of_its_own_become_those_that_they_stand_for(letters):
    with pikepdf.open(io.BytesIO(merge(letters[:1], APPENDED))) as whole:
        [_, part] = whole.Root.StructTreeRoot.K[0].K
        [section] = part.K
        words = section.K

        assert (part.S, section.S, words.S, words.K) == ("/Part", "/Sect", "/P", 0)
        assert words.Pg.objgen == whole.pages[-2].objgen


def test_cells_that_share_what_is_said_of_them_keep_their_headings(letters):
    def share(pdf):
        with_tags(pdf)
        own = pdf.Root.StructTreeRoot.K.K
        heads = pdf.make_indirect(Dictionary(O=Name.Table, Headers=Array([String("h")])))
        heading = Dictionary(Type=Name.StructElem, S=Name.TH, ID=String("h"), P=own)
        cells = [Dictionary(Type=Name.StructElem, S=Name.TD, A=heads, P=own) for _ in range(2)]
        own.K = Array([pdf.make_indirect(each) for each in (heading, *cells)])

    with pikepdf.open(io.BytesIO(merge(letters[:1], [("Table", changed_pdf(share))]))) as whole:
        heading, *cells = whole.Root.StructTreeRoot.K[0].K[1].K[0].K.K
        assert [str(cell.A.Headers[0]) for cell in cells] == [str(heading.ID)] * 2


def test_nothing_that_is_appended_does_anything_by_itself(letters):
    made = merge(letters[:1], [("Link", changed_pdf(with_answering_link))])

    with pikepdf.open(io.BytesIO(made)) as whole:
        [link] = whole.pages[-1].Annots
        assert (link.Subtype, "/AA" in link) == ("/Link", False)


def test_what_is_appended_has_numbers_of_its_own(letters):
    with pikepdf.open(io.BytesIO(merge(letters, APPENDED))) as whole:
        numbers = [number for number, _ in pikepdf.NumberTree(whole.Root.StructTreeRoot.ParentTree).items()]
        on_pages = [int(page.StructParents) for page in whole.pages if "/StructParents" in page]
        on_links = [int(link.StructParent) for page in whole.pages for link in page.get("/Annots", [])]
        drawing = int(whole.pages[-2].Resources.XObject.F.StructParents)

    assert sorted({*on_pages, *on_links}) == numbers
    assert len(on_pages) == len(whole_pages(letters)) + 1
    assert drawing not in numbers


def whole_pages(letters):
    return [page for _, content in letters for page in pikepdf.open(io.BytesIO(content)).pages]


def test_with_something_appended_it_claims_to_be_of_no_standard_and_is_the_same_file_each_time(letters):
    made = merge(letters, APPENDED)

    with pikepdf.open(io.BytesIO(made)) as whole:
        claims = [name for name in whole.open_metadata() if "/ns/id/" in name]
    assert claims == []
    assert made == merge(letters, APPENDED)


def test_a_letter_that_was_sent_is_joined_with_what_is_appended_and_stays_as_it_was(client, letters):
    letter = Update.objects.first()
    enclose(letter, PLAIN_PDF, title="Policy", how="appended")
    letter.sign_off(by=make_member(letter.body), at=NOON)
    send(letter, by=letter.edited_by)
    kept = bytes(letter.sent_letter.pdf)
    client.force_login(make_liaison())

    response = client.get(reverse("letter_whole", args=[letter.pk]))

    name = f"{letter.body.slug}-safe-to-share-2021-06-17-with-enclosures.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    with pikepdf.open(io.BytesIO(response.content)) as whole, pikepdf.open(io.BytesIO(kept)) as alone:
        assert len(whole.pages) == len(alone.pages) + 1
    assert SentLetter.objects.get(update=letter).sha256 == hashlib.sha256(kept).hexdigest()
    assert client.get(reverse("letter_pdf", args=[letter.pk])).content == kept
