"""What a person's calendar holds: the days by which something is due, and what was promised by a day. Pure reading.

For people of a body it is what is due from their bodies; for who reads everything, of all bodies, one entry a day.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from recommendations.models import Body, SuperComplaint
from responses.desk.icalendar import Event
from responses.mail.outbox import link
from responses.mail.reminders import Due, due
from responses.matrix import cells_of
from responses.models import Commitment
from responses.models.commitments import Promised, State
from responses.to_come import still_expected

NAMED = 10  # bodies in one entry; more are counted


def events(user: User, on: datetime.date, report: SuperComplaint | None = None) -> list[Event]:
    """All that a person may read as at a day, of one report or of those that are open. A fixed number of queries."""
    everything = user.reads_everything
    bodies = set(Body.objects.values_list("pk", flat=True)) if everything else user.writes_for()
    reports = [report] if report else list(SuperComplaint.objects.open_on(on))
    cells = cells_of(bodies, on, [each for each in reports if not each.is_closed(on)])
    found = due(still_expected(cells, on))
    days = _due_days(found) if everything else _due_days_by_body(found)
    return sorted([*days, *_promises(bodies, on, reports)], key=lambda event: (event.day, event.uid))


def _due_days(found: Iterable[Due]) -> list[Event]:
    """For who reads everything: one entry for each day of a report."""
    by_day = defaultdict(list)
    for each in found:
        by_day[each.super_complaint, each.day, each.to_what].append(each.body.name)
    return [
        Event(
            _uid("due", report.pk, day, to_what),
            day,
            f"{report}: answers due{f' {to_what}' if to_what else ''}",
            f"{len(names)} answer{'' if len(names) == 1 else 's'} still to come, from {_whom(names)}",
            link(reverse("chase", args=[report.slug])),
        )
        for (report, day, to_what), names in by_day.items()
    ]


def _due_days_by_body(found: Iterable[Due]) -> list[Event]:
    by_day = defaultdict(int)
    for each in found:
        by_day[each.super_complaint, each.body, each.day, each.to_what] += 1
    return [
        Event(
            _uid("due", report.pk, day, to_what, body.pk),
            day,
            f"{report}, {body}: answers due{f' {to_what}' if to_what else ''}",
            f"{count} answer{'' if count == 1 else 's'} still to come",
            link(reverse("body_answers", args=[body.slug, report.slug])),
        )
        for (report, body, day, to_what), count in by_day.items()
    ]


def _promises(bodies: set[int], on: datetime.date, reports: list[SuperComplaint]) -> list[Event]:
    """What was promised by a day or a month, and is not known to be done; what is promised in words has no day."""
    promised = Commitment.objects.counted(on).of(bodies).filter(response__update__super_complaint__in=reports)
    found = [each.at(on) for each in promised.with_targets(on).to_register()]
    return [_promise(each) for each in found if each.state != State.DONE and each.target.last_day]


def _promise(each: Promised) -> Event:
    commitment, addressee = each.commitment, each.commitment.response.addressee
    by = each.target.target_in_words
    report = addressee.recommendation.super_complaint
    return Event(
        _uid("commitment", commitment.pk),
        each.target.last_day,
        f"{addressee.body}, promised by {by}: {commitment.text}",
        f"{report}, {addressee.recommendation}",
        link(addressee.get_absolute_url()),
    )


def _whom(names: list[str]) -> str:
    names = sorted(set(names))
    return ", ".join(names) if len(names) <= NAMED else f"{len(names)} bodies"


def _uid(*parts) -> str:
    """The same for the same thing, whenever the calendar is read."""
    said = "-".join(str(part).replace(" ", "_") for part in parts if part != "")
    return f"{said}@{urlsplit(settings.SITE_ADDRESS).hostname or 'tracker'}"
