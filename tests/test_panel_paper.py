"""A body's paper for its panel: what is open, closed, overdue, changed and promised; as a page, a PDF and in Word."""

import io
from datetime import date

import docx
import lxml.html
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Role
from recommendations.dates import DayOrMonth
from recommendations.models import Body
from responses.desk.panel_paper import Standing, panel_paper
from responses.letter.panel_paper import paper_docx, paper_pdf
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    NOON,
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
    make_request,
    make_response,
    make_review,
    make_revision,
    make_super_complaint,
)
from tests.html import links
from tests.listening import listen
from tests.test_letter_accessibility import LOGOS, failures

pytestmark = pytest.mark.django_db
MARCH, JULY, OCTOBER, NEW_YEAR = date(2021, 3, 1), date(2021, 7, 1), date(2021, 10, 1), date(2022, 1, 1)


@pytest.fixture
def force():
    make_super_complaint()
    return make_force()


@pytest.fixture
def pcc(force):
    return make_policing_body(force, address="1 Street\nTown", email="office@example.org")


def ask(body, number="1", **facts):
    return make_addressee(make_recommendation(number=number, **facts), body)


def answer(addressee, day=MARCH, **facts):
    return make_response(make_received(addressee.body, received_on=day), addressee, **facts)


def standing(body, as_at=NEW_YEAR, since=JULY) -> dict[str, str]:
    """Under which heading each recommendation stands, by its number."""
    return {line.recommendation.number: line.standing for line in panel_paper(body, as_at, since).lines}


def shown(client, body, **asked):
    days = {"as_at": "2022-01-01", "since": "2021-07-01"} | asked
    return client.get(f"/bodies/{body.slug}/paper/", days)


def under(page, heading) -> str:
    """The words under a heading."""
    [start] = lxml.html.fromstring(page.content).xpath(f"//h2[text()='{heading}']")
    words, element = [], start.getnext()
    while element is not None and element.tag != "h2":
        words.append(" ".join(element.itertext()))
        element = element.getnext()
    return " ".join(" ".join(words).split())


# -- where a recommendation stands


def test_said_complete_and_judged_delivered_stand_apart_and_each_under_one_heading(force):
    made = {number: ask(force, number) for number in ("general", "begun", "said", "judged", "asked", "reopened")}
    answer(made["begun"])
    answer(made["said"], progress="complete")
    make_review(answer(made["judged"]), outcome="delivered", reasons="Seen.")
    make_review(answer(made["asked"], progress="complete"))
    review = answer(made["reopened"], progress="complete")
    make_review(review, outcome="delivered", reasons="Seen.")
    make_review(review, outcome="reopened", reasons="It ended.", reviewed_on=JULY)

    assert standing(force) == {
        "general": Standing.OPEN,  # its letters are silent on it
        "begun": Standing.OPEN,
        "said": Standing.SAID_COMPLETE,
        "judged": Standing.DELIVERED,
        "asked": Standing.OPEN,
        "reopened": Standing.OPEN,
    }


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (DUE, Standing.OPEN),  # the due date itself is not late
        (date(2021, 6, 18), Standing.OVERDUE),
        (OCTOBER, Standing.CLOSED),
    ],
)
def test_what_is_closed_or_overdue_is_so_as_at_the_day_of_the_paper(force, as_at, expected):
    addressee = ask(force)
    report = addressee.recommendation.super_complaint
    report.closed_on = OCTOBER
    report.save()

    assert standing(force, as_at, MARCH) == {"1": expected}


def test_a_request_whose_day_passed_is_overdue_whatever_was_said_before(force):
    addressee = ask(force)
    answer(addressee, progress="complete")
    make_request([addressee], asked_on=JULY, due_on=OCTOBER)

    assert standing(force) == {"1": Standing.OVERDUE}


def test_a_report_that_had_not_come_out_is_not_in_it(force):
    ask(force)

    assert standing(force, date(2020, 12, 16), date(2020, 6, 1)) == {}


# -- what changed, what is asked, what is promised, what was withdrawn


def test_what_changed_since_a_day_is_told_with_then_now_and_why(client, force):
    moved, same, judged = (ask(force, number) for number in "123")
    answer(same)
    answer(moved)
    answer(moved, OCTOBER, progress="complete")
    make_review(answer(judged), outcome="delivered", reasons="Seen.", reviewed_on=OCTOBER)
    client.force_login(make_member(force))

    page = shown(client, force)

    changes = under(page, "What changed since 1 July 2021")
    assert [change.now.recommendation.number for change in page.context["paper"].changes] == ["1", "3"]
    assert (
        "Stands: Open Says: Accepted. In progress Stands: Complete, as the body says Says: Accepted. Complete "
        "A letter, received on 1 October 2021"
    ) in changes
    assert "HMICFRS: No review recorded Stands: Delivered, as HMICFRS judged" in changes
    assert "HMICFRS’s review" in changes


def test_a_report_that_was_closed_since_is_a_change(force):
    addressee = ask(force)
    answer(addressee)
    report = addressee.recommendation.super_complaint
    report.closed_on = OCTOBER
    report.save()

    [change] = panel_paper(force, NEW_YEAR, JULY).changes

    assert change.told == [("Stands", "Open", "Closed with its report")]
    assert change.why == ["Its report was closed or reopened"]


def test_what_hmicfrs_asks_is_there_with_its_day_and_nothing_that_was_answered_or_asked_later(client, force):
    _, asked, chased, answered, later = (ask(force, number) for number in "12345")
    question = make_review(answer(asked), reasons="By when exactly?", due_on=NEW_YEAR)
    make_review(question.response, reasons="And where?", reviewed_on=date(2022, 2, 1))
    answer(chased)
    make_request([chased], asked_on=JULY)
    answer(answered)
    make_request([answered], asked_on=MARCH)
    make_review(answer(later), reasons="Asked later.", reviewed_on=date(2022, 2, 1))
    client.force_login(make_member(force))

    words = under(shown(client, force), "What HMICFRS asks, and by when")

    assert words.split("By when ", 1)[1] == (
        "1. Title of 1 Borsetshire Police Safe to share? An answer to the report 17 June 2021, which has passed "
        "2. Title of 2 Borsetshire Police Safe to share? More information, asked on 17 June 2021: “By when exactly?” "
        "1 January 2022 "
        "3. Title of 3 Borsetshire Police Safe to share? Asked again, made on 1 July 2021 No day given"
    )


def test_commitments_have_their_dates_and_what_was_done_long_ago_is_only_counted(client, force):
    response = answer(ask(force))
    late = make_commitment(response, text="A board will meet.", target_date=DayOrMonth(date(2021, 3, 31)))
    make_revision(late, target_date=DayOrMonth(date(2021, 9, 1), "month"))
    for text, day in (("Done long ago.", MARCH), ("Done since.", OCTOBER)):
        make_commitment(response, text=text).note_done(by=make_liaison(), on=day)
    client.force_login(make_member(force))

    words = under(shown(client, force), "Commitments")

    assert "First 31 March 2021, now September 2021: at least 5 months later Its date has passed" in words
    assert "“Done since.”" in words
    assert "Done long ago." not in words
    assert "1 more was recorded as done by 1 July 2021." in words


def test_what_was_withdrawn_since_is_named_without_its_reason_and_counts_no_more(client, force):
    response = answer(ask(force), progress="complete")
    make_commitment(response, text="It will last.")
    make_received(force, received_on=MARCH).withdraw(by=make_liaison(), at=NOON, on=JULY, reason="Before.")
    response.update.withdraw(by=make_liaison(name="Usha Franks"), at=NOON, on=OCTOBER, reason="Not true.")
    client.force_login(make_member(force))

    page = shown(client, force)

    assert under(page, "Withdrawn since 1 July 2021") == (
        f"{response.update.reference} on Safe to share?, from Borsetshire Police, dated 1 March 2021, received "
        "1 March 2021: withdrawn on 1 October 2021, and not counted since."
    )
    assert [words for words in ("Not true.", "Usha Franks", "It will last.") if words in page.text] == []
    assert standing(force) == {"1": Standing.OVERDUE}


# -- who reads it, and of whom


def test_it_is_of_the_body_and_whom_it_answers_for_and_of_nobody_else(client, pcc, force):
    recommendation = make_recommendation()
    other = make_force("Felpersham Police")
    addressees = {body: make_addressee(recommendation, body) for body in (pcc, force, other)}
    letter = make_received(pcc, received_on=MARCH, speaks_for=[pcc, force])
    for body, progress in ((pcc, "complete"), (force, "not_started")):
        make_commitment(make_response(letter, addressees[body], progress=progress), text=f"Of {body}.")
    answer(addressees[other], progress="awaiting_others", awaiting="Something of Felpersham")
    make_draft(pcc)
    client.force_login(make_member(force))

    own = shown(client, force)
    foreign = shown(client, pcc)
    client.force_login(make_member(pcc))
    both = shown(client, pcc)

    assert foreign.status_code == 403
    assert {line.cell.body for line in own.context["paper"].lines} == {force}
    assert f"Of {pcc}." not in own.text
    assert {line.cell.body for line in both.context["paper"].lines} == {pcc, force}
    assert [page for page in (own, both) if "Felpersham" in page.text] == []


def test_another_bodys_people_are_refused_in_every_form(client, pcc, force):
    ask(force)
    for person, status in (
        (make_liaison(), 200),
        (make_member(make_national_body("College of Policing"), Role.READER), 200),
        (make_member(make_force("Felpersham Police"), Role.APPROVER), 403),
    ):
        client.force_login(person)
        assert {client.get(f"/bodies/{force.slug}/paper{end}").status_code for end in ("/", ".docx")} == {status}


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_database_as_often_for_three_reports_as_for_one(
    client, pcc, force, count, django_assert_num_queries
):
    for number in range(count):
        report = make_super_complaint(title=f"Report {number}", slug=f"report-{number}")
        addressee = make_addressee(make_recommendation(report), force)
        response = make_response(make_received(force, report, received_on=MARCH), addressee)
        make_review(response)
        make_revision(make_commitment(response))
        make_request([addressee], asked_on=JULY)
    client.force_login(make_member(pcc))

    with django_assert_num_queries(31):
        shown(client, pcc)


# -- its days


def test_without_days_it_is_of_today_and_the_last_six_months(client, force):
    ask(force)
    client.force_login(make_member(force))
    today = timezone.localdate()

    paper = client.get(f"/bodies/{force.slug}/paper/").context["paper"]

    assert paper.as_at == today
    assert 180 <= (today - paper.since).days <= 184


@pytest.mark.parametrize(
    ("days", "errors"),
    [
        ({"as_at": "2999-01-01"}, {"as_at": ["As-at date must be today or in the past"]}),
        (
            {"as_at": "0001-01-01", "since": ""},
            {"as_at": ["As-at date must be the same as or after 17 December 2020, when the first report came out"]},
        ),
        ({"as_at": "2022-01-01", "since": "2022-01-01"}, {"since": ["“Changed since” must be before the as-at date"]}),
        ({"since": "yesterday"}, {"since": ["“Changed since” must be a real date, such as 2021-06-17"]}),
    ],
)
def test_days_that_cannot_be_are_told_beside_their_field_and_make_no_file(client, force, days, errors):
    ask(force)
    client.force_login(make_member(force))

    page = shown(client, force, **days)
    file = client.get(f"/bodies/{force.slug}/paper.pdf", days)

    assert (page.status_code, page.context["form"].errors) == (200, errors)
    assert page.context["paper"].as_at == timezone.localdate()
    assert (file.status_code, file.url.partition("?")[0]) == (302, f"/bodies/{force.slug}/paper/")


def test_a_body_that_nothing_is_asked_of_has_a_paper_that_says_so(client, force):
    client.force_login(make_member(force))

    assert "No recommendation of a report that had come out by then is addressed to it." in shown(client, force).text


def test_a_bodys_page_leads_to_its_paper(client, force):
    ask(force)
    client.force_login(make_member(force))

    assert f"/bodies/{force.slug}/paper/" in links(client.get(force.get_absolute_url()))


# -- on paper and in Word


def everything(body, force):
    """A paper with something under each heading."""
    silent, begun, said, judged = (ask(force, number) for number in "1234")
    make_commitment(answer(begun), text="A board will meet.")
    answer(said, OCTOBER, progress="complete")
    make_review(answer(judged), outcome="delivered", reasons="Seen.")
    closed = make_super_complaint(title="Older", slug="older", closed_on=MARCH)
    make_addressee(make_recommendation(closed), body)
    make_request([silent], asked_on=JULY, due_on=OCTOBER)
    make_received(force, received_on=MARCH).withdraw(by=make_liaison(), at=NOON, on=OCTOBER, reason="A slip.")
    return panel_paper(body, NEW_YEAR, JULY)


@pytest.mark.pdf
@pytest.mark.parametrize("letterhead", Body.Letterhead.values)
def test_the_pdf_is_tagged_to_be_kept_and_listened_to_and_bears_the_letterhead(
    settings, tmp_path, pcc, force, letterhead
):
    settings.MEDIA_ROOT = tmp_path
    pcc.letterhead = letterhead
    pcc.logo.save("logo.png", ContentFile(LOGOS["colours"]))
    paper = everything(pcc, force)

    pdf = paper_pdf(panel_paper(pcc, NEW_YEAR, JULY), known_at=NOON)

    heard = listen(pdf)
    assert failures(pdf) == []
    assert len(list(heard.all("Figure"))) == 1
    assert [tag.words for tag in heard.all("H1")] == [paper.title]
    assert [tag.words for tag in heard.all("H2")] == HEADINGS
    for words in ("1 Street", "office@example.org", "As at 1 January 2022", "as known on 1 June 2021 at"):
        assert words in heard.words
    assert {cell.attributes["/Scope"] for cell in heard.all("TH")} == {"/Column", "/Row"}


HEADINGS = [
    "In numbers",
    "What changed since 1 July 2021",
    "What HMICFRS asks, and by when",
    "Overdue",
    "Open",
    "Complete, as the body says",
    "Delivered, as HMICFRS judged",
    "Closed with its report",
    "Commitments",
    "Withdrawn since 1 July 2021",
    "Letters that this paper rests on",
]


def test_the_word_document_has_the_letterhead_headings_and_rows_that_are_repeated(pcc, force):
    paper = everything(pcc, force)

    document = docx.Document(io.BytesIO(paper_docx(paper, known_at=NOON)))

    said = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert [text for style, text in said if style == "Heading 1"] == [paper.title]
    assert [text for style, text in said if style == "Heading 2"] == HEADINGS
    head, *tables = document.tables
    assert "1 Street" in head.cell(0, 1).text
    assert len(tables) == 10
    assert {table.style.name for table in tables} == {"Letter Summary"}
    # Word repeats them on each page, and a screen reader reads them with each cell.
    assert [bool(table.rows[0]._tr.trPr.xpath("w:tblHeader")) for table in tables] == [True] * len(tables)
    assert (document.core_properties.title, document.core_properties.author) == (paper.title, str(pcc))
    assert "as known on 1 June 2021 at" in "".join(text for _, text in said)


def test_the_same_paper_of_one_moment_is_the_same_file(pcc, force):
    paper = everything(pcc, force)

    assert paper_docx(paper, known_at=NOON) == paper_docx(paper, known_at=NOON)


@pytest.mark.pdf
def test_the_files_are_named_after_the_body_and_the_day(client, pcc, force):
    ask(force)
    client.force_login(make_member(pcc))
    days = {"as_at": "2022-01-01"}

    pdf, word = (client.get(f"/bodies/{pcc.slug}/paper.{end}", days) for end in ("pdf", "docx"))

    name = f'attachment; filename="{pcc.slug}-super-complaints-as-at-2022-01-01'
    assert pdf.content.startswith(b"%PDF-")
    assert [file.headers["Content-Disposition"] for file in (pdf, word)] == [f'{name}.pdf"', f'{name}.docx"']


@pytest.mark.django_db(transaction=True)
def test_the_page_is_for_everybody_and_fits_a_phone(page, sign_in, pcc, force):
    everything(pcc, force)
    sign_in(make_member(pcc))

    page.goto(f"/bodies/{pcc.slug}/paper/?as_at=2022-01-01&since=2021-07-01")

    axe(page)
    fits_a_phone(page)
