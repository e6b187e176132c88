"""How recommendations belong together, within a report and across reports; and that one is expected no more."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from recommendations.models.errors import RecordedInError, StandingQuerySet
from recommendations.models.reports import Recommendation


class Link(RecordedInError):
    """That a recommendation repeats or replaces another, was overtaken, or was withdrawn. It carries no answer over."""

    class Kind(models.TextChoices):
        REPEATS = "repeats", gettext_noop("Repeats")
        SUPERSEDES = "supersedes", gettext_noop("Supersedes")
        OVERTAKEN = "overtaken", gettext_noop("Overtaken by")
        WITHDRAWN = "withdrawn", gettext_noop("Withdrawn")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    other = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="linked_from"
    )
    what = models.CharField(max_length=300, blank=True, help_text="What overtook it, where that is no recommendation.")
    since = models.DateField(null=True, blank=True, help_text="Left empty where no source says from which day.")
    source = models.TextField(help_text="Where this is said.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "pk"]
        constraints = [
            *RecordedInError.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["repeats", "supersedes"], other__isnull=False, what="")
                | Q(kind="overtaken") & (Q(other__isnull=False, what="") | Q(other=None) & ~Q(what=""))
                | Q(kind="withdrawn", other=None, what=""),
                name="a_link_says_with_what",
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("recommendation")), name="a_link_leads_to_another"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_link_has_a_source"),
            models.UniqueConstraint(
                fields=["recommendation", "kind", "other"],
                condition=Q(in_error_at=None, other__isnull=False),
                name="each_link_is_recorded_once",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "kind", "what"],
                condition=Q(in_error_at=None, other=None),
                name="each_link_to_none_is_recorded_once",
            ),
        ]

    def __str__(self):
        return f"{self.recommendation}: {self.get_kind_display()} {self.other or self.what}".strip()
