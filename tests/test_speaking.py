"""A letter speaks for a body only where it says something for it, or where a person says that it does."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts.models import Role
from responses.collective import preview, said_in
from responses.intake.models import Intake
from responses.intake.proposal import Passage, PassageKind, Proposal
from responses.intake.standing import Stand
from responses.matrix import Status, build_matrix
from responses.models import Document, Update
from responses.voices import Voice
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
    make_super_complaint,
    send,
)

pytestmark = pytest.mark.django_db
ANSWER = {
    "text": "Done.",
    "position": "accepted",
    "progress": "complete",
    "awaiting": "",
    "voice": "joint",
    "finish": "1",
}
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

    kent.draft.responses.get(addressee__body=kent.pcc).take_out()

    assert kent.spoken_for() == {kent.pcc, kent.force}


def test_the_same_answer_for_the_force_speaks_for_the_force(kent):
    kent.answer("5", kent.pcc, same_for_others="on")

    assert kent.spoken_for() == {kent.pcc, kent.force}


def test_a_person_may_say_that_a_letter_speaks_for_a_body_it_has_no_answer_for(kent):
    kent.cover(kent.pcc, kent.force, opening="We welcome the report.")
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
    Update.objects.update(opening="I welcome the report.")
    draft = Update.objects.get()

    page = client.get(reverse("check_update", args=[draft.pk]))

    assert (list(draft.speaks_for.all()), [task.body for task in draft.offered()]) == ([], [force])
    assert page.context["problems"] == [
        "Answer a recommendation, or say on the covering letter who this letter speaks for."
    ]
    make_response(draft, draft.offered().get())
    draft.speak_for([force.pk])
    assert client.get(reverse("check_update", args=[draft.pk])).context["problems"] == []


OWN = {  # what a body has said itself, and whether a collective "accepted, progress not stated" fills or leaves
    "nothing": ({}, "fills"),
    "a position": ({"position": "not_accepted", "progress": "not_stated"}, "leaves"),
    "a progress": ({"position": "not_stated", "progress": "complete"}, "fills"),
    "both": ({"position": "accepted", "progress": "complete"}, "leaves"),
}


@pytest.mark.parametrize(("own", "outcome"), OWN.values(), ids=OWN.keys())
def test_a_collective_letter_fills_only_what_a_body_has_not_stated_itself(own, outcome):
    asked = make_addressee()
    pcc, npcc = make_policing_body(asked.body), make_national_body(represents="force")
    if own:
        make_response(make_received(pcc, received_on=datetime.date(2021, 6, 1)), asked, **own)

    found = preview(npcc, {asked: ("accepted", "not_stated")}, JULY)

    assert found._asdict() == {"fills": [], "leaves": []} | {outcome: [asked]}


def test_what_is_not_a_bodys_own_or_does_not_count_is_filled(django_assert_num_queries):
    asked = make_addressee()
    npcc, apcc = make_national_body(represents="force"), make_national_body("APCC")
    make_response(make_received(apcc, speaks_for=[asked.body]), asked)
    make_response(make_received(asked.body, received_on=datetime.date(2021, 7, 2)), asked)
    make_response(make_draft(asked.body), asked)

    with django_assert_num_queries(2):
        assert preview(npcc, {asked: ("accepted", "complete")}, JULY).fills == [asked]
    assert preview(npcc, {asked: ("accepted", "complete")}, datetime.date(2021, 7, 2)).leaves == [asked]


def test_a_bodys_own_letter_is_no_collective_one(kent):
    kent.answer("5", kent.pcc, same_for_others="on")

    assert preview(kent.pcc, said_in(kent.draft), JULY) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_page_says_what_a_collective_letter_fills_and_leaves(client, count, django_assert_num_queries):
    recommendation, liaison = make_recommendation(), make_liaison()
    npcc = make_national_body(represents="force")
    asked = [make_addressee(recommendation, make_force(f"Force {number}")) for number in range(count)]
    make_response(make_received(asked[0].body, received_on=datetime.date(2021, 6, 1)), asked[0])
    letter = make_received(npcc, speaks_for=[it.body for it in asked], recorded_by=None, recorded_at=None)
    for addressee in asked:
        make_response(letter, addressee)
    client.force_login(liaison)

    with django_assert_num_queries(13):
        page = client.get(reverse("record_update", args=[letter.pk]))

    assert f"Answers for other bodies: {count - 1} of {count} will stand for them." in page.text


def test_confirming_proposes_the_force_where_its_voice_answers_and_itself_only_elsewhere(client):
    kent = Kent(client)
    client.force_login(make_liaison())
    force = Passage(PassageKind.RESPONSE, "We stopped.", recommendations=("1",), voice=Voice.FORCE)
    own = Passage(PassageKind.RESPONSE, "I fund it.", recommendations=("6",), voice=Voice.LOCAL_POLICING_BODY)

    def shown(*passages):
        intake = make_intake(kent, Proposal(passages=passages, body=kent.pcc.name, dated="2021-05-01"))
        return client.get(intake.get_absolute_url()).context["letter"]

    with_force, alone = shown(force, own), shown(own)

    assert (with_force.facts["on_behalf"].value(), set(with_force.spoken_for)) == ("usual", {kent.force, kent.pcc})
    assert with_force.facts["on_behalf"].help_text == "Proposed because passage 1 speaks in the voice of the force."
    assert (alone.facts["on_behalf"].value(), alone.spoken_for) == ("itself", [kent.pcc])


def test_what_a_letter_says_in_the_voice_of_the_force_is_recorded_for_the_force(client):
    kent = Kent(client)
    client.force_login(make_liaison())
    force = Passage(PassageKind.RESPONSE, "We stopped.", recommendations=("1",), voice=Voice.FORCE)
    intake = make_intake(kent, Proposal(passages=(force,), body=kent.pcc.name, dated="2021-05-01"))
    facts = {"body": kent.pcc.name, "on_behalf": "itself", "undated": "on"}
    facts |= {"received_on_day": "2", "received_on_month": "6", "received_on_year": "2021"}
    placed = {"kind": "response", "recommendations": "1", "voice": "force"}
    data = {f"facts-{name}": value for name, value in facts.items()}
    data |= {f"passage-0-{name}": value for name, value in placed.items()}
    data |= {"answer-1-force-position": "accepted", "answer-1-force-progress": "complete"}

    client.post(intake.get_absolute_url(), {**data, "version": "1", "record": "1"})

    update = Update.objects.get(origin="received")
    assert set(update.speaks_for.all()) == {kent.pcc, kent.force}
    assert [it.addressee.body for it in update.responses.all()] == [kent.force]


def make_intake(kent, proposal, **facts):
    number = Intake.objects.count()
    facts = {"sha256": str(number) * 64, "proposal_json": proposal.as_json(), **facts}
    liaison = make_liaison()
    return Intake.objects.create(
        super_complaint=kent.super_complaint,
        name=f"letter-{number}.txt",
        content_type="text/plain",
        content=b"Dear",
        size=4,
        uploaded_by=liaison,
        uploaded_at=NOON,
        read_at=NOON,
        **facts,
    )


MAY = {"dated": datetime.date(2021, 5, 1), "dated_precision": "day"}
NOT_RECORDED = {"recorded_by": None, "recorded_at": None}
SAME = {  # what is here already, and whether it may be the PCC's letter of 1 May
    "on the record": (MAY, True),
    "a draft of a received letter": (MAY | NOT_RECORDED, True),
    "the same file": ({"dated": None, "dated_precision": "", "sha256": "f" * 64}, True),
    "another day": (MAY | {"dated": datetime.date(2021, 5, 2)}, False),
    "a month": (MAY | {"dated_precision": "month"}, False),
    "withdrawn": (MAY | {"withdrawn_on": JULY, "withdrawn_reason": "No longer so."}, False),
    "recorded in error": (MAY | {"in_error_at": NOON, "in_error_reason": "Another body's."}, False),
    "written by the body": (MAY | NOT_RECORDED | {"origin": "written"}, False),
}


@pytest.mark.parametrize(("facts", "is_same"), SAME.values(), ids=SAME.keys())
def test_three_pages_agree_on_whether_a_letter_is_here_already(client, settings, facts, is_same):
    settings.WORK_HERE = False
    kent = Kent(client)
    liaison = make_liaison()
    client.force_login(liaison)
    kent.draft.discard()
    facts = dict(facts)
    sha256, origin = facts.pop("sha256", ""), facts.pop("origin", "received")
    by = {"withdrawn_on": "withdrawn_by", "in_error_at": "in_error_by"}
    here = make_received(kent.pcc, **{**facts, **{by[name]: liaison for name in facts if name in by}})
    Update.objects.filter(pk=here.pk).update(origin=origin)
    if sha256:
        attach(here, sha256, liaison)
    intake = make_intake(kent, Proposal((), body=kent.pcc.name, dated="2021-05-01"), sha256="f" * 64)
    draft = make_received(kent.pcc, **MAY, **NOT_RECORDED)
    attach(draft, "f" * 64, liaison)

    on_draft = client.get(draft.get_absolute_url()).context["duplicates"]
    Document.objects.filter(update=draft).delete()
    draft.discard()
    on_confirm = client.get(intake.get_absolute_url()).context["duplicates"]
    [(stand, _, _)] = client.get(reverse("intake", args=[kent.super_complaint.slug])).context["groups"]

    assert (on_draft, on_confirm) == (([here], [here]) if is_same else ([], []))
    assert (stand == Stand.DUPLICATE) == is_same


def attach(update, sha256, by):
    facts = {"name": "letter.txt", "content_type": "text/plain", "content": b"Dear", "size": 4}
    Document.objects.create(update=update, sha256=sha256, added_by=by, added_at=NOON, **facts)


def test_home_the_list_and_the_check_count_what_is_still_to_come_in_one_way(kent):
    kent.answer("5", kent.pcc)

    home = words(kent.client.get("/"))
    pages = [kent.draft.get_absolute_url(), reverse("check_update", args=[kent.draft.pk])]

    assert "7 of 7 answers still to come. First due" in home
    # Its own recommendation 6, and all four of the force: the update that it asks for is this one.
    said = "Once this draft is sent: 5 of 7 answers still to come."
    assert [said in page for page in (home, *(words(kent.client.get(where)) for where in pages))] == [True] * 3
    kent.send()
    assert "5 of 7 answers still to come. First due" in words(kent.client.get("/"))


def words(page):
    return " ".join(re.sub("<[^>]+>", "", page.text).split())
