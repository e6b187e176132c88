"""Every part of a file that came in is read, or named with the reason why not; the letter is the one that answers."""

import base64
import email
import re
from email.message import EmailMessage

import pytest

from responses.intake.proposal import BlockKind, Hint
from responses.intake.reading import NotReadable, read, receive
from responses.intake.reading.files import MAX_PARTS
from responses.intake.reading.text import read_text
from tests import hostile
from tests.files import as_docx, as_html, as_mail, as_pdf, odt_of, zip_of
from tests.outlook import doc_of, msg_of, ole_of, tnef_of

ANSWERS = "Dear Sir,\n\nRecommendation 1\n\nWe accept it.\n\nRecommendation 4\n\nWe accept it, and have begun."
BLOCKS = read_text(ANSWERS)
MORE = "\n\n".join(f"Recommendation {number}" for number in range(1, 9))
ANNEX = read_text(f"Annex A\n\n{MORE}")
NOTE = "Please find our letter attached.\n\nKind regards"
POLICY = as_docx(read_text("Policy on records\n\nVersion 3 says how records are kept."))
DISCLAIMER = b"The views expressed are those of the originator."


def named(received):
    return [(part.name, bool(part.trouble)) for part in received.parts]


def letter(received):
    return [received.parts[place].name for place in received.letter]


def mail_with(*parts, text=NOTE):
    """A message, and parts that are (content, content type, the rest of its heading lines)."""
    message = EmailMessage()
    message["From"], message["Date"] = "office@testshire.example", "Wed, 17 Mar 2021 10:00:00 +0000"
    message.set_content(text)
    message.make_mixed()
    for content, kind, heads in parts:
        part = EmailMessage()
        part.set_content(content, *kind.split("/"))
        for name, said in heads.items():
            part[name] = said
        message.attach(part)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("text", "attached", "expected"),
    [
        (ANSWERS, {"ATT00001.txt": DISCLAIMER}, "the message"),
        (ANSWERS, {"policy v3.docx": POLICY}, "the message"),
        (NOTE, {"policy v3.docx": POLICY, "letter.docx": as_docx(BLOCKS)}, "letter.docx"),
        ("Our answers to recommendations 1 and 4 are attached.", {"letter.docx": as_docx(BLOCKS)}, "letter.docx"),
        ("Recommendation 1 and Recommendation 4: see the letter.", {"letter.docx": as_docx(BLOCKS)}, "letter.docx"),
        # An annex names more, and is the letter only where nothing else answers.
        (NOTE, {"annex.docx": as_docx(ANNEX), "letter.docx": as_docx(BLOCKS)}, "letter.docx"),
        (NOTE, {"Annex A.docx": as_docx(read_text(MORE)), "letter.docx": as_docx(BLOCKS)}, "letter.docx"),
        (NOTE, {"annex.docx": as_docx(ANNEX), "policy v3.docx": POLICY}, "annex.docx"),
        # No number anywhere: what has more of what letters say.
        ("Dear Sir,\n\nWe accept all of it.\n\nYours faithfully", {"policy v3.docx": POLICY}, "the message"),
        # Our own request, sent back with the answer, names more.
        (
            ANSWERS,
            {"request.docx": as_docx(read_text("Dear Chief Constable,\n\n" + ANSWERS + "\n\nRecommendation 7"))},
            "the message",
        ),
        # So does a report, which is longer than any letter.
        (ANSWERS, {"report.txt": b"Recommendation 1\n\nRecommendation 3\n\nRecommendation 5\n\n" + b"words " * 20_000},
         "the message"),
    ],
)  # fmt: skip
def test_the_letter_is_the_part_that_answers(text, attached, expected):
    received = receive(as_mail(text, attached=attached), "mail.eml")

    assert letter(received) == [expected]
    assert named(received) == [("the message", False), *((name, False) for name in attached)]


def test_a_person_may_say_that_another_part_is_the_letter():
    mail = as_mail(ANSWERS, attached={"policy v3.docx": POLICY})

    received = receive(mail, "mail.eml", letter=(1,))

    assert letter(received) == ["policy v3.docx"]
    assert "Version 3 says how records are kept." in [block.text for block in received.blocks]
    assert letter(receive(mail, "mail.eml", letter=(7,))) == ["the message"]


def test_a_file_alone_has_one_part_and_its_folder_is_a_hint():
    received = receive(as_docx(BLOCKS), "Borsetshire/June/letter.docx")

    assert (len(received.parts), received.letter) == (1, (0,))
    assert received.hints[:2] == (Hint("file name", "letter.docx"), Hint("folder", "Borsetshire/June"))


def test_an_email_tells_who_sent_it_and_when_it_came():
    received = receive(as_mail(NOTE, attached={"letter.docx": as_docx(BLOCKS)}), "mail.eml")

    assert received.hints == (
        Hint("file name", "mail.eml"),
        Hint("e-mail from", "Office of the Commissioner <office@testshire.example>"),
        Hint("e-mail subject", "Our response"),
        Hint("e-mail date", "2021-03-17"),
        Hint("file name", "letter.docx"),
        Hint("author", "python-docx"),
    )


@pytest.mark.parametrize(
    ("head", "days"),
    [
        (b"Date: Wed, 16 Jun 2021 16:30:00 -0700 (PDT)", ["2021-06-17"]),
        (b"Date: Thu, 17 Jun 2021 23:30:00 +0000", ["2021-06-18"]),  # in London it is half past midnight
        # It reached the server on the next day; and the server that had it last stands first.
        (
            b"Received: from a by b; Fri, 18 Jun 2021 00:10:00 +0100\r\n"
            b"Received: from c by a; Thu, 17 Jun 2021 23:59:00 +0100\r\nDate: Thu, 17 Jun 2021 23:58:00 +0100",
            ["2021-06-18"],
        ),
        (b"Received: by b; yesterday\r\nDate: 17 Jun 2021 09:00:00 GMT", ["2021-06-17"]),
        (b"Subject: no date", []),
        (b"Date: Thu, 99 Jun 2021 09:12:00 +0100", []),
        (b"Date: Thu, 17 Jun 99999 09:12:00 +0100", []),
        (b"Date: " + b"1" * 60_000, []),
        (b"Date: \xff\xfe\x00", []),
    ],
)
def test_the_day_an_email_came_is_the_day_it_was_here(head, days):
    hints = receive(head + b"\r\nFrom: a@testshire.example\r\n\r\nDear Sir\r\n", "mail.eml").hints

    assert [hint.text for hint in hints if hint.kind == "e-mail date"] == days


@pytest.mark.parametrize(
    ("content", "kind", "heads", "name", "trouble"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png", {"Content-ID": "<logo>"}, "a picture", "This is a picture"),
        (b"GIF89a", "image/gif", {}, "a picture", "This is a picture"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "text/calendar", {}, "an invitation", "an item of a calendar"),
        (b"0\x82", "application/pkcs7-signature", {}, "a signature", "by which programs tell who sent"),
        (b"0\x82", "application/pkcs7-mime", {}, "an encrypted message", "encrypted or signed (S/MIME)"),
        (b"-----BEGIN PGP MESSAGE-----", "application/pgp-encrypted", {}, "a version number", "how the message is enc"),
        (b"\x76\xe8", "application/x-microsoft-rpmsg-message", {}, "a locked message", "still locked"),
        (b"{\\rtf1 Dear}", "application/rtf", {}, "an RTF document", "Save it as DOCX or PDF"),
        (b"{\\rtf1 Dear}", "application/msword", {}, "an RTF document", "Save it as DOCX or PDF"),
        (b"PK\x03\x04", "application/vnd.ms-excel", {}, "a spreadsheet", "Ask for XLSX"),
        (ole_of({"EncryptedPackage": b"x"}), "application/octet-stream", {}, "a protected document", "by a password"),
        (b"", "application/pdf", {}, "an empty part", "This part is empty."),
        (b"\0\1\2", "application/octet-stream", {}, "a part", "of a kind that is not read"),
    ],
)
def test_a_part_that_is_not_read_is_named_and_says_why(content, kind, heads, name, trouble):
    part = receive(mail_with((content, kind, heads)), "mail.eml").parts[1]

    assert (part.name, part.blocks) == (name, ())
    assert trouble in part.trouble


@pytest.mark.parametrize("name", ["Letter to the inspectorate 14 June", "letter.html", ""])
@pytest.mark.parametrize("make", [as_docx, pytest.param(as_pdf, marks=pytest.mark.pdf)], ids=["docx", "pdf"])
def test_an_attached_letter_is_known_by_its_bytes_whatever_its_name(make, name):
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}

    received = receive(mail_with((make(BLOCKS), "application/octet-stream", disposition)), "mail.eml")

    assert received.letter == (1,)
    assert "We accept it." in [block.text for block in received.blocks]


def test_a_note_is_no_letter_where_the_letter_beside_it_is_not_read():
    mail = as_mail(NOTE, attached={"PCC letter.doc": doc_of(ANSWERS).replace(b"1\0T\0a", b"2\0T\0a")})

    assert receive(mail, "mail.eml").letter == ()
    with pytest.raises(NotReadable, match=r"^The letter seems to be PCC letter.doc, which was not read. This Word 97"):
        read(mail, "mail.eml")


def test_a_logo_that_is_not_read_leaves_a_short_message_the_letter():
    mail = mail_with((b"\x89PNG\r\n\x1a\n", "image/png", {"Content-ID": "<logo>"}), text="We shall answer in May.")

    assert receive(mail, "mail.eml").letter == (0,)


def test_a_notice_of_a_locked_message_is_not_taken_for_the_letter():
    notice = "Office (office@testshire.example) has sent you a protected message.\n\nRead the message"

    with pytest.raises(NotReadable, match=r"^This message is still locked: only its notice came"):
        read(as_mail(notice), "mail.eml")


def test_messages_within_messages_are_followed_to_their_letters():
    inner = email.message_from_bytes(as_mail(NOTE, attached={"letter.docx": as_docx(BLOCKS)}))
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "liaison@inspectorate.example", "FW: Our response"
    outer["Date"] = "Thu, 18 Mar 2021 10:00:00 +0000"
    outer.set_content("Please record this.")
    outer.add_attachment(inner)

    received = receive(outer.as_bytes(), "mail.eml")

    assert named(received) == [("the message", False), ("the message “Our response”", False), ("letter.docx", False)]
    assert letter(received) == ["letter.docx"]
    assert Hint("e-mail date", "2021-03-18") in received.hints
    assert Hint("e-mail from", "Office of the Commissioner <office@testshire.example>") in received.hints


def test_a_request_that_is_attached_to_the_answer_is_somebody_elses():
    request = as_mail(ANSWERS + "\n\nRecommendation 7").replace(b"office@testshire", b"sc@hmicfrs")
    answer = EmailMessage()
    answer["From"], answer["Date"] = "office@testshire.example", "Thu, 18 Mar 2021 10:00:00 +0000"
    answer.set_content(ANSWERS)
    answer.add_attachment(email.message_from_bytes(request))

    received = receive(answer.as_bytes(), "mail.eml")

    assert received.letter == (0,)
    assert {block.quoted for block in received.parts[1].blocks if block.kind != BlockKind.FURNITURE} == {True}


def test_letters_in_an_attached_zip_are_parts_and_those_that_fail_are_named():
    mail = as_mail(NOTE, attached={"letters.zip": zip_of({"a.txt": ANSWERS, "b.zip": zip_of({"c.txt": ANSWERS})})})

    received = receive(mail, "mail.eml")

    assert named(received) == [("the message", False), ("a.txt", False), ("a file in a zip", True)]
    assert "holds another, b.zip" in received.parts[2].trouble
    assert letter(received) == ["a.txt"]


def test_what_the_plain_words_of_a_message_say_beside_its_page_is_not_lost():
    page = "<html><p>Please see the attached letter.</p></html>"

    same = receive(as_mail("Please see the <https://x.example> attached letter.", page), "mail.eml")
    more = receive(as_mail(ANSWERS + "\n\nThe training is done, all officers have had it.", page), "mail.eml")

    assert named(same) == [("the message", False)]
    assert "We accept it." in [block.text for block in more.blocks]


# -- Office's own formats


def test_an_outlook_message_gives_all_that_it_encloses():
    docx = as_docx(BLOCKS)
    inner = {"subject": "Answers", "text": "See the chief’s letter.", "attached": {"letter.docx": docx}}
    content = msg_of("Our response – Tŷ", "Plain", page="<html><p>See attached – £5.", attached={"a.msg": inner})

    received = receive(content, "mail.msg")

    assert [part.name for part in received.parts] == ["the message", "the message “Answers”", "letter.docx"]
    assert [part.trouble for part in received.parts] == ["", "", ""]
    assert "See attached – £5." in [block.text for block in received.parts[0].blocks]
    assert letter(received) == ["letter.docx"]
    assert received.hints[1:4] == (
        Hint("e-mail from", "Office <office@testshire.example>"),
        Hint("e-mail subject", "Our response – Tŷ"),
        Hint("e-mail date", "2021-03-17"),
    )


def test_what_winmail_dat_holds_is_named_and_read():
    mail = as_mail(NOTE, attached={"winmail.dat": tnef_of({"Llythyr y Comisiynydd – ŵ.docx": as_docx(BLOCKS)})})

    received = receive(mail, "mail.eml")

    assert letter(received) == ["Llythyr y Comisiynydd – ŵ.docx"]
    assert "We accept it." in [block.text for block in received.blocks]


def test_winmail_dat_that_is_damaged_says_so():
    with pytest.raises(NotReadable, match="Outlook’s own package"):
        read(as_mail(NOTE, attached={"winmail.dat": tnef_of({})[:6] + b"\1" * 40}), "mail.eml")


def test_an_old_word_document_is_read_piece_by_piece():
    field = "\x13 HYPERLINK x \x14our site\x15"
    made = doc_of(
        "Dear Sir – £5\rRecommendation 1\r", "We accept ŵ.\r", f"See {field}.\r", "No.\x07Reply\x07\x071\x07Yes\x07\x07"
    )

    blocks = read(made, "letter.doc")

    said = [block.text for block in blocks if block.kind != BlockKind.CELL]
    assert said == ["Dear Sir – £5", "Recommendation 1", "We accept ŵ.", "See our site."]
    cells = [(block.row, block.column, block.text) for block in blocks if block.kind == BlockKind.CELL]
    assert cells == [(0, 0, "No."), (0, 1, "Reply"), (1, 0, "1"), (1, 1, "Yes")]
    assert "struck out or hidden" in receive(made, "letter.doc").parts[0].notes[0]


def test_a_locked_document_says_that_it_is_locked():
    for name, content in {
        "letter.docx": ole_of({"EncryptedPackage": b"x"}),
        "label.docx": ole_of({"\x06DataSpaces/Version": b"x"}),
        "letter.doc": doc_of("Dear Sir", flags=0x0100),
        "letter.odt": odt_of({"content.xml": "?", "META-INF/manifest.xml": "<m:encryption-data/>"}),
    }.items():
        with pytest.raises(NotReadable, match=r"^This file is protected by a password or a sensitivity label"):
            read(content, name)


# -- mails that are broken, or mean harm


@pytest.mark.parametrize(
    ("mark", "instead"),
    [
        (b"From:", b"\xef\xbb\xbfFrom:"),
        (b'charset="utf-8"', b'charset="x-nobody-knows"'),
        (b'charset="utf-8"', b"charset=punycode"),
        (b"MIME-Version: 1.0\n", b""),
        (b"have begun.", b"have begun." + bytes(4096)),
        (b"10:00:00 +0000", b"25:61:00 +9999"),
        (b"Subject: Our response", b"Subject: =?utf-8?b?!!!?= \xff\xfe =?x-none?q?a?="),
        (b"Content-Transfer-Encoding: 7bit", b"Content-Transfer-Encoding: x-own"),
    ],
)
def test_a_mail_that_is_a_little_broken_is_read(mark, instead):
    made = as_mail(ANSWERS)
    assert mark in made

    blocks = read(made.replace(mark, instead, 1), "mail.eml")

    assert "We accept it." in [block.text for block in blocks]


def test_words_in_seven_bits_are_read():
    made = as_mail("words").replace(b'charset="utf-8"', b"charset=utf-7")

    assert read(made.replace(b"words", "Tŷ Wyl – £5".encode("utf-7")), "mail.eml")[-1].text == "Tŷ Wyl – £5"


def test_a_mail_with_line_ends_of_an_old_mac_is_read_to_its_end():
    made = as_mail("Dear Sir, " * 20 + "we accept it – and have begun.").replace(b"\n", b"\r")
    assert b"quoted-printable" in made

    assert read(made, "mail.eml")[-1].text.endswith("we accept it – and have begun.")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: hostile.nested_mail(50), "holds messages within messages, too many to follow"),
        (
            lambda: as_mail("x").replace(b"Subject:", b"X: " + b"a" * 300_000 + b"\nSubject:"),
            "heading lines .* are longer",
        ),
        (lambda: as_mail("x", attached={"a.zip": hostile.zip_bomb()}), "unpacks to far more than a letter holds"),
    ],
)
def test_a_mail_without_end_is_given_up_in_a_sentence(make, sentence):
    with pytest.raises(NotReadable, match=sentence):
        read(make(), "mail.eml")


def test_parts_are_counted_and_the_letter_among_the_first_is_read():
    received = receive(as_mail(ANSWERS, attached={f"{number}.txt": b"x" for number in range(150)}), "mail.eml")

    assert len(received.parts) == MAX_PARTS + 1
    assert received.parts[-1].trouble == "This file holds more than 100 parts; those after them were not looked at."
    assert letter(received) == ["the message"]


def test_parts_after_more_words_than_a_letter_holds_are_named_and_not_read():
    mail = as_mail(ANSWERS, attached={f"{number}.txt": b"word " * 101_000 for number in range(3)})

    troubles = [part.trouble for part in receive(mail, "mail.eml").parts]

    assert [bool(trouble) for trouble in troubles] == [False, False, False, True]
    assert re.search("already hold more than a letter does", troubles[-1])


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_message_whose_words_are_parted_by_a_picture_is_one(kind):
    message = EmailMessage()
    message["From"], message["Date"] = "office@testshire.example", "Wed, 17 Mar 2021 10:00:00 +0000"
    message.make_mixed()
    for text in ("Recommendation 1: we accept it.", "Recommendation 4: we accept it too."):
        part = EmailMessage()
        part.set_content(f"<html><p>{text}</html>" if kind == "html" else text, subtype=kind)
        message.attach(part)
        message.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", disposition="inline")

    received = receive(message.as_bytes(), "mail.eml")

    assert named(received) == [("the message", False), ("a picture", True), ("a picture", True)]
    said = [block.text for block in received.blocks if block.kind != BlockKind.FURNITURE]
    assert said == ["Recommendation 1: we accept it.", "Recommendation 4: we accept it too."]


def test_an_attached_message_that_is_encoded_is_opened():
    inner = base64.encodebytes(as_mail(ANSWERS))
    mail = mail_with((b"X", "application/octet-stream", {})).replace(
        b"Content-Type: application/octet-stream", b"Content-Type: message/rfc822"
    )

    received = receive(mail.replace(base64.encodebytes(b"X"), inner), "mail.eml")

    assert letter(received) == ["the message “Our response”"]
    assert "We accept it." in [block.text for block in received.blocks]


def test_a_name_that_is_not_coded_is_read():
    mail = as_mail(NOTE, attached={"T__ Wyl.docx": as_docx(BLOCKS)})

    assert letter(receive(mail.replace(b"T__", "Tŷ".encode()), "mail.eml")) == ["Tŷ Wyl.docx"]


def test_files_put_into_a_word_document_are_parts_of_their_own():
    relations = (
        '<Relationships><Relationship Id="a" Type="http://x/package" Target="embeddings/annex.docx"/>'
        '<Relationship Id="b" Type="http://x/oleObject" Target="embeddings/object.bin"/></Relationships>'
    )
    others = {
        "word/_rels/document.xml.rels": relations,
        "word/embeddings/annex.docx": as_docx(ANNEX),
        "word/embeddings/object.bin": ole_of({"other": b"x"}),
    }

    received = receive(hostile.docx_of(hostile.document_xml(hostile.paragraph(ANSWERS)), others=others), "letter.docx")

    assert named(received) == [("letter.docx", False), ("annex.docx", False), ("object.bin", True)]
    assert letter(received) == ["letter.docx"]


def test_a_web_page_that_is_attached_is_a_part():
    received = receive(as_mail(NOTE, attached={"letter.html": as_html(BLOCKS)}), "mail.eml")

    assert letter(received) == ["letter.html"]
