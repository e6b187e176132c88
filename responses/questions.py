"""What HMICFRS asks of bodies once it has read an answer: what is still open, and who was told of it by e-mail."""

import datetime
import logging
import smtplib
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import WRITERS, Membership
from recommendations.models import Body, Contact, answered_by
from responses.matrix import Cell, Mark
from responses.models import Review, Told

logger = logging.getLogger(__name__)
_ABOUT = ("response__addressee__recommendation__super_complaint", "response__addressee__body", "reviewed_by")


class Person(NamedTuple):
    name: str  # empty where only an address is known
    email: str

    def __str__(self):
        return self.name or self.email


def open_questions(cells: Iterable[Cell]) -> list[Review]:
    """What HMICFRS asked about the answers that now speak, the latest first."""
    asked = [cell.response_id for cell in cells if cell.has(Mark.MORE_INFORMATION)]
    reviews = Review.objects.filter(response__in=asked).select_related(*_ABOUT).in_order()
    latest = {review.response_id: review for review in reviews}
    return sorted(latest.values(), key=lambda review: review.reviewed_on, reverse=True)


def whom_to_tell(bodies: Iterable[Body], on: datetime.date) -> dict[int, list[Person]]:
    """By id of the body: who writes for it here; where nobody does, its contacts, or else its own address.

    Three queries, however many bodies there are. Nobody reads the post of a body that has ended.
    """
    bodies = {body.pk: body for body in bodies}
    links = list(Body.objects.values_list("pk", "succeeded_by_id", "oversees_id"))
    answers_for = {pk: answered_by({pk}, links) for pk, *_ in links}
    members, contacts = defaultdict(list), defaultdict(list)
    memberships = Membership.objects.filter(role__in=WRITERS, user__is_active=True).select_related("user")
    for membership in memberships.order_by("user__name", "pk"):
        for body in answers_for[membership.body_id] & bodies.keys():
            members[body].append(Person(membership.user.name, membership.user.email))
    for contact in Contact.objects.filter(body__in=bodies).exclude(until__lte=on):
        contacts[contact.body_id].append(Person(contact.name, contact.email))
    found = {}
    for pk, body in bodies.items():
        is_gone = body.ended_on and body.ended_on <= on
        own = contacts[pk] or ([Person("", body.email)] if body.email else [])
        found[pk] = _each_once(members[pk] or ([] if is_gone else own))
    return found


def _each_once(people: list[Person]) -> list[Person]:
    return list({person.email.casefold(): person for person in reversed(people)}.values())[::-1]


def not_told_yet(review: Review, on: datetime.date) -> list[Person]:
    """Who is to be told of a question and was not."""
    told = {each.email.casefold() for each in review.told.all()}
    body = review.response.addressee.body
    return [person for person in whom_to_tell([body], on)[body.pk] if person.email.casefold() not in told]


class Telling(NamedTuple):
    """Of one body: who was told, and who could not be."""

    body: Body
    told: list[Person]
    failed: list[Person]


def tell(reviews: list[Review], *, link: Callable[[str], str], at: datetime.datetime) -> list[Telling]:
    """Send the people of each body one e-mail with all that is asked of it. Told is kept of each.

    `link` makes a whole address of a path. Whoever was told before is not told again. A mail server that is down
    raises nothing: then nobody was told. Call it once the reviews are committed: an e-mail cannot be taken back.
    """
    asked = defaultdict(list)
    outcome = Review.Outcome.MORE_INFORMATION
    for review in Review.objects.filter(pk__in=[it.pk for it in reviews], outcome=outcome).select_related(*_ABOUT):
        asked[review.response.addressee.body].append(review)
    if not asked:
        return []
    already = set(Told.objects.filter(review__in=reviews).values_list("review", "email"))
    people, post = whom_to_tell(asked, timezone.localdate(at)), _Post()
    tellings = []
    for body, questions in asked.items():
        telling = Telling(body, [], [])
        for person in people[body.pk]:
            new = [review for review in questions if (review.pk, person.email) not in already]
            sent = new and post.takes(_message(body, person, new, link))
            if sent:
                kept = [Told(review=review, name=person.name, email=person.email, at=at) for review in new]
                Told.objects.bulk_create(kept, ignore_conflicts=True)  # a colleague may press "Tell them again" as well
            (telling.told if sent or not new else telling.failed).append(person)
        tellings.append(telling)
    post.close()
    return tellings


class _Post:
    """One connection to the mail server for many messages. Once it is down nothing more is tried: each try is slow."""

    def __init__(self):
        self.connection, self.is_down = get_connection(), False

    def takes(self, message: EmailMessage) -> bool:
        """Whether the mail server took it."""
        if self.is_down:
            return False
        message.connection = self.connection
        try:
            # Opened once; Django would otherwise open one for each message.
            self.connection.open()
            return bool(message.send())
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
            logger.exception("The mail server refused a message")
        except OSError:  # that of smtplib among them
            self.is_down = True
            logger.exception("The mail server is down: nobody else is told")
        return False

    def close(self):
        try:
            self.connection.close()
        except OSError:
            logger.exception("The mail server did not say goodbye")


def _message(body, person, reviews, link) -> EmailMessage:
    super_complaint = reviews[0].response.addressee.recommendation.super_complaint
    asked = [(review, link(review.response.addressee.get_absolute_url())) for review in reviews]
    context = {"body": body, "person": person, "asked": asked, "super_complaint": super_complaint, "home": link("/")}
    words = render_to_string("responses/email/more_information_message.txt", context)
    subject = render_to_string("responses/email/more_information_subject.txt", context)
    reply_to = [super_complaint.reply_to] if super_complaint.reply_to else None
    return EmailMessage(" ".join(subject.split()), words, to=[person.email], reply_to=reply_to)
