"""Anybody who holds a letter learns whether it was sent so, and whether it stands; and nothing else."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Role
from recommendations.models import SuperComplaint
from responses.models import Update
from responses.models.correcting import begin_replacement
from tests.browser import axe, fits_a_phone
from tests.factories import DUE, NOON, make_draft, make_force, make_member, make_received, make_user, send_kept

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nThe letter of a force.\n%%EOF\n"
CHANGED = PDF.replace(b"force", b"farce")
WAS_SENT = "Borsetshire Police sent it to HMICFRS on 17 June 2021"
IS_NOT = "This file is not a letter that was sent"
UNKNOWN = "No letter with this reference can be checked"


@pytest.fixture(autouse=True)
def no_attempts():
    cache.clear()


@pytest.fixture
def letter():
    draft = make_draft(make_force(), dated=DUE, dated_precision="day", opening="We write.")
    SuperComplaint.objects.update(report_url="https://example.org/report")
    draft.ask(by=draft.edited_by, at=NOON)
    return send_kept(draft, pdf=PDF)


def told(client, **typed):
    page = client.post(reverse("check_letter"), typed)
    said = re.search(r'role="status">(.*?)</div>', page.text, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", said[1]).split()) if said else page.context["form"].errors


def by_file(client, content, name="letter.pdf"):
    return told(client, letter=SimpleUploadedFile(name, content))


def test_the_file_that_was_sent_is_known_without_signing_in(client, letter):
    said = by_file(client, PDF)

    assert said.startswith(f"This is the letter that was sent {WAS_SENT}, on “Safe to share?”.")
    assert f"Its reference is {letter.reference}, and its date 17 June 2021. It stands:" in said


@pytest.mark.parametrize("content", [CHANGED, PDF + b"\n", PDF[:-1], b"%PDF-1.7 another"])
def test_a_file_with_one_byte_changed_is_not_the_letter(client, letter, content):
    assert by_file(client, content).startswith(IS_NOT)


@pytest.mark.parametrize("typed", ["{}", " {} ", "sc{1}-{2}", "SC {1} – {2}", "SC{1}/000{2}"])
def test_a_reference_says_that_a_letter_was_sent_and_no_more(client, letter, typed):
    typed = typed.format(letter.reference, letter.super_complaint_id, letter.pk)

    said = told(client, reference=typed)

    assert said.startswith(f"A letter with this reference was sent {WAS_SENT}")
    assert said.endswith("only its PDF file can show.")


def test_a_letter_that_was_withdrawn_is_said_to_be(client, letter):
    letter.withdraw(by=make_user(), at=NOON, on=datetime.date(2021, 7, 1), reason="A secret slip.")

    for said in (by_file(client, PDF), told(client, reference=letter.reference)):
        assert "It no longer stands. It was withdrawn on 1 July 2021." in said
        assert "secret" not in said


def test_a_letter_that_another_took_the_place_of_names_it(client, letter):
    facts = {"dated": datetime.date(2021, 7, 1), "dated_precision": "day", "received_on": None}
    as_ = Update.TakesPlaceAs.SENT_AGAIN
    later = begin_replacement(letter, as_=as_, by=letter.created_by, at=NOON, **facts)
    later.ask(by=letter.created_by, at=NOON)
    send_kept(later, on=datetime.date(2021, 7, 2), pdf=PDF + b"later")

    said = by_file(client, PDF)

    assert f"It no longer stands. A later letter takes its place: {later.reference}, dated 1 July 2021." in said
    assert "It stands" in by_file(client, PDF + b"later")


def test_a_draft_and_a_letter_that_was_received_are_as_unknown_as_any(client, letter):
    draft = make_draft(letter.body, letter.super_complaint, by=letter.created_by)
    received = make_received(letter.body, letter.super_complaint)

    answers = {told(client, reference=each) for each in (draft.reference, received.reference, "SC9-99999")}

    assert answers == {f"{UNKNOWN} Compare it with the head of the letter."}


@pytest.mark.parametrize(
    "public",
    [{"report_url": ""}, {"report_url": "https://example.org/", "published_on": datetime.date(2999, 1, 1)}],
)
def test_of_a_report_that_is_not_public_only_who_may_read_the_letter_learns(client, letter, public):
    SuperComplaint.objects.update(**public)

    assert by_file(client, PDF).startswith(IS_NOT)
    client.force_login(make_member(make_force("Felpersham Police"), Role.EDITOR))
    assert by_file(client, PDF).startswith(IS_NOT)
    client.force_login(letter.created_by)
    assert WAS_SENT in by_file(client, PDF)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"__all__": ["Choose the letter’s PDF file, or enter its reference: one of the two"]}),
        ({"reference": "17"}, {"reference": ["Enter a reference like SC1-00017"]}),
        ({"reference": "SC1-" + "9" * 30}, {"reference": ["Enter a reference like SC1-00017"]}),
        ({"letter": b"PK a Word document"}, {"letter": ["Choose a PDF file: letters are sent as PDF"]}),
        ({"letter": b""}, {"letter": ["Choose a file that is not empty"]}),
    ],
)
def test_what_cannot_be_checked_is_told_in_a_sentence(client, letter, typed, errors):
    if "letter" in typed:
        typed = {"letter": SimpleUploadedFile("a.pdf", typed["letter"])}

    assert told(client, **typed) == errors


def test_nobody_tries_reference_after_reference(client, letter):
    url = reverse("check_letter")

    codes = [client.post(url, {"reference": f"SC1-{number}"}).status_code for number in range(21)]

    assert codes == [200] * 20 + [429]


def test_a_check_looks_for_the_letter_once(client, letter):
    with CaptureQueriesContext(connection) as asked:
        assert WAS_SENT in by_file(client, PDF)

    assert len([each for each in asked if "responses_" in each["sql"]]) == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_file_is_dropped_on_the_page(page, letter):
    page.goto(reverse("check_letter"))
    axe(page)
    fits_a_phone(page)
    box = page.get_by_label("The letter’s PDF file")

    drop(page, "letter.pdf", "another.pdf")
    expect(box).to_have_value("")

    drop(page, "letter.pdf")
    expect(box).to_have_value(re.compile(r"letter\.pdf$"))
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("This is the letter that was sent")


def drop(page, *names):
    dropped = page.evaluate_handle(
        """([content, names]) => {
            const dropped = new DataTransfer();
            for (const name of names) dropped.items.add(new File([content], name, { type: "application/pdf" }));
            return dropped;
        }""",
        [PDF.decode(), names],
    )
    for event in ("dragover", "drop"):
        page.get_by_role("heading", level=1).dispatch_event(event, {"dataTransfer": dropped})
