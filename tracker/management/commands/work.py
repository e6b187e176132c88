"""Does what is in the queue: draws many letters at once, reads those that arrived, sends e-mails.

Any number of these may run at once, on any number of machines; on SQLite one is enough.
"""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from responses.jobs import worker as jobs
from responses.mail import worker


class Command(BaseCommand):
    help = "Do what waits, then what comes, until stopped (once through with --once)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when nothing waits")

    def handle(self, *, once, **options):
        if once:
            sent = worker.Mail(timezone.now).work()
            done = jobs.work(timezone.now) if settings.WORKERS == 1 else jobs.work_together(settings.WORKERS)
            self.stdout.write(f"{sent} sent, {done.total()} other jobs done.")
            return
        # A thread of its own: a mail server that does not answer keeps no letter from being read.
        worker.start()
        for thread in jobs.start():
            thread.join()
