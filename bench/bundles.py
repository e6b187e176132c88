"""Many letters at once: drawn by every core through the queue, and copied as one zip, beside the least it takes."""

import itertools
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from accounts.models import Membership, Role, User
from bench.data import DUE, NOON, PUBLISHED, WORDS, make_bodies, make_super_complaint
from recommendations.models import Body, SuperComplaint
from responses.bundles import ask, files_in
from responses.jobs.worker import work_together
from responses.letter.html import render_letter
from responses.letter.zipped import zipped
from responses.models import Bundle, Response, SentLetter, Update

LETTERS = 90
_numbers = itertools.count(1)


def ninety() -> float:
    """How many times faster every core draws 90 drafts of five pages, through the queue, than one after another."""
    drafts = make_drafts()
    render_letter(drafts[0])  # loads what draws
    alone = _time(lambda: [render_letter(draft) for draft in drafts])
    bundle_of(drafts)
    together = _time(lambda: work_together(os.cpu_count() or 1))
    return alone / together


def zip() -> float:  # named for what it measures
    """How many times as long 90 letters that were sent take as a zip as their files take to be copied."""
    drafts = make_drafts()
    pdf = render_letter(drafts[0])
    bundle = bundle_of([_sent(draft, pdf) for draft in drafts])
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder, "here"), Path(folder, "there")
        here.mkdir()
        for draft in drafts:
            Path(here, f"{draft.pk}.pdf").write_bytes(pdf)

        def copy():
            shutil.copytree(here, there)
            shutil.rmtree(there)

        def as_zip():
            with Path(folder, "all.zip").open("wb") as file:
                file.writelines(zipped(files_in(bundle)))

        as_zip()
        seconds = [(_time(as_zip), _time(copy)) for _ in range(9)]
    ours, floor = (statistics.median(each) for each in itertools.zip_longest(*seconds))
    return ours / floor


def make_drafts() -> list[Update]:
    """Drafts of 90 bodies on one report, all written by one person, each a letter of five pages."""
    by = User.objects.create(email=f"bundles-{next(_numbers)}@example.org", name="A policy officer")
    forces = list(Body.objects.filter(kind="force")[:LETTERS])
    if len(forces) < LETTERS:
        forces = make_bodies(LETTERS)[::2]
    Membership.objects.bulk_create(Membership(user=by, body=force, role=Role.EDITOR) for force in forces)
    report = make_super_complaint(f"bundle-{next(_numbers)}", forces, 4)
    facts = {"super_complaint": report, "origin": "written", "dated": PUBLISHED, "dated_precision": "day"}
    facts |= {"addressed_to": "HM Chief Inspector of Constabulary", "opening": WORDS, "closing": "Yours sincerely"}
    facts |= {"created_by": by, "created_at": NOON, "edited_by": by, "edited_at": NOON}
    drafts = Update.objects.bulk_create(Update(body=force, **facts) for force in forces)
    text = "\n\n".join([f"## What was done\n\n{WORDS}\n\n- a first point\n- a second point"] * 4)
    for draft in drafts:
        draft.speak_for([draft.body_id])
        asked = draft.addressees().exclude(recommendation__met_by_update=True)
        Response.objects.bulk_create(Response(update=draft, addressee=it, text=text, voice="force") for it in asked)
    return drafts


def bundle_of(updates: list[Update]) -> Bundle:
    report = SuperComplaint.objects.get(pk=updates[0].super_complaint_id)
    bundle = Bundle(super_complaint=report, as_at=DUE, packing="zip", asked_by=updates[0].created_by)
    return ask(bundle, Update.objects.filter(pk__in=[each.pk for each in updates]), at=NOON)


def _sent(draft: Update, pdf: bytes) -> Update:
    approver, _ = User.objects.get_or_create(email="approver@example.org", name="An approver")
    draft.signed_off_by, draft.signed_off_at = approver, NOON
    draft.recorded_by, draft.recorded_at, draft.received_on = draft.created_by, NOON, DUE
    draft.save()
    SentLetter.objects.create(update=draft, html="", pdf=pdf, sha256="0" * 64)
    return draft


def _time(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
