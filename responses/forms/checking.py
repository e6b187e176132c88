"""A letter in somebody's hands, by its file or by its reference: is it one that was sent from here?"""

import datetime
import hashlib
import re
from typing import NamedTuple

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from responses.forms.words import LineField
from responses.models import SentLetter, Update

MAX_BYTES = 50 * 1024 * 1024  # as much as a letter may have
_REFERENCE = re.compile(r"\s*SC\s*(?P<report>\d{1,9})\s*[-–—/ ]\s*(?P<update>\d{1,9})\s*", re.IGNORECASE | re.ASCII)


class Found(NamedTuple):
    """What is known of a letter that was sent, or that nothing is."""

    update: Update | None
    by_file: bool
    replacement: Update | None = None


class CheckLetterForm(forms.Form):
    letter = forms.FileField(
        label=_("The letter’s PDF file"),
        help_text=_(
            "Choose it, or drop it anywhere on this page. It must be as it was sent or downloaded: a printed or "
            "scanned letter cannot be checked. It is not kept."
        ),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        required=False,
        error_messages={"empty": _("Choose a file that is not empty")},
    )
    reference = LineField(
        label=_("Or its reference"),
        help_text=_("It stands at the head of the letter and at the foot of each page: for example, SC1-00017."),
        max_length=40,
        required=False,
    )

    def clean_letter(self):
        letter = self.cleaned_data["letter"]
        if letter and letter.size > MAX_BYTES:
            too_large = gettext("The file must be %(most)s MB or smaller: no letter is larger")
            raise ValidationError(too_large % {"most": MAX_BYTES // 1024**2})
        if letter and not letter.read(5).startswith(b"%PDF-"):
            raise ValidationError(gettext("Choose a PDF file: letters are sent as PDF"))
        return letter

    def clean_reference(self):
        typed = self.cleaned_data["reference"]
        if typed and not _REFERENCE.fullmatch(typed):
            raise ValidationError(gettext("Enter a reference like SC1-00017"))
        return typed

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("letter")) == bool(cleaned.get("reference")):
            raise ValidationError(gettext("Choose the letter’s PDF file, or enter its reference: one of the two"))
        return cleaned

    def find(self, letters) -> Found:
        """The letter that it is, among the sent letters that whoever asks may know of."""
        by_file = bool(self.cleaned_data["letter"])
        letters = letters.select_related("update__body", "update__super_complaint").defer("pdf", "html")
        found = letters.filter(**self._by_hash() if by_file else self._by_reference()).first()
        update = found.update if found else None
        return Found(update, by_file, update.replacement() if update and not update.is_standing else None)

    def _by_hash(self) -> dict:
        digest, letter = hashlib.sha256(), self.cleaned_data["letter"]
        letter.seek(0)
        for piece in letter.chunks():
            digest.update(piece)
        return {"sha256": digest.hexdigest()}

    def _by_reference(self) -> dict:
        numbers = _REFERENCE.fullmatch(self.cleaned_data["reference"])
        return {"update__super_complaint": int(numbers["report"]), "update": int(numbers["update"])}


def letters_known_to(user: User | AnonymousUser, today: datetime.date) -> QuerySet[SentLetter]:
    """The sent letters that somebody may learn of: those they may read, and any on a report that is public."""
    public = Update.objects.recorded().filter(super_complaint__published_on__lte=today, in_error_at=None)
    known = public.exclude(super_complaint__report_url="").values("pk")
    if user.is_authenticated:
        return SentLetter.objects.filter(update__in=known) | SentLetter.objects.filter(
            update__in=Update.objects.visible_to(user).filter(in_error_at=None).values("pk")
        )
    return SentLetter.objects.filter(update__in=known)
