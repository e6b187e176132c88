"""What is known before a letter is read: the bodies that might have written it, the reports it might answer.

Plain values, loaded by the caller in a fixed number of queries, so that understanding a letter asks the database
nothing.
"""

import datetime
from dataclasses import dataclass

from recommendations.models import Addressee, Body, Recommendation, SuperComplaint
from recommendations.names import names_in_letters, names_of


@dataclass(frozen=True)
class KnownBody:
    """A body by everything a letter may call it by."""

    name: str
    kind: str  # a Body.Kind
    office: str = ""  # a Body.Office
    names: tuple[str, ...] = ()  # aliases, its Welsh name, and names made by rule
    website: str = ""
    email: str = ""
    began_on: datetime.date | None = None
    ended_on: datetime.date | None = None
    oversees: str = ""  # the name of a force
    succeeded_by: str = ""

    def existed_on(self, date: datetime.date) -> bool:
        """Whether nothing known says that it did not."""
        return not (self.began_on and date < self.began_on) and not (self.ended_on and date >= self.ended_on)


@dataclass(frozen=True)
class KnownRecommendation:
    number: str
    wording: str = ""
    addressed_to: frozenset[str] = frozenset()  # the Body.Kinds of its addressees
    met_by_update: bool = False


@dataclass(frozen=True)
class KnownSuperComplaint:
    slug: str
    title: str
    report_title: str = ""
    made_by: str = ""
    published_on: datetime.date | None = None
    reply_to: str = ""
    recommendations: tuple[KnownRecommendation, ...] = ()


def known_bodies() -> list[KnownBody]:
    """Every body, in three queries."""
    return [
        KnownBody(
            name=body.name,
            kind=body.kind,
            office=body.office,
            names=(*names_of(body)[1:], *names_in_letters(body)),
            website=body.website,
            email=body.email,
            began_on=body.began_on,
            ended_on=body.ended_on,
            oversees=body.oversees.name if body.oversees else "",
            succeeded_by=body.succeeded_by.name if body.succeeded_by else "",
        )
        for body in Body.objects.with_names().select_related("oversees", "succeeded_by")
    ]


def known_super_complaints() -> list[KnownSuperComplaint]:
    """Every super-complaint with its recommendations, in three queries."""
    kinds: dict[int, set[str]] = {}
    for recommendation, kind in Addressee.objects.order_by().values_list("recommendation", "body__kind").distinct():
        kinds.setdefault(recommendation, set()).add(kind)
    recommendations: dict[int, list[KnownRecommendation]] = {}
    for row in Recommendation.objects.order_by("order"):
        known = KnownRecommendation(row.number, row.wording, frozenset(kinds.get(row.pk, ())), row.met_by_update)
        recommendations.setdefault(row.super_complaint_id, []).append(known)
    return [
        KnownSuperComplaint(
            slug=report.slug,
            title=report.title,
            report_title=report.report_title,
            made_by=report.made_by,
            published_on=report.published_on,
            reply_to=report.reply_to,
            recommendations=tuple(recommendations.get(report.pk, ())),
        )
        for report in SuperComplaint.objects.all()
    ]
