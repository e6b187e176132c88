"""Does what is in the queue: draws many letters at once, reads those that arrived, sends e-mails.

Any number of these may run at once, on any number of machines; on SQLite one is enough.
"""

import time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from responses.intake import queue
from responses.jobs import worker as jobs
from responses.mail import worker


class Command(BaseCommand):
    help = "Do what waits, then what comes, until stopped (once through with --once)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when nothing waits")
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="how often to look (2)")

    def handle(self, *, once, every, **options):
        if once:
            read, sent = queue.read_all(timezone.now), worker.Mail(timezone.now).work()
            done = jobs.work(timezone.now) if settings.WORKERS == 1 else jobs.work_together(settings.WORKERS)
            self.stdout.write(f"{read} read, {sent} sent, {done.total()} other jobs done.")
            return
        # A thread of its own: a mail server that does not answer keeps no letter from being read.
        worker.start()
        jobs.start()
        while True:
            close_old_connections()
            if count := queue.read_all(timezone.now):
                self.stdout.write(f"{count} read.")
            time.sleep(every)
