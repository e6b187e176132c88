"""The queue of e-mails: who takes the next one up, and what becomes of it.

It is a table, as that of letters to read is, so that it outlives every process and a mail server that is down for days.
Nothing here is called in a request but `post`, which only writes rows.
"""

import datetime
import logging
import smtplib
from collections.abc import Callable, Iterable
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from responses.mail.people import Person
from responses.models.messages import MAX_ATTEMPTS, Message, wait
from responses.models.reviews import Told

logger = logging.getLogger(__name__)
KILLED = "Sending it was stopped again and again."
PERMANENT = 500  # and above, a mail server means for ever (RFC 5321)
OUR_MISTAKE = "The tracker made a mistake over this message."


def link(path: str) -> str:
    """The whole address of a page: where it leads whoever is not signed in, they sign in first."""
    return settings.SITE_ADDRESS + path


def message_to(person: Person, about: str, key: str, template: str, context: dict, *, at, **facts) -> Message:
    """A message that is not in the queue yet. The first line of its template is the subject."""
    choices = link(reverse("told_by_email")) if person.user else ""
    words = render_to_string(f"responses/email/{template}.txt", {"person": person, "choices": choices, **context})
    subject, _, words = words.strip().partition("\n")
    facts = {"name": person.name, "email": person.email, "to": person.user, "made_at": at, "try_at": at, **facts}
    subject = subject[:500]  # names of bodies and reports are long
    return Message(about=about, key=key, subject=subject, words=f"{words.strip()}\n", **facts)


def post(messages: Iterable[Message]) -> None:
    """Put messages into the queue, in the transaction of the fact that they tell. Nobody is told the same twice."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def send_all(clock: Callable[[], datetime.datetime]) -> int:
    """Send what is due, until nothing is or the mail server is down. Returns how many messages it took."""
    count = 0
    with _Server() as server:
        # A look first: on SQLite, to take one up is to be the one who writes.
        while not server.is_down and Message.objects.to_send(clock()).exists() and (message := take_up(clock())):
            trouble, is_final = server.send(message)
            if trouble:
                _put_back(message, trouble, is_final, at=clock())
            else:
                _note_sent(message, at=clock())
                count += 1
    return count


@transaction.atomic
def take_up(at: datetime.datetime) -> Message | None:
    """The message whose turn it is, marked before it is sent; None where none is due. No two workers get the same."""
    waiting = Message.objects.to_send(at).order_by("try_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    message = waiting.first()
    if message:
        message.claimed_at, message.attempts = at, message.attempts + 1
        message.save(update_fields=["claimed_at", "attempts"])
    return message


@transaction.atomic
def _note_sent(message: Message, *, at: datetime.datetime) -> None:
    """The mail server has it: now, and not before, those it names were told."""
    if Message.objects.filter(pk=message.pk, sent_at=None).update(sent_at=at, given_up_at=None, trouble=""):
        Told.objects.filter(message=message).update(at=at)


def _put_back(message: Message, trouble: str, is_final: bool, *, at: datetime.datetime) -> None:
    """Try it again later, or give it up; unless somebody else took it up meanwhile, since this took so long."""
    given_up_at = at if is_final or message.attempts >= MAX_ATTEMPTS else None
    mine = Message.objects.filter(pk=message.pk, claimed_at=message.claimed_at, sent_at=None)
    mine.update(trouble=trouble, given_up_at=given_up_at, claimed_at=None, try_at=at + wait(message.attempts))


class _Server:
    """One connection to the mail server for many messages. Once it is down nothing more is tried: each try is slow."""

    def __enter__(self):
        self.connection, self.is_down = None, False
        return self

    def send(self, message: Message) -> tuple[str, bool]:
        """Why it did not take a message, "" where it did; and whether it is of no use to try again."""
        if message.attempts > MAX_ATTEMPTS:
            return KILLED, True
        try:
            self._open()
            taken = self.connection.send_messages([_email(message, self.connection)])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return f"The mail server refused the address: {_said(code, words)}", code >= PERMANENT
        except smtplib.SMTPResponseException as error:
            return f"The mail server refused it: {_said(error.smtp_code, error.smtp_error)}", False
        except OSError as error:  # that of smtplib among them
            self.is_down = True
            logger.warning("The mail server is down: %s", error)
            return f"The mail server could not be reached: {error.strerror or error}", False
        except Exception:
            logger.exception("Message %s cannot be sent", message.pk)
            return OUR_MISTAKE, True
        return ("", False) if taken else (OUR_MISTAKE, True)

    def _open(self):
        """Once, and only for a message: Django would otherwise connect for each."""
        try:
            self.connection = self.connection or get_connection()
            self.connection.open()
        except smtplib.SMTPResponseException:
            self.is_down = True  # it lets nobody in, and would say so of every message
            raise

    def __exit__(self, *_):
        try:
            if self.connection:
                self.connection.close()
        except OSError:
            logger.warning("The mail server did not say goodbye")


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def _email(message: Message, server) -> EmailMessage:
    # The same at each attempt: whoever was sent it twice, since a worker was killed before it could note that the
    # server had it, is shown it once by a mail program that looks.
    number = f"<message-{message.pk}-{message.made_at:%Y%m%d%H%M%S}@{_domain()}>"
    return EmailMessage(
        message.subject,
        message.words,
        to=[message.address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": number, "Auto-Submitted": "auto-generated"},
        connection=server,
    )


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
