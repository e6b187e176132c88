"""A file that is to go with a letter: its title, how it goes along, and what was seen of it."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from responses.documents import PDF, ReceivedFile, UnfitFile, received_file
from responses.enclosures import ENCLOSED_ACCEPT, ENCLOSED_ALLOWED, ENCLOSED_KINDS, MOST_PAGES, check_fits
from responses.forms.choices import in_this_language, why_unfit
from responses.forms.words import LineField
from responses.letter.enclosing import Looked, look_into
from responses.letter.signs import to_replace, unprintable
from responses.models import Enclosure, Update

# What responses/zips.py says of a file, and which choices there are, for the catalogue.
_SAID_ELSEWHERE = [
    gettext_noop("This file unpacks to far more than a letter holds, so it was not opened"),
    gettext_noop("This file holds more than 2,000 files, so it was not opened"),
    gettext_noop("Attached: a file beside the letter"),
    gettext_noop("Appended: its pages follow the letter’s in one PDF"),
]


class EnclosedFileField(forms.FileField):
    """One file, which is what it says it is. The value is a ReceivedFile."""

    widget = forms.FileInput(attrs={"accept": ENCLOSED_ACCEPT})
    default_error_messages = {"required": _("Select the file")}

    def clean(self, data, initial=None) -> ReceivedFile:
        if data is None:
            raise ValidationError(self.error_messages["required"])
        try:
            return received_file(data, ENCLOSED_KINDS, ENCLOSED_ALLOWED)
        except UnfitFile as error:
            raise ValidationError(why_unfit(error)) from error


class TitledForm(forms.Form):
    title = LineField(
        label=_("What is its title?"),
        help_text=_("As the letter will list it."),
        max_length=200,
        error_messages={"required": _("Enter the title, as the letter will list it")},
    )

    def clean_title(self):
        if problem := to_replace(unprintable(self.cleaned_data["title"])):
            raise ValidationError(problem)
        return self.cleaned_data["title"]


class RetitleForm(TitledForm):
    """Another title for a file that goes with a draft. It carries the one that its reader saw."""

    was = forms.CharField(widget=forms.HiddenInput, strip=False, required=False)

    def __init__(self, *args, enclosure: Enclosure, **kwargs):
        now = {"title": enclosure.title, "was": enclosure.title}
        # Several stand on one page.
        super().__init__(*args, auto_id=f"id_{enclosure.pk}_%s", initial=now, **kwargs)
        self.enclosure = enclosure
        self.fields["title"].label = gettext("What is the title of %(name)s?") % {"name": enclosure.name}

    @property
    def says_something_new(self) -> bool:
        return self.cleaned_data["title"] != self.enclosure.title

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("title") and self.says_something_new and cleaned.get("was") != self.enclosure.title:
            self.data = self.data.copy()
            self.data["was"] = self.enclosure.title
            meanwhile = gettext(
                "Somebody changed this title to “%(title)s” after you opened the page. Save yours again, or keep theirs"
            )
            self.add_error("title", meanwhile % {"title": self.enclosure.title})
        return cleaned


class EncloseForm(TitledForm):
    """Looking into the file takes a moment, and is done before anything is held."""

    file = EnclosedFileField(
        label=_("Which file is it?"),
        help_text=format_lazy(_("One file of up to 20 MB: {allowed}."), allowed=_(ENCLOSED_ALLOWED)),
    )
    how = forms.ChoiceField(
        label=_("How does it go with the letter?"),
        help_text=format_lazy(_("Only a PDF can be appended, and up to {most} pages in all."), most=MOST_PAGES),
        choices=in_this_language(Enclosure.How.choices),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Select how it goes with the letter")),
    )
    looked = Looked()

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self._look_into(cleaned["file"])
        elif file := cleaned.get("file"):
            # A browser keeps what was typed, and no file.
            again = gettext("Select %(name)s again: it was not kept while something else needs correcting")
            self.add_error("file", again % {"name": file.name})
        return cleaned

    @property
    def append(self) -> bool:
        return self.cleaned_data["how"] == Enclosure.How.APPENDED

    def _look_into(self, file: ReceivedFile) -> None:
        if self.append and file.content_type != PDF:
            no_pdf = gettext("%(name)s is no PDF, so it cannot be appended. Select it again to attach it")
            self.add_error("file", no_pdf % {"name": file.name})
            return
        try:
            self.looked = look_into(file.name, file.content, file.content_type, append=self.append)
        except UnfitFile as error:
            self.add_error("file", why_unfit(error))

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
            self.add_error("file", why_unfit(error))
            return None
        facts = {"title": self.cleaned_data["title"], "how": self.cleaned_data["how"]}
        facts |= {"pages": seen.pages, "is_tagged": seen.is_tagged}
        return Enclosure.objects.enclose(update, file, by=by, at=at, **facts)


class MoveUpForm(forms.Form):
    """The place at which a page showed it: a second click moves it no further."""

    place = forms.IntegerField()
