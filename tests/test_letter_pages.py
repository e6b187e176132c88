"""What stands where on the pages of a letter: nothing parted that belongs together, nothing that repeats missing."""

import re

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from responses.letter import halves, pdf
from responses.letter.html import letter_document
from tests import letters_to_look_at as letters

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def pages_of(letter) -> list[list[str]]:
    """The lines of each page."""
    with pypdfium2.PdfDocument(letters.as_pdf(letter)) as document:
        return [page.get_textpage().get_text_bounded().splitlines() for page in document]


def test_forty_words_are_a_letter_of_one_page():
    assert len(pages_of(letters.short())) == 1


@pytest.mark.parametrize("pages", [1, 2, 5])
@pytest.mark.parametrize("head", ["beside", "centred", "right"])
def test_a_letterhead_with_a_logo_takes_no_page_more_than_a_name(pages, head):
    assert len(pages_of(letters.of_pages(pages, head))) == pages


def test_the_marking_stands_whole_at_the_head_and_the_foot_of_each_page():
    for page in pages_of(letters.signed()):
        assert "\n".join(page).count("OFFICIAL-SENSITIVE") == 2


def test_a_table_repeats_its_headings_on_each_page():
    pages = pages_of(letters.with_a_long_table())

    assert [len([line for line in page if line.startswith("Week ")]) for page in pages] == [1, 1, 1]


@pytest.mark.parametrize("make", [letters.collective, lambda: letters.bilingual("after")])
def test_no_recommendation_stands_at_the_foot_of_a_page_without_its_answer(make):
    for page in pages_of(make()):
        asked = [line for line in page if line.startswith(("Recommendation ", "Argymhelliad ")) and ":" in line]
        answered = [line for line in page if line.startswith(("Position:", "Safbwynt:"))]
        assert len(asked) == len(answered)


@pytest.mark.parametrize("wording", ["full", "short", "title"])
def test_both_halves_of_a_recommendation_begin_on_one_page(wording):
    found = []
    for page in pages_of(letters.bilingual("beside", 5, wording_as=wording)):
        begun = [
            line[: line.index(":")].split() for line in page if re.match(r"(Argymhelliad|Recommendation) \d:", line)
        ]
        welsh, english = (
            [number for name, number in begun if name == each] for each in ("Argymhelliad", "Recommendation")
        )
        assert welsh == english
        found += welsh
    assert found == ["1", "2", "3", "4", "5"]


def test_the_longest_of_letters_is_laid_out_once(monkeypatch):
    html = pdf.ready(letter_document(letters.bilingual("beside", 5, wording_as="short")))
    css, fonts = pdf.stylesheet()

    def begin_on():
        files = pdf.OwnFiles({"letter:logo": letters.logo()})
        content = halves.laid_out(html, files, stylesheets=[css], font_config=fonts).write_pdf()
        with pypdfium2.PdfDocument(content) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        return [
            [at for at, text in enumerate(pages) if name in text] for name in ("Argymhelliad 2:", "Recommendation 2:")
        ]

    [welsh, english] = begin_on()
    assert welsh == english
    monkeypatch.setattr(halves, "MOST", len(html) - 1)
    [welsh, english] = begin_on()
    assert welsh != english


def test_a_table_in_half_a_page_ends_with_it_and_parts_no_word_of_its_headings():
    found = []
    with pypdfium2.PdfDocument(letters.as_pdf(letters.bilingual("beside", 5))) as document:
        for page in document:
            text_ends = page.get_width() - 25 / 25.4 * 72
            drawn = page.get_objects(filter=[FPDF_PAGEOBJ_PATH], max_depth=15)
            assert (
                max((each.get_bounds()[2] for each in drawn), default=0) <= text_ends + 2
            )  # a line is counted wider than it is drawn
            found += page.get_textpage().get_text_bounded().split()
    assert {"Week", "heard", "policy", "missed"} <= set(found)


def test_a_page_is_numbered_in_the_language_of_its_letter():
    after = [page[-1] for page in pages_of(letters.bilingual("after"))]

    assert [line[line.index("SC17-00017") :] for line in after] == [
        "SC17-00017 Tudalen 1 o 4",
        "SC17-00017 Tudalen 2 o 4",
        "SC17-00017 Page 3 of 4",
        "SC17-00017 Page 4 of 4",
    ]
    assert after[0].startswith("Comisiynydd Heddlu a Throseddu Borsetshire")
    assert after[3].startswith("Police and Crime Commissioner for Borsetshire")


def test_a_letter_in_two_columns_is_numbered_in_both_languages():
    assert pages_of(letters.bilingual("beside"))[0][-1].endswith("Tudalen/Page 1 o/of 3")


def test_a_title_that_the_name_of_the_body_says_is_not_said_twice():
    [page] = pages_of(letters.of_pages(1))

    signed = page.index("Pat Example")
    assert page[signed + 1] == "Police and Crime Commissioner for Borsetshire"


def test_a_welsh_letter_is_signed_with_the_welsh_name_of_the_body_too():
    pages = pages_of(letters.bilingual("after"))

    name = "Comisiynydd Heddlu a Throseddu Borsetshire"
    assert [page.count(name) for page in pages] == [1, 1, 1, 0]
