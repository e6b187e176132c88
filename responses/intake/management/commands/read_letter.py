"""What a received letter seems to be and to say, as JSON. Nothing is stored."""

import json
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from responses.intake.known import known_bodies, known_super_complaints
from responses.intake.proposal import Proposal
from responses.intake.proposing import propose
from responses.intake.reading import NotReadable, receive
from responses.intake.understanding.steps import explained


class Command(BaseCommand):
    help = "Reads a letter and prints what it seems to say, as JSON. Nothing is stored."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a letter: PDF, Word, OpenDocument, text, a web page or an e-mail")
        parser.add_argument("--super-complaint", default="", help="as in its address: safe-to-share")
        parser.add_argument("--explain", action="store_true", help="each piece with what was found and by which rule")

    def handle(self, *, file, super_complaint, explain, **options):
        known = _known(super_complaint)
        try:
            content = file.read_bytes()
            proposal = propose(content, file.name, **known)
        except OSError as error:
            raise CommandError(f"{file} could not be read: {error.strerror}.") from error
        except NotReadable as error:
            raise CommandError(f"{file}: {error}") from error
        if not explain:
            self.stdout.write(json.dumps(_shown(proposal), ensure_ascii=False, indent=1))
            return
        received = receive(content, file.name)
        chosen = proposal.super_complaint if super_complaint else ""
        for line in explained(received.blocks, hints=received.hints, **{**known, "chosen": chosen}):
            self.stdout.write(line)


def _known(super_complaint: str) -> dict:
    """What is known beside the letter, as propose() takes it."""
    try:
        bodies, reports = known_bodies(), known_super_complaints()
    except DatabaseError as error:
        raise CommandError("There is no database yet. Run manage.py migrate, then manage.py load_reference.") from error
    if not bodies:
        raise CommandError("There are no bodies yet, so no letter can be understood. Run manage.py load_reference.")
    if super_complaint and super_complaint not in {report.slug for report in reports}:
        raise CommandError(f"There is no super-complaint “{super_complaint}”.")
    return {"bodies": bodies, "super_complaints": reports, "chosen": super_complaint}


def _shown(proposal: Proposal) -> dict:
    return {
        "body": proposal.body or None,
        "super_complaint": proposal.super_complaint or None,
        "dated": proposal.dated or None,
        "dated_precision": proposal.date.precision if proposal.date else None,
        "addressed_to": proposal.addressed_to or None,
        "signatory": ", ".join(filter(None, [proposal.signatory, proposal.signatory_title])) or None,
        "agreed_by": proposal.agreed_by or None,
        "speaks_for": list(proposal.speaks_for),
        "passages": [
            {
                "kind": passage.kind,
                "recommendations": list(passage.recommendations),
                "voice": passage.voice,
                "page": passage.page,
                "text": passage.text,
            }
            for passage in proposal.passages
        ],
        "doubts": list(proposal.doubts),
        "parts": [
            {"name": name, "read": not why, "why": why or None, "letter": letter}
            for name, why, letter in proposal.parts
        ],
        "bodies": [{"body": one.value, "because": one.because} for one in proposal.bodies[:2]],
        "dates": [{"date": one.value, "because": one.because} for one in proposal.dates],
    }
