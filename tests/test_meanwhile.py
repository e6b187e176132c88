"""What is sent while another person's work is still being stored: it waits, then is judged by what is there now."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from responses.intake.models import Intake
from responses.intake.proposal import Passage, PassageKind, Proposal
from responses.models import Part, Response, SentLetter, Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_response,
    send,
)

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON.replace(hour=13)
WAITING = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def post_while(work, user, where, data):
    """The answer to a post that arrives after the work was done and before it was committed."""
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            work()
            posted = threads.submit(post, user, where, data)
            let_it_wait(posted)
        return posted.result()


def let_it_wait(posted):
    # SQLite does not tell who waits. A post that comes late there gets the same answer, so this decides nothing.
    deadline = time.monotonic() + (5 if connection.vendor == "postgresql" else 0.2)
    while time.monotonic() < deadline and not posted.done() and not is_waiting():
        time.sleep(0.02)


def is_waiting():
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


def post(user, where, data):
    client = Client()
    client.force_login(user)
    try:
        return client.post(where, data)
    finally:
        connection.close()


def address(name, update, *more):
    return reverse(name, args=[update.pk, *more])


def seen(update):
    return {"seen": update.edited_at.isoformat()}


@pytest.fixture
def force():
    return make_force()


@pytest.fixture
def addressee(force):
    return make_addressee(body=force)


@pytest.fixture
def approver(force):
    return make_member(force, Role.APPROVER)


@pytest.fixture
def colleague(force):
    return make_member(force, name="Carol Colleague")


@pytest.fixture
def draft(force, addressee):
    return make_draft(force, dated=DUE, dated_precision="day", opening="As it was.")


@pytest.fixture
def signed_off(draft, addressee, approver):
    make_response(draft, addressee)
    draft.sign_off(by=approver, at=NOON)
    return draft


def test_of_two_covering_letters_the_second_is_shown_both(draft, approver, colleague):
    def work():
        Update.objects.filter(pk=draft.pk).update(opening="The colleague’s.", version=2)
        draft.edited(by=colleague, at=NOON)

    data = {"version": 1, "speaks_for": [draft.body_id], "opening": "Mine."}
    answer = post_while(work, approver, address("covering_letter", draft), data)

    assert answer.status_code == 200
    assert "The colleague’s." in answer.text
    assert "Mine." in answer.text
    assert Update.objects.get().opening == "The colleague’s."


def test_of_two_first_answers_the_second_is_shown_both(draft, addressee, approver, colleague):
    def work():
        make_response(draft, addressee, text="The colleague’s.")
        draft.edited(by=colleague, at=NOON)

    data = {"version": 0, "text": "Mine.", "position": "accepted", "progress": "complete", "voice": "force"}
    answer = post_while(work, approver, address("edit_response", draft, "1", draft.body.slug), data)

    assert answer.status_code == 200
    assert "Mine." in answer.text
    assert Response.objects.get().text == "The colleague’s."


def test_an_edit_that_comes_while_it_is_signed_off_undoes_the_sign_off(draft, addressee, approver, colleague):
    data = {"version": 1, "speaks_for": [draft.body_id], "opening": "Mine."}

    answer = post_while(
        lambda: draft.sign_off(by=approver, at=NOON), colleague, address("covering_letter", draft), data
    )

    assert answer.url == draft.get_absolute_url()
    draft = Update.objects.get()
    assert (draft.opening, draft.edited_by, draft.signed_off_by) == ("<p>Mine.</p>", colleague, None)


def test_nothing_is_signed_off_that_is_being_edited(draft, force, approver):
    draft.ask(by=draft.edited_by, at=NOON)
    other = make_member(force, Role.APPROVER, name="Abe Approver")

    answer = post_while(lambda: draft.edited(by=other, at=LATER), approver, address("sign_off", draft), seen(draft))

    assert "Abe Approver changed this update after you opened the page" in answer.text
    assert Update.objects.get().signed_off_at is None


def test_nothing_is_signed_off_that_is_being_sent_back(draft, force, approver):
    draft.ask(by=draft.edited_by, at=NOON)
    other = make_member(force, Role.APPROVER)

    answer = post_while(
        lambda: draft.send_back(by=other, at=LATER, comment="Not yet."),
        approver,
        address("sign_off", draft),
        seen(draft),
    )

    assert (answer.status_code, Update.objects.get().signed_off_at) == (403, None)


def test_nothing_is_written_in_a_part_that_is_being_taken_back(force):
    pcc = make_policing_body(force)
    addressee, editor, officer = make_addressee(body=force), make_member(pcc), make_member(force)
    part = Part(update=make_draft(pcc, by=editor), body=force)
    part.start(by=editor, at=NOON)

    def work():
        Update.objects.select_for_update().get(pk=part.update_id)
        part.take_back(by=editor, at=LATER)

    data = {"version": 0, "text": "Too late."}
    answer = post_while(work, officer, address("edit_response", part.update, "1", force.slug), data)

    assert answer.status_code == 403
    assert "Too late." in answer.text
    assert not addressee.responses.exists()


def test_of_two_who_hand_a_part_in_at_once_one_has(force):
    pcc = make_policing_body(force)
    make_addressee(body=force)
    editor, officers = make_member(pcc), [make_member(force), make_member(force)]
    part = Part(update=make_draft(pcc, by=editor), body=force)
    part.start(by=editor, at=NOON)

    def work():
        Update.objects.select_for_update().get(pk=part.update_id)
        part.hand_in(by=officers[0], at=LATER)

    answer = post_while(work, officers[1], address("hand_in_part", part.update, force.slug), seen(part.update))

    assert answer.status_code == 403
    assert [step.by for step in part.steps.filter(what="handed_in")] == officers[:1]


def test_of_two_who_ask_for_sign_off_at_once_one_has_asked(draft, approver, colleague):
    answer = post_while(
        lambda: draft.ask(by=draft.edited_by, at=LATER), colleague, address("ask_for_sign_off", draft), seen(draft)
    )

    assert answer.status_code == 403
    assert [step.by for step in draft.sign_off_steps.all()] == [draft.edited_by]


@pytest.mark.pdf
def test_nothing_is_sent_that_is_being_edited(signed_off, approver, colleague):
    answer = post_while(
        lambda: signed_off.edited(by=colleague, at=LATER),
        approver,
        address("send_update", signed_off),
        seen(signed_off),
    )

    assert answer.status_code == 403
    assert Update.objects.get().is_draft
    assert SentLetter.objects.count() == 0


@pytest.mark.pdf
def test_nothing_is_edited_that_is_being_sent(signed_off, approver, colleague):
    data = {"version": 1, "speaks_for": [signed_off.body_id], "opening": "Too late, however long it took to write it."}

    answer = post_while(lambda: send(signed_off, by=approver), colleague, address("covering_letter", signed_off), data)

    assert answer.status_code == 403
    assert "This update is on the record, so it cannot be changed." in answer.text
    assert data["opening"] in answer.text
    assert Update.objects.get().opening == "As it was."


@pytest.mark.pdf
def test_the_second_half_of_a_double_click_on_send_is_told_that_it_was_sent(signed_off, approver):
    answer = post_while(
        lambda: send(signed_off, by=approver), approver, address("send_update", signed_off), seen(signed_off)
    )

    assert (answer.status_code, answer.url) == (302, address("update_sent", signed_off))
    assert SentLetter.objects.count() == 1


def test_the_second_half_of_a_double_click_on_record_is_led_to_the_record(force, addressee):
    liaison = make_liaison()
    letter = make_received(force, by=liaison, recorded_by=None, recorded_at=None)

    answer = post_while(
        lambda: letter.record(by=liaison, at=NOON), liaison, address("record_update", letter), seen(letter)
    )

    assert (answer.status_code, answer.url) == (302, letter.get_absolute_url())


def test_the_second_half_of_a_double_click_on_a_confirmed_letter_is_led_to_the_record(force, addressee):
    liaison = make_liaison()
    report = addressee.recommendation.super_complaint
    proposal = Proposal(passages=(Passage(PassageKind.GENERAL, "Words."),)).as_json()
    intake = Intake.objects.create(
        super_complaint=report,
        name="letter.txt",
        content_type="text/plain",
        content=b"Words.",
        size=6,
        sha256="0" * 64,
        uploaded_by=liaison,
        uploaded_at=NOON,
        read_at=NOON,
        proposal_json=proposal,
    )
    recorded = []

    def work():
        recorded.append(make_received(force, by=liaison))
        Intake.objects.update(update=recorded[0], version=2)

    answer = post_while(work, liaison, address("confirm_letter", intake), {"version": 1, "record": "1"})

    assert (answer.status_code, answer.url) == (302, recorded[0].get_absolute_url())


def test_of_two_withdrawals_the_first_gives_the_reason(force, addressee):
    first, second = make_liaison(), make_liaison()
    letter = make_received(force, by=first)

    answer = post_while(
        lambda: letter.withdraw(by=first, at=NOON, on=DUE, reason="Recorded twice."),
        second,
        address("withdraw_update", letter),
        {"reason": "Another reason."},
    )

    assert answer.status_code == 403
    letter.refresh_from_db()
    assert (letter.withdrawn_by, letter.withdrawn_reason) == (first, "Recorded twice.")
