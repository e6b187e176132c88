"""By which day a body was to answer a request, as at a date, and where that day comes from.

The request is the report's own (`Addressee.due_on`) or a later one (`Request.due_on`). More time that was granted moves
the day of the one request that it is about, for the one body that asked, from the day it was decided.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext

from recommendations.models import Addressee, MoreTime, Request


@dataclass(frozen=True)
class Day:
    """The last day in time, or none; in words, where it comes from; and how often it was moved."""

    day: datetime.date | None
    because: str
    extended: int = 0


def granted_by(more_time: Iterable[MoreTime], as_at: datetime.date) -> list[MoreTime]:
    """Those that had been granted by the end of a day, in the order in which they were decided."""
    granted = [
        each
        for each in more_time
        if each.decision == MoreTime.Decision.GRANTED and each.decided_on <= as_at and not each.in_error_at
    ]
    return sorted(granted, key=lambda each: (each.decided_on, each.pk))


def day_in_force(own: datetime.date | None, rule: str, more_time: Iterable[MoreTime], as_at: datetime.date) -> Day:
    """The day as at a date, of a request with a day of its own (or none) and the rule that gave it.

    `more_time` is what one body asked about this one request, whatever became of it.
    """
    granted = granted_by(more_time, as_at)
    if moved(own, granted) == own:
        return Day(own, rule)
    latest, before = granted[-1], f"{in_words(own)} ({rule})" if own else rule
    because = gettext("more time granted by %(who)s on %(day)s; before that %(before)s")
    told = {"who": latest.decided_by, "day": in_words(latest.decided_on), "before": before}
    return Day(latest.new_day, because % told, len(granted))


def moved(own: datetime.date | None, granted: Sequence[MoreTime]) -> datetime.date | None:
    """The day of a request, of its own or none, once these were granted in this order.

    A body's time is for all that a request asks of it, and one recommendation may have had a later day anyway.
    """
    return granted[-1].new_day if granted and not (own and granted[-1].new_day <= own) else own


def extended_in_words(more_time: Iterable[MoreTime], as_at: datetime.date) -> str:
    """ "Extended twice", or nothing where no more time had been granted."""
    count = len(granted_by(more_time, as_at))
    if not count:
        return ""
    named = {1: gettext("Extended once"), 2: gettext("Extended twice")}
    return named.get(count) or gettext("Extended %(count)s times") % {"count": count}


def standing(more_time: MoreTime, as_at: datetime.date) -> str:
    """What had become of it by the end of a day: "Granted by HMICFRS on 3 June 2021: until 1 July 2021"."""
    if not more_time.decision or more_time.decided_on > as_at:
        return gettext("Not decided yet")
    told = {"who": more_time.decided_by, "day": in_words(more_time.decided_on)}
    if more_time.decision == MoreTime.Decision.REFUSED:
        return gettext("Refused by %(who)s on %(day)s") % told
    told["until"] = in_words(more_time.new_day)
    return gettext("Granted by %(who)s on %(day)s: until %(until)s") % told


@dataclass(frozen=True)
class AskedOf:
    """One request to one addressee, as at a date; `request` is None where it is the report's own."""

    request: Request | None
    asked_on: datetime.date
    day: Day
    told: list[tuple[MoreTime, str]]  # each time that the body asked for more, and where that stands in words
    extended: str


def requests_to(addressee: Addressee, as_at: datetime.date) -> list[AskedOf]:
    """Everything asked of an addressee by the end of a day: the report's own request first. Two queries."""
    report = addressee.recommendation.super_complaint
    asked = defaultdict(list)
    for each in report.more_time.as_at(as_at).filter(body=addressee.body_id).select_related("body"):
        asked[each.request_id].append(each)

    def asked_of(request, asked_on, due_on, rule):
        more_time = asked[request and request.pk]
        told = [(each, standing(each, as_at)) for each in more_time]
        day = day_in_force(due_on, rule, more_time, as_at)
        return AskedOf(request, asked_on, day, told, extended_in_words(more_time, as_at))

    later = addressee.requests.as_at(as_at).defer("letter")
    own = asked_of(None, addressee.since or report.published_on, addressee.due_on, addressee.due_rule)
    return [own, *(asked_of(each, each.asked_on, each.due_on, each.day_rule) for each in later)]


def in_words(date: datetime.date) -> str:
    return date_format(date, "j F Y")
