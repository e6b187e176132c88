"""What a body's letters bear at their head, and every change of it: a line that nobody takes away."""

import datetime

from django.conf import settings
from django.db import models

from recommendations.models.bodies import Body

# By field of a body. The names of the body are reference data, kept by administrators.
LETTERHEAD = (
    *("letterhead", "address", "telephone", "email", "website", "logo"),
    *("signatory_name", "signatory_title"),
)


def letterhead_of(body: Body) -> dict[str, str]:
    """All of it by field, as JSON keeps it; of the logo the name of its file, which is never written again."""
    return {name: str(getattr(body, name)) for name in LETTERHEAD}


def website_as_kept(typed: str) -> str:
    """A website as letters print it: "www.example.org"."""
    return typed.removeprefix("https://").removeprefix("http://").rstrip("/")


def keep_letterhead(body: Body, before: dict[str, str], *, by, at: datetime.datetime) -> None:
    """Note what somebody's save made of a letterhead that was this before; nothing where it is the same."""
    after = letterhead_of(body)
    if after == before:
        return
    body.version += 1
    body.save(update_fields=["version"])
    body.letterhead_changes.create(before=before, after=after, by=by, at=at)


class LetterheadChange(models.Model):
    """That somebody changed a letterhead: what it was, and what it became."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="letterhead_changes")
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"Letterhead of {self.body}, {self.at:%Y-%m-%d}"
