from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recommendations.loading import load_super_complaint
from recommendations.reading import FileErrors


class Command(BaseCommand):
    help = "Load a super-complaint, its recommendations and their addressees from a file: all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a YAML file such as fixtures/safe-to-share.yaml")

    def handle(self, *, file, **options):
        try:
            super_complaint, is_new = load_super_complaint(file)
        except FileErrors as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        count = super_complaint.recommendations.count()
        said = f"Loaded {super_complaint}, {count} recommendations." if is_new else f"{super_complaint}: nothing to do."
        self.stdout.write(said)
