"""The matrix on paper: the same view as on its page, on sheets of A3 that can be listened to."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from recommendations.models import Addressee, Body, Recommendation, SuperComplaint
from responses.desk.matrix_paper import matrix_pdf, sheets_of
from responses.matrix import build_matrix
from responses.models import Export
from tests.factories import (
    DUE,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_link,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_review,
    make_super_complaint,
)
from tests.html import words
from tests.listening import listen
from tests.test_letter_accessibility import failures

pytestmark = pytest.mark.django_db
A3_LANDSCAPE = (1190.55, 841.89)  # points
ADDRESS = "/super-complaints/safe-to-share/matrix.pdf"


@pytest.fixture
def liaison(client):
    client.force_login(make_liaison())
    return client


def make_report():
    """A force that answered late in its commissioner's letter, one that is silent, and a national body; one draft."""
    force, silent = make_force("Ambridge Police", region="south_west"), make_force("Borchester Police", region="wales")
    pcc, npcc = make_policing_body(force), make_national_body()
    one, two = (make_recommendation(number=number, short_title=f"Title {number}") for number in ("1", "2"))
    asked = make_addressee(one, force)
    for recommendation, body in ((one, silent), (two, npcc), (two, pcc)):
        make_addressee(recommendation, body)
    recorded_at = datetime(2021, 7, 20, 12, tzinfo=UTC)
    letter = make_received(pcc, received_on=date(2021, 7, 1), speaks_for=[force, pcc], recorded_at=recorded_at)
    answer = make_response(letter, asked, position="not_accepted", progress="in_progress")
    make_review(answer, reviewed_on=date(2021, 7, 2), outcome="more_information")
    make_request([silent.addressed.get()], asked_on=date(2021, 7, 3), due_on=None)
    make_link(two, kind="withdrawn", since=date(2021, 6, 1))
    draft = make_draft(npcc)
    make_response(draft, npcc.addressed.get(), position="accepted", progress="complete")


def make_many(columns):
    report = make_super_complaint()
    forces = [make_force(f"The Constabulary of a County with a Name of Some Length {number}") for number in range(30)]
    for number in range(1, columns + 1):
        recommendation = make_recommendation(report, number=str(number), short_title="A title <of> & some length " * 4)
        for force in forces[number % 3 :]:
            make_addressee(recommendation, force)


def sizes(pdf):
    return {tuple(round(side, 2) for side in page.get_size()) for page in pypdfium2.PdfDocument(pdf)}


def rows_of(heard) -> dict[str, list[str]]:
    """What is read out of each row, by what the row is about."""
    rows = [(next(row.all("TH")).words, [cell.words for cell in row.all("TD")]) for row in heard.all("TR")]
    return {name: cells for name, cells in rows if cells}


def pages(pdf) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.pdf
@pytest.mark.parametrize("make", [make_recommendation, make_report, lambda: make_many(23)])
def test_the_matrix_on_a3_passes_for_pdf_ua_and_pdf_a(liaison, make):
    make()

    response = liaison.get(ADDRESS, {"as_at": "2021-07-17", "rows": "region"})

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert sizes(response.content) == {A3_LANDSCAPE}
    assert failures(response.content) == []


@pytest.mark.pdf
def test_it_says_in_words_what_the_page_says_and_which_clock_it_goes_by(liaison):
    make_report()

    response = liaison.get(ADDRESS, {"as_at": "2021-07-17", "known_at": "2021-07-18"})
    heard = listen(response.content)

    expected = 'attachment; filename="safe-to-share-as-at-2021-07-17-as-known-on-2021-07-18.pdf"'
    assert response["Content-Disposition"] == expected
    assert [(it.what, it.as_at, it.rows) for it in Export.objects.all()] == [("matrix_pdf", date(2021, 7, 17), 4)]
    clock = "As at the end of 17 July 2021, as known on 18 July 2021, 23:59"
    assert heard.words.startswith(f"Safe to share?: matrix {clock}")
    assert [tag.words for tag in heard.all("H2")] == ["Recommendations 1 to 2", "What the words mean"]
    # The letter was recorded only after that day, so nothing of it was known.
    assert rows_of(heard)["Ambridge Police"] == ["Overdue", "Not addressed"]


@pytest.mark.pdf
def test_a_cell_names_its_marks_and_whose_letter_it_is_and_no_draft(liaison):
    make_report()

    heard = listen(liaison.get(ADDRESS, {"as_at": "2021-07-17"}).content)

    rows = rows_of(heard)
    assert {name: rows[name] for name in rows if "Police" in name and "Council" not in name} == {
        "Ambridge Police": [
            "Not accepted. In progress Received late More information asked PCC’s letter",
            "Not addressed",
        ],
        "Borchester Police": ["Overdue Asked again 3 July 2021, not answered", "Not addressed"],
        "Police and Crime Commissioner for Ambridge": ["Not addressed", "General reply only Received late"],
    }
    assert rows["National Police Chiefs' Council"] == ["Not addressed", "Overdue"]
    assert [each.words for each in next(heard.all("TR")).all("TH")] == [
        "Body",
        "1. Title 1",
        "2. Title 2 Withdrawn, from 1 June 2021",
    ]
    meant = {"Overdue", "General reply only", "In progress", "Received late", "More information asked"}
    assert meant | {"Asked again, not answered", "Not addressed"} <= rows.keys()


@pytest.mark.pdf
def test_what_was_left_out_is_said(liaison):
    make_report()

    response = liaison.get(ADDRESS, {"as_at": "2021-07-17", "region": "wales", "recommendation": "1"})

    [page] = pages(response.content)
    assert "Not everything is here. Region: Wales. Recommendations: 1." in page
    assert ("Borchester Police" in page, "Ambridge Police" in page) == (True, False)
    assert response["Content-Disposition"].endswith('safe-to-share-as-at-2021-07-17-wales-recommendations-1.pdf"')


@pytest.mark.pdf
def test_every_sheet_has_its_headings_its_clock_and_its_number_and_bodies_are_named_again(liaison):
    make_many(23)

    found = pages(liaison.get(ADDRESS, {"as_at": "2021-07-17"}).content)

    numbers = [f"Page {number} of {len(found)}" for number in range(1, len(found) + 1)]
    assert len(found) > 3
    assert [number for number, page in zip(numbers, found, strict=True) if number in page] == numbers
    assert all("As at the end of 17 July 2021, as known on " in page for page in found)
    name = "The Constabulary of a County with a Name of Some Length 7"
    assert sum(page.count(f"{name} ") for page in found) == 3
    sheets = [page for page in found if "Constabulary" in page]
    assert all("Body" in page and "A title <of> & some length" in page for page in sheets)


@pytest.mark.parametrize(
    ("columns", "sheets"),
    [
        (0, []),
        (1, [range(1)]),
        (10, [range(10)]),
        (11, [range(6), range(6, 11)]),
        (23, [range(8), range(8, 15), range(15, 23)]),
    ],
)
def test_columns_are_spread_evenly_over_as_few_sheets_as_hold_them(columns, sheets):
    assert sheets_of(columns) == sheets


@pytest.mark.pdf
def test_one_view_made_at_one_moment_is_one_file(liaison):
    make_report()
    matrix, at = build_matrix(SuperComplaint.objects.get(), DUE), datetime(2021, 7, 17, 12, tzinfo=UTC)

    first, second = (matrix_pdf(matrix, "both", ended={}, limits=[], known_at=at, at=at) for _ in range(2))

    assert first == second
    with pikepdf.open(io.BytesIO(first)) as document:
        assert str(document.docinfo["/Title"]) == "Safe to share?: matrix"


def test_a_view_too_large_for_paper_leads_to_the_page_that_says_so(liaison):
    report, forces = make_super_complaint(), [make_force(f"Force {number}") for number in range(61)]
    facts = {"super_complaint": report, "short_title": "A", "summary": "B."}
    made = Recommendation.objects.bulk_create(Recommendation(number=n, order=n, **facts) for n in range(1, 100))
    Addressee.objects.bulk_create(Addressee(recommendation=made[0], body=body, due_on=DUE) for body in forces)

    page = liaison.get(ADDRESS, {"as_at": "2021-07-17", "columns": "all"}, follow=True)

    assert page.redirect_chain == [("/super-complaints/safe-to-share/matrix/?as_at=2021-07-17&columns=all", 302)]
    assert "This view has 6,039 cells, and a PDF is made of at most 6,000. Choose a kind of body" in words(page)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"as_at": "2020-12-16"}, "As-at date must be the same as or after 17 December 2020"),
        ({"as_at": "2021-07-17", "known_at": "2021-07-16"}, "“As known on” must be the same as or after the as-at"),
        ({"kind": "moon"}, "Select a kind of body that is in the list"),
    ],
)
def test_what_is_asked_wrongly_is_explained_on_the_page(liaison, asked, reason):
    make_report()

    page = liaison.get(ADDRESS, asked, follow=True)

    assert reason in words(page)


@pytest.mark.pdf
@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(liaison, size, django_assert_num_queries):
    recommendation = make_recommendation()
    for place in range(size):
        make_addressee(recommendation, make_force(f"Force {place}"))

    with django_assert_num_queries(12):
        liaison.get(ADDRESS)


def test_people_of_a_body_get_no_matrix_on_paper(client):
    make_report()
    client.force_login(make_member(Body.objects.get(name="Ambridge Police")))

    assert client.get(ADDRESS).status_code == 403


@pytest.mark.pdf
@pytest.mark.parametrize("of", ["matrix", "exports"])
def test_it_is_taken_from_the_matrix_and_from_the_page_of_files_by_keyboard(
    page, live_server, sign_in, of, transactional_db
):
    make_report()
    sign_in(make_liaison())

    page.goto(live_server.url + reverse(of, args=["safe-to-share"]) + "?as_at=2021-07-17")
    page.get_by_role("link", name="PDF").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    assert download.value.suggested_filename == "safe-to-share-as-at-2021-07-17.pdf"
