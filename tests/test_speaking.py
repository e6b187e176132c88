"""A letter speaks for a body only where it says something for it, or where a person says that it does."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Role
from responses.matrix import Status, build_matrix
from responses.models import Update
from tests.factories import (
    NOON,
    make_addressee,
    make_force,
    make_member,
    make_policing_body,
    make_recommendation,
    make_response,
    make_super_complaint,
    send,
)

pytestmark = pytest.mark.django_db
ANSWER = {"text": "Done.", "position": "accepted", "progress": "complete", "awaiting": "", "voice": "joint"}
LETTER = {"dated_as_day": "1", "dated_as_month": "6", "dated_as_year": "2021", "version": "1"}
JULY = datetime.date(2021, 7, 1)


class Kent:
    """A force, asked 1, 4, 5 and 8; its PCC, asked 5, 6 and 8, whose editor has begun an update."""

    def __init__(self, client):
        self.client = client
        self.super_complaint = make_super_complaint()
        self.force = make_force("Kent Police", slug="kent-police")
        self.pcc = make_policing_body(self.force, slug="kent-pcc")
        asked = {"1": [self.force], "4": [self.force], "5": [self.force, self.pcc], "6": [self.pcc]}
        for number, bodies in asked.items():
            recommendation = make_recommendation(self.super_complaint, number)
            for body in bodies:
                make_addressee(recommendation, body)
        eight = make_recommendation(self.super_complaint, "8", met_by_update=True)
        for body in (self.force, self.pcc):
            make_addressee(eight, body)
        self.editor = make_member(self.pcc)
        client.force_login(self.editor)
        self.draft = self.start(self.pcc)

    def start(self, body):
        self.client.post(reverse("start_update", args=[self.super_complaint.slug, body.slug]))
        return Update.objects.get(body=body)

    def url(self, name, number, body):
        return reverse(name, args=[self.draft.pk, number, body.slug])

    def answer(self, number, body, **facts):
        return self.client.post(self.url("edit_response", number, body), {**ANSWER, "version": "0", **facts})

    def cover(self, *bodies, **facts):
        url = reverse("covering_letter", args=[self.draft.pk])
        return self.client.post(url, {**LETTER, "speaks_for": [body.pk for body in bodies], **facts})

    def send(self):
        approver = make_member(self.pcc, Role.APPROVER)
        Update.objects.filter(pk=self.draft.pk).update(
            dated=datetime.date(2021, 6, 1), dated_precision="day", signed_off_by=approver, signed_off_at=NOON
        )
        self.draft.refresh_from_db()
        send(self.draft, by=self.editor, on=datetime.date(2021, 6, 1))

    def spoken_for(self):
        return set(self.draft.speaks_for.all())

    def statuses(self, body):
        matrix = build_matrix(self.super_complaint, JULY)
        return {cell.recommendation.number: cell.status for cell in matrix.cells() if cell.body == body}


@pytest.fixture
def kent(client):
    return Kent(client)


def test_a_commissioners_letter_silent_about_the_force_leaves_the_force_overdue(kent):
    kent.answer("5", kent.pcc)
    kent.answer("6", kent.pcc)
    kent.send()

    assert kent.statuses(kent.force) == dict.fromkeys(["1", "4", "5", "8"], Status.OVERDUE)
    assert kent.statuses(kent.pcc) == dict.fromkeys(["5", "6", "8"], Status.COMPLETE)


def test_a_draft_offers_what_is_asked_of_the_force_and_says_that_it_is_silent_on_it(kent):
    page = kent.client.get(kent.draft.get_absolute_url())

    rows = page.context["sections"][0]["tasks"]
    assert [(row["text"][0], row["status"]) for row in rows] == [
        ("1", "Not answered yet"),
        ("4", "Not answered yet"),
        ("5", "Not answered yet"),
        ("5", "Not answered yet"),
        ("6", "Not answered yet"),
        ("8", "Not met by this update"),
        ("8", "Met by this update, late"),
    ]
    assert page.context["silent_for"] == [kent.force]
    assert [gap.body for gap in kent.draft.gaps()] == [kent.pcc, kent.pcc]


def test_a_letter_speaks_for_a_body_from_the_first_answer_to_the_removal_of_the_last(kent):
    kent.answer("1", kent.force)
    kent.answer("4", kent.force)
    assert kent.spoken_for() == {kent.pcc, kent.force}

    for number, says_only, left in (("1", False, {kent.pcc, kent.force}), ("4", True, {kent.pcc})):
        page = kent.client.get(kent.url("remove_response", number, kent.force))
        assert page.context["is_last"] == says_only
        kent.client.post(page.request["PATH_INFO"], {"seen": page.context["form"]["seen"].value()})
        assert kent.spoken_for() == left


def test_removing_its_authors_own_last_answer_leaves_a_letter_speaking_for_its_author(kent):
    kent.answer("1", kent.force)
    kent.answer("6", kent.pcc)

    kent.draft.remove(kent.draft.responses.get(addressee__body=kent.pcc))

    assert kent.spoken_for() == {kent.pcc, kent.force}


def test_the_same_answer_for_the_force_speaks_for_the_force(kent):
    kent.answer("5", kent.pcc, same_for_others="on")

    assert kent.spoken_for() == {kent.pcc, kent.force}


def test_a_person_may_say_that_a_letter_speaks_for_a_body_it_has_no_answer_for(kent):
    kent.cover(kent.pcc, kent.force)
    kent.send()

    assert kent.statuses(kent.force) == dict.fromkeys(["1", "4", "5"], Status.GENERAL_REPLY_ONLY) | {
        "8": Status.COMPLETE
    }


def test_the_chief_officers_own_words_speak_for_the_force(kent):
    kent.cover(kent.pcc, chief_officer_comments="We welcome the report.")

    assert kent.spoken_for() == {kent.pcc, kent.force}


def test_a_force_that_writes_its_own_letter_speaks_for_itself(kent):
    kent.client.force_login(make_member(kent.force))

    assert list(kent.start(kent.force).speaks_for.all()) == [kent.force]


def test_a_letter_that_speaks_for_nobody_is_not_sent(client):
    force = make_force()
    pcc = make_policing_body(force)
    make_addressee(make_recommendation(make_super_complaint()), force)
    client.force_login(make_member(pcc, Role.APPROVER))
    client.post(reverse("start_update", args=["safe-to-share", pcc.slug]))
    draft = Update.objects.get()

    page = client.get(reverse("check_update", args=[draft.pk]))

    assert (list(draft.speaks_for.all()), [task.body for task in draft.offered()]) == ([], [force])
    assert page.context["problems"] == [
        "Answer a recommendation, or say on the covering letter who this letter speaks for."
    ]
    make_response(draft, draft.offered().get())
    draft.speak_for_answered()
    assert client.get(reverse("check_update", args=[draft.pk])).context["problems"] == []
