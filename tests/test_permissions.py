"""Who may do what, as tables: each rule, each kind of person, and the sentence of each refusal."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership, Role
from recommendations.models import Body
from responses import permissions
from responses.models import Update
from responses.permissions import allowed
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
    make_review,
    make_user,
    send,
)

pytestmark = pytest.mark.django_db


class South:
    """South Yorkshire as it was: a force, its PCC, and the mayor who took the PCC's place on 7 May 2024. And others."""

    def __init__(self):
        self.force = make_force("South Yorkshire Police")
        self.mayor = make_policing_body(self.force, "Mayor of South Yorkshire", office="mayor")
        ended = {"ended_on": datetime.date(2024, 5, 7), "succeeded_by": self.mayor}
        self.pcc = make_policing_body(self.force, "South Yorkshire PCC", **ended)
        self.other_force = make_force("Surrey Police")
        self.other_pcc = make_policing_body(self.other_force, "Surrey PCC")
        self.npcc = make_national_body()
        self.people = {
            "force editor": make_member(self.force),
            "force approver": make_member(self.force, Role.APPROVER),
            "mayor's editor": make_member(self.mayor),
            "mayor's approver": make_member(self.mayor, Role.APPROVER),
            "pcc's editor": make_member(self.pcc),
            "other force editor": make_member(self.other_force),
            "other pcc approver": make_member(self.other_pcc, Role.APPROVER),
            "npcc editor": make_member(self.npcc),
            "liaison": make_liaison(),
            "reader": make_member(self.npcc, Role.READER),
            "administrator": make_user(is_staff=True),
            "superuser": make_user(is_staff=True, is_superuser=True),
            "nobody": make_user(),
        }

    def names(self, ids):
        return {name for name, body in vars(self).items() if isinstance(body, Body) and body.pk in ids}

    def who(self, check, *args):
        """The people that a check lets pass."""
        return {name for name, person in self.people.items() if allowed(check, person, *args)}

    def finders(self, queryset):
        """The people for whom a queryset of updates, "visible_to" or "editable_by", finds any."""
        return {name for name, person in self.people.items() if getattr(Update.objects, queryset)(person).exists()}


@pytest.fixture
def south():
    return South()


def reason(check, *args):
    with pytest.raises(PermissionDenied) as refusal:
        check(*args)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("person", "bodies"),
    [
        ("force editor", {"force"}),
        ("force approver", {"force"}),
        # A successor's people answer for the body whose place it took, and for the force it oversees.
        ("mayor's editor", {"mayor", "pcc", "force"}),
        ("mayor's approver", {"mayor", "pcc", "force"}),
        # A role lasts until an administrator removes it, and the people pages ask for that: docs/decisions/.
        ("pcc's editor", {"pcc", "force"}),
        ("other force editor", {"other_force"}),
        ("other pcc approver", {"other_pcc", "other_force"}),
        ("npcc editor", {"npcc"}),
        ("liaison", set()),
        ("reader", set()),
        ("administrator", set()),
        ("superuser", set()),
        ("nobody", set()),
    ],
)
def test_for_which_bodies_a_person_writes(south, person, bodies):
    assert south.names(south.people[person].writes_for()) == bodies


def test_a_person_with_several_roles_writes_for_the_bodies_of_each(south):
    person = south.people["force editor"]
    Membership.objects.create(user=person, body=south.npcc, role=Role.APPROVER)
    again = type(person).objects.get(pk=person.pk)

    assert south.names(again.writes_for()) == {"force", "npcc"}
    assert south.names(again.writes_for(Role.APPROVER)) == {"npcc"}


def test_a_chain_of_successors_is_followed_to_its_end_and_a_circle_ends():
    force = make_force()
    third = make_policing_body(force, "Third")
    second = make_policing_body(force, "Second", succeeded_by=third)
    first = make_policing_body(make_force("First Force"), "First", succeeded_by=second)
    Body.objects.filter(pk=third.pk).update(succeeded_by=first)  # nobody can enter this, and it must not hang

    bodies = make_member(third).writes_for()

    assert bodies == {force.pk, third.pk, second.pk, first.pk, first.oversees_id}


WRITERS_FOR_FORCE = {"force editor", "force approver", "mayor's editor", "mayor's approver", "pcc's editor"}
READ_EVERYTHING = {"liaison", "reader"}
WRITERS_FOR_PCC = {"mayor's editor", "mayor's approver", "pcc's editor"}
NOT_RECORDED = {"recorded_by": None, "recorded_at": None}


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("force", WRITERS_FOR_FORCE),
        ("pcc", WRITERS_FOR_PCC),
        ("mayor", {"mayor's editor", "mayor's approver"}),
        ("other_force", {"other force editor", "other pcc approver"}),
        ("other_pcc", {"other pcc approver"}),
        ("npcc", {"npcc editor"}),
    ],
)
def test_who_starts_and_edits_the_update_of_a_body(south, body, who):
    body = getattr(south, body)
    draft = make_draft(body, by=south.people["nobody"])
    make_addressee(body=body)

    assert south.who(permissions.check_can_start_update, body, draft.super_complaint) == who
    assert south.who(permissions.check_can_edit, draft) == who
    # Editing, reading a draft and finding it in a list are one rule.
    assert south.finders("editable_by") == who
    assert south.finders("visible_to") == who


def test_an_update_is_started_where_the_body_or_one_it_answers_for_was_asked(south):
    asked = make_addressee(body=south.force).recommendation.super_complaint

    assert allowed(permissions.check_can_start_update, south.people["mayor's editor"], south.mayor, asked)
    assert reason(permissions.check_can_start_update, south.people["npcc editor"], south.npcc, asked) == (
        "Safe to share? asks nothing of National Police Chiefs' Council, so there is nothing to answer."
    )


def test_an_overseer_reads_no_draft_of_another_force_whatever_the_update_speaks_for(south):
    # A draft of the NPCC that speaks for every force is still the NPCC's own until it is sent.
    make_draft(south.npcc, speaks_for=[south.force, south.other_force])

    assert south.finders("visible_to") == {"npcc editor"}


def test_a_letter_being_recorded_is_seen_by_liaison_staff_alone(south):
    make_received(south.force, **NOT_RECORDED)

    assert south.finders("editable_by") == {"liaison"}
    assert south.finders("visible_to") == {"liaison"}


@pytest.mark.parametrize(
    ("body", "speaks_for", "readers"),
    [
        ("force", ["force"], WRITERS_FOR_FORCE | READ_EVERYTHING),
        ("pcc", ["pcc"], WRITERS_FOR_PCC | READ_EVERYTHING),
        # The force reads the letter in which its PCC spoke for it.
        ("pcc", ["pcc", "force"], WRITERS_FOR_FORCE | READ_EVERYTHING),
        ("mayor", ["mayor"], {"mayor's editor", "mayor's approver"} | READ_EVERYTHING),
        (
            "npcc",
            ["force", "other_force"],
            WRITERS_FOR_FORCE | {"npcc editor", "other force editor", "other pcc approver"} | READ_EVERYTHING,
        ),
    ],
)
def test_who_reads_an_update_on_the_record(south, body, speaks_for, readers):
    bodies = [getattr(south, name) for name in speaks_for]
    update = make_received(getattr(south, body), speaks_for=bodies)
    # What could leak beside it.
    make_draft(south.other_force)

    seen = {name for name, person in south.people.items() if update in Update.objects.visible_to(person)}

    assert seen == readers
    assert not any(Update.objects.editable_by(person).filter(pk=update.pk).exists() for person in south.people.values())


def test_nothing_on_the_record_is_edited_by_anybody(south):
    update = make_received(south.force)

    assert south.who(permissions.check_can_edit, update) == set()
    assert reason(permissions.check_can_edit, south.people["force editor"], update) == (
        "This update is on the record, so it cannot be changed. Start a new update instead."
    )


@pytest.mark.parametrize(
    ("facts", "who"),
    [
        ({}, {"force approver", "mayor's approver"}),
        ({"asked_by": None, "asked_at": None}, set()),
        # Nobody signs off what they asked for themselves, or their own last words.
        ({"asked_by": "force approver"}, {"mayor's approver"}),
        ({"edited_by": "force approver"}, {"mayor's approver"}),
        ({"edited_by": "mayor's approver"}, {"force approver"}),
        (
            {"edited_by": "force approver", "confirmed_by": "force editor", "confirmed_at": NOON},
            {"force approver", "mayor's approver"},
        ),
        ({"signed_off_by": "force approver", "signed_off_at": NOON}, set()),
        ({"dated": None, "dated_precision": ""}, set()),
    ],
)
def test_who_signs_an_update_off(south, facts, who):
    people = {name: south.people[value] for name, value in facts.items() if value in south.people}
    asked = {"asked_by": south.people["force editor"], "asked_at": NOON}
    draft = make_draft(south.force, **{"dated": DUE, "dated_precision": "day", **asked, **facts, **people})

    assert south.who(permissions.check_can_sign_off, draft) == who


@pytest.mark.parametrize(
    ("facts", "person", "sentence"),
    [
        ({}, "force editor", "Only an approver for South Yorkshire Police can sign this update off."),
        ({}, "other pcc approver", "Only people who write for South Yorkshire Police can change this update."),
        ({}, "liaison", "Only people who write for South Yorkshire Police can change this update."),
        (
            {"edited_by": "force approver"},
            "force approver",
            "You were the last to edit this update, so somebody else must confirm what you changed.",
        ),
        (
            {"asked_by": "force approver"},
            "force approver",
            "You asked for this sign-off yourself, so somebody else must give it.",
        ),
        (
            {"asked_by": None, "asked_at": None},
            "force approver",
            "Nobody has asked for this update to be signed off.",
        ),
        (
            {"dated": None, "dated_precision": ""},
            "force approver",
            "Enter the letter’s date on the covering letter before it is signed off.",
        ),
    ],
)
def test_a_refusal_to_sign_off_says_why(south, facts, person, sentence):
    people = {name: south.people[value] for name, value in facts.items() if value in south.people}
    asked = {"asked_by": south.people["force editor"], "asked_at": NOON}
    draft = make_draft(south.force, **{"dated": DUE, "dated_precision": "day", **asked, **facts, **people})

    assert reason(permissions.check_can_sign_off, south.people[person], draft) == sentence


def test_an_update_is_sent_by_its_writers_once_it_is_signed_off(south):
    draft = make_draft(south.force, dated=DUE, dated_precision="day")
    assert south.who(permissions.check_can_send, draft) == set()
    assert reason(permissions.check_can_send, south.people["force editor"], draft) == (
        "An approver must sign this update off before it is sent."
    )

    draft.sign_off(by=south.people["force approver"], at=NOON)
    assert south.who(permissions.check_can_send, draft) == WRITERS_FOR_FORCE

    draft.edited(by=south.people["force editor"], at=NOON)
    assert south.who(permissions.check_can_send, draft) == set()


def test_only_a_liaison_records_a_letter_and_nobody_signs_off_or_sends_one(south):
    letter = make_received(south.force, **NOT_RECORDED)
    written = make_draft(south.force)

    assert south.who(permissions.check_can_record, letter) == {"liaison"}
    assert south.who(permissions.check_can_record, written) == set()
    assert south.who(permissions.check_can_sign_off, letter) == set()
    assert south.who(permissions.check_can_send, letter) == set()
    assert south.who(permissions.check_is_liaison) == {"liaison"}


def test_a_reader_reads_everything_on_the_record_and_changes_nothing(south):
    recorded, draft = make_received(south.force), make_draft(south.force)
    response = make_response(recorded, make_addressee(body=south.force))

    assert south.who(permissions.check_reads_everything) == READ_EVERYTHING
    assert reason(permissions.check_reads_everything, south.people["force editor"]) == (
        "Only HMICFRS liaison staff and readers can see this page."
    )
    assert set(Update.objects.visible_to(south.people["reader"])) == {recorded}
    for update in (recorded, draft):
        for check in (permissions.check_can_edit, permissions.check_can_withdraw, permissions.check_can_record):
            assert "reader" not in south.who(check, update)
    assert "reader" not in south.who(permissions.check_can_review, response)


def test_what_was_recorded_in_error_is_read_by_liaison_staff_alone(south):
    update = make_received(south.force)
    update.note_error(by=south.people["liaison"], at=NOON, reason="Another body's letter.")

    assert south.finders("visible_to") == {"liaison"}


def test_a_received_letter_is_neither_signed_off_nor_sent_by_somebody_who_is_approver_and_liaison(south):
    person = south.people["force approver"]
    Membership.objects.create(user=person, body=south.people["liaison"].memberships.get().body, role=Role.LIAISON)
    both = type(person).objects.get(pk=person.pk)
    letter = make_received(south.force, **NOT_RECORDED)
    for check in (permissions.check_can_ask_for_sign_off, permissions.check_can_sign_off):
        assert reason(check, both, letter) == "A letter that was received needs no sign-off here."

    letter.sign_off(by=both, at=NOON)
    assert reason(permissions.check_can_send, both, letter) == "This letter was received, so there is nothing to send."


def test_an_update_is_withdrawn_by_an_approver_of_its_body_and_a_recorded_letter_by_a_liaison(south):
    sent = make_draft(south.force, dated=DUE, dated_precision="day")
    assert south.who(permissions.check_can_withdraw, sent) == set()
    sent.sign_off(by=south.people["force approver"], at=NOON)
    send(sent, by=south.people["force editor"])
    letter = make_received(south.force)

    assert south.who(permissions.check_can_withdraw, sent) == {"force approver", "mayor's approver"}
    assert south.who(permissions.check_can_withdraw, letter) == {"liaison"}

    letter.withdraw(by=south.people["liaison"], at=NOON, on=DUE, reason="Recorded twice.")
    assert reason(permissions.check_can_withdraw, south.people["liaison"], letter) == (
        "This update has already been withdrawn."
    )


def test_a_response_on_the_record_is_reviewed_by_a_liaison_alone(south):
    addressee = make_addressee(body=south.force)
    draft = make_response(make_draft(south.force), addressee)
    recorded = make_response(make_received(south.force), addressee)

    assert south.who(permissions.check_can_review, recorded) == {"liaison"}
    assert south.who(permissions.check_can_review, draft) == set()


def test_reviews_of_an_answer_are_read_by_the_body_it_is_for_and_the_body_whose_letter_it_is_in(south, client):
    letter = make_received(south.npcc, speaks_for=[south.force, south.other_force])
    recommendation = make_recommendation()
    for body, reasons in {south.force: "Which board?", south.other_force: "By when?"}.items():
        make_review(make_response(letter, make_addressee(recommendation, body)), reasons=reasons)

    def questions_read_by(name):
        client.force_login(south.people[name])
        page = client.get(f"/updates/{letter.pk}/").content.decode()
        return {question for question in ("Which board?", "By when?") if question in page}

    assert questions_read_by("force editor") == {"Which board?"}
    assert questions_read_by("mayor's editor") == {"Which board?"}
    assert questions_read_by("other force editor") == {"By when?"}
    assert questions_read_by("npcc editor") == {"Which board?", "By when?"}
    assert questions_read_by("liaison") == {"Which board?", "By when?"}
