"""Does what is in the queue: draws many letters at once, reads those that arrived, sends e-mails.

Any number of these may run at once, on any number of machines; on SQLite one is enough.
"""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from responses.jobs import worker


class Command(BaseCommand):
    help = "Do what waits, then what comes, until stopped (once through with --once)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when nothing waits")

    def handle(self, *, once, **options):
        if once:
            done = worker.work(timezone.now) if settings.WORKERS == 1 else worker.work_together(settings.WORKERS)
            self.stdout.write(f"{done.total()} done.")
            return
        for thread in worker.start():
            thread.join()
