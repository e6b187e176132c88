"""What a liaison officer records: a letter that was received, that it is on the record, and a review of a response."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext

from accounts.models import User
from recommendations.dates import columns
from recommendations.fields import BodyField, DayField, DayOrMonthField
from recommendations.models import Body, SuperComplaint
from responses.documents import ACCEPT, ALLOWED, MAX_FILES, ReceivedFile, UnfitFile, received_file, safe_name
from responses.forms.choices import why_unfit
from responses.forms.speaking import Around, OnBehalf, why_not
from responses.forms.versioned import VersionedForm
from responses.forms.words import LineField, LinesField, WordsField
from responses.forms.writing import SeenForm
from responses.models import Document, Update
from responses.models.correcting import move_answers, moves_to, not_ready


def today_or_past(value):
    """Of a day or month, as DayOrMonthField gives it."""
    if value and value.first_day > timezone.localdate():
        raise ValidationError("The date of the letter must be today or in the past")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.Field):
    """Any number of files, each what it says it is. The value is a list of ReceivedFile."""

    widget = FilesInput

    def to_python(self, value) -> list[ReceivedFile]:
        if len(value or []) > MAX_FILES:
            many = gettext("Select up to %(most)s files; more can be attached afterwards")
            raise ValidationError(many % {"most": MAX_FILES})
        files, errors = {}, []
        for upload in value or []:
            try:
                file = received_file(upload)
            except UnfitFile as error:
                errors.append(why_unfit(error))
            else:
                files.setdefault(file.sha256, file)
        if errors:
            raise ValidationError(errors)
        return list(files.values())

    def has_changed(self, initial, data):
        return bool(data)


class RecordLetterForm(VersionedForm):
    """The facts of a letter that was received. Saving makes or changes a draft; nothing counts until it is recorded."""

    body = BodyField(label="Who is the letter from?", error_messages={"required": "Enter who the letter is from"})
    on_behalf = OnBehalf(
        label="On whose behalf does it answer?",
        initial=OnBehalf.ITSELF,
        error_messages={"required": "Select on whose behalf it answers"},
    )
    chosen = forms.ModelMultipleChoiceField(
        label="Which bodies does it answer for?",
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    dated_as = DayOrMonthField(
        subject="Date of the letter",
        label="What date does the letter bear?",
        help_text="For example, 17 6 2021. Leave the day empty if it bears only a month.",
        required=False,
        validators=[today_or_past],
    )
    undated = forms.BooleanField(label="The letter bears no date", required=False)
    received_on = DayField(
        subject="Date received",
        label="When did HMICFRS receive it?",
        help_text="It counts in the matrix from this day.",
    )
    addressed_to = LinesField(label="To whom is it addressed?", max_length=1000, required=False)
    signatory_name = LineField(label="Who signed it?", max_length=200, required=False)
    signatory_title = LineField(label="What is their title?", max_length=200, required=False)
    agreed_by = LineField(
        label="Who agreed the words?",
        help_text="If the letter says, such as a portfolio lead.",
        max_length=200,
        required=False,
    )
    files = FilesField(
        label="Attach the letter as it came",
        help_text=f"Up to {MAX_FILES} files, each up to 20 MB: {ALLOWED}. They are kept byte for byte.",
        widget=FilesInput(attrs={"accept": ACCEPT}),
        required=False,
    )
    note = LinesField(
        label="What else should be known about it?",
        help_text="Your own note, such as how it arrived. HMICFRS and the bodies it speaks for can read it.",
        max_length=2000,
        required=False,
    )

    # Errors are told in the order of the page.
    field_order = ("body", "on_behalf", "chosen", "dated_as", "undated", "received_on")

    class Meta:
        model = Update
        fields = ("body", "received_on", "addressed_to", "signatory_name", "signatory_title", "agreed_by", "note")

    def __init__(self, *args, instance, author="", arrived=None, around: Around | None = None, **kwargs):
        """`author`: the slug of the body that a new letter is probably from. `arrived`: a file of it that is here.

        `around`: the bodies around its report, where they were read before.
        """
        self.arrived = arrived
        self.addressed, bodies = around or Around.of(instance.super_complaint)
        stored = self._stored(instance) if instance.pk else {"body": _named(author, bodies)}
        super().__init__(*args, instance=instance, initial=stored, **kwargs)
        self.fields["body"].offer(bodies)
        self.offer()
        self.fields["chosen"].queryset = Body.objects.filter(pk__in=[body.pk for body in self.addressed])

    def said(self, name: str):
        """A fact of the letter as it stands on the page; None where it is empty or wrong."""
        try:
            return self.fields[name].clean(self._shown(name))
        except ValidationError:
            return None

    def _shown(self, name: str):
        """As BoundField.value(), which keeps the first initial value that it is asked for."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if self.is_bound:
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            value = field.bound_data(typed, value)
        return field.prepare_value(value)

    def offer(self) -> None:
        """Offer on whose behalf whoever the letter is from can answer."""
        self.fields["on_behalf"].offer(self.said("body"), self._shown("on_behalf"))

    def _stored(self, update) -> dict:
        bodies = list(update.speaks_for.all())
        meanings = OnBehalf.meanings(update.body, self.addressed)
        choice = next((words for words, meant in meanings.items() if set(meant) == set(bodies)), OnBehalf.CHOSEN)
        return {
            "body": update.body.name,
            "on_behalf": choice,
            "chosen": bodies if choice == OnBehalf.CHOSEN else [],
            "dated_as": update.date,
            "undated": not update.date,
        }

    def clean_received_on(self):
        received_on = self.cleaned_data["received_on"]
        published_on = self.instance.super_complaint.published_on
        if received_on > timezone.localdate():
            raise ValidationError("Date received must be today or in the past")
        if received_on < published_on:
            published = formats.date_format(published_on, "j F Y")
            raise ValidationError(
                f"Date received must be the same as or after {published}, when the report was published"
            )
        check_came_before_closing(self.instance.super_complaint, received_on)
        old = self.instance.takes_place_of
        if self.instance.takes_place_as == Update.TakesPlaceAs.SENT_AGAIN and received_on < old.received_on:
            first = formats.date_format(old.received_on, "j F Y")
            raise ValidationError(f"Date received must be the same as or after {first}, when it was first received")
        return received_on

    def clean_files(self):
        files = self.cleaned_data["files"]
        if not self.arrived or self.arrived.sha256 in {file.sha256 for file in files}:
            return files
        return [received_from(self.arrived), *files]

    def clean(self):
        cleaned = super().clean()
        self._clean_date(cleaned)
        if cleaned.get("body") and cleaned.get("on_behalf") and "chosen" in cleaned:
            self._clean_speaks_for(cleaned)
        for upload in self.files.getlist("files") if self.errors and self.files and "files" not in self.errors else []:
            # A browser forgets a chosen file, and nothing is stored from a form with errors.
            self.add_error(
                "files", f"Select {upload.name} again: it was not kept while something else needs correcting"
            )
        return cleaned

    def _clean_date(self, cleaned):
        if "dated_as" not in cleaned:
            return
        dated = cleaned["dated_as"]
        if dated and cleaned.get("undated"):
            self.add_error("undated", "Enter the date of the letter, or select that it bears no date, not both")
        elif not dated and not cleaned.get("undated"):
            self.add_error("dated_as", "Enter the date of the letter, or select that it bears no date")
        elif dated and cleaned.get("received_on") and cleaned["received_on"] < dated.first_day:
            self.add_error("received_on", "Date received must be the same as or after the date of the letter")

    def _clean_speaks_for(self, cleaned):
        author, choice = cleaned["body"], cleaned["on_behalf"]
        field = "chosen" if choice == OnBehalf.CHOSEN else "on_behalf"
        if choice == OnBehalf.CHOSEN and not cleaned["chosen"]:
            self.add_error("chosen", "Select which bodies it answers for")
            return
        if choice != OnBehalf.CHOSEN and cleaned["chosen"]:
            self.add_error("on_behalf", "Select “Only the bodies chosen below”, or choose no bodies there")
            return
        bodies = list(cleaned["chosen"]) or OnBehalf.meanings(author, self.addressed)[choice]
        if not bodies:
            self.add_error(
                field, f"{self.instance.super_complaint} asks nothing of {author}: select the bodies it answers for"
            )
        elif reason := why_not(author, choice, bodies, self.addressed):
            self.add_error(field, reason)
        else:
            cleaned["speaks_for"] = bodies

    def save(self, *, by: User, at: datetime.datetime) -> Update:
        update = self.instance
        update.date = self.cleaned_data["dated_as"]
        update.edited_by, update.edited_at = by, at
        if not update.pk:
            update.created_by, update.created_at = by, at
        super().save()
        update.speaks_for.set(self.cleaned_data["speaks_for"])
        for file in self.cleaned_data["files"]:
            keep_file(update, file, by=by, at=at)
        if self.arrived:
            self.arrived.update = update
            self.arrived.save(update_fields=["update"])
        return update

    def same_draft(self, *, by: User) -> Update | None:
        """The draft that this very form has already made: the first half of a double click."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        facts |= columns("dated", self.cleaned_data["dated_as"])
        drafts = Update.objects.drafts().filter(
            super_complaint=self.instance.super_complaint, origin=Update.Origin.RECEIVED, created_by=by, **facts
        )
        bodies = {body.pk for body in self.cleaned_data["speaks_for"]}
        files = {file.sha256 for file in self.cleaned_data["files"]}
        return next((draft for draft in drafts if _same(draft, bodies, files)), None)


def check_came_before_closing(super_complaint: SuperComplaint, received_on: datetime.date) -> None:
    """What came in while a report was open belongs to it, however late it is recorded; what came after does not."""
    if super_complaint.is_closed(received_on):
        raise ValidationError(
            f"{super_complaint.closed_in_words} A letter received before that day can still be recorded"
        )


def keep_file(update: Update, file: ReceivedFile, *, by: User, at: datetime.datetime) -> tuple[Document, bool]:
    """The file as a document of an update; one that is there already is kept once. And whether it is new."""
    facts = {"name": file.name, "content_type": file.content_type, "content": file.content, "size": len(file.content)}
    facts |= {"added_by": by, "added_at": at}
    return Document.objects.get_or_create(update=update, sha256=file.sha256, defaults=facts)


def received_from(arrived) -> ReceivedFile:
    """A file that arrived, as the document it becomes."""
    return ReceivedFile(safe_name(arrived.name), arrived.content_type, bytes(arrived.content), arrived.sha256)


def _same(draft, bodies, files) -> bool:
    return (
        set(draft.speaks_for.values_list("pk", flat=True)) == bodies
        and set(draft.documents.values_list("sha256", flat=True)) == files
    )


def _named(slug, bodies) -> str:
    return next((body.name for body in bodies if body.slug == slug), "")


class LetterFactsForm(RecordLetterForm):
    """The same facts of a draft, and the passages that answer the report as a whole."""

    opening = WordsField(label="What does it say first?", required=False, rows=8)
    chief_officer_comments = WordsField(
        label="What does the chief officer say about the report as a whole?", required=False, rows=8
    )
    closing = WordsField(label="How does it close?", required=False, rows=5)
    remove = forms.ModelMultipleChoiceField(
        label="Which attached files should be removed?",
        queryset=Document.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta(RecordLetterForm.Meta):
        fields = (*RecordLetterForm.Meta.fields, "opening", "chief_officer_comments", "closing")

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["files"].label = "Attach more files"
        self.fields["remove"].queryset = instance.documents.defer("content")
        if not instance.documents.exists():
            del self.fields["remove"]

    def _clean_speaks_for(self, cleaned):
        super()._clean_speaks_for(cleaned)
        self.moves = {}
        if self.instance.takes_place_of_id and "speaks_for" in cleaned:
            self.moves = moves_to(self.instance, cleaned["speaks_for"]) or {}
        answers = self.instance.responses.exclude(addressee__body__in=cleaned.get("speaks_for", []))
        answers = answers.exclude(addressee__in=self.moves)
        names = sorted({response.addressee.body.name for response in answers.select_related("addressee__body")})
        if "speaks_for" in cleaned and names:
            self.add_error(
                "on_behalf", f"This draft holds answers for {' and '.join(names)}. Remove those answers first"
            )

    def save(self, *, by, at):
        update = super().save(by=by, at=at)
        move_answers(update, self.moves)
        for document in self.cleaned_data.get("remove", []):
            document.delete()
        return update


class DifferentForm(forms.Form):
    """A person's word that a letter is none of those that it looks like."""

    different = forms.BooleanField(
        label="This is a different letter, so record it as well",
        error_messages={"required": "Select that this is a different letter, or discard it"},
    )


class RecordForm(SeenForm, DifferentForm):
    """The decision to put a received letter on the record."""

    reason = LinesField(
        label="What was wrong with what was recorded?",
        help_text="Kept in the history, for HMICFRS alone. For example, “Recorded for the wrong force.”",
        max_length=1000,
        error_messages={"required": "Enter what was wrong with what was recorded"},
    )

    def __init__(self, *args, update, **kwargs):
        super().__init__(*args, update=update, **kwargs)
        self.duplicates = update.same_letters()
        if not self.duplicates:
            del self.fields["different"]
        if update.takes_place_as != Update.TakesPlaceAs.CORRECTION:
            del self.fields["reason"]

    def clean(self):
        cleaned = super().clean()
        check_came_before_closing(self.update.super_complaint, self.update.received_on)
        if problem := not_ready(self.update):
            # What was wrong, and whether it is another letter, is asked once there is something to record.
            for name in ("reason", "different"):
                self.errors.pop(name, None)
            raise ValidationError(problem)
        return cleaned
