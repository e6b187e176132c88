"""Files that go with a letter: what is refused in a sentence, what they undo, who gets them, and that they stay."""

import hashlib
import io
import zipfile

import lxml.html
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Role
from responses import enclosures
from responses.letter.html import letter_html
from responses.mail.telling import tell_of_sending
from responses.models import Enclosure, Message, Update
from tests import hostile
from tests.browser import axe, fits_a_phone
from tests.enclosed import (
    PLAIN_PDF,
    changed_pdf,
    enclose,
    upload,
    with_file,
    with_form,
    with_hidden_layer,
    with_layer_hidden_on_occasion,
    with_odd_marks,
    with_script,
    with_script_on_page,
    with_tags_in_a_circle,
    with_tags_of_odd_numbers,
)
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_recommendation,
    make_response,
    send_kept,
)
from tests.files import as_docx, odt_of, zip_of
from tests.html import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pcc():
    return make_policing_body(make_force())


@pytest.fixture
def editor(pcc):
    return make_member(pcc, name="Eve Editor")


@pytest.fixture
def approver(pcc):
    return make_member(pcc, Role.APPROVER, name="Ann Approver")


@pytest.fixture
def draft(pcc, editor):
    draft = make_draft(pcc, by=editor, dated=DUE, dated_precision="day", enclosures="a note\nA map")
    make_response(draft, make_addressee(make_recommendation(), pcc))
    return draft


@pytest.fixture
def signed_off(draft, approver):
    draft.ask(by=draft.edited_by, at=NOON)
    draft.sign_off(by=approver, at=NOON)
    return draft


def add(client, update, file, *, title="A note", how="attached"):
    where = reverse("enclosures", args=[update.pk])
    return client.post(where, {"title": title, "how": how, "file": file} if file else {"title": title, "how": how})


def retitle(client, enclosure, title, *, was):
    where = reverse("retitle_enclosure", args=[enclosure.update_id, enclosure.pk])
    return client.post(where, {"title": title, "was": was})


def errors_of(response) -> list[str]:
    return [error for errors in response.context["form"].errors.values() for error in errors]


def test_a_file_goes_with_the_letter_which_lists_it_first_and_nothing_twice(client, editor, draft):
    client.force_login(editor)

    add(client, draft, upload())

    enclosure = draft.enclosed.get()
    assert (enclosure.title, enclosure.how, enclosure.name, bytes(enclosure.content)) == (
        *("A note", "attached", "note.txt"),
        b"Words.",
    )
    assert enclosure.sha256 == hashlib.sha256(b"Words.").hexdigest()
    # “a note” was typed as well.
    assert "<p>A note<br>A map</p>" in letter_html(draft)


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (lambda: as_docx([]), "a.docx", "DOCX"),
        (lambda: zip_of({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}), "a.xlsx", "XLSX"),
        (lambda: odt_of({"content.xml": "<d/>"}), "a.odt", "ODT"),
        (
            lambda: zip_of({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, compressed=False),
            "a.ods",
            "ODS",
        ),
        (lambda: b"\x89PNG\r\n\x1a\n", "a.png", "PNG"),
        (lambda: b"\xff\xd8\xff", "a.jpg", "JPG"),
        (lambda: PLAIN_PDF, "a.pdf", "PDF"),
    ],
)
def test_every_kind_that_may_go_beside_a_letter_does(client, editor, draft, make, name, kind):
    client.force_login(editor)

    add(client, draft, upload(make(), name))

    assert draft.enclosed.get().kind_in_words == kind


MACROS = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "x"}
PRINT = "Attach it instead, or print it as a new PDF"


@pytest.mark.parametrize(
    ("make", "name", "how", "sentence"),
    [
        (lambda: b"", "a.txt", "attached", "a.txt is empty"),
        (lambda: b"x" * (30 * 1024**2), "a.txt", "attached", "a.txt must be 20 MB or smaller"),
        (lambda: b"MZ", "a.exe", "attached", "a.exe must be a PDF, DOCX, XLSX, ODT, ODS, TXT, PNG or JPEG file"),
        (
            lambda: as_docx([]),
            "a.pdf",
            "appended",
            "a.pdf is named as a PDF, but its contents are those of a Word document",
        ),
        (
            lambda: hostile.encrypted(PLAIN_PDF, user="secret"),
            "a.pdf",
            "attached",
            "a.pdf is protected by a password, so its readers could not open it. Save it without one",
        ),
        (
            lambda: hostile.encrypted(PLAIN_PDF, user=""),
            "a.pdf",
            "appended",
            f"a.pdf is protected against changes, so it cannot be appended. {PRINT}",
        ),
        (
            lambda: b"%PDF-1.7\nnothing of a PDF",
            "a.pdf",
            "attached",
            "a.pdf is damaged, so nobody could open it. Save or download it again",
        ),
        (
            hostile.pdf_with_page_loop,
            "a.pdf",
            "appended",
            "a.pdf is damaged, so nobody could open it. Save or download it again",
        ),
        (
            lambda: hostile.pdf_of_pages(2000),
            "a.pdf",
            "appended",
            "a.pdf has 2,000 pages, and up to 300 can be appended. Attach it instead",
        ),
        (
            lambda: changed_pdf(with_script),
            "a.pdf",
            "appended",
            "a.pdf runs programs when it is opened, so it cannot be appended. Print it as a new PDF, and choose that",
        ),
        (
            lambda: changed_pdf(with_script_on_page),
            "a.pdf",
            "appended",
            "a.pdf runs programs when it is opened, so it cannot be appended. Print it as a new PDF, and choose that",
        ),
        (
            lambda: changed_pdf(with_file),
            "a.pdf",
            "appended",
            f"a.pdf has other files inside, so it cannot be appended. {PRINT}",
        ),
        (
            lambda: changed_pdf(with_form),
            "a.pdf",
            "appended",
            f"a.pdf is a form to fill in or is signed, which would be lost. {PRINT}",
        ),
        (
            lambda: changed_pdf(with_hidden_layer),
            "a.pdf",
            "appended",
            f"a.pdf has layers that are hidden, which would be shown. {PRINT}",
        ),
        (
            lambda: changed_pdf(with_layer_hidden_on_occasion),
            "a.pdf",
            "appended",
            f"a.pdf has layers that are hidden, which would be shown. {PRINT}",
        ),
        (
            hostile.zip_bomb,
            "a.docx",
            "attached",
            "a.docx cannot be kept. This file unpacks to far more than a letter holds, so it was not opened",
        ),
        (
            hostile.lying_zip_bomb,
            "a.docx",
            "attached",
            "a.docx is damaged, so nobody could open it. Save or download it again",
        ),
        (
            lambda: hostile.locked(as_docx([])),
            "a.docx",
            "attached",
            "a.docx is protected by a password, so its readers could not open it. Save it without one",
        ),
        (
            lambda: as_docx([]),
            "a.docm",
            "attached",
            "a.docm is a Word document with macros. Save it in Word as a DOCX without macros, and choose that",
        ),
        (
            lambda: hostile.docx_of("<d/>", others={"word/vbaProject.bin": "x"}),
            "a.docx",
            "attached",
            "a.docx is a Word document with macros. Save it in Word as a DOCX without macros, and choose that",
        ),
        (
            lambda: zip_of(MACROS),
            "a.xlsx",
            "attached",
            "a.xlsx is an Excel workbook with macros. Save it in Excel as an XLSX without macros, and choose that",
        ),
        (
            lambda: odt_of({"content.xml": "<d/>", "Basic/Standard/Module1.xml": "<m/>"}),
            "a.odt",
            "attached",
            "a.odt is an OpenDocument file with macros. Remove them and save it again, and choose that",
        ),
        (
            lambda: odt_of({"content.xml": "x", "META-INF/manifest.xml": "<encryption-data/>"}),
            "a.odt",
            "attached",
            "a.odt is protected by a password, so its readers could not open it. Save it without one",
        ),
        (
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "attached",
            "a.xlsx is protected by a password, so its readers could not open it. Save it without one",
        ),
    ],
)
def test_a_file_that_cannot_go_along_is_refused_in_a_sentence(client, editor, signed_off, make, name, how, sentence):
    client.force_login(editor)

    response = add(client, signed_off, upload(make(), name), title="As I typed it", how=how)

    assert errors_of(response) == [sentence]
    assert 'value="As I typed it"' in response.text
    assert not Enclosure.objects.exists()
    signed_off.refresh_from_db()
    assert signed_off.signed_off_at == NOON


@pytest.mark.parametrize(
    ("typed", "file", "sentences"),
    [
        ({"title": " "}, upload, ["Enter the title, as the letter will list it", "{again}"]),
        ({"title": "x" * 300}, upload, ["Shorten this to 200 characters: it has 300", "{again}"]),
        ({"title": "A \ue000"}, upload, ["Replace what the letter cannot print: U+E000", "{again}"]),
        ({"how": ""}, upload, ["Select how it goes with the letter", "{again}"]),
        ({"how": "folded"}, upload, ["Select how it goes with the letter", "{again}"]),
        ({}, lambda: None, ["Select the file"]),
        (
            {"how": "appended"},
            upload,
            ["note.txt is no PDF, so it cannot be appended. Select it again to attach it"],
        ),
    ],
)
def test_what_is_missing_is_told_beside_its_question_and_the_file_is_asked_for_again(
    client, editor, draft, typed, file, sentences
):
    client.force_login(editor)

    response = add(client, draft, file(), **typed)

    again = "Select note.txt again: it was not kept while something else needs correcting"
    assert sorted(errors_of(response)) == sorted(sentence.format(again=again) for sentence in sentences)
    assert not Enclosure.objects.exists()


def test_a_double_click_is_one_enclosure_and_the_same_file_goes_along_once(client, editor, draft):
    client.force_login(editor)
    add(client, draft, upload())

    second = add(client, draft, upload())
    other_title = add(client, draft, upload(), title="Another title")

    assert second.status_code == 302
    assert errors_of(other_title) == ["note.txt goes with this letter already, as “A note”"]
    assert draft.enclosed.get().title == "A note"


def test_no_more_goes_with_a_letter_than_its_readers_can_take(client, editor, draft, monkeypatch):
    enclose(draft, PLAIN_PDF, how="appended")
    client.force_login(editor)
    two_pages = hostile.pdf_of_pages(2)

    monkeypatch.setattr(enclosures, "MOST_PAGES", 2)
    pages = add(client, draft, upload(two_pages, "a.pdf"), how="appended")
    monkeypatch.setattr(enclosures, "MOST_BYTES", len(PLAIN_PDF) + 5)
    size = add(client, draft, upload())
    monkeypatch.setattr(enclosures, "MOST_FILES", 1)
    count = add(client, draft, upload())

    together = "a.pdf has 2 pages, and what is appended to a letter has up to 2 together. Attach it instead"
    assert errors_of(pages) == [together]
    assert errors_of(size) == ["note.txt is too large: the files that go with a letter have up to 0 MB together"]
    assert errors_of(count) == ["Up to 1 files go with a letter, and this one has as many. Remove one first"]
    assert draft.enclosed.count() == 1


def test_adding_retitling_moving_and_removing_each_undo_a_sign_off_and_say_whose(client, editor, approver, draft):
    client.force_login(editor)
    undone = []

    def signed(step):
        draft.refresh_from_db()
        draft.ask(by=editor, at=NOON)
        draft.sign_off(by=approver, at=NOON)
        step()
        undone.append(client.get(reverse("enclosures", args=[draft.pk])))
        draft.refresh_from_db()
        assert (draft.signed_off_at, draft.asked_at, draft.edited_by) == (None, None, editor)

    enclose(draft, b"First.", title="First")
    signed(lambda: add(client, draft, upload(b"Second."), title="Second"))
    second = draft.enclosed.last()
    signed(lambda: retitle(client, second, "The second", was="Second"))
    assert [each.title for each in draft.enclosed.all()] == ["First", "The second"]
    retitle(client, second, "Second", was="The second")
    signed(lambda: client.post(reverse("move_enclosure_up", args=[draft.pk, second.pk]), {"place": second.place}))
    assert [each.title for each in draft.enclosed.all()] == ["Second", "First"]
    signed(lambda: client.post(reverse("remove_enclosure", args=[draft.pk, second.pk])))

    assert [each.title for each in draft.enclosed.all()] == ["First"]
    also = "Ann Approver had signed this update off: that is undone, so ask for it again."
    for page, what in zip(
        undone,
        [
            "“Second” goes with the letter.",
            "Its title is “The second” now.",
            "“Second” is moved up.",
            "“Second” (note.txt) is removed from the letter.",
        ],
        strict=True,
    ):
        assert f"{what} {also}" in words(page)


def test_another_title_changes_nothing_else_of_a_file(client, editor, draft):
    note, policy = enclose(draft), enclose(draft, PLAIN_PDF, title="Policy", how="appended")
    before = list(draft.enclosed.exclude(pk=note.pk).values()) + list(draft.enclosed.defer("title").values("sha256"))
    client.force_login(editor)

    for _ in range(2):  # a double click
        assert retitle(client, note, "Our note", was="A note").url == reverse("enclosures", args=[draft.pk])

    note.refresh_from_db()
    assert (note.title, note.place, note.added_by) == ("Our note", 1, policy.added_by)
    after = list(draft.enclosed.exclude(pk=note.pk).values()) + list(draft.enclosed.defer("title").values("sha256"))
    assert after == before


@pytest.mark.parametrize(
    ("title", "was", "problem"),
    [
        ("", "A note", "Enter the title, as the letter will list it"),
        ("x" * 201, "A note", "Shorten this to 200 characters: it has 201"),
        ("A \U0001f600", "A note", ""),  # no letter can print it
        (
            "Theirs",
            "An old title",
            "Somebody changed this title to “A note” after you opened the page. Save yours again, or keep theirs",
        ),
    ],
)
def test_a_title_that_cannot_be_taken_is_told_beside_its_file(client, editor, draft, title, was, problem):
    note = enclose(draft)
    enclose(draft, PLAIN_PDF, title="Policy")
    edited_at = draft.edited_at
    client.force_login(editor)

    page = retitle(client, note, title, was=was)

    note.refresh_from_db()
    draft.refresh_from_db()
    assert (note.title, draft.edited_at) == ("A note", edited_at)
    [error] = errors_of(page)
    assert problem in error
    assert f'<a href="#id_{note.pk}_title">' in page.text
    assert page.text.count("There is a problem") == 1
    html = lxml.html.fromstring(page.content)
    assert [box.value for box in html.xpath('//input[@name="title"]')] == [title or None, "Policy", None]
    assert [len(fold.find_class("govuk-error-message")) for fold in html.xpath("//details[@open]")] == [1]
    if title == "Theirs":
        assert retitle(client, note, title, was=html.xpath('//input[@name="was"]')[0].value).status_code == 302


def test_a_title_for_a_file_that_is_gone_is_given_back(client, editor, draft):
    note = enclose(draft)
    note.take_out(by=editor, at=NOON)
    client.force_login(editor)

    gone = retitle(client, Enclosure(pk=1, update=draft), "A longer title", was="A note")

    assert gone.status_code == 404
    assert "A longer title" in gone.text


def test_nobody_signs_off_a_letter_to_which_a_file_came_after_they_opened_the_page(client, editor, approver, draft):
    draft.ask(by=editor, at=NOON)
    page_was_opened = {"seen": draft.edited_at.isoformat()}
    other_approver = make_member(draft.body, Role.APPROVER)
    client.force_login(other_approver)
    add(client, draft, upload())
    client.force_login(editor)
    draft.refresh_from_db()
    client.post(reverse("confirm_correction", args=[draft.pk]), {"seen": draft.edited_at.isoformat()})
    client.force_login(approver)

    response = client.post(reverse("sign_off", args=[draft.pk]), page_was_opened)

    assert "changed this update after you opened the page" in response.text
    draft.refresh_from_db()
    assert (draft.enclosed.count(), draft.signed_off_at) == (1, None)


def test_the_second_half_of_a_double_click_moves_and_removes_nothing_more(client, editor, draft):
    rows = [enclose(draft, title.encode(), title=title) for title in ("First", "Second", "Third")]
    client.force_login(editor)

    for _ in range(2):
        client.post(reverse("move_enclosure_up", args=[draft.pk, rows[2].pk]), {"place": rows[2].place})
    moved = [each.title for each in draft.enclosed.all()]
    removed = [client.post(reverse("remove_enclosure", args=[draft.pk, rows[0].pk])) for _ in range(2)]

    assert moved == ["First", "Third", "Second"]
    assert [response.status_code for response in removed] == [302, 302]
    assert [each.title for each in draft.enclosed.all()] == ["Third", "Second"]


def test_whoever_confirms_a_correction_sees_that_a_file_is_another(client, editor, approver, draft):
    old = enclose(draft)
    draft.ask(by=editor, at=NOON)
    client.force_login(approver)
    client.post(reverse("remove_enclosure", args=[draft.pk, old.pk]))
    add(client, draft, upload(b"Other words."))
    client.force_login(editor)

    page = client.get(reverse("confirm_correction", args=[draft.pk]))

    assert "Files that go with it" in page.text


def test_what_went_with_a_letter_that_was_sent_never_changes(client, editor, approver, draft):
    first, second = enclose(draft), enclose(draft, b"Second.", title="Second")
    send_kept(draft)
    before = list(Enclosure.objects.values())

    answered = []
    for person in (editor, approver):
        client.force_login(person)
        answered += [
            add(client, draft, upload(b"Third."), title="Third"),
            client.post(reverse("remove_enclosure", args=[draft.pk, first.pk])),
            client.post(reverse("move_enclosure_up", args=[draft.pk, second.pk]), {"place": second.place}),
        ]
    for verb in (first.take_out, second.move_up):
        with pytest.raises(ValueError, match="never changes"):
            verb(by=editor, at=NOON)
    with pytest.raises(ValueError, match="never changes"):
        enclose(draft, b"Third.")

    assert [response.status_code for response in answered] == [403] * 6
    assert list(Enclosure.objects.values()) == before
    assert all(hashlib.sha256(bytes(each.content)).hexdigest() == each.sha256 for each in Enclosure.objects.all())


def test_a_letter_that_is_sent_again_begins_with_the_same_enclosures(client, editor, draft):
    enclose(draft)
    enclose(draft, PLAIN_PDF, title="Policy", how="appended")
    send_kept(draft)
    client.force_login(editor)

    client.post(reverse("send_again", args=[draft.pk]))

    new = Update.objects.get(takes_place_of=draft)
    facts = ("place", "title", "how", "name", "content_type", "content", "size", "sha256", "pages", "is_tagged")
    assert list(new.enclosed.values_list(*facts)) == list(draft.enclosed.values_list(*facts))
    client.post(reverse("remove_enclosure", args=[new.pk, new.enclosed.first().pk]))
    assert (new.enclosed.count(), draft.enclosed.count()) == (1, 2)


def test_a_draft_that_is_deleted_takes_its_enclosures_with_it(draft):
    enclose(draft)

    draft.discard()

    assert not Enclosure.objects.exists()


def test_whoever_reads_the_letter_gets_its_enclosures_byte_for_byte_and_no_browser_opens_them(client, draft):
    enclosure = enclose(draft)
    send_kept(draft)
    client.force_login(make_liaison())

    page = words(client.get(reverse("update", args=[draft.pk])))
    file = client.get(enclosure.get_absolute_url())

    assert "A note (TXT, 6 bytes), attached" in page
    assert file.content == b"Words."
    assert file["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert file["X-Content-Type-Options"] == "nosniff"


def test_page_and_mail_say_that_the_enclosures_must_be_emailed_too(client, editor, draft):
    enclose(draft)
    send_kept(draft)
    tell_of_sending(draft)
    client.force_login(editor)

    sentence = "Send the letter (PDF) and its enclosures to HMICFRS; the tracker holds no address for it."
    assert sentence in words(client.get(reverse("update_sent", args=[draft.pk])))
    assert sentence in words(client.get(reverse("update", args=[draft.pk])))
    assert sentence in Message.objects.get(email=editor.email).words


def test_nobody_else_gets_them(client, draft):
    enclosure = enclose(draft)
    addresses = [enclosure.get_absolute_url(), reverse("letter_zip", args=[draft.pk])]
    addresses.append(reverse("letter_whole", args=[draft.pk]))

    answered = []
    for person in (make_member(make_force("Felpersham Police"), Role.APPROVER), make_liaison()):
        client.force_login(person)
        answered += [client.get(address).status_code for address in addresses]

    assert answered == [404] * 6


def test_a_letter_and_its_enclosures_are_one_zip_of_the_same_bytes_each_time(client, draft):
    enclose(draft)
    enclose(draft, PLAIN_PDF, title="Policy", how="appended")
    send_kept(draft)
    client.force_login(make_liaison())
    address = reverse("letter_zip", args=[draft.pk])

    first, second = (b"".join(client.get(address).streaming_content) for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    name = f"{draft.body.slug}-safe-to-share-2021-06-17.pdf"
    assert held == {
        name: bytes(draft.sent_letter.pdf),
        "enclosure-01-note.txt": b"Words.",
        "enclosure-02-policy.pdf": PLAIN_PDF,
    }


def test_where_nothing_goes_along_there_is_no_such_file(client, draft):
    send_kept(draft)
    client.force_login(make_liaison())

    answered = [client.get(reverse(name, args=[draft.pk])).status_code for name in ("letter_zip", "letter_whole")]

    assert answered == [404, 404]


def test_a_pdf_without_tags_is_said_to_have_none(client, editor, draft):
    client.force_login(editor)

    add(client, draft, upload(PLAIN_PDF, "a.pdf"), how="appended")
    page = client.get(reverse("enclosures", args=[draft.pk]))

    assert "This PDF is not tagged, so a screen reader may not be able to read it." in page.text


@pytest.mark.parametrize("change", [with_tags_in_a_circle, with_tags_of_odd_numbers, with_odd_marks])
def test_tags_that_cannot_be_followed_are_none(client, editor, draft, change):
    client.force_login(editor)

    add(client, draft, upload(changed_pdf(change), "a.pdf"), how="appended")

    assert draft.enclosed.get().is_tagged is False


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_file_is_added_moved_and_removed_from_the_keyboard(page, sign_in, editor, draft, tmp_path):
    enclose(draft, b"First.", title="First", name="first.txt")
    enclose(draft, PLAIN_PDF, title="Policy", how="appended")
    (tmp_path / "note.txt").write_bytes(b"Words.")
    sign_in(editor)
    page.goto(reverse("covering_letter", args=[draft.pk]))
    page.get_by_role("link", name="Add, remove or move files that go with the letter").press("Enter")

    page.get_by_label("What is its title?").fill("A note")
    page.get_by_label("Which file is it?").set_input_files(tmp_path / "note.txt")
    page.get_by_label("Attached: a file beside the letter").press("Space")
    axe(page)
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.get_by_text("“A note” goes with the letter.")).to_be_visible()
    page.get_by_role("button", name="Move up “A note”").press("Enter")
    expect(page.get_by_text("“A note” is moved up.")).to_be_visible()
    page.locator("summary", has_text="Change the title “A note”").press("Enter")
    page.get_by_label("What is the title of note.txt?").fill("Our note")
    axe(page)
    page.get_by_role("button", name="Save the title “A note”").press("Enter")
    expect(page.get_by_text("Its title is “Our note” now.")).to_be_visible()
    page.get_by_role("button", name="Remove “Policy”").press("Enter")
    expect(page.get_by_text("“Policy” (policy.pdf) is removed from the letter.")).to_be_visible()
    axe(page)
    fits_a_phone(page)

    assert [each.title for each in draft.enclosed.all()] == ["First", "Our note"]
