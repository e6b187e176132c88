"""E-mails on their way: written with the fact that they tell, each a job of the queue, sent by a worker afterwards.

So they outlive every process, and a mail server that is down for days. Nothing here is called in a request but what
writes rows.
"""

import datetime
import smtplib
import threading
from collections.abc import Iterable
from contextlib import suppress
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from recommendations.english import in_english
from responses.jobs.queue import CannotBeDone, Keep, OutOfService, TryAgain, kind, put
from responses.mail.people import Person
from responses.models.jobs import Job
from responses.models.messages import Message
from responses.models.reviews import Told

# Sending one takes seconds, so whoever took a message up and is silent for so long was killed.
ABANDONED_AFTER = datetime.timedelta(minutes=10)
# With these pauses between them (wait), the last attempt is more than four days after the first.
MAX_ATTEMPTS = 25
KILLED = "Sending it was stopped again and again."
PERMANENT = 500  # and above, a mail server means for ever (RFC 5321)
OUR_MISTAKE = "The tracker made a mistake over this message."
_line = threading.local()  # one connection of each thread to the mail server, for as long as there is something to send


def wait(attempts: int) -> datetime.timedelta:
    """How long to wait after so many attempts in vain: 1, 2, 4, 8 minutes and so on, six hours at most."""
    return datetime.timedelta(minutes=min(2 ** (attempts - 1), 360))


def link(path: str) -> str:
    """The whole address of a page: where it leads whoever is not signed in, they sign in first."""
    return settings.SITE_ADDRESS + path


@in_english
def message_to(person: Person, about: str, key: str, template: str, context: dict, *, at, **facts) -> Message:
    """A message that is not on its way yet. The first line of its template is the subject."""
    choices = link(reverse("told_by_email")) if person.user else ""
    words = render_to_string(f"responses/email/{template}.txt", {"person": person, "choices": choices, **context})
    subject, _, words = words.strip().partition("\n")
    facts = {"name": person.name, "email": person.email, "to": person.user, "made_at": at, **facts}
    subject = subject[:500]  # names of bodies and reports are long
    return Message(about=about, key=key, subject=subject, words=f"{words.strip()}\n", **facts)


def post(messages: Iterable[Message], *, at: datetime.datetime, after=datetime.timedelta(0)) -> None:
    """Have messages sent, in the transaction of the fact that they tell. Nobody is told the same twice."""
    if messages := list(messages):
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        keys, emails = {it.key for it in messages}, {it.email for it in messages}
        unsent = Message.objects.filter(key__in=keys, email__in=emails, sent_at=None, given_up_at=None)
        # One that was there before keeps the job it has.
        put("send", unsent.order_by("pk").values_list("pk", flat=True), at=at, try_at=at + after)


@transaction.atomic
def try_now(messages: QuerySet[Message], at: datetime.datetime) -> int:
    """Have those that were not sent tried once more, from the beginning. Returns how many are.

    What a worker has in hand is left to it.
    """
    unsent = {str(pk): pk for pk in messages.filter(sent_at=None).values_list("pk", flat=True)}
    if not unsent:
        return 0
    jobs = Job.objects.filter(kind="send", about__in=unsent)
    jobs.filter(Q(claimed_at=None) | Q(claimed_at__lt=at - ABANDONED_AFTER)).delete()
    in_hand = set(jobs.values_list("about", flat=True))
    again = [pk for about, pk in unsent.items() if about not in in_hand]
    Message.objects.filter(pk__in=again).update(given_up_at=None)
    put("send", again, at=at)
    return len(again)


@transaction.atomic
def take_back_untried(messages: QuerySet[Message]) -> None:
    """Delete those that no worker has taken up yet: what they were to tell is no more."""
    jobs = Job.objects.filter(kind="send", about__in=[str(pk) for pk in messages.values_list("pk", flat=True)])
    untried = list(jobs.filter(attempts=0).select_for_update().values_list("pk", "about"))
    Job.objects.filter(pk__in=[pk for pk, _ in untried]).delete()
    messages.filter(pk__in=[about for _, about in untried]).delete()


def note_trouble(job: Job, trouble: str, is_final: bool, at: datetime.datetime) -> None:
    given_up_at = at if is_final else None
    Message.objects.filter(pk=job.about, sent_at=None).update(trouble=trouble, given_up_at=given_up_at)


def hang_up() -> None:
    """Close this thread's connection to the mail server."""
    server, _line.server = getattr(_line, "server", None), None
    if server:
        with suppress(OSError):
            server.close()


@kind(
    "send",
    fail=note_trouble,
    abandoned_after=ABANDONED_AFTER,
    attempts=MAX_ATTEMPTS,
    killed=KILLED,
    mistake=OUR_MISTAKE,
    wait=wait,
    rest=hang_up,
)
def send(job: Job) -> Keep | None:
    """Give one message to the mail server. Somebody who can no longer sign in is told nothing any more."""
    message = Message.objects.filter(pk=job.about, sent_at=None).exclude(to__is_active=False)
    message = message.select_related("to", "chaser_letter__chase", "chaser_letter__body").first()
    if not message:
        return None
    try:
        taken = _server().send_messages([_email(message)])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        how = CannotBeDone if code >= PERMANENT else TryAgain
        raise how(f"The mail server refused the address: {_said(code, words)}") from None
    except smtplib.SMTPResponseException as error:
        raise TryAgain(_refused(error)) from None
    except OSError as error:  # that of smtplib among them
        hang_up()
        raise OutOfService(f"The mail server could not be reached: {error.strerror or error}") from None
    if not taken:
        raise CannotBeDone(OUR_MISTAKE)

    def keep(at):
        # The mail server has it: now, and not before, those it names were told.
        Message.objects.filter(pk=message.pk).update(sent_at=at, given_up_at=None, trouble="")
        Told.objects.filter(message=message).update(at=at)

    return keep


def _server():
    """This thread's connection, opened once: Django would otherwise connect for each message."""
    _line.server = getattr(_line, "server", None) or get_connection()
    try:
        _line.server.open()
    except smtplib.SMTPResponseException as error:  # it lets nobody in, and would say so of every message
        hang_up()
        raise OutOfService(_refused(error)) from None
    return _line.server


def _refused(error: smtplib.SMTPResponseException) -> str:
    return f"The mail server refused it: {_said(error.smtp_code, error.smtp_error)}"


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def _email(message: Message) -> EmailMessage:
    # The same at each attempt: whoever was sent it twice, since a worker was killed before it could note that the
    # server had it, is shown it once by a mail program that looks.
    number = f"<message-{message.pk}-{message.made_at:%Y%m%d%H%M%S}@{_domain()}>"
    return EmailMessage(
        message.subject,
        message.words,
        to=[message.address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": number, "Auto-Submitted": "auto-generated"},
        attachments=_attached(message),
    )


def _attached(message: Message) -> list[tuple[str, bytes, str]]:
    """The letter as it was kept when it was shown: (name, bytes, type). The message itself holds no copy of it."""
    letter = message.chaser_letter
    return [(letter.file_name, bytes(letter.pdf), "application/pdf")] if letter else []


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
