"""What HMICFRS asks of bodies once it has read an answer: what is still open, and who was told of it by e-mail."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone

from recommendations.models import Body
from responses.jobs.queue import put
from responses.mail.outbox import link, message_to, try_now
from responses.mail.people import Person, contacts_of, each_once, writers_of
from responses.matrix import Cell, Mark
from responses.models import Message, Review, Told

About = Message.About
_ABOUT = ("response__addressee__recommendation__super_complaint", "response__addressee__body", "reviewed_by")


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
    writers, contacts = writers_of(bodies), contacts_of(bodies, on)
    found = {}
    for pk, body in bodies.items():
        is_gone = body.ended_on and body.ended_on <= on
        own = contacts[pk] or ([Person("", body.email)] if body.email else [])
        found[pk] = each_once(map(Person.of, writers[pk]) if writers[pk] else [] if is_gone else own)
    return found


class WhoKnows(NamedTuple):
    """Who was told of a question, who is going to be, who could not be, who never was, who chose not to be."""

    told: list[Told]
    on_its_way: list[Told]
    failed: list[Told]
    not_told: list[Person]
    by_choice: list[Person]

    @property
    def can_be_told(self) -> bool:
        """Whether there is anything to try, or to try once more."""
        return bool(self.failed or self.not_told or any(each.message.trouble for each in self.on_its_way))


def who_knows(review: Review, on: datetime.date) -> WhoKnows:
    """Of one question; its `told` are fetched with their messages beforehand."""
    told = list(review.told.all())
    known = {each.email.casefold() for each in told}
    body = review.response.addressee.body
    rest = [person for person in whom_to_tell([body], on)[body.pk] if person.email.casefold() not in known]
    return WhoKnows(
        told=[each for each in told if each.at],
        on_its_way=[each for each in told if not each.at and not each.message.given_up_at],
        failed=[each for each in told if not each.at and each.message.given_up_at],
        not_told=[person for person in rest if person.wants(About.QUESTION)],
        by_choice=[person for person in rest if not person.wants(About.QUESTION)],
    )


class Telling(NamedTuple):
    """Of one body: to whom an e-mail goes, and who chose to be sent none."""

    body: Body
    people: list[Person]
    by_choice: list[Person]


def tell(reviews: list[Review], *, at: datetime.datetime) -> list[Telling]:
    """Have the people of each body sent one e-mail with all that is asked of it.

    Whoever was told before is not told again; an e-mail that has not gone out is tried once more. Call it in the
    transaction of the reviews, or holding them: then nobody is told of what is not on the record, nor twice.
    """
    asked = defaultdict(list)
    outcome = Review.Outcome.MORE_INFORMATION
    for review in Review.objects.filter(pk__in=[it.pk for it in reviews], outcome=outcome).select_related(*_ABOUT):
        asked[review.response.addressee.body].append(review)
    if not asked:
        return []
    try_now(Message.objects.filter(told__review__in=reviews), at)
    already = set(Told.objects.filter(review__in=reviews).values_list("review", "email"))
    people = whom_to_tell(asked, timezone.localdate(at))
    tellings = []
    for body, questions in asked.items():
        wanted = [person for person in people[body.pk] if person.wants(About.QUESTION)]
        tellings.append(Telling(body, wanted, [person for person in people[body.pk] if person not in wanted]))
        for person in wanted:
            if new := [review for review in questions if (review.pk, person.email) not in already]:
                _tell(person, body, new, at)
    return tellings


def _tell(person, body, reviews, at) -> None:
    super_complaint = reviews[0].response.addressee.recommendation.super_complaint
    asked = [(review, link(review.response.addressee.get_absolute_url())) for review in reviews]
    context = {"body": body, "asked": asked, "super_complaint": super_complaint, "home": link("/")}
    # Of several questions at once the first gives the key: each is told a person in one message only.
    key = f"question {min(review.pk for review in reviews)}"
    message = message_to(
        person, About.QUESTION, key, "more_information", context, at=at, reply_to=super_complaint.reply_to
    )
    message.save()
    put("send", [message.pk], at=at)
    facts = {"name": person.name, "email": person.email, "message": message}
    Told.objects.bulk_create(Told(review=review, **facts) for review in reviews)
