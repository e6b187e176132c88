"""Who sends what is in the queue: a thread of each web process, or `manage.py work`. There may be many."""

import datetime
import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections
from django.utils import timezone

from responses.mail.outbox import send_all
from responses.mail.reminders import remind

logger = logging.getLogger(__name__)
PAUSE = 5  # seconds between two looks at the queue
MORNING = 7  # o'clock: reminders are there when the working day begins


class Mail:
    """What one worker does again and again; it remembers for which day it has seen to the reminders."""

    def __init__(self, clock: Callable[[], datetime.datetime]):
        self.clock, self.reminded_on = clock, None

    def work(self) -> int:
        """Send what is due, and once it is morning write the reminders of the day. Returns how many were sent."""
        sent = send_all(self.clock)  # first, so that nothing wrong with a reminder holds up what others wait for
        now = timezone.localtime(self.clock())
        if now.hour >= MORNING and now.date() != self.reminded_on:
            # Another worker may have seen to it: nobody is reminded twice on a day, so this only looks.
            remind(now.date(), at=now)
            self.reminded_on = now.date()
            sent += send_all(self.clock)
        return sent

    def keep_working(self) -> None:
        """Until the process ends, whatever goes wrong meanwhile."""
        while True:
            try:
                close_old_connections()
                self.work()
            except Exception:
                logger.exception("Sending e-mails goes on in a while")
            time.sleep(PAUSE)


def start() -> None:
    """Have a thread of this process send. It may be killed at any moment, with its process."""
    threading.Thread(target=Mail(timezone.now).keep_working, name="send-mail", daemon=True).start()
