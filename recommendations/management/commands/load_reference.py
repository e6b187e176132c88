from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from recommendations.loading import StoredOtherwise, load_bodies, load_super_complaint
from recommendations.reading import FileErrors

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = "Load the bodies and super-complaints in fixtures/. What was stored before, and edited since, stays."

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite-bodies", action="store_true", help="set again every fact that the file of bodies states"
        )

    def handle(self, *, overwrite_bodies, **options):
        try:
            with transaction.atomic():
                new = load_bodies(FIXTURES / "bodies.yaml", overwrite=overwrite_bodies)
                said = [f"{len(new)} new bodies.", *map(self.load, super_complaint_files())]
        except FileErrors as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write("\n".join(said))

    def load(self, path):
        try:
            super_complaint, is_new = load_super_complaint(path)
        except StoredOtherwise as error:
            return f"{path.name} says something else than what is stored, which stays as it is:\n{error}"
        return f"{super_complaint}: loaded." if is_new else f"{super_complaint}: nothing to do."


def super_complaint_files() -> list[Path]:
    return sorted(path for path in FIXTURES.glob("*.yaml") if path.name != "bodies.yaml")
