"""Files that go with a letter: beside it, or as further pages of it."""

import datetime
from pathlib import PurePosixPath

from django.db import models, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from responses.documents import PDF, ReceivedFile
from responses.models.updates import Update


class EnclosureQuerySet(models.QuerySet):
    def listed(self):
        """Without the files themselves."""
        return self.defer("content")

    def appended(self):
        return self.filter(how=Enclosure.How.APPENDED)

    def readable_by(self, user: User):
        """Those of the letters that this person may read."""
        return self.filter(update__in=Update.objects.visible_to(user))

    @transaction.atomic
    def enclose(
        self, update: Update, file: ReceivedFile, *, title: str, how: str, by: User, at: datetime.datetime, **seen
    ) -> "Enclosure":
        """Have a file go with a draft, behind those that do already. `seen`: its pages, and whether it is tagged."""
        _check_is_draft(update)
        last = update.enclosed.aggregate(last=Max("place"))["last"] or 0
        facts = {"name": file.name, "content_type": file.content_type, "content": file.content, "sha256": file.sha256}
        facts |= {"size": len(file.content), "added_by": by, "added_at": at, **seen}
        enclosure = self.create(update=update, place=last + 1, title=title, how=how, **facts)
        update.edited(by=by, at=at)
        return enclosure


class Enclosure(models.Model):
    """One file that goes with a letter, byte for byte: never changed. Of a draft it can have another title, or go."""

    class How(models.TextChoices):
        ATTACHED = "attached", "Attached: a file beside the letter"
        APPENDED = "appended", "Appended: its pages follow the letter’s in one PDF"

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="enclosed")
    place = models.PositiveSmallIntegerField(help_text="Its place among those of the letter, from 1.")
    title = models.CharField(max_length=200, help_text="As the letter lists it.")
    how = models.CharField(max_length=10, choices=How.choices)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Of a PDF.")
    is_tagged = models.BooleanField(null=True, blank=True, help_text="Whether a PDF has tags for screen readers.")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = EnclosureQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["update", "sha256"], name="one_copy_of_an_enclosure_per_letter"),
            models.CheckConstraint(condition=~Q(title=""), name="an_enclosure_has_a_title"),
            models.CheckConstraint(
                condition=Q(how="attached") | Q(how="appended", content_type=PDF), name="only_a_pdf_is_appended"
            ),
            models.CheckConstraint(
                condition=Q(content_type=PDF, pages__isnull=False, pages__gte=1, is_tagged__isnull=False)
                | ~Q(content_type=PDF) & Q(pages=None, is_tagged=None),
                name="a_pdf_has_pages_and_says_whether_it_is_tagged",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("enclosure", args=[self.pk])

    @property
    def is_appended(self) -> bool:
        return self.how == self.How.APPENDED

    @property
    def kind_in_words(self) -> str:
        """What its name ends with, which was held against its bytes: "PDF"."""
        return PurePosixPath(self.name).suffix[1:].upper()

    @property
    def said(self) -> str:
        """What a draft says of it, which is another for another file: each was added at a moment of its own."""
        at = date_format(timezone.localtime(self.added_at), "j F Y, H:i:s")
        return f"{self.title} ({self.name}, {self.how}, added {at})"

    @property
    def is_untagged(self) -> bool:
        """Whether it is a PDF that says nothing to a screen reader of how it is to be read."""
        return self.is_tagged is False

    @transaction.atomic
    def retitle(self, title: str, *, by: User, at: datetime.datetime) -> None:
        """Have the draft list it so."""
        _check_is_draft(self.update)
        self.title = title
        self.save(update_fields=["title"])
        self.update.edited(by=by, at=at)

    @transaction.atomic
    def take_out(self, *, by: User, at: datetime.datetime) -> None:
        """Have it go with the draft no more."""
        _check_is_draft(self.update)
        self.delete()
        self.update.edited(by=by, at=at)

    @transaction.atomic
    def move_up(self, *, by: User, at: datetime.datetime) -> None:
        """Have it change places with the one before it, where there is one."""
        _check_is_draft(self.update)
        before = self.update.enclosed.listed().filter(place__lt=self.place).last()
        if before:
            before.place, self.place = self.place, before.place
            before.save(update_fields=["place"])
            self.save(update_fields=["place"])
            self.update.edited(by=by, at=at)


def _check_is_draft(update: Update) -> None:
    if not update.is_draft:
        raise ValueError("What went with a letter that was sent never changes.")
