"""A letter says what its office chose to say, set as it chose, in its languages."""

import datetime
import re
from html import unescape

import lxml.html
import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from responses.differences import differences
from responses.letter.checks import doubts, lacks_language
from responses.letter.html import letter_document, letter_html, render_letter
from responses.models import Update
from responses.models.covering import SET_AS
from responses.models.sign_off import all_said
from tests.factories import (
    make_addressee,
    make_draft,
    make_force,
    make_national_body,
    make_policing_body,
    make_recommendation,
    make_response,
    send_kept,
)
from tests.listening import listen

pytestmark = pytest.mark.django_db

WORDING = {"wording": "Stop at once.", "wording_source": "The report."}


@pytest.fixture
def pair():
    force = make_force("Heddlu Gwlad", welsh_name="Heddlu’r Wlad", region="wales")
    return make_policing_body(force, "Commissioner for Gwlad", welsh_name="Comisiynydd Gwlad", region="wales"), force


@pytest.fixture
def letter(pair):
    pcc, force = pair
    letter = make_draft(
        pcc,
        speaks_for=[pcc, force],
        dated=datetime.date(2021, 6, 17),
        dated_precision="day",
        opening="We write.",
        welsh_opening="Ysgrifennwn.",
        welsh_salutation="Annwyl Syr",
        welsh_closing="Byddaf yn ysgrifennu eto.",
        welsh_complimentary_close="Yn gywir",
    )
    make_response(letter, make_addressee(make_recommendation(number="1", **WORDING), force), text="Done.")
    make_response(letter, make_addressee(make_recommendation(number="2", **WORDING), pcc), text="Begun.")
    make_addressee(make_recommendation(number="3"), pcc)
    return letter


def words(html):
    return " ".join(unescape(strip_tags(re.sub(r"<(br|/p|/h\d|/li|/t[hd])\b", r" <\1", html))).split())


def set_as(letter, **facts):
    Update.objects.filter(pk=letter.pk).update(**facts)
    return Update.objects.get(pk=letter.pk)


def lang_of(html, text):
    """The language that the nearest element around a text says."""
    before = html.partition(text)[0]
    stack = []
    for slash, name, attributes in re.findall(r"<(/?)(\w+)([^>]*)>", before):
        if slash:
            stack.pop()
        elif name not in {"br", "img", "meta"}:
            stack.append(dict(re.findall(r'([\w-]+)="([^"]*)"', attributes)).get("lang"))
    return next(filter(None, reversed(stack)))


@pytest.mark.parametrize(
    ("wording_as", "told"),
    [
        ("full", {"Stop at once.": 2, "Summary of": 0, "Annex": 0}),
        ("short", {"Stop at once.": 0, "Summary of": 2, "Annex": 0}),
        ("annex", {"Stop at once.": 2, "Summary of": 0, "Annex": 1}),
        ("title", {"Stop at once.": 0, "Summary of": 0, "Annex": 0}),
    ],
)
def test_recommendations_are_told_as_the_office_chooses(letter, wording_as, told):
    text = words(letter_html(set_as(letter, wording_as=wording_as)))

    assert {each: text.count(each) for each in told} == told


def test_an_annex_stands_after_the_signature(letter):
    text = words(letter_html(set_as(letter, wording_as="annex")))

    before, _, after = text.partition("Yours faithfully Lee Commissioner for Gwlad")
    assert ("Stop at once." in before, after.count("Stop at once.")) == (False, 2)


@pytest.mark.parametrize(("with_gaps", "listed"), [(True, ["3. Title of 3"]), (False, [])])
def test_a_letter_lists_what_it_does_not_answer_where_its_office_wants_that(letter, with_gaps, listed):
    text = words(letter_html(set_as(letter, with_gaps=with_gaps, with_summary=False)))

    assert re.findall(r"3\. Title of 3", text.partition("Not yet answered")[2]) == listed


@pytest.mark.parametrize(("with_summary", "answers", "tables"), [(True, 2, 1), (True, 1, 0), (False, 2, 0)])
def test_a_table_of_one_row_is_none(letter, with_summary, answers, tables):
    for response in letter.responses.all()[answers:]:
        response.delete()

    assert letter_html(set_as(letter, with_summary=with_summary)).count("<table") == tables


def test_what_stands_around_the_answers_is_printed_where_it_is_there(letter):
    plain = words(letter_html(letter))
    letter = set_as(
        letter,
        our_reference="PCC/1",
        your_reference="HM/2",
        subject="Our answer",
        marking="OFFICIAL",
        copies_to="The Clerk",
        enclosures="A policy",
        agreed_by="DCC Sample",
    )

    text = words(letter_html(letter))

    labels = ["Our reference: PCC/1", "Your reference: HM/2", "Our answer", "OFFICIAL", "Copies to The Clerk"]
    labels += ["Enclosed A policy", "The words of Heddlu Gwlad in this letter were agreed by DCC Sample."]
    assert [label in text for label in labels] == [True] * 7
    assert "Update on" not in text
    assert [label.partition(":")[0] in plain for label in labels] == [False] * 7
    # Whose words they are is told with the answers: it is not hers, so it is not above her name.
    assert text.index("agreed by DCC Sample") < text.index("I shall write again.")


@pytest.mark.pdf
def test_a_marking_stands_at_the_head_and_the_foot_of_each_page(letter):
    letter.responses.update(text="A paragraph.\n\n" * 80)

    pages = _pages(render_letter(set_as(letter, marking="OFFICIAL")))

    assert len(pages) > 2
    assert [page.count("OFFICIAL") for page in pages] == [2] * len(pages)


def _pages(pdf):
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.pdf
@pytest.mark.parametrize("answers", [1, 2])
def test_a_short_letter_is_one_page(letter, answers):
    letter.responses.all().delete()
    for number in range(answers):
        make_response(
            letter, make_addressee(make_recommendation(number=f"9.{number}"), letter.body), text="Done. " * 13
        )

    assert len(_pages(render_letter(set_as(letter, wording_as="title", with_summary=False)))) == 1


@pytest.mark.pdf
@pytest.mark.parametrize("lines", range(14, 60, 3))
def test_a_signature_never_stands_alone(letter, lines):
    letter.responses.all().delete()
    letter = set_as(letter, opening="A line of the letter.\n\n" * lines, closing="These are her last words.")

    last = _pages(render_letter(letter))[-1]

    assert last.index("her last words") < last.index("Yours faithfully") < last.index("Lee")


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["17 June 2021", "Dear Sir", "We write.", "Yours faithfully"]),
        ("cy", ["17 Mehefin 2021", "Dear Sir", "We write.", "Yours faithfully"]),
        ("after", ["17 Mehefin 2021", "Ysgrifennwn.", "Yn gywir", "17 June 2021", "We write.", "Yours faithfully"]),
        ("beside", ["17 Mehefin 2021", "17 June 2021", "Ysgrifennwn.", "We write.", "Yn gywir", "Yours faithfully"]),
    ],
)
def test_a_letter_is_in_one_language_or_in_both(letter, language, order):
    text = words(letter_html(set_as(letter, language=language)))

    assert sorted(order, key=text.index) == order
    assert ("Argymhelliad 1" in text, "Recommendation 1" in text) == (language != "en", language != "cy")


@pytest.mark.parametrize("language", ["beside", "after"])
def test_each_passage_says_its_language(letter, language):
    letter.responses.update(welsh_text="Wedi’i wneud.")

    html = letter_document(set_as(letter, language=language))

    said = [
        "Ysgrifennwn.",
        "Wedi’i wneud.",
        "Argymhelliad",
        "17 Mehefin",
        "We write.",
        "Done.",
        "17 June",
        "Stop at once",
    ]
    assert [lang_of(html, each) for each in said] == ["cy"] * 4 + ["en-GB"] * 4


@pytest.mark.pdf
def test_a_listener_hears_each_passage_in_its_language(letter):
    letter.responses.update(welsh_text="Wedi’i wneud.")

    heard = listen(render_letter(set_as(letter, language="beside")))

    halves = [(tag.language, tag.words) for tag in heard.all("Div") if tag.language and "Annwyl Syr" in tag.words]
    assert ("cy" in dict(halves), "Dear Sir" in dict(halves)["cy"]) == (True, False)


@pytest.mark.parametrize(("language", "shown"), [("beside", True), ("after", True), ("en", False)])
def test_the_welsh_of_an_answer_is_read_on_pages_where_it_is_in_the_letter(client, letter, language, shown):
    letter.responses.filter(text="Done.").update(welsh_text="<p>Wedi’i wneud.</p>")
    letter = set_as(letter, language=language)
    client.force_login(letter.created_by)

    checked = client.get(reverse("check_update", args=[letter.pk])).text
    recorded = client.get(send_kept(letter).get_absolute_url()).text
    cell = client.get(letter.responses.get(text="Done.").addressee.get_absolute_url()).text

    assert ["Wedi’i wneud." in unescape(page) for page in (checked, recorded, cell)] == [shown] * 3
    if shown:
        assert [lang_in(page, "Wedi") for page in (checked, recorded, cell)] == ["cy"] * 3


def test_the_words_of_a_letter_in_welsh_are_told_to_be_welsh_on_pages(client, letter):
    letter.responses.filter(text="Done.").update(text="<p>Diolch.</p>")
    letter = set_as(letter, language="cy")
    client.force_login(letter.created_by)

    checked = client.get(reverse("check_update", args=[letter.pk])).text
    recorded = client.get(send_kept(letter).get_absolute_url()).text

    assert [lang_in(page, "Diolch.") for page in (checked, recorded)] == ["cy"] * 2


def lang_in(page, text):
    """The language that the nearest element around a text of a page says."""
    around = lxml.html.fromstring(page).xpath("//*[contains(text(), $text)]/ancestor-or-self::*[@lang]", text=text)
    return around[-1].get("lang")


def test_a_bilingual_letter_calls_bodies_in_each_language(letter):
    html = letter_html(set_as(letter, language="after"))

    assert [name in words(html) for name in ("Heddlu’r Wlad", "Comisiynydd Gwlad", "Heddlu Gwlad")] == [True] * 3


def test_what_is_there_in_one_language_alone_is_listed(letter):
    letter.responses.filter(text="Done.").update(welsh_text="Wedi’i wneud.")

    assert lacks_language(letter) == []
    assert lacks_language(set_as(letter, language="beside", welsh_closing="", welsh_subject="Pwnc")) == [
        ("“Subject”", "English"),
        ("“Closing”", "Welsh"),
        ("The answer to recommendation 2 for Commissioner for Gwlad", "Welsh"),
    ]


@pytest.mark.parametrize(
    ("salutation", "close", "said"),
    [
        ("Dear Sir", "Yours faithfully", []),
        ("Dear Ms Jones", "Yours sincerely", []),
        ("Dear Sir or Madam", "Yours sincerely", ["with that goes “Yours faithfully”"]),
        ("Dear Sirs", "Yours sincerely", ["with that goes “Yours faithfully”"]),
        ("Dear Ms Jones", "Yours faithfully", ["with a name goes “Yours sincerely”"]),
        ("", "Yours faithfully", []),
        ("Dear Sir", "", []),
    ],
)
def test_a_close_that_does_not_go_with_the_salutation_is_pointed_out(letter, salutation, close, said):
    found = doubts(set_as(letter, salutation=salutation, complimentary_close=close))

    assert [each.rpartition(": ")[2] for each in found] == [f"{each}." for each in said]


def test_a_letter_for_all_forces_names_them_once_in_an_annex():
    forces = [make_force(f"Force {number:02}") for number in range(43)]
    npcc = make_national_body(represents="force")
    letter = make_draft(npcc, speaks_for=forces)
    for recommendation in (make_recommendation(number="1"), make_recommendation(number="2")):
        for force in forces:
            make_response(letter, make_addressee(recommendation, force), text=f"Words on {recommendation.number}.")

    text = words(letter_html(letter))

    assert [text.count(f"Force {number:02}") for number in range(43)] == [1] * 43
    assert [text.count(f"Words on {number}.") for number in "12"] == [1, 1]
    assert text.lower().count("all 43 chief constables") == 5  # two rows, two headings and the annex
    assert "Annex: all 43 chief constables Force 00 Force 01" in text


def test_an_answer_for_some_of_the_forces_is_not_called_that_of_all():
    forces = [make_force(f"Force {number}") for number in range(9)]
    letter = make_draft(make_national_body(represents="force"), speaks_for=forces)
    recommendation = make_recommendation()
    asked = [make_addressee(recommendation, force) for force in forces]
    for addressee in asked[:8]:
        make_response(letter, addressee)

    assert "all 9" not in words(letter_html(letter))


def test_an_office_in_wales_is_asked_for_the_language_and_then_for_the_welsh(client, letter):
    client.force_login(letter.created_by)
    url = reverse("covering_letter", args=[letter.pk])
    posted = {"salutation": "Dear Sir", "language": "beside", "wording_as": "full", "version": "1"}

    asked = client.get(url)
    answer = client.post(url, posted | {"speaks_for": [body.pk for body in letter.speaks_for.all()]})
    then = client.get(answer.url)

    assert [welsh_boxes(page) for page in (asked, then)] == ["hidden", "shown"]
    assert answer.url == url
    assert then.context["form"]["welsh_opening"].value() == "Ysgrifennwn."
    assert Update.objects.get().language == "beside"


def welsh_boxes(page) -> str:
    boxes = re.findall(r"<div[^>]* data-shown-for=[^>]*>", page.content.decode())
    found = {"hidden" if " hidden" in box else "shown" for box in boxes}
    return found.pop() if len(found) == 1 else f"{len(boxes)} boxes, {found}"


def test_whoever_wrote_the_welsh_with_the_language_is_not_sent_back_for_it(client, letter):
    client.force_login(letter.created_by)
    url = reverse("covering_letter", args=[letter.pk])
    posted = {"language": "beside", "welsh_salutation": "Annwyl Gyfaill", "wording_as": "full", "version": "1"}

    answer = client.post(url, posted | {"speaks_for": [body.pk for body in letter.speaks_for.all()]})

    assert answer.url == reverse("update", args=[letter.pk])


def test_a_welsh_box_with_something_to_mend_is_shown_in_an_english_letter_too(client, letter):
    client.force_login(letter.created_by)
    posted = {"language": "en", "welsh_subject": "Llythyr " * 50, "wording_as": "full", "version": "1"}

    page = lxml.html.fromstring(client.post(reverse("covering_letter", args=[letter.pk]), posted).content)

    shown = page.xpath("//div[@data-shown-for][not(@hidden)]//input[@type='text']")
    assert [box.name for box in shown] == ["welsh_subject"]


def test_an_office_elsewhere_is_not_asked_for_a_language(client):
    draft = make_draft(make_policing_body(make_force()))
    client.force_login(draft.created_by)

    form = client.get(reverse("covering_letter", args=[draft.pk])).context["form"]

    assert [name for name in form.fields if "welsh" in name or name == "language"] == []


def test_the_welsh_of_an_answer_is_asked_for_in_a_letter_in_both_languages(client, letter):
    letter = set_as(letter, language="beside")
    response = letter.responses.first()
    url = reverse("edit_response", args=[letter.pk, "1", response.addressee.body.slug])
    client.force_login(letter.created_by)
    typed = {"text": "Done.", "welsh_text": "Wedi’i wneud.", "voice": "force", "version": response.version}

    client.post(url, typed | {"position": "accepted", "progress": "complete", "finish": "1"})

    response.refresh_from_db()
    assert (response.text, response.welsh_text) == ("<p>Done.</p>", "<p>Wedi’i wneud.</p>")


@pytest.mark.parametrize(
    ("with_gaps", "said"),
    [
        (True, "The letter will say that there is no answer yet to:"),
        (False, "The letter has no answer yet to these, and does not say so:"),
    ],
)
def test_the_check_tells_whether_the_letter_says_what_it_does_not_answer(client, letter, with_gaps, said):
    letter = set_as(letter, with_gaps=with_gaps)
    client.force_login(letter.created_by)

    page = client.get(reverse("check_update", args=[letter.pk]))

    assert re.findall("The letter [^<]*:", page.text) == [said]


def test_how_a_letter_is_set_is_compared_as_its_words_are(letter):
    before = all_said(letter)

    letter = set_as(letter, marking="OFFICIAL", with_gaps=True, language="beside")

    [covering] = differences(before, letter)
    assert [(change.label, [piece.text for piece in change.pieces]) for change in covering.changes] == [
        ("Language", ["English", "Welsh and English, side by side"]),
        ("Protective marking", ["No marking", "OFFICIAL"]),
        ("List of what is not answered", ["No", "Yes"]),
    ]


def test_what_was_kept_before_a_letter_could_be_set_otherwise_is_no_difference(letter):
    before = all_said(letter)
    for name in (*SET_AS, "copies_to", "welsh_opening"):
        del before["letter"][name]

    assert differences(before, set_as(letter, welsh_opening="")) == []


def test_welsh_that_had_no_box_on_the_page_stays(client, letter):
    url = reverse("covering_letter", args=[letter.pk])
    client.force_login(letter.created_by)
    typed = {"salutation": "Dear Sir", "language": "beside", "wording_as": "full", "also": ["with_summary"]}
    typed |= {"speaks_for": [body.pk for body in letter.speaks_for.all()]}

    client.post(url, typed | {"version": "1"}, headers={"X-Autosave": "1"})
    client.post(url, typed | {"version": "2", "subject": "Our answer"})

    letter.refresh_from_db()
    assert (letter.subject, letter.welsh_opening, letter.welsh_closing) == (
        "Our answer",
        "Ysgrifennwn.",
        "Byddaf yn ysgrifennu eto.",
    )


def test_welsh_that_was_written_in_an_editor_is_kept(client, letter):
    letter.language = "beside"
    letter.save()
    client.force_login(letter.created_by)
    typed = {"salutation": "Dear Sir", "language": "beside", "wording_as": "full", "version": "1"}
    typed |= {"speaks_for": [body.pk for body in letter.speaks_for.all()]}
    # As an editor posts it, under a name that says so.
    welsh = {"welsh_opening-html": "<p>Newydd.</p>", "welsh_chief_officer_comments-html": "<p>Da.</p>"}

    client.post(reverse("covering_letter", args=[letter.pk]), typed | welsh | {"welsh_closing-html": "<p>Hwyl.</p>"})

    letter.refresh_from_db()
    assert (letter.welsh_opening, letter.welsh_chief_officer_comments, letter.welsh_closing) == (
        "<p>Newydd.</p>",
        "<p>Da.</p>",
        "<p>Hwyl.</p>",
    )


def test_welsh_that_was_typed_is_kept_though_the_letter_became_english_meanwhile(client, letter):
    response = letter.responses.first()
    url = reverse("edit_response", args=[letter.pk, "1", response.addressee.body.slug])
    client.force_login(letter.created_by)

    client.post(url, {"text": "Done.", "welsh_text": "Wedi’i wneud.", "voice": "force", "version": response.version})

    response.refresh_from_db()
    assert response.welsh_text == "<p>Wedi’i wneud.</p>"


def test_a_choice_that_is_none_leaves_the_letter_as_it_was_set(client, letter):
    client.force_login(letter.created_by)
    typed = {"salutation": "Dear Madam", "also": ["nonsense"], "version": "1"}
    typed |= {"speaks_for": [body.pk for body in letter.speaks_for.all()]}

    answer = client.post(reverse("covering_letter", args=[letter.pk]), typed, headers={"X-Autosave": "1"})

    letter.refresh_from_db()
    assert (answer.status_code, letter.salutation, letter.with_summary) == (200, "Dear Madam", True)
