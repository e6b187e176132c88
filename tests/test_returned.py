"""A draft's Word version comes back: what was changed is shown word by word, and a person says what is taken over."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from lxml import etree

from accounts.models import Role
from recommendations.words import canonical
from recommendations.words.text import as_words
from responses.intake.models import AnswerFile
from responses.intake.reading.returned import read_returned
from responses.letter.docx import letter_docx
from responses.letter.origin import NAMESPACE, bookmark, fingerprint, tag_of_bookmark
from responses.letter.written import written
from responses.models import Agreement, Response, Update
from tests.browser import axe, fits_a_phone
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_member,
    make_policing_body,
    make_recommendation,
    make_response,
)
from tests.test_letter_docx import RICH, W

pytestmark = pytest.mark.django_db
FORCE_SAYS = (
    "<p>Officers will ask first.</p><ul><li><p>They write it down.</p></li><li><p>They tell nobody.</p></li></ul>"
)


@pytest.fixture
def pcc():
    return make_policing_body(make_force())


@pytest.fixture
def editor(pcc):
    return make_member(pcc, name="Eve Editor")


@pytest.fixture
def draft(pcc, editor):
    update = make_draft(pcc, by=editor, opening="<p>We write again.</p>", speaks_for=[pcc, pcc.oversees])
    recommendation = make_recommendation(number="4")
    make_response(update, make_addressee(recommendation, pcc.oversees), text=FORCE_SAYS, voice="force")
    make_response(update, make_addressee(recommendation, pcc), text=RICH, voice="local_policing_body")
    return update


@pytest.fixture
def answer(draft):
    return draft.responses.get(voice="force")


def edited(content, *changes, **parts):
    """The same document with its XML changed, (before, after) each once, and perhaps with parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            part = old.read(entry).decode() if entry == "word/document.xml" else old.read(entry)
            for before, after in changes if entry == "word/document.xml" else ():
                assert before in part, before
                part = part.replace(before, after, 1)
            new.writestr(entry, part)
        for name, part in parts.items():
            new.writestr(f"word/{name.replace('_', '.')}", part)
    return out.getvalue()


def by_libreoffice(content):
    """As LibreOffice 7.4 saves it: controls without tags, bookmarks that end in paragraphs, fields with results."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            part = old.read(entry)
            if re.fullmatch("word/(document|footer[0-9]*).xml", entry):
                part = _by_libreoffice(etree.fromstring(part))
            if not entry.startswith("customXml"):
                new.writestr(entry, part)
    return out.getvalue()


def _by_libreoffice(root):
    for end in [each for each in root.iter(f"{W}bookmarkEnd") if each.getparent().tag != f"{W}p"]:
        end.getprevious().append(end)
    for control in list(root.iter(f"{W}sdt")):
        for block in list(control[1]):
            control.addprevious(block)
        control.getparent().remove(control)
    for field in list(root.iter(f"{W}fldSimple")):
        runs = [etree.Element(f"{W}r") for _ in range(4)]
        etree.SubElement(runs[1], f"{W}instrText").text = field.get(f"{W}instr")
        for run, kind in ((runs[0], "begin"), (runs[2], "separate"), (runs[3], "end")):
            etree.SubElement(run, f"{W}fldChar", {f"{W}fldCharType": kind})
        for run in (*runs[:3], *field, runs[3]):
            field.addprevious(run)
        field.getparent().remove(field)
    return etree.tostring(root)


def as_it_is(content):
    return content


saved = pytest.mark.parametrize("saved", [as_it_is, by_libreoffice])


def bring(client, user, draft, content, name="letter.docx"):
    client.force_login(user)
    where = reverse("place_answers", args=[draft.pk])
    return client.post(where, {"files": SimpleUploadedFile(name, content)}, follow=True)


def shown(page):
    """By the title of each passage: its pieces that are not the same."""
    return {
        change.written.title: [(it.kind, it.text.strip()) for it in change.pieces if it.kind in {"removed", "added"}]
        for change in page.context["comparison"].changed
    }


def take(client, page, *names):
    where = AnswerFile.objects.latest("pk").get_absolute_url()
    return client.post(where, {"take": names, "seen": page.context["comparison"].seen})


OF_THE_FORCE = "Recommendation 4: Borsetshire Police"


@saved
def test_out_and_back_unchanged_no_word_was_changed(client, editor, draft, saved):
    page = bring(client, editor, draft, saved(letter_docx(draft)))

    assert "No word was changed" in page.text
    assert (shown(page), page.context["comparison"].elsewhere) == ({}, [])


@saved
def test_out_and_back_loses_no_word_of_any_letter(saved):
    call_command("load_demo", verbosity=0)

    for update in Update.objects.filter(origin="written", recorded_at=None):
        returned = read_returned(saved(letter_docx(update)))
        said = {name: it for name, it in written(update).items() if it.words}
        assert {name: fingerprint(as_words(canonical(html))) for name, html in returned.passages.items()} == {
            name: it.fingerprint for name, it in said.items()
        }
        assert returned.elsewhere == []


@saved
def test_lists_quotations_tables_and_links_come_back_as_they_went(draft, saved):
    passages = written(draft)
    returned = read_returned(saved(letter_docx(draft)))

    plain_parts = [canonical(returned.passages[name]) == passages[name].words for name in returned.passages]

    assert plain_parts.count(False) <= 1  # a list within a quotation
    assert as_words(canonical(returned.passages[list(passages)[-1]])).split() == as_words(RICH).split()


@saved
def test_one_changed_word_is_shown_and_whose_it_was(client, editor, draft, answer, saved):
    page = bring(client, editor, draft, edited(saved(letter_docx(draft)), ("will ask first", "shall ask first")))

    assert shown(page) == {OF_THE_FORCE: [("removed", "will"), ("added", "shall")]}
    assert "The words of Borsetshire Police were changed." in page.text
    assert "checked" not in page.text
    answer.refresh_from_db()
    assert answer.text == FORCE_SAYS


def test_what_is_selected_is_taken_over_as_if_it_were_typed(client, editor, draft, answer):
    draft.ask(by=editor, at=NOON)
    draft.sign_off(by=make_member(draft.body, Role.APPROVER), at=NOON)
    page = bring(
        client,
        editor,
        draft,
        edited(letter_docx(draft), ("will ask first", "shall ask first"), ("write again", "write")),
    )

    take(client, page, f"answer-{answer.addressee_id}")

    answer.refresh_from_db()
    draft.refresh_from_db()
    assert answer.text == FORCE_SAYS.replace("will", "shall")
    assert (answer.version, answer.changed_by, answer.is_finished) == (2, editor, False)
    assert (draft.signed_off_at, draft.opening) == (None, "<p>We write again.</p>")


def test_words_around_the_answers_are_taken_over_too(client, editor, draft):
    page = bring(client, editor, draft, edited(letter_docx(draft), ("write again", "write once more")))

    take(client, page, "opening")

    draft.refresh_from_db()
    assert (draft.opening, draft.version) == ("<p>We write once more.</p>", 2)


@pytest.fixture(params=["beside", "after"])
def bilingual(request, draft, answer):
    draft.language, draft.welsh_opening = request.param, "<p>Rydym yn ysgrifennu eto.</p>"
    draft.save()
    answer.welsh_text = "<h2>Beth a wnaed</h2><p>Bydd swyddogion yn gofyn yn gyntaf.</p>"
    answer.save()
    return draft


@saved
def test_both_languages_go_out_and_come_back(client, editor, bilingual, saved):
    page = bring(client, editor, bilingual, saved(letter_docx(bilingual)))

    assert (shown(page), page.context["comparison"].elsewhere) == ({}, [])
    passages = read_returned(saved(letter_docx(bilingual))).passages
    assert {name for name in passages if name.startswith("welsh_")} == {
        "welsh_opening",
        f"welsh_answer-{bilingual.responses.get(voice='force').addressee_id}",
    }


@saved
def test_welsh_words_that_were_changed_are_taken_over_as_welsh(client, editor, bilingual, answer, saved):
    changes = ("yn gofyn yn gyntaf", "yn gofyn cyn dim"), ("ysgrifennu eto", "ysgrifennu unwaith eto")
    page = bring(client, editor, bilingual, edited(saved(letter_docx(bilingual)), *changes))

    assert shown(page) == {
        "Opening, in Welsh": [("added", "unwaith")],
        f"{OF_THE_FORCE}, in Welsh": [("removed", "yn gyntaf."), ("added", "cyn dim.")],
    }
    assert "The words of Borsetshire Police were changed." in page.text
    take(client, page, "welsh_opening", f"welsh_answer-{answer.addressee_id}")

    answer.refresh_from_db()
    bilingual.refresh_from_db()
    assert (answer.text, answer.is_finished) == (FORCE_SAYS, False)
    assert answer.welsh_text == "<h2>Beth a wnaed</h2><p>Bydd swyddogion yn gofyn cyn dim.</p>"
    assert (bilingual.opening, bilingual.welsh_opening) == (
        "<p>We write again.</p>",
        "<p>Rydym yn ysgrifennu unwaith eto.</p>",
    )


@saved
def test_lists_and_tables_of_a_half_come_back_as_they_went(bilingual, answer, saved):
    answer.welsh_text = RICH.replace("within it", "ynddo")
    answer.save()

    returned = read_returned(saved(letter_docx(bilingual)))

    other = bilingual.responses.get(voice="local_policing_body")
    welsh, english = (
        returned.passages[f"welsh_answer-{answer.addressee_id}"],
        returned.passages[f"answer-{other.addressee_id}"],
    )
    assert as_words(canonical(welsh)).split() == as_words(canonical(english).replace("within it", "ynddo")).split()
    assert [welsh.count(each) for each in ("<table>", "<th", "rowspan", "<blockquote>", "<ol")] == [1, 2, 1, 1, 1]


def test_what_is_typed_below_a_passage_in_its_half_is_listed_to_be_placed(client, editor, bilingual):
    new = "<w:p><w:r><w:t>Gair gan y Prif Gwnstabl.</w:t></w:r></w:p>"
    passage = 'welsh_opening"/>'
    xml = zipfile.ZipFile(io.BytesIO(letter_docx(bilingual))).read("word/document.xml").decode()
    end = xml[xml.index(passage) : xml.index("</w:sdt>", xml.index(passage)) + 8]

    page = bring(client, editor, bilingual, edited(letter_docx(bilingual), (end, f"{end}{new}")))

    assert [it.text for it in page.context["comparison"].elsewhere] == ["Gair gan y Prif Gwnstabl."]
    assert shown(page) == {}


def test_words_of_a_welsh_letter_come_back_as_they_were_typed(client, editor, draft, answer):
    draft.language = "cy"
    draft.save()
    page = bring(client, editor, draft, edited(letter_docx(draft), ("will ask first", "shall ask first")))

    take(client, page, f"answer-{answer.addressee_id}")

    answer.refresh_from_db()
    assert answer.text == FORCE_SAYS.replace("will", "shall")


def test_both_halves_of_a_double_click_take_over_once(client, editor, draft, answer):
    page = bring(client, editor, draft, edited(letter_docx(draft), ("will ask first", "shall ask first")))

    first, second = (take(client, page, f"answer-{answer.addressee_id}") for _ in range(2))

    answer.refresh_from_db()
    assert (first.url, second.url) == (draft.get_absolute_url(), draft.get_absolute_url())
    assert answer.version == 2


def test_nothing_selected_changes_nothing_and_is_told(client, editor, draft, answer):
    page = bring(client, editor, draft, edited(letter_docx(draft), ("will ask first", "shall ask first")))

    told = take(client, page)

    answer.refresh_from_db()
    assert told.text.count("There is a problem") == told.text.count("Error: What was changed") == 1
    assert told.text.count("Select at least one passage to take over") == 2  # above, and beside the question
    assert answer.text == FORCE_SAYS


def test_a_deleted_item_and_a_paragraph_added_are_shown(client, editor, draft, answer):
    content = letter_docx(draft)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    end = xml.index("They tell nobody.")
    item = xml[xml.rindex("<w:p>", 0, end) : xml.index("</w:p>", end) + 6]

    page = bring(client, editor, draft, edited(content, (item, "<w:p><w:r><w:t>And this is new.</w:t></w:r></w:p>")))

    take(client, page, f"answer-{answer.addressee_id}")
    answer.refresh_from_db()
    assert (
        answer.text
        == "<p>Officers will ask first.</p><ul><li><p>They write it down.</p></li></ul><p>And this is new.</p>"
    )


def test_tracked_changes_are_read_as_accepted_and_whose_they_are_is_told(client, editor, draft):
    tracked = (
        '</w:t></w:r><w:del w:id="90" w:author="Chief Jones"><w:r><w:delText>will</w:delText></w:r></w:del>'
        '<w:ins w:id="91" w:author="Chief Jones"><w:r><w:t>shall</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve">'
    )

    page = bring(client, editor, draft, edited(letter_docx(draft), ("will ask", f"{tracked} ask")))

    assert shown(page) == {OF_THE_FORCE: [("removed", "will"), ("added", "shall")]}
    assert "Changes in it were tracked in Word by Chief Jones." in page.text


def test_a_chief_officer_s_agreement_is_told_where_its_words_were_changed(client, editor, draft, answer):
    officer = {"officer_name": "Jo Bloggs", "officer_title": "Chief Constable"}
    Agreement.objects.create(
        update=draft, addressee=answer.addressee, said=answer.snapshot, noted_by=editor, noted_at=NOON, **officer
    )

    page = bring(client, editor, draft, edited(letter_docx(draft), ("will ask first", "shall ask first")))

    assert "Agreed by Jo Bloggs, Chief Constable" in page.text
    assert "the answer is no longer as it was agreed" in page.text


def test_words_outside_of_every_passage_are_listed_to_be_placed(client, editor, draft):
    new = "<w:p><w:r><w:t>A word from the Chief.</w:t></w:r></w:p>"

    page = bring(client, editor, draft, edited(letter_docx(draft), ("<w:sectPr", f"{new}<w:sectPr")))

    assert [passage.text for passage in page.context["comparison"].elsewhere] == ["A word from the Chief."]
    placing = client.get(reverse("confirm_answers", args=[AnswerFile.objects.get().pk])).context["placing"]
    assert [form.passage.text for form in placing.passages] == ["A word from the Chief."]


def paragraph_of(content, words):
    """The XML of the paragraph that says something."""
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    return next(each for each in re.findall("<w:p>.*?</w:p>", xml) if words in each)


BOOKMARK = "<w:bookmark(?:Start|End) [^>]*>"


@pytest.mark.parametrize("saved", [as_it_is, by_libreoffice])
def test_a_passage_that_was_deleted_in_the_file_is_named_and_stays(client, editor, draft, saved):
    content = saved(letter_docx(draft))
    if saved is as_it_is:
        xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        deleted = (re.search("<w:sdt>.*?</w:sdt>", xml)[0], "")
    else:  # where LibreOffice leaves an empty bookmark: before what stood below
        opening, below = paragraph_of(content, "We write again."), paragraph_of(content, "Recommendation 4")
        below = (below, below.replace("</w:pPr>", f"</w:pPr>{''.join(re.findall(BOOKMARK, opening))}"))
        content, deleted = edited(content, below), (opening, "")

    page = bring(client, editor, draft, edited(content, deleted))

    comparison = page.context["comparison"]
    assert ([it.title for it in comparison.gone], shown(page), comparison.elsewhere) == (["Opening"], {}, [])
    assert "Somebody deleted this passage in the file" in page.text
    assert "No word was changed" not in page.text


def test_words_whose_bookmarks_were_deleted_are_listed_to_be_placed(client, editor, draft):
    content = by_libreoffice(letter_docx(draft))
    opening = paragraph_of(content, "We write again.")

    page = bring(client, editor, draft, edited(content, (opening, re.sub(BOOKMARK, "", opening))))

    comparison = page.context["comparison"]
    assert ([it.title for it in comparison.gone], shown(page)) == (["Opening"], {})
    assert [passage.text for passage in comparison.elsewhere] == ["We write again."]


def test_passages_that_were_joined_are_listed_to_be_placed(client, editor, draft, answer):
    content = by_libreoffice(letter_docx(draft))
    opening, first = paragraph_of(content, "We write again."), paragraph_of(content, "Officers will ask first.")
    joined = opening.replace("</w:p>", "") + first.partition("</w:pPr>")[2]

    page = bring(client, editor, draft, edited(content, (opening, ""), (first, joined)))

    comparison = page.context["comparison"]
    assert ([it.title for it in comparison.gone], shown(page)) == (["Opening", OF_THE_FORCE], {})
    assert comparison.elsewhere[0].text == "We write again.Officers will ask first."


def test_what_is_typed_between_paragraphs_in_libreoffice_is_in_their_passage(draft, answer):
    content = by_libreoffice(letter_docx(draft))
    first = paragraph_of(content, "Officers will ask first.")
    new = "<w:p><w:pPr></w:pPr><w:r><w:t>This is new.</w:t></w:r></w:p>"

    returned = read_returned(edited(content, (first, first + new)))

    name = f"answer-{answer.addressee_id}"
    assert returned.passages[name] == FORCE_SAYS.replace("first.</p>", "first.</p><p>This is new.</p>")


def test_a_paragraph_that_was_parted_in_libreoffice_stays_in_its_passage(draft):
    content = by_libreoffice(letter_docx(draft))
    opening = paragraph_of(content, "We write again.")
    start = re.search("<w:bookmarkStart [^>]*>", opening)[0]
    again = re.sub('w:id="[0-9]+"', 'w:id="900"', start)  # it begins twice, and the second one ends
    end = re.sub("<w:bookmarkEnd [^>]*>", '<w:bookmarkEnd w:id="900"/>', opening.partition(start)[2])
    first = opening.replace("We write again.", "We write,").replace(re.search("<w:bookmarkEnd [^>]*>", opening)[0], "")

    returned = read_returned(edited(content, (opening, f"{first}<w:p><w:pPr></w:pPr>{again}{end}")))

    assert returned.passages["opening"] == "<p>We write,</p><p>We write again.</p>"


def test_a_letter_that_went_out_before_it_had_properties_still_tells_what_was_changed(client, editor, draft):
    content, passages = letter_docx(draft), written(draft)
    others = re.findall("[0-9a-f]{16}", " ".join(properties_of(content, "others")))
    letter = etree.Element(f"{{{NAMESPACE}}}letter", reference=draft.reference)
    for name, passage in passages.items():
        etree.SubElement(letter, f"{{{NAMESPACE}}}passage", name=name, words=passage.fingerprint)
    etree.SubElement(letter, f"{{{NAMESPACE}}}others").text = " ".join(others)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            part = old.read(entry).replace(b"custom-properties", b"nothing")
            if entry == "word/_rels/document.xml.rels":
                it = b'<Relationship Id="rId99" Type="x/customXml" Target="../customXml/item1.xml"/></Relationships>'
                part = part.replace(b"</Relationships>", it)
            new.writestr(entry, part)
        new.writestr("customXml/item1.xml", etree.tostring(letter))

    page = bring(client, editor, draft, edited(out.getvalue(), ("will ask first", "shall ask first")))

    assert shown(page) == {OF_THE_FORCE: [("removed", "will"), ("added", "shall")]}
    assert page.context["comparison"].elsewhere == []
    assert "Somebody changed this passage here" not in page.text


def properties_of(content, name):
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("docProps/custom.xml"))
    return ["".join(each.itertext()) for each in root if name in each.get("name")]


def test_no_property_is_longer_than_word_allows(draft, answer):
    answer.text = "<h2>A</h2>"
    answer.save()
    for number in range(5, 25):
        make_response(draft, make_addressee(make_recommendation(number=str(number)), draft.body), text="<p>Yes.</p>")

    others = properties_of(letter_docx(draft), "others")

    assert len(others) > 1
    assert max(map(len, others)) <= 255


@pytest.mark.parametrize(
    "tag",
    [
        "SC1-00007 opening",
        "SC1-00007 closing",
        "SC9999-99999 welsh_chief_officer_comments",
        "SC99-99999 welsh_answer-99999999",
    ],
)
def test_the_name_of_a_bookmark_is_one_that_word_allows_and_tells_its_passage(tag):
    name = bookmark(tag, 9999)

    assert re.fullmatch("[A-Za-z][A-Za-z0-9_]{,39}", name)
    assert tag_of_bookmark(name) == tag
    # As LibreOffice names the bookmarks of words that were copied.
    assert {tag_of_bookmark(copy) for copy in (f"{name}1", f"{name}_Copy_1", f"{name} Copy 1")} == {""}


def test_every_paragraph_of_a_passage_has_a_bookmark_of_its_own(bilingual):
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(letter_docx(bilingual))).read("word/document.xml"))

    starts, ends = ([*root.iter(f"{W}bookmark{it}")] for it in ("Start", "End"))

    paragraphs = [each for control in root.iter(f"{W}sdt") for each in control.iter(f"{W}p")]
    assert [each.getparent() for each in starts] == paragraphs
    assert len({each.get(f"{W}name") for each in starts}) == len(paragraphs)
    assert [each.get(f"{W}id") for each in starts] == [each.get(f"{W}id") for each in ends]


def test_the_word_version_of_another_letter_is_named_to_who_may_see_it(client, editor, draft):
    other = make_draft(make_policing_body(make_force("Ambridge Police")), opening="<p>Theirs.</p>")
    both = make_draft(
        draft.body,
        other.super_complaint.__class__.objects.create(
            title="Second",
            slug="second",
            report_title="Second",
            made_by="Us",
            made_on=NOON.date(),
            published_on=NOON.date(),
            response_period="six_months",
        ),
        by=editor,
        opening="<p>Ours.</p>",
    )

    secret, named = (bring(client, editor, draft, letter_docx(it)) for it in (other, both))

    assert "This is the Word version of another letter, not of this draft." in secret.text
    assert f"This is the Word version of {both.reference}, Update from {both.body} on Second" in named.text
    assert not AnswerFile.objects.exists()


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_unseen(client, editor, draft, answer):
    content = edited(letter_docx(draft), ("will ask first", "shall ask first"))
    page = bring(client, editor, draft, content)
    Response.objects.filter(pk=answer.pk).update(text="<p>A colleague wrote this.</p>", version=2)

    told = take(client, page, f"answer-{answer.addressee_id}")

    answer.refresh_from_db()
    assert "after you opened the page. Read it, then choose again" in told.text
    assert "Somebody changed this passage here after the Word version was made." in told.text
    assert answer.text == "<p>A colleague wrote this.</p>"


def test_what_was_changed_here_alone_is_no_change_of_the_file(client, editor, draft, answer):
    content = letter_docx(draft)
    Response.objects.filter(pk=answer.pk).update(text="<p>A colleague wrote this.</p>", version=2)

    assert shown(bring(client, editor, draft, content)) == {}


@pytest.mark.parametrize("name", ["letter.docm", "letter.docx"])
def test_macros_are_refused_in_a_sentence(client, editor, draft, answer, name):
    content = letter_docx(draft)

    page = bring(client, editor, draft, edited(content, vbaProject_bin=b"macros"), name)

    assert f"{name} is a Word document with macros. Save it in Word as a DOCX without macros" in page.text
    assert not AnswerFile.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_an_editor_takes_over_a_changed_word_in_a_browser(
    page, sign_in, faults, tmp_path, editor, draft, answer, width
):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(editor)
    page.goto(reverse("check_update", args=[draft.pk]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Word", exact=True).click()
    changed = tmp_path / "letter.docx"
    changed.write_bytes(edited(download.value.path().read_bytes(), ("will ask first", "shall ask first")))

    page.get_by_role("link", name="bring it back here").click()
    page.get_by_label("Which document has the answers?").set_input_files(changed)
    page.get_by_role("button", name="Read it").click()
    axe(page)
    fits_a_phone(page)
    page.screenshot(path=tmp_path / "returned.png", full_page=True)
    page.get_by_label("Take this over: Recommendation 4: Borsetshire Police").check()
    page.get_by_role("button", name="Take over what is selected").click()
    page.get_by_text("Words of letter.docx are in the draft").wait_for()

    answer.refresh_from_db()
    assert answer.text == FORCE_SAYS.replace("will", "shall")
