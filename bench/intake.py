"""`make bench-intake`: how well letters are understood, in three kinds of file, and how long it takes.

The real letters lie beside this repository, each with a careful human reading; the script that lies with them compares.
Then: how long one takes once its words are there, 200 of them in every kind of file sent in together and read to the
last as on one machine, and how the time grows with the text. Times are of processors, since others may use the machine.
"""

import hashlib
import io
import itertools
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from bench import long_texts
from bench.measure import HEADING, Figure, measure

SENT_IN = 200


def main(folder: Path):
    django.setup()
    warnings.simplefilter("ignore")
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = ":memory:"
    name = settings.DATABASES["default"]["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("load_reference", verbosity=0, stdout=io.StringIO())
        letters = {place.name: [text for _, text in letters_in(place)] for place in (folder, folder / "excerpts")}
        if any(letters.values()):
            show_scores(folder)
        else:
            from tests.letters import LETTERS

            print(f"There are no letters in {folder}, so nothing is scored, and our own are timed.")
            letters = {"our own": [letter.text for letter in LETTERS]}
        show_times(letters)
        show_queue([text for texts in letters.values() for text in texts])
        long_texts.show_growth()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def letters_in(place: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each letter that a person has read; a first line with its address is no part of it."""
    for path in sorted(place.glob("*.expected.json")):
        name = path.name.removesuffix(".expected.json")
        text = path.with_name(f"{name}.txt").read_text()
        yield name, text.split("\n", 1)[1] if text.startswith("# http") else text


def kinds() -> dict:
    """What makes the bytes of a file from a text, by the kind of file."""
    from responses.intake.reading.text import read_text
    from tests import files

    def made(make, text):
        blocks = read_text(text)
        return make(blocks, header=files.header_of(blocks))

    return {"txt": str.encode, "docx": partial(made, files.as_docx), "pdf": partial(made, files.as_pdf)}


# -- how well


def show_scores(folder: Path):
    """What the script finds, of letters in files that are called "letter" and of files with the names they came by."""
    for place, kind, named in itertools.product((folder, folder / "excerpts"), kinds(), (False, True)):
        with tempfile.TemporaryDirectory() as read:
            for name, text in letters_in(place):
                said = read_as(text, f"{name if named else 'letter'}.{kind}")
                Path(read, hashlib.sha256(text.encode()).hexdigest()).write_text(said)
            # It runs a command on a file with each text, which here prints what was said before.
            command = ["sh", "-c", f'cat {read}/$(sha256sum < "$1" | cut -c -64)', "sh"]
            script = [sys.executable, folder / "score.py", *command, "--", place]
            said = subprocess.run(script, capture_output=True, text=True, check=True)  # noqa: S603 - our own letters
        print(f"{place.name}, {kind}{', by name' if named else ''}: {said.stdout.splitlines()[-1]}", flush=True)


def read_as(text: str, name: str) -> str:
    """What `manage.py read_letter` prints of a text in a file of this name."""
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, suppress(CommandError):
        path = Path(folder, name)
        path.write_bytes(kinds()[path.suffix[1:]](text))
        call_command("read_letter", path, stdout=said)
    return said.getvalue()


# -- how fast


def show_times(letters: dict[str, list[str]]):
    """Understanding alone, beside the least work that could answer, and the share of words that are in one passage."""
    from responses.intake.known import known_bodies, known_super_complaints
    from responses.intake.reading import receive
    from responses.intake.understanding import understand

    known = {"bodies": known_bodies(), "super_complaints": known_super_complaints()}
    names = [name for body in known["bodies"] for name in (body.name, *body.names)]
    print(f"\n{HEADING}")
    for (group, texts), (kind, make) in itertools.product(letters.items(), kinds().items()):
        figures, kept = [], []
        for text in texts:
            received = receive(make(text), f"letter.{kind}")
            work = partial(understand, received.blocks, hints=received.hints, **known)
            floor = partial(least, received.blocks, names)
            figures.append(measure("", work, floor, times=5, clock=time.process_time))
            kept.append(share_kept(received.blocks, work().passages))
        medians = [figure.median for figure in figures]
        p95 = statistics.quantiles(medians, n=20, method="inclusive")[-1]
        what = f"{group}, {kind}, {len(texts)} of them, {statistics.mean(kept):.2%} of words kept"
        print(
            Figure(what, statistics.median(medians), p95, floor=statistics.median(it.floor for it in figures)),
            flush=True,
        )


def least(blocks, names: list[str]):
    """Each word put into a passage once, and one search each for bodies, days and recommendations."""
    text = "\n".join(" ".join(block.text.split()) for block in blocks)
    days, numbers = r"\d{1,2} [A-Z][a-z]+ \d{4}", r"[Rr]ecommendations? (\d+)"
    return [name for name in names if name in text], re.findall(days, text), re.findall(numbers, text)


def share_kept(blocks, passages) -> float:
    from responses.intake.understanding.pieces import words

    before = [word for block in blocks for word in words(block.text)]
    after = [word for passage in passages for word in words(passage.text)]
    return sum(a == b for a, b in zip(before, after, strict=False)) / max(1, len(before), len(after))


def show_queue(letters: list[str]):
    """How long it takes until the last of many letters has been read, started in one go."""
    from accounts.models import User
    from recommendations.models import SuperComplaint
    from responses.intake.models import Intake
    from responses.intake.queue import have_read
    from responses.intake.sandbox import READER
    from responses.jobs.worker import work

    by = User.objects.create(email="liaison@example.org", name="A liaison officer")
    facts = {"uploaded_by": by, "uploaded_at": timezone.now(), "content_type": ""}
    facts |= {"super_complaint": SuperComplaint.objects.get(slug="safe-to-share")}
    for name, content in itertools.islice(various_files(letters), SENT_IN):
        sha256 = hashlib.sha256(content).hexdigest()
        intake = Intake.objects.create(name=name, content=content, size=len(content), sha256=sha256, **facts)
        have_read([intake], at=timezone.now())
    start, used = time.perf_counter(), processors()
    count = work(timezone.now)["read"]
    seconds = time.perf_counter() - start
    READER.end()  # what it used is told when it ends
    understood = Intake.objects.exclude(proposal_json=None).count()
    print(f"\n{count} letters sent in together, {understood} of them read, by one reader: {seconds:.0f} s", end="")
    print(f" ({processors() - used:.0f} s of processors)", flush=True)


def processors() -> float:
    """Seconds of processor time, of this process and of those that it made and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def various_files(letters: list[str]) -> Iterator[tuple[str, bytes]]:
    """Files without end: the letters in turn, each time in another kind of file and with a reference of its own."""
    from responses.intake.reading.text import read_text
    from tests import files

    def mailed(blocks):
        return files.as_mail("See the letter.", attached={"letter.docx": files.as_docx(blocks)})

    makers = {"odt": files.as_odt, "html": files.as_html, "eml": mailed}
    makers = kinds() | {kind: lambda text, make=make: make(list(read_text(text))) for kind, make in makers.items()}
    for number, (kind, make) in enumerate(itertools.cycle(makers.items())):
        yield f"letter-{number}.{kind}", make(f"{letters[number % len(letters)]}\n\nOur reference: {number}\n")


if __name__ == "__main__":
    main(Path(*sys.argv[1:] or [settings.BASE_DIR.parent / "shared" / "letters"]))
