"""The whole job of a body's staff in a real browser, with the keyboard alone."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Role
from responses.models import Response, Update
from tests.browser import axe, box_of
from tests.factories import (
    make_addressee,
    make_draft,
    make_force,
    make_member,
    make_policing_body,
    make_recommendation,
    make_response,
    make_super_complaint,
)
from tests.hands import Keyboard, look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pcc():
    super_complaint = make_super_complaint(reply_to="replies@example.org")
    force = make_force()
    pcc = make_policing_body(force, signatory_title="Commissioner")
    wording = {"wording": "Promote confidence:\n\n- by all means", "wording_source": "The report, quoted."}
    for number, bodies in {"1": [force], "5": [force, pcc]}.items():
        recommendation = make_recommendation(super_complaint, number, **(wording if number == "5" else {}))
        for body in bodies:
            make_addressee(recommendation, body)
    make_addressee(make_recommendation(super_complaint, "8", met_by_update=True), pcc)
    return pcc


def with_password(user):
    user.set_password("correct horse battery")
    user.save()
    return user


def sign_in_by_form(page, hand, user):
    page.goto("/")
    axe(page)
    hand.type(page.get_by_label("E-mail address"), user.email)
    hand.type(page.get_by_label("Password", exact=True), "correct horse battery")
    hand.press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", name="What is yours to do")).to_be_visible()


def test_an_update_is_written_signed_off_and_sent(page, new_context, pcc):
    editor = with_password(make_member(pcc, name="Eve Editor"))
    approver = with_password(make_member(pcc, Role.APPROVER, name="Ann Approver"))
    hand = Keyboard(page)

    sign_in_by_form(page, hand, editor)
    look(page, "What is yours to do")
    hand.press(page.get_by_role("button", name="Start an update"))
    look(page, "Update from")
    answer_the_first(page, hand)
    write_the_covering_letter(page, hand)
    hand.press(page.get_by_role("button", name="Check your answers"))
    expect(page.get_by_text("answers still to come")).to_be_visible()
    expect(page.get_by_text("Ann Approver")).to_be_visible()
    look(page, "Check your answers")
    hand.press(page.get_by_role("button", name="Ask for sign-off"))
    look(page, "Ask for sign-off")
    hand.press(page.get_by_role("button", name="Ask for sign-off"))
    look(page, "Check your answers")

    other = new_context().new_page()
    hand = Keyboard(other)
    sign_in_by_form(other, hand, approver)
    hand.press(other.get_by_role("link", name=re.compile(r"^Police and Crime Commissioner for .*: Safe to share\?")))
    look(other, "Sign off this update")
    hand.choose(other.get_by_label("No salutation"))
    hand.choose(other.get_by_label("No signatory"))
    hand.choose(other.get_by_label("No complimentary close"))
    hand.press(other.get_by_role("button", name="Sign off"))
    look(other, "Send this update")
    hand.press(other.get_by_role("button", name="Send to HMICFRS"))
    # The first letter that a process draws loads the fonts too: longer, on a busy machine, than expect() waits.
    other.wait_for_url("**/sent/", timeout=30_000)
    look(other, "Update sent")
    with other.expect_download() as download:
        hand.press(other.get_by_role("button", name="Download the letter (PDF)"))

    update = Update.objects.get()
    name = "police-and-crime-commissioner-for-borsetshire-safe-to-share-2021-03.pdf"
    assert download.value.suggested_filename == name
    assert download.value.path().read_bytes() == bytes(update.sent_letter.pdf)
    assert (update.edited_by, update.signed_off_by, update.recorded_by) == (editor, approver, approver)
    hand.press(other.get_by_role("link", name="See the update on the record"))
    look(other, "Update from")
    hand.press(other.get_by_role("link", name="Read the letter"))
    look(other, "Letter from")


def answer_the_first(page, hand):
    hand.press(page.get_by_role("link", name="1. Title of 1"))
    look(page, "Recommendation 1")
    # A first try with nothing in it: every link of the summary reaches its field.
    hand.press(page.get_by_role("button", name="Finish and go to the next"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "Recommendation 1")
    for link in page.locator(".govuk-error-summary a").all():
        link.click()
        expect(page.locator(f"id={link.get_attribute('href')[1:]}")).to_be_focused()

    hand.type(box_of(page), "Done")
    for key in ("Control+Alt+1", "Enter", "Control+Shift+8", *"one", "Enter", *"two"):
        page.keyboard.press(key)
    hand.choose(page.get_by_label("Accepted", exact=True))
    hand.choose(page.get_by_label("Awaiting others"))
    hand.type(page.get_by_label("What is awaited, in words?"), "National guidance")
    hand.choose(page.get_by_label("The chief constable or the force"))
    hand.press(page.get_by_role("button", name="Finish and go to the next"))
    look(page, "Recommendation 5")
    hand.press(page.get_by_role("link", name="Back to the list"))
    expect(page.get_by_role("heading", name="Recommendations")).to_be_visible()
    response = Response.objects.get()
    assert (response.text, response.position, response.progress, response.awaiting, response.voice) == (
        "<h2>Done</h2><ul><li><p>one</p></li><li><p>two</p></li></ul>",
        "accepted",
        "awaiting_others",
        "National guidance",
        "force",
    )


def write_the_covering_letter(page, hand):
    hand.press(page.get_by_role("link", name="Covering letter"))
    look(page, "Covering letter")
    hand.type(page.get_by_label("Month"), "March")
    hand.type(page.get_by_label("Year"), "2021")
    hand.type(box_of(page, "What do you want to say first?"), "I welcome the report.")
    hand.press(page.get_by_role("button", name="Save and return to the list"))
    expect(page.get_by_text("Dated March 2021")).to_be_visible()


def test_words_are_saved_as_they_are_typed_and_a_colleague_is_not_overwritten(page, new_context, sign_in, pcc):
    editor, colleague = make_member(pcc), make_member(pcc)
    sign_in(editor)
    page.goto("/")
    page.get_by_role("button", name="Start an update").click()
    page.get_by_role("link", name="1. Title of 1").click()
    box_of(page).fill("Half a thought")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved ", timeout=15_000)
    assert Response.objects.get().text == "<p>Half a thought</p>"

    context = new_context()
    sign_in(colleague, context)
    other = context.new_page()
    other.goto(page.url)
    box_of(other).fill("A colleague's thought")
    other.get_by_role("button", name="Save for later").click()
    other.get_by_role("heading", name="Recommendations").wait_for()

    box_of(page).fill("A whole thought")
    page.get_by_role("button", name="Save for later").click()

    expect(page.get_by_text("Nothing is overwritten")).to_be_visible()
    expect(page.locator("section", has=page.locator("#theirs"))).to_contain_text("A colleague's thought")
    expect(box_of(page)).to_have_text("A whole thought")
    look(page, "Recommendation 1")
    assert Response.objects.get().text == "<p>A colleague's thought</p>"


@pytest.mark.parametrize(("width", "height"), [(320, 800), (390, 844), (1280, 800)])
def test_the_box_is_in_view_as_the_page_opens_and_what_was_asked_is_at_hand(page, sign_in, pcc, width, height):
    page.set_viewport_size({"width": width, "height": height})
    draft = make_draft(pcc, by=make_member(pcc))
    words = " ".join(["by all means"] * 200)
    draft.super_complaint.recommendations.filter(number="5").update(wording=words)
    sign_in(make_member(pcc))
    page.goto(reverse("edit_response", args=[draft.pk, "5", pcc.slug]))
    box, wording = box_of(page), page.get_by_text("by all means by all means")
    fold = page.locator("summary", has_text="What was asked")

    expect(box).to_be_in_viewport()
    if width > 1000:
        expect(fold).to_be_hidden()
        expect(wording).to_be_in_viewport()
        page.set_viewport_size({"width": 390, "height": 844})
    expect(wording).to_be_hidden()
    axe(page)
    # The order of the keys is that of the page: what was asked, then the box.
    page.get_by_role("link", name="Back to the list").focus()
    page.keyboard.press("Tab")
    expect(fold).to_be_focused()
    page.keyboard.press("Enter")
    expect(wording).to_be_in_viewport()
    assert fold.bounding_box()["y"] < wording.bounding_box()["y"] < box.bounding_box()["y"]
    look(page, "Recommendation 5")


def test_a_name_half_typed_keeps_no_word_from_being_saved(page, sign_in, pcc):
    editor = make_member(pcc)
    draft = make_draft(pcc, by=editor)
    sign_in(editor)
    page.goto(reverse("edit_response", args=[draft.pk, "5", pcc.slug]))
    box, status = box_of(page), page.locator("[data-autosave-status]")
    body = page.get_by_label("Which body is awaited?")
    body.fill("Borset")
    box.press_sequentially("We wait")
    page.keyboard.press("Control+s")
    expect(status).to_have_text(
        re.compile(
            r"^Saved \d\d:\d\d, but not “Which body is awaited\?”\. Enter the whole name of a body: did you mean "
        )
    )
    assert Response.objects.get().text == "<p>We wait</p>"

    page.get_by_role("button", name="Save for later").click()
    expect(page.locator(".govuk-error-message")).to_contain_text("Enter the whole name of a body: did you mean ")
    expect(body).to_have_value("Borset")
    look(page, "Recommendation 5")
    body.fill("Borsetshire Police")
    page.keyboard.press("Control+s")

    expect(status).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    assert str(Response.objects.get().awaiting_body) == "Borsetshire Police"


def test_a_session_that_ends_while_somebody_types_costs_no_word_and_the_page_says_so(page, sign_in, pcc, faults):
    editor = make_member(pcc)
    draft = make_draft(pcc, by=editor)
    sign_in(editor)
    page.goto(reverse("edit_response", args=[draft.pk, "5", pcc.slug]))
    box, status = box_of(page), page.locator("[data-autosave-status]")
    expect(status).to_have_text("Changes are saved as you type")
    Session.objects.all().delete()

    box.press_sequentially("Half a thought")
    page.keyboard.press("Control+s")
    expect(status).to_contain_text("Not saved. You have been signed out.")
    assert Response.objects.count() == 0
    sign_in(editor)

    # Nobody presses a key: it is tried again by itself.
    expect(status).to_have_text(re.compile(r"^Saved \d\d:\d\d$"), timeout=30_000)
    assert Response.objects.get().text == "<p>Half a thought</p>"
    assert {fault[:3] for fault in faults} == {"403"}
    faults.clear()


def test_a_change_of_a_finished_answer_says_that_it_is_open_again(page, sign_in, pcc):
    editor = make_member(pcc, name="Eve Editor")
    draft = make_draft(pcc, by=editor)
    make_response(draft, draft.addressees().get(recommendation__number="5"))
    sign_in(editor)
    page.goto(reverse("edit_response", args=[draft.pk, "5", pcc.slug]))
    expect(page.get_by_text("Finished by Eve Editor on 1 June 2021, 13:00. A change reopens it.")).to_be_visible()

    box_of(page).press_sequentially("More. ")
    page.keyboard.press("Control+s")

    expect(page.get_by_text("Changed since Eve Editor finished it")).to_be_visible()
    look(page, "Recommendation 5")
    assert Response.objects.get().is_finished is False


def test_putting_away_the_page_that_shows_both_texts_overwrites_neither(page, pcc, sign_in):
    draft = make_draft(pcc, by=make_member(pcc, name="Col League"))
    sign_in(make_member(pcc, name="Eve Editor"))
    page.goto(reverse("edit_response", args=[draft.pk, "5", pcc.slug]))
    make_response(draft, draft.addressees().get(recommendation__number="5"), text="What the colleague saved.")
    box_of(page).fill("What I typed.")
    page.get_by_role("radio", name="Accepted", exact=True).check()
    page.get_by_role("radio", name="In progress").check()
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_text("Nothing is overwritten")).to_be_visible()
    page.wait_for_load_state("load")
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)

    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", {value: "hidden"});
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.wait_for_timeout(300)

    assert posted == []
    assert Response.objects.get().text == "What the colleague saved."


def test_a_button_still_works_after_its_reader_signed_in_again_in_another_tab(page, pcc, sign_in, live_server):
    sign_in(make_member(pcc))
    page.goto("/")
    page.context.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": live_server.url}])

    page.get_by_role("button", name="Start an update").click()

    expect(page.get_by_role("heading", name="Update from")).to_be_visible()
