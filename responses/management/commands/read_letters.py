"""Reads the letters that arrived. Any number of these may run beside each other; on SQLite one is enough."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from responses.intake import queue


class Command(BaseCommand):
    help = "Read the letters that wait, then those that come, until stopped (once through with --once)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when nothing waits")
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="how often to look (2)")

    def handle(self, *, once, every, **options):
        while True:
            close_old_connections()
            if count := queue.read_all(timezone.now):
                self.stdout.write(f"{count} read.")
            if once:
                return
            time.sleep(every)
