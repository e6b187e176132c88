"""From the words of a liaison to letters that went out: written and drawn first, looked at, then sent in one step.

What is recorded is what was sent: the request, its letters and the e-mails are one transaction.
"""

import datetime

from django.db import transaction

from accounts.models import User
from recommendations.models import Asked, Request
from responses.desk.chase import Chased, to_chase
from responses.desk.chaser_letters import recipients_of, written
from responses.jobs.queue import put
from responses.mail.outbox import message_to, post
from responses.mail.people import Person
from responses.models import Chase, ChaserLetter, Message


def chosen(chase: Chase, numbers: set[str], bodies: set[int], on: datetime.date) -> list[Chased]:
    """Of these bodies, those that still owe something on these recommendations, and that alone."""
    found = to_chase(chase.super_complaint, on, bodies=bodies)
    for each in found:
        each.owed = [owed for owed in each.owed if owed.recommendation.number in numbers]
    return [each for each in found if each.owed]


@transaction.atomic
def prepare(chase: Chase, found: list[Chased], *, at: datetime.datetime) -> Chase:
    """Store a chase with the letters to these bodies, and have each drawn by a worker."""
    chase.save(force_insert=True)
    asks = []
    for letter, owed in written(chase, found):
        letter.save()
        asks += [(letter.pk, each.cell.addressee_id) for each in owed]
    through = ChaserLetter.addressees.through
    through.objects.bulk_create(through(chaserletter_id=letter, addressee_id=addressee) for letter, addressee in asks)
    put("draw_chaser", chase.letters.values_list("pk", flat=True), at=at, by=chase.prepared_by)
    return chase


def troubles(chase: Chase, by_post: set[int], today: datetime.date) -> list[str]:
    """Why these letters cannot be sent as they were shown, each in a sentence; nothing where they can.

    `by_post`: ids of the letters that a person says go by post.
    """
    letters = list(chase.letters.defer("pdf", "words").select_related("body").prefetch_related("addressees"))
    going = [letter for letter in letters if letter.recipients or letter.pk in by_post]
    if chase.dated != today:
        return ["These letters bear an earlier day. Write them again, with today’s."]
    if failed := [letter for letter in going if letter.trouble]:
        return [f"The letter to {it.body} could not be drawn. {it.trouble} Have it drawn again." for it in failed]
    if any(not letter.sha256 for letter in going):
        return ["Not every letter is drawn yet."]
    if not going:
        return ["No letter would go out: none of these bodies has a contact, and none was said to go by post."]
    return [*_changed(chase, going, today), *_asked_meanwhile(chase, going)]


def _changed(chase: Chase, letters: list[ChaserLetter], today: datetime.date) -> list[str]:
    """Who owes less than its letter asks since it was written, and whose contacts are others now."""
    now = {each.body.pk: each for each in to_chase(chase.super_complaint, today, bodies={it.body_id for it in letters})}
    said = []
    for letter in letters:
        each, asked = now.get(letter.body_id), {addressee.pk for addressee in letter.addressees.all()}
        if not each or asked - {owed.cell.addressee_id for owed in each.owed}:
            said.append(f"{letter.body} does not owe all that its letter asks any more. Write the letters again.")
        elif sorted(letter.recipients) != recipients_of(each):
            said.append(f"The contacts of {letter.body} were changed since. Write the letters again.")
    return said


def _asked_meanwhile(chase: Chase, letters: list[ChaserLetter]) -> list[str]:
    addressees = {addressee.pk for letter in letters for addressee in letter.addressees.all()}
    there = Request.objects.clashing_with(_request(chase), addressees).select_related("recorded_by").first()
    if not there:
        return []
    by = f", recorded by {there.recorded_by}" if there.recorded_by else ""
    return [f"“{there.name}” is here already and asks some of the same{by}."]


def _request(chase: Chase) -> Request:
    facts = {"about": chase.about, "asked_on": chase.dated, "due_on": chase.answer_by}
    return Request(super_complaint=chase.super_complaint, kind=Request.Kind.CHASER, **facts)


def send(chase: Chase, by_post: set[int], *, by: User, at: datetime.datetime) -> Request:
    """Record the request of those whose letters go out, and have the e-mails sent. In a transaction that holds the
    chase and its report, once troubles() finds none."""
    chase.letters.filter(pk__in=by_post, recipients=[]).update(by_post=True)
    letters = [it for it in chase.letters.defer("pdf").prefetch_related("addressees") if it.goes_out]
    request = _request(chase)
    request.recorded_by, request.recorded_at = by, at
    request.save()
    asked = {addressee.pk for letter in letters for addressee in letter.addressees.all()}
    Asked.objects.bulk_create(Asked(request=request, addressee_id=pk) for pk in sorted(asked))
    chase.request = request
    chase.save(update_fields=["request"])
    post([message for letter in letters for message in _messages(chase, letter, by, at)], at=at)
    return request


def _messages(chase: Chase, letter: ChaserLetter, by: User, at: datetime.datetime) -> list[Message]:
    facts = {"reply_to": reply_to(chase, by), "chaser_letter": letter}
    return [
        message_to(
            Person(name, email),
            Message.About.CHASER,
            f"chaser {letter.pk}",
            "chaser",
            {"letter": letter},
            at=at,
            **facts,
        )
        for name, email in letter.recipients
    ]


def reply_to(chase: Chase, by: User) -> str:
    """Where answers to the e-mails go: to the address for answers to the report, or to whoever sends them."""
    return chase.super_complaint.reply_to or by.email


def states(messages: list[Message]) -> dict[str, int]:
    """How many e-mails were sent, are on their way, and could not be sent."""
    sent = sum(message.sent_at is not None for message in messages)
    failed = sum(message.given_up_at is not None for message in messages)
    return {"sent": sent, "failed": failed, "on_the_way": len(messages) - sent - failed}
