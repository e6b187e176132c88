"""Letters recorded or removed together: what the page says is what happens, and one that fails stops no other."""

import dataclasses
import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from responses.intake.forms.confirm import Confirmation
from responses.intake.models import Intake
from responses.intake.proposal import Passage, PassageKind, Promise, Proposal, Suggestion
from responses.intake.unchanged import CHANGED, answers_in_words, as_posted
from responses.intake.views import together
from responses.models import Commitment, Document, Response, Update
from responses.voices import Voice
from tests import html
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_force,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
)
from tests.test_confirm import RECEIVED, as_shown
from tests.test_intake_queue import asked as asked  # pytest finds the fixture by its name
from tests.test_intake_queue import liaison as liaison
from tests.test_intake_queue import make_intake, recognised

pytestmark = pytest.mark.django_db
RECORD, REMOVE = (f"/super-complaints/safe-to-share/intake/{name}/" for name in ("recognised", "duplicates"))
DAY = {"received_on_day": "2", "received_on_month": "7", "received_on_year": "2021"}
ANSWERS = (
    Passage(PassageKind.GENERAL, "I welcome the report.", voice=Voice.LOCAL_POLICING_BODY),
    Passage(
        PassageKind.RESPONSE,
        "We accept it. It is done.",
        recommendations=("1", "4"),
        voice=Voice.FORCE,
        position=Suggestion("accepted", "We accept it"),
        progress=Suggestion("complete", "It is done"),
    ),
    Passage(PassageKind.RESPONSE, "Both of us promote it.", recommendations=("5",), voice=Voice.JOINT),
    Passage(PassageKind.RESPONSE, "We have looked.", recommendations=("6",), voice=Voice.LOCAL_POLICING_BODY),
)


def full_letter(liaison, asked, dated="2021-06-17", received="", passages=ANSWERS, **facts):
    """A letter from the commissioner for the force too, with an answer to all that was asked."""
    proposal = Proposal(
        passages=passages,
        body=asked["pcc"].name,
        dated=dated,
        super_complaint="safe-to-share",
        speaks_for=(asked["pcc"].name, asked["force"].name),
        received=received,
    )
    return make_intake(liaison, read_at=NOON, proposal_json=proposal.as_json(), **facts)


def chosen(*intakes):
    return {"letters": [f"{intake.pk}-{intake.version}" for intake in intakes]}


def told(client):
    return [str(message) for message in client.get(reverse("intake", args=["safe-to-share"])).context["messages"]]


@pytest.fixture(autouse=True)
def no_reader(settings):
    settings.WORK_HERE = False


def test_what_is_posted_of_a_letter_is_what_its_page_would_send(client, liaison, asked):
    intake = full_letter(liaison, asked)
    page = client.get(intake.get_absolute_url())
    sent = next(values for method, _, values in html.forms(page) if "facts-body" in values)
    day = {"facts-received_on_day": ["2"], "facts-received_on_month": ["7"], "facts-received_on_year": ["2021"]}

    posted = dict(as_posted(Confirmation(intake), datetime.date(2021, 7, 2)).lists())

    ours = {name: values for name, values in sent.items() if name.startswith(("facts-", "passage-", "answer-"))}
    del posted["facts-version"]  # 0, as the page that leaves it out is taken to say
    assert typed(posted) == typed(ours) | day
    assert {"passage-1-recommendations", "answer-6-local_policing_body-position"} <= typed(posted).keys()


def typed(data) -> dict[str, list[str]]:
    """What there is beyond white space, which a browser adds to a box of its own accord."""
    return {name: values for name, values in data.items() if any(value.strip() for value in values)}


def test_letters_recorded_together_are_as_those_recorded_one_by_one(client, liaison, asked):
    alone, together = full_letter(liaison, asked, "2021-03-01"), full_letter(liaison, asked, "2021-03-02")
    client.post(alone.get_absolute_url(), as_shown(client, alone, **RECEIVED, record="1"))
    page = client.get(RECORD)
    assert list(page.context["form"].rows) == chosen(together)["letters"]
    received = dict(zip(DAY, RECEIVED.values(), strict=True))

    client.post(RECORD, chosen(together) | received)

    assert told(client) == ["On the record: 1 letter."]
    first, second = Update.objects.order_by("dated")
    same = ("body", "opening", "closing", "received_on", "recorded_by", "signatory_name")
    assert [getattr(second, name) for name in same] == [getattr(first, name) for name in same]
    assert set(second.speaks_for.all()) == set(first.speaks_for.all()) == {asked["pcc"], asked["force"]}
    said = ("addressee", "position", "progress", "text", "voice", "finished_by")
    answers = [set(Response.objects.filter(update=it).values_list(*said)) for it in (first, second)]
    assert answers[0] == answers[1]
    assert len(answers[0]) == 5
    assert [it.sha256 for it in second.documents.all()] == [together.sha256]


def test_one_letter_that_fails_stops_no_other_and_is_named(client, liaison, asked):
    good, late = full_letter(liaison, asked, "2021-06-17"), full_letter(liaison, asked, "2021-07-03")

    client.post(RECORD, chosen(late, good) | DAY)

    assert told(client) == [
        "On the record: 1 letter.",
        f"Not recorded: {late}. Date received must be the same as or after the date of the letter.",
    ]
    assert [it.date_in_words for it in Update.objects.all()] == ["17 June 2021"]
    late.refresh_from_db()
    assert (late.update, late.typed, late.version) == (None, {}, 1)


def test_a_mistake_of_ours_over_one_letter_stops_no_other(client, liaison, asked, monkeypatch):
    bad, good = full_letter(liaison, asked, "2021-06-17"), full_letter(liaison, asked, "2021-06-18")
    record = Confirmation.record

    def fails_on_the_first(letter, **facts):
        update = record(letter, **facts)
        assert letter.intake != bad
        return update

    monkeypatch.setattr(Confirmation, "record", fails_on_the_first)

    client.post(RECORD, chosen(bad, good) | DAY)

    assert [it.date_in_words for it in Update.objects.all()] == ["18 June 2021"]
    assert Response.objects.count() == 5
    assert told(client)[1].startswith(f"Not recorded: {bad}. The tracker made a mistake over it")


def test_what_changed_since_the_page_was_shown_is_not_recorded(client, liaison, asked):
    intake = full_letter(liaison, asked)
    Intake.objects.update(version=2)

    answer = client.post(RECORD, chosen(intake) | DAY)

    assert "changed meanwhile" in answer.context["form"].errors["letters"][0]
    assert Update.objects.count() == 0


def test_what_a_colleague_records_at_the_same_moment_is_recorded_once(client, liaison, asked, monkeypatch):
    intake = full_letter(liaison, asked)
    real = together.record_unchanged

    def twice(*args, **facts):
        real(*args, **facts)
        return real(*args, **facts)

    monkeypatch.setattr(together, "record_unchanged", twice)

    client.post(RECORD, chosen(intake) | DAY)

    assert Update.objects.count() == 1
    assert told(client) == [f"Not recorded: {intake}. {CHANGED}."]


def test_only_what_is_recognised_and_untouched_is_recorded_together(client, liaison, asked):
    full_letter(liaison, asked, "2021-03-01", typed={"facts-note": ["By hand."]})
    make_intake(liaison, **recognised(asked["force"], "2021-06-18", "1"))
    make_intake(liaison)

    page = client.get(RECORD)

    assert (page.context["form"].rows, page.context["begun"]) == ({}, 1)
    assert "it is recorded on its own page" in page.text


def test_fifty_are_recorded_at_once_and_the_rest_is_counted(client, liaison):
    force = make_force()
    make_addressee(make_recommendation(), force)
    for day in range(52):
        dated = datetime.date(2021, 3, 1) + datetime.timedelta(days=day)
        make_intake(liaison, **recognised(force, dated.isoformat()))

    context = client.get(RECORD).context

    assert (len(context["form"].rows), context["more"]) == (50, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_letters_as_for_one(
    client, liaison, asked, count, django_assert_num_queries
):
    for day in range(1, count + 1):
        full_letter(liaison, asked, f"2021-06-0{day}")

    with django_assert_num_queries(9):
        client.get(RECORD)


def test_the_page_says_what_goes_on_the_record(client, liaison, asked):
    full_letter(liaison, asked)
    recommendations = {
        it.number: it for it in asked["force"].addressed.first().recommendation.super_complaint.recommendations.all()
    }

    assert answers_in_words(Proposal(passages=ANSWERS), recommendations) == [
        "Recommendations 1 and 4: Accepted. Complete (The chief constable or the force).",
        "Recommendation 5: Not stated. Not stated (Both of them together).",
        "Recommendation 6: Not stated. Not stated (The local policing body).",
    ]
    page = client.get(RECORD)
    assert "It speaks for Borsetshire Police too." in page.text
    assert "Recommendations 1 and 4: Accepted. Complete" in page.text


def test_no_letter_is_selected_until_a_person_selects_it(client, liaison, asked):
    for dated in ("2021-06-17", "2021-06-17", "2021-06-18"):
        full_letter(liaison, asked, dated, sha256=dated.ljust(64, "a"))

    for where in (RECORD, REMOVE):
        sent = [values for _, _, values in html.forms(client.get(where)) if "letters" in values]
        assert sent == []
        assert client.post(where, DAY).context["form"].errors["letters"] == ["Select the letters"]
    assert (Update.objects.count(), Intake.objects.count()) == (0, 3)


def test_what_letters_recorded_together_promise_is_named_and_made_no_commitment(client, liaison, asked):
    promise = Promise("We will train all by May.", "2021-05")
    answers = (ANSWERS[0], dataclasses.replace(ANSWERS[1], promises=(promise,)), *ANSWERS[2:])
    letter = full_letter(liaison, asked, passages=answers)
    full_letter(liaison, asked, "2021-06-18")

    page = client.get(RECORD)
    client.post(RECORD, chosen(letter) | DAY)

    assert page.text.count("Promised by a date and not kept as a commitment: “We will train all by May.”") == 1
    assert "is not made a commitment here" in page.text
    assert (Update.objects.count(), Commitment.objects.count()) == (1, 0)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_one_press_selects_all_letters_and_the_page_counts_them(page, sign_in, liaison, asked):
    for day in ("17", "18", "19"):
        full_letter(liaison, asked, f"2021-06-{day}", received="2021-06-20")
    sign_in(liaison)
    page.goto(RECORD)
    expect(page.get_by_role("status")).to_have_text("0 of 3 selected")
    axe(page)
    fits_a_phone(page)

    page.get_by_role("button", name="Select all 3 letters").click()
    expect(page.get_by_role("status")).to_have_text("3 of 3 selected")
    page.get_by_role("checkbox").first.uncheck()
    expect(page.get_by_role("status")).to_have_text("2 of 3 selected")
    page.get_by_role("button", name="Record the letters that are selected").click()

    expect(page.get_by_role("main")).to_contain_text("On the record: 2 letters.")


def test_an_emails_own_day_is_proposed_and_the_others_need_one(client, liaison, asked):
    mail = full_letter(liaison, asked, "2021-06-17", received="2021-06-18")
    page = client.get(RECORD)
    assert "Received on 18 June 2021, its e-mail says." in page.text
    assert "received_on" not in page.context["form"].fields
    file = full_letter(liaison, asked, "2021-06-19")

    answer = client.post(RECORD, chosen(mail, file))
    assert answer.context["form"].errors == {"received_on": ["Enter the date received"]}
    assert Update.objects.count() == 0
    client.post(RECORD, chosen(mail, file) | DAY)

    assert [it.received_on for it in Update.objects.order_by("dated")] == [
        datetime.date(2021, 6, 18),
        datetime.date(2021, 7, 2),
    ]


def test_only_a_file_that_is_kept_elsewhere_is_proposed_for_removal(client, liaison, asked):
    first = full_letter(liaison, asked)
    same_file = full_letter(liaison, asked, sha256=first.sha256)
    same_date = full_letter(liaison, asked)

    form = client.get(REMOVE).context["form"]

    assert form.rows.keys() == set(chosen(same_file, same_date)["letters"])
    assert form.proposed == chosen(same_file)["letters"]


@pytest.mark.parametrize(("recorded", "proposed"), [({"recorded_at": NOON}, True), ({"recorded_at": None}, False)])
def test_a_file_kept_with_a_draft_alone_is_not_proposed_for_removal(client, liaison, asked, recorded, proposed):
    facts = recorded | ({} if proposed else {"recorded_by": None})
    update = make_received(asked["pcc"], dated=DUE, **facts)
    kept = {"name": "a.txt", "content_type": "text/plain", "content": b"x", "size": 1, "sha256": "k" * 64}
    Document.objects.create(update=update, added_by=liaison, added_at=NOON, **kept)
    intake = full_letter(liaison, asked, sha256="k" * 64)

    assert client.get(REMOVE).context["form"].proposed == (chosen(intake)["letters"] if proposed else [])


def test_duplicates_are_removed_together_and_nothing_else_is(client, liaison, asked):
    make_received(asked["pcc"], received_on=datetime.date(2021, 6, 18))
    first = full_letter(liaison, asked)
    copies = [full_letter(liaison, asked, sha256=first.sha256) for _ in range(2)]
    on_record = full_letter(liaison, asked, "2021-06-18")

    client.get(REMOVE)
    assert Intake.objects.count() == 4
    client.post(REMOVE, chosen(*copies))

    assert told(client) == ["Removed: 2 letters."]
    assert list(Intake.objects.order_by("pk")) == [first, on_record]
    assert Update.objects.count() == 1


def test_a_copy_whose_original_went_meanwhile_stays(client, liaison, asked):
    first = full_letter(liaison, asked)
    copy = full_letter(liaison, asked, sha256=first.sha256)
    client.get(REMOVE)
    first.delete()

    answer = client.post(REMOVE, chosen(copy))

    assert "changed meanwhile" in answer.context["form"].errors["letters"][0]
    assert list(Intake.objects.all()) == [copy]


def test_what_is_no_duplicate_cannot_be_removed_here(client, liaison, asked):
    letter = full_letter(liaison, asked)

    assert client.post(REMOVE, chosen(letter)).status_code == 200
    assert client.post(REMOVE, {}).context["form"].errors == {"letters": ["Select the letters"]}
    assert Intake.objects.count() == 1


@pytest.mark.parametrize("where", [RECORD, REMOVE])
def test_only_liaison_staff_record_or_remove_together(client, liaison, asked, where):
    first = full_letter(liaison, asked)
    copy = full_letter(liaison, asked, sha256=first.sha256)
    client.force_login(make_member(make_policing_body(name="Police and Crime Commissioner for Loamshire")))

    assert client.get(where).status_code == 403
    assert client.post(where, chosen(first, copy) | DAY).status_code == 403
    assert (Intake.objects.count(), Update.objects.count()) == (2, 0)
