"""Staff of a body write an update: nothing typed is lost, and no save overwrites another."""

import datetime
from importlib import import_module

import lxml.html
import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from recommendations.models import Body
from responses.letter.html import letter_html
from responses.models import Part, Response, Update
from tests.factories import (
    DUE,
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
    make_super_complaint,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A PCC and its force, both addressed by recommendation 5; the force alone by 1, the PCC alone by 6."""
    super_complaint = make_super_complaint(reply_to="replies@example.org")
    force = make_force()
    pcc = make_policing_body(force, signatory_name="Dr Lee", signatory_title="Commissioner")
    for number, bodies in {"1": [force], "5": [force, pcc], "6": [pcc]}.items():
        recommendation = make_recommendation(super_complaint, number)
        for body in bodies:
            make_addressee(recommendation, body)
    return pcc, force


@pytest.fixture
def editor(pair, client):
    user = make_member(pair[0])
    client.force_login(user)
    return user


@pytest.fixture
def draft(pair, editor):
    return make_draft(pair[0], by=editor, speaks_for=pair)


def response_url(draft, number, body):
    return reverse("edit_response", args=[draft.pk, number, body.slug])


ANSWER = {
    "text": "We have a policy.",
    "position": "accepted",
    "progress": "in_progress",
    "awaiting": "",
    "voice": "force",
    "version": "0",
}
FINISHED = ANSWER | {"finish": "1"}


def facts(response):
    return {name: getattr(response, name) for name in ("text", "position", "progress", "awaiting", "voice", "version")}


def test_starting_an_update_makes_a_draft_that_speaks_for_the_body_alone(client, pair, editor):
    pcc, _ = pair

    answer = client.post(reverse("start_update", args=["safe-to-share", pcc.slug]))

    update = Update.objects.get()
    assert answer.url == update.get_absolute_url()
    assert (update.body, update.origin, update.created_by) == (pcc, Update.Origin.WRITTEN, editor)
    assert list(update.speaks_for.all()) == [pcc]
    assert (update.signatory_name, update.signatory_title) == ("Dr Lee", "Commissioner")


def test_starting_twice_finds_the_same_draft(client, pair, editor):
    url = reverse("start_update", args=["safe-to-share", pair[0].slug])

    first = client.post(url)
    second = client.post(url)

    assert second.url == first.url
    assert Update.objects.count() == 1


def test_a_successor_speaks_for_the_body_whose_place_it_took(client, pair):
    pcc, force = pair
    mayor = make_policing_body(force, "Mayor of Borsetshire", office=Body.Office.MAYOR)
    Body.objects.filter(pk=pcc.pk).update(succeeded_by=mayor)
    client.force_login(make_member(mayor))

    client.post(reverse("start_update", args=["safe-to-share", mayor.slug]))

    assert list(Update.objects.get().speaks_for.all()) == [pcc]


def test_nobody_starts_an_update_for_another_body(client, pair, editor):
    other = make_policing_body(make_force("Felpersham Police"))

    answer = client.post(reverse("start_update", args=["safe-to-share", other.slug]))

    assert answer.status_code == 403
    assert Update.objects.count() == 0


def test_an_answer_is_kept_with_its_three_facts_and_its_words(client, pair, draft):
    answer = client.post(response_url(draft, "5", pair[1]), ANSWER)

    assert answer.url == draft.get_absolute_url()
    response = Response.objects.get()
    assert response.addressee.body == pair[1]
    assert facts(response) == {**ANSWER, "text": "<p>We have a policy.</p>", "version": 1}


def test_what_is_finished_leads_to_the_next_that_is_not_in_the_reports_order(client, pair, draft):
    pcc, force = pair
    make_response(draft, draft.addressees().get(recommendation__number="5", body=force))
    make_response(draft, draft.addressees().get(recommendation__number="5", body=pcc), finished_at=None)

    after_first = client.post(response_url(draft, "1", force), FINISHED)
    after_last = client.post(response_url(draft, "6", pcc), FINISHED)

    assert after_first.url == response_url(draft, "5", pcc)
    assert after_last.url == draft.get_absolute_url()


def test_what_sending_meets_and_what_is_with_the_force_is_not_the_next_to_write(client, pair, draft):
    pcc, force = pair
    make_addressee(make_recommendation(number="9", met_by_update=True), pcc)
    after_last = client.post(response_url(draft, "6", pcc), FINISHED)
    assert after_last.url == draft.get_absolute_url()

    Part(update=draft, body=force).start(by=draft.edited_by, at=NOON)

    after_first = client.post(response_url(draft, "1", force), FINISHED)
    assert after_first.url == response_url(draft, "5", pcc)


REFUSED = {
    "no text": ({"text": "  "}, "text", "Enter what you want to say about this recommendation"),
    "too long": ({"text": "a" * 20_001}, "text", "Shorten the text to 20,000 characters: it has 20,001."),
    "too many lines": ({"text": "a\n" * 501 + "b"}, "text", "Shorten the text to 500 lines: it has 502."),
    "control characters": ({"text": "a\x07b"}, "text", "Remove the characters that cannot be printed: U+0007."),
    "no position": ({"position": ""}, "position", "Select whether the recommendation is accepted"),
    "no progress": ({"progress": ""}, "progress", "Select how far the work has come"),
    "no voice": ({"voice": ""}, "voice", "Select whose words these are"),
    "nobody awaited": ({"progress": "awaiting_others"}, "awaiting", "Enter whom or what is awaited"),
    "awaited without waiting": (
        {"awaiting": "NPCC guidance"},
        "awaiting",
        "Remove what is awaited, or select “Awaiting others” above",
    ),
}


@pytest.mark.parametrize(("change", "field", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_input_is_refused_beside_the_field_and_nothing_is_stored(client, pair, draft, change, field, message):
    answer = client.post(response_url(draft, "5", pair[1]), {**FINISHED, **change})

    assert answer.context["form"].errors[field] == [message]
    assert answer.context["form"]["awaiting"].value() == change.get("awaiting", "")
    assert Response.objects.count() == 0


def test_a_refused_page_shows_the_words_again(client, pair, draft):
    answer = client.post(
        response_url(draft, "5", pair[1]), {**FINISHED, "position": "", "text": "Long & careful <words>"}
    )

    assert "Long &amp; careful &lt;words&gt;</textarea>" in answer.text


def test_saving_what_a_colleague_changed_meanwhile_shows_both_and_overwrites_nothing(client, pair, draft):
    addressee = draft.addressees().get(recommendation__number="1")
    make_response(draft, addressee, text="What the colleague saved.", version=2)

    answer = client.post(response_url(draft, "1", pair[1]), {**ANSWER, "text": "What I typed.", "version": "1"})

    assert Response.objects.get().text == "What the colleague saved."
    assert answer.context["form"].theirs == [("What do you want to say?", "<p>What the colleague saved.</p>")]
    assert "What I typed.</textarea>" in answer.text
    # Having seen both, the next save is a decision.
    decided = client.post(
        response_url(draft, "1", pair[1]),
        {**ANSWER, "text": "Both.", "version": answer.context["form"]["version"].value()},
    )
    assert decided.status_code == 302
    assert Response.objects.get().text == "<p>Both.</p>"


def test_two_first_answers_to_one_recommendation_do_not_overwrite_each_other(client, pair, draft):
    make_response(draft, draft.addressees().get(recommendation__number="1"), text="Already here.")

    answer = client.post(response_url(draft, "1", pair[1]), ANSWER)

    assert answer.status_code == 200
    assert [response.text for response in Response.objects.all()] == ["Already here."]


def test_an_old_page_that_says_what_is_stored_already_is_no_quarrel(client, pair, draft):
    response = make_response(draft, draft.addressees().get(recommendation__number="1"), version=5)
    same = {name: getattr(response, name) for name in ("text", "position", "progress", "awaiting", "voice")}

    answer = client.post(response_url(draft, "1", pair[1]), {**same, "version": "4"})

    assert answer.url == draft.get_absolute_url()
    assert Response.objects.get().version == 5


CANNOT_PRINT = "Replace what the letter cannot print: 😀"


def test_what_the_letter_cannot_print_is_named_beside_its_answer_as_soon_as_it_is_saved(client, pair, draft):
    pcc, force = pair
    odd = {**ANSWER, "text": "Done ✓ 😀"}

    in_background = client.post(response_url(draft, "5", force), odd, headers={"X-Autosave": "1"})
    client.post(response_url(draft, "1", force), ANSWER)
    after_next = client.post(
        response_url(draft, "6", pcc), {**FINISHED, **odd, "voice": "local_policing_body"}, follow=True
    )

    assert in_background.json() == {"version": 1, "finished": False, "warning": CANNOT_PRINT}
    assert [str(message) for message in after_next.context["messages"]] == [f"Recommendation 6, {pcc}. {CANNOT_PRINT}"]
    [answers, letter] = client.get(draft.get_absolute_url()).context["sections"]
    assert [task["warning"] for task in answers["tasks"]] == ["", CANNOT_PRINT, "", CANNOT_PRINT]
    assert letter["tasks"][0]["warning"] == ""
    assert CANNOT_PRINT in client.get(response_url(draft, "5", force)).content.decode()
    assert "cannot print" not in client.get(response_url(draft, "1", force)).content.decode()


def test_what_the_letter_cannot_print_is_named_on_the_covering_letter(client, pair, draft):
    url = reverse("covering_letter", args=[draft.pk])
    data = {"version": "1", "opening": "Welcome 😀", "speaks_for": [body.pk for body in pair]}

    saved = client.post(url, data, headers={"X-Autosave": "1"})

    assert saved.json() == {"version": 2, "warning": CANNOT_PRINT}
    assert CANNOT_PRINT in client.get(url).content.decode()
    [_, letter] = client.get(draft.get_absolute_url()).context["sections"]
    assert letter["tasks"][0]["warning"] == CANNOT_PRINT


def test_of_a_letter_that_was_received_nothing_is_to_be_replaced(client, pair):
    received = make_draft(pair[0])
    Update.objects.update(origin=Update.Origin.RECEIVED, received_on=DUE)
    make_response(received, received.addressees().first(), text="Done 😀")
    client.force_login(make_liaison())

    [answers, _] = client.get(received.get_absolute_url()).context["sections"]

    assert {task["warning"] for task in answers["tasks"]} == {""}


OPEN = {"text": "", "position": "", "progress": "", "awaiting": "", "voice": ""}
HALF_DONE = {
    "words": {"text": "Half a"},
    "a position": {"position": "accepted"},
    "who is awaited, before the progress": {"awaiting": "College guidance"},
    "the progress, before who is awaited": {"progress": "awaiting_others"},
}


@pytest.mark.parametrize("headers", [{"X-Autosave": "1"}, {}], ids=["autosave", "save for later"])
@pytest.mark.parametrize("begun", HALF_DONE.values(), ids=HALF_DONE.keys())
def test_saving_keeps_what_is_there_and_leaves_every_other_question_open(client, pair, draft, begun, headers):
    answer = client.post(response_url(draft, "5", pair[1]), {**begun, "version": "0", "later": "1"}, headers=headers)

    response = Response.objects.get()
    kept = {"text": "<p>Half a</p>"} if "text" in begun else {}
    assert facts(response) == {**OPEN, **begun, **kept, "version": 1}
    assert response.is_finished is False
    if headers:
        assert answer.json() == {"version": 1, "finished": False}
    else:
        assert answer.url == draft.get_absolute_url()


@pytest.mark.parametrize("headers", [{"X-Autosave": "1"}, {}], ids=["autosave", "save for later"])
def test_a_page_with_nothing_on_it_begins_no_answer(client, pair, draft, headers):
    as_opened = {"version": "0", "voice": "local_policing_body", "later": "1"}

    client.post(response_url(draft, "6", pair[0]), as_opened, headers=headers)

    assert Response.objects.count() == 0


SAVED_ELSEWHERE = "Not saved: this page was saved elsewhere while you were writing. Press a button below to see both."


def test_autosave_says_what_keeps_it_from_saving(client, pair, draft):
    make_response(draft, draft.addressees().get(recommendation__number="1"), text="Theirs.", version=3)

    stale = client.post(response_url(draft, "1", pair[1]), {**ANSWER, "version": "1"}, headers={"X-Autosave": "1"})
    half = {**ANSWER, "version": "1", "awaiting_body": "Half a na"}
    both = client.post(response_url(draft, "1", pair[1]), half, headers={"X-Autosave": "1"})

    assert (stale.status_code, both.status_code) == (409, 409)
    assert stale.json() == both.json() == {"message": SAVED_ELSEWHERE}
    assert [response.text for response in Response.objects.all()] == ["Theirs."]


def test_words_that_cannot_be_kept_are_said_to_be_left_out_and_all_else_is_kept(client, pair, draft):
    addressee = draft.addressees().get(recommendation__number="1")
    make_response(draft, addressee, text="<p>As stored.</p>", position="not_stated", version=1)
    odd = {**ANSWER, "text": "a\x07b", "version": "1"}

    answer = client.post(response_url(draft, "1", pair[1]), odd, headers={"X-Autosave": "1"})

    left_out = "“What do you want to say?”. Remove the characters that cannot be printed: U+0007."
    assert answer.json() == {"version": 2, "finished": False, "left_out": left_out}
    response = Response.objects.get()
    assert (response.text, response.position) == ("<p>As stored.</p>", "accepted")


def test_an_answer_is_finished_by_who_says_so(client, pair, editor, draft):
    client.post(response_url(draft, "5", pair[1]), FINISHED)

    response = Response.objects.get()
    assert (response.finished_by, response.is_finished) == (editor, True)


@pytest.mark.parametrize("headers", [{"X-Autosave": "1"}, {}], ids=["autosave", "save for later"])
@pytest.mark.parametrize("change", [{"text": "Another."}, {"position": "not_accepted"}, {"voice": "joint"}])
def test_a_change_of_what_is_finished_reopens_it(client, pair, draft, change, headers):
    made = make_response(draft, draft.addressees().get(recommendation__number="1"), **{**ANSWER, "version": 1})

    client.post(response_url(draft, "1", pair[1]), {**ANSWER, **change, "version": "1"}, headers=headers)

    made.refresh_from_db()
    assert (made.finished_by, made.finished_at) == (None, None)


def test_what_is_finished_stays_so_when_nothing_is_changed(client, pair, draft):
    made = make_response(draft, draft.addressees().get(recommendation__number="1"), **{**ANSWER, "version": 1})
    colleague = made.finished_by

    for data in (ANSWER, FINISHED):
        client.post(response_url(draft, "1", pair[1]), {**data, "version": "1"})

    made.refresh_from_db()
    assert (made.finished_by, made.finished_at, made.version) == (colleague, NOON, 1)


def test_answers_from_before_were_finished_by_who_recorded_or_signed_off_the_letter_and_by_nobody_in_a_draft(pair):
    approver, before = make_member(pair[0], Role.APPROVER), {"finished_at": None, "position": "not_stated"}
    recorded = make_received(pair[0])
    signed_off, draft = make_draft(pair[0]), make_draft(pair[1])
    signed_off.sign_off(by=approver, at=NOON)
    addressee = recorded.addressees().first()
    made = [make_response(update, addressee, **before) for update in (recorded, signed_off, draft)]

    import_module("responses.migrations.0012_what_is_on_the_record_was_finished").finish(apps, None)

    for response in made:
        response.refresh_from_db()
    assert [(response.finished_by, response.finished_at) for response in made] == [
        (recorded.recorded_by, NOON),
        (approver, NOON),
        (None, None),
    ]
    assert {response.position for response in made} == {"not_stated"}


def test_saying_that_it_is_finished_is_an_edit(client, pair, editor, draft):
    make_response(
        draft, draft.addressees().get(recommendation__number="1"), **{**ANSWER, "version": 1}, finished_at=None
    )
    Update.objects.update(edited_by=make_member(pair[0]))

    client.post(response_url(draft, "1", pair[1]), {**FINISHED, "version": "1"})

    assert Response.objects.get().finished_by == editor
    assert Update.objects.get().edited_by == editor


@pytest.mark.parametrize(
    ("number", "who", "voice"),
    [("6", 0, "local_policing_body"), ("1", 1, "")],
    ids=["its own answer", "that of its force"],
)
def test_whose_words_they_are_is_chosen_beforehand_only_where_it_follows_from_who_writes(
    client, pair, draft, number, who, voice
):
    assert client.get(response_url(draft, number, pair[who])).context["form"]["voice"].value() == voice


def test_saving_without_a_change_is_no_edit(client, pair, draft):
    make_response(draft, draft.addressees().get(recommendation__number="1"), **{**ANSWER, "version": 1})
    Update.objects.update(signed_off_by=make_member(pair[0], Role.APPROVER), signed_off_at=NOON)

    client.post(response_url(draft, "1", pair[1]), {**ANSWER, "version": "1"})

    assert Update.objects.get().signed_off_at == NOON
    assert Response.objects.get().version == 1


def test_the_other_bodies_are_named_in_the_order_of_the_letter(client, pair, draft):
    pcc, _ = pair
    former = make_policing_body(name="A former commissioner", succeeded_by=pcc)
    make_addressee(draft.super_complaint.recommendations.get(number="5"), former)

    page = client.get(response_url(draft, "5", pcc))

    label = page.context["form"].fields["same_for_others"].label
    assert label == "Give the same answer for Borsetshire Police and A former commissioner"


def test_one_answer_can_be_given_for_the_other_bodies_too(client, pair, draft):
    pcc, force = pair

    client.post(response_url(draft, "5", force), {**ANSWER, "same_for_others": "on"})

    assert {response.addressee.body: response.text for response in Response.objects.all()} == {
        force: "<p>We have a policy.</p>",
        pcc: "<p>We have a policy.</p>",
    }


def test_a_save_whose_answer_was_lost_is_sent_again_and_is_no_quarrel(client, pair, draft):
    data, url = {**ANSWER, "same_for_others": "on"}, response_url(draft, "5", pair[1])

    first, again = (client.post(url, data, headers={"X-Autosave": "1"}) for _ in range(2))

    assert (first.json()["version"], again.json()["version"]) == (1, 2)
    assert set(draft.responses.values_list("text", flat=True)) == {"<p>We have a policy.</p>"}


def test_the_same_answer_is_finished_and_reopened_for_all_whose_it_is(client, pair, draft):
    url, same = response_url(draft, "5", pair[1]), {"same_for_others": "on"}

    client.post(url, {**FINISHED, **same})
    assert [response.is_finished for response in Response.objects.all()] == [True, True]

    client.post(url, {**ANSWER, **same, "text": "New.", "version": "1"}, headers={"X-Autosave": "1"})
    assert [response.is_finished for response in Response.objects.all()] == [False, False]

    # The words are the same already; only that it is finished is new.
    client.post(url, {**FINISHED, **same, "text": "New.", "version": "2"})
    assert [response.is_finished for response in Response.objects.all()] == [True, True]


def test_the_same_answer_leaves_finished_what_somebody_else_finished(client, pair, draft):
    pcc, force = pair
    officer = make_member(force)
    five = draft.addressees().filter(recommendation__number="5")
    same = {**ANSWER, "text": "<p>We have a policy.</p>", "version": 1}
    make_response(draft, five.get(body=force), **same, finished_by=officer)
    make_response(draft, five.get(body=pcc), **same, finished_at=None)

    for version, answer in enumerate((ANSWER, FINISHED), 1):
        client.post(response_url(draft, "5", pcc), {**answer, "version": version, "same_for_others": "on"})

        assert draft.responses.get(addressee__body=pcc).is_finished == (answer is FINISHED)
        theirs = draft.responses.get(addressee__body=force)
        assert (theirs.finished_by, theirs.version) == (officer, 1)


def test_saving_as_somebody_types_finishes_nothing(client, pair, draft):
    client.post(response_url(draft, "5", pair[1]), FINISHED, headers={"X-Autosave": "1"})

    assert not draft.responses.get().is_finished


def test_the_same_answer_follows_a_change_and_a_differing_one_is_kept(client, pair, draft):
    pcc, force = pair
    five = draft.addressees().filter(recommendation__number="5")
    make_response(draft, five.get(body=force), **{**ANSWER, "version": 1})
    make_response(draft, five.get(body=pcc), **{**ANSWER, "version": 1})

    client.post(response_url(draft, "5", force), {**ANSWER, "text": "New.", "version": "1", "same_for_others": "on"})
    assert set(draft.responses.values_list("text", "version")) == {("<p>New.</p>", 2)}

    draft.responses.filter(addressee__body=pcc).update(text="The PCC's own.")
    client.post(response_url(draft, "5", force), {**ANSWER, "text": "Newer.", "version": "2", "same_for_others": "on"})
    assert set(draft.responses.values_list("text", flat=True)) == {"<p>Newer.</p>", "The PCC's own."}


@pytest.mark.parametrize(("last", "brought"), [("complete", ""), ("in_progress", "in_progress")])
def test_bringing_last_times_words_forward_never_brings_complete_forward(client, pair, draft, last, brought):
    pcc, force = pair
    addressee = draft.addressees().get(recommendation__number="1")
    said = make_response(make_received(pcc, speaks_for=pair), addressee, text="Said last time.", progress=last)

    page = client.get(response_url(draft, "1", force), {"bring-forward": said.pk})

    form = page.context["form"]
    assert form["text"].value() == "Said last time."
    assert form["position"].value() == "accepted"
    assert form["progress"].value() == brought


def test_last_time_is_what_the_matrix_shows(client, pair, draft):
    pcc, force = pair
    addressee = draft.addressees().get(recommendation__number="1")
    speaks = make_received(pcc, speaks_for=pair, recorded_at=NOON.replace(hour=15))
    other = make_received(pcc, speaks_for=pair, recorded_at=NOON)
    make_response(speaks, addressee, text="Recorded last.")
    make_response(other, addressee, text="Recorded first.")

    page = client.get(response_url(draft, "1", force))

    assert page.context["last"].text == "Recorded last."


def test_a_recommendation_met_by_an_update_has_words_and_no_progress(client, pair, draft):
    pcc, _ = pair
    make_addressee(make_recommendation(draft.super_complaint, "8", met_by_update=True), pcc)

    client.post(
        response_url(draft, "8", pcc), {"text": "We write in support.", "voice": "joint", "progress": "complete"}
    )

    assert facts(Response.objects.get()) == {
        "text": "<p>We write in support.</p>",
        "position": "not_stated",
        "progress": "not_stated",
        "awaiting": "",
        "voice": "joint",
        "version": 1,
    }


@pytest.mark.parametrize(
    ("due_on", "earlier_on", "status"),
    [
        (datetime.date(2199, 6, 17), None, "Met by this update, in time"),
        (DUE, None, "Met by this update, late"),
        (DUE, DUE, "Met by an earlier update"),
        (DUE, DUE + datetime.timedelta(days=1), "Met by an earlier update, late"),
    ],
)
def test_the_task_list_says_how_an_update_is_met_if_this_one_is_sent_today(
    client, pair, draft, due_on, earlier_on, status
):
    make_addressee(make_recommendation(draft.super_complaint, "8", met_by_update=True), pair[0], due_on=due_on)
    if earlier_on:
        make_received(pair[0], draft.super_complaint, received_on=earlier_on)

    sections = client.get(draft.get_absolute_url()).context["sections"]

    assert sections[0]["tasks"][-1]["status"] == status


def test_the_task_list_says_when_something_was_last_answered(client, pair, draft):
    last = make_received(pair[0], draft.super_complaint, received_on=DUE)
    make_response(last, draft.addressees().get(recommendation__number="6"))

    tasks = client.get(draft.get_absolute_url()).context["sections"][0]["tasks"]

    assert [task["status"] for task in tasks] == [*["Not answered yet"] * 3, "No new answer"]
    assert tasks[-1]["hint"] == f"{pair[0]}: last answered 17 June 2021"


@pytest.mark.parametrize(
    ("facts", "status", "hint"),
    [
        ({}, "Finished", ": in progress"),
        ({"finished_at": None}, "Words saved, not finished", ""),
        ({"finished_at": None, "text": ""}, "Begun, not finished", ""),
    ],
)
def test_the_task_list_tells_what_is_finished_from_what_is_in_hand(client, pair, draft, facts, status, hint):
    make_response(draft, draft.addressees().get(recommendation__number="6"), **facts)

    page = client.get(draft.get_absolute_url())

    tasks = page.context["sections"][0]["tasks"]
    assert [task["status"] for task in tasks] == [*["Not answered yet"] * 3, status]
    assert tasks[-1]["hint"] == f"{pair[0]}{hint}"
    coming = page.context["coming"]
    assert (len(coming.cells), coming.asked, coming.unfinished) == ((4, 4, 1) if facts else (3, 4, 0))


def test_an_answer_is_removed_only_after_its_words_were_shown(client, pair, draft):
    make_response(draft, draft.addressees().get(recommendation__number="1"), text="To be removed.")
    url = reverse("remove_response", args=[draft.pk, "1", pair[1].slug])

    shown = client.get(url)
    assert "To be removed." in shown.text
    assert Response.objects.count() == 1

    # A colleague changes the words; they are shown, and the next press is a decision.
    Response.objects.update(text="Better words.")
    draft.edited(by=draft.created_by, at=timezone.now())
    again = client.post(url, {"seen": shown.context["form"]["seen"].value()})
    assert "changed this update after you opened the page" in again.text
    assert "Better words." in again.text
    assert Response.objects.count() == 1

    client.post(url, {"seen": again.context["form"]["seen"].value()})
    assert Response.objects.count() == 0


LETTER = {
    "dated_as_day": "17",
    "dated_as_month": "6",
    "dated_as_year": "2021",
    "addressed_to": "HM Chief Inspector",
    "salutation": "Dear Sir",
    "opening": "I write.",
    "chief_officer_comments": "",
    "closing": "Yours faithfully",
    "signatory_name": "Dr Lee",
    "signatory_title": "Commissioner",
    "agreed_by": "",
    "wording_as": "full",
    "also": ["with_summary"],
    "version": "1",
}


def test_the_covering_letter_keeps_what_was_entered(client, pair, draft):
    client.post(reverse("covering_letter", args=[draft.pk]), {**LETTER, "speaks_for": [body.pk for body in pair]})

    draft.refresh_from_db()
    assert (draft.dated, draft.dated_precision, draft.opening, draft.version) == (DUE, "day", "<p>I write.</p>", 2)


def test_a_month_stays_a_month(client, pair, draft):
    client.post(
        reverse("covering_letter", args=[draft.pk]),
        {**LETTER, "dated_as_day": "", "dated_as_month": "March", "speaks_for": [body.pk for body in pair]},
    )

    draft.refresh_from_db()
    assert (draft.dated, draft.dated_precision) == (datetime.date(2021, 3, 1), "month")
    assert draft.date_in_words == "March 2021"


BAD_DATES = {
    "impossible": ({"dated_as_day": "31"}, "Date of the letter must be a real date"),
    "future": (
        {"dated_as_year": "2999"},
        "The date of the letter must be in the past, today or within the next three months",
    ),
    "half": ({"dated_as_month": ""}, "Date of the letter must include a month"),
    "before the report": (
        {"dated_as_year": "2020"},
        "The date of the letter must be the same as or after 17 December 2020, when the report was published",
    ),
    "in a month before the report": (
        {"dated_as_day": "", "dated_as_month": "11", "dated_as_year": "2020"},
        "The date of the letter must be the same as or after 17 December 2020, when the report was published",
    ),
}


@pytest.mark.parametrize(("change", "message"), BAD_DATES.values(), ids=BAD_DATES.keys())
def test_a_date_that_cannot_be_is_refused_and_nothing_is_stored(client, pair, draft, change, message):
    answer = client.post(
        reverse("covering_letter", args=[draft.pk]), {**LETTER, **change, "speaks_for": [body.pk for body in pair]}
    )

    assert answer.context["form"].errors["dated_as"] == [message]
    assert "I write.</textarea>" in answer.text
    draft.refresh_from_db()
    assert (draft.dated, draft.opening) == (None, "")


@pytest.mark.parametrize(("change", "message"), BAD_DATES.values(), ids=BAD_DATES.keys())
def test_a_date_that_cannot_be_stops_no_word_from_being_saved_as_it_is_typed(client, pair, draft, change, message):
    Update.objects.update(dated=DUE, dated_precision="day")
    typed = {**LETTER, **change, "speaks_for": [body.pk for body in pair]}

    answer = client.post(reverse("covering_letter", args=[draft.pk]), typed, headers={"X-Autosave": "1"})

    assert answer.json() == {"version": 2, "left_out": f"“What date does the letter bear?”. {message}."}
    draft.refresh_from_db()
    assert (draft.dated, draft.dated_precision, draft.opening) == (DUE, "day", "<p>I write.</p>")


def test_a_date_half_typed_alone_changes_nothing(client, pair, draft):
    url = reverse("covering_letter", args=[draft.pk])
    typed = LETTER | {"speaks_for": [body.pk for body in pair]}
    client.post(url, typed)
    draft.refresh_from_db()

    answer = client.post(url, typed | {"dated_as_month": "", "version": "2"}, headers={"X-Autosave": "1"})

    edited_at = draft.edited_at
    draft.refresh_from_db()
    assert (answer.json()["version"], draft.version, draft.edited_at) == (2, 2, edited_at)


def test_who_must_stay_selected_stays_and_the_chief_officers_words_are_kept_for_the_force(client, pair, draft):
    pcc, force = pair
    make_response(draft, draft.addressees().get(recommendation__number="6"))
    draft.speaks_for.set([pcc])
    typed = LETTER | {"speaks_for": [force.pk], "chief_officer_comments": "I agree."}

    answer = client.post(reverse("covering_letter", args=[draft.pk]), typed, headers={"X-Autosave": "1"})

    assert answer.json() == {
        "version": 2,
        "left_out": "“Who does this letter speak for?”. This draft holds answers for "
        "Police and Crime Commissioner for Borsetshire. Remove them first, or keep it selected.",
    }
    draft.refresh_from_db()
    assert draft.chief_officer_comments == "<p>I agree.</p>"
    assert set(draft.speaks_for.all()) == {pcc, force}


@pytest.mark.parametrize("day", ["17", ""])
def test_a_letter_may_bear_the_day_or_the_month_of_the_report(client, pair, draft, day):
    date = {"dated_as_day": day, "dated_as_month": "12", "dated_as_year": "2020"}

    client.post(reverse("covering_letter", args=[draft.pk]), {**LETTER, **date, "speaks_for": [b.pk for b in pair]})

    draft.refresh_from_db()
    assert draft.date_in_words == f"{day} December 2020".strip()


def test_a_letter_cannot_stop_speaking_for_a_body_whose_answers_it_holds(client, pair, draft):
    pcc, force = pair
    make_response(draft, draft.addressees().get(recommendation__number="1"))

    answer = client.post(reverse("covering_letter", args=[draft.pk]), {**LETTER, "speaks_for": [pcc.pk]})

    assert answer.context["form"].errors["speaks_for"] == [
        "This draft holds answers for Borsetshire Police. Remove them first, or keep it selected"
    ]
    assert set(draft.speaks_for.all()) == {pcc, force}


def test_somebody_elses_body_cannot_be_spoken_for(client, pair, draft):
    other = make_force("Felpersham Police")
    make_addressee(draft.super_complaint.recommendations.get(number="1"), other)

    answer = client.post(reverse("covering_letter", args=[draft.pk]), {**LETTER, "speaks_for": [pair[0].pk, other.pk]})

    assert "speaks_for" in answer.context["form"].errors
    assert other not in draft.speaks_for.all()


def test_an_edit_undoes_a_sign_off_as_each_page_to_edit_says(client, pair, draft):
    Update.objects.update(signed_off_by=make_member(pair[0], Role.APPROVER), signed_off_at=NOON)
    pages = [draft.get_absolute_url(), response_url(draft, "1", pair[1]), reverse("covering_letter", args=[draft.pk])]

    assert [url for url in pages if "Changing anything undoes the sign-off." not in client.get(url).text] == []
    client.post(response_url(draft, "1", pair[1]), ANSWER)

    draft.refresh_from_db()
    assert (draft.signed_off_by, draft.signed_off_at) == (None, None)


def test_what_is_on_the_record_cannot_be_edited(client, pair, editor):
    sent = make_received(pair[0], speaks_for=pair)
    recorded = make_response(sent, sent.addressees().first(), text="As sent.")

    answer = client.post(response_url(sent, "1", pair[1]), {**ANSWER, "version": "1"})

    assert answer.status_code == 403
    recorded.refresh_from_db()
    assert recorded.text == "As sent."


FIRST, LATER = {}, {"version": "1", "text": "New."}
SAVES = {
    "the first": (FIRST, 10),
    "a later one": (LATER, 9),
    "one that awaits in words": (LATER | {"progress": "awaiting_others", "awaiting": "Guidance"}, 9),
    "one that awaits whom it awaited": (LATER | {"progress": "awaiting_others", "awaiting_body": "The College"}, 10),
}


@pytest.mark.parametrize(("data", "queries"), SAVES.values(), ids=SAVES.keys())
def test_a_save_in_the_background_takes_at_most_ten_statements(
    client, pair, draft, data, queries, django_assert_num_queries
):
    addressee = draft.addressees().get(recommendation__number="5", body=pair[1])
    college = make_national_body("The College")
    if data:
        make_response(draft, addressee, progress="awaiting_others", awaiting_body=college, version=1)
    client.get("/")

    with django_assert_num_queries(queries):
        answer = client.post(response_url(draft, "5", pair[1]), {**ANSWER, **data}, headers={"X-Autosave": "1"})

    assert answer.json() == {"version": 2 if data else 1, "finished": False}


def test_a_covering_letter_is_saved_in_at_most_eleven_statements(client, pair, draft, django_assert_num_queries):
    client.get("/")

    with django_assert_num_queries(11):
        answer = client.post(
            reverse("covering_letter", args=[draft.pk]),
            {**LETTER, "speaks_for": [body.pk for body in pair]},
            headers={"X-Autosave": "1"},
        )

    assert answer.json() == {"version": 2}


def test_below_the_form_stands_the_answer_as_the_letter_prints_it(client, pair, draft):
    force = pair[1]
    addressee = draft.addressees().get(recommendation__number="5", body=force)
    make_response(draft, addressee, text='<ol start="3"><li><p>Trained</p></li></ol>', voice="force")

    page = client.get(response_url(draft, "5", force))
    part = client.get(reverse("printed_answer", args=[draft.pk, "5", force.slug]))

    printed = part.text.strip()
    words = f'<div class="letter-words app-words" data-passage="answer-{addressee.pk}">'
    assert f'{words}<ol start="3"><li><p>Trained</p></li></ol></div>' in printed
    assert printed in page.text
    assert printed in letter_html(draft)


@pytest.mark.parametrize(
    ("language", "labels", "said"),
    [
        ("en", ["Position:", "Progress:"], ["Geiriau"]),
        ("cy", ["Safbwynt:", "Cynnydd:"], ["Geiriau"]),
        ("beside", ["Safbwynt:", "Cynnydd:", "Position:", "Progress:"], ["Mwy", "Geiriau"]),
        ("after", ["Safbwynt:", "Cynnydd:", "Position:", "Progress:"], ["Mwy", "Geiriau"]),
    ],
)
def test_an_answer_is_shown_in_each_language_of_its_letter(client, pair, draft, language, labels, said):
    Update.objects.filter(pk=draft.pk).update(language=language)
    addressee = draft.addressees().get(recommendation__number="5", body=pair[1])
    make_response(draft, addressee, text="<p>Geiriau</p>", welsh_text="<p>Mwy</p>", voice="force")

    part = lxml.html.fromstring(client.get(reverse("printed_answer", args=[draft.pk, "5", pair[1].slug])).content)

    assert [it.text for it in part.find_class("letter-label") if it.text in labels] == labels
    assert [it.text_content() for it in part.find_class("letter-words")] == said
    in_welsh = part.xpath("descendant-or-self::*[@lang='cy']//*[@class='letter-label']")
    assert [it.text for it in in_welsh if it.text in labels] == labels[: 0 if language == "en" else 2]


def test_of_an_answer_that_nobody_has_begun_nothing_is_printed(client, pair, draft):
    part = client.get(reverse("printed_answer", args=[draft.pk, "5", pair[1].slug]))

    assert part.text.strip() == "<p>Nothing is saved yet.</p>"


def test_an_office_is_offered_no_words_of_a_national_body(client, pair, draft):
    url = response_url(draft, "5", pair[1])

    pages = [client.get(url), client.post(url, {**ANSWER, "finish": "1", "text": ""})]

    offered = [page.context["form"].fields["voice"].widget.choices for page in pages]
    own = [
        ("force", "The chief constable or the force"),
        ("local_policing_body", "Police and Crime Commissioner for Borsetshire"),
        ("joint", "Both of them together"),
        ("not_stated", "Not stated"),
    ]
    assert offered == [own] * 2


def test_a_force_is_offered_no_words_of_its_local_policing_body_but_what_was_chosen(client, pair):
    force = pair[1]
    officer = make_member(force)
    letter = make_draft(force, by=officer)
    client.force_login(officer)
    url = response_url(letter, "5", force)
    others = ["force", "joint", "not_stated"]

    pages = [client.get(url), client.post(url, {**ANSWER, "finish": "1", "text": ""})]

    assert [_voices(page) for page in pages] == [others] * 2
    make_response(letter, letter.addressees().get(recommendation__number="5"), voice="local_policing_body")
    assert _voices(client.get(url)) == ["force", "local_policing_body", "joint", "not_stated"]


def _voices(page) -> list[str]:
    return [value for value, _ in page.context["form"].fields["voice"].widget.choices]
