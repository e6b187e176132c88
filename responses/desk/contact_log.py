"""All that passed between HMICFRS and one body, by day: notes, requests, letters, more time. Pure reading."""

import datetime
from dataclasses import dataclass

from accounts.models import User
from recommendations.days import standing
from recommendations.models import Asked, Body, MoreTime, Request, SuperComplaint
from responses.forms.register import about
from responses.models import ChaserLetter, LogNote, Update
from responses.permissions import requests_readable_by


@dataclass(frozen=True)
class Entry:
    """One thing that happened: on which day, about which report (None: about none, or several), and what."""

    day: datetime.date
    super_complaint: SuperComplaint | None
    what: LogNote | Request | Update | MoreTime
    kind: str  # "note", "request", "letter", "more_time"
    detail: str = ""
    letter: ChaserLetter | None = None  # the one that asked


def entries(user: User, body: Body, on: datetime.date) -> list[Entry]:
    """The log of a body as far as somebody may read it, latest first. At most six queries, however long it is."""
    found = [*_notes(user, body), *_requests(user, body, on), *_letters(user, body, on), *_more_time(user, body, on)]
    return sorted(found, key=lambda it: (it.day, it.what.pk), reverse=True)


def _notes(user: User, body: Body) -> list[Entry]:
    """For liaison staff alone, also those that were recorded in error."""
    if not user.is_liaison:
        return []
    notes = body.log_notes.select_related("super_complaint", "noted_by", "in_error_by")
    return [Entry(note.took_place_on, note.super_complaint, note, "note") for note in notes]


def _requests(user: User, body: Body, on: datetime.date) -> list[Entry]:
    made = requests_readable_by(user).as_at(on).filter(addressees__body=body).distinct()
    made = made.defer("letter").select_related("super_complaint")
    numbers = Asked.objects.filter(addressee__body=body, request__in_error_at=None)
    by_request = {}
    for pk, number in numbers.order_by("addressee__recommendation__order").values_list(
        "request", "addressee__recommendation__number"
    ):
        by_request.setdefault(pk, []).append(number)
    letters = ChaserLetter.objects.readable_by(user).sent().filter(body=body).select_related("chase").defer("pdf")
    by_chase = {letter.chase.request_id: letter for letter in letters}
    return [
        Entry(
            each.asked_on,
            each.super_complaint,
            each,
            "request",
            f"on {', '.join(by_request.get(each.pk, []))}",
            by_chase.get(each.pk),
        )
        for each in made
    ]


def _letters(user: User, body: Body, on: datetime.date) -> list[Entry]:
    letters = Update.objects.visible_to(user).as_at(on).filter(about(body)).distinct()
    letters = letters.select_related("super_complaint", "body")
    return [Entry(each.received_on, each.super_complaint, each, "letter") for each in letters]


def _more_time(user: User, body: Body, on: datetime.date) -> list[Entry]:
    asked = MoreTime.objects.as_at(on).filter(body=body).select_related("super_complaint", "body", "request")
    return [Entry(each.asked_on, each.super_complaint, each, "more_time", standing(each, on)) for each in asked]
