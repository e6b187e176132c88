"""A file that is to go with a letter: its title, how it goes along, and what was seen of it."""

import datetime

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from responses.documents import PDF, ReceivedFile, UnfitFile, received_file
from responses.enclosures import ENCLOSED_ACCEPT, ENCLOSED_ALLOWED, ENCLOSED_KINDS, MOST_PAGES, check_fits
from responses.forms.words import LineField
from responses.letter.enclosing import Looked, look_into
from responses.letter.signs import to_replace, unprintable
from responses.models import Enclosure, Update


class EnclosedFileField(forms.FileField):
    """One file, which is what it says it is. The value is a ReceivedFile."""

    widget = forms.FileInput(attrs={"accept": ENCLOSED_ACCEPT})
    default_error_messages = {"required": "Select the file"}

    def clean(self, data, initial=None) -> ReceivedFile:
        if data is None:
            raise ValidationError(self.error_messages["required"])
        try:
            return received_file(data, ENCLOSED_KINDS, ENCLOSED_ALLOWED)
        except UnfitFile as error:
            raise ValidationError(str(error)) from error


class EncloseForm(forms.Form):
    """Looking into the file takes a moment, and is done before anything is held."""

    title = LineField(
        label="What is its title?",
        help_text="As the letter will list it.",
        max_length=200,
        error_messages={"required": "Enter the title, as the letter will list it"},
    )
    file = EnclosedFileField(label="Which file is it?", help_text=f"One file of up to 20 MB: {ENCLOSED_ALLOWED}.")
    how = forms.ChoiceField(
        label="How does it go with the letter?",
        help_text=f"Only a PDF can be appended, and up to {MOST_PAGES} pages in all.",
        choices=Enclosure.How.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select how it goes with the letter"),
    )
    looked = Looked()

    def clean_title(self):
        if problem := to_replace(unprintable(self.cleaned_data["title"])):
            raise ValidationError(problem)
        return self.cleaned_data["title"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self._look_into(cleaned["file"])
        elif file := cleaned.get("file"):
            # A browser keeps what was typed, and no file.
            self.add_error("file", f"Select {file.name} again: it was not kept while something else needs correcting")
        return cleaned

    @property
    def append(self) -> bool:
        return self.cleaned_data["how"] == Enclosure.How.APPENDED

    def _look_into(self, file: ReceivedFile) -> None:
        if self.append and file.content_type != PDF:
            self.add_error("file", f"{file.name} is no PDF, so it cannot be appended. Select it again to attach it")
            return
        try:
            self.looked = look_into(file.name, file.content, file.content_type, append=self.append)
        except UnfitFile as error:
            self.add_error("file", str(error))

    def is_kept_already(self, update: Update) -> bool:
        """Whether this very form made an enclosure: the first half of a double click."""
        same = {"title": self.cleaned_data["title"], "how": self.cleaned_data["how"]}
        return update.enclosed.filter(sha256=self.cleaned_data["file"].sha256, **same).exists()

    def save(self, update: Update, *, by: User, at: datetime.datetime) -> Enclosure | None:
        """Keep it with a draft that is held; None, with an error on the form, where it does not fit there."""
        file, seen = self.cleaned_data["file"], self.looked
        try:
            check_fits(update, file, append=self.append, pages=seen.pages)
        except UnfitFile as error:
            self.add_error("file", str(error))
            return None
        facts = {"title": self.cleaned_data["title"], "how": self.cleaned_data["how"]}
        facts |= {"pages": seen.pages, "is_tagged": seen.is_tagged}
        return Enclosure.objects.enclose(update, file, by=by, at=at, **facts)


class MoveUpForm(forms.Form):
    """The place at which a page showed it: a second click moves it no further."""

    place = forms.IntegerField()
