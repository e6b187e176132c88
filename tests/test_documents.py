"""A received file is kept byte for byte under a safe name, is what it says it is, and is shown to nobody else."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from responses.documents import MAX_BYTES, UnfitFile, received_file, safe_name
from responses.models import Document
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_user,
)


def zipped(*entries, first=None):
    """A zip of (name, content) entries; `first` is stored before them, uncompressed, as ODT has its mimetype."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAMPLES = {
    "letter.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n%%EOF",
    "letter.docx": zipped(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")),
    "letter.doc": OLE + bytes(500) + "WordDocument".encode("utf-16-le"),
    "letter.odt": zipped(("content.xml", "<c/>"), first=("mimetype", "application/vnd.oasis.opendocument.text")),
    "letter.msg": OLE + bytes(500) + "__properties_version1.0".encode("utf-16-le"),
    "letter.png": b"\x89PNG\r\n\x1a\n....",
    "letter.jpg": b"\xff\xd8\xff\xe0....",
    "letter.html": b"<!DOCTYPE html><title>Letter</title>",
    "letter.eml": b"From: opcc@example.org\r\nDate: Mon, 8 Mar 2021 09:00:00 +0000\r\nSubject: Letter\r\n\r\nDear Sir",
    "letter.txt": "Dear Sir, £5 — yours".encode(),
}


def upload(name, content):
    return SimpleUploadedFile(name, content, "application/x-anything")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_that_is_what_it_says_is_kept_whole(name):
    file = received_file(upload(name, SAMPLES[name]))

    assert (file.name, file.content) == (name, SAMPLES[name])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ansi.txt", "Siân’s team – £5".encode("cp1252")),
        ("unicode.txt", "Tŷ – 5".encode("utf-16")),
        ("unicode without a mark.txt", "Tŷ – 5, the letter".encode("utf-16-le")),
        ("big end first.txt", "Tŷ – 5, the letter".encode("utf-16-be")),
        ("unicode.html", "<!DOCTYPE html><title>Letter</title>".encode("utf-16")),
        ("mark first.eml", b"\xef\xbb\xbf" + SAMPLES["letter.eml"]),
        ("password.docx", OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le")),
        ("label.docx", OLE + bytes(500) + "\x06DataSpaces".encode("utf-16-le")),
    ],
)
def test_a_file_is_kept_whatever_wrote_it_or_locks_it(name, content):
    assert received_file(upload(name, content)).content == content


# A web page and an e-mail are plain text too; nothing else passes for another.
HONEST = {(name, name) for name in SAMPLES} | {("letter.html", "letter.txt"), ("letter.eml", "letter.txt")}


@pytest.mark.parametrize("contents", SAMPLES)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_that_is_not_what_it_says_is_refused(name, contents):
    if (contents, name) in HONEST:
        received_file(upload(name, SAMPLES[contents]))
    else:
        with pytest.raises(UnfitFile, match=f"^{name} is named as an? .*, but its contents are those of an? "):
            received_file(upload(name, SAMPLES[contents]))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("letter.pdf", b"", "letter.pdf is empty"),
        ("letter.pdf", b"\0\1\2", "letter.pdf is named as a PDF, but its contents are not"),
        ("letter.pdf", b"MZ\x90\0", "letter.pdf is named as a PDF, but its contents are not"),
        ("letter.txt", b"\xff\xfe\0", "letter.txt is named as a text file, but its contents are not"),
        (
            "letter.pdf",
            OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
            "letter.pdf is named as a PDF, but its contents are not",
        ),
        ("letter.txt", b"bell \x07", "letter.txt is named as a text file, but its contents are not"),
        ("letter.docx", zipped(("a.txt", "a")), "letter.docx is named as a Word document, but its contents are not"),
        (
            "letter.docx",
            SAMPLES["letter.docx"][:60],
            "letter.docx is named as a Word document, but its contents are not",
        ),
        ("letter.exe", b"MZ", "letter.exe must be a PDF, DOCX, DOC, ODT, XLSX, TXT, HTML, EML, MSG, PNG or JPEG file"),
        (
            "letter.pdf.svg",
            b"<svg/>",
            "letter.pdf.svg must be a PDF, DOCX, DOC, ODT, XLSX, TXT, HTML, EML, MSG, PNG or JPEG file",
        ),
        ("letter", b"%PDF-", "letter must be a PDF, DOCX, DOC, ODT, XLSX, TXT, HTML, EML, MSG, PNG or JPEG file"),
        ("letter.pdf", b"%PDF-" + bytes(MAX_BYTES - 4), "letter.pdf must be 20 MB or smaller"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value)[:40],
)
def test_a_file_that_is_not_kept_says_why(name, content, reason):
    with pytest.raises(UnfitFile) as refusal:
        received_file(upload(name, content))

    assert str(refusal.value) == reason


def test_a_file_of_exactly_20_megabytes_is_kept():
    content = b"%PDF-" + bytes(MAX_BYTES - 5)

    assert len(received_file(upload("letter.pdf", content)).content) == MAX_BYTES


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        ("letter.pdf", "letter.pdf"),
        ("Llythyr y Comisiynydd – ŵy.pdf", "Llythyr y Comisiynydd – ŵy.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\letters\\March.pdf", "March.pdf"),
        ("letter\u202efdp.exe.pdf", "letterfdp.exe.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie: b.pdf"),
        ("nul\0l\x07.pdf", "null.pdf"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("  spaced   out .pdf ", "spaced out .pdf"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_has_a_name_that_is_safe_to_show(claimed, kept):
    assert safe_name(claimed) == kept


# The view


def make_document(update, name="letter.pdf", content=b"%PDF-1.7", content_type="application/pdf"):
    return Document.objects.create(
        update=update,
        name=name,
        content_type=content_type,
        content=content,
        size=len(content),
        sha256="0" * 64,
        added_by=update.created_by,
        added_at=NOON,
    )


@pytest.fixture
def county(db):
    force = make_force()
    pcc = make_policing_body(force)
    make_addressee(body=force)
    return pcc


def test_a_document_is_downloaded_byte_for_byte_and_can_do_nothing(client, county):
    document = make_document(make_received(county), content=b"%PDF-\0\xff")
    client.force_login(make_liaison())

    response = client.get(document.get_absolute_url())

    assert response.content == b"%PDF-\0\xff"
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert [response[header] for header in headers] == [
        "application/pdf",
        'attachment; filename="letter.pdf"',
        "nosniff",
        "sandbox; default-src 'none'",
    ]
    assert response["Cache-Control"] == "no-store"


def test_a_name_in_welsh_survives_the_download(client, county):
    document = make_document(make_received(county), name='Tŷ "coch".pdf')
    client.force_login(make_liaison())

    response = client.get(document.get_absolute_url())

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''T%C5%B7%20%22coch%22.pdf"


def test_a_content_type_that_is_not_ours_is_never_served(client, county):
    document = make_document(make_received(county), content_type="image/svg+xml")
    client.force_login(make_liaison())

    assert client.get(document.get_absolute_url())["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("who", "status"),
    [("the body", 200), ("its force", 200), ("another body", 404), ("nobody in particular", 404)],
)
def test_a_received_letter_is_shown_to_those_it_speaks_for(client, county, who, status):
    document = make_document(make_received(county, speaks_for=[county, county.oversees]))
    people = {
        "the body": lambda: make_member(county),
        "its force": lambda: make_member(county.oversees),
        "another body": lambda: make_member(make_policing_body(name="Police and Crime Commissioner for Felpersham")),
        "nobody in particular": make_user,
    }
    client.force_login(people[who]())

    assert client.get(document.get_absolute_url()).status_code == status


def test_a_letter_still_being_recorded_is_shown_to_the_liaison_alone(client, county):
    draft = make_received(county, recorded_by=None, recorded_at=None)
    document = make_document(draft)

    client.force_login(make_member(county))
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(make_liaison())
    assert client.get(document.get_absolute_url()).status_code == 200


def test_a_document_that_does_not_exist_looks_like_someone_elses(client, county):
    elses = make_document(make_draft(county))
    client.force_login(make_user())

    pages = [client.get(reverse("document", args=[pk])) for pk in (elses.pk, elses.pk + 1)]

    assert [page.status_code for page in pages] == [404, 404]
    someone_elses, absent = [re.sub(r'value="\w{64}"', "", page.content.decode()) for page in pages]
    assert someone_elses == absent
