"""One letter by several hands, by mouse: a force answers, its office asks, an approver sends back and corrects."""

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from responses.models import Update
from tests.browser import axe, box_of, fits_a_phone
from tests.factories import (
    DUE,
    make_addressee,
    make_draft,
    make_force,
    make_member,
    make_policing_body,
    make_recommendation,
    make_response,
)


@pytest.fixture
def draft(transactional_db):
    """A commissioner's own answer is finished; the force's is not begun."""
    pcc = make_policing_body(make_force())
    both = make_recommendation(number="5")
    make_addressee(both, pcc.oversees)
    draft = make_draft(pcc, by=make_member(pcc, name="Eve Editor"), dated=DUE, dated_precision="day")
    make_response(draft, make_addressee(both, pcc), voice="local_policing_body")
    return draft


def press(page, name):
    page.locator("a, button").filter(has_text=name).first.click()


def ask_for_sign_off(page):
    press(page, "Ask for sign-off")
    look(page, "Ask for sign-off")
    press(page, "Ask for sign-off")
    expect(page.get_by_text("Sign-off is asked for.")).to_be_visible()


def look(page, heading):
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    axe(page)
    fits_a_phone(page)


@pytest.mark.browser
def test_one_letter_is_written_agreed_sent_back_corrected_and_signed_off_by_several_hands(
    draft, page, new_context, sign_in
):
    editor, pcc = draft.edited_by, draft.body
    force, approver = new_context(), new_context()
    sign_in(editor)
    sign_in(make_member(pcc.oversees, name="Lee Liaison"), force)
    sign_in(make_member(pcc, Role.APPROVER, name="Ann Approver"), approver)
    force, approver = force.new_page(), approver.new_page()

    page.goto(draft.get_absolute_url())
    press(page, "Ask Borsetshire Police for its part")
    look(page, "Ask Borsetshire Police for its part")
    press(page, "Ask for it")
    expect(page.get_by_text("With the force").first).to_be_visible()

    force.goto("/")
    press(force, "Your part of the letter")
    look(force, "Your part of the letter from")
    press(force, "5. Title of 5")
    box_of(force).fill("We will review the policy.")
    for choice in ("Accepted", "In progress", "The chief constable or the force"):
        force.get_by_label(choice, exact=True).check()
    press(force, "Finish and go to the next")
    press(force, "Note what a chief officer agreed")
    look(force, "What a chief officer agreed")
    force.get_by_role("checkbox").check()
    force.get_by_label("Which chief officer agreed them?").fill("Jo Bloggs")
    force.get_by_label("What is their title?").fill("Assistant Chief Constable")
    press(force, "Note that they are agreed")
    expect(force.get_by_text("Agreed by Jo Bloggs, Assistant Chief Constable")).to_be_visible()
    press(force, "Hand in your part")
    press(force, "Hand it in")
    look(force, "Your part of the letter from")

    page.goto("/")
    press(page, "Borsetshire Police’s part")
    press(page, "Check your answers")
    ask_for_sign_off(page)
    approver.goto("/")
    press(approver, f"{pcc}: Safe to share?")
    press(approver, "Send it back with a comment")
    look(approver, "Send this update back")
    approver.get_by_label("What is to be changed?").fill("Sign it, if you can.")
    press(approver, "Send it back")
    expect(approver.get_by_text("The update is sent back, with your comment.")).to_be_visible()

    page.goto("/")
    expect(page.get_by_text("Sign it, if you can.")).to_be_visible()
    page.goto(f"{draft.get_absolute_url()}check/")
    ask_for_sign_off(page)
    approver.goto(f"{draft.get_absolute_url()}check/")
    press(approver, "Change Recommendation 5 for Borsetshire Police")
    box_of(approver).fill("We shall review the policy.")
    press(approver, "Finish and go to the next")
    look(approver, "Check your answers")

    page.goto("/")
    expect(page.get_by_role("heading", name="Corrected by an approver, for you to confirm")).to_be_visible()
    page.goto(f"{draft.get_absolute_url()}check/")
    press(page, "See what was corrected")
    look(page, "Confirm what was corrected")
    expect(page.locator("del")).to_contain_text("will")
    expect(page.locator("ins")).to_contain_text("shall")
    press(page, "Confirm the correction")
    expect(page.get_by_text("You confirmed the correction.")).to_be_visible()

    approver.goto(f"{draft.get_absolute_url()}sign-off/")
    expect(
        approver.get_by_text("Changed by Ann Approver after Jo Bloggs, Assistant Chief Constable, agreed it")
    ).to_be_visible()
    look(approver, "Sign off this update")
    approver.get_by_role("button", name="Sign off", exact=True).click()
    look(approver, "Send this update to HMICFRS")
    update = Update.objects.get()
    assert (update.asked_by, update.confirmed_by, update.signed_off_by.name) == (editor, editor, "Ann Approver")
