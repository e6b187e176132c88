"""`make bench-intake`: how well letters are understood, and how long it takes, for each kind of file.

The letters are the real ones, where they lie beside this folder, held to a careful human reading; and those of our own
making. Each is understood as text, and as the Word and PDF files that the tests make of it. Then 200 of them, in every
kind of file, are sent in together, and read to the last as they are on one machine: by one reader, a process for each.
"""

import hashlib
import io
import itertools
import json
import os
import statistics
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

KINDS = ["txt", "docx", "pdf"]
VOICES = {"pcc": "local_policing_body"}  # as the careful reader wrote them
SENT_IN = 200
HEADING = f"{'':<58}{'kind':>6}{'found':>9}{'false':>7}{'facts':>7}{'words':>8}{'ms':>7}"


@dataclass
class Reading:
    """What a careful reader finds in a letter: facts, and (number, voice, first words) of each answer."""

    name: str
    text: str
    facts: tuple[str, ...]  # body, date, addressee
    sections: list[tuple[str, str, str]]
    known: dict


@dataclass
class Result:
    name: str
    kind: str
    found: int
    expected: int
    false: int
    facts: int
    kept: float
    seconds: float

    def __str__(self):
        found, facts, ms = f"{self.found}/{self.expected}", f"{self.facts}/3", self.seconds * 1000
        return f"{self.name[:56]:<58}{self.kind:>6}{found:>9}{self.false:>7}{facts:>7}{self.kept:>8.1%}{ms:>7.0f}"


def main():
    django.setup()
    warnings.simplefilter("ignore")
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = ":memory:"
    name = settings.DATABASES["default"]["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        print(HEADING)
        results = []
        for reading in readings():
            for result in understood(reading):
                results.append(result)
                print(result, flush=True)
        show_totals(results)
        show_queue([reading.text for reading in readings()])
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def readings() -> Iterator[Reading]:
    from responses.intake.known import known_bodies, known_super_complaints
    from tests.letters import BODIES, LETTERS, OTHER_REPORT, REPORT

    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    known = {"bodies": known_bodies(), "super_complaints": known_super_complaints()}
    for path in sorted((settings.BASE_DIR.parent / "shared" / "letters").glob("*.txt")):
        expected = json.loads(path.with_suffix(".expected.json").read_text())
        facts = (expected["body"], expected["date"], expected["addressee"] or "")
        sections = [
            (str(s["recommendation"]), VOICES.get(s["author"], s["author"]), s["starts_with"])
            for s in expected["sections"]
        ]
        yield Reading(path.stem, path.read_text(), facts, sections, known)
    invented = {"bodies": BODIES, "super_complaints": [REPORT, OTHER_REPORT]}
    for letter in LETTERS:
        facts = (letter.body, letter.dated, letter.addressed_to)
        sections = [(number, voice, begins) for numbers, voice, begins in letter.sections for number in numbers]
        yield Reading(letter.name, letter.text, facts, sections, invented)


def understood(reading: Reading) -> Iterator[Result]:
    from responses.intake.reading import read
    from responses.intake.reading.text import read_text
    from responses.intake.understanding import understand
    from tests import files

    makers = {"txt": None, "docx": files.as_docx, "pdf": files.as_pdf}
    for kind in KINDS:
        blocks = read_text(reading.text)
        if makers[kind]:
            blocks = read(makers[kind](blocks, header=files.header_of(blocks)), f"letter.{kind}")
        seconds = []
        for _ in range(5):
            start = time.perf_counter()
            proposal = understand(blocks, **reading.known)
            seconds.append(time.perf_counter() - start)
        yield compared(reading, kind, blocks, proposal, statistics.median(seconds))


def compared(reading: Reading, kind: str, blocks, proposal, seconds: float) -> Result:
    from responses.intake.proposal import PassageKind
    from responses.intake.understanding.pieces import plain, words

    answers = [
        (number, str(passage.voice), " ".join(words(plain(passage.text))))
        for passage in proposal.passages
        if passage.kind == PassageKind.RESPONSE
        for number in passage.recommendations
    ]
    found = sum(
        any(
            (number, voice) == answer[:2] and answer[2].startswith(" ".join(words(plain(begins))[:8]))
            for answer in answers
        )
        for number, voice, begins in reading.sections
    )
    about = {(number, voice) for number, voice, _ in reading.sections}
    false = sum(answer[:2] not in about for answer in answers)
    facts = sum(
        a == b for a, b in zip(reading.facts, (proposal.body, proposal.dated, proposal.addressed_to), strict=True)
    )
    before = [word for block in blocks for word in words(block.text)]
    after = [word for passage in proposal.passages for word in words(passage.text)]
    kept = sum(a == b for a, b in zip(before, after, strict=False)) / max(1, len(before), len(after))
    return Result(reading.name, kind, found, len(reading.sections), false, facts, kept, seconds)


def show_totals(results: list[Result]):
    for kind in KINDS:
        these = [result for result in results if result.kind == kind]
        print(
            Result(
                f"all {len(these)} (ms: median of {statistics.median(r.seconds for r in these) * 1000:.0f}, at most)",
                kind,
                sum(result.found for result in these),
                sum(result.expected for result in these),
                sum(result.false for result in these),
                round(sum(result.facts for result in these) / len(these)),
                sum(result.kept for result in these) / len(these),
                max(result.seconds for result in these),
            )
        )


def show_queue(texts: list[str]):
    """How long it takes until the last of many letters has been read, started in one go."""
    from accounts.models import User
    from recommendations.models import SuperComplaint
    from responses.intake.models import Intake
    from responses.intake.queue import read_all

    by = User.objects.create(email="liaison@example.org", name="A liaison officer")
    super_complaint = SuperComplaint.objects.get(slug="safe-to-share")
    for number, (name, content) in enumerate(itertools.islice(various_files(texts), SENT_IN)):
        facts = {"name": name, "content_type": "", "content": content, "size": len(content)}
        facts |= {"sha256": hashlib.sha256(b"%d" % number).hexdigest(), "super_complaint": super_complaint}
        Intake.objects.create(uploaded_by=by, uploaded_at=timezone.now(), **facts)
    start = time.perf_counter()
    read = read_all(timezone.now)
    seconds = time.perf_counter() - start
    understood = Intake.objects.exclude(proposal_json=None).count()
    print(f"\n{read} letters sent in together, {understood} of them read, by one reader: {seconds:.0f} s")


def various_files(texts: list[str]) -> Iterator[tuple[str, bytes]]:
    """Files without end: the letters in turn, each time in another kind of file and with a reference of its own."""
    from responses.intake.reading.text import read_text
    from tests import files

    makers = {
        "txt": None,
        "docx": files.as_docx,
        "pdf": files.as_pdf,
        "odt": files.as_odt,
        "html": files.as_html,
        "eml": lambda blocks: files.as_mail("See the letter.", attached={"letter.docx": files.as_docx(blocks)}),
    }
    for number, (kind, maker) in enumerate(itertools.cycle(makers.items())):
        text = f"{texts[number % len(texts)]}\n\nOur reference: {number}\n"
        yield f"letter-{number}.{kind}", maker(list(read_text(text))) if maker else text.encode()


main()
