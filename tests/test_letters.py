import datetime
import hashlib
import io
import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape

import pikepdf
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.html import strip_tags
from PIL import Image

from accounts.models import Role
from recommendations.words import to_html
from responses.letter.checks import letter_problems
from responses.letter.drawing import LetterError
from responses.letter.html import letter_document, letter_html, render_letter
from responses.letter.limits import (
    MAX_CHARACTERS,
    MAX_LETTER_CHARACTERS,
    MAX_LETTER_LINES,
    MAX_LINES,
    MAX_MARKS,
    too_much,
    too_much_together,
)
from responses.letter.pdf import OwnFiles, rehearse, write_pdf
from responses.letter.signs import printable, to_replace, unprintable
from responses.matrix import build_matrix
from responses.met import how_met
from responses.models import Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_super_complaint,
    make_user,
)
from tests.listening import listen

pytestmark = pytest.mark.django_db

JULY, AUGUST = datetime.date(2021, 7, 1), datetime.date(2021, 8, 2)
watching = {"thread": None, "found": []}
HOSTILE = (
    "<script>alert(1)</script><img src=http://evil.example/a.png><a rel=attachment href=file:///etc/passwd>a</a>"
    '</style><style>@import url("http://evil.example/b.css")</style>"\'}}{% x %}<link rel=stylesheet href=c.css>'
    "background:url(file:///etc/hostname)"
)


@pytest.fixture
def force():
    return make_force("Borsetshire Police")


@pytest.fixture
def commissioner(force):
    return make_policing_body(force, "Police and Crime Commissioner for Borsetshire")


@pytest.fixture
def letter(force, commissioner):
    """A commissioner's draft that speaks for the force as well; 1 and 5 are asked of the force, 5 of both."""
    first, fifth = make_recommendation(number="1"), make_recommendation(number="5")
    letter = make_draft(
        commissioner,
        speaks_for=[commissioner, force],
        dated=datetime.date(2021, 2, 8),
        dated_precision="day",
        addressed_to="Chief Inspector\nHMICFRS",
        salutation="Dear Chief Inspector",
        opening="I welcome the report.",
        closing="Yours sincerely",
        signatory_name="Pat Bloggs",
        signatory_title="Commissioner",
        with_gaps=True,
        with_voices=True,
    )
    make_response(letter, make_addressee(first, force), text="We stopped **at once**.")
    make_addressee(fifth, force)
    make_addressee(fifth, commissioner)
    return letter


def sent(update, received_on=datetime.date(2021, 2, 9)):
    facts = {"signed_off_by": make_user(), "signed_off_at": NOON, "recorded_by": update.edited_by, "recorded_at": NOON}
    Update.objects.filter(pk=update.pk).update(received_on=received_on, **facts)
    return Update.objects.get(pk=update.pk)


def addressee_of(letter, number, body):
    return letter.addressees().get(recommendation__number=number, body=body)


def in_text(html):
    """The words of a page, in its order, as they are read."""
    return " ".join(unescape(strip_tags(re.sub(r"<(br|/p|/h\d|/li|/t[hd])\b", r" <\1", html))).split())


def pages(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def in_order(parts, text):
    """The text after the last of some parts, each of which must come after the one before."""
    for part in parts:
        _, found, text = text.partition(part)
        assert found, f"{part!r} is missing, or comes too early"
    return text


def test_a_letter_says_everything_in_the_order_of_a_letter(letter):
    in_order(
        [
            "Police and Crime Commissioner for Borsetshire",
            "Chief Inspector HMICFRS",
            "8 February 2021",
            f"Reference: {letter.reference}",
            "Update on “Safe to share? A report”, published 17 December 2020",
            "Dear Chief Inspector",
            "I welcome the report.",
            "Summary",
            "1. Title of 1 Borsetshire Police Accepted In progress",
            "5. Title of 5 Borsetshire Police and the Police and Crime Commissioner for Borsetshire Not yet answered",
            "Recommendation 1: Title of 1",
            "Borsetshire Police",
            "Position: Accepted",
            "Progress: In progress",
            "In the words of: Borsetshire Police",
            "We stopped at once.",
            "Not yet answered",
            "5. Title of 5 (Borsetshire Police and the Police and Crime Commissioner for Borsetshire)",
            "Yours sincerely",
            "Pat Bloggs",
            "Commissioner",
        ],
        in_text(letter_html(letter)),
    )


NOT_ON_THE_RECORD = {"recorded_by": None, "recorded_at": None}
WITHDRAWN = {"withdrawn_on": datetime.date(2021, 1, 30), "withdrawn_reason": "A slip."}


@pytest.mark.parametrize(
    ("facts", "row", "gap"),
    [
        ({}, "Answered in the update received on 20 January 2021", "(Borsetshire Police)"),
        (NOT_ON_THE_RECORD, "Not yet answered", "(Borsetshire Police and the Police and Crime"),
        (WITHDRAWN, "Not yet answered", "(Borsetshire Police and the Police and Crime"),
    ],
)
def test_what_another_update_on_the_record_answers_is_not_called_unanswered(letter, commissioner, facts, row, gap):
    if facts == WITHDRAWN:
        facts = {**facts, "withdrawn_by": make_user()}
    earlier = make_received(commissioner, received_on=datetime.date(2021, 1, 20), speaks_for=[commissioner], **facts)
    make_response(earlier, addressee_of(letter, "5", commissioner))

    text = in_text(letter_html(letter))

    assert f"Police and Crime Commissioner for Borsetshire {row}" in text
    assert f"Not yet answered 5. Title of 5 {gap}" in text


def test_the_pdf_and_the_page_say_the_same(letter):
    letter = sent(letter)

    heard, read = listen(render_letter(letter)).words, in_text(letter_html(letter))

    # Lines and points end differently on paper, so only the letters of the words are compared.
    assert re.findall(r"\w", heard) == re.findall(r"\w", read)


def test_a_date_that_is_a_month_stays_a_month(letter):
    letter.dated, letter.dated_precision = datetime.date(2021, 3, 1), "month"

    assert "March 2021" in in_text(letter_html(letter))
    assert "1 March" not in in_text(letter_html(letter))


def test_words_that_a_force_and_its_commissioner_share_are_printed_once_for_both(letter, force, commissioner):
    for body in (force, commissioner):
        make_response(letter, addressee_of(letter, "5", body), text="We meet them monthly.", voice="joint")

    words = in_text(letter_html(letter))

    assert words.count("We meet them monthly.") == 1
    in_order(
        [
            "Recommendation 5: Title of 5",
            "Borsetshire Police and the Police and Crime Commissioner for Borsetshire",
            "In the words of: both together",
            "We meet them monthly.",
        ],
        words,
    )
    assert "Not yet answered" not in words


@pytest.mark.parametrize(
    "other",
    [
        {"progress": "awaiting_others", "awaiting": "The Home Office"},
        {"progress": "in_progress", "awaiting": ""},
        {"position": "not_accepted"},
        {"voice": "joint"},
    ],
)
def test_words_that_differ_in_any_fact_are_printed_for_each(letter, force, commissioner, other):
    facts = {"text": "We meet.", "progress": "awaiting_others", "awaiting": "The College of Policing"}
    make_response(letter, addressee_of(letter, "5", force), **facts)
    make_response(letter, addressee_of(letter, "5", commissioner), **facts | other)

    assert in_text(letter_html(letter)).count("We meet.") == 2


def test_a_letter_names_whom_it_waits_for(letter, force):
    addressee = addressee_of(letter, "5", force)
    make_response(letter, addressee, progress="awaiting_others", awaiting="College of Policing guidance")

    in_order(
        ["Awaiting others: College of Policing guidance", "Awaiting: College of Policing guidance"],
        in_text(letter_html(letter)),
    )


@pytest.mark.parametrize(
    ("voice", "whose"),
    [
        ("force", "In the words of: Borsetshire Police"),
        ("local_policing_body", "In the words of: Police and Crime Commissioner for Borsetshire"),
        ("joint", "In the words of: both together"),
        ("national_body", "In the words of: A national body"),
        ("not_stated", ""),
    ],
)
def test_a_letter_says_whose_the_words_are(letter, voice, whose):
    letter.responses.update(voice=voice)

    said = re.search(r"In the words of: .*?(?= We stopped)", in_text(letter_html(letter)))

    assert (said[0] if said else "") == whose


def test_the_chief_officers_comments_are_set_apart_as_theirs(letter):
    letter.chief_officer_comments = "My officers know this."

    html = letter_html(letter)

    assert "General comments of the chief officer of Borsetshire Police" in html
    set_apart = '<blockquote class="letter-words app-words" data-passage="chief_officer_comments">'
    assert re.search(rf"{set_apart}<p>My officers know this.</p>\s*</blockquote>", html)


def test_official_wording_is_quoted_with_its_source_named_once(letter, force, commissioner):
    source = "The report, Open Government Licence v3.0."
    letter.super_complaint.recommendations.update(wording="Officers should:\n\n- stop", wording_source=source)
    make_response(letter, addressee_of(letter, "5", force))

    html = letter_html(letter)

    assert html.count("<blockquote><p>Officers should:</p><ul><li><p>stop</p></li></ul></blockquote>") == 2
    assert "Wording of recommendations 1 and 5: The report, Open Government Licence v3.0." in in_text(html)
    assert html.count(source) == 1


def test_wording_that_is_not_held_is_told_in_summary(letter):
    letter.super_complaint.report_url = "https://example.org/report"

    html = letter_html(letter)

    assert "The recommendation, in summary (the report) Summary of 1. Borsetshire Police" in in_text(html)
    assert '<a href="https://example.org/report">' in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/?q=<", "nonsense"])
def test_what_is_not_a_web_address_is_no_link(letter, url):
    letter.super_complaint.report_url = letter.body.website = url

    assert "<a " not in letter_html(letter)


@pytest.mark.parametrize(
    ("sender", "received_on", "fate", "outcome"),
    [
        ("force", DUE, "", "Met by an earlier update"),
        ("force", JULY, "", "Met by an earlier update, late"),
        ("force", DUE, "withdrawn", "Met by this update, late"),
        ("force", DUE, "on another report", "Met by this update, late"),
        # Its policing body's letter is its own, what a national body says for everybody is not.
        ("commissioner", DUE, "", "Met by an earlier update"),
        ("npcc", DUE, "", "Met by this update, late"),
    ],
)
def test_the_list_of_a_draft_and_the_matrix_agree_on_what_meets_a_request(force, sender, received_on, fate, outcome):
    asked = make_addressee(make_recommendation(number="8", met_by_update=True), force)
    senders = {"force": force, "commissioner": make_policing_body(force), "npcc": make_national_body()}
    report = make_super_complaint(title="Other", slug="other") if fate == "on another report" else None
    earlier = make_received(senders[sender], report, received_on=received_on, speaks_for=[force])
    if fate == "withdrawn":
        earlier.withdraw(by=make_user(), at=NOON, on=AUGUST, reason="Recorded twice.")
    letter = make_draft(force, asked.recommendation.super_complaint, dated=AUGUST, dated_precision="day")
    letter = sent(letter, AUGUST)

    cell = next(build_matrix(asked.recommendation.super_complaint, AUGUST).cells())

    assert how_met(letter, asked, AUGUST, is_spoken_for=True) == outcome
    assert (cell.letter.id == letter.pk, cell.late) == ("this" in outcome, "late" in outcome)


def test_words_about_a_request_for_an_update_are_printed(letter, force):
    asked = make_addressee(make_recommendation(number="8", met_by_update=True), force)
    make_response(letter, asked, text="We shall write again in June.")

    in_order(["Recommendation 8: Title of 8", "We shall write again in June."], in_text(letter_html(letter)))


def test_a_letter_holds_no_conclusion_of_the_matrix(letter, force, commissioner):
    make_addressee(make_recommendation(number="8", met_by_update=True), force)
    make_received(force, received_on=datetime.date(2021, 2, 24))
    letter.received_on = AUGUST
    letter.with_gaps = letter.with_voices = False

    words = in_text(letter_html(letter))

    told = re.findall("(?i)late|in time|due|met by|answered|in the words of|recommendation [58]", words)
    assert told == []


def test_every_page_of_a_draft_is_marked_and_none_of_a_sent_letter(letter):
    letter.responses.update(text="A paragraph.\n\n" * 60)

    draft, final = pages(render_letter(letter)), pages(render_letter(sent(letter)))

    assert len(draft) > 2
    assert ["DRAFT" in page for page in draft] == [True] * len(draft)
    assert ["draft" in page.lower() for page in final] == [False] * len(final)
    assert "Draft: this letter has not been sent." in letter_html(letter)
    assert "Draft" not in letter_html(sent(letter))


def test_every_page_is_numbered_and_none_is_empty(letter):
    letter.responses.update(text="A paragraph.\n\n" * 90)

    texts = pages(render_letter(letter))

    assert [re.findall(r"Page (\d) of (\d)", text) for text in texts] == [
        [(str(number), str(len(texts)))] for number in range(1, len(texts) + 1)
    ]
    assert min(len(text) for text in texts) > 150


def test_the_logo_is_read_from_storage_onto_paper_and_page(letter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(file, "PNG")
    letter.body.logo.save("logo.png", ContentFile(file.getvalue()))

    with pikepdf.open(io.BytesIO(render_letter(letter))) as pdf:
        sizes = [(image.Width, image.Height) for image in pdf.pages[0].get_images().values()]

    assert sizes == [(40, 20)]
    assert '<img src="data:image/png;base64,iVBOR' in letter_html(letter)


def test_a_logo_that_is_no_image_does_not_keep_a_letter_from_going_out(letter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    letter.body.logo.save("logo.png", ContentFile(b"not an image"))

    assert "Dear Chief Inspector" in pages(render_letter(letter))[0]


def test_a_logo_that_was_not_restored_does_not_keep_a_letter_from_going_out(letter, settings, tmp_path, caplog):
    settings.MEDIA_ROOT = tmp_path
    letter.body.logo = "logos/gone.png"

    assert "Dear Chief Inspector" in pages(render_letter(letter))[0]
    assert "<img" not in letter_html(letter)
    assert f"The logo of {letter.body} cannot be read, so its letters go without" in caplog.messages


def make_hostile(letter):
    """Every text that anybody can type becomes markup that would fetch something."""
    for thing, names in (
        (
            letter,
            "addressed_to salutation opening chief_officer_comments closing signatory_name signatory_title agreed_by",
        ),
        (letter.body, "name welsh_name address telephone email website"),
        (letter.super_complaint, "title report_title report_url"),
        (letter.responses.get().addressee.recommendation, "number short_title summary wording wording_source"),
        (letter.responses.get(), "text awaiting"),
    ):
        values = dict.fromkeys(names.split(), HOSTILE)
        if "number" in values:
            values["number"] = "<b>1</b>"
        if "email" in values:
            values["email"] = '"><img src=file:///x>'
        if "awaiting" in values:
            values["progress"] = "awaiting_others"
        limits = {field.name: getattr(field, "max_length", None) for field in thing._meta.fields}
        short = {name: value[: limits[name]] for name, value in values.items()}
        type(thing).objects.filter(pk=thing.pk).update(**short)
    return Update.objects.get(pk=letter.pk)


def test_hostile_text_is_printed_and_fetches_nothing(letter):
    rehearse()
    letter = make_hostile(letter)
    html = letter_document(letter)

    with reached() as reached_for:
        pdf = write_pdf(html, assets={}, identifier=b"hostile")

    assert reached_for == []
    on_paper = re.sub(r"\s|\ufffe", "", "".join(pages(pdf)))
    assert "<script>alert(1)</script><imgsrc=http://evil.example/a.png>" in on_paper
    assert "<arel=attachmenthref=file:///etc/passwd>" in on_paper
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert list(document.attachments) == []
        assert "/Names" not in document.Root or "/EmbeddedFiles" not in document.Root.Names


def test_hostile_text_becomes_no_element_of_the_page(letter):
    plain, hostile = letter_html(letter), letter_html(make_hostile(letter))

    assert set(re.findall(r"<(\w+)", hostile)) - set(re.findall(r"<(\w+)", plain)) == {"a", "blockquote"}
    assert re.findall(r"<a href=.([a-z]+:)", hostile) == ["mailto:"]
    assert not re.search(r"<[^>]+\s(style|on\w+)=", hostile)


@contextmanager
def reached():
    """What this thread opens meanwhile: files, addresses and other programs."""
    watching["found"] = found = []
    watching["thread"] = threading.get_ident()
    yield found
    watching["thread"] = None


def note_opening(event, arguments, watching=watching, get_ident=threading.get_ident):
    opening = {"open", "os.listdir", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen"}
    if watching["thread"] == get_ident() and event in opening:
        watching["found"].append((event, str(arguments[0])))


sys.addaudithook(note_opening)  # it cannot be taken away again, so it is there once and mostly looks away


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://example.org/", "data:text/css,a{}", "letter:other"])
def test_a_fault_of_ours_that_fetches_something_else_is_an_ordinary_error(url):
    with pytest.raises(LetterError, match=re.escape(url)):
        write_pdf(f'<title>x</title><img src="{url}" alt="x">', assets={"letter:logo": b""}, identifier=b"x")


def test_only_what_is_held_is_given_out():
    files = OwnFiles({"letter:logo": b"logo"})

    assert files("letter:logo").read() == b"logo"
    with pytest.raises(KeyError):
        files("file:///etc/passwd")


def test_the_same_update_is_the_same_file_in_any_process(letter):
    first = render_letter(letter)
    render_letter(sent(letter))

    assert render_letter(letter) == first
    script = (
        "import hashlib, sys, django; django.setup(); from responses.letter.pdf import write_pdf;"
        f"pdf = write_pdf(sys.stdin.read(), assets={{}}, identifier={letter.reference.encode()});"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    for zone, seed in (("Europe/London", "1"), ("Pacific/Kiritimati", "2")):
        elsewhere = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", script],
            env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed},
            input=letter_document(letter),
            capture_output=True,
            text=True,
            check=True,
        )
        assert elsewhere.stdout.strip() == hashlib.sha256(first).hexdigest()


@pytest.mark.pdf
def test_threads_that_draw_at_once_draw_what_one_draws(letter):
    documents = []
    for number in range(4):
        letter.opening = f"Letter {number}, to **Ŵyn** and *others*.\n\n" * (5 * number + 1)
        documents.append(letter_document(letter))

    def draw(html):
        return write_pdf(html, assets={}, identifier=b"same")

    one_by_one = [draw(html) for html in documents]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(draw, documents * 3)) == one_by_one * 3


def test_headings_in_the_words_never_skip_a_level():
    html = to_html("#### Deep\n\n# Top\n\n###### Deepest\n\n## Two", top=4)

    assert re.findall(r"<h(\d)>(\w+)", html) == [("4", "Deep"), ("4", "Top"), ("5", "Deepest"), ("4", "Two")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" * MAX_CHARACTERS, ""),
        ("a" * (MAX_CHARACTERS + 1), "Shorten the text to 20,000 characters: it has 20,001."),
        ("a\n" * (MAX_LINES - 1) + "a", ""),
        ("a\n" * MAX_LINES + "a", "Shorten the text to 500 lines: it has 501."),
        ("<p>" + "<em>a</em> " * MAX_MARKS + "</p>", ""),
        (
            "<p>" + "<em>a</em> " * 501 + "</p>",
            "Use less bold and italic: it has 501 such phrases and links, and may have 500.",
        ),
    ],
)
def test_a_text_has_limits(text, said):
    assert too_much(text) == said


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["a" * MAX_LETTER_CHARACTERS], ""),
        (
            ["a" * MAX_LETTER_CHARACTERS, "b"],
            "Shorten the letter to 150,000 characters: its texts have 150,001 together.",
        ),
        (["a\n\n" * MAX_LETTER_LINES], ""),
        (["a\n" * MAX_LETTER_LINES, "b"], "Shorten the letter to 1,000 lines: its texts have 1,001 together."),
    ],
)
def test_a_letter_has_limits(texts, said):
    assert too_much_together(texts) == said


def test_a_letter_that_is_too_long_is_named_as_a_problem_and_never_drawn(letter):
    letter.addressed_to = "a\n" * (MAX_LETTER_LINES + 1)
    problem = "Shorten the letter to 1,000 lines: its texts have 1,008 together."

    with pytest.raises(LetterError, match=re.escape(problem)):
        render_letter(letter)
    letter.addressed_to = "a\n" * 400
    assert letter_problems(letter) == []


def test_a_letter_names_the_characters_that_it_cannot_print(letter):
    letter.opening = "Gwŷr ‘da’ – ½ € fi\u00adne, ﬁne, non\u2011breaking"
    letter.closing = "→ مرحبا 😀"

    assert letter_problems(letter) == ["Replace what the letter cannot print: م ر ح ب ا 😀"]


def test_a_letter_that_cannot_be_printed_is_not_signed_off_and_the_page_says_why(letter, client):
    letter.opening = "We agree 😀"
    letter.asked_by, letter.asked_at = letter.edited_by, NOON
    letter.save()
    approver = make_member(letter.body, role=Role.APPROVER)
    client.force_login(approver)

    refused = client.post(reverse("sign_off", args=[letter.pk]))

    assert refused.status_code == 403
    for page in (refused, client.get(reverse("check_update", args=[letter.pk]))):
        assert "Replace what the letter cannot print: 😀" in page.content.decode()
    letter.refresh_from_db()
    assert letter.signed_off_at is None


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("w\u0302", "ŵ"),
        ("non\u2011break", "non-break"),
        ("e\ufb03cient", "efficient"),
        ("a\u202fb", "a b"),
        ("✓\u2009done", "✓ done"),
        ("✔\ufe0f ✅ ❌", "✔ ✔ ✘"),
        ("10⁴ m² CO₂", "10⁴ m² CO₂"),
        ("😀 مرحبا \uf0fc", "\ufffd \ufffd\ufffd\ufffd\ufffd\ufffd \ufffd"),
    ],
)
def test_characters_are_printed_in_our_fonts(typed, printed):
    assert printable(typed) == printed


SIGNS = {
    "offices": "→←↑↓⇒ ≥≤≠≈ ✓✔✗✘ ☐☑☒ ■□▪● ‰ ½⅓ ★ ☎ ⚠ № ℃ −×÷√∞∑",
    "Wingdings": "🗸🗹🗷➔➢🡒",
    "raised and lowered": "⁰¹²³⁴⁵⁶⁷⁸⁹ ₀₁₂₃₄₅₆₇₈₉",
    "Greek": "Αθήνα, Θεσσαλονίκη, ἀρχή",
    "Cyrillic": "Київ, Москва, Ґалаґан, Љубљана",
    "Vietnamese": "Nguyễn Thị Phượng",
    "Welsh": "Ŵyth ŷd, tŷ, gŵr",
    "Polish": "Łódź, Gdańsk, Żółć",
}


@pytest.mark.parametrize("signs", SIGNS.values(), ids=SIGNS.keys())
@pytest.mark.parametrize("marked", ["{}", "**{}**", "*{}*", "## {}"], ids=["plain", "bold", "italic", "heading"])
def test_signs_that_offices_use_come_out_of_the_pdf_as_typed(letter, signs, marked, caplog):
    letter.opening = marked.format(f"So: {signs}; and on.")

    on_paper = " ".join(" ".join(pages(render_letter(letter))).split())

    assert unprintable(signs) == []
    assert f"So: {signs}; and on." in on_paper
    # WeasyPrint tells of a sign that no font has.
    assert [record.message for record in caplog.records if "notdef" in record.message] == []


@pytest.mark.parametrize(
    ("text", "signs", "said"),
    [
        ("", [], ""),
        ("Ŵyth w\u0302 → ✓ Київ ✔\ufe0f", [], ""),
        ("Done 😀, and 😀 again", ["😀"], "Replace what the letter cannot print: 😀"),
        ("مر\u200e", ["م", "ر", "\u200e"], "Replace what the letter cannot print: م ر U+200E"),
        ("\uf0fc yes", ["\uf0fc"], "Replace what the letter cannot print: U+F0FC"),
    ],
)
def test_what_no_letter_prints_is_named(text, signs, said):
    assert unprintable(text) == signs
    assert to_replace(signs) == said


def test_welsh_and_long_words_come_out_of_the_pdf_as_typed(letter):
    address = "https://www.example.org/" + "very-long-name-" * 9 + "ŵŷ"
    letter.opening = f"Ŵyth ŷd: {address}"

    on_paper = re.sub(r"\s", "", "".join(pages(render_letter(letter))))

    assert f"Ŵythŷd:{address}" in on_paper.replace("\ufffe", "-")


@pytest.mark.parametrize("answers", [1, 6])
def test_a_letter_asks_the_database_the_same_number_of_questions_whatever_its_length(
    letter, force, answers, django_assert_num_queries
):
    for number in range(answers):
        make_response(letter, make_addressee(make_recommendation(number=f"9.{number}"), force))
    letter = Update.objects.select_related("body", "super_complaint").get(pk=letter.pk)

    with django_assert_num_queries(5):
        letter_html(letter)


def test_a_super_complaint_of_another_name_needs_nothing_of_the_first(force):
    other = make_super_complaint(title="Stalking", slug="stalking", report_title="Stalking: a report")
    update = make_draft(force, other, speaks_for=[force])
    for number in ("7.1", "7.2"):
        make_response(update, make_addressee(make_recommendation(other, number), force))

    words = in_text(letter_html(update))

    in_order(["Update on “Stalking: a report”", "7.1. Title of 7.1 Accepted In progress", "Recommendation 7.1"], words)
