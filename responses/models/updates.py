"""The record: dated updates, from their first draft until they are sent or recorded, and their files."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from accounts.models import User
from recommendations.dates import DayOrMonth, pair_of_columns
from recommendations.models import Addressee, Body, SuperComplaint
from responses.models.covering import CoveringLetter
from responses.models.history import Undoable
from responses.models.known import known_by
from responses.models.sign_off import SignedOff


class Likeness(NamedTuple):
    """What tells one letter from another."""

    super_complaint: int | None
    body: int | None
    date: DayOrMonth | None
    sha256s: frozenset[str]

    def is_of(self, update: "Update") -> bool:
        """Whether a letter holds the same file, or bears the same date from the same body on the same report."""
        facts = (update.super_complaint_id, update.body_id, update.date)
        same_file = any(document.sha256 in self.sha256s for document in update.documents.all())
        return same_file or (self.date is not None and facts == self[:3])


class UpdateQuerySet(models.QuerySet):
    def recorded(self):
        """Updates that are part of the record: sent from here, or received and recorded. Drafts are not."""
        return self.filter(recorded_at__isnull=False)

    def drafts(self):
        return self.filter(recorded_at__isnull=True)

    def as_at(self, date: datetime.date, known: datetime.datetime | None = None):
        """Updates that counted on a date: received by its end, not yet withdrawn, and not recorded in error.

        As we know it now; or, given a moment, as far as was known by then: see known.py.
        """
        if known:
            return self.filter(pk__in=known_by(self, date, known))
        # exclude() keeps rows whose withdrawn_on is null, which is nearly all of them. What was recorded in error
        # counts on no date: not even on those before somebody found out.
        counted = self.recorded().filter(received_on__lte=date, in_error_at=None)
        return counted.exclude(withdrawn_on__lte=date)

    def standing(self):
        """Updates that count from the day they were received until further notice."""
        return self.recorded().filter(withdrawn_on=None, in_error_at=None)

    def same_letters_as(self, letters: Iterable[Likeness]) -> list[list["Update"]]:
        """For each of these letters, those here that it may be: the same file, or the same body and date.

        What was withdrawn or recorded in error is none of them, and neither is a draft that a body writes here: it is
        its own business until it is sent. At most two queries for any number of letters; SQL finds what is like any of
        them, so which is like which is told here.
        """
        letters = list(letters)
        files = {sha256 for letter in letters for sha256 in letter.sha256s}
        dates = {letter.date.first_day for letter in letters if letter.date}
        like = Q(documents__sha256__in=files) | Q(dated__in=dates, super_complaint__in={it[0] for it in letters})
        ours = Q(origin=Update.Origin.RECEIVED) | Q(recorded_at__isnull=False)
        hashes = models.Prefetch("documents", Document.objects.only("update", "sha256"))
        found = self.filter(like, ours, withdrawn_on=None, in_error_at=None).distinct().prefetch_related(hashes)
        found = list(found.select_related("super_complaint", "body", "created_by"))
        return [[update for update in found if letter.is_of(update)] for letter in letters]

    def in_order(self):
        """As they were received; those of one day as they were recorded."""
        return self.order_by("received_on", "recorded_at", "pk")

    def editable_by(self, user: User):
        """Drafts this person may write: their bodies' own, or, for a liaison, letters being recorded."""
        return self.filter(_editable_by(user))

    def visible_to(self, user: User):
        """What this person may read: the drafts they may write, and what is recorded by, for or about their bodies.

        What was recorded in error may be another body's letter, so it is for liaison staff alone.
        """
        return self.filter(readable(user))


def readable(user: User, update: str = "") -> Q:
    """What visible_to() asks of an update, or of the one that `update` leads to ("update__")."""
    drafts, recorded = _editable_by(user, update), Q(**{f"{update}recorded_at__isnull": False})
    if user.is_liaison:
        return drafts | recorded
    on_record = recorded & Q(**{f"{update}in_error_at": None})
    if user.reads_everything:
        return drafts | on_record
    bodies = user.writes_for()
    spoken_for = SpeaksFor.objects.filter(body__in=bodies).values("update")
    return drafts | on_record & (Q(**{f"{update}body__in": bodies}) | Q(**{f"{update}pk__in": spoken_for}))


def _editable_by(user: User, update: str = "") -> Q:
    theirs = Q(**{f"{update}origin": Update.Origin.WRITTEN, f"{update}body__in": user.writes_for()})
    if user.is_liaison:
        theirs |= Q(**{f"{update}origin": Update.Origin.RECEIVED})
    return Q(**{f"{update}recorded_at": None}) & theirs


NOTHING_TO_SEND = gettext_noop(
    "There is nothing to send yet. Answer a recommendation, or write something on the covering letter."
)


class Update(Undoable, SignedOff, CoveringLetter):
    """One body's dated account to HMICFRS on one super-complaint: the letter."""

    class Origin(models.TextChoices):
        WRITTEN = "written", "Written here"
        RECEIVED = "received", "Received by HMICFRS"

    class Precision(models.TextChoices):
        DAY = "day", "Day"
        MONTH = "month", "Month"

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="updates")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="updates", help_text="Whose letter it is.")
    speaks_for = models.ManyToManyField(Body, through="SpeaksFor", related_name="spoken_for_in")
    origin = models.CharField(max_length=20, choices=Origin.choices)

    dated = models.DateField(null=True, blank=True, help_text="The date the letter bears; the 1st for a month.")
    dated_precision = models.CharField(max_length=10, choices=Precision.choices, blank=True)
    date = pair_of_columns("dated")
    received_on = models.DateField(null=True, blank=True, help_text="The day it starts to count.")

    note = models.TextField(blank=True, help_text="What the person who recorded it wants known; not in the letter.")

    version = models.PositiveIntegerField(default=1, help_text="Counts saves, so that no save overwrites another.")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-recorded_at", "-pk"]
        indexes = [models.Index(fields=["super_complaint", "received_on"], name="update_received")]
        # No sentences for people: forms leave out a column that each of these needs, so Django does not ask them, and
        # what people do wrong is told by a form beside its field or by a check in permissions.py.
        constraints = [
            *Undoable.Meta.constraints,
            *SignedOff.Meta.constraints,
            *CoveringLetter.Meta.constraints,
            models.CheckConstraint(
                condition=Q(dated=None, dated_precision="")
                | Q(dated__isnull=False, dated_precision__in=["day", "month"]),
                name="a_date_has_its_precision",
            ),
            models.CheckConstraint(
                condition=~Q(dated_precision="month") | Q(dated__day=1),
                name="a_month_is_kept_as_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(dated=None) | Q(received_on__gte=F("dated")),
                name="received_not_before_dated",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by=None, recorded_at=None)
                | Q(recorded_by__isnull=False, recorded_at__isnull=False, received_on__isnull=False),
                name="recorded_by_a_person_at_a_moment_once_received",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at=None)
                | Q(origin="received")
                | Q(dated__isnull=False, signed_off_at__isnull=False),
                name="sent_once_dated_and_signed_off",
            ),
            models.UniqueConstraint(
                fields=["super_complaint", "body"],
                condition=Q(origin="written", recorded_at=None),
                name="one_draft_per_body_and_super_complaint",
            ),
        ]

    def __str__(self):
        return f"{self.body}, {self.date_in_words or 'no date'}"

    def get_absolute_url(self):
        return reverse("update", args=[self.pk])

    @property
    def reference(self) -> str:
        """What people quote: "Safe to share? / 00017" is too long to say on the telephone."""
        return self.reference_of(self.super_complaint_id, self.pk)

    @staticmethod
    def reference_of(super_complaint_id: int, pk: int) -> str:
        return f"SC{super_complaint_id}-{pk:05d}"

    @property
    def name(self) -> str:
        """What pages call it, while it is a draft and ever after: a letter where HMICFRS received it."""
        name = gettext("Letter from %(body)s") if self.is_received else gettext("Update from %(body)s")
        return name % {"body": self.body}

    @property
    def is_draft(self) -> bool:
        return self.recorded_at is None

    @property
    def is_standing(self) -> bool:
        """Whether it is on the record and counts until further notice."""
        return not (self.is_draft or self.withdrawn_on or self.in_error_at)

    @property
    def is_received(self) -> bool:
        return self.origin == self.Origin.RECEIVED

    @property
    def date_in_words(self) -> str:
        """The date it bears, in its own precision: "17 March 2021" or "March 2021"; empty where it bears none."""
        if not self.date:
            return ""
        return self.date.in_welsh if get_language() == "cy" else self.date.in_words

    def addressees(self):
        """Addressees of the bodies it speaks for, in the report's order."""
        return self._asked_of(Q(body__in=self.speaks_for.all()))

    def offered(self, links=None):
        """Addressees it may answer: of the bodies it speaks for, and of those its author may answer for (`links`: see
        `Body.objects.answered_by`); in a letter written here, of all whom a national body represents."""
        bodies = Q(body__in=self.speaks_for.all()) | Q(body__in=Body.objects.answered_by({self.body_id}, links))
        if not self.is_received:
            bodies |= Q(body__kind__in=Body.objects.filter(pk=self.body_id).values("represents"))
        return self._asked_of(bodies)

    def _asked_of(self, bodies: Q):
        return (
            Addressee.objects.filter(bodies, recommendation__super_complaint=self.super_complaint_id)
            .select_related("recommendation__super_complaint", "body")
            .order_by("recommendation__order", "body__kind", "body__name")
        )

    def unanswered(self):
        """Addressees it speaks for and says nothing about. One met by the update itself wants no answer."""
        return self._silent_on(self.addressees())

    def _silent_on(self, addressees):
        answered = self.responses.values("addressee")
        return addressees.exclude(pk__in=answered).exclude(recommendation__met_by_update=True)

    def answered_elsewhere(self, addressees=None) -> dict[int, datetime.date]:
        """Which of these (all it speaks for) only another update on the record answers, and the day it was received."""
        # What a draft is going to take the place of will not answer anything by then.
        standing = Update.objects.standing().exclude(pk__in=[self.pk, self.takes_place_of_id or self.pk])
        # No other report's update can answer them; unless told so, SQLite asks every update on the record.
        standing = standing.filter(super_complaint=self.super_complaint_id)
        addressees = self.addressees() if addressees is None else addressees
        answered = self._silent_on(addressees).filter(responses__update__in=standing)
        received_on = "responses__update__received_on"
        return dict(answered.order_by(received_on).values_list("pk", received_on))

    def gaps(self) -> list[Addressee]:
        """What is still to come: addressees that neither it nor an update on the record answers."""
        return list(self.unanswered().exclude(pk__in=self.answered_elsewhere()))

    def unfinished(self):
        """Its answers of which nobody has said that they are finished, in the report's order."""
        return self.responses.unfinished().select_related("addressee__recommendation", "addressee__body")

    def to_finish(self) -> str:
        """What must be finished before it goes on the record, in a sentence; "" where nothing is left open."""
        numbers = self.unfinished().values_list("addressee__recommendation__number", flat=True)
        *others, last = list(dict.fromkeys(numbers)) or [""]
        if others:
            several = gettext("Finish the answers to recommendations %(others)s and %(last)s, or remove them.")
            return several % {"others": ", ".join(others), "last": last}
        one = gettext("Finish the answer to recommendation %(number)s, or remove it.")
        return one % {"number": last} if last else ""

    def same_letters(self) -> list["Update"]:
        """Other letters that may be this one. The one whose place it takes is no other."""
        others = Update.objects.exclude(pk__in=[pk for pk in (self.pk, self.takes_place_of_id) if pk])
        files = frozenset(self.documents.values_list("sha256", flat=True))
        this = Likeness(self.super_complaint_id, self.body_id, self.date, files)
        return others.same_letters_as([this])[0]

    def speak_for(self, bodies: Iterable[int]) -> None:
        """Speak for these bodies too, by id: it says something for them."""
        SpeaksFor.objects.bulk_create([SpeaksFor(update=self, body_id=body) for body in bodies], ignore_conflicts=True)

    def says_nothing(self) -> bool:
        """Whether nobody has answered or written anything yet. An address and a signature say nothing."""
        written = (self.opening, self.chief_officer_comments, self.closing, self.welsh_opening, self.welsh_closing)
        return not any(written) and not self.responses.exists()

    def not_ready_to_send(self) -> str:
        """Why it cannot go out as it is, whoever sends it, in a sentence; "" where it can."""
        if self.says_nothing():
            return gettext(NOTHING_TO_SEND)
        if not self.signed_off_at:
            return gettext("An approver must sign this update off before it is sent.")
        if not self.dated:
            return gettext("Enter the letter’s date on the covering letter before it is sent.")
        return self.to_finish()

    def too_early(self, on: datetime.date) -> str:
        """Why it cannot be sent on a day yet, in a sentence: no letter is sent before the date that it bears."""
        if self.date and self.date.first_day > on:
            early = gettext("The letter is dated %(date)s. It can be sent from that day on, or change its date.")
            return early % {"date": self.date_in_words}
        return ""

    @transaction.atomic
    def send(self, *, by: User, at: datetime.datetime, on: datetime.date, letter: "SentLetter") -> None:
        """Send it, as it was drawn: from now on it counts, and neither it nor its letter ever changes."""
        if problem := self.not_ready_to_send() or self.too_early(on):
            raise ValidationError(problem)
        self._record(by=by, at=at, received_on=on)
        letter.update = self
        letter.save(force_insert=True)
        if self.takes_place_of_id:
            self.take_place(by=by, at=at)

    @transaction.atomic
    def record(self, *, by: User, at: datetime.datetime, reason: str = "") -> None:
        """Make a received letter part of the record: it counts from the day it was received.

        `reason`: what was wrong with the one whose place it takes, where it corrects one.
        """
        if problem := self.to_finish():
            raise ValidationError(problem)
        self._record(by=by, at=at, received_on=self.received_on)
        if self.takes_place_of_id:
            self.take_place(by=by, at=at, reason=reason)

    def _record(self, *, by, at, received_on):
        self.recorded_by, self.recorded_at, self.received_on = by, at, received_on
        self.save(update_fields=["recorded_by", "recorded_at", "received_on"])

    @transaction.atomic
    def discard(self) -> None:
        """Delete a draft and its answers. What is on the record is withdrawn instead."""
        if arrived := getattr(self, "intake", None):
            # The file that it was typed from waits again among the letters that arrived.
            arrived.update = None
            arrived.save(update_fields=["update"])
        for response in self.responses.all():
            response.discard()
        for part in self.parts.all():
            part.discard()
        self.agreements.all().delete()
        self.sign_off_steps.all().delete()
        self.passages.all().delete()
        self.documents.all().delete()
        self.enclosed.all().delete()
        self.answer_files.all().delete()
        self.changes.all().delete()
        self.speaks_for.clear()
        self.delete()


class SpeaksFor(models.Model):
    """That an update speaks for a body: a part of the record, so that no body can be deleted from under it."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)

    class Meta:
        # The table that Django made for the field, before anything but the field needed a name for it.
        db_table = "responses_update_speaks_for"
        unique_together = [("update", "body")]

    def __str__(self):
        return f"{self.update} speaks for {self.body}"


class DocumentQuerySet(models.QuerySet):
    def of_letters(self):
        """Files of the letter itself, not what HMICFRS attached later as evidence that something was done."""
        return self.exclude(reviews__recorded_at=F("added_at"))

    def readable_by(self, user: User):
        """Files of the letters this person may read; evidence, only about or from the bodies they write for."""
        visible = self.filter(update__in=Update.objects.visible_to(user))
        if user.reads_everything:
            return visible
        # One letter may answer for 43 bodies: what was judged of one of them is not for the others.
        theirs = user.writes_for()
        judged = Q(reviews__response__addressee__body__in=theirs) | Q(update__body__in=theirs)
        return visible.filter(Q(pk__in=self.model.objects.of_letters()) | judged).distinct()


class Document(models.Model):
    """A received letter or a piece of evidence, byte for byte as it arrived."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "sha256"],
                name="one_copy_of_a_document_per_update",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("document", args=[self.pk])


class SentLetter(models.Model):
    """The letter as it was sent: the PDF and its page, never rendered again."""

    update = models.OneToOneField(Update, on_delete=models.PROTECT, related_name="sent_letter")
    html = models.TextField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)

    def __str__(self):
        return f"Letter {self.update.reference}"
