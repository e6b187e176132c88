"""The letter in Word: the words of the page, once and in order, in named styles."""

import datetime
import io
import itertools
import re
import zipfile
from base64 import b64decode

import docx
import pytest
from django.core.management import call_command
from django.urls import reverse
from docx.enum.table import WD_TABLE_DIRECTION
from lxml import html

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.word import read_docx
from responses.letter.docx import letter_docx, write_docx
from responses.letter.docx_elements import w
from responses.letter.html import letter_html
from responses.models import Update
from responses.models.correcting import begin_replacement
from tests import letters_to_look_at as letters
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_policing_body,
    make_recommendation,
    make_response,
    send_kept,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
RICH = (
    "<h2>What we did</h2><p>A <strong>bold <em>word</em></strong>, H<sub>2</sub>O and <br>a new line.</p>"
    '<ol start="3" type="a" class="brackets"><li><p>third</p><ul><li><p>within it</p></li></ul></li>'
    "<li><p>fourth</p><p>and more of it</p></li></ol><blockquote><p>They said so.</p><ul><li><p>twice</p></li></ul>"
    '</blockquote><table><tbody><tr><th>Year</th><th colspan="2">Cases</th></tr><tr><td rowspan="2">2021</td><td>4</td>'
    '<td>5</td></tr><tr><td>6</td><td>7</td></tr></tbody></table><p>See <a href="https://example.org/a">our page</a>.'
    '</p><p><span lang="cy">Yr Heddlu</span> and others</p>'
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pcc():
    return make_policing_body(make_force(), welsh_name="Comisiynydd", website="example.org")


@pytest.fixture
def draft(pcc):
    update = make_draft(pcc, opening="<p>We write again.</p>", speaks_for=[pcc, pcc.oversees])
    addressee = make_addressee(make_recommendation(number="4"), pcc.oversees)
    make_response(update, addressee, text=RICH)
    return update


def opened(content):
    return docx.Document(io.BytesIO(content))


def words_of_page(page):
    """Blocks and the ends of lines part words; what stands in the header or footer of each page stands nowhere else."""
    root = html.fromstring(page)
    for element in root.iter("p", "br", "li", "td", "th", "h2", "h3", "h4", "h5", "h6", "div"):
        element.tail = " " + (element.tail or "")
    return root.text_content().split()


def words_of_document(content):
    held = opened(content).element.body.iter(f"{W}t", f"{W}br", f"{W}p")
    said = ((each.text or "") if each.tag == f"{W}t" else " " for each in held)
    return "".join(said).split()


def styles_of(document, text):
    return [each.style.name for each in paragraphs(document) if each.text == text]


def paragraphs(document):
    return [docx.text.paragraph.Paragraph(each, document) for each in document.element.body.iter(f"{W}p")]


def page_of(inner):
    return f'<div class="letter"><h2 class="letter-subject">Update</h2>{inner}</div>'


def test_every_word_of_the_page_is_in_the_document_once_and_in_order(draft):
    page = letter_html(draft)

    assert words_of_document(letter_docx(draft)) == [word for word in words_of_page(page) if word.strip("\u2003")]


def test_every_letter_of_the_demo_says_in_word_what_its_page_says():
    call_command("load_demo", verbosity=0)

    for update in Update.objects.filter(origin="written"):
        assert words_of_document(letter_docx(update)) == words_of_page(letter_html(update))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Recommendation 4: Title of 4", "Heading 2"),
        ("Borsetshire Police", "Heading 3"),
        ("What we did", "Heading 4"),
        ("third", "List Number"),
        ("within it", "List Bullet"),
        ("and more of it", "List Continue"),
        ("They said so.", "Quote"),
        ("Year", "Table Heading"),
        ("2021", "Table Text"),
        ("Draft: this letter has not been sent.", "Letter Draft"),
        ("Lee", "Letter Signatory"),
    ],
)
def test_what_a_word_is_its_style_says(draft, text, style):
    assert style in styles_of(opened(letter_docx(draft)), text)


def test_the_subject_is_the_highest_heading_wherever_the_page_has_it(draft):
    document = opened(write_docx('<div><h4 class="letter-subject">Subject</h4><h5>Below</h5></div>', draft))

    assert [each.style.name for each in document.paragraphs] == ["Heading 1", "Heading 2"]


def test_a_class_that_nobody_knows_means_what_its_element_means(draft):
    page = page_of('<section class="new"><p class="newer">One <span class="newest">two</span></p> three</section>')

    said = [(each.text, each.style.name) for each in opened(write_docx(page, draft)).paragraphs]

    assert said == [("Update", "Heading 1"), ("One two", "Normal"), ("three", "Normal")]


def test_lists_are_numbered_by_word_and_begin_where_they_say(draft):
    document = opened(letter_docx(draft))

    third = next(each for each in paragraphs(document) if each.text == "third")._p.pPr.numPr
    within = next(each for each in paragraphs(document) if each.text == "within it")._p.pPr.numPr
    numbering = document.part.numbering_part.element
    [listed] = [each for each in numbering.iter(f"{W}num") if each.get(f"{W}numId") == str(third.numId.val)]
    [rule] = [
        each
        for each in numbering.iter(f"{W}abstractNum")
        if each[1].getparent() is each and each.get(f"{W}abstractNumId") == listed[0].get(f"{W}val")
    ]
    level = next(rule.iter(f"{W}lvl"))
    assert (third.ilvl.val, within.ilvl.val) == (0, 1)
    assert next(listed.iter(f"{W}startOverride")).get(f"{W}val") == "3"
    assert (level.find(f"{W}numFmt").get(f"{W}val"), level.find(f"{W}lvlText").get(f"{W}val")) == (
        "lowerLetter",
        "(%1)",
    )


def test_a_row_of_headers_is_repeated_and_no_row_is_torn(draft):
    *_, table = opened(letter_docx(draft)).element.body.iter(f"{W}tbl")

    rows = list(table.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, True, True]


def test_a_cell_goes_as_far_as_on_the_page(draft):
    *_, table = opened(letter_docx(draft)).element.body.iter(f"{W}tbl")

    told = [
        [(it.find(f"{W}tcPr/{W}gridSpan"), it.find(f"{W}tcPr/{W}vMerge")) for it in row.iter(f"{W}tc")]
        for row in table.iter(f"{W}tr")
    ]
    across = [[1 if span is None else int(span.get(f"{W}val")) for span, _ in row] for row in told]
    down = [[merged is not None for _, merged in row] for row in told]
    assert across == [[1, 2], [1, 1, 1], [1, 1, 1]]
    assert down == [[False, False], [True, False, False], [True, False, False]]


def test_welsh_is_marked_as_welsh_wherever_it_stands(draft):
    page = page_of('<div lang="cy"><p>Annwyl <span lang="en">Sir</span></p></div><p>Dear Sir</p>')

    runs = opened(write_docx(page, draft)).element.body.iter(f"{W}r")

    languages = [(run.find(f"{W}t").text, run.find(f"{W}rPr/{W}lang")) for run in runs]
    found = [(text, lang is not None and lang.get(f"{W}val")) for text, lang in languages]
    assert found == [("Update", False), ("Annwyl ", "cy-GB"), ("Sir", "en-GB"), ("Dear Sir", False)]


def test_a_link_leads_where_it_leads_on_the_page(draft):
    document = opened(letter_docx(draft))

    linked = {each.text: each.address for paragraph in paragraphs(document) for each in paragraph.hyperlinks}
    assert linked == {"example.org": "https://example.org", "our page": "https://example.org/a"}


def test_a_picture_says_what_it_shows_and_one_from_elsewhere_is_its_words(draft):
    page = page_of(
        f'<p class="letter-logo"><img src="data:image/png;base64,{PIXEL}" alt="Logo of us"></p>'
        '<p><img src="https://example.org/a.png" alt="A chart"></p>'
    )

    content = write_docx(page, draft)

    [shown] = opened(content).inline_shapes
    assert shown._inline.docPr.get("descr") == "Logo of us"
    assert "A chart" in " ".join(words_of_document(content))
    assert any(
        name.endswith(".png") and packed.read(name) == b64decode(PIXEL)
        for packed in [zipfile.ZipFile(io.BytesIO(content))]
        for name in packed.namelist()
    )


def test_the_same_letter_is_the_same_bytes(draft):
    assert letter_docx(draft) == letter_docx(Update.objects.get(pk=draft.pk))


def test_its_properties_are_those_of_the_letter_and_not_of_the_clock(draft):
    said = opened(letter_docx(draft)).core_properties

    assert said.title == "Draft: Update from Police and Crime Commissioner for Borsetshire on Safe to share?"
    assert (said.author, said.language) == ("Police and Crime Commissioner for Borsetshire", "en-GB")
    assert said.created == said.modified == datetime.datetime(2021, 6, 1, 12, tzinfo=datetime.UTC)


def test_its_properties_say_that_a_letter_is_in_welsh(draft):
    draft.language = "cy"

    assert opened(letter_docx(draft)).core_properties.language == "cy-GB"


def test_a_draft_says_on_every_page_that_it_is_one(draft):
    [section] = opened(letter_docx(draft)).sections

    assert [each.text for each in section.header.paragraphs] == ["DRAFT – NOT SENT"]
    assert [re.sub(r"\s+", " ", each.text) for each in section.footer.paragraphs] == [
        f"Police and Crime Commissioner for Borsetshire · {draft.reference} Page of "
    ]


def test_a_protective_marking_stands_at_the_head_and_foot_of_every_page(draft):
    document = opened(write_docx(page_of('<p class="letter-marking">OFFICIAL</p>'), draft))

    [section] = document.sections
    assert section.header.paragraphs[0].text == section.footer.paragraphs[1].text == "OFFICIAL"
    assert [each.text for each in document.paragraphs] == ["Update"]


def test_what_word_is_told_stands_in_the_order_that_its_schema_wants(draft):
    paragraph = [
        "pStyle",
        "keepNext",
        "keepLines",
        "numPr",
        "pBdr",
        "shd",
        "tabs",
        "spacing",
        "ind",
        "jc",
        "outlineLvl",
    ]
    run = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "sz", "szCs", "u", "vertAlign", "lang"]

    document = opened(letter_docx(draft))

    for root in (document.element, document.styles.element, document.part.numbering_part.element):
        for name, order in (("pPr", paragraph), ("rPr", run)):
            for told in root.iter(f"{W}{name}"):
                places = [order.index(each.tag.removeprefix(W)) for each in told]
                assert places == sorted(places)


def test_every_style_that_is_used_is_defined(draft):
    document = opened(letter_docx(draft))

    used = {
        each.get(f"{W}val") for name in ("pStyle", "rStyle", "tblStyle") for each in document.element.iter(f"{W}{name}")
    }
    assert used <= {each.get(f"{W}styleId") for each in document.styles.element.iter(f"{W}style")}


@pytest.fixture
def sent(draft):
    draft.dated, draft.dated_precision = datetime.date(2021, 6, 1), "day"
    draft.save()
    page = letter_html(draft).replace("They said so.", "They said it then.")
    return send_kept(draft, on=datetime.date(2021, 6, 1), html=page)


def test_what_was_sent_is_given_in_word_as_it_was_sent(client, sent):
    client.force_login(sent.recorded_by)

    answer = client.get(reverse("letter_docx", args=[sent.pk]))

    document = opened(answer.content)
    name = "police-and-crime-commissioner-for-borsetshire-safe-to-share-2021-06-01.docx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert styles_of(document, "They said it then.") == ["Quote"]
    assert not list(document.element.iter(f"{W}sdt"))
    assert document.sections[0].header.is_linked_to_previous  # nothing says that it is a draft, or stands no longer
    assert document.core_properties.title.startswith("Update from Police")


def withdraw(letter):
    letter.withdraw(by=letter.recorded_by, at=NOON, on=datetime.date(2021, 7, 1), reason="It named a witness.")


def note_error(letter):
    letter.note_error(by=make_liaison(), at=NOON, reason="It named a witness.")


def send_again(letter):
    july = datetime.date(2021, 7, 1)
    facts = {"dated": july, "received_on": None}
    send_kept(begin_replacement(letter, as_="sent_again", by=letter.recorded_by, at=NOON, **facts), on=july)


@pytest.mark.parametrize(
    ("done", "mark", "title"),
    [
        (withdraw, "Withdrawn on 1 July 2021, and not counted since", "Withdrawn: "),
        (note_error, "Recorded in error, so it counts on no date", "In error: "),
        (send_again, "Withdrawn on 1 July 2021, and not counted since: {new} took its place", "Superseded: "),
    ],
)
def test_a_letter_that_stands_no_longer_says_so_at_the_head_of_each_page_and_nowhere_in_its_words(
    sent, done, mark, title
):
    words = words_of_document(letter_docx(sent))
    done(sent)
    sent.refresh_from_db()

    content = letter_docx(sent)

    document, new = opened(content), sent.replacement()
    [section] = document.sections
    assert [each.text for each in section.header.paragraphs] == [mark.format(new=new and new.reference)]
    assert document.core_properties.title == (
        f"{title}Update from Police and Crime Commissioner for Borsetshire on Safe to share?, 1 June 2021"
    )
    assert words_of_document(content) == words
    assert "witness" not in section.header.paragraphs[0].text


def test_where_it_comes_in_as_a_letter_that_it_stands_no_longer_is_none_of_its_words(sent):
    withdraw(sent)

    blocks = [each for each in read_docx(letter_docx(sent)) if isinstance(each, Block)]

    assert [each.kind for each in blocks if "Withdrawn on" in each.text] == [BlockKind.FURNITURE]


@pytest.mark.parametrize(
    ("language", "foot"),
    [
        ("en", "Police and Crime Commissioner for Borsetshire · {} Page of "),
        ("cy", "Comisiynydd · {} Tudalen o "),
        ("beside", "Police and Crime Commissioner for Borsetshire · {} Tudalen/Page o/of "),
        ("after", "Police and Crime Commissioner for Borsetshire · {} Tudalen/Page o/of "),
    ],
)
def test_the_foot_of_each_page_is_in_the_language_of_the_letter(draft, language, foot):
    draft.language = language
    draft.save()

    [section] = opened(letter_docx(draft)).sections

    [said] = [re.sub(r"\s+", " ", each.text) for each in section.footer.paragraphs]
    assert said == foot.format(draft.reference)


# Letters of every kind


@pytest.fixture
def in_word(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda letter: opened(letter_docx(Update.objects.get(pk=letter.pk)))


def on_a_new_page(document) -> list[str]:
    breaks = document.element.body.iter(w("pageBreakBefore").tag)
    return [each.getparent().getparent().text for each in breaks]


def test_what_stands_around_a_letter_has_a_style_of_its_own(in_word):
    document = in_word(letters.signed())

    for text, style in {
        "Reference: SC17-00017": "Letter Reference",
        "Your reference: SC/4": "Letter Reference",
        "Yours sincerely": "Letter Close",
        "Copies to": "Letter Label",
        "Figures of calls, January to May 2021": "Letter Copies",
    }.items():
        assert style in styles_of(document, text)


def test_what_was_asked_is_kept_with_its_answer(in_word):
    document = in_word(letters.of_pages(2))

    asked = [each for each in paragraphs(document) if each.style.name == "Letter Wording"]
    assert [each.paragraph_format.keep_with_next for each in asked if each.text.startswith("As an interim")] == [True]


def test_an_annex_begins_on_a_page_of_its_own(in_word):
    assert on_a_new_page(in_word(letters.signed())) == ["Annex: the recommendations"]


def test_an_annex_in_both_languages_begins_on_a_page_of_its_own(in_word):
    letter = letters.bilingual("beside")
    letter.wording_as, letter.copies_to = "annex", "Chief Constable"
    letter.save()

    document = in_word(letter)

    *_, copies, annex = tables_of(document, "Letter Pair")
    broken = annex._tbl.getprevious()
    assert on_a_new_page(document) == [""]
    assert broken.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert [said_in(cell)[0] for cell in copies.rows[-1].cells] == ["Copïau at", "Copies to"]
    assert [said_in(cell)[0] for cell in annex.rows[0].cells] == [
        "Atodiad: yr argymhellion",
        "Annex: the recommendations",
    ]


def test_a_second_letter_begins_on_a_page_of_its_own(in_word):
    assert on_a_new_page(in_word(letters.bilingual("after"))) == ["Draft: this letter has not been sent."]


# Two languages, and three letterheads


def tables_of(document, style) -> list:
    used = ((each, each.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")) for each in document.element.body.iter(f"{W}tbl"))
    return [docx.table.Table(table, document) for table, name in used if name == style.replace(" ", "")]


def said_in(cell) -> list[str]:
    return ["".join(each.text for each in p.iter(f"{W}t")) for p in cell._tc.iter(f"{W}p")]


def test_each_passage_has_its_welsh_and_its_english_side_by_side(in_word):
    around, answers = tables_of(in_word(letters.bilingual("beside")), "Letter Pair")

    rows = [[said_in(cell) for cell in row.cells] for table in (around, answers) for row in table.rows]
    assert [(len(row), row[0][0], row[1][0]) for row in rows] == [
        (2, *["HM Chief Inspector of ConstabularyHMICFRS6th Floor, Globe HouseLondon SW1W 0AB"] * 2),
        (
            2,
            "Diweddariad ar “Left waiting? Report on the Lantern Trust’s super-complaint on calls about stalking”, "
            "cyhoeddwyd 17 Rhagfyr 2020",
            "Update on “Left waiting? Report on the Lantern Trust’s super-complaint on calls about stalking”, "
            "published 17 December 2020",
        ),
        (2, "Argymhelliad 1: Close no call without a visit", "Recommendation 1: Close no call without a visit"),
        (2, "Argymhelliad 2: Safe ways to call", "Recommendation 2: Safe ways to call"),
        (2, "Byddaf yn ysgrifennu eto ar ôl cyfarfod y bwrdd.", "I will write again once the board has met."),
    ]


def test_every_run_of_a_half_says_which_language_it_is_in(in_word):
    [_, answers] = tables_of(in_word(letters.bilingual("beside")), "Letter Pair")

    halves = answers.rows[0].cells
    runs = [[(each[0].find(f"{W}lang").get(f"{W}val"), each) for each in cell._tc.iter(f"{W}r")] for cell in halves]
    spoken = [{language for language, _ in half} for half in runs]
    titled = [run.find(f"{W}t").text for language, run in runs[0] if language == "en-GB"]
    assert spoken == [{"cy-GB", "en-GB"}, {"en-GB"}]
    assert titled == ["Close no call without a visit"]


def test_a_page_may_part_the_two_languages_and_word_moves_no_row_with_the_next(in_word):
    for table in tables_of(in_word(letters.bilingual("beside")), "Letter Pair"):
        for row in table.rows[:-1]:
            assert row._tr.find(f"{W}trPr") is None
            assert row.cells[0].paragraphs[0].paragraph_format.keep_with_next is False


def test_a_letter_after_the_other_has_no_halves(in_word):
    assert tables_of(in_word(letters.bilingual("after")), "Letter Pair") == []


def test_a_table_in_a_half_stays_there_and_is_as_wide_as_that(in_word):
    letter = letters.bilingual("beside")
    letter.responses.filter(addressee__recommendation__number="2").update(text=letters.table(2))

    document = in_word(letter)

    [table] = tables_of(document, "Letter Table")
    assert (len(table.rows), len(tables_of(document, "Letter Pair")[1].rows)) == (3, 3)
    half = tables_of(document, "Letter Pair")[1].columns[1].width
    assert half * 0.98 <= sum(column.width for column in table.columns) <= half


def test_no_word_of_a_table_is_wider_than_its_column(draft):
    words = "Recommendation", "As the policy asks", "Quarter of the year", "What was missed"
    cells = "".join(f"<th>{each}</th>" for each in words)

    document = opened(write_docx(page_of(f"<table><tr>{cells}</tr><tr>{'<td>1</td>' * 4}</tr></table>"), draft))

    widths = [column.width.mm for column in tables_of(document, "Letter Table")[0].columns]
    assert [width > wanted for width, wanted in zip(widths, (35, 17, 19, 18), strict=True)] == [True] * 4


@pytest.mark.parametrize(
    ("letterhead", "names", "contacts"),
    [
        ("beside", "Letter Name", "Letter Contact"),
        ("centred", "Letter Name Centred", "Letter Contact Centred"),
        ("right", "Letter Name Right", "Letter Contact Right"),
    ],
)
def test_each_letterhead_has_styles_of_its_own(in_word, letterhead, names, contacts):
    document = in_word(letters.of_pages(1, letterhead))

    assert styles_of(document, "Police and Crime Commissioner for Borsetshire")[0] == names
    assert {each.style.name for each in paragraphs(document) if "Telephone:" in each.text} == {contacts}


def test_a_letterhead_beside_has_its_office_at_the_left_and_how_to_reach_it_at_the_right(in_word):
    document = in_word(letters.of_pages(1, "beside"))

    [head], [top] = tables_of(document, "Letter Head"), tables_of(document, "Letter Top")
    assert [said_in(cell)[-1] for cell in head.rows[0].cells] == [
        "Police and Crime Commissioner for Borsetshire",
        "Website: www.borsetshire-pcc.example",
    ]
    assert [said_in(cell)[0] for cell in top.rows[0].cells] == [
        "HM Chief Inspector of ConstabularyHMICFRS6th Floor, Globe HouseLondon SW1W 0AB",
        "17 June 2021",
    ]


def test_a_letterhead_in_the_middle_says_in_one_line_how_to_reach_its_office(in_word):
    document = in_word(letters.of_pages(1, "centred"))

    assert [each.text for each in paragraphs(document) if each.style.name == "Letter Contact Centred"] == [
        "South Felpersham House, 4 Market Street, Felpersham, FP1 2AB",
        "Telephone: 01632 960 017\u2003Email: office@borsetshire-pcc.example\u2003Website: www.borsetshire-pcc.example",
    ]


def test_a_letterhead_at_the_right_is_read_first_and_has_whom_it_is_to_at_its_left(in_word):
    [head] = tables_of(in_word(letters.of_pages(1, "right")), "Letter Head Right")

    assert head.table_direction == WD_TABLE_DIRECTION.RTL
    assert [said_in(cell)[1 - at] for at, cell in enumerate(head.rows[0].cells)] == [
        "Police and Crime Commissioner for Borsetshire",
        "HM Chief Inspector of ConstabularyHMICFRS6th Floor, Globe HouseLondon SW1W 0AB",
    ]


@pytest.mark.parametrize("letterhead", ["beside", "centred", "right"])
@pytest.mark.parametrize("make", [letters.of_pages, lambda pages, letterhead: bilingual_under(letterhead)])
def test_no_two_tables_meet_since_word_would_take_them_for_one(in_word, make, letterhead):
    body = in_word(make(2, letterhead)).element.body

    kinds = [each.tag.removeprefix(W) for each in body]
    assert ("tbl", "tbl") not in itertools.pairwise(kinds)
    assert all(cell[-1].tag == f"{W}p" for cell in body.iter(f"{W}tc"))


def bilingual_under(letterhead):
    letter = letters.bilingual("beside")
    letter.body.letterhead = letterhead
    letter.body.save()
    return letter


def test_what_stands_side_by_side_is_read_as_paragraphs_where_the_document_comes_in_as_a_letter(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    letter = Update.objects.get(pk=letters.bilingual("beside").pk)

    blocks = [each for each in read_docx(letter_docx(letter)) if isinstance(each, Block)]

    headings = [each.text for each in blocks if each.kind == BlockKind.HEADING]
    assert [each for each in headings if "1: " in each or "2: " in each] == [
        "Argymhelliad 1: Close no call without a visit",
        "Recommendation 1: Close no call without a visit",
        "Argymhelliad 2: Safe ways to call",
        "Recommendation 2: Safe ways to call",
    ]
    assert {each.table for each in blocks} == {None, 0, 1}  # the summary in each language


@pytest.mark.parametrize("make", [letters.collective, letters.with_a_long_table, lambda: letters.bilingual("beside")])
def test_no_word_of_a_letter_of_any_kind_is_lost(settings, tmp_path, make):
    settings.MEDIA_ROOT = tmp_path
    letter = Update.objects.get(pk=make().pk)

    assert words_of_document(letter_docx(letter)) == words_of_page(letter_html(letter))
