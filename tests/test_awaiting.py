"""Whom or what an answer awaits: a body or a recommendation, chosen, so that they can be counted; and words."""

import csv

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from responses.intake.forms.answers import Answer, AnswerForm
from responses.intake.proposal import Passage, PassageKind
from responses.intake.understanding.suggestions import awaiting_in, progress_in
from responses.models import Response
from responses.models.responses import awaiting_in_words
from tests.factories import (
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
)

pytestmark = pytest.mark.django_db
ANSWER = {
    "text": "We wait.",
    "position": "accepted",
    "progress": "awaiting_others",
    "voice": "force",
    "version": "0",
    "finish": "1",
}


@pytest.fixture
def college():
    return make_national_body("College of Policing")


@pytest.fixture
def asked(college):
    """Recommendation 1 as addressed to a force; the report has a third one too."""
    addressee = make_addressee(make_recommendation(number="1"), make_force())
    make_recommendation(number="3a")
    return addressee


@pytest.fixture
def draft(client, asked):
    editor = make_member(asked.body)
    client.force_login(editor)
    return make_draft(asked.body, by=editor)


def url(draft):
    return reverse("edit_response", args=[draft.pk, "1", "borsetshire-police"])


@pytest.mark.parametrize(
    ("said", "in_words"),
    [
        (("", "", "national guidance"), "national guidance"),
        (("College of Policing", "", ""), "College of Policing"),
        (("College of Policing", None, "its guidance"), "College of Policing (its guidance)"),
        (("College of Policing", "3a", "its guidance"), "College of Policing and recommendation 3a (its guidance)"),
        ((None, "3a", ""), "recommendation 3a"),
        ((None, None, ""), ""),
    ],
)
def test_what_is_awaited_reads_as_one_line(said, in_words):
    assert awaiting_in_words(*said) == in_words


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"awaiting": "Guidance"}, (None, None, "Guidance")),
        ({"awaiting_body": "college of policing"}, ("College of Policing", None, "")),
        ({"awaiting_recommendation": "3a"}, (None, "3a", "")),
        (
            {"awaiting_body": "College of Policing", "awaiting_recommendation": "3a", "awaiting": "Guidance"},
            ("College of Policing", "3a", "Guidance"),
        ),
    ],
)
def test_a_body_a_recommendation_or_words_are_awaited(client, draft, typed, stored):
    answer = client.post(url(draft), ANSWER | typed)

    assert answer.status_code == 302
    response = Response.objects.get()
    body, recommendation = response.awaiting_body, response.awaiting_recommendation
    assert (body and body.name, recommendation and recommendation.number, response.awaiting) == stored
    shown = client.get(url(draft)).context["form"]
    assert [shown[name].value() for name in ("awaiting_body", "awaiting_recommendation", "awaiting")] == [
        it or "" for it in stored
    ]
    assert client.post(url(draft), ANSWER | typed | {"version": "1"}).status_code == 302
    assert Response.objects.get().version == 1, "a save that changes nothing is no edit"


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({}, "awaiting", "Enter whom or what is awaited"),
        ({"awaiting_body": "Collage"}, "awaiting_body", "Enter the name of a body in the list: “Collage” is not there"),
        (
            {"awaiting_recommendation": "1"},
            "awaiting_recommendation",
            "Select another recommendation of the same report",
        ),
        (
            {"progress": "complete", "awaiting_body": "College of Policing"},
            "awaiting_body",
            "Remove what is awaited, or select “Awaiting others” above",
        ),
        (
            {"progress": "complete", "awaiting_recommendation": "3a"},
            "awaiting_recommendation",
            "Remove what is awaited, or select “Awaiting others” above",
        ),
    ],
)
def test_what_cannot_be_awaited_is_told_on_its_field_and_nothing_is_kept(client, draft, change, field, error):
    page = client.post(url(draft), ANSWER | change)

    form = page.context["form"]
    assert form.errors == {field: [error]}
    assert all(form[name].value() == typed for name, typed in change.items())
    assert '<option value="College of Policing"></option>' in page.text
    assert Response.objects.count() == 0


HALF_TYPED = {"awaiting_body": "Collage", "awaiting": "x" * 201}


def test_a_name_that_could_be_two_is_asked_back_beside_what_is_saved(client, draft, college):
    make_national_body("College of Paramedics")

    answer = client.post(url(draft), ANSWER | {"awaiting_body": "College"}, headers={"X-Autosave": "1"})

    assert answer.json()["left_out"] == (
        "“Which body is awaited?”. Enter the whole name of a body: "
        "did you mean College of Paramedics or College of Policing?"
    )
    assert Response.objects.get().text == "<p>We wait.</p>"


def test_a_save_in_the_background_keeps_all_but_what_is_half_typed_and_says_so(client, draft, college):
    words = {"awaiting_body": "College of Policing", "awaiting": "Guidance"}
    client.post(url(draft), ANSWER | words | {"finish": "1"})

    answer = client.post(
        url(draft), ANSWER | HALF_TYPED | {"text": "New.", "version": "1"}, headers={"X-Autosave": "1"}
    )

    assert answer.json() == {
        "version": 2,
        "finished": False,
        "left_out": "“Which body is awaited?”. Enter the name of a body in the list: “Collage” is not there. "
        "“What is awaited, in words?”. Shorten this to 200 characters: it has 201.",
    }
    response = Response.objects.get()
    assert (response.text, response.awaiting_body, response.awaiting) == ("<p>New.</p>", college, "Guidance")


def test_what_is_half_typed_alone_changes_nothing(client, draft):
    client.post(url(draft), ANSWER | {"awaiting": "Guidance", "finish": "1"})

    answer = client.post(url(draft), ANSWER | HALF_TYPED | {"version": "1"}, headers={"X-Autosave": "1"})

    assert {name: answer.json()[name] for name in ("version", "finished")} == {"version": 1, "finished": True}


def test_bringing_forward_brings_whom_and_what_is_awaited(client, asked, college, draft):
    third = asked.recommendation.super_complaint.recommendations.get(number="3a")
    facts = {"awaiting_body": college, "awaiting_recommendation": third, "awaiting": "Guidance"}
    said = make_response(make_received(asked.body), asked, progress="awaiting_others", **facts)

    page = client.get(url(draft), {"bring-forward": said.pk})

    form = page.context["form"]
    names = ("awaiting_body", "awaiting_recommendation", "awaiting")
    assert [form[name].value() for name in names] == ["College of Policing", "3a", "Guidance"]
    assert (
        "Position: accepted. Progress: awaiting others: College of Policing and recommendation 3a (Guidance)."
        in page.text
    )


def test_what_is_awaited_is_given_for_the_others_too(client, college):
    force = make_force()
    pcc = make_policing_body(force)
    recommendation = make_recommendation()
    for body in (force, pcc):
        make_addressee(recommendation, body)
    editor = make_member(pcc)
    client.force_login(editor)
    draft = make_draft(pcc, by=editor, speaks_for=[force, pcc])

    client.post(url(draft), ANSWER | {"awaiting_body": "College of Policing", "same_for_others": "on"})

    assert [it.awaiting_body for it in Response.objects.all()] == [college, college]


@pytest.mark.parametrize("page", ["update", "cell", "letter"])
def test_pages_say_whom_it_awaits_in_as_many_queries_for_three(client, college, page):
    force, liaison = make_force(), make_liaison()
    client.force_login(liaison)
    first = make_addressee(make_recommendation(number="1"), force)
    update = make_received(force, by=liaison)
    if page == "letter":
        editor = make_member(force)
        client.force_login(editor)
        update = make_draft(force, by=editor)
    make_response(update, first, progress="awaiting_others", awaiting_body=college)
    where = {
        "update": update.get_absolute_url(),
        "cell": first.get_absolute_url(),
        "letter": reverse("letter", args=[update.pk]),
    }[page]
    client.get(where)

    with CaptureQueriesContext(connection) as one:
        shown = client.get(where)
    for number in ("2", "3"):
        addressee = make_addressee(make_recommendation(number=number), force)
        make_response(update, addressee, progress="awaiting_others", awaiting_body=college, awaiting="Its guidance")
        if page == "cell":
            make_response(make_received(force, by=liaison), first, progress="awaiting_others", awaiting_body=college)
    with CaptureQueriesContext(connection) as three:
        client.get(where)

    assert "College of Policing" in shown.text
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("chosen", "in_words"),
    [
        (("awaiting_body",), "College of Policing"),
        (("awaiting_recommendation",), "recommendation 3a"),
        (("awaiting_body", "awaiting_recommendation"), "College of Policing and recommendation 3a"),
    ],
)
def test_home_cell_and_export_say_whom_it_awaits_where_nobody_typed_words(client, college, chosen, in_words):
    asked = make_addressee(make_recommendation(number="1"), make_force())
    third = make_recommendation(number="3a")
    facts = {name: {"awaiting_body": college, "awaiting_recommendation": third}[name] for name in chosen}
    make_response(make_received(asked.body), asked, position="accepted", progress="awaiting_others", **facts)
    client.force_login(make_member(asked.body))

    said = f"Accepted. Awaiting others: {in_words}"
    assert said in client.get("/").text
    assert said in client.get(asked.get_absolute_url()).text

    client.force_login(make_liaison())
    [line] = csv.DictReader(client.get("/super-complaints/safe-to-share/matrix.csv").text.splitlines())
    exported = {"awaiting_body": "College of Policing", "awaiting_recommendation": "3a"}
    assert {name: line[name] for name in exported} == {name: exported[name] * (name in chosen) for name in exported}


def test_reading_a_letter_guesses_no_body_from_its_words(asked):
    text = "We are awaiting guidance from the College of Policing."
    passage = Passage(
        PassageKind.RESPONSE, text, recommendations=("1",), progress=progress_in(text), awaiting=awaiting_in(text)
    )
    form = AnswerForm(answer=Answer("1-force", (asked,), (passage,)))
    form.offer([], [])

    assert form["awaiting"].value() == "guidance from the College of Policing"
    assert (form["awaiting_body"].value(), form["awaiting_recommendation"].value()) == ("", "")
