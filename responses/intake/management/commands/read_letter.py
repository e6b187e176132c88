"""What a received letter seems to be and to say, as JSON. Nothing is stored."""

import json
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from responses.intake.known import known_bodies, known_super_complaints
from responses.intake.proposal import Block, Proposal
from responses.intake.reading import NotReadable, read
from responses.intake.understanding import understand


class Command(BaseCommand):
    help = "Reads a letter and prints what it seems to say, as JSON. Nothing is stored."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a letter: PDF, DOCX, ODT, text, HTML or a saved e-mail")
        parser.add_argument("--super-complaint", default="", help="as in its address: safe-to-share")

    def handle(self, *, file, super_complaint, **options):
        try:
            bodies, known = known_bodies(), known_super_complaints()
        except DatabaseError as error:
            raise CommandError(
                "There is no database yet. Run manage.py migrate, then manage.py load_reference."
            ) from error
        if not bodies:
            raise CommandError("There are no bodies yet, so no letter can be understood. Run manage.py load_reference.")
        if super_complaint and super_complaint not in {report.slug for report in known}:
            raise CommandError(f"There is no super-complaint “{super_complaint}”.")
        proposal = understand(_blocks(file), bodies=bodies, super_complaints=known, chosen=super_complaint)
        self.stdout.write(json.dumps(_shown(proposal), ensure_ascii=False, indent=1))


def _blocks(file: Path) -> list[Block]:
    try:
        return read(file.read_bytes(), file.name)
    except OSError as error:
        raise CommandError(f"{file} could not be read: {error.strerror}.") from error
    except NotReadable as error:
        raise CommandError(f"{file}: {error}") from error


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
    }
