"""A letter that goes out: what others wait for while it does, and what it takes to read it ever after. Over HTTP."""

import itertools
import json
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.urls import reverse

from accounts.models import Membership, Role, User
from bench.data import DUE, NOON, WORDS, make_super_complaint
from bench.drawing import LONG, make_letter, make_letter_bodies, page_count
from bench.measure import Figure, measure
from bench.server import Person, a_server, put_static
from responses.letter.html import draw_letter
from responses.models import Response, SentLetter, Update

LETTERS = 4  # each sent once, while another editor saves
QUIET = 150  # saves before each of them


def figures(folder: str) -> Iterator[tuple[str, Figure]]:
    """What it is called, and its ratio: `folder` holds the database."""
    letters = [signed_off_letter(number) for number in range(LETTERS)]
    read = sent_letter()
    put_static(folder, "letter.pdf", bytes(read.pdf))
    with a_server(folder) as port:
        yield "served", served(port, read)
        yield "lock", saving_meanwhile(port, letters)


def served(port: int, letter: SentLetter) -> Figure:
    """The PDF of a letter that was sent, beside a static file of its bytes from the same server."""
    person = Person(port, writer_of(letter.update))
    address = reverse("letter_pdf", args=[letter.update_id])

    def get(address):
        status, content = person.get(address)
        assert (status, content) == (200, letter.pdf), f"{address}: {status}"  # noqa: S101 - a bench may stop at once

    what = f"A sent letter of {len(letter.pdf) / 1000:.0f} kB, against a static file"
    return measure(what, partial(get, address), partial(get, "/static/letter.pdf"), times=200)


def saving_meanwhile(port: int, letters: list[Update]) -> Figure:
    """Another editor's saves in the background while a letter is sent; the floor is the same while nothing is."""
    save = saving(port)
    save()
    usual, meanwhile, sent = [], [], []
    with ThreadPoolExecutor(1) as threads:
        for letter in letters:
            usual += [save() for _ in range(QUIET)]
            address, seen = reverse("send_update", args=[letter.pk]), {"seen": letter.edited_at.isoformat()}
            sender = Person(port, writer_of(letter))  # a connection that nobody uses for seconds is closed
            start = time.perf_counter()
            sending = threads.submit(sender.post, address, seen)
            while not sending.done():
                meanwhile.append(save())
            sent.append(time.perf_counter() - start)
            assert sending.result()[0] == 302, sending.result()  # noqa: S101 - a bench may stop at once
    pages = page_count(bytes(SentLetter.objects.get(update=letters[0]).pdf))
    what = f"{len(meanwhile)} saves while {pages} pages are sent in {statistics.median(sent):.1f} s"
    p95, floor_p95 = (statistics.quantiles(each, n=20)[-1] for each in (meanwhile, usual))
    return Figure(what, statistics.median(meanwhile), p95, floor=statistics.median(usual), floor_p95=floor_p95)


def saving(port: int):
    """What saves another text and tells how long that took, in seconds."""
    force, commissioner = make_letter_bodies()
    report = make_super_complaint("saving", [force, commissioner], 2)
    draft = make_draft(report, commissioner)
    person, versions = Person(port, writer_of(draft)), itertools.count()
    address = reverse("edit_response", args=[draft.pk, "1", force.slug])

    def save():
        version = next(versions)
        answer = {"position": "accepted", "progress": "in_progress", "awaiting": "", "voice": "force"}
        answer |= {"text-html": f"<p>{WORDS} {version}</p>", "version": version}  # as the editor posts it
        start = time.perf_counter()
        status, content = person.post(address, answer, **{"X-Autosave": "1"})
        seconds = time.perf_counter() - start
        assert (status, json.loads(content)["version"]) == (200, version + 1), content  # noqa: S101 - as above
        return seconds

    return save


def make_draft(report, body) -> Update:
    by = User.objects.get(email="writer@example.org")
    person_and_moment = {"created_by": by, "created_at": NOON, "edited_by": by, "edited_at": NOON}
    draft = Update.objects.create(super_complaint=report, body=body, origin="written", **person_and_moment)
    draft.speaks_for.add(body, body.oversees)
    return draft


def signed_off_letter(number: int) -> Update:
    """A long letter that only waits to be sent."""
    letter = make_letter(*LONG, slug=f"sent-{number}")
    sign_off(letter)
    return letter


def sign_off(letter: Update) -> User:
    approver, _ = User.objects.get_or_create(email="approver@example.org", name="An approver")
    Response.objects.filter(update=letter).update(
        position="accepted", progress="in_progress", finished_by=letter.edited_by, finished_at=NOON
    )
    letter.sign_off(by=approver, at=NOON)
    return approver


def sent_letter() -> SentLetter:
    """A letter of five pages that was sent."""
    letter = make_letter(3, 2, slug="read")
    approver = sign_off(letter)
    letter.send(by=approver, at=NOON, on=DUE, letter=draw_letter(letter, at=NOON, on=DUE).to_keep())
    return SentLetter.objects.get(update=letter)


def writer_of(update: Update) -> User:
    user, _ = User.objects.get_or_create(email="editor@example.org", name="Another officer")
    Membership.objects.get_or_create(user=user, body=update.body, role=Role.EDITOR)
    return user
