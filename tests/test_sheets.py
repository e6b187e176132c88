"""The spreadsheet goes back in: what is new is recorded as a person would, the rest is told row by row, and nothing
that is on the record changes."""

import csv
import datetime
import hashlib
import io
import re
import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, Role
from recommendations.dates import DayOrMonth
from recommendations.models import SuperComplaint
from responses.jobs.bundles import clean_up
from responses.models import Job, Response, Spreadsheet, Update
from responses.sheets.checking import Check, NotRecorded
from responses.sheets.columns import Row, Sheets
from responses.sheets.grids import Cell
from responses.sheets.sandbox import MOST_ROWS
from tests.browser import axe, fits_a_phone
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_spreadsheet,
)
from tests.hostile import zip_bomb
from tests.html import words
from tests.spreadsheets import HEADINGS, as_csv, saved, with_part, workbook

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
MARCH = datetime.date(2021, 3, 17)
AFTERNOON = datetime.datetime(2021, 3, 20, 14, 30)  # noqa: DTZ001 - a spreadsheet knows no time zones


class World:
    """A force that answered, another and its PCC that are silent, and an update that is nobody's business yet."""

    def __init__(self):
        self.one, self.two = make_recommendation(number="1"), make_recommendation(number="2")
        self.force, self.silent = make_force("Ambridge Police"), make_force("Borchester Police")
        self.pcc = make_policing_body(self.silent, "Police and Crime Commissioner for Borchester")
        for recommendation in (self.one, self.two):
            for body in (self.force, self.silent, self.pcc):
                make_addressee(recommendation, body)
        self.liaison = make_liaison(name="Lia Son")
        Membership.objects.create(user=self.liaison, body=self.liaison.memberships.get().body, role=Role.EXPORTER)
        self.letter = make_received(
            self.force, by=self.liaison, received_on=datetime.date(2021, 3, 20), dated=MARCH.replace(day=1),
            dated_precision="month",
        )  # fmt: skip
        self.answer = make_response(
            self.letter,
            self.asked(self.one, self.force),
            text="<p>=We <strong>train</strong> all:</p><ul><li><p>sergeants</p></li><li><p>inspectors</p></li></ul>",
        )
        self.draft = make_draft(self.pcc)
        make_response(self.draft, self.asked(self.one, self.pcc), text="Not sent.")

    def asked(self, recommendation, body):
        return recommendation.addressees.get(body=body)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def desk(client, world):
    client.force_login(world.liaison)
    return client


def row(**facts):
    """A new answer of the silent force, but for what is told."""
    usual = dict(zip(HEADINGS, ("Borchester Police", "1", "17 March 2021", "20 March 2021"), strict=False))
    usual |= {"Position": "Accepted", "Progress": "In progress", "Whose words": "The chief constable or the force"}
    usual |= {"Words": "We have begun."}
    return tuple((usual | facts).values())


def bring(desk, content, name="kept.xlsx", follow=True):
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    return desk.post(reverse("spreadsheets", args=["safe-to-share"]), {"file": file}, follow=follow)


def found(page):
    """[(where, what is to be done)] of a page that shows what is to be put right."""
    return [(f"{sheet} {row} {column}".strip(), said) for sheet, row, column, said, _ in page.context["problems"]]


def shown(page):
    """The page, which finds nothing to be put right."""
    assert found(page) == []
    return page


def press(desk, page):
    """What somebody does who records what the page shows."""
    return desk.post(
        page.context["spreadsheet"].get_absolute_url(), {"seen": page.context["form"]["seen"].value()}, follow=True
    )


def on_record():
    return Update.objects.recorded().count(), Response.objects.filter(update__recorded_at__isnull=False).count()


# -- what comes in


def test_new_rows_are_shown_first_and_then_recorded_as_letters(desk, world):
    rows = [
        row(),
        row(Recommendation="2", Position="Not stated", Words="- one\n- two"),
        row(Body="Borchester PCC", **{"Whose words": "The local policing body", "Dated": "March 2021"}),
    ]
    page = shown(bring(desk, workbook(rows)))
    assert on_record() == (1, 1)
    assert "2 letters" in words(page)

    done = press(desk, page)

    assert on_record() == (3, 4)
    [force] = Update.objects.filter(body=world.silent).recorded()
    assert (force.date, force.received_on) == (DayOrMonth(MARCH), datetime.date(2021, 3, 20))
    assert (force.origin, force.recorded_by) == (Update.Origin.RECEIVED, world.liaison)
    assert set(force.speaks_for.all()) == {world.silent}
    assert force.note == "Recorded from the spreadsheet “kept.xlsx”, rows 2 to 3 of “Answers”."
    first, second = force.responses.order_by("addressee__recommendation__order")
    assert (first.position, first.progress, first.voice) == ("accepted", "in_progress", "force")
    assert (first.text, second.text) == ("<p>We have begun.</p>", "<ul><li><p>one</p></li><li><p>two</p></li></ul>")
    assert (second.position, second.finished_by) == ("not_stated", world.liaison)
    [pcc] = Update.objects.filter(body=world.pcc).recorded()
    assert pcc.date_in_words == "March 2021"
    assert set(pcc.speaks_for.all()) == {world.pcc}
    assert [it.pk for it in done.context["recorded"]] == [force.pk, pcc.pk]
    assert force.get_absolute_url() in done.content.decode()


@pytest.mark.parametrize("kind", ["answers_xlsx", "answers_csv"])
def test_what_was_taken_away_comes_back_unchanged_and_its_silent_rows_can_be_filled_in(desk, world, kind):
    file = desk.get(reverse(kind, args=["safe-to-share"]) + "?as_at=2021-06-17").content
    name = "answers." + kind[-3:].replace("lsx", "xlsx")[-4:]
    page = shown(bring(desk, file, name))
    assert (page.context["unchanged"], page.context["silent"], page.context["letters"]) == (1, 5, [])

    if kind == "answers_csv":
        rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
        line = next(it for it in rows if it[0] == "Borchester Police" and it[3] == "2")
        for heading, value in zip(HEADINGS[2:], row()[2:], strict=True):
            line[rows[0].index(heading)] = value
        filled = as_csv(rows[1:], headings=rows[0])
    else:
        book = openpyxl.load_workbook(io.BytesIO(file))
        sheet = book["2 Title of 2"]
        headings = [cell.value for cell in sheet[1]]
        [line] = (it for it in sheet.iter_rows(min_row=2) if it[0].value == "Borchester Police")
        for heading, value in zip(HEADINGS[2:], row()[2:], strict=True):
            line[headings.index(heading)].value = value
        filled = saved(book)
    press(desk, shown(bring(desk, filled, name)))

    assert on_record() == (2, 2)
    assert Response.objects.get(addressee=world.asked(world.two, world.silent)).text == "<p>We have begun.</p>"
    again = shown(bring(desk, filled, name))
    assert (again.context["unchanged"], again.context["letters"]) == (2, [])


def test_words_too_long_for_a_cell_come_back_whole(desk, world):
    Response.objects.filter(pk=world.answer.pk).update(text=f"<p>{'We train. ' * 5_000}</p>")
    file = desk.get(reverse("answers_xlsx", args=["safe-to-share"]) + "?as_at=2021-06-17").content

    assert shown(bring(desk, file)).context["unchanged"] == 1


CHANGED = [
    ({"Position": "Not accepted"}, "Position", "it says “Accepted”"),
    ({"Progress": "Complete"}, "Progress", "it says “In progress”"),
    ({"Whose words": "Not stated"}, "Whose words", "it says “The chief constable or the force”"),
    ({"Words": "We train nobody."}, "Words", "it says other words"),
]


@pytest.mark.parametrize(("facts", "column", "recorded"), CHANGED)
@pytest.mark.parametrize("names_letter", [True, False], ids=["by its reference", "by its date"])
def test_a_row_that_says_something_else_than_its_letter_is_refused(desk, world, facts, column, recorded, names_letter):
    same = {
        "Body": "Ambridge Police",
        "Dated": "March 2021",
        "Words": "=We train all:\n\n- sergeants\n- inspectors",
        "Received": "20/3/2021",
    }
    headings = (*HEADINGS, "Letter") if names_letter else HEADINGS
    letter = (world.letter.reference,) if names_letter else ()
    page = shown(bring(desk, workbook([row(**same) + letter], headings=headings, change=_as_text)))
    assert page.context["unchanged"] == 1

    page = bring(desk, workbook([row(**same | facts) + letter, row()], headings=headings, change=_as_text))

    [(where, said)] = found(page)
    assert where.startswith(f"Answers 2 {column} (column ")
    assert said.startswith(f"{world.letter.reference} is on the record: there, {recorded}.")
    assert world.letter.get_absolute_url() in page.content.decode()
    assert "Record 1 answer" not in words(page)
    press(desk, page)
    assert on_record() == (1, 1)


def _as_text(book, sheet):
    """openpyxl takes what begins with "=" for a formula; Excel keeps it as text where its cell is formatted so."""
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"


# -- rows that are put right first


CHOICES = "Accepted, Accepted in part, Not accepted, Not stated"
WRONG = [
    ({"Body": ""}, "Body", "Enter the body that this row is about."),
    ({"Body": "Borsetshire"}, "Body", "“Borsetshire” is no body that this report knows."),
    ({"Body": "Elsewhere Police"}, "Body", "“Elsewhere Police” is no body that this report knows."),
    ({"Recommendation": ""}, "Recommendation", "Enter the number of the recommendation."),
    ({"Recommendation": "9"}, "Recommendation", "The report has no recommendation “9”."),
    ({"Dated": ""}, "Dated", "Enter the date that the letter bears, or “no date”."),
    ({"Dated": "spring"}, "Dated", "“spring” must be a real date."),
    ({"Dated": "21 March 2021"}, "Received", "Date received must be the same as or after the date of the letter."),
    ({"Received": ""}, "Received", "Enter the day on which HMICFRS received the letter."),
    ({"Received": "March 2021"}, "Received", "“March 2021” must include a day."),
    ({"Received": "31/2/2021"}, "Received", "“31/2/2021” must be a real date."),
    ({"Dated": "no date", "Received": "1 May 2090"}, "Received", "Date received must be today or in the past."),
    ({"Position": ""}, "Position", f"This cell is empty. Enter one of: {CHOICES}."),
    ({"Position": "Agreed"}, "Position", f"“Agreed” is none of: {CHOICES}."),
    ({"Progress": "Awaiting others"}, "Awaits", "Enter whom or what is awaited."),
    ({"Words": ""}, "Words", "Enter what the letter says about this recommendation."),
]


@pytest.mark.parametrize(("facts", "column", "sentence"), WRONG)
def test_what_is_wrong_is_told_by_row_and_column_in_words(desk, facts, column, sentence):
    wrong = row(**{"Recommendation": "2"} | facts)
    page = bring(desk, as_csv([row(), wrong]), "kept.csv")

    [(where, said)] = found(page)
    assert (where.partition(" (column")[0], said) == (f"3 {column}", sentence)
    press(desk, page)
    assert on_record() == (1, 1)


def at(change):
    """A workbook of two new rows in which one thing was changed."""
    return workbook([row(), row(Recommendation="2")], change=change)


def cell(name, value, form=None):
    def change(book, sheet):
        sheet[name] = value
        if form:
            sheet[name].number_format = form

    return at(change)


def merged(area):
    return at(lambda book, sheet: sheet.merge_cells(area))


def hidden_row(book, sheet):
    sheet.row_dimensions[3].hidden = True


def hidden_column(book, sheet):
    sheet.column_dimensions["H"].hidden = True


def struck(book, sheet):
    sheet["H3"].font = openpyxl.styles.Font(strike=True)


def headed(*headings):
    return workbook([row()], headings=headings)


PASTE = "This cell holds a formula, and nobody typed what it shows. Copy it, and paste it as a value."
HIDDEN = "so that whoever records it can see what it says."
MERGED = "are merged, so nobody can tell whose words they hold. Part them, and fill in each."
WITHOUT = HEADINGS[:-1]
UNFIT = {
    "a formula": (lambda: cell("D3", "=TODAY()"), "3 Received (column D)", PASTE),
    "an error": (lambda: cell("E3", "#N/A"), "3 Position (column E)", "This cell shows #N/A. Enter what is meant."),
    "no day": (lambda: cell("D3", MARCH, "mmm-yy"), "3 Received (column D)", "“March 2021” must include a day."),
    "no year": (lambda: cell("D3", MARCH, "d-mmm"), "3 Received (column D)", "“17 March” must include a year."),
    "a number": (lambda: cell("D3", 44272), "3 Received (column D)", "“44272” must be a real date."),
    "a control character": (
        lambda: cell("H3", "a_x0007_b"), "3 Words (column H)", "Remove the characters that cannot be printed: U+0007.",
    ),
    "struck out": (
        lambda: at(struck), "3 Words (column H)",
        "Words are struck out: “We have begun.”. Delete them, or take the line through them away.",
    ),
    "merged cells": (lambda: merged("A2:A3"), "2", f"The cells A2:A3 {MERGED}"),
    "a hidden row": (lambda: at(hidden_row), "3", f"This row is hidden. Show it, {HIDDEN}"),
    "a hidden column": (lambda: at(hidden_column), "1 Column H", f"“Words” is hidden. Show the column, {HIDDEN}"),
    "a missing column": (lambda: headed(*WITHOUT), "1", "There is no column “Words”. Add it."),
    "an unknown column": (
        lambda: headed(*HEADINGS, "My notes"), "1 Column I",
        "“My notes” is not one of the headings that are read here. Rename it, or take the column out.",
    ),
    "a doubled column": (
        lambda: headed(*HEADINGS, "words"), "1 Column I", "“Words” is there twice. Take one of the two columns out.",
    ),
    "no heading": (
        lambda: cell("J3", "stray"), "3 Column J", "This column has no heading. Give it one, or take it out.",
    ),
    "twice": (
        lambda: workbook([row(), row()]), "3",
        "This is the same body, recommendation and letter as row 2 of “Answers”. Leave one of the two.",
    ),
    "not addressed": (
        lambda: workbook([row(Body="NPCC")]), "2 Body (column A)",
        "Recommendation 1 is not addressed to National Police Chiefs' Council.",
    ),
    "another's answer": (
        lambda: workbook([(*row(), "Ambridge Police")], headings=(*HEADINGS, "Letter from")), "2 Body (column A)",
        "Ambridge Police can answer only for Ambridge Police.",
    ),
    "no such letter": (
        lambda: workbook([(*row(), "SC1-99999")], headings=(*HEADINGS, "Letter")), "2 Letter (column I)",
        "No letter of this reference is on the record of this report. Leave it empty for a new letter.",
    ),
    "one letter, two days": (
        lambda: workbook([row(), row(Recommendation="2", Received="21 March 2021")]), "3 Received (column D)",
        "Row 2 is of a letter from Borchester Police that bears the same date and was received on another day. "
        "Is it one letter?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_a_workbook_that_cannot_be_taken_as_it_is_says_where_and_what_to_do(desk, world, name):
    content, where, sentence = UNFIT[name]
    make_national_body(represents="force").aliases.create(name="NPCC")

    page = bring(desk, content())

    assert found(page) == [(f"Answers {where}", sentence)]
    press(desk, page)
    assert on_record() == (1, 1)


def test_everything_that_is_wrong_is_told_at_once_and_nothing_right_is_recorded(desk):
    wrong = {"Position": "Agreed", "Words": ""}
    page = bring(desk, workbook([row(), row(Recommendation="2", Dated="spring", **wrong), row(Body="Nobody", **wrong)]))

    assert sorted(where.partition(" (")[0] for where, _ in found(page)) == [
        "Answers 3 Dated", "Answers 3 Position", "Answers 3 Words",
        "Answers 4 Body", "Answers 4 Position", "Answers 4 Words",
    ]  # fmt: skip
    assert "Check it again" in page.content.decode()
    press(desk, page)
    assert on_record() == (1, 1)


def test_what_another_letter_says_of_the_same_date_is_left_to_a_person(desk, world):
    same = {"Body": "Ambridge Police", "Dated": "March 2021"}
    reference = world.letter.reference

    [(where, said)] = found(bring(desk, workbook([row(**same, Received="22 March 2021")])))
    assert where == "Answers 2 Received (column D)"
    assert said.startswith(f"{reference} from Ambridge Police bears the same date and was received on 20 March 2021.")

    [(where, said)] = found(bring(desk, workbook([row(**same, Recommendation="2")])))
    assert where == "Answers 2"
    assert said.startswith(f"{reference} is on the record, and says nothing on this for Ambridge Police.")
    assert on_record() == (1, 1)


def test_a_letter_that_a_colleague_is_recording_is_not_recorded_beside_it(desk, world):
    facts = {"recorded_at": None, "recorded_by": None, "dated": MARCH, "received_on": datetime.date(2021, 3, 20)}
    make_received(world.silent, by=world.liaison, **facts)

    [(_, said)] = found(bring(desk, workbook([row()])))

    assert said == (
        "Lia Son has begun to record a letter from Borchester Police dated 17 March 2021. "
        "Finish that draft, or delete it, first."
    )


def test_a_draft_that_a_body_writes_is_nobodys_letter(desk, world):
    """Neither its reference nor its date tells that it is there."""
    Update.objects.filter(pk=world.draft.pk).update(dated=MARCH, dated_precision="day")
    pcc = {"Body": "Borchester PCC", "Whose words": "The local policing body"}

    [(_, said)] = found(bring(desk, workbook([(*row(**pcc), world.draft.reference)], headings=(*HEADINGS, "Letter"))))
    assert said.startswith("No letter of this reference is on the record")

    press(desk, shown(bring(desk, workbook([row(**pcc)]))))
    assert on_record() == (2, 2)


# -- what reads as it was meant


MEANT = {
    "moved columns": lambda: workbook([row()[::-1]], headings=HEADINGS[::-1]),
    "a title above": lambda: workbook([(), HEADINGS, row()], headings=("Answers to Safe to share?",)),
    "headings as people write them": lambda: workbook([row()], headings=[f" {it.upper()}: " for it in HEADINGS]),
    "worked out columns": lambda: workbook(
        [(*row(), "Overdue", "x")], headings=(*HEADINGS, "Status as at the date", "Region")
    ),
    "dates as dates": lambda: workbook([row(Dated=MARCH, Received=AFTERNOON)]),
    "dates with words": lambda: workbook([row(Dated="Wednesday 17th March 2021", Received="20.03.21")]),
    "a number as number": lambda: workbook([row(Recommendation=1)]),
    "a decimal as number": lambda: workbook([row(Recommendation=1.0)]),
    "a decimal as text": lambda: workbook([row(Recommendation="1.0")]),
    "rec as a word": lambda: workbook([row(Recommendation="Rec. 1")]),
    "spaces that do not break": lambda: workbook(
        [row(Body="Borchester\u00a0Police\u00a0", Position="\u00a0accepted ")]
    ),
    "empty rows with formats": lambda: workbook([row()], change=with_empty_rows),
    "a sheet of the recommendation": lambda: workbook(
        [row()[:1] + row()[2:]], headings=HEADINGS[:1] + HEADINGS[2:], name="1 Title"
    ),
    "1904": lambda: workbook([row(Dated=MARCH)], change=since_1904),
    "UTF-8": lambda: as_csv([row()], encoding="utf-8"),
    "UTF-16": lambda: as_csv([row()], encoding="utf-16", between="\t"),
    "semicolons": lambda: as_csv([row()], between=";", encoding="cp1252"),
    "sep": lambda: b"sep=;\r\n" + as_csv([row()], between=";", encoding="cp1252"),
}


def with_empty_rows(book, sheet):
    for number in range(3, 3_000):
        sheet.row_dimensions[number].height = 20
        sheet.cell(number, 8).number_format = "@"


def since_1904(book, sheet):
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


@pytest.mark.parametrize("name", MEANT)
def test_a_spreadsheet_is_read_as_its_reader_sees_it(desk, world, name):
    content = MEANT[name]()

    press(desk, shown(bring(desk, content, "kept.xlsx" if content.startswith(b"PK") else "kept.csv")))

    letter = Update.objects.get(body=world.silent)
    assert (letter.date_in_words, letter.received_on) == ("17 March 2021", datetime.date(2021, 3, 20))
    [answer] = letter.responses.all()
    assert (answer.addressee, answer.position, answer.text) == (
        world.asked(world.one, world.silent), "accepted", "<p>We have begun.</p>",
    )  # fmt: skip


def test_a_date_that_its_sheet_shows_as_a_month_stays_a_month(desk, world):
    book = workbook([row(Dated=MARCH)], change=lambda book, sheet: setattr(sheet["C2"], "number_format", "mmmm yyyy"))

    press(desk, shown(bring(desk, book)))

    assert Update.objects.get(body=world.silent).date == DayOrMonth(datetime.date(2021, 3, 1), "month")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_letters_of_any_encoding_that_excel_saves_are_kept(desk, world, encoding):
    press(
        desk,
        shown(bring(desk, as_csv([row(Words="Mae’r gwaith – “ar y gweill” – yn £5")], encoding=encoding), "a.csv")),
    )

    assert Response.objects.get(addressee__body=world.silent).text == "<p>Mae’r gwaith – “ar y gweill” – yn £5</p>"


AWAITED = [
    ("College of Policing", "College of Policing", "", ""),
    ("recommendation 2 (the guidance)", "", "2", "the guidance"),
    ("College of Policing and recommendation 2 (the guidance)", "College of Policing", "2", "the guidance"),
    ("College of Policing guidance", "", "", "College of Policing guidance"),
]


@pytest.mark.parametrize(("typed", "body", "number", "in_words"), AWAITED)
def test_who_is_awaited_is_chosen_where_it_is_named_and_stays_in_words_otherwise(
    desk, world, typed, body, number, in_words
):
    make_national_body("College of Policing")
    told = workbook([(*row(Progress="Awaiting others"), typed)], headings=(*HEADINGS, "Awaits"))

    press(desk, shown(bring(desk, told)))

    answer = Response.objects.get(addressee__body=world.silent)
    recommendation = answer.awaiting_recommendation
    assert (str(answer.awaiting_body or ""), recommendation.number if recommendation else "") == (body, number)
    assert answer.awaiting == in_words
    assert shown(bring(desk, told)).context["unchanged"] == 1


def test_a_letter_of_a_commissioner_may_answer_for_the_force(desk, world):
    rows = [(*row(), "Borchester PCC"), (*row(Body="Borchester PCC", Words="So have we."), "")]

    press(desk, shown(bring(desk, workbook(rows, headings=(*HEADINGS, "Letter from")))))

    letter = Update.objects.recorded().get(body=world.pcc)
    assert set(letter.speaks_for.all()) == {world.pcc, world.silent}


def test_a_number_that_may_be_two_recommendations_is_asked_for(desk):
    make_recommendation(number="7.1")
    make_recommendation(number="7.10")

    [(_, said)] = found(bring(desk, workbook([row(Recommendation=7.1)])))

    assert said == "As a number, 7.1 may be 7.1 or 7.10. Enter it as text."


# -- sheets


def two_sheets(name="Older", state="visible", headings=HEADINGS):
    def change(book, sheet):
        other = book.create_sheet(name)
        other.sheet_state = state
        other.append(list(headings))
        other.append(list(row(Recommendation="2")))

    return workbook([row()], change=change)


def test_every_sheet_of_answers_is_read_and_which_those_are_is_said(desk):
    page = shown(bring(desk, two_sheets()))
    assert "Read: “Answers”, “Older”." in words(page)

    page = shown(bring(desk, two_sheets(state="hidden")))
    assert "Not read: “Older” is hidden. If it is meant, show it, and choose the file again." in words(page)
    assert page.context["answers"] == 1

    page = shown(bring(desk, two_sheets("Notes", headings=["To do"])))
    assert "Not read: “Notes” has no headings of answers." in words(page)


def test_the_matrix_says_no_words_and_is_not_taken(desk):
    file = desk.get(reverse("matrix_csv", args=["safe-to-share"])).content

    [(where, said)] = found(bring(desk, file, "matrix.csv"))

    assert where == "0"
    assert said.startswith("This is the matrix. It says how things stand,")


# -- files that are none


def many_rows(count):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.append(HEADINGS)
    line = row()
    for _ in range(count):
        sheet.append(line)
    return saved(book)


def raw_rows(count):
    """Rows that differ, so that they do not shrink to nothing."""
    digits = (hashlib.sha256(str(number).encode()).hexdigest() for number in range(count))
    return "".join(f'<row><c t="inlineStr"><is><t>{each}</t></is></c></row>' for each in digits).encode()


def lying_about_its_size():
    lie = {b'<dimension ref="A1:H2"': b'<dimension ref="A1:XFD1048576"'}
    return with_part(workbook([row()]), SHEET, words=lie)


def of_one_name():
    return with_part(two_sheets(), "xl/workbook.xml", words={b'name="Older"': b'name="ANSWERS"'})


ENTITY = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><s>&a;</s>'
LARGER = "This file is larger than a spreadsheet of answers: 5,000 rows at once are read. Send it in parts."
INSTRUCTIONS = "This document holds instructions that no office program writes, so it was not read."
DAMAGED = "This workbook is damaged: it cannot be read. Open it, save it again, and send that."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_XLSX = "a.xlsx is named as an Excel workbook, but its contents are not"
REFUSED = {
    "no file": (lambda: b"", "a.xlsx", "a.xlsx is empty"),
    "Excel 97": (lambda: OLE, "a.xls", "a.xls is in Excel’s old format. Save it in Excel as an XLSX, and choose that"),
    "Excel 97, renamed": (lambda: OLE, "a.xlsx", NOT_XLSX),
    "a letter": (lambda: b"%PDF-1.7", "a.pdf", "a.pdf must be a CSV or XLSX file"),
    "a Word document, renamed": (zip_bomb, "a.xlsx", f"{NOT_XLSX[:-8]} are those of a Word document"),
    "a picture, renamed": (
        lambda: b"\x89PNG\r\n\x1a\n", "a.csv",
        "a.csv is named as a CSV file, but its contents are those of a PNG image",
    ),
    "encrypted": (
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx",
        "a.xlsx: This workbook is protected by a password or a sensitivity label. Save it without, and choose that.",
    ),
    "with macros": (
        lambda: with_part(workbook([row()]), "xl/vbaProject.bin", b"x"), "a.xlsx",
        "a.xlsx is an Excel workbook with macros. Save it in Excel as an XLSX without macros, and choose that",
    ),
    "binary": (
        lambda: with_part(workbook([row()]), "xl/workbook.bin", b"x"), "a.xlsx",
        "a.xlsx: This workbook is saved as a binary one (XLSB), which is not read. Save it in Excel as an XLSX.",
    ),
    "two sheets of one name": (
        of_one_name, "a.xlsx",
        "a.xlsx: This workbook has two sheets of one name, which no spreadsheet program allows. "
        "Rename one, and save it again.",
    ),
    "entities": (lambda: with_part(workbook([row()]), SHEET, ENTITY), "a.xlsx", f"a.xlsx: {INSTRUCTIONS}"),
    "no XML": (lambda: with_part(workbook([row()]), SHEET, b"<worksheet"), "a.xlsx", f"a.xlsx: {DAMAGED}"),
    "a bomb": (lambda: with_part(workbook([row()]), SHEET, b" " * 40 * 1024**2), "a.xlsx", f"a.xlsx: {LARGER}"),
    "too many rows": (
        lambda: many_rows(MOST_ROWS), "a.xlsx", "a.xlsx: This file holds more than 5,000 rows. Send it in parts.",
    ),
    "an open quotation mark": (
        lambda: as_csv([row()]) + b'Kent,"1,', "a.csv",
        "a.csv: After row 2 a quotation mark is opened and not closed.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_spreadsheet_is_refused_in_words_and_not_kept(desk, name):
    content, called, sentence = REFUSED[name]

    page = bring(desk, content(), called)

    assert page.context["form"].errors == {"file": [sentence]}
    assert not Spreadsheet.objects.exists()


def test_an_empty_workbook_says_which_headings_it_would_have(desk):
    [(where, said)] = found(bring(desk, saved(openpyxl.Workbook())))

    assert (where, said) == ("0", f"No sheet that is shown has the headings of answers: {', '.join(HEADINGS)}.")


def test_what_a_workbook_claims_of_its_size_is_not_believed(desk):
    assert shown(bring(desk, lying_about_its_size())).context["answers"] == 1


def test_a_hundred_thousand_rows_are_refused_in_no_time(desk):
    book = with_part(workbook([]), SHEET, words={b"</sheetData>": raw_rows(100_000) + b"</sheetData>"})
    began = time.monotonic()

    page = bring(desk, book)

    assert page.context["form"].errors["file"] == ["kept.xlsx: This file holds more than 5,000 rows. Send it in parts."]
    assert time.monotonic() - began < 10


def test_more_new_answers_than_one_press_may_record_are_refused(desk):
    days = (datetime.date(2020, 12, 18) + datetime.timedelta(days=day) for day in range(101))
    rows = [row(Dated="no date", Received=day) for day in days]

    page = bring(desk, workbook(rows))

    assert found(page) == [
        ("0", "There are more than 100 new letters or 700 new answers. Bring them in by several files.")
    ]


# -- what is decided is what was seen


PCC = {"Body": "Borchester PCC", "Whose words": "The local policing body"}


def test_a_double_click_records_once(desk, world):
    page = shown(bring(desk, workbook([row()])))

    first, second = press(desk, page), press(desk, page)

    assert on_record() == (2, 2)
    assert words(first) == words(second)
    assert "1 letter recorded from a spreadsheet" in words(second)


def test_what_a_colleague_recorded_meanwhile_is_seen_before_anything_is_recorded(desk, world):
    page = shown(bring(desk, workbook([row(), row(**PCC)])))
    press(desk, shown(bring(desk, workbook([row()]))))

    late = press(desk, page)

    assert on_record() == (2, 2)
    assert "The record has changed since this page was shown, so nothing was recorded." in words(late)
    assert (late.context["unchanged"], late.context["answers"]) == (1, 1)
    press(desk, late)
    assert on_record() == (3, 3)


def test_all_of_it_is_recorded_or_nothing(world):
    """A letter that comes in at the very last moment is met by the form that records, which has the last word."""
    lines = [row(), row(Dated="no date", Received="22 March 2021")]
    rows = [
        Row("", number, {name: Cell(text) for name, text in zip(HEADINGS, line, strict=True)}, {})
        for number, line in enumerate(lines, 2)
    ]
    check = Check(world.letter.super_complaint, Sheets(rows, [], [], []), "a.csv")
    assert check.is_ready
    check.letters.reverse()
    make_response(make_received(world.silent, dated=MARCH), world.asked(world.one, world.silent))

    with pytest.raises(NotRecorded), transaction.atomic():
        check.record(by=world.liaison, at=NOON)

    assert on_record() == (2, 2)
    assert Update.objects.count() == 3


def test_a_closed_report_takes_only_what_came_before(desk, world):
    SuperComplaint.objects.update(closed_on=datetime.date(2021, 3, 20))

    page = bring(desk, workbook([row(), row(**PCC, Received="19 March 2021")]))

    [(where, said)] = found(page)
    assert where == "Answers 2 Received (column D)"
    assert said.endswith("A letter received before that day can still be recorded.")


def test_what_came_to_nothing_can_be_discarded_and_what_was_recorded_cannot(desk):
    brought = shown(bring(desk, workbook([row()]))).context["spreadsheet"]
    desk.post(reverse("discard_spreadsheet", args=[brought.pk]))
    assert not Spreadsheet.objects.exists()

    page = shown(bring(desk, workbook([row()])))
    press(desk, page)
    kept = desk.post(reverse("discard_spreadsheet", args=[page.context["spreadsheet"].pk]), follow=True)
    assert "Letters were recorded from this file, so it is kept." in words(kept)
    assert Spreadsheet.objects.exists()


def test_what_was_never_recorded_is_deleted_after_a_week(world):
    report = world.letter.super_complaint
    make_spreadsheet(report, by=world.liaison)
    kept = make_spreadsheet(report, by=world.liaison, recorded_by=world.liaison, recorded_at=NOON)
    day = datetime.timedelta(days=1)

    assert not Spreadsheet.objects.outlived(NOON + 7 * day).exists()
    clean_up(Job(kind="clean_up"))(NOON + 8 * day)

    assert list(Spreadsheet.objects.all()) == [kept]


def test_the_file_is_given_back_byte_for_byte(desk):
    content = workbook([row()])
    brought = shown(bring(desk, content)).context["spreadsheet"]

    answer = desk.get(reverse("spreadsheet_file", args=[brought.pk]))

    assert answer.content == content
    assert answer["Content-Disposition"] == 'attachment; filename="kept.xlsx"'


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_spreadsheets_take_a_fixed_number_of_queries(desk, django_assert_num_queries, count):
    content = workbook([row(Dated="no date", Received=f"{20 + each} March 2021") for each in range(count)])
    pages = [shown(bring(desk, content)) for _ in range(count)]

    with django_assert_num_queries(5):
        desk.get(pages[0].context["spreadsheet"].get_absolute_url())
    with django_assert_num_queries(5):
        desk.get(reverse("spreadsheets", args=["safe-to-share"]))


def test_letters_that_are_here_already_are_compared_in_a_fixed_number_of_queries(desk):
    rows = [
        row(Dated=dated.format(each), Received=f"{20 + each} March 2021")
        for each in range(1, 4)
        for dated in ("no date", "{} March 2021")
    ]
    press(desk, shown(bring(desk, workbook(rows))))

    def queries(of):
        with CaptureQueriesContext(connection) as made:
            bring(desk, workbook(of), follow=False)
        return len(made)

    assert queries(rows[:2]) == queries(rows)
    assert shown(bring(desk, workbook(rows))).context["unchanged"] == 6


def test_only_liaison_staff_are_shown_the_way_back(client, desk):
    there, way = reverse("exports", args=["safe-to-share"]), reverse("spreadsheets", args=["safe-to-share"])
    assert way in desk.get(there).content.decode()
    client.force_login(make_member(make_national_body("College of Policing"), Role.READER))

    assert way not in client.get(there).content.decode()


def test_the_way_back_is_walked_by_keyboard(world, page, live_server, sign_in, tmp_path):
    wrong, right = tmp_path / "wrong.xlsx", tmp_path / "right.xlsx"
    wrong.write_bytes(workbook([row(), row(Recommendation="2", Position="Agreed")]))
    right.write_bytes(workbook([row(), row(Recommendation="2", Words="Much.\n" * 40)]))
    sign_in(world.liaison)
    page.goto(live_server.url + reverse("exports", args=["safe-to-share"]))
    press_enter(page.get_by_role("link", name="Bring a spreadsheet back in"))
    look_at(page, "Bring a spreadsheet back in")

    press_enter(page.get_by_role("button", name="Show what it would record"))
    page.get_by_role("link", name="Select a spreadsheet").wait_for()
    look_at(page, "Bring a spreadsheet back in")

    choose(page, wrong)
    look_at(page, "Put the file right first")
    press_enter(page.get_by_role("link", name="choose it again"))

    choose(page, right)
    look_at(page, "What would be recorded")
    page.emulate_media(media="print")
    assert page.get_by_text("We have begun.").is_visible()
    page.emulate_media(media="screen")
    press_enter(page.get_by_role("button", name="Record 2 answers in 1 letter"))
    look_at(page, "1 letter recorded from a spreadsheet")

    press_enter(page.get_by_role("link", name=re.compile(r"^SC\d+-")))
    page.get_by_role("heading", name="Letter from Borchester Police").wait_for()


def press_enter(control):
    control.focus()
    control.press("Enter")


def choose(page, file):
    page.get_by_label("Which spreadsheet?").set_input_files(file)
    press_enter(page.get_by_role("button", name="Show what it would record"))


def look_at(page, heading):
    page.get_by_role("heading", name=heading, level=1).wait_for()
    axe(page)
    fits_a_phone(page)
