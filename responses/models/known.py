"""What we knew, by a moment, of the letters on the record: which were there, and which counted on a day.

A letter's facts never change once it is recorded, and each step that took it off the record, or put it back, is a line
(`Change`). So what was believed at a moment is what the lines up to that moment say. One thing keeps no line: from
which day a withdrawal counted that was undone. Until then it is taken to count from the day on which it was noted.
"""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone

from responses.models.history import Change

What = Change.What
OFF = {What.WITHDRAWN, What.SENT_AGAIN}
ON_AGAIN = {What.WITHDRAWAL_UNDONE, What.SENT_AGAIN_UNDONE}
IN_ERROR = {What.IN_ERROR, What.CORRECTED}
ERROR_UNDONE = {What.ERROR_UNDONE, What.CORRECTION_UNDONE}


class Believed(NamedTuple):
    """How a letter on the record stood at a moment."""

    in_error: bool = False
    withdrawn: Change | None = None  # the line that noted it


def known_by(updates: models.QuerySet, date: datetime.date, known: datetime.datetime) -> list[int]:
    """Ids of those that counted on a date, as far as was known by a moment.

    A list, since SQL cannot say it: what was undone since is replayed line by line. Four queries.
    """
    there = updates.filter(recorded_at__lte=known, received_on__lte=date)
    stepped = there.filter(changes__at__gt=known, changes__what__in=OFF | ON_AGAIN | IN_ERROR | ERROR_UNDONE)
    rest = there.exclude(pk__in=stepped.values("pk")).filter(Q(in_error_at=None) | Q(in_error_at__gt=known))
    counted = list(rest.exclude(withdrawn_on__lte=date).order_by().values_list("pk", flat=True))
    return counted + [pk for pk, stood in _replayed(stepped, known).items() if _counts(stood, date)]


def _replayed(updates: models.QuerySet, known) -> dict[int, Believed]:
    letters = updates.only("withdrawn_on").order_by().distinct().prefetch_related("changes", "replacements")
    return {letter.pk: believed(it for it in letter.changes.all() if it.at <= known) for letter in letters}


def believed(lines: Iterable[Change]) -> Believed:
    """How a letter stood after these lines, in order. One sent again that was withdrawn before stays withdrawn."""
    now = Believed()
    for line in lines:
        if line.what in IN_ERROR:
            now = now._replace(in_error=True)
        elif line.what in ERROR_UNDONE:
            now = now._replace(in_error=False)
        elif line.what in OFF:
            now = now._replace(withdrawn=now.withdrawn or line)
        elif line.what in ON_AGAIN:
            now = now._replace(withdrawn=None)
    return now


def _counts(now: Believed, date: datetime.date) -> bool:
    return not now.in_error and (not now.withdrawn or date < withdrawn_from(now.withdrawn))


def withdrawn_from(line: Change) -> datetime.date:
    """From which day a letter did not count, as a line had it."""
    update = line.update
    undone = any(each.what in ON_AGAIN and each.at > line.at for each in update.changes.all())
    if not undone and update.withdrawn_on:
        return update.withdrawn_on
    new = [each for each in update.replacements.all() if each.takes_place_as == "sent_again" and each.recorded_at]
    new = [each for each in new if each.recorded_at <= line.at]
    if line.what == What.SENT_AGAIN and new:
        return max(new, key=lambda it: it.recorded_at).received_on
    return timezone.localdate(line.at)
