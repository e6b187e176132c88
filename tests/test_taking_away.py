"""Taking the record away: files that say as at when they are, that leave nobody out, and that are noted."""

import csv
import datetime
import io
import zipfile

import lxml.etree
import pytest
from django.urls import reverse

from accounts.models import Membership, Role
from responses.desk.workbook import MOST_IN_A_CELL, Workbook
from responses.models import Export
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    make_addressee,
    make_commitment,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_revision,
)
from tests.html import words

pytestmark = pytest.mark.django_db
BULK = ("answers_xlsx", "answers_csv", "reviews_csv", "commitments_csv")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class World:
    """A force that answered twice, one that is silent, and a draft that says what nobody sent."""

    def __init__(self):
        self.one, self.two = make_recommendation(number="1"), make_recommendation(number="2")
        self.force, self.silent = make_force("Ambridge Police"), make_force("Borchester Police")
        self.asked = make_addressee(self.one, self.force)
        for recommendation, body in ((self.one, self.silent), (self.two, self.silent)):
            make_addressee(recommendation, body)
        self.liaison = make_liaison()
        early = {"received_on": datetime.date(2021, 3, 20), "dated": datetime.date(2021, 3, 1)}
        self.first = make_received(self.force, by=self.liaison, dated_precision="month", **early)
        self.answer = make_response(
            self.first, self.asked, position="accepted", progress="in_progress", text="<p>=We are training.</p>"
        )
        self.again = make_received(self.force, by=self.liaison, received_on=DUE)
        make_response(self.again, self.asked, progress="complete", text="<p>All are trained.</p>")
        make_review(self.answer, reviewed_by=self.liaison, reasons="By when?")
        self.commitment = make_commitment(self.answer, text="We will train all.")
        make_revision(self.commitment, noted_by=self.liaison)
        pcc = make_policing_body(self.silent)
        make_response(make_draft(pcc), make_addressee(self.two, pcc), text="<p>Not sent.</p>")
        self.exporter = make_liaison()
        Membership.objects.create(user=self.exporter, body=self.exporter.memberships.get().body, role=Role.EXPORTER)


@pytest.fixture
def world():
    return World()


def get(client, name, **asked):
    return client.get(reverse(name, args=["safe-to-share"]), asked)


def lines(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def sheets(file: bytes) -> dict[str, list[dict[str, str]]]:
    """The cells of each sheet by their place: {"Matrix": [{"A": "Body", "B": "Kind"}, ...]}; a day is its number."""
    book = zipfile.ZipFile(io.BytesIO(file))
    names = [each.get("name") for each in lxml.etree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
    found = {}
    for number, name in enumerate(names, 1):
        sheet = lxml.etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        found[name] = [
            {cell.get("r").rstrip("0123456789"): "".join(cell.itertext()) for cell in row}
            for row in sheet.iter(f"{MAIN}row")
        ]
    return found


def test_every_answer_is_there_and_so_is_who_is_silent(world, client):
    client.force_login(world.exporter)

    rows = lines(get(client, "answers_csv", as_at="2021-06-30"))

    names = ("Body", "Recommendation", "Letter", "Dated", "Dated from", "Received", "The status rests on it", "Words")
    assert [tuple(row[name] for name in names) for row in rows] == [
        (
            "Ambridge Police",
            "1",
            world.first.reference,
            "March 2021",
            "2021-03-01",
            "2021-03-20",
            "no",
            "'=We are training.",
        ),
        (
            "Ambridge Police",
            "1",
            world.again.reference,
            "17 June 2021",
            "2021-06-17",
            "2021-06-17",
            "yes",
            "All are trained.",
        ),
        ("Borchester Police", "1", "", "", "", "", "", ""),
        ("Borchester Police", "2", "", "", "", "", "", ""),
        ("Police and Crime Commissioner for Borchester", "2", "", "", "", "", "", ""),
    ]
    assert {row["Status as at the date"] for row in rows[:2]} == {"Complete"}
    assert {(row["As at"], row["As known at"][:2]) for row in rows} == {("2021-06-30", "20")}


def test_a_file_as_at_a_date_knows_nothing_of_what_came_later(world, client):
    client.force_login(world.exporter)

    [first, *_] = rows = lines(get(client, "answers_csv", as_at="2021-04-01"))

    assert (len(rows), first["Letter"], first["Status as at the date"]) == (4, world.first.reference, "In progress")


def test_a_workbook_has_a_sheet_a_question_and_dates_that_stay_what_they_are(world, client):
    client.force_login(world.exporter)

    found = sheets(get(client, "answers_xlsx", as_at="2021-06-30").content)

    assert list(found) == ["About", "Matrix", "1 Title of 1", "2 Title of 2", "Reviews", "Commitments"]
    answered = found["1 Title of 1"]
    assert [row.get("P") for row in answered] == ["Words", "=We are training.", "All are trained.", None]
    # Excel counts days from the end of 1899: what is only a month is text, and has a date beside it to sort by.
    day = (datetime.date(2021, 3, 1) - datetime.date(1899, 12, 30)).days
    assert (answered[1]["H"], answered[1]["I"]) == ("March 2021", str(day))
    assert found["Matrix"][2] == {
        **{"A": "Borchester Police", "B": "Police force", "C": "South West"},
        **{"D": "Overdue", "E": "Overdue"},
    }
    assert "As at the end of 30 June 2021, as known on " in found["About"][2]["B"]


def test_a_workbook_of_what_was_known_then_says_so(world, client):
    client.force_login(world.liaison)

    found = sheets(get(client, "matrix_xlsx", as_at="2021-06-30", known_at="2021-07-01").content)

    assert found["About"][2]["B"] == "As at the end of 30 June 2021, as known on 1 July 2021, 23:59"


def test_reviews_and_commitments_are_files_too(world, client):
    client.force_login(world.exporter)

    [review] = lines(get(client, "reviews_csv", as_at="2021-12-31"))
    [commitment] = lines(get(client, "commitments_csv", as_at="2021-12-31"))

    assert (review["Body"], review["Recommendation"], review["Reasons"]) == ("Ambridge Police", "1", "By when?")
    promised = world.commitment.at(datetime.date(2021, 12, 31))
    assert (commitment["What is promised"], commitment["Slippage"]) == ("We will train all.", promised.slippage)
    assert promised.slippage.startswith("First ")


@pytest.mark.parametrize("name", BULK)
def test_taking_every_answer_away_is_a_right_of_its_own(world, client, name):
    reader = make_member(make_national_body(), Role.READER)
    alone = make_member(make_national_body("College of Policing"), Role.EXPORTER)
    for person in (world.liaison, reader, alone, make_member(world.force)):
        client.force_login(person)
        refused = get(client, name)
        assert (refused.status_code, b"We are training" in refused.content) == (403, False)
    assert not Export.objects.exists()

    client.force_login(world.exporter)
    assert get(client, name).status_code == 200


@pytest.mark.parametrize("name", [*BULK, "matrix_csv", "matrix_xlsx"])
def test_each_download_is_noted(world, client, name):
    client.force_login(world.exporter)

    get(client, name, as_at="2021-06-30")

    [noted] = Export.objects.all()
    assert (noted.what, noted.as_at, noted.asked, noted.by) == (
        name,
        datetime.date(2021, 6, 30),
        "as_at=2021-06-30",
        world.exporter,
    )
    assert noted.get_what_display() in words(get(client, "exports"))


@pytest.mark.parametrize("name", [*BULK, "matrix_csv", "matrix_xlsx"])
def test_a_date_before_the_report_is_told_and_nothing_is_noted(world, client, name):
    client.force_login(world.exporter)

    page = client.get(reverse(name, args=["safe-to-share"]), {"as_at": "2019-01-01"}, follow=True)

    assert "As-at date must be the same as or after 17 December 2020" in words(page)
    assert not Export.objects.exists()


def test_a_reader_sees_what_can_be_taken_and_not_who_took_it(world, client):
    client.force_login(world.exporter)
    get(client, "answers_csv")
    client.force_login(make_member(make_national_body(), Role.READER))

    page = words(get(client, "exports"))

    assert "Ask an administrator for the role “Exporter”" in page
    assert world.exporter.name not in page


def test_two_questions_of_one_name_and_words_too_long_for_a_cell_lose_nothing():
    file, text = io.BytesIO(), "x" * (2 * MOST_IN_A_CELL + 1)
    book = Workbook(file, title="A", clock="B")
    for name in ("Q [1]: what?", "q  1   WHAT ", "=A long title that says rather more than a sheet can hold", "'"):
        assert book.sheet(name, ["Words"], [(text,)]) == 1
    book.close()

    found = sheets(file.getvalue())

    assert list(found) == ["Q  1   what", "q  1   WHAT 2", "=A long title that says rather", "Sheet"]
    assert {"".join(rows[1].values()) for rows in found.values()} == {text}


@pytest.mark.parametrize("count", [1, 3])
def test_a_sheet_a_recommendation_takes_one_query_more_each(client, django_assert_num_queries, count):
    liaison = make_liaison()
    Membership.objects.create(user=liaison, body=liaison.memberships.get().body, role=Role.EXPORTER)
    force = make_force()
    for number in range(2):
        make_response(make_received(force), make_addressee(make_recommendation(number=str(number)), force))
    for number in range(1, count):
        other = make_force(f"Force {number}")
        for recommendation in force.addressed.all():
            make_response(make_received(other), make_addressee(recommendation.recommendation, other))
    client.force_login(liaison)

    with django_assert_num_queries(16):
        get(client, "answers_xlsx")


def test_the_page_of_files_is_read_at_any_width_and_by_keyboard(world, page, live_server, sign_in, client):
    client.force_login(world.exporter)
    get(client, "answers_csv")
    sign_in(world.exporter)

    page.goto(live_server.url + reverse("exports", args=["safe-to-share"]))
    axe(page)
    fits_a_phone(page)
    page.get_by_role("link", name="Everything (Excel)").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")
