"""Saving what somebody else changed meanwhile: both texts are shown, and nothing is overwritten.

A form carries the version it was opened on. Whoever saves holds the update's row locked, so the version compared here
is the version saved over.
"""

import datetime

from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from recommendations.dates import DayOrMonth
from recommendations.words import to_html
from responses.forms.words import WordsField


class VersionedForm(forms.ModelForm):
    """A form over a record with a `version`. After a refused save `theirs` lists what the other person saved.

    A save `in_background` comes in mid-word: a field that cannot be kept as it is stays as it was stored, `left_out`
    has why by the field's name, and everything else is saved.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    ASKS = {"version"}  # fields that hold nothing of the record, so that no two people can differ on them

    def __init__(self, *args, instance, in_background=False, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.in_background, self.left_out = in_background, {}
        self.stored_version = instance.version if instance.pk else 0
        self.initial["version"] = self.stored_version
        self.stored = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        self.theirs: list[tuple[str, object]] = []

    @property
    def changed(self) -> bool:
        return bool(set(self.changed_data) - {"version"} - self.left_out.keys())

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("version") or 0) != self.stored_version and set(self.changed_data) - self.ASKS:
            self._show_both()
        return cleaned

    def _post_clean(self):
        # Before the record itself is checked: what that finds wrong is in it by then, and stops the save.
        if self.in_background and not self.non_field_errors():
            self.left_out = {name: errors[0] for name, errors in self.errors.items()}
            self.errors.clear()
        super()._post_clean()

    def is_on_page(self, name: str) -> bool:
        """Whether a box was on the page that is posted: one that was not says nothing of what is stored."""
        widget = self.fields[name].widget
        return not widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    @property
    def left_out_in_words(self) -> str:
        """Each question that was left out, and why: "“Who signs it?”. Shorten this to 200 characters: it has 201."."""
        sentences = {name: why if why.endswith((".", "?")) else f"{why}." for name, why in self.left_out.items()}
        return " ".join(f"“{self.fields[name].label}”. {why}" for name, why in sentences.items())

    def _show_both(self):
        """Keep what was typed in the fields, put what is stored beside it, and let the next save be a decision."""
        # A chosen file replaces nothing, so nothing of theirs stands against it.
        names = [name for name in self.changed_data if not self._is_file(name) and name not in self.ASKS]
        self.theirs = [(self.fields[name].label, self._in_words(name)) for name in names]
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self.stored_version
        self.add_error(
            None,
            gettext(
                "This page was saved elsewhere while you were writing. Nothing is overwritten: what was saved is shown "
                "below, and your words are still in the form. Put the two together, then save again."
            ),
        )

    def _is_file(self, name):
        return self.fields[name].widget.needs_multipart_form

    def _in_words(self, name):
        stored = self.stored[name]
        if isinstance(self.fields[name], WordsField):
            return to_html(stored or "", 4)
        if isinstance(stored, list):
            return "\n".join(map(str, stored))
        if isinstance(stored, DayOrMonth):
            return stored.in_welsh if get_language() == "cy" else stored.in_words
        if isinstance(stored, bool):
            return gettext("Yes") if stored else gettext("No")
        if isinstance(stored, datetime.date):
            return date_format(stored, "j F Y")
        return dict(getattr(self.fields[name], "choices", ())).get(stored, stored)

    def save(self, commit=True):
        self.instance.version = self.stored_version + 1
        return super().save(commit)
