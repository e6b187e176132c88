"""A person confirms what a letter says: nothing is lost on the way, and recording is all or nothing."""

import dataclasses
import datetime

import hypothesis
import lxml.html
import pytest
from django.urls import reverse
from hypothesis import strategies

from recommendations.words import from_marks
from responses.intake import passages
from responses.intake.models import Intake
from responses.intake.proposal import Candidate, Passage, PassageKind, Promise, Proposal, Speaker, Suggestion
from responses.intake.standing import next_to_confirm
from responses.intake.views.confirm import NOT_SAVED
from responses.models import Commitment, Document, Response, Update
from responses.models import Passage as KeptPassage
from responses.voices import Voice
from tests.factories import (
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_super_complaint,
)

FORCE_ON_1 = Passage(
    PassageKind.RESPONSE,
    "We stopped at once. The policy is being changed.",
    page=2,
    recommendations=("1",),
    voice=Voice.FORCE,
    position=Suggestion("accepted", "We stopped at once"),
    progress=Suggestion("in_progress", "is being changed"),
)
PROPOSAL = Proposal(
    passages=(
        Passage(PassageKind.GENERAL, "I welcome the report.", voice=Voice.LOCAL_POLICING_BODY),
        Passage(PassageKind.QUOTATION, "Stop sharing.", recommendations=("1",), page=2),
        FORCE_ON_1,
        Passage(PassageKind.RESPONSE, "Both of us promote it.", page=3, recommendations=("5",), voice=Voice.JOINT),
        Passage(PassageKind.GENERAL, "Yours sincerely", page=3, voice=Voice.LOCAL_POLICING_BODY),
        Passage(PassageKind.FURNITURE, "Page 3", page=3),
    ),
    body="Police and Crime Commissioner for Borsetshire",
    super_complaint="safe-to-share",
    dated="2021-03",
    signatory="Dr Lee",
)


@pytest.fixture
def pair(db):
    super_complaint = make_super_complaint()
    force = make_force()
    pcc = make_policing_body(force)
    for number, bodies in {"1": [force], "5": [force, pcc], "6": [pcc]}.items():
        recommendation = make_recommendation(super_complaint, number)
        for body in bodies:
            make_addressee(recommendation, body)
    return pcc, force


@pytest.fixture
def liaison(pair, client):
    user = make_liaison()
    client.force_login(user)
    return user


@pytest.fixture
def intake(pair, liaison):
    return Intake.objects.create(
        super_complaint=pair[0].oversees.addressed.first().recommendation.super_complaint,
        name="letter.txt",
        content_type="text/plain",
        content=b"The letter.",
        size=11,
        sha256="a" * 64,
        uploaded_by=liaison,
        uploaded_at=NOON,
        read_at=NOON,
        proposal_json=PROPOSAL.as_json(),
    )


def url(intake):
    return reverse("confirm_letter", args=[intake.pk])


def as_shown(client, intake, **changes):
    """What a browser would post of the page as it stands, with changes."""
    letter = client.get(url(intake)).context["letter"]
    data = {"version": str(intake.version)}
    for form in letter.all_forms:
        for bound in form:
            value = bound.value()
            if bound.name in {"dated_as", "received_on", "target"}:
                boxes = value if isinstance(value, list) else bound.field.widget.decompress(value)
                for part, box in zip(("day", "month", "year"), boxes, strict=True):
                    data[f"{bound.html_name}_{part}"] = box
            elif value not in (None, False, ""):
                data[bound.html_name] = value
    return data | changes


RECEIVED = {"facts-received_on_day": "2", "facts-received_on_month": "4", "facts-received_on_year": "2021"}


def test_recording_makes_the_update_its_answers_and_its_passages(client, pair, intake, liaison):
    pcc, force = pair

    answer = client.post(url(intake), as_shown(client, intake, **RECEIVED, record="1"))

    update = Update.objects.get()
    assert answer.url == update.get_absolute_url()
    assert (update.body, update.date_in_words, update.received_on) == (pcc, "March 2021", datetime.date(2021, 4, 2))
    assert update.recorded_by == liaison
    assert (update.opening, update.closing) == ("<p>I welcome the report.</p>", "<p>Yours sincerely</p>")
    said = {(it.addressee.recommendation.number, it.addressee.body): it for it in Response.objects.all()}
    assert set(said) == {("1", force), ("5", force), ("5", pcc)}
    first = said["1", force]
    assert (first.text, first.position, first.progress, first.voice) == (
        from_marks(FORCE_ON_1.text),
        "accepted",
        "in_progress",
        "force",
    )
    assert said["5", pcc].voice == said["5", force].voice == "joint"
    assert [kept.text for kept in KeptPassage.objects.all()] == [passage.text for passage in PROPOSAL.passages]
    assert {it.body for it in KeptPassage.objects.get(order=4).addressees.all()} == {pcc, force}
    assert bytes(Document.objects.get().content) == b"The letter."


def test_the_file_that_came_in_is_found_with_the_update_once_it_is_recorded(client, intake, liaison):
    address = reverse("intake_file", args=[intake.pk])
    assert client.get(address).content == b"The letter."

    client.post(url(intake), as_shown(client, intake, **RECEIVED, record="1"))

    assert client.get(address, follow=True).content == b"The letter."


PROMISING = Passage(
    PassageKind.RESPONSE,
    "The unit will open by April 2021. Staff will be trained by 30 May 2021.",
    recommendations=("6",),
    voice=Voice.LOCAL_POLICING_BODY,
    promises=(
        Promise("The unit will open by April 2021.", "2021-04"),
        Promise("Staff will be trained by 30 May 2021.", "2021-05-30"),
    ),
)


@pytest.fixture
def promising(intake):
    intake.proposal_json = dataclasses.replace(PROPOSAL, passages=(*PROPOSAL.passages, PROMISING)).as_json()
    intake.save()
    return intake


def test_a_promise_is_a_commitment_only_where_a_person_accepted_it(client, promising, liaison):
    [form] = [
        it for it in client.get(url(promising)).context["letter"].answers if it.answer.key == "6-local_policing_body"
    ]
    first, second = form.commitments
    data = as_shown(client, promising, **RECEIVED, **{first["accepted"].html_name: "on"}, record="1")

    client.post(url(promising), data | {first["owner"].html_name: "The Board"})

    kept = Commitment.objects.get()
    assert (kept.text, kept.target_in_words, kept.owner) == (PROMISING.promises[0].text, "April 2021", "The Board")
    assert kept.response.addressee.recommendation.number == "6"
    assert second["accepted"].label == "Keep as a commitment, by 30 May 2021: “Staff will be trained by 30 May 2021.”"


def test_what_is_accepted_stays_with_its_words_when_their_passage_is_split(client, promising, liaison):
    [form] = [it for it in client.get(url(promising)).context["letter"].answers if it.commitments]
    ticked = form.commitments[1]["accepted"].html_name

    client.post(url(promising), as_shown(client, promising, **{ticked: "on"}, split="6:1"))

    letter = client.get(url(promising)).context["letter"]
    found = {it.promise.text: it["accepted"].value() for form in letter.answers for it in form.commitments}
    assert found == {PROMISING.promises[0].text: None, PROMISING.promises[1].text: True}
    assert [passage.promises for passage in letter.proposal.passages[6:]] == [(it,) for it in PROMISING.promises]


def test_a_commitment_without_its_date_is_refused_and_nothing_is_recorded(client, promising, liaison):
    [form] = [it for it in client.get(url(promising)).context["letter"].answers if it.commitments]
    wanted = form.commitments[0]
    emptied = {f"{wanted['target'].html_name}_{part}": "" for part in ("day", "month", "year")}

    page = client.post(
        url(promising),
        as_shown(client, promising, **RECEIVED, **{wanted["accepted"].html_name: "on"}, **emptied, record="1"),
    )

    assert "Enter by when it is promised, as a date or in words" in page.text
    assert (Update.objects.count(), Commitment.objects.count()) == (0, 0)


def test_every_cell_opens_the_words_it_rests_on(client, pair, intake, liaison):
    client.post(url(intake), as_shown(client, intake, **RECEIVED, record="1"))
    update = Update.objects.get()

    page = client.get(reverse("as_received", args=[update.pk]), {"recommendation": "1", "body": pair[1].slug})

    assert [(kept.text, kept.page) for kept in page.context["rests_on"]] == [(FORCE_ON_1.text, 2)]
    assert "Accepted. In progress." in page.text
    assert f'href="{Document.objects.get().get_absolute_url()}">Download letter.txt</a>' in page.text
    cell = client.get(reverse("cell", args=["safe-to-share", "1", pair[1].slug]))
    assert (
        f'href="{reverse("as_received", args=[update.pk])}?recommendation=1&amp;body={pair[1].slug}#passage-3"'
        ">passage 3 on page 2, in the words of: The chief constable or the force</a>" in cell.text
    )
    # A general reply too can be read as it came.
    silent = client.get(reverse("cell", args=["safe-to-share", "6", pair[0].slug]))
    assert f'href="{reverse("as_received", args=[update.pk])}">Read the letter as it was received</a>' in silent.text


def another(intake, number, **changes):
    """Another file of the same report, that was read as this proposal with changes."""
    other = Intake.objects.get(pk=intake.pk)
    other.pk, other.name, other.sha256 = None, f"next <{number}>.txt", number * 64
    other.proposal_json = dataclasses.replace(PROPOSAL, **changes).as_json()
    other.save()
    return other


def test_recording_a_letter_leads_to_the_next(client, intake, liaison):
    another(intake, "b", dated="2021-04", doubts=("Which body?",))
    another(intake, "c", dated="2021-05")

    page = client.post(url(intake), as_shown(client, intake, **RECEIVED, record="1"), follow=True)

    following = next_to_confirm(intake)
    assert f'href="{url(following)}">Confirm the next, next &lt;{following.name[6]}&gt;.txt</a>' in page.text


def test_where_no_other_waits_recording_says_so(client, intake, liaison):
    page = client.post(url(intake), as_shown(client, intake, **RECEIVED, record="1"), follow=True)

    assert "This letter is on the record. No other waits to be confirmed." in page.text


def test_recording_twice_records_once(client, intake, liaison):
    data = as_shown(client, intake, **RECEIVED, record="1")

    first = client.post(url(intake), data)
    second = client.post(url(intake), data)

    assert second.url == first.url
    assert Update.objects.count() == 1


def test_nothing_is_recorded_until_everything_is_right_and_nothing_typed_is_lost(client, pair, intake, liaison):
    data = as_shown(client, intake, **{"facts-note": "Came by post.", "facts-received_on_year": "2999"}, record="1")

    answer = client.post(url(intake), data)

    assert answer.context["letter"].facts.errors["received_on"]
    assert (Update.objects.count(), Response.objects.count(), KeptPassage.objects.count()) == (0, 0, 0)
    # Come back another day: what was typed is still there.
    facts = client.get(url(intake)).context["letter"].facts
    assert facts["note"].value() == "Came by post."
    assert facts["received_on"].value()[2] == "2999"


def test_a_passage_is_moved_to_another_recommendation(client, pair, intake, liaison):
    data = as_shown(client, intake, **{"passage-2-recommendations": ["6"], "passage-2-voice": "local_policing_body"})

    client.post(url(intake), data)

    letter = client.get(url(intake)).context["letter"]
    assert [answer.answer.key for answer in letter.answers] == [
        "5-force",
        "5-local_policing_body",
        "6-local_policing_body",
    ]


def test_an_answer_that_was_not_on_the_page_is_asked_for_its_state(client, intake, liaison):
    moved = {"passage-2-recommendations": ["1", "6"], "passage-2-voice": "local_policing_body"}

    page = client.post(url(intake), as_shown(client, intake, **RECEIVED, **moved, record="1"))

    [new] = [form for form in page.context["letter"].answers if form.answer.key == "6-local_policing_body"]
    assert new.errors == {
        "position": ["Select the position of this answer"],
        "progress": ["Select the progress of this answer"],
    }
    assert Update.objects.count() == 0


def test_an_answer_without_a_recommendation_is_refused_only_when_recorded(client, intake, liaison):
    data = as_shown(client, intake, **RECEIVED, **{"passage-2-recommendations": []})

    kept = client.post(url(intake), data)
    intake.refresh_from_db()
    refused = client.post(url(intake), {**data, "version": str(intake.version), "record": "1"})

    assert kept.status_code == 302
    assert refused.context["letter"].passages[2].non_field_errors() == [
        "Select which recommendations this passage answers, or say that it is general"
    ]
    assert Update.objects.count() == 0


def test_a_passage_is_split_at_a_sentence_and_joined_again(client, intake, liaison):
    client.post(url(intake), as_shown(client, intake, split="2:1"))
    intake.refresh_from_db()
    assert [passage.text for passage in intake.proposal.passages][2:4] == [
        "We stopped at once.",
        "The policy is being changed.",
    ]

    client.post(url(intake), as_shown(client, intake, join="2"))
    intake.refresh_from_db()
    assert intake.proposal.passages[2].text == FORCE_ON_1.text


def test_a_split_leaves_each_suggestion_with_the_words_that_make_it(client, intake, liaison):
    client.post(url(intake), as_shown(client, intake, split="2:1"))

    first, second = Intake.objects.get().proposal.passages[2:4]
    assert (first.position, first.progress) == (FORCE_ON_1.position, None)
    assert (second.position, second.progress) == (None, FORCE_ON_1.progress)
    joined = passages.join((first, second), 0)[0]
    assert (joined.position, joined.progress) == (FORCE_ON_1.position, FORCE_ON_1.progress)


def test_words_that_a_person_makes_an_answer_suggest_what_an_answer_does(client, intake, liaison):
    intake.proposal_json["passages"][0]["text"] = "We accept recommendation 1. It will be in place by June 2021."
    intake.save()
    moved = {"passage-0-kind": "response", "passage-0-recommendations": ["1"], "passage-0-voice": "force"}

    client.post(url(intake), as_shown(client, intake, **moved))

    passage = Intake.objects.get().proposal.passages[0]
    assert (passage.position.value, [it.by for it in passage.promises]) == ("accepted", ["2021-06"])


def test_the_words_that_suggest_a_state_are_pointed_out_in_the_letter(client, intake, liaison):
    page = client.get(url(intake)).text

    assert "<mark>We stopped at once</mark>. The policy <mark>is being changed</mark>." in page


def test_each_answer_stands_beside_the_first_of_its_passages(client, intake, liaison):
    client.post(url(intake), as_shown(client, intake, split="2:1"))

    forms = client.get(url(intake)).context["letter"].passages
    assert [[it.answer.key for it in form.answers] for form in forms] == [
        [],
        [],
        ["1-force"],
        [],
        ["5-force", "5-local_policing_body"],
        [],
        [],
    ]
    assert [[it.answer.key for it in form.continued] for form in forms] == [[], [], [], ["1-force"], [], [], []]


def test_a_recommendation_without_an_answer_is_told_before_the_letter_is_recorded(client, intake, liaison):
    letter = client.get(url(intake)).context["letter"]

    assert [answer.key for answer in letter.unanswered] == ["6-local_policing_body"]
    assert [form.in_words for form in letter.answers] == [
        "Accepted. In progress",
        "Not stated. Not stated",
        "Not stated. Not stated",
    ]


def test_saving_what_a_colleague_changed_meanwhile_overwrites_nothing(client, intake, liaison):
    data = as_shown(client, intake, **{"facts-note": "Mine."})
    Intake.objects.update(version=7, typed={"facts-note": ["Theirs."]})

    page = client.post(url(intake), data)
    saved = client.post(url(intake), data, headers={"X-Autosave": "1"})

    assert "Somebody else changed this letter" in page.text
    assert page.context["yours"] == [("What else should be known about it?", "Mine.")]
    assert (saved.status_code, saved.json()) == (409, {"message": NOT_SAVED})
    assert Intake.objects.get().typed == {"facts-note": ["Theirs."]}


def test_autosave_keeps_what_was_typed(client, intake, liaison):
    answer = client.post(url(intake), as_shown(client, intake, **{"facts-note": "Half a"}), headers={"X-Autosave": "1"})

    assert answer.json() == {"version": 2}
    assert client.get(url(intake)).context["letter"].facts["note"].value() == "Half a"


def test_a_letter_that_may_be_here_already_is_recorded_only_when_a_person_says_it_is_another(
    client, pair, intake, liaison
):
    make_received(pair[0], dated=datetime.date(2021, 3, 1), dated_precision="month")
    data = as_shown(client, intake, **RECEIVED, record="1")

    refused = client.post(url(intake), data)
    intake.refresh_from_db()
    taken = client.post(url(intake), {**data, "version": str(intake.version), "different": "on"})

    assert "This letter may be here already" in refused.text
    assert refused.context["letter"].different.errors == {
        "different": ["Select that this is a different letter, or discard it"]
    }
    assert '<a href="#id_different">' in refused.text
    assert taken.status_code == 302
    assert Update.objects.count() == 2


def test_what_a_person_said_of_a_likely_duplicate_stays_when_something_else_is_wrong(client, pair, intake, liaison):
    make_received(pair[0], dated=datetime.date(2021, 3, 1), dated_precision="month")

    refused = client.post(url(intake), as_shown(client, intake, different="on", record="1"))

    letter = refused.context["letter"]
    assert letter.facts.errors == {"received_on": ["Enter the date received"]}
    assert (letter.different.errors, letter.different["different"].value()) == ({}, True)
    assert Update.objects.count() == 1


def test_a_letter_is_here_already_by_what_a_person_says_it_is_not_by_what_was_read(client, pair, intake, liaison):
    recorded = make_received(pair[1], dated=datetime.date(2021, 3, 9))
    is_from_the_force = {"facts-body": pair[1].name, "facts-dated_as_day": "9"}

    refused = client.post(url(intake), as_shown(client, intake, **RECEIVED, **is_from_the_force, record="1"))

    assert refused.context["duplicates"] == [recorded]
    assert Update.objects.count() == 1


def test_only_liaison_staff_confirm(client, pair, intake):
    client.force_login(make_member(pair[0]))

    assert client.get(url(intake)).status_code == 403
    assert client.post(url(intake), {"record": "1"}).status_code == 403
    assert Update.objects.count() == 0


RELATIVE = dataclasses.replace(
    PROPOSAL,
    passages=(
        Passage(PassageKind.RESPONSE, "We stopped.", recommendations=("5",), speaker=Speaker.SENDER),
        Passage(PassageKind.RESPONSE, "They stopped.", recommendations=("5",), speaker=Speaker.OTHER),
        Passage(PassageKind.RESPONSE, "Who stopped?", recommendations=("5",)),
    ),
    body="",
)


def voices(intake):
    intake.refresh_from_db()
    return [passage.voice for passage in intake.proposal.passages]


def test_voices_follow_the_sender_whom_a_person_names_unless_they_were_set_by_hand(client, pair, intake, liaison):
    pcc, force = pair
    intake.proposal_json = RELATIVE.as_json()
    intake.save()

    client.post(url(intake), as_shown(client, intake, **{"facts-body": force.name}))
    assert voices(intake) == [Voice.FORCE, Voice.LOCAL_POLICING_BODY, Voice.NOT_STATED]

    client.post(url(intake), as_shown(client, intake, **{"passage-1-voice": "joint", "passage-2-voice": "force"}))
    client.post(url(intake), as_shown(client, intake, version="3", **{"facts-body": pcc.name}))
    assert voices(intake) == [Voice.LOCAL_POLICING_BODY, Voice.JOINT, Voice.FORCE]

    data = as_shown(client, intake, version="4")
    client.post(url(intake), data | {"passage-1-voice": ""})
    assert voices(intake) == [Voice.LOCAL_POLICING_BODY, Voice.FORCE, Voice.FORCE]


def test_a_voice_that_follows_takes_its_answer_along(client, pair, intake, liaison):
    pcc, _ = pair
    intake.proposal_json = dataclasses.replace(RELATIVE, passages=RELATIVE.passages[:1]).as_json()
    intake.save()
    said = {"facts-body": pcc.name, "facts-on_behalf": "usual"}

    client.post(url(intake), as_shown(client, intake, **said))
    client.post(url(intake), as_shown(client, intake, version="2"))
    assert [it.answer.key for it in client.get(url(intake)).context["letter"].answers] == ["5-local_policing_body"]

    client.post(url(intake), as_shown(client, intake, version="3", **{"passage-0-voice": "force"}))
    assert [it.answer.key for it in client.get(url(intake)).context["letter"].answers] == ["5-force"]


def test_without_script_a_sender_and_a_date_are_one_press_too(client, pair, intake, liaison):
    bodies = (Candidate(pair[1].name, "Borsetshire Police"), Candidate("Ofwat", "no party to it"))
    dates = (Candidate("2021-02-09", "of 9 February"), Candidate("2021-04", "April 2021"), Candidate("2999-01", "2999"))
    intake.proposal_json = dataclasses.replace(PROPOSAL, body="", dated="", bodies=bodies, dates=dates).as_json()
    intake.save()
    letter = client.get(url(intake)).context["letter"]
    assert [it.text for it in letter.senders + letter.dates] == [pair[1].name, "9 February 2021", "April 2021"]

    client.post(url(intake), as_shown(client, intake, choose="body:0"))
    client.post(url(intake), as_shown(client, intake, version="2", choose="date:1"))

    intake.refresh_from_db()
    assert (intake.proposal.body, intake.proposal.dated) == (pair[1].name, "2021-04")


def test_what_a_choice_rests_on_is_quoted_once_and_cut_where_it_is_long(client, intake, liaison):
    titled = f"The title: “Response of the {'very ' * 20}long title”"
    said = {
        "bodies": (Candidate("Borsetshire Police", titled),),
        "dates": (Candidate("2021-03", "It is dated: “Date: March 2021”"),),
    }
    intake.proposal_json = dataclasses.replace(PROPOSAL, **said).as_json()
    intake.save()

    buttons = lxml.html.fromstring(client.get(url(intake)).content).xpath("//button[@name='choose']")

    assert [" ".join(button.text_content().split()) for button in buttons] == [
        "Borsetshire Police The title: “Response of the very very very very very very very very very…”",
        "March 2021 It is dated: “Date: March 2021”",
    ]


def test_a_status_that_the_words_contradict_is_shown_with_them(client, intake, liaison):
    text = "Status: Complete\n\nThe policy is being changed. Work has not started."
    stated = dataclasses.replace(FORCE_ON_1, text=text, progress=Suggestion("complete", "Status: Complete"))
    intake.proposal_json = dataclasses.replace(PROPOSAL, passages=(stated,)).as_json()
    intake.save()

    page = client.get(url(intake))

    shown = lxml.html.fromstring(page.content)
    answer = shown.get_element_by_id("answer-1-force")
    contradiction = "Contradiction The letter calls this “Status: Complete”, but says: “Work has not started.”"
    assert [" ".join(it.text_content().split()) for it in answer.find_class("app-answer__against")] == [contradiction]
    assert page.context["letter"].answers[0]["progress"].value() == "complete"
    assert "Work has not started." in [mark.text_content() for mark in shown.xpath("//mark")]


def test_the_day_of_the_email_that_brought_it_is_proposed_as_received(client, intake, liaison):
    intake.proposal_json = dataclasses.replace(PROPOSAL, received="2021-03-18").as_json()
    intake.save()

    field = client.get(url(intake)).context["letter"].facts["received_on"]

    assert field.value() == datetime.date(2021, 3, 18)
    assert field.help_text == "Proposed: the e-mail that brought it was sent on that day."


def test_what_was_suggested_as_awaited_says_nothing_once_nothing_is_awaited(client, pair, intake, liaison):
    waiting = dataclasses.replace(
        FORCE_ON_1,
        progress=Suggestion("awaiting_others", "awaiting guidance"),
        awaiting=Suggestion("guidance", "awaiting guidance"),
    )
    intake.proposal_json = dataclasses.replace(PROPOSAL, passages=(waiting,)).as_json()
    intake.save()
    changed = {"answer-1-force-progress": "in_progress", "answer-1-force-awaiting_body": "Collage"}

    client.post(url(intake), as_shown(client, intake, **RECEIVED, **changed, record="1"))

    said = Response.objects.get()
    assert (said.progress, said.awaiting, said.awaiting_body) == ("in_progress", "", None)


def test_sentences_cut_out_of_a_passage_are_placed_in_the_background(client, intake, liaison):
    autosave = {"headers": {"X-Autosave": "1"}}

    answer = client.post(url(intake), as_shown(client, intake, cut="2:1:1", cut_to="5"), **autosave)

    assert answer.json() == {"version": 3, "at": 3}
    intake.refresh_from_db()
    assert [(it.text, it.recommendations) for it in intake.proposal.passages][2:4] == [
        ("We stopped at once.", ("1",)),
        ("The policy is being changed.", ("5",)),
    ]
    for wrong in ({"cut": "2:0:0", "cut_to": "99"}, {"cut": "99:0:0", "cut_to": "5"}, {"cut": "x", "cut_to": "5"}):
        intake.refresh_from_db()
        answer = client.post(url(intake), as_shown(client, intake, **wrong), **autosave)
        assert answer.json() == {"version": intake.version + 1}


def test_boxes_of_passages_that_were_counted_anew_place_nothing(client, intake, liaison):
    old = as_shown(client, intake, **{"passage-3-kind": "general", "facts-note": "Kept."})
    client.post(url(intake), as_shown(client, intake, split="2:1"))
    intake.refresh_from_db()
    before = intake.proposal.passages

    client.post(url(intake), old | {"version": str(intake.version), "passages": "6"})

    intake.refresh_from_db()
    assert (intake.proposal.passages, intake.typed["facts-note"]) == (before, ["Kept."])


PARTS = (("the message", "", True), ("letter.pdf", "", False), ("scan.png", "It is a picture.", False))


def test_a_person_says_which_part_of_a_file_is_the_letter_and_it_is_read_again(client, intake, liaison):
    intake.proposal_json = dataclasses.replace(PROPOSAL, parts=PARTS).as_json()
    intake.save()
    page = client.get(url(intake))
    assert "Not read: <strong>scan.png</strong>. It is a picture." in page.text
    assert "This file has 3 parts. Taken for the letter: the message" in page.text
    assert page.context["letter"].parts["parts"].value() == ["0"]

    data = as_shown(client, intake, **{"facts-note": "Kept."}, take_parts="1")
    refused = client.post(url(intake), data)
    assert refused.context["letter"].parts.errors == {"parts": ["Select which part of the file is the letter"]}
    taken = client.post(url(intake), data | {"version": "2", "parts": ["1"]})

    assert taken.url == reverse("intake", args=["safe-to-share"])
    intake.refresh_from_db()
    assert (intake.letter_parts, intake.read_at, intake.proposal_json) == ([1], None, None)
    assert intake.typed["facts-note"] == ["Kept."]


def test_a_letter_of_one_part_asks_nothing_of_parts(client, intake, liaison):
    assert "Taken for the letter" not in client.get(url(intake)).text


def test_what_can_be_done_with_the_file_stands_on_the_page(client, intake, liaison):
    page = client.get(url(intake)).text

    for name in ("intake_file", "read_again", "remove_intake"):
        assert f'href="{reverse(name, args=[intake.pk])}"' in page


@pytest.mark.parametrize(
    ("text", "comments", "opening"),
    [
        ("I welcome this report and what it asks of us.", "I welcome this report and what it asks of us.", ""),
        (
            "Borsetshire Police\nHill Road, Borchester\nTel. 01632 960000",
            "",
            "Borsetshire Police\nHill Road, Borchester\nTel. 01632 960000",
        ),
        (
            "Recommendation\n\nWhat have you done about this recommendation?\n\nBy when?",
            "",
            "Recommendation\n\nWhat have you done about this recommendation?\n\nBy when?",
        ),
        (
            "Borsetshire Police\n\nSir\n\nI welcome this report and what it asks of us.\n\nYours sincerely\n\nJ. Smith",
            "I welcome this report and what it asks of us.",
            "Borsetshire Police\n\nSir\n\nYours sincerely\n\nJ. Smith",
        ),
    ],
)
def test_what_says_nothing_is_no_comment_of_a_chief_officer(text, comments, opening):
    found = passages.general([Passage(PassageKind.GENERAL, text, voice=Voice.FORCE)])

    assert found == {"chief_officer_comments": comments, "opening": opening, "closing": ""}


@pytest.mark.parametrize(
    ("heading", "closes"),
    [
        ("Recommendation 5", False),
        ("### Response to recommendation 5", False),
        ("Argymhelliad 5:", False),
        ("Our response", False),
        ("Recommendation 5 matters to me.", True),
        ("Yours sincerely", True),
        ("Recommendation 5\n\nI thank all who worked on it.", True),
    ],
)
def test_the_heading_of_an_answer_neither_opens_nor_closes_the_letter(heading, closes):
    general = Passage(PassageKind.GENERAL, heading, voice=Voice.LOCAL_POLICING_BODY)
    answer = Passage(PassageKind.RESPONSE, "We accept it.", recommendations=("5",))

    assert passages.general([FORCE_ON_1, general, answer])["closing"] == (heading if closes else "")
    assert passages.general([FORCE_ON_1, answer, general])["closing"] == heading


texts = strategies.text(alphabet="aB.!? \n“”-#", min_size=1, max_size=60).filter(str.strip)


@hypothesis.given(strategies.lists(texts, min_size=1, max_size=5), strategies.data())
def test_splitting_and_joining_keep_every_word_in_order(written, data):
    found = tuple(Passage(PassageKind.GENERAL, text) for text in written)
    words = " ".join(written).split()

    for _ in range(5):
        index = data.draw(strategies.integers(0, len(found) - 1))
        if data.draw(strategies.booleans()):
            found = passages.join(found, index)
        else:
            found = passages.split(found, index, data.draw(strategies.integers(0, 5)))

    assert " ".join(passage.text for passage in found).split() == words


def test_a_proposal_survives_being_kept():
    proposal = dataclasses.replace(PROPOSAL, doubts=("Which body?",), speaks_for=("Borsetshire Police",))

    assert Proposal.from_json(proposal.as_json()) == proposal
