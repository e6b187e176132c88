"""Six letters, each made by mouse on the demo data from an empty page to what is sent: they are in docs/pictures.

Every text says that it is a sample: no body ever said this. `make pictures` makes the pictures anew.
"""

import io
import os
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from accounts.models import Role
from recommendations.models import Body
from responses.models import Update
from tests import letters_to_look_at as drawn
from tests.browser import box_of
from tests.factories import make_member
from tests.listening import listen
from tests.pictures import beside_each_other, pages_of
from tests.test_paste import COPY
from tests.test_whole_job import SLOW, Approver, Editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.pdf]
PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SAMPLE = "Sample text, not a real answer: "
OFFICE, WALES, NPCC = "kent-pcc", "south-wales-pcc", "npcc"
ADDRESSED = "Sample addressee\nHMICFRS\nSample street 1\nSample town"
# As Word copies them: a table, and a quotation as people set one apart.
TABLE = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<p class=MsoNormal>Sample text, not a real answer: here the force would say what it looked at, month by month.</p>
<table class=MsoTableGrid border=1><thead><tr><td><p class=MsoNormal><b>Month</b></p></td><td><p class=MsoNormal><b>
Cases looked at</b></p></td><td><p class=MsoNormal><b>What was found</b></p></td></tr></thead>{}</table>
<p class=MsoNormal>Sample text: and here what follows from it.</p><!--EndFragment--></body></html>""".format(
    "".join(
        f"<tr><td><p class=MsoNormal>Sample month {number}</p></td><td><p class=MsoNormal>{number * 3}</p></td><td>"
        f"<p class=MsoNormal>Sample finding, which may go over two lines in its column</p></td></tr>"
        for number in range(1, 19)
    )
)
QUOTATION = (
    "<p>Sample text, not a real answer: here the office would say whom it listened to.</p><blockquote><p>Sample "
    "quotation, which nobody said. It is as long as what people say when somebody listens: it goes over several lines, "
    "and is set apart from the words around it.</p></blockquote><p>Sample text: and here what it made of that.</p>"
)
PROSE = (
    "here the office would say what was done, by whom and since when, in as many words as it takes; what it found, and "
    "how it knows; what comes next, and by what day it can be asked about it."
)


class Office(Editor):
    def starts_an_update(self, body):
        self.goes_home()
        self.presses(f"Start an update from {body}", leads_to="Update from")

    def opens_the_covering_letter(self):
        self.presses("Covering letter", leads_to="Covering letter")

    def dates_it_today(self):
        today = timezone.localdate()
        for name, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            self.page.get_by_label(name, exact=True).fill(str(number))

    def types(self, **lines):
        """Into the boxes of the covering letter, by the names of their fields."""
        for name, words in lines.items():
            self.page.locator(f"[name={name}]").fill(words)

    def covers(self, *, first=SAMPLE + "here the office would thank whoever wrote.", **lines):
        """Fills in a covering letter with sample words."""
        self.dates_it_today()
        usual = {
            "addressed_to": ADDRESSED,
            "salutation": "Dear Sir or Madam",
            "complimentary_close": "Yours faithfully",
        }
        self.types(**usual | {"signatory_name": "Sample Name", "signatory_title": "Sample title"} | lines)
        box_of(self.page, "What do you want to say first?").fill(first)
        box_of(self.page, "What do you want to say last?").fill("Sample text: here the office would close.")

    def keeps_the_covering_letter(self):
        self.presses("Save and return to the list", leads_to="Update from")

    def answers(self, number, words=SAMPLE + PROSE, *, welsh=""):
        """Opens the first answer to a recommendation that is on the list, and finishes it with nothing claimed."""
        self.page.goto(Update.objects.latest("pk").get_absolute_url())
        self.presses(f"{number}. ", leads_to=f"Recommendation {number}")
        if words.startswith("<"):
            self.box.click()
            self.page.keyboard.press("Control+a")
            self.page.evaluate(COPY, {"html": words, "plain": "plain"})
            self.page.keyboard.press("Control+v")
        else:
            self.says(words)
        if welsh:
            box_of(self.page, "What do you want to say, in Welsh?").fill(welsh)
        for group in self.page.get_by_role("group").all():
            if (choice := group.get_by_label("Not stated", exact=True)).count():
                choice.check()
        with self.page.expect_navigation():
            self.presses("Finish and go to the next")

    def asks(self):
        self.page.goto(reverse("check_update", args=[Update.objects.latest("pk").pk]))
        self.asks_for_sign_off()


class SampleApprover(Approver):
    def sends(self, *, with_signature=False) -> bytes:
        self.opens_what_is_to_be_signed_off()
        if with_signature:
            self.page.get_by_label("Put my signature on this letter").check()
        self.signs_off_and_sends()
        return self.downloads_the_letter()

    def has_a_letterhead(self, body, folder):
        logo = folder / "logo.png"
        logo.write_bytes(drawn.logo())
        self.page.goto(reverse("letterhead", args=[body.slug]))
        self.page.get_by_label("All at the right, beside whom the letter is addressed to").check()
        self.page.get_by_label("What is the address?").fill("Sample house\n1 Sample street\nSample town")
        self.page.get_by_label("What is the telephone number?").fill("01632 960 017")
        self.page.get_by_label("What is the e-mail address?").fill("sample@office.example")
        self.page.get_by_label("What is the logo?").set_input_files(logo)
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.get_by_text(f"The letterhead of {body} is saved.")).to_be_visible()

    def has_a_signature(self, body, folder):
        signature = folder / "signature.png"
        signature.write_bytes(drawn.signature())
        self.page.goto(reverse("signature", args=[body.slug]))
        self.page.get_by_label("Which picture is your signature?").set_input_files(signature)
        self.page.get_by_label("What is read out to somebody who cannot see it?").fill("Sample signature")
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()


@pytest.fixture
def demo(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_demo", stdout=io.StringIO())


@pytest.fixture
def people(demo, new_context, sign_in):
    """people(slug) gives an editor and an approver of the body, each with a browser."""

    def arrives(kind, body, role):
        context = new_context(viewport={"width": 1280, "height": 900})
        sign_in(make_member(body, role, name=f"Demo {role}"), context)
        return kind(context.new_page())

    def people(slug):
        body = Body.objects.get(slug=slug)
        return arrives(Office, body, Role.EDITOR), arrives(SampleApprover, body, Role.APPROVER)

    return people


def keep_for_readers(picture, name):
    colours = picture.convert("RGB").quantize(96, dither=Image.Dither.NONE)
    colours.save(PICTURES / f"letter-{name}.png", optimize=True)


def look(name, pdf, across=3) -> list[str]:
    """The words of each page; with NEW_PICTURES its picture in docs/pictures is made anew."""
    if os.environ.get("NEW_PICTURES"):
        keep_for_readers(beside_each_other(pages_of(pdf, dpi=80), across), name)
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_a_letter_of_one_page(people):
    editor, approver = people(OFFICE)
    editor.starts_an_update(Body.objects.get(slug=OFFICE))
    editor.opens_the_covering_letter()
    editor.covers()
    editor.page.get_by_label("In short, before each answer").check()
    editor.keeps_the_covering_letter()
    editor.answers(6)
    editor.asks()

    pages = look("one-page", approver.sends())

    assert len(pages) == 1


def test_a_letter_of_five_pages_with_a_table_and_a_quotation(people):
    editor, approver = people(OFFICE)
    editor.starts_an_update(Body.objects.get(slug=OFFICE))
    editor.opens_the_covering_letter()
    editor.covers()
    editor.keeps_the_covering_letter()
    for number, words in (
        ("1", TABLE),
        ("4", QUOTATION),
        ("5", f"{SAMPLE}{PROSE}\n\n{SAMPLE}{PROSE}"),
        ("6", SAMPLE + PROSE),
    ):
        editor.answers(number, words)
    editor.asks()

    pages = look("five-pages", approver.sends())

    assert len(pages) == 5
    assert len([page for page in pages if "Month Cases looked at What was found" in page]) == 2
    assert "Sample quotation, which nobody said." in " ".join(pages)


def test_a_letter_in_welsh_and_english_side_by_side(people):
    editor, approver = people(WALES)
    editor.starts_an_update(Body.objects.get(slug=WALES))
    editor.opens_the_covering_letter()
    expect(editor.page.get_by_label("How does it begin? In Welsh")).to_be_hidden()
    editor.page.get_by_label("Welsh and English, side by side").check()
    expect(editor.page.get_by_label("How does it begin? In Welsh")).to_be_visible()
    editor.page.get_by_label("In short, before each answer").check()
    editor.covers()
    editor.types(
        welsh_salutation="Annwyl Syr neu Fadam",
        welsh_complimentary_close="Yn gywir",
        welsh_signatory_title="Teitl enghreifftiol",
    )
    for question, words in (("first", "Agoriad enghreifftiol."), ("last", "Diwedd enghreifftiol.")):
        box_of(editor.page, f"What do you want to say {question}? In Welsh").fill(words)
    editor.keeps_the_covering_letter()
    editor.answers("6", welsh="Testun enghreifftiol, nid ateb go iawn.")
    editor.asks()

    pages = look("two-languages", approver.sends())

    said = " ".join(pages)
    for words in ("Agoriad enghreifftiol.", "Testun enghreifftiol, nid ateb go iawn.", "Diwedd enghreifftiol."):
        assert words in said
    assert pages[0].endswith(f"Tudalen/Page 1 o/of {len(pages)}")


def test_a_letter_for_all_whom_a_national_body_represents(people):
    editor, approver = people(NPCC)
    editor.goes_home()
    editor.presses("Start ", leads_to="Update from")
    editor.opens_the_covering_letter()
    editor.covers()
    editor.page.get_by_label("In short, before each answer").check()
    editor.keeps_the_covering_letter()
    editor.answers("1")
    editor.asks()

    pages = look("collective", approver.sends())

    assert "Annex: all 43 chief constables" in pages[-1]
    assert "Kent Police" in pages[-1]


def test_a_letter_that_was_withdrawn(people):
    editor, approver = people(OFFICE)
    editor.starts_an_update(Body.objects.get(slug=OFFICE))
    editor.opens_the_covering_letter()
    editor.covers()
    editor.page.get_by_label("By number and title only").check()
    editor.keeps_the_covering_letter()
    editor.answers("6")
    editor.asks()
    sent = approver.sends()

    letter = Update.objects.latest("pk")
    approver.page.goto(reverse("withdraw_update", args=[letter.pk]))
    approver.page.get_by_label("Why is this update withdrawn?").fill("Sample reason: it was sent by mistake")
    with approver.page.expect_navigation():
        approver.page.get_by_role("button", name="Withdraw").click()
    approver.page.goto(reverse("letter", args=[letter.pk]))

    approver.reads("Withdrawn on", "Sample reason: it was sent by mistake")
    if os.environ.get("NEW_PICTURES"):
        keep_for_readers(Image.open(io.BytesIO(approver.page.screenshot(full_page=True))), "withdrawn")
    with approver.page.expect_download(timeout=SLOW) as download:
        approver.presses("Download this letter as a PDF")
    # What was sent never changes.
    assert download.value.path().read_bytes() == sent
    assert download.value.suggested_filename.endswith("-withdrawn.pdf")


def test_a_letter_with_a_logo_a_signature_and_a_marking(people, tmp_path):
    editor, approver = people(OFFICE)
    body = Body.objects.get(slug=OFFICE)
    approver.has_a_letterhead(body, tmp_path)
    approver.has_a_signature(body, tmp_path)
    editor.starts_an_update(body)
    editor.opens_the_covering_letter()
    editor.covers(copies_to="Sample reader", enclosures="Sample paper", our_reference="Sample 1")
    editor.page.get_by_label("OFFICIAL", exact=True).check()
    editor.page.get_by_label("In full, in an annex").check()
    editor.keeps_the_covering_letter()
    editor.answers("6")
    editor.asks()

    pdf = approver.sends(with_signature=True)
    pages = look("signed", pdf)

    assert len(pages) == 2
    assert "Enclosed" in pages[0]  # with the signature, not alone on a page
    assert all(page.count("OFFICIAL") == 2 for page in pages)
    figures = {str(each.alternative) for each in body.signatures.all()}
    assert figures == {"Sample signature"}
    assert len(list(listen(pdf).all("Figure"))) == 2
