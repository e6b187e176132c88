"""Seconds to put a reading right: what each fault costs a person, in actions, where a letter is confirmed."""

import dataclasses
import datetime

import pytest
from playwright.sync_api import expect

from responses.intake.models import Intake
from responses.intake.proposal import Candidate, Passage, PassageKind, Promise, Proposal, Speaker
from responses.voices import Voice
from tests.browser import axe, fits_a_phone
from tests.factories import (
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_policing_body,
    make_received,
    make_recommendation,
    make_super_complaint,
)

pytestmark = pytest.mark.django_db(transaction=True)

GENERAL = "I welcome the report. The policy of the force has changed. We train all of our staff. Do write to me."
PROPOSAL = Proposal(
    passages=(
        Passage(PassageKind.GENERAL, GENERAL, speaker=Speaker.SENDER),
        Passage(PassageKind.QUOTATION, "Stop sharing what victims tell you.", recommendations=("1",)),
        Passage(PassageKind.RESPONSE, "We share nothing. It stopped.", recommendations=("1",), speaker=Speaker.OTHER),
        Passage(PassageKind.QUOTED, "We expect every force to stop.", speaker=None),
    ),
    body="Police and Crime Commissioner for Borsetshire",
    dated="2021-03-17",
    bodies=(
        Candidate("Borsetshire Police", "the Chief Constable of Borsetshire Police", 3),
        Candidate("Police and Crime Commissioner for Borsetshire", "my office", 2),
    ),
    dates=(
        Candidate("2021-02-09", "Thank you for your letter of 9 February 2021", 2),
        Candidate("2021-03", "March 2021", 1),
    ),
)


class Person:
    """Somebody whose presses and clicks are counted."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def press(self, key):
        self.actions += 1
        self.page.keyboard.press(key)

    def click(self, target, **where):
        self.actions += 1
        target.click(**where)

    def point_at(self, target):
        """The hand is on the mouse; where it rests is no action."""
        target.scroll_into_view_if_needed()
        target.hover()


@pytest.fixture
def pair():
    super_complaint = make_super_complaint()
    force = make_force()
    pcc = make_policing_body(force)
    for number in ("1", "2", "3a", "4", "5", "10"):
        recommendation = make_recommendation(super_complaint, number)
        for body in (force, pcc):
            make_addressee(recommendation, body)
    return pcc, force


@pytest.fixture
def open_letter(page, sign_in, pair):
    """Opens a letter that was read as a proposal; the page as somebody has it before them, and what is stored of it."""

    def go(proposal=PROPOSAL, **changes):
        user = make_liaison()
        intake = Intake.objects.create(
            super_complaint=pair[0].oversees.addressed.first().recommendation.super_complaint, name="letter.txt",
            content_type="text/plain", content=b"The letter.", size=11, sha256="a" * 64, uploaded_by=user,
            uploaded_at=NOON, read_at=NOON, proposal_json=dataclasses.replace(proposal, **changes).as_json(),
        )  # fmt: skip
        sign_in(user)
        page.goto(intake.get_absolute_url())
        page.evaluate("window.sameDocument = true")
        return Person(page), intake

    return go


def said_of(page, number):
    """Where the passage of this number, from 0, belongs."""
    return page.locator(f"#passage-{number} .app-passage__said")


def kept(page, intake):
    """The passages as they are stored once everything is."""
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved")
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    intake.refresh_from_db()
    return intake.proposal.passages


def test_a_sender_that_was_not_read_is_one_press_and_the_voices_follow(page, pair, open_letter):
    person, intake = open_letter(body="")
    expect(said_of(page, 2)).to_have_text("Answer to recommendation 1. Not stated")

    person.click(page.get_by_role("button", name="Borsetshire Police the Chief Constable of Borsetshire Police"))

    expect(said_of(page, 2)).to_have_text("Answer to recommendation 1. The local policing body")
    expect(page.get_by_label("Who is the letter from?")).to_have_value("Borsetshire Police")
    assert [passage.voice for passage in kept(page, intake)[:3]] == [
        Voice.FORCE,
        Voice.NOT_STATED,
        Voice.LOCAL_POLICING_BODY,
    ]
    assert person.actions == 1


def test_a_date_that_was_not_read_is_one_press(page, open_letter):
    person, intake = open_letter(dated="")

    person.click(page.get_by_role("button", name="9 February 2021 Thank you for your letter of 9 February 2021"))

    kept(page, intake)
    assert (intake.proposal.dated, person.actions) == ("2021-02-09", 1)


def test_a_doubt_goes_with_the_press_that_settles_it_and_others_stay(page, open_letter):
    who = "The letter does not say which body it is from: choose one."
    when = "No date was found on the letter: say which it bears."
    person, intake = open_letter(body="", dated="", doubts=(who, when, "Page 2 of 2 is a picture."))
    doubts = page.locator("#doubts li")
    expect(doubts).to_have_text([who, when, "Page 2 of 2 is a picture."])

    person.click(page.get_by_role("button", name="Borsetshire Police the Chief Constable"))
    expect(doubts).to_have_text([when, "Page 2 of 2 is a picture."])

    person.click(page.get_by_role("button", name="9 February 2021"))
    expect(doubts).to_have_text(["Page 2 of 2 is a picture."])

    assert person.actions == 2
    kept(page, intake)
    page.reload()
    expect(doubts).to_have_text(["Page 2 of 2 is a picture."])


def test_naming_the_sender_shows_at_once_that_the_letter_may_be_here_already(page, pair, open_letter):
    make_received(pair[1], dated=datetime.date(2021, 3, 17))
    person, _ = open_letter(body="")
    is_another = page.get_by_role("checkbox", name="This is a different letter")
    expect(page.get_by_text("This letter may be here already")).to_have_count(0)

    person.click(page.get_by_role("button", name="Borsetshire Police the Chief Constable"))
    expect(page.get_by_role("link", name="see which, and whether to record it")).to_be_visible()
    person.click(is_another)
    # What was said of it stays while other things follow.
    person.click(page.locator("#passage-0 [data-place='1']"))

    expect(said_of(page, 0)).to_contain_text("Answer to recommendation 1")
    expect(is_another).to_be_checked()


def test_an_address_wider_than_a_phone_stays_on_the_page(page, open_letter):
    address = f"https://example.org/{'policy' * 20}"
    kinds = (PassageKind.GENERAL, PassageKind.QUOTED, PassageKind.RESPONSE)
    texts = (f"Look here: {address}", f"Look here: {address} " + "All of us have looked. " * 70)
    open_letter(passages=tuple(Passage(kind, text, recommendations=("1",)) for kind in kinds for text in texts))

    fits_a_phone(page)


def test_a_false_answer_is_made_general_with_one_key(page, open_letter):
    person, intake = open_letter()
    person.point_at(page.locator("#text-2"))

    person.press("g")

    expect(said_of(page, 2)).to_have_text("General. The chief constable or the force")
    assert kept(page, intake)[2].kind == PassageKind.GENERAL
    assert person.actions == 1


def test_general_words_answer_1_4_and_5_with_three_keys(page, open_letter):
    person, intake = open_letter()
    page.locator("#passage-0").focus()

    for key in ("1", "4", "5"):
        person.press(key)

    expect(said_of(page, 0)).to_have_text("Answer to recommendations 1 and 4 and 5. The local policing body")
    assert kept(page, intake)[0].recommendations == ("1", "4", "5")
    assert person.actions == 3


# Saves are answered late, so that a key can come between.
SLOWLY = """() => {
  const { fetch } = window;
  window.fetch = async (...asked) => {
    const answer = await fetch(...asked);
    if (asked[1]?.method === "POST") await new Promise((done) => setTimeout(done, 600));
    return answer;
  };
}"""


def test_what_follows_from_a_key_pressed_during_a_save_is_shown_too(page, open_letter):
    person, intake = open_letter()
    page.evaluate(SLOWLY)
    page.locator("#passage-0").focus()

    person.press("4")
    page.wait_for_timeout(200)
    person.press("5")

    expect(said_of(page, 0)).to_have_text("Answer to recommendations 4 and 5. The local policing body")
    assert kept(page, intake)[0].recommendations == ("4", "5")


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (("2",), ("2",)),
        (("1", "0"), ("10",)),
        (("1", "Enter"), ("1",)),
        (("1", "2"), ("1", "2")),
        (("3", "a"), ("3a",)),
        (("3", "g"), ()),  # there is no 3
    ],
)
def test_numbers_of_several_keys_are_typed_whole(page, open_letter, keys, found):
    person, intake = open_letter()
    page.locator("#passage-0").focus()

    for key in keys:
        person.press(key)

    if found:
        expect(said_of(page, 0)).to_contain_text(
            f"Answer to recommendation{'s' * (len(found) > 1)} {' and '.join(found)}."
        )
        assert kept(page, intake)[0].recommendations == found
    else:
        expect(said_of(page, 0)).to_contain_text("General")


def test_an_answer_within_a_passage_is_its_sentence_and_a_key(page, open_letter):
    person, intake = open_letter()

    person.click(page.locator("#text-0"), position=sentence_at(page, "We train"))
    person.press("2")

    expect(said_of(page, 1)).to_have_text("Answer to recommendation 2. The local policing body")
    assert [(it.text, it.recommendations) for it in kept(page, intake)[:3]] == [
        ("I welcome the report. The policy of the force has changed.", ()),
        ("We train all of our staff.", ("2",)),
        ("Do write to me.", ()),
    ]
    assert person.actions == 2
    expect(page.locator("#passage-1")).to_be_focused()


def sentence_at(page, words, box="#text-0"):
    """Where these words stand in the box of a passage."""
    return page.evaluate(
        """([words, id]) => {
          const box = document.querySelector(id)
          const text = document.createTreeWalker(box.querySelector("p"), NodeFilter.SHOW_TEXT).nextNode()
          const range = document.createRange()
          const at = text.data.indexOf(words)
          range.setStart(text, at + 2)
          range.setEnd(text, at + words.length)
          const [here, there] = [range.getBoundingClientRect(), box.getBoundingClientRect()]
          return { x: here.x + 4 - there.x, y: here.y + here.height / 2 - there.y }
        }""",
        [words, box],
    )


def test_a_sentence_of_a_passage_that_nobody_worked_on_is_one_click_too(page, open_letter):
    first = Passage(PassageKind.GENERAL, "I have read it all.", speaker=Speaker.SENDER)
    person, intake = open_letter(passages=(first, PROPOSAL.passages[0]))

    # The bar beside the first goes away as the second is clicked, and the words move up.
    person.click(page.locator("#text-1"), position=sentence_at(page, "We train", "#text-1"))
    person.press("2")

    expect(said_of(page, 2)).to_contain_text("Answer to recommendation 2.")
    assert [it.recommendations for it in kept(page, intake)] == [(), (), ("2",), ()]
    assert person.actions == 2


def test_a_key_that_comes_with_the_click_is_for_the_sentence_that_was_clicked(page, open_letter):
    _, intake = open_letter()

    page.evaluate(
        """at => {
          const box = document.querySelector("#text-0")
          box.scrollIntoView({ block: "center" })
          const { x, y } = box.getBoundingClientRect()
          const where = { bubbles: true, clientX: x + at.x, clientY: y + at.y }
          box.querySelector("p").dispatchEvent(new PointerEvent("pointerup", where))
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, key: "2" }))
        }""",
        sentence_at(page, "We train"),
    )

    assert [it.recommendations for it in kept(page, intake)][:3] == [(), ("2",), ()]


def test_sentences_are_chosen_with_the_arrows_and_joined_again(page, open_letter):
    person, intake = open_letter()
    page.locator("#passage-0").focus()

    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown", "2"):
        person.press(key)
    expect(said_of(page, 1)).to_have_text("Answer to recommendation 2. The local policing body")
    assert kept(page, intake)[1].text == "The policy of the force has changed. We train all of our staff."

    for key in ("k", "+"):
        person.press(key)
    expect(page.locator(".app-passage")).to_have_count(5)
    person.press("+")
    expect(page.locator(".app-passage")).to_have_count(4)
    assert kept(page, intake)[0].text == GENERAL


def test_keys_pressed_while_a_passage_is_parted_wait_for_it(page, open_letter):
    person, intake = open_letter()
    page.locator("#passage-0").focus()

    for key in ("ArrowDown", "ArrowDown", "2", "4"):
        person.press(key)

    expect(said_of(page, 1)).to_have_text("Answer to recommendations 2 and 4. The local policing body")
    assert [it.recommendations for it in kept(page, intake)[:3]] == [(), ("2", "4"), ()]


def test_a_chosen_sentence_is_meant_wherever_the_mouse_goes(page, open_letter):
    person, intake = open_letter()
    person.click(page.locator("#text-0"), position=sentence_at(page, "We train"))
    person.point_at(page.locator("#text-2"))

    person.press("4")

    expect(said_of(page, 1)).to_contain_text("Answer to recommendation 4.")
    assert [it.recommendations for it in kept(page, intake)] == [(), ("4",), (), ("1",), ("1",), ()]


def test_a_box_of_another_passage_is_ticked_in_one_click(page, open_letter):
    promise = Promise("It will stop by May 2021.", "2021-05")
    answer = dataclasses.replace(PROPOSAL.passages[2], promises=(promise,))
    open_letter(passages=(*PROPOSAL.passages[:2], answer))
    box = page.get_by_label("Keep as a commitment, by May 2021")

    # As a hand does: the bar of buttons must not push the box away between the two.
    box.hover()
    page.mouse.down()
    page.wait_for_timeout(100)
    page.mouse.up()

    expect(box).to_be_checked()
    expect(page.get_by_role("toolbar", name="Place passage 3")).to_be_visible()


def test_every_key_has_a_button_and_all_can_be_turned_off(page, open_letter):
    person, _ = open_letter()
    page.locator("#passage-0").focus()
    bar = page.get_by_role("toolbar", name="Place passage 1")

    person.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    axe(page)
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.locator("#passage-0").focus()
    person.press("2")
    person.press("j")
    expect(page.locator("#passage-0")).to_be_focused()
    expect(said_of(page, 0)).to_contain_text("General")

    bar.get_by_role("button", name="Answers recommendation 2").click()
    expect(said_of(page, 0)).to_contain_text("Answer to recommendation 2")
    bar.get_by_role("button", name="General").click()
    expect(said_of(page, 0)).to_contain_text("General")
    bar.get_by_role("button", name="Next sentence").click()
    bar.get_by_role("button", name="Answers recommendation 4").click()
    expect(said_of(page, 0)).to_contain_text("Answer to recommendation 4")
    expect(page.locator(".app-passage")).to_have_count(5)


def test_somebody_who_types_is_left_alone(page, open_letter):
    open_letter()
    page.locator("#passage-0").focus()
    page.get_by_label("Who signed it?").press_sequentially("g1 jq")

    expect(page.get_by_label("Who signed it?")).to_have_value("g1 jq")
    expect(said_of(page, 0)).to_contain_text("General")
    expect(page.locator(".app-passage")).to_have_count(4)


def test_the_page_is_clean_and_fits_a_phone_with_everything_on_it(page, open_letter):
    parts = (("the message", "", True), ("letter.pdf", "", False), ("scan.png", "It is a picture.", False))
    open_letter(body="", parts=parts, doubts=("Who wrote it?",), received="2021-03-18")

    expect(page.get_by_text("Not read: scan.png. It is a picture.")).to_be_visible()
    axe(page)
    fits_a_phone(page)


def test_a_long_passage_shows_how_it_begins_until_somebody_works_on_it(page, open_letter):
    long = Passage(PassageKind.GENERAL, "\n\n".join([GENERAL] * 20) + "\n\nThe end.", speaker=Speaker.SENDER)
    person, _ = open_letter(passages=(PROPOSAL.passages[0], long, long))

    def heights():
        return page.evaluate("[...document.querySelectorAll('.app-long')].map(it => Math.round(it.clientHeight / 100))")

    assert heights() == [2, 2]
    person.press("j")
    whole, folded = heights()
    assert whole > 5 > folded
    page.get_by_role("button", name="Show every passage whole").click()
    assert heights() == [whole, whole]


def test_the_outline_stays_in_sight_and_leads_to_each_answer(page, open_letter):
    long = tuple(Passage(PassageKind.GENERAL, GENERAL * 5, speaker=Speaker.SENDER) for _ in range(12))
    open_letter(passages=(*long, PROPOSAL.passages[2], *long))
    page.set_viewport_size({"width": 1280, "height": 800})

    link = page.get_by_role("link", name="Recommendation 1: Borsetshire Police")
    link.click()

    expect(page.locator("#answer-1-force")).to_be_in_viewport()
    expect(link).to_be_in_viewport()
    outline = page.get_by_role("region", name="What goes on the record")
    expect(outline.get_by_role("listitem").first).to_have_text(
        "Recommendation 1: Borsetshire Police Not stated. Not stated. We share nothing. It stopped."
    )
    expect(outline).to_contain_text("No answer found")
