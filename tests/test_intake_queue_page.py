"""The queue of letters in a browser: with the mouse, on a narrow screen, and while letters are being read."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from responses.intake.models import Intake
from responses.models import Update
from tests.browser import axe
from tests.factories import NOON, make_addressee, make_force, make_liaison, make_recommendation, make_super_complaint
from tests.hands import Keyboard, look
from tests.test_intake_queue import URL, make_intake, proposed, read_all, recognised

pytestmark = pytest.mark.django_db(transaction=True)
LONG = f"Responses/2021/{'a_long_name_of_a_letter_from_the_office_' * 4}final.pdf"
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
# Adopted, not added as an element: the page's Content-Security-Policy forbids the latter.
WITH_SPACING = """css => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [sheet]
}"""


@pytest.fixture
def liaison(sign_in, settings):
    settings.WORK_HERE = False
    make_super_complaint()
    user = make_liaison()
    sign_in(user)
    return user


@pytest.mark.parametrize(
    ("verb", "heading"), [("Remove", "Remove letter-0.txt?"), ("Read again", "Read letter-0.txt again?")]
)
def test_what_can_be_done_with_a_letter_is_clicked_with_the_mouse(page, liaison, verb, heading):
    make_intake(liaison, **proposed())
    page.goto(URL)

    page.get_by_role("link", name=f"{verb} letter-0.txt").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_a_letter_is_downloaded_with_the_mouse(page, liaison):
    make_intake(liaison, **proposed())
    page.goto(URL)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download letter-0.txt").click()

    assert download.value.suggested_filename == "letter-0.txt"


def test_a_long_name_wraps_on_a_narrow_screen_with_wider_text(page, liaison):
    force = make_force()
    make_addressee(make_recommendation(), force)
    first = make_intake(liaison, name=LONG, **recognised(force, "2021-06-17"))
    copy = make_intake(liaison, name=LONG, sha256=first.sha256, **recognised(force, "2021-06-17"))
    page.set_viewport_size({"width": 320, "height": 800})

    for where in (URL, f"{URL}recognised/", f"{URL}duplicates/", f"/intake/{copy.pk}/remove/"):
        page.goto(where)
        axe(page)
        page.evaluate(WITH_SPACING, SPACING)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, where


def test_letters_that_are_read_meanwhile_move_no_link_from_under_whoever_is_on_it(page, liaison):
    make_intake(liaison)
    page.goto(URL)
    remove = page.get_by_role("link", name="Remove letter-0.txt")
    remove.focus()
    page.evaluate("window.kept = document.activeElement")

    Intake.objects.update(read_at=NOON, trouble="This is a picture.")

    expect(page.get_by_text("1 of 1 read.")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("status")).to_have_text("All letters are read.")
    expect(page.get_by_role("link", name="Not readable: 1")).to_be_visible()
    assert page.evaluate("window.kept === document.activeElement && window.kept.isConnected")
    expect(page.get_by_text("This is a picture.")).not_to_be_visible()
    page.evaluate("document.activeElement.blur()")
    expect(page.get_by_text("This is a picture.")).to_be_visible(timeout=15_000)
    axe(page)


def test_recognised_letters_are_recorded_together_with_the_keyboard_alone(page, liaison):
    force = make_force()
    make_addressee(make_recommendation(), force)
    for day in (17, 18):
        make_intake(liaison, **recognised(force, f"2021-06-{day}"))
    make_intake(liaison)
    read_all(timezone.now())
    hand = Keyboard(page)
    page.goto(URL)
    look(page, "Letters that arrived")

    hand.press(page.get_by_role("link", name="Recognised: 2"))
    expect(page.get_by_role("link", name="letter-2.txt", exact=True)).to_have_count(0)
    hand.press(page.get_by_role("link", name="Record recognised letters together"))
    look(page, "Record recognised letters together")
    hand.press(page.get_by_role("button", name="Select all 2 letters"))
    hand.press(page.get_by_role("button", name="Record the letters"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the date received")
    look(page, "Record recognised letters together")
    for box, words in {"Day": "1", "Month": "7", "Year": "2021"}.items():
        hand.type(page.get_by_label(box), words)
    hand.choose(page.get_by_label("letter-1.txt"))
    hand.press(page.get_by_role("button", name="Record the letters"))

    expect(page.get_by_role("alert")).to_contain_text("On the record: 1 letter.")
    look(page, "Letters that arrived")
    assert [it.date_in_words for it in Update.objects.all()] == ["17 June 2021"]
    assert Intake.objects.in_hand().count() == 2
