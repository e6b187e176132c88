"""Loads what is known before a letter is read, in a fixed number of queries: understanding itself asks for nothing."""

from recommendations.models import Addressee, Body, Recommendation, SuperComplaint
from recommendations.names import names_in_letters, names_of
from responses.intake.understanding.known import KnownBody, KnownRecommendation, KnownSuperComplaint
from responses.models import Update


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


def awaited_in(report: SuperComplaint) -> list[str]:
    """The names of the bodies that a report asks and that no letter is from, in one query."""
    answered = Update.objects.recorded().filter(super_complaint=report).values("body")
    asked = Body.objects.filter(addressed__recommendation__super_complaint=report)
    return list(asked.exclude(pk__in=answered).distinct().values_list("name", flat=True))
