"""A letter that arrived, from the file to the cell that it fills, with the keyboard alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recommendations.words import plain
from responses.intake.models import Intake
from responses.jobs.worker import work
from responses.models import Passage, Response, Update
from tests.factories import (
    make_addressee,
    make_force,
    make_liaison,
    make_policing_body,
    make_recommendation,
    make_super_complaint,
)
from tests.hands import Keyboard, look

pytestmark = pytest.mark.django_db(transaction=True)

LETTER = """Police and Crime Commissioner for Borsetshire

17 March 2021

Response to the HMICFRS report "Safe to share?"

I welcome the report.

Recommendation 1

Borsetshire Police has changed its policy. The policy is now being embedded across the force.
Training will be complete by the end of April 2021.

Recommendation 6

My office is assessing local access to specialist support.

Yours sincerely

Dr A Lee
Police and Crime Commissioner for Borsetshire
"""


@pytest.fixture
def pair():
    super_complaint = make_super_complaint()
    force = make_force()
    pcc = make_policing_body(force)
    make_addressee(make_recommendation(super_complaint, "1"), force)
    make_addressee(make_recommendation(super_complaint, "6"), pcc)
    return pcc, force


def test_a_letter_goes_in_is_confirmed_and_opens_from_its_cell(page, sign_in, pair, tmp_path):
    pcc, force = pair
    hand = Keyboard(page)
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER)
    sign_in(make_liaison())
    page.goto("/")
    hand.press(page.get_by_role("link", name="Send in letters that arrived"))
    look(page, "Letters that arrived")
    page.get_by_label("Which letters have arrived?").set_input_files(letter)
    hand.press(page.get_by_role("button", name="Send in"))
    expect(page.get_by_text("0 of 1 read")).to_be_visible()
    work(timezone.now)
    expect(page.get_by_text("1 of 1 read")).to_be_visible(timeout=60_000)
    look(page, "Letters that arrived")

    hand.press(page.get_by_role("link", name="letter.txt", exact=True))
    look(page, "Confirm what letter.txt says")
    expect(page.get_by_label("Who is the letter from?")).to_have_value(pcc.name)
    hand.press(page.get_by_role("button", name="Record this letter"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the date received")
    look(page, "Confirm what letter.txt says")
    received = page.get_by_role("group", name="When did HMICFRS receive it?")
    for box, typed in {"Day": "18", "Month": "3", "Year": "2021"}.items():
        hand.type(received.get_by_label(box), typed)
    split_the_first_answer(page, hand)
    answer_both_with_the_second_half(page, hand)
    hand.choose(page.locator("#answer-1-force").get_by_label("Keep as a commitment, by 30 April 2021"))
    look(page, "Confirm what letter.txt says")
    hand.press(page.get_by_role("button", name="Record this letter"))
    look(page, "Letter from")
    expect(page.get_by_role("alert")).to_contain_text("This letter is on the record. No other waits to be confirmed.")

    update = Update.objects.get()
    assert (update.body, update.date_in_words, update.is_draft) == (pcc, "17 March 2021", False)
    assert {response.addressee.body for response in Response.objects.all()} == {pcc, force}
    said = Response.objects.get(addressee__body=force).text
    assert " ".join(plain(said).split()) == (
        "Borsetshire Police has changed its policy. The policy is now being embedded across the force. "
        "Training will be complete by the end of April 2021."
    )
    page.goto(f"/super-complaints/safe-to-share/recommendations/1/bodies/{force.slug}/")
    expect(page.get_by_text("“Training will be complete by the end of April 2021.”")).to_be_visible()
    hand.press(page.get_by_role("link", name="page 1").first)
    look(page, "as it was received")
    expect(page.get_by_text("The answer rests on this.")).to_have_count(2)
    assert Passage.objects.filter(update=update).count() == len(Intake.objects.get().proposal.passages)


def split_the_first_answer(page, hand):
    """In two, at its second sentence: what was typed before the split is still there after it."""
    passage = page.locator(".app-passage--response").first
    hand.press(passage.locator("summary", has_text="move, split or join"))
    hand.press(passage.locator("summary", has_text="Split passage"))
    hand.press(passage.get_by_role("button", name="Split before The policy is now"))
    expect(page.locator(".app-passage--response")).to_have_count(3)
    received = page.get_by_role("group", name="When did HMICFRS receive it?")
    expect(received.get_by_label("Year")).to_have_value("2021")


def answer_both_with_the_second_half(page, hand):
    """Moved to another recommendation as well, and back: what follows is shown at once, without a new page."""
    passage = page.locator(".app-passage--response").nth(1)
    page.evaluate("window.sameDocument = true")
    hand.press(passage.locator("summary", has_text="move, split or join"))
    belongs = passage.locator(".app-passage__said")
    hand.choose(passage.get_by_label("6", exact=True))
    expect(belongs).to_have_text("Answer to recommendations 1 and 6. The local policing body")
    expect(page.locator("#answer-6-local_policing_body")).to_be_visible()
    passage.get_by_label("6", exact=True).press("Space")
    expect(belongs).to_have_text("Answer to recommendation 1. The local policing body")
    expect(passage.get_by_role("link", name="Recommendation 1: Borsetshire Police")).to_be_visible()
    assert page.evaluate("window.sameDocument")
