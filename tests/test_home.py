"""Home says what is theirs to do: what is asked, by when and why then, where it stands, and what to press."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts.models import Membership, Role
from recommendations.models import SuperComplaint
from responses.intake.models import Intake
from responses.matrix import Status
from responses.models import Part, Response, Update
from responses.views.home import _time_left
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
    make_review,
    make_super_complaint,
    make_user,
)
from tests.html import links

pytestmark = pytest.mark.django_db


@pytest.fixture
def pcc():
    return make_policing_body(make_force())


def ask(pcc, number, **facts):
    """A super-complaint of its own, with one recommendation to a PCC and its force."""
    facts = {"slug": f"report-{number}", "title": f"Report {number}", **facts}
    super_complaint = make_super_complaint(**facts)
    recommendation = make_recommendation(super_complaint, "1")
    return [make_addressee(recommendation, body) for body in (pcc, pcc.oversees)]


def test_each_super_complaint_says_when_it_is_due_and_how_that_was_worked_out(client, pcc):
    ask(pcc, 1)
    client.force_login(make_member(pcc))

    page = client.get("/")

    (part,) = page.context["standing"]
    assert part["due_on"] == datetime.date(2021, 6, 17)
    assert part["due_rules"] == ["six months from publication, 17 December 2020"]
    assert re.search(r"<strong>over \d years ago</strong>", page.text)
    assert [(task["text"], task["status"]) for task in part["tasks"]] == [("1. Title of 1", "Overdue")] * 2


def test_a_policing_body_sees_its_forces_answers_first_and_a_force_only_its_own(client):
    pcc = make_policing_body(make_force("Yorbury Police"))
    ask(pcc, 1)

    client.force_login(make_member(pcc))
    assert [cell.body for cell in client.get("/").context["standing"][0]["cells"]] == [pcc.oversees, pcc]
    client.force_login(make_member(pcc.oversees))
    assert [cell.body for cell in client.get("/").context["standing"][0]["cells"]] == [pcc.oversees]


def test_a_general_reply_to_one_report_answers_no_other(client, pcc):
    ask(pcc, 1)
    ask(pcc, 2, published_on=datetime.date(2022, 1, 10))
    make_received(pcc, pcc.addressed.first().recommendation.super_complaint)
    client.force_login(make_member(pcc))

    statuses = {
        part["super_complaint"].title: {cell.status for cell in part["cells"] if cell.body == pcc}
        for part in client.get("/").context["standing"]
    }

    assert statuses == {"Report 2": {Status.OVERDUE}, "Report 1": {Status.GENERAL_REPLY_ONLY}}


def test_a_question_from_hmicfrs_is_shown_until_a_later_update_answers_it(client, pcc):
    addressee, _ = ask(pcc, 1)
    response = make_response(make_received(pcc), addressee)
    review = make_review(response, reasons="By when?")
    client.force_login(make_member(pcc))

    assert client.get("/").context["questions"] == [review]
    make_response(make_received(pcc, received_on=datetime.date(2021, 9, 1)), addressee)
    assert client.get("/").context["questions"] == []


def test_a_draft_is_continued_where_one_is_begun_and_started_where_none_is(client, pcc):
    ask(pcc, 1)
    client.force_login(make_member(pcc))
    assert f"Start an update from {pcc}" in client.get("/").text

    make_draft(pcc)

    page = client.get("/")
    assert f"Continue the draft from {pcc}" in page.text
    assert f"Start an update from {pcc}" not in page.text


def test_a_draft_waits_for_those_who_may_sign_it_off_once_they_are_asked(client, pcc):
    ask(pcc, 1)
    draft = make_draft(pcc, dated=datetime.date(2021, 6, 1), dated_precision="day")

    client.force_login(make_member(pcc, Role.APPROVER))
    assert client.get("/").context["to_sign_off"] == []
    draft.ask(by=draft.edited_by, at=NOON)
    assert client.get("/").context["to_sign_off"] == [draft]
    client.force_login(make_member(pcc))
    assert client.get("/").context["to_sign_off"] == []


def test_home_says_with_whom_a_draft_is(client, pcc):
    ask(pcc, 1)
    draft = make_draft(pcc, dated=datetime.date(2021, 6, 1), dated_precision="day")
    editor, approver = draft.edited_by, make_member(pcc, Role.APPROVER, name="Ann Approver")
    said = [f"{editor} asked for its sign-off.", "Ann Approver corrected it: a colleague is to confirm that."]
    said += ["The force has its part.", "Signed off by Ann Approver: ready to send."]
    found = []

    def look():
        client.force_login(editor)
        page = client.get("/").text
        found.append([words for words in said if words in page])

    look()
    part = Part(update=draft, body=pcc.oversees)
    part.start(by=editor, at=NOON, comment="")
    look()
    part.take_back(by=editor, at=NOON, comment="")
    draft.ask(by=editor, at=NOON)
    look()
    draft.edited(by=approver, at=NOON + datetime.timedelta(hours=1))
    look()
    draft.confirm(by=editor, at=NOON + datetime.timedelta(hours=2), comment="")
    draft.sign_off(by=approver, at=NOON + datetime.timedelta(hours=3))
    look()

    assert found == [[], said[2:3], said[:1], said[1:2], said[3:]]


def test_an_update_is_offered_only_from_a_body_that_was_asked_or_answers_for_one(client, pcc):
    make_addressee(make_recommendation(number="1"), pcc.oversees)
    person = make_member(pcc)
    Membership.objects.create(user=person, body=make_force("Felpersham Police"), role=Role.EDITOR)
    client.force_login(person)

    [part] = client.get("/").context["standing"]

    assert part["can_start"] == [pcc]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("liaison", [False, True])
def test_home_takes_as_many_queries_for_three_reports_as_for_one(
    client, pcc, count, liaison, django_assert_num_queries
):
    for number in range(count):
        addressee, _ = ask(pcc, number)
        make_review(make_response(make_received(pcc, addressee.recommendation.super_complaint), addressee))
    client.force_login(make_liaison() if liaison else make_member(pcc))

    with django_assert_num_queries(19 if liaison else 22):
        client.get("/")


def test_somebody_without_a_body_is_told_whom_to_ask(client, pcc):
    ask(pcc, 1)
    client.force_login(make_member(make_force("Felpersham Police")))

    assert "tell your administrator which body you work for" in client.get("/").text


def test_an_administrator_is_shown_what_is_theirs_and_not_told_to_ask_one(client, pcc):
    ask(pcc, 1)
    client.force_login(make_user(is_staff=True))

    page = client.get("/")

    assert set(links(page)) >= {"/people/invite/", "/people/", "/admin/"}
    assert "tell your administrator" not in page.text


def test_a_liaison_sees_how_many_letters_are_not_on_the_record_yet(client, pcc):
    ask(pcc, 1)
    (super_complaint,) = SuperComplaint.objects.all()
    liaison = make_liaison()
    facts = {"name": "a.txt", "content_type": "text/plain", "content": b"x", "size": 1, "sha256": "a" * 64}
    facts |= {"uploaded_by": liaison, "uploaded_at": NOON, "read_at": NOON, "trouble": "A picture."}
    for update in (None, None, make_received(pcc, super_complaint)):
        Intake.objects.create(super_complaint=super_complaint, update=update, **facts)
    client.force_login(liaison)

    page = client.get("/")

    assert "</a>: 2 not on the record yet" in page.text


def test_a_liaison_sees_whom_to_chase_and_what_to_review(client, pcc):
    recommendation = make_recommendation(number="1")
    answered = [make_addressee(recommendation, make_force(f"{name} Police")) for name in ("Felpersham", "Yorbury")]
    first, _ = (make_response(make_received(it.body), it) for it in answered)
    make_review(first)
    for number in ("1", "5"):  # two recommendations overdue are one body to write to
        make_addressee(make_recommendation(number=number) if number == "5" else recommendation, pcc)
    client.force_login(make_liaison())

    page = client.get("/")

    assert "</a>: 1 body<" in page.text
    assert "</a>: 1 not reviewed yet" in page.text
    assert {"/super-complaints/safe-to-share/matrix/?status=overdue&sort=overdue"} < set(links(page))
    to_review = client.get("/super-complaints/safe-to-share/matrix/?status=not_reviewed")
    assert [row.body.name for row in to_review.context["matrix"].rows()] == ["Yorbury Police"]


def test_a_reader_finds_the_matrix_of_each_open_report_and_nothing_to_do(client):
    make_addressee()
    make_super_complaint(title="Closed", slug="closed", closed_on=datetime.date(2021, 1, 1))
    client.force_login(make_member(make_national_body("College of Policing"), Role.READER))

    page = client.get("/").content.decode()

    assert "/super-complaints/safe-to-share/matrix/" in page
    assert "/super-complaints/closed/matrix/" not in page
    assert "Send in letters" not in page
    assert "No open super-complaint asks anything of your bodies" not in page


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (datetime.date(2021, 6, 18), "1 day left"),
        (datetime.date(2021, 6, 17), "today"),
        (datetime.date(2021, 6, 16), "1 day overdue"),
        (datetime.date(2021, 3, 20), "89 days overdue"),
        (datetime.date(2021, 3, 19), "over 3 months ago"),
        (datetime.date(2020, 6, 1), "over 1 year ago"),
        (datetime.date(2016, 1, 1), "over 5 years ago"),
        (None, ""),
    ],
)
def test_days_are_counted_as_long_as_they_say_something(due_on, said):
    assert _time_left(due_on, datetime.date(2021, 6, 17)) == said


# -- what to do first


@pytest.fixture
def two(pcc):
    """Two recommendations to a commissioner, the first of them answered in a draft."""
    ones = [make_addressee(make_recommendation(number=number), pcc) for number in ("1", "2")]
    draft = make_draft(pcc, dated=datetime.date(2021, 6, 1), dated_precision="day")
    make_response(draft, ones[0])
    return draft, ones


def first(client, person):
    client.force_login(person)
    return client.get("/").context["first"]


def test_before_there_is_a_draft_one_begins_it(client, pcc):
    make_addressee(make_recommendation(), pcc)

    found = first(client, make_member(pcc))

    assert (found.words, found.is_post) == (f"Start an update from {pcc}", True)
    assert client.get("/").text.count(f"Start an update from {pcc}") == 1
    client.post(found.href)
    assert Update.objects.get().body == pcc
    assert f"Start an update from {pcc}" not in client.get("/").text


def test_in_a_draft_the_next_answer_comes_first_and_its_row_leads_there_too(client, pcc, two):
    draft, _ = two

    found = first(client, make_member(pcc))

    where = reverse("edit_response", args=[draft.pk, "2", pcc.slug])
    assert (found.words, found.href) == ("Write this answer", where)
    assert found.because == f"Recommendation 2, Title of 2, for {pcc}."
    rows = client.get("/").context["standing"][0]["tasks"]
    assert [row["text"] for row in rows] == ["1. Title of 1", "Write this answer: 2. Title of 2"]
    assert rows[0]["hint"] == f"{pcc}, due 17 June 2021. Finished in the draft"
    assert rows[1]["href"] == where


def test_what_sending_meets_is_no_answer_to_write_but_in_a_draft_without_a_word(client, pcc, two):
    draft, (first_one, second) = two
    update_asked = make_addressee(make_recommendation(number="8", order=0, met_by_update=True), pcc)
    person = draft.edited_by
    where = {number: reverse("edit_response", args=[draft.pk, number, pcc.slug]) for number in ("2", "8")}

    assert first(client, person).href == where["2"]
    make_response(draft, second)
    assert first(client, person).words == "Check the letter and ask for its sign-off"
    draft.responses.all().delete()
    for_all = make_received(make_national_body(), speaks_for=[pcc])
    make_response(for_all, first_one)
    make_response(for_all, second)
    assert first(client, person).href == where["8"]
    make_response(draft, update_asked, **Response.NOTHING_TO_CHOOSE)
    assert first(client, person).words == "Check the letter and ask for its sign-off"


def test_what_a_force_was_asked_for_is_not_the_offices_to_write(client, pcc, two):
    draft, (_, second) = two
    asked = make_addressee(second.recommendation, pcc.oversees)
    person = draft.edited_by
    part = Part(update=draft, body=pcc.oversees)
    part.start(by=person, at=NOON)

    found = first(client, person)

    assert found.href == reverse("edit_response", args=[draft.pk, "2", pcc.slug])
    make_response(draft, second)
    assert first(client, person) is None
    part.hand_in(by=make_member(pcc.oversees), at=NOON)
    assert first(client, person).href == reverse("edit_response", args=[draft.pk, "2", asked.body.slug])


def test_once_every_answer_is_there_sign_off_is_asked_for(client, pcc, two):
    draft, (_, second) = two
    make_response(draft, second)

    found = first(client, make_member(pcc))

    assert found.words == "Check the letter and ask for its sign-off"
    draft.ask(by=draft.edited_by, at=NOON)
    assert first(client, draft.edited_by) is None


def test_an_approver_reads_what_they_are_asked_to_sign_off_and_then_it_is_sent(client, pcc, two):
    draft, approver = two[0], make_member(pcc, Role.APPROVER)
    draft.ask(by=draft.edited_by, at=NOON)

    found = first(client, approver)

    assert (found.words, found.href) == ("Read the letter and sign it off", reverse("sign_off", args=[draft.pk]))
    draft.sign_off(by=approver, at=NOON)
    found = first(client, draft.edited_by)
    assert (found.words, found.href) == ("Send the letter", reverse("send_update", args=[draft.pk]))


def test_what_was_sent_back_comes_before_everything_else(client, pcc, two):
    draft, approver = two[0], make_member(pcc, Role.APPROVER, name="Ann Approver")
    draft.ask(by=draft.edited_by, at=NOON)
    draft.send_back(by=approver, at=NOON, comment="The date is wrong.")

    found = first(client, draft.edited_by)

    assert found.words == "Mend what was sent back"
    assert found.because == f"Ann Approver sent back the letter from {pcc} on “Safe to share?”."


def test_a_question_from_hmicfrs_comes_before_what_is_still_to_come(client, pcc, two):
    draft, (asked, _) = two
    letter = make_received(pcc, draft.super_complaint)
    make_review(make_response(letter, asked), reasons="By when?")
    draft.responses.all().delete()

    found = first(client, make_member(pcc))

    where = reverse("edit_response", args=[draft.pk, "1", pcc.slug])
    assert (found.words, found.href) == ("Answer the question", where)
    assert found.because == f"HMICFRS asks about Recommendation 1, {pcc}."


def test_where_nothing_waits_nothing_comes_first(client, pcc):
    assert first(client, make_member(pcc)) is None
    assert first(client, make_liaison()) is None
