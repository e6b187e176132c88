"""Saving what somebody else changed meanwhile: both texts are shown, and nothing is overwritten.

A form carries the version it was opened on. Whoever saves holds the update's row locked, so the version compared here
is the version saved over.
"""

import datetime

from django import forms
from django.utils.formats import date_format

from recommendations.dates import DayOrMonth
from recommendations.words import to_html
from responses.forms.words import WordsField


class VersionedForm(forms.ModelForm):
    """A form over a record with a `version`. After a refused save `theirs` lists what the other person saved."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    ASKS = {"version"}  # fields that hold nothing of the record, so that no two people can differ on them

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.stored_version = instance.version if instance.pk else 0
        self.initial["version"] = self.stored_version
        self.stored = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        self.theirs: list[tuple[str, object]] = []

    @property
    def changed(self) -> bool:
        return any(name != "version" for name in self.changed_data)

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("version") or 0) != self.stored_version and set(self.changed_data) - self.ASKS:
            self._show_both()
        return cleaned

    def _show_both(self):
        """Keep what was typed in the fields, put what is stored beside it, and let the next save be a decision."""
        # A chosen file replaces nothing, so nothing of theirs stands against it.
        names = [name for name in self.changed_data if not self._is_file(name) and name not in self.ASKS]
        self.theirs = [(self.fields[name].label, self._in_words(name)) for name in names]
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self.stored_version
        self.add_error(
            None,
            "This page was saved elsewhere while you were writing. Nothing is overwritten: what was saved is shown "
            "below, and your words are still in the form. Put the two together, then save again.",
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
            return stored.in_words
        if isinstance(stored, bool):
            return "Yes" if stored else "No"
        if isinstance(stored, datetime.date):
            return date_format(stored, "j F Y")
        return dict(getattr(self.fields[name], "choices", ())).get(stored, stored)

    def save(self, commit=True):
        self.instance.version = self.stored_version + 1
        return super().save(commit)
