"""What pages say of links between recommendations, and how far a chain of them leads. Pure reading."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from recommendations.models import Link, Recommendation

# What the other side of a link says of it.
SEEN_FROM_OTHER = {
    Link.Kind.REPEATS: gettext_noop("Repeated by"),
    Link.Kind.SUPERSEDES: gettext_noop("Superseded by"),
    Link.Kind.OVERTAKEN: gettext_noop("Overtook"),
}


class Side(NamedTuple):
    """A link as it is seen from one of its recommendations."""

    link: Link
    is_first: bool  # whether that is the one of which the link was recorded

    @property
    def here(self) -> Recommendation:
        return self.link.recommendation if self.is_first else self.link.other

    @property
    def other(self) -> Recommendation | None:
        return self.link.other if self.is_first else self.link.recommendation

    @property
    def words(self) -> str:
        """ "Repeats", "Superseded by", "Withdrawn": what comes before the other, in the language of the page."""
        return gettext(Link.Kind(self.link.kind).label if self.is_first else SEEN_FROM_OTHER[self.link.kind])

    @property
    def is_later(self) -> bool:
        """Whether the recommendation that it is seen from came after the other."""
        return self.is_first == (self.link.kind != Link.Kind.OVERTAKEN)

    @property
    def ends_it(self) -> bool:
        """Whether nothing more is expected on the recommendation that it is seen from."""
        if self.is_first:
            return self.link.kind in (Link.Kind.OVERTAKEN, Link.Kind.WITHDRAWN)
        return self.link.kind == Link.Kind.SUPERSEDES

    def has_begun(self, on: datetime.date) -> bool:
        """Whether it holds on a day. Where no source names a day, it holds on every one."""
        return self.link.since is None or self.link.since <= on

    @property
    def in_a_line(self) -> str:
        """ "Superseded by recommendation 2 of Another report from 3 May 2024": plain text for a heading or a cell."""
        words = self.words
        if self.other:
            named = {"recommendation": self.other, "super_complaint": self.other.super_complaint}
            words += " " + gettext("%(recommendation)s of %(super_complaint)s") % named
        elif self.link.what:
            words += f" {self.link.what}"
        if not self.link.since:
            return words
        return gettext("%(what)s, from %(day)s") % {"what": words, "day": date_format(self.link.since, "j F Y")}


class Links:
    """Every link that stands, in one query: there are few, and a chain leads from report to report.

    Given `known_at`, those that stood as far as was known by that moment.
    """

    def __init__(self, known_at: datetime.datetime | None = None):
        found = Link.objects.standing()
        if known_at:
            found = Link.objects.filter(recorded_at__lte=known_at).exclude(in_error_at__lte=known_at)
        ends = ("recommendation__super_complaint", "other__super_complaint")
        self._sides = defaultdict(list)
        for link in found.select_related(*ends).order_by("pk"):
            self._sides[link.recommendation_id].append(Side(link, True))
            if link.other_id:
                self._sides[link.other_id].append(Side(link, False))

    def of(self, recommendation: int) -> list[Side]:
        """The links of one recommendation, by id, from its side."""
        return self._sides.get(recommendation, [])

    def chain(self, recommendation: int) -> list[Recommendation]:
        """All that links lead to from one recommendation, itself among them, oldest report first; [] without links."""
        found, waiting = {}, [recommendation]
        while waiting:
            for side in self.of(waiting.pop()):
                for each in filter(None, (side.here, side.other)):
                    if each.pk not in found:
                        found[each.pk] = each
                        waiting.append(each.pk)
        return sorted(found.values(), key=lambda it: (it.super_complaint.published_on, it.super_complaint_id, it.order))

    def ended(self, recommendations: Iterable[int], on: datetime.date) -> dict[int, Side]:
        """Those of these recommendations on which nothing more is expected on a day, each with the link that says so.

        It moves no status: what was said, or was not said, stays what it is.
        """
        sides = ((pk, side) for pk in recommendations for side in self.of(pk))
        return {pk: side for pk, side in sides if side.ends_it and side.has_begun(on)}
