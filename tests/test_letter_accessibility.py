"""A letter can be listened to: it passes the checker, and our own assertions go where the checker does not look."""

import io
import re

import page as page_validation
import pikepdf
import pytest
import weasyprint
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from PIL import Image

from responses.letter import tags
from responses.letter.html import render_letter
from tests import letters_to_look_at as letters
from tests.factories import (
    make_addressee,
    make_draft,
    make_force,
    make_policing_body,
    make_recommendation,
    make_response,
    make_super_complaint,
)
from tests.listening import artifacts, listen

pytestmark = pytest.mark.django_db

PROSE = "The force has set out how its officers pass on what they learn, and checks cases against it each month. " * 4
NUMBERED = (
    '<ol start="3"><li><p>a</p></li><li></li><li><p>c</p><ol type="a" class="brackets"><li><p>d</p></li></ol></li></ol>'
    '<p>After the board met:</p><ol start="6"><li><p>e</p></li></ol><ol type="I" class="bracket"><li><p>f</p></li></ol>'
    '<ol class="legal" start="2"><li><p>x</p><ol class="legal"><li><p>y</p><p>z</p></li></ol></li></ol>'
)
TABLE = (
    '<table><tbody><tr><th><p>Force</p></th><th colspan="2"><p>Done</p></th></tr><tr><td rowspan="2"><p>Kent</p>'
    "<ul><li><p>one</p></li></ul></td><td></td><td><p>no</p></td></tr><tr><td><p>x</p></td><td></td></tr></tbody>"
    "</table>"
)
WORDS = {
    "plain": "We have begun.",
    "marked": "## Partnership\n\n#### Deep\n\n- one\n  - two\n    - three\n\n7. seven\n8. **eight**\n\n> quoted",
    "odd": "##\n\n-\n\n>\n\n- ## a heading in a list\n\n  with a paragraph\n\n> ### and in a quotation\n\n"
    + "> " * 30
    + "deep",
    "long": f"{PROSE}\n\n- {PROSE}\n- short\n- {PROSE}\n\n## Next\n\n" * 9,
    "numbered": NUMBERED,
    "table": TABLE,
    "inline": '<p>m<sup>2</sup> H<sub>2</sub>O <a href="https://x.example/">a</a> <span lang="cy">Heddlu</span></p>',
    "unprintable": "مرحبا 😀 ﬁ w\u0302",
    "signs": "→ ≥ ≤ ✓ ✗ ☐ ☑ ☒ ■ ‰ CO₂ 10⁴ ⇒ 🗹 **✓ Αθήνα → ⇒** *Київ ✓ ⇒ Αθήνα*\n\n- ✓ done\n- ☐ not yet\n\n## ✓ ⇒ Київ",
    "one long word": "x" * 3000,
}


@pytest.fixture
def letter():
    """A letter in Wales, with everything that a letter can have but the words of its answer."""
    super_complaint = make_super_complaint(report_url="https://example.org/report")
    force = make_force("Heddlu Police")
    commissioner = make_policing_body(
        force,
        "Commissioner for Somewhere",
        welsh_name="Comisiynydd Ŵyth Ŷd",
        address="1 Street\nTown",
        telephone="01234 567890",
        email="office@example.org",
        website="www.example.org",
    )
    letter = make_draft(
        commissioner,
        super_complaint,
        speaks_for=[commissioner, force],
        dated="2021-02-08",
        dated_precision="day",
        addressed_to="Chief Inspector\nHMICFRS",
        salutation="Dear Chief Inspector",
        opening="I welcome the report.",
        chief_officer_comments="My officers know.\n\n## Why\n\nBecause.",
        closing="Yours sincerely",
        signatory_name="Pat Bloggs",
        agreed_by="A superintendent",
        with_gaps=True,
    )
    letter.refresh_from_db()
    first = make_recommendation(number="1", wording="Stop:\n\n- at once", wording_source="The report.")
    make_response(letter, make_addressee(first, force), progress="awaiting_others", awaiting="Guidance")
    make_addressee(make_recommendation(number="6"), commissioner)
    make_addressee(make_recommendation(number="8", met_by_update=True), force)
    return letter


PROFILES = ("ua1", "pdfa2a")  # PDF/UA-1, to be listened to, and PDF/A-2a, to be kept for good


def failures(pdf, profiles=PROFILES):
    reports = [page_validation.validate_pdf_bytes(pdf, profile=profile) for profile in profiles]
    found = [(failure.rule_id, failure.message) for report in reports for failure in report.failures]
    # The checker takes a stream's last byte, where that is a carriage return, for part of the line end that follows it.
    return [each for each in found if each[0] != "PDFA2A-STREAM-LENGTH-001" or not lengths_hold(pdf)]


def lengths_hold(pdf) -> bool:
    """Whether each stream is as long as it says: our own look, byte for byte, at what the checker misreads."""
    starts = [match.end() for match in re.finditer(rb">>\nstream\n", pdf)]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        lengths = [int(thing.Length) for thing in document.objects if isinstance(thing, pikepdf.Stream)]
    ends = [pdf.find(b"\nendstream\nendobj", start) - start for start in starts]
    return bool(lengths) and sorted(lengths) == sorted(ends)


@pytest.mark.parametrize("words", WORDS)
def test_a_letter_passes_page_validation_for_pdf_ua_1_and_pdf_a_2a(letter, words):
    letter.responses.update(text=WORDS[words])

    assert failures(render_letter(letter)) == []


def an_image(mode, kind="PNG", **more):
    file = io.BytesIO()
    Image.new(mode, (40, 20)).save(file, kind, **more)
    return file.getvalue()


LOGOS = {
    "no image": b"not an image",
    "colours": an_image("RGB"),
    "see-through": an_image("RGBA"),
    "grey and see-through": an_image("LA"),
    "palette": an_image("P"),
    "palette and see-through": an_image("P", transparency=0),
    "black and white": an_image("1"),
    "photograph": an_image("RGB", "JPEG"),
    "for a printing press": an_image("CMYK", "JPEG"),
}


@pytest.mark.parametrize("logo", LOGOS)
def test_a_letter_with_a_logo_passes_and_gives_the_logo_a_name(letter, settings, tmp_path, logo):
    settings.MEDIA_ROOT = tmp_path
    letter.body.logo.save("logo.png", ContentFile(LOGOS[logo]))

    pdf = render_letter(letter)

    assert failures(pdf) == []
    assert len(list(listen(pdf).all("Figure"))) == 1
    with pikepdf.open(io.BytesIO(pdf)) as document:
        images = [thing for thing in document.objects if is_dictionary(thing) and thing.get("/Subtype") == "/Image"]
        masks = 1 if "see-through" in logo else 0
        assert len(images) == (0 if logo == "no image" else 1 + masks)
        assert {(str(each.ColorSpace), bool(each.Interpolate)) for each in images} <= {
            ("/DeviceRGB", False),
            ("/DeviceGray", False),
        }


def is_dictionary(thing):
    return isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)


def test_the_smallest_letter_passes():
    force = make_force()
    draft = make_draft(force, make_super_complaint())

    assert failures(render_letter(draft)) == []


def test_the_checker_finds_what_it_should():
    # Without this, a checker that never complains would pass every letter.
    plain = weasyprint.HTML(string="<p>No title, no tags.").write_pdf()

    assert len(failures(plain, ["ua1"])) > 3
    assert len(failures(plain, ["pdfa2a"])) > 3


def test_a_letter_has_a_title_a_language_and_marks(letter):
    with pikepdf.open(io.BytesIO(render_letter(letter))) as pdf:
        root, title = pdf.Root, str(pdf.docinfo.Title)

        assert title == "Draft: Update from Commissioner for Somewhere: Safe to share?, 8 February 2021"
        assert (str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)) == (
            "en-GB",
            True,
            True,
        )


def test_dates_in_the_file_are_the_letters_own(letter):
    with pikepdf.open(io.BytesIO(render_letter(letter))) as pdf:
        # When it was last edited, for a draft.
        assert str(pdf.docinfo.CreationDate) == "D:20210601120000Z"
        assert str(pdf.docinfo.ModDate) == "D:20210601120000Z"


def test_a_letter_says_that_it_is_pdf_a_2a_and_pdf_ua_1_and_in_which_colours(letter):
    with pikepdf.open(io.BytesIO(render_letter(letter))) as pdf:
        said = pdf.open_metadata()
        [intent] = pdf.Root.OutputIntents

        assert (said["pdfaid:part"], said["pdfaid:conformance"], said["pdfuaid:part"]) == ("2", "A", "1")
        assert said.pdfa_status == "2A"
        assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == "2021-06-01T12:00:00Z"
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20210601120000Z"
        assert said["dc:title"] == str(pdf.docinfo.Title)
        assert "/Filter" not in pdf.Root.Metadata
        assert (str(intent.S), "sRGB" in str(intent.OutputConditionIdentifier)) == ("/GTS_PDFA1", True)
        assert int(intent.DestOutputProfile.N) == 3
        assert "/Encrypt" not in pdf.trailer
        assert str(pdf.pdf_version) == "1.7"


def test_welsh_is_said_to_be_welsh_and_the_rest_english(letter):
    heard = listen(render_letter(letter))

    assert [tag.words for tag in heard.all("P") if tag.language == "cy"] == ["Comisiynydd Ŵyth Ŷd"]
    assert {tag.language for tag in heard.all()} == {"cy", "en-GB"}


def test_header_cells_say_what_they_head(letter):
    table = next(listen(render_letter(letter)).all("Table"))

    assert [(cell.words, cell.attributes["/Scope"]) for cell in table.all("TH")] == [
        ("Recommendation", "/Column"),
        ("Body", "/Column"),
        ("Position", "/Column"),
        ("Progress", "/Column"),
        ("1. Title of 1", "/Row"),
        ("6. Title of 6", "/Row"),
    ]


def test_running_headers_and_footers_are_not_read_out(letter):
    letter.responses.update(text=WORDS["long"])

    pdf = render_letter(letter)

    unread, total = artifacts(pdf), len(artifacts(pdf))
    assert total > 3
    assert unread == [
        f"DRAFT – NOT SENTCommissioner for Somewhere · {letter.reference}Page {number} of {total}"
        for number in range(1, total + 1)
    ]
    assert "Page 2 of" not in listen(pdf).words


def test_headings_and_bookmarks_are_the_letters_outline(letter):
    letter.responses.update(text=WORDS["marked"])
    pdf = render_letter(letter)

    headings = [(tag.kind, tag.words) for tag in listen(pdf).all("H1", "H2", "H3", "H4", "H5", "H6")]

    assert headings == [
        ("H1", "Update on “Safe to share? A report”, published 17 December 2020"),
        ("H2", "General comments of the chief officer of Heddlu Police"),
        ("H3", "Why"),
        ("H2", "Summary"),
        ("H2", "Recommendation 1: Title of 1"),
        ("H3", "Heddlu Police"),
        ("H4", "Partnership"),
        ("H5", "Deep"),
        ("H2", "Not yet answered"),
    ]
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        bookmarks = list(_titles(outline.root, 1))
    assert [(f"H{level}", title) for level, title in bookmarks] == headings


def _titles(items, level):
    for item in items:
        yield level, item.title
        yield from _titles(item.children, level + 1)


def test_only_our_fonts_are_in_the_file_whatever_is_typed(letter):
    words = WORDS["unprintable"] + WORDS["signs"]
    letter.responses.update(text=words + "\n\n**bold** *italic* ***both***")

    with pikepdf.open(io.BytesIO(render_letter(letter))) as pdf:
        things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        embedded = {str(thing.FontName) for thing in things if "/FontFile2" in thing}
        drawn_with = {str(thing.BaseFont) for thing in things if "/BaseFont" in thing}

    assert drawn_with == embedded
    families = {re.sub("-(Bold|Italic)", "", name.partition("+")[2]) for name in embedded}
    assert families == {"Arimo", "Arimo-Ext", "Arimo-More", "Noto-Symbols", "Noto-Math"}


def test_links_have_a_name_and_print(letter):
    letter.wording_as = "short"

    with pikepdf.open(io.BytesIO(render_letter(letter))) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]

        assert [(str(link.A.URI), str(link.Contents), int(link.F)) for link in links] == [
            ("mailto:office@example.org", "office@example.org", 4),
            ("https://www.example.org", "www.example.org", 4),
            ("https://example.org/report", "the report", 4),
        ]


def test_what_a_page_break_parts_is_read_as_one(letter):
    letter.responses.update(text=f"- {PROSE * 12}\n- {PROSE * 12}\n\n{PROSE * 12}")

    heard = listen(render_letter(letter))

    lists = [tag for tag in heard.all("L") if PROSE[:40] in tag.words]
    assert [len(list(tag.all("LI"))) for tag in lists] == [2]
    paragraphs = [tag for tag in heard.all("P") if PROSE[:40] in tag.words]
    assert len(paragraphs) == 3  # one in each item, and one after the list
    for paragraph in paragraphs:
        assert {span.page for span in paragraph.all("Span")} != {paragraph.page}


def test_words_at_the_end_of_a_line_are_not_read_as_one_with_the_next(letter):
    letter.responses.update(text=PROSE)

    assert PROSE.strip() in [tag.words for tag in listen(render_letter(letter)).all("P")]


def test_every_number_of_a_list_is_printed_and_read_as_it_was_written(letter):
    letter.responses.update(text=NUMBERED)

    labels = [tag.words.strip() for tag in listen(render_letter(letter)).all("Lbl")]

    assert [label for label in labels if label != "•"] == ["3.", "4.", "5.", "(a)", "6.", "I)", "2", "2.1"]


def test_no_page_ends_with_a_heading(letter):
    # One more line at a time moves every heading past the foot of a page.
    for lines in range(0, 30, 2):
        letter.responses.update(
            text="\n".join(["Line."] * lines) + f"\n\n## First\n\n{PROSE}\n\n## Second\n\n{PROSE}" * 3
        )

        last_on_page = {}
        for block in listen(render_letter(letter)).all("P", "LI", "TR", "H1", "H2", "H3", "H4"):
            last_on_page[block.page] = block.kind

        assert not {kind for page, kind in last_on_page.items() if kind.startswith("H")}


def test_another_weasyprint_is_refused_until_the_mends_are_tried_with_it(monkeypatch):
    monkeypatch.setattr(weasyprint, "__version__", "70.1")

    with pytest.raises(ImproperlyConfigured, match=r"WeasyPrint is 70\.1, and its tags are mended for 70\.0"):
        tags.install()


def test_a_stream_that_is_not_as_long_as_it_says_is_found_although_the_checker_is_corrected(letter):
    pdf = render_letter(letter)
    start = pdf.index(b"stream\n") + len(b"stream\n")

    assert lengths_hold(pdf)
    assert not lengths_hold(pdf[:start] + pdf[start + 1 :])


# What was found by listening to letters of every kind


def heard_of(kind, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return listen(letters.as_pdf(kind))


@pytest.mark.pdf
def test_the_lines_of_an_address_are_not_read_as_one_word(settings, tmp_path):
    words = heard_of(letters.signed(), settings, tmp_path).words

    assert "HM Chief Inspector of Constabulary HMICFRS 6th Floor, Globe House London SW1W 0AB" in words
    assert "South Felpersham House 4 Market Street Felpersham FP1 2AB" in words
    assert "Chief Constable, Borsetshire Police Chair of the Police and Crime Panel" in words


@pytest.mark.pdf
def test_a_space_between_two_marked_words_is_read(settings, tmp_path):
    words = heard_of(letters.signed(), settings, tmp_path).words

    assert "Reference: SC17-00017 Our reference: OPCC/2021/17 Your reference: SC/4" in words
    assert "Position: Accepted Progress: In progress" in words


@pytest.mark.pdf
def test_a_list_in_two_columns_is_one_list(settings, tmp_path):
    [names] = heard_of(letters.collective(), settings, tmp_path).all("L")

    assert {kid.kind for kid in names.kids} == {"LI"}
    assert len(names.kids) == 43


@pytest.mark.pdf
@pytest.mark.parametrize("language", ["beside", "after"])
def test_the_english_name_of_a_body_is_english_in_a_welsh_letter(settings, tmp_path, language):
    heard = heard_of(letters.bilingual(language), settings, tmp_path)

    english = "Police and Crime Commissioner for Borsetshire"
    assert {tag.language for tag in heard.all("P") if tag.words == english} == {"en-GB"}
    assert {tag.language for tag in heard.all("P") if tag.words.startswith("Comisiynydd")} == {"cy"}


@pytest.mark.pdf
def test_each_half_of_a_letter_in_two_columns_is_read_in_its_language(settings, tmp_path):
    heard = heard_of(letters.bilingual("beside"), settings, tmp_path)

    spoken = {tag.words: tag.language for tag in heard.all("P")}
    assert spoken["Annwyl Brif Arolygydd"] == "cy"
    assert spoken["Dear Chief Inspector"] == "en-GB"
    # A Welsh part is read out before the English one beside it.
    assert heard.words.index("Annwyl") < heard.words.index("Dear") < heard.words.index("Argymhelliad 1")


@pytest.mark.pdf
@pytest.mark.parametrize("kind", ["of_many_pages", "short", "beside", "after", "collective", "signed", "table"])
def test_a_letter_of_any_kind_passes(settings, tmp_path, kind):
    settings.MEDIA_ROOT = tmp_path
    make = {
        "of_many_pages": lambda: letters.of_pages(27),
        "beside": lambda: letters.bilingual("beside"),
        "after": lambda: letters.bilingual("after"),
        "table": letters.with_a_long_table,
    }.get(kind) or getattr(letters, kind)

    assert failures(letters.as_pdf(make())) == []
