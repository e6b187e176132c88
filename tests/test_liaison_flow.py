"""The whole job of HMICFRS liaison staff in a real browser, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from responses.models import Document, Response, Review, Update
from tests.factories import (
    DUE,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_recommendation,
    make_super_complaint,
)
from tests.hands import Keyboard, look

pytestmark = pytest.mark.django_db(transaction=True)
MATRIX = "/super-complaints/safe-to-share/matrix/?as_at=2021-06-17"


@pytest.fixture
def pair():
    super_complaint = make_super_complaint()
    force = make_force()
    pcc = make_policing_body(force)
    for number, bodies in {"1": [force], "5": [force, pcc], "6": [pcc]}.items():
        recommendation = make_recommendation(super_complaint, number)
        for body in bodies:
            make_addressee(recommendation, body)
    return pcc, force


def test_a_letter_is_recorded_read_in_the_matrix_and_reviewed(page, sign_in, new_context, pair, tmp_path):
    pcc, force = pair
    hand = Keyboard(page)
    sign_in(make_liaison())
    page.goto("/")
    hand.press(page.get_by_role("link", name="Record a letter by hand"))
    look(page, "Record a letter")

    enter_what_the_letter_is(page, hand, pcc, tmp_path)
    answer(page, hand, "1. Title of 1", "We await guidance.")
    hand.press(page.get_by_role("button", name="Check your answers"))
    look(page, "Check the letter")
    hand.press(page.get_by_role("button", name="Record this letter"))
    look(page, "Letter from")

    update = Update.objects.get()
    assert (update.received_on, update.date_in_words, update.is_draft) == (DUE, "March 2021", False)
    assert bytes(Document.objects.get().content) == b"The letter as it came.\n"

    page.goto(MATRIX)
    look(page, "Matrix as at 17 June 2021")
    matrix = page.get_by_role("region", name="Safe to share?")
    expect(matrix.get_by_role("link", name="Recommendation 6, Police and")).to_contain_text("General reply only")
    hand.press(matrix.get_by_role("link", name="Recommendation 1, Borsetshire Police: Awaiting others"))
    look(page, "Borsetshire Police")
    expect(page.get_by_text("We await guidance.")).to_be_visible()

    hand.press(page.get_by_role("link", name="Review this response"))
    look(page, "Review this response")
    hand.choose(page.get_by_label("More information asked"))
    hand.type(page.get_by_label("What are the reasons, or what has been seen?"), "Which guidance, and by when?")
    hand.press(page.get_by_role("button", name="Add this review"))
    expect(page.get_by_text("Which guidance, and by when?").first).to_be_visible()
    assert Review.objects.get().outcome == Review.Outcome.MORE_INFORMATION

    context = new_context()
    sign_in(make_member(force), context)
    theirs = context.new_page()
    theirs.goto("/")
    look(theirs, "What is yours to do")
    expect(theirs.get_by_text("Which guidance, and by when?")).to_be_visible()


def enter_what_the_letter_is(page, hand, pcc, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("The letter as it came.\n")
    hand.type(page.get_by_label("Who is the letter from?"), pcc.name)
    dated = page.get_by_role("group", name="What date does the letter bear?")
    hand.type(dated.get_by_label("Month"), "March")
    hand.type(dated.get_by_label("Year"), "2021")
    received = page.get_by_role("group", name="When did HMICFRS receive it?")
    for box, typed in {"Day": "17", "Month": "6", "Year": "2021"}.items():
        hand.type(received.get_by_label(box), typed)
    page.get_by_label("Attach the letter as it came").set_input_files(letter)
    hand.press(page.get_by_role("button", name="Save and go to what it says"))
    look(page, "Letter from")


def answer(page, hand, task, words):
    hand.press(page.get_by_role("link", name=task))
    look(page, "Recommendation")
    hand.type(page.get_by_label("What does the letter say?"), words)
    hand.choose(page.get_by_label("Not stated").first)
    hand.choose(page.get_by_label("Awaiting others"))
    hand.type(page.get_by_label("What is awaited, in words?"), "National guidance")
    hand.choose(page.get_by_label("The chief constable or the force"))
    hand.press(page.get_by_role("button", name="Finish and go to the next"))
    look(page, "Recommendation 5")
    hand.press(page.get_by_role("link", name="Back to the list"))
    look(page, "Letter from")
    assert Response.objects.get().text == f"<p>{words}</p>"


def test_the_filters_of_the_matrix_stay_in_its_address(page, sign_in, pair):
    sign_in(make_liaison())
    page.goto(MATRIX)

    page.get_by_text("Change the date or what is shown").click()
    page.get_by_label("Kind of body").select_option("force")
    page.get_by_role("button", name="Show").click()

    expect(page).to_have_url(re.compile("as_at=2021-06-17&known_at=&show=both&kind=force&"))
    expect(page.get_by_role("rowheader", name="Borsetshire Police").first).to_be_visible()
    expect(page.get_by_role("rowheader", name="Police and Crime Commissioner")).to_have_count(0)


def test_the_way_back_from_a_cell_leads_to_the_matrix_as_it_was_asked_for(page, sign_in, pair):
    sign_in(make_liaison())
    page.goto(f"{MATRIX}&kind=force&rows=area")

    page.get_by_role("link", name="Recommendation 1, Borsetshire Police").first.click()
    page.wait_for_load_state("load")  # the script that mends the link has run
    page.get_by_role("link", name="Back to the matrix").click()

    expect(page).to_have_url(re.compile(r"\?as_at=2021-06-17&kind=force&rows=area$"))
