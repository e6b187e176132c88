"""Letters that ask again, written for many bodies at once: shown as they are to go out, then sent, once."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from recommendations.models import Addressee, Body, Request, SuperComplaint

KEPT_FOR = datetime.timedelta(days=7)  # what was never sent


class ChaseQuerySet(models.QuerySet):
    def sent(self):
        return self.exclude(request=None)

    def in_hand(self):
        """Those that were shown and not sent yet."""
        return self.filter(request=None)

    def outlived(self, at: datetime.datetime):
        return self.in_hand().filter(prepared_at__lt=at - KEPT_FOR)

    def discard(self) -> None:
        """Delete them with their letters. What was sent stays."""
        letters = ChaserLetter.objects.filter(chase__in=self.in_hand())
        ChaserLetter.addressees.through.objects.filter(chaserletter__in=letters).delete()
        letters.delete()
        self.in_hand().delete()


class Chase(models.Model):
    """One text for many bodies, with gaps. Never edited: whoever changes the words has new letters written."""

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="chases")
    once = models.UUIDField(help_text="Of the page it was written on: a double click writes it once.")
    subject = models.CharField(max_length=200)
    words = models.TextField()
    about = models.CharField(max_length=200, blank=True)
    dated = models.DateField(help_text="The day that the letters bear, and on which alone they can be sent.")
    answer_by = models.DateField(null=True, blank=True, help_text="Left empty where it names no day.")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    request = models.OneToOneField(
        Request,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chase",
        help_text="There once the letters were sent.",
    )

    objects = ChaseQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["once"], name="letters_are_written_once"),
            models.CheckConstraint(
                condition=Q(answer_by=None) | Q(answer_by__gte=F("dated")), name="an_answer_is_asked_after_the_letter"
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(words=""), name="a_chaser_has_a_subject_and_words"),
        ]

    def __str__(self):
        return f"{self.subject}, {self.dated}"

    def get_absolute_url(self):
        return reverse("chasers", args=[self.pk])


class ChaserLetterQuerySet(models.QuerySet):
    def waiting(self):
        """Those that are still to be drawn."""
        return self.filter(pdf=None, trouble="")

    def sent(self):
        """Those that went out, or are on their way: by e-mail, or by post as a person said."""
        return self.filter(Q(by_post=True) | ~Q(recipients=[]), chase__request__isnull=False)

    def readable_by(self, user: User):
        """All for liaison staff; for others those that went out, of any body or of those they write for."""
        if user.is_liaison:
            return self
        sent = self.sent().filter(chase__request__in_error_at=None)
        return sent if user.reads_everything else sent.filter(body__in=user.writes_for())


class ChaserLetter(models.Model):
    """What one body is sent: words without gaps, the PDF as it is attached, and to whom it goes."""

    chase = models.ForeignKey(Chase, on_delete=models.PROTECT, related_name="letters")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="chaser_letters")
    office = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="+", help_text="Who has its post: itself, or what took its place."
    )
    addressees = models.ManyToManyField(Addressee, related_name="chaser_letters")
    subject = models.CharField(max_length=500)
    words = models.TextField()
    recipients = models.JSONField(default=list, help_text="[name, address] of each contact. None: it goes by post.")
    pdf = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    trouble = models.TextField(blank=True, help_text="Why it could not be drawn, in a sentence.")
    by_post = models.BooleanField(default=False, help_text="A person said that it went by post.")

    objects = ChaserLetterQuerySet.as_manager()

    class Meta:
        ordering = ["chase", "body__name"]
        constraints = [
            models.UniqueConstraint(fields=["chase", "body"], name="one_letter_of_a_chaser_per_body"),
            models.CheckConstraint(
                condition=Q(pdf=None, sha256="") | Q(pdf__isnull=False, trouble="") & ~Q(sha256=""),
                name="a_drawn_letter_has_its_hash_and_no_trouble",
            ),
        ]

    def __str__(self):
        return f"{self.subject}: {self.body}"

    @property
    def goes_out(self) -> bool:
        return bool(self.recipients) or self.by_post

    @property
    def file_name(self) -> str:
        return f"{self.body.slug}-{self.chase.dated.isoformat()}.pdf"
