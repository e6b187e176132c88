"""A file that means harm gives blocks or one sentence, within seconds, and nothing else happens."""

import contextlib
import random
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from responses.apart import TooMuch, _said
from responses.intake.proposal import Block, BlockKind, PassageKind
from responses.intake.reading import NotReadable, read
from responses.intake.reading.zips import unpack
from responses.intake.sandbox import MAX_ANSWER, READER, understand_safely
from tests import hostile
from tests.files import as_docx, as_html, as_mail, as_odt, as_pdf, zip_of
from tests.spreadsheets import workbook

MEGABYTE = 1024**2
SOON = 15  # seconds, on a machine that is busy with other tests; alone nearly all take less than two
LETTER = [
    Block(BlockKind.HEADING, "Response of Testshire Police", level=1),
    Block(BlockKind.PARAGRAPH, "Dear Sir, we thank the inspectorate for its report, and answer as follows."),
    Block(BlockKind.LIST_ITEM, "officers are trained"),
    Block(BlockKind.CELL, "Recommendation 1", table=0, row=0, column=0),
    Block(BlockKind.CELL, "We accept it.", table=0, row=0, column=1),
]

DAMAGED = "This file is damaged: it cannot be unpacked. Ask the sender for it again."
DAMAGED_XML = "This document is damaged: its text cannot be read. Ask the sender for it again."
DAMAGED_PDF = "This PDF is damaged and cannot be read. Ask the sender for it again."
BOMB = "This file unpacks to far more than a letter holds, so it was not opened."
DECLARES = "This document holds instructions that no office program writes, so it was not read."
TOO_MUCH = "This file asks for more than reading a letter takes, so it was given up. Ask the sender for a simpler one."
MAIL_TOO_DEEP = "This e-mail holds messages within messages, too many to follow. Send the letter itself."
TOO_DEEP = "This file is nested or packed too deeply to be a letter, so it was not read."
NO_TEXT = "The words of this file are not stored as text, so they cannot be read."
MANY_CHARACTERS = "This file holds more than 1,000,000 characters, which is no letter."


def read_safely(content: bytes, name: str, **how):
    """The passages of a file, with nobody known who may have written it."""
    return understand_safely(content, name, bodies=(), super_complaints=(), **how).passages


def refusal(content: bytes, name: str) -> str:
    """The sentence that says why a file is not read; it must come soon."""
    started = time.monotonic()
    with pytest.raises(NotReadable) as refused:
        read_safely(content, name)
    assert time.monotonic() - started < SOON
    return str(refused.value)


def words_of(content: bytes, name: str) -> str:
    said = [passage.text for passage in read_safely(content, name) if passage.kind != PassageKind.FURNITURE]
    return " ".join(" ".join(said).split())


@pytest.mark.parametrize(
    ("make", "name", "sentence"),
    [
        (hostile.zip_bomb, "letter.docx", BOMB),
        (hostile.lying_zip_bomb, "letter.docx", DAMAGED),
        (hostile.zip_of_zips, "letter.docx", DAMAGED_XML),
        (lambda: hostile.wide_docx(50_000), "letter.docx", BOMB),
        (hostile.billion_laughs_docx, "letter.docx", DAMAGED_XML),
        (hostile.billion_laughs_odt, "letter.odt", DAMAGED_XML),
        (lambda: hostile.external_entity_docx("file:///etc/passwd"), "letter.docx", DECLARES),
        (lambda: hostile.external_entity_odt("file:///etc/passwd"), "letter.odt", DECLARES),
        (lambda: hostile.deep_docx(2_000), "letter.docx", DAMAGED_XML),
        (hostile.pdf_with_page_loop, "letter.pdf", DAMAGED_PDF),
        (
            lambda: hostile.pdf_declaring_pages(1_000_000),
            "letter.pdf",
            "This PDF has 1,000,000 pages; up to 300 are read. Send the letter alone.",
        ),
        (
            lambda: hostile.pdf_of_pages(301),
            "letter.pdf",
            "This PDF has 301 pages; up to 300 are read. Send the letter alone.",
        ),
        (hostile.pdf_with_endless_content, "letter.pdf", TOO_MUCH),
        (hostile.pdf_with_forms_in_forms, "letter.pdf", TOO_MUCH),
        (
            lambda: hostile.encrypted(hostile.pdf_drawing(hostile.WORDS), user="secret"),
            "letter.pdf",
            "This PDF is protected by a password. Ask the sender for one that is not.",
        ),
        (
            lambda: hostile.pdf_drawing(b"0 0 m 9 9 l S"),
            "letter.pdf",
            "This file is a picture of a letter: it holds no words that can be read. "
            "Keep it beside the record, and type what it says.",
        ),
        (
            lambda: hostile.deep_page(100_000),
            "letter.html",
            "This web page is nested too deeply to be a letter, so it was not read.",
        ),
        (lambda: hostile.nested_mail(1_000), "letter.eml", MAIL_TOO_DEEP),
        (lambda: hostile.nested_multipart_mail(1_000), "letter.eml", MAIL_TOO_DEEP),
        (lambda: b"\0" * MEGABYTE, "letter.txt", NO_TEXT),
        (lambda: b"<html>" + b"\0" * MEGABYTE, "letter.html", NO_TEXT),
        (lambda: b"x\n" * 50_000, "letter.txt", "This file holds more than 20,000 lines, which is no letter."),
        (
            lambda: b"<html>" + b"<p>x" * 50_000,
            "letter.html",
            "This file holds more than 20,000 lines or paragraphs, which is no letter.",
        ),
        (lambda: b"x" * 20 * MEGABYTE, "letter.txt", MANY_CHARACTERS),
        (lambda: b"<html>" + b"x" * (20 * MEGABYTE - 6), "letter.html", MANY_CHARACTERS),
        (lambda: as_mail("x " * 2_000_000), "letter.eml", MANY_CHARACTERS),
        (lambda: b"x" * (20 * MEGABYTE + 1), "letter.txt", "This file must be 20 MB or smaller."),
        (lambda: b"", "letter.pdf", "This file is empty."),
    ],
)
def test_a_file_that_would_take_too_much_is_refused_in_a_sentence(make, name, sentence):
    assert refusal(make(), name) == sentence


READ_FROM = "Letters are read from PDF, DOCX, DOC, ODT, XLSX, HTML, EML, MSG and TXT files."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("letter.pdf", "This file is named as a PDF, but its contents are those of a Word document."),
        ("letter.odt", "This file is named as an OpenDocument text, but its contents are those of a Word document."),
        ("letter.html", "This file is named as a web page, but its contents are those of a Word document."),
        (
            "letter.exe",
            f"{READ_FROM} A file that ends in .exe is not.",
        ),
        (
            "letter",
            f"{READ_FROM} A file without an ending is not.",
        ),
        ("letter.txt", NO_TEXT),
    ],
)
def test_a_file_under_a_wrong_name_is_refused_with_what_it_is(name, sentence):
    assert refusal(as_docx(LETTER), name) == sentence


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "letter.doc",
            "This Word 97 document is damaged, so it was not read. Ask the sender for it again, as DOCX or PDF.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"),
            "letter.msg",
            "This Outlook message is damaged, so it was not read. Ask the sender for it again.",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "letter.png",
            "This file is a picture of a letter. Keep it beside the record, and type what it says.",
        ),
    ],
    ids=["doc", "msg", "png"],
)
def test_a_file_that_is_kept_and_not_read_says_what_to_do(content, name, sentence):
    assert refusal(content, name) == sentence


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: hostile.pdf_with_deep_array(200_000), "letter.pdf"),
        (lambda: hostile.pdf_with_deep_content(1_000_000), "letter.pdf"),
        (
            lambda: hostile.encrypted(hostile.pdf_drawing(hostile.WORDS), user=""),
            "letter.pdf",
        ),  # may be read, not edited
        (
            lambda: hostile.docx_of(
                hostile.document_xml(hostile.paragraph("Dear Sir, this is a letter with some words.")),
                kind=hostile.DOCM,
                others={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub AutoOpen()"},
            ),
            "letter.docx",
        ),
    ],
    ids=["deep array", "deep content", "owner's password", "macros"],
)
def test_a_letter_is_read_past_what_does_not_matter(make, name):
    assert words_of(make(), name) == "Dear Sir, this is a letter with some words."


def test_a_web_page_gives_its_words_and_nothing_it_would_run():
    words = words_of(hostile.nasty_page("http://listener.invalid"), "letter.html")

    assert words == "Dear Sir, Yours & ours ’"


@pytest.fixture
def listener():
    """An address on this machine, and the list of those who called."""
    callers = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    callers.append(server.accept())

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", callers
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (hostile.nasty_page, "letter.html"),
        (hostile.external_entity_docx, "letter.docx"),
        (hostile.external_entity_odt, "letter.odt"),
        (lambda url: as_mail("Dear Sir", f'<html><img src="{url}/x.png"><p>Dear Sir'), "letter.eml"),
    ],
    ids=["html", "docx", "odt", "eml"],
)
def test_reading_calls_nobody(listener, make, name):
    url, callers = listener

    with contextlib.suppress(NotReadable):
        read_safely(make(url), name)

    time.sleep(0.3)
    assert callers == []


TRIES = {
    "a socket": "socket.socket()",
    "a socket on this machine": "socket.socket(socket.AF_UNIX)",
    "another program": "os.execv(sys.executable, [sys.executable, '-c', ''])",
    "another process": "os.fork()",
    "a new file": "open(folder + '/new', 'w')",
    "a changed file": "open(folder + '/kept', 'r+').write('x')",
    "an emptied file": "open(folder + '/kept', 'w')",
    "a removed file": "os.unlink(folder + '/kept')",
    "a renamed file": "os.rename(folder + '/kept', folder + '/gone')",
    "a file cut short": "os.truncate(folder + '/kept', 0)",
    "a group of its own": "os.setsid()",
    "a signal": "os.kill(os.getppid(), 0)",
    "memory without end": "bytearray(600 * 1024 * 1024)",
}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only some of the limits hold: see confined.py")
@pytest.mark.parametrize("threads", [False, True], ids=["as it reads", "as it draws"])
@pytest.mark.parametrize("attempt", TRIES.values(), ids=TRIES.keys())
def test_whatever_a_process_apart_becomes_it_can_do_no_harm(attempt, threads, tmp_path):
    (tmp_path / "kept").write_text("as it was")
    program = f"""
import os, socket, sys
from responses.confined import confine
folder = {str(tmp_path)!r}
confine(5, threads={threads})
try:
    {attempt}
except (OSError, MemoryError) as error:
    print(type(error).__name__)
else:
    print("done")
"""
    tried = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)  # noqa: S603 - ours

    assert tried.stdout.strip() in {"PermissionError", "MemoryError"}, tried.stderr
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("kept", "as it was")]


def test_a_process_that_draws_may_have_threads():
    program = """
import threading
from responses.confined import confine
confine(5, threads=True)
thread = threading.Thread(target=print, args=["done"])
thread.start()
thread.join()
"""
    tried = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)  # noqa: S603 - ours

    assert tried.stdout.strip() == "done", tried.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the process as Linux shows it")
def test_the_reading_process_is_told_no_secrets(monkeypatch):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "a secret that must not be read")
    READER.end()
    server = READER.start()  # every process that reads is a copy of it
    told, deadline = "", time.monotonic() + SOON
    while not told and time.monotonic() < deadline:
        told = Path(f"/proc/{server.process.pid}/environ").read_text()

    assert sorted(line.partition("=")[0] for line in told.split("\0") if line) == ["LANG", "PATH", "PYTHONHASHSEED"]


def test_a_reader_that_does_not_end_is_ended():
    started = time.monotonic()

    with pytest.raises(NotReadable, match=r"^Reading this file took longer than 0 seconds, so it was given up\."):
        read_safely(as_pdf(LETTER), "letter.pdf", seconds=0)

    assert time.monotonic() - started < 5


def test_an_answer_without_end_is_not_taken():
    ours, theirs = socket.socketpair()
    endless = subprocess.Popen([sys.executable, "-c", "while True: print('yes' * 10_000)"], stdout=theirs)
    theirs.close()
    try:
        with ours, pytest.raises(TooMuch):
            _said(ours, time.monotonic() + 60, MAX_ANSWER)
    finally:
        endless.kill()
        endless.wait()
    assert MAX_ANSWER < 20 * MEGABYTE


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.html",
        "C:\\letters\\letter.html",
        "letter\u202elmth.html",
        "letter\r\nX-Header: 1.html",
        "letter\0.html",
        "; rm -rf ~ #.html",
        "--help.html",
        "ŵ" * 5_000 + ".html",
        "\udcff.html",
    ],
)
def test_a_name_is_only_a_name(name):
    assert words_of(as_html(LETTER[1:2]), name) == LETTER[1].text


def test_words_lose_the_characters_that_hide_or_turn_them():
    page = "<html><p>Dear\u202e Sir\u200b,\u0007 this is\u00a0a let\u00adter"

    assert words_of(page.encode(), "letter.html") == "Dear Sir, this is a letter"


TRUNCATED = {
    "letter.docx": as_docx,
    "letter.odt": as_odt,
    "letter.xlsx": lambda letter: workbook([[each.text] for each in letter], headings=["Action plan"]),
    "letter.pdf": as_pdf,
    "letter.html": as_html,
    "letter.eml": lambda letter: as_mail("See the letter.", attached={"letter.docx": as_docx(letter)}),
}


SENTENCE = re.compile(r"[A-Z][^.].{10,200}\.")


def trouble_with(reader, content: bytes, name: str) -> str:
    """Why a file is not read; empty where it is."""
    try:
        reader(content, name)
    except NotReadable as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", TRUNCATED)
def test_a_file_cut_anywhere_gives_words_or_a_sentence(name):
    whole = TRUNCATED[name](LETTER)
    places = random.Random(4).sample(range(len(whole)), 60)  # noqa: S311 - the same places each time
    troubles = [trouble for place in places if (trouble := trouble_with(read, whole[:place], name))]

    assert [trouble for trouble in troubles if not SENTENCE.fullmatch(trouble)] == []


@pytest.mark.parametrize("name", TRUNCATED)
def test_a_file_with_bytes_changed_gives_words_or_a_sentence(name):
    whole = TRUNCATED[name](LETTER)
    chance = random.Random(5)  # noqa: S311 - the same changes each time
    troubles = []
    for _ in range(3):
        changed = bytearray(whole)
        for _ in range(20):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        troubles.append(trouble_with(read_safely, bytes(changed), name) or "This was read.")

    assert [trouble for trouble in troubles if not SENTENCE.fullmatch(trouble)] == []


def test_the_same_file_gives_the_same_blocks():
    made = as_pdf(LETTER)

    assert read_safely(made, "letter.pdf") == read_safely(made, "letter.pdf")


# -- a zip of letters


def test_a_zip_gives_its_letters_with_the_folders_they_are_in_and_with_no_way_out_of_them():
    made = zip_of(
        {
            "letters/Surrey\u202e PCC.docx": b"one",
            "../../../etc/Kent.pdf": b"two",
            "C:\\temp\\Essex.txt": b"three",
            "__MACOSX/letters/._Surrey PCC.docx": b"litter",
            "letters/.DS_Store": b"litter",
            "letters/Thumbs.db": b"litter",
            "letters/~$Surrey PCC.docx": b"litter",
        }
    )

    letters, refused = unpack(made, MEGABYTE)

    assert letters == [("letters/Surrey PCC.docx", b"one"), ("etc/Kent.pdf", b"two"), ("C:/temp/Essex.txt", b"three")]
    assert refused == []


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: b"PK, or so it says", DAMAGED),
        (lambda: zip_of({"letter.txt": b"x" * 1000})[:-60], DAMAGED),
        (lambda: zip_of({"a/": b"", "__MACOSX/x": b"x"}), "This zip file holds no files."),
        (lambda: hostile.zip_of_many(201), "This zip file holds 201 files. Send at most 200 at once."),
        (lambda: hostile.zip_of_many(30_000), "This file holds more than 2,000 files, so it was not opened."),
    ],
    ids=["no zip", "cut", "empty", "201", "30,000"],
)
def test_a_zip_that_is_none_of_letters_is_refused_in_a_sentence(make, sentence):
    with pytest.raises(NotReadable) as refused:
        unpack(make(), MEGABYTE)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (
            lambda: zip_of({"right.txt": b"x", "letters.ZIP": zip_of({"letter.txt": b"x"})}),
            "This zip file holds another, letters.ZIP. Unpack that one first.",
        ),
        (
            lambda: zip_of({"right.txt": b"x", "letter.txt": b"\0" * (MEGABYTE + 1)}),
            "letter.txt in this zip file must be 1 MB or smaller.",
        ),
        (
            lambda: hostile.locked(zip_of({"right.txt": b"x", "letter.txt": b"secret"})),
            "letter.txt in this zip file: This file is protected by a password. Ask the sender for one that is not.",
        ),
        (
            lambda: zip_of({"right.txt": b"x", "letter.txt": b"words " * 99}, compressed=False).replace(
                b"words words", b"wards words", 1
            ),
            f"letter.txt in this zip file: {DAMAGED}",
        ),
    ],
    ids=["nested", "large", "encrypted", "damaged"],
)
def test_a_letter_in_a_zip_fails_alone(bad, sentence):
    letters, refused = unpack(bad(), MEGABYTE)

    assert letters == [("right.txt", b"x")]
    assert [str(reason) for reason in refused] == [sentence]


@pytest.mark.parametrize("make", [hostile.zip_bomb, hostile.lying_zip_bomb])
def test_a_bomb_gives_no_letter(make):
    try:
        letters, _ = unpack(make(), MEGABYTE)
    except NotReadable:
        letters = []

    assert sum(len(content) for _, content in letters) < MEGABYTE


def test_a_zip_is_refused_that_holds_too_much_altogether():
    # The same bytes each time, of a kind that does not pack.
    made = zip_of({f"{number}.txt": random.Random(number).randbytes(MEGABYTE) for number in range(3)})  # noqa: S311 - so

    with pytest.raises(NotReadable, match=r"^This file unpacks to far more than a letter holds"):
        unpack(made, 2 * MEGABYTE, max_total=2 * MEGABYTE)
