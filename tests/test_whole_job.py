"""The whole job by mouse: a force's words out of Word, the office's, sign-off, letter, question, second update.

Each person has a browser of their own, and verbs for what they do in it. How an answer is written by keyboard alone
stands at the end.
"""

import re

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from responses.models import Response, Review, Update
from tests.browser import box_of
from tests.factories import (
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_recommendation,
    make_super_complaint,
)
from tests.hands import Keyboard
from tests.test_paste import COPY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.pdf]
SLOW = 30_000  # milliseconds: the first letter that a process draws loads the fonts too

# As Word copies: a tracked deletion, a comment with its anchor, a list whose numbers are typed out, a table, a link.
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=EN-GB><!--StartFragment-->
<h2>What we have done</h2>
<p class=MsoNormal>We <b>will</b> <del cite="mailto:sj" datetime="2021-06-01T10:00">not </del>share data only where the
law allows.<span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[SJ1]</a></span><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>Train every officer<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp; </span></span><![endif]>Review each quarter<o:p></o:p></p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Policy</p></td><td><p class=MsoNormal>May 2021</p></td>
</tr></table>
<p class=MsoNormal>See <a href="https://www.example.org/policy">our policy</a>.</p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><div id="_com_1"><p class=MsoCommentText>DO NOT
SEND: check with legal</p></div></div></div><!--EndFragment--></body></html>"""
AS_PASTED = (
    "<h2>What we have done</h2><p>We <strong>will</strong> share data only where the law allows.</p>"
    "<ol><li><p>Train every officer</p></li><li><p>Review each quarter</p></li></ol>"
    "<table><tbody><tr><td><p>Policy</p></td><td><p>May 2021</p></td></tr></tbody></table>"
    '<p>See <a href="https://www.example.org/policy">our policy</a>.</p>'
)


class Person:
    """Somebody with a browser of their own, and a mouse."""

    def __init__(self, page):
        self.page = page

    def goes_home(self):
        self.page.goto("/")

    def presses(self, name, *, leads_to=None):
        """Presses the one link or button of the page whose words begin so, and waits for the page it leads to."""
        words = re.compile(rf"^\s*{re.escape(name)}")
        self.page.locator("main").locator("a, button").filter(has_text=words).first.click()
        if leads_to:
            self.is_on(leads_to)

    def is_on(self, heading):
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=SLOW)

    def reads(self, *sentences):
        for words in sentences:
            expect(self.page.locator("main")).to_contain_text(words)

    def finds_at_home(self, *sentences):
        self.goes_home()
        self.reads(*sentences)

    def chooses(self, *choices):
        for choice in choices:
            self.page.get_by_label(choice, exact=True).check()

    def says(self, words):
        self.box.fill(words)

    @property
    def box(self):
        return box_of(self.page)


class ForceOfficer(Person):
    def pastes_from_word(self):
        self.box.click()
        self.page.evaluate(COPY, {"html": FROM_WORD, "plain": "plain"})
        self.page.keyboard.press("Control+v")
        expect(self.page.locator(".app-editor__left")).to_have_text("Left out: 1 deletion, 1 comment")

    def notes_that_it_was_agreed_by(self, name, title):
        self.presses("Note what a chief officer agreed", leads_to="What a chief officer agreed")
        self.page.get_by_role("checkbox").check()
        self.page.get_by_label("Which chief officer agreed them?").fill(name)
        self.page.get_by_label("What is their title?").fill(title)
        self.presses("Note that they are agreed", leads_to="Your part of the letter")

    def hands_it_in(self):
        self.presses("Hand in your part", leads_to="Hand in your part")
        self.presses("Hand it in", leads_to="Your part of the letter")


class Editor(Person):
    def asks_the_force_for_its_part(self, comment):
        self.presses("Ask Borsetshire Police for its part", leads_to="Ask Borsetshire Police for its part")
        self.page.get_by_label("Do you want to add a comment?").fill(comment)
        self.presses("Ask for it", leads_to="Update from")

    def writes_the_covering_letter(self, *, on, opening):
        self.presses("Covering letter", leads_to="Covering letter")
        for name, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            self.page.get_by_label(name, exact=True).fill(str(number))
        self.page.get_by_label("To whom is it addressed?").fill("His Majesty’s Chief Inspector")
        self.page.get_by_label("How does it begin?").fill("Dear Sir Andy")
        box_of(self.page, "What do you want to say first?").fill(opening)
        self.page.get_by_label("How does it close?").fill("Yours sincerely")
        self.page.get_by_label("Who signs it?").fill("Jane Lee")
        self.presses("Save and return to the list", leads_to="Update from")

    def dates_the_covering_letter(self, *, on):
        self.presses("Covering letter", leads_to="Covering letter")
        for name, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            self.page.get_by_label(name, exact=True).fill(str(number))
        self.presses("Save and return to the list", leads_to="Update from")

    def asks_for_sign_off(self):
        self.presses("Ask for sign-off", leads_to="Ask for sign-off")
        self.presses("Ask for sign-off", leads_to="Check your answers")
        self.reads("Sign-off is asked for.")


class Approver(Person):
    def opens_what_is_to_be_signed_off(self):
        self.goes_home()
        self.presses("Read the letter and sign it off", leads_to="Sign off this update")

    def sends_it_back(self, comment):
        self.presses("Send it back with a comment", leads_to="Send this update back")
        self.page.get_by_label("What is to be changed?").fill(comment)
        self.presses("Send it back", leads_to="Check your answers")

    def signs_off_and_sends(self):
        self.presses("Sign off", leads_to="Send this update to HMICFRS")
        self.presses("Send to HMICFRS", leads_to="Update sent")

    def downloads_the_letter(self) -> bytes:
        with self.page.expect_download(timeout=SLOW) as download:
            self.presses("Download the letter (PDF)")
        return download.value.path().read_bytes()


class Liaison(Person):
    def reads_in_the_matrix(self, cell):
        self.page.goto(reverse("matrix", args=["safe-to-share"]))
        expect(self.page.get_by_role("cell", name=cell)).to_be_visible()

    def asks_about(self, body, number, question):
        self.goes_home()
        self.presses("Review answers", leads_to="to review")
        self.page.get_by_role("link", name=f"Read and review {body}, Recommendation {number}").click()
        self.is_on(str(body))
        self.chooses("More information asked")
        self.page.get_by_label("What are the reasons, or what has been seen?").fill(question)
        self.presses("Save and go to the next")
        expect(self.page.get_by_text("your review is on the record")).to_be_visible()


@pytest.fixture
def pcc():
    """The force is asked 1, its commissioner 6."""
    report = make_super_complaint(reply_to="replies@example.org")
    pcc = make_policing_body(make_force())
    make_addressee(make_recommendation(report, "1"), pcc.oversees)
    make_addressee(make_recommendation(report, "6"), pcc)
    return pcc


@pytest.fixture
def arrives(new_context, sign_in):
    """arrives(Editor, user): that person, signed in at a window of 1280 by 800."""

    def arrives(kind, user):
        context = new_context(viewport={"width": 1280, "height": 800})
        sign_in(user, context)
        return kind(context.new_page())

    return arrives


def test_the_whole_job_from_the_forces_word_document_to_a_second_update(arrives, pcc):
    force = arrives(ForceOfficer, make_member(pcc.oversees, name="Lee Liaison"))
    editor = arrives(Editor, make_member(pcc, name="Eve Editor"))
    approver = arrives(Approver, make_member(pcc, Role.APPROVER, name="Ann Approver"))
    hmicfrs = arrives(Liaison, make_liaison(name="Hal Inspector", last_login=timezone.now()))

    editor.goes_home()
    editor.presses(f"Start an update from {pcc}", leads_to="Update from")
    editor.asks_the_force_for_its_part("Plain words.")
    editor.reads("With the force")

    force_answers_out_of_word(force)
    office_answers_and_asks_for_sign_off(editor)

    approver.opens_what_is_to_be_signed_off()
    approver.sends_it_back("Say by when.")
    editor.finds_at_home("Ann Approver sent back the letter", "Say by when.")
    mends_and_asks_again(editor)

    approver.opens_what_is_to_be_signed_off()
    approver.reads("What was changed since it was sent back", "Say by when.")
    expect(approver.page.locator("ins")).to_contain_text("by May")
    approver.signs_off_and_sends()
    pdf = approver.downloads_the_letter()
    letter_says_what_was_written(Update.objects.get(), pdf)

    hmicfrs.asks_about(pcc, "6", "What did it find?")
    second_update_answers_the_question(editor, pcc)
    editor.asks_for_sign_off()
    approver.opens_what_is_to_be_signed_off()
    approver.signs_off_and_sends()
    hmicfrs.reads_in_the_matrix("Recommendation 6, Police and Crime Commissioner for Borsetshire: Accepted. Complete")
    hmicfrs.reads_in_the_matrix("Recommendation 1, Borsetshire Police: Accepted. In progress")


def force_answers_out_of_word(force):
    force.finds_at_home("Do this first", "Plain words.")
    force.presses("Write the part of Borsetshire Police", leads_to="Your part of the letter")
    force.reads("Yours to write")
    force.presses("1. Title of 1", leads_to="Recommendation 1")
    force.pastes_from_word()
    force.chooses("Accepted", "In progress", "The chief constable or the force")
    force.presses("Finish and go to the next", leads_to="Your part of the letter")
    force.reads("1 of 1 answer finished", "Finished")
    force.notes_that_it_was_agreed_by("Jo Bloggs", "Assistant Chief Constable")
    force.reads("Agreed by Jo Bloggs, Assistant Chief Constable")
    force.hands_it_in()
    force.reads("has this part now")
    assert Response.objects.get().text == AS_PASTED


def office_answers_and_asks_for_sign_off(editor):
    editor.finds_at_home("Handed in by the force")
    editor.presses("Borsetshire Police’s part", leads_to="Update from")
    editor.reads("Agreed by Jo Bloggs, Assistant Chief Constable", "It is with your office now.")
    editor.writes_the_covering_letter(on=timezone.localdate(), opening="I welcome the report.")
    editor.presses("6. Title of 6", leads_to="Recommendation 6")
    editor.says("An assessment will be made.")
    editor.chooses("Accepted", "In progress", "Police and Crime Commissioner for Borsetshire")
    editor.presses("Finish and go to the next", leads_to="Update from")
    editor.presses("Check your answers", leads_to="Check your answers")
    editor.asks_for_sign_off()


def mends_and_asks_again(editor):
    editor.presses("Mend what was sent back", leads_to="Update from")
    editor.presses("6. Title of 6", leads_to="Recommendation 6")
    editor.says("An assessment will be made by May.")
    editor.presses("Finish and go to the next", leads_to="Update from")
    editor.presses("Check your answers", leads_to="Check your answers")
    editor.asks_for_sign_off()


def letter_says_what_was_written(update, pdf):
    letter = update.sent_letter
    assert pdf == bytes(letter.pdf)
    printed = " ".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())
    page = " ".join(re.sub(r"<[^>]*>", " ", letter.html).split())
    for words in WORDS_OF_THE_LETTER:
        assert words in page
        assert words in printed
    for words in ("not share", "SJ1", "DO NOT SEND", "Jo Bloggs"):
        assert words not in page
        assert words not in printed
    assert 'href="https://www.example.org/policy"' in letter.html


WORDS_OF_THE_LETTER = (
    *("Dear Sir Andy", "I welcome the report.", "What we have done", "share data only where the law allows."),
    *("Train every officer", "Review each quarter", "May 2021", "our policy"),
    *("An assessment will be made by May.", "Jane Lee"),
)


def second_update_answers_the_question(editor, pcc):
    editor.finds_at_home("Recommendation 6", "What did it find?")
    editor.presses(f"Start an update from {pcc}", leads_to="Update from")
    editor.reads("1 earlier answer stands, 1 is asked again", "HMICFRS asks: What did it find?")
    editor.presses("6. Title of 6", leads_to="Recommendation 6")
    editor.reads("What did it find?", "An assessment will be made by May.")
    editor.says("It found two gaps.")
    editor.chooses("Accepted", "Complete", "Police and Crime Commissioner for Borsetshire")
    editor.presses("Finish and go to the next", leads_to="Update from")
    editor.dates_the_covering_letter(on=timezone.localdate())
    editor.presses("Check your answers", leads_to="Check your answers")
    editor.reads("It found two gaps.")
    assert [review.reasons for review in Review.objects.all()] == ["What did it find?"]
    first, second = Update.objects.order_by("pk")
    assert (first.is_draft, second.is_draft) == (False, True)
    assert list(second.responses.values_list("text", flat=True)) == ["<p>It found two gaps.</p>"]


EMPTY_ROW = "<tr><td></td><td></td><td></td></tr>"


def test_an_answer_is_written_saved_and_finished_by_keyboard_alone(page, sign_in, pcc):
    draft = make_draft(pcc)
    sign_in(draft.edited_by)
    page.goto(reverse("edit_response", args=[draft.pk, "6", pcc.slug]))
    hand, keys = Keyboard(page), page.keyboard
    box = box_of(page)

    hand.type(box, "What we did")
    keys.press("Control+Alt+1")
    keys.press("Enter")
    keys.press("Control+Shift+8")
    for key in ("o", "n", "e", "Enter", "t", "w", "o", "Control+Enter"):
        keys.press(key)
    keys.type("policy")
    keys.press("Shift+Home")
    keys.press("Control+k")
    expect(page.get_by_label("What is the address of the link?")).to_be_focused()
    keys.type("example.org/policy")
    keys.press("Enter")
    expect(box.get_by_role("link", name="policy")).to_be_visible()
    keys.press("End")
    keys.press("Enter")
    expect(box.locator("p").last).to_have_text("")
    presses_along_the_toolbar(page, "Table")
    expect(box.get_by_role("table")).to_be_visible()
    for key in ("a", "ArrowRight", "b"):
        keys.press(key)
    keys.press("Control+s")
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"), timeout=SLOW)
    saved = Response.objects.get()
    assert (saved.is_finished, saved.position) == (False, "")

    hand.choose(page.get_by_label("Accepted", exact=True))
    hand.choose(page.get_by_label("Complete"))
    hand.choose(page.get_by_label("Police and Crime Commissioner for Borsetshire"))
    hand.press(page.get_by_role("button", name="Finish and go to the next"))

    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Recommendation 6", timeout=SLOW)
    answer = Response.objects.get()
    assert answer.text == (
        "<h2>What we did</h2><ul><li><p>one</p></li><li><p>two</p></li></ul>"
        '<p><a href="https://example.org/policy">policy</a></p>'
        f"<table><tbody><tr><th><p>a</p></th><th><p>b</p></th><th></th></tr>{EMPTY_ROW * 2}</tbody></table>"
    )
    assert (answer.position, answer.progress, answer.voice) == ("accepted", "complete", "local_policing_body")
    assert answer.is_finished


def presses_along_the_toolbar(page, name):
    button = page.get_by_role("toolbar", name="Formatting").get_by_role("button", name=name, exact=True)
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    for _ in range(40):
        if button.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
