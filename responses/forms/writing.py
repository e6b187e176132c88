"""What staff of a body write: an answer to one recommendation, the covering letter, the reason of a withdrawal."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from recommendations.fields import DayOrMonthField
from recommendations.models import Body
from responses.forms.awaiting import AWAITED, AwaitingForm, as_typed, check_awaiting
from responses.forms.speaking import authors
from responses.forms.versioned import VersionedForm
from responses.forms.words import LineField, LinesField, WordsField
from responses.letter.facts import lacks
from responses.models import Response, Update
from responses.voices import Voice

FORMATTING = (
    "You can paste from Word: headings, bullets and quotations are kept. "
    "To make your own, begin a line with ## for a heading, - for a bullet or > for a quotation."
)


NAMED = {Voice.NPCC, Voice.APCC, Voice.HOME_OFFICE}


class ResponseForm(VersionedForm, AwaitingForm):
    """One answer. Autosave may leave a choice for later: it is then stored as not stated."""

    position = forms.ChoiceField(
        label="Is the recommendation accepted?",
        choices=Response.Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the recommendation is accepted"},
    )
    progress = forms.ChoiceField(
        label="How far has the work come?",
        choices=Response.Progress.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how far the work has come"},
    )
    text = WordsField(
        label="What do you want to say?",
        help_text=FORMATTING,
        error_messages={"required": "Enter what you want to say about this recommendation"},
    )
    voice = forms.ChoiceField(
        label="Whose words are these?",
        choices=Voice.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whose words these are"},
    )
    same_for_others = forms.BooleanField(required=False)

    class Meta:
        model = Response
        fields = ("text", "position", "progress", *AWAITED, "voice")

    # Errors are told in the order of the page.
    field_order = ("text", "position", "progress", *AWAITED, "voice")

    def __init__(self, *args, instance, others=(), autosave=False, initial=None, **kwargs):
        initial = as_typed(instance) | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.before, self.others = instance.said, others
        self._fit_to_recommendation()
        if not instance.update.is_received:
            # Only letters that arrive hold the words of one national body among others.
            self.fields["voice"].choices = [each for each in Voice.choices() if each[0] not in NAMED]
        if not instance.pk:
            nothing_chosen = {"position": None, "progress": None, "voice": self._usual_voice()}
            self.initial |= nothing_chosen | initial
        if autosave:
            for name in ("position", "progress", "voice"):
                if name in self.fields:
                    self.fields[name].required = False

    def _fit_to_recommendation(self):
        if self.instance.update.is_received:
            self.fields["text"].label = "What does the letter say?"
            self.fields["text"].error_messages["required"] = "Enter what the letter says about this recommendation"
        if self.instance.addressee.recommendation.met_by_update:
            for name in ("position", "progress", *AWAITED):
                del self.fields[name]
        elif not self.is_bound or any(self.data.get(self.add_prefix(name)) for name in AWAITED):
            self._offer_whom_to_await()
        else:
            # The lists take queries, and a save in the background that awaits nobody has no use for them.
            self.offer([], [])
        if not self.others:
            del self.fields["same_for_others"]
            return
        names = " and ".join(str(other.body) for other in self.others)
        if len(self.others) > 2:
            names = f"the other {len(self.others)} bodies"
        self.fields["same_for_others"].label = f"Give the same answer for {names}"
        self.fields["same_for_others"].help_text = "An answer that one of them already has, and that differs, is kept."

    def _offer_whom_to_await(self):
        own, kept = self.instance.addressee.recommendation, self.instance.awaiting_body
        bodies = authors(own.super_complaint)
        # Whoever was chosen stays on offer, whatever has become of it.
        bodies += [kept] if kept and kept not in bodies else []
        self.offer(bodies, list(own.super_complaint.recommendations.exclude(pk=own.pk)))

    def _usual_voice(self):
        body, sender = self.instance.addressee.body, self.instance.update.body
        if sender.kind == Body.Kind.NATIONAL_BODY:
            return Voice.NATIONAL_BODY
        if body.is_force:
            return Voice.FORCE
        return Voice.LOCAL_POLICING_BODY if body.office else Voice.NATIONAL_BODY

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors and "awaiting" in self.fields:
            self._offer_whom_to_await()  # the page is shown again

    def clean_position(self):
        return self.cleaned_data["position"] or Response.Position.NOT_STATED

    def clean_progress(self):
        return self.cleaned_data["progress"] or Response.Progress.NOT_STATED

    def clean_voice(self):
        return self.cleaned_data["voice"] or Voice.NOT_STATED

    def clean(self):
        return check_awaiting(self, super().clean())

    def save(self, commit=True):
        response = super().save(commit)
        if self.cleaned_data.get("same_for_others"):
            self._save_for_others(response.said)
        if not self.stored_version or self.cleaned_data.get("same_for_others"):
            self.instance.update.speak_for_answered()
        return response

    def _save_for_others(self, answers):
        theirs = {response.addressee_id: response for response in self.instance.update.responses.all()}
        for addressee in self.others:
            other = theirs.get(addressee.pk)
            if other is None:
                Response.objects.create(update=self.instance.update, addressee=addressee, **answers)
            elif self.stored_version and other.said == self.before:
                for name, value in answers.items():
                    setattr(other, name, value)
                other.version += 1
                other.save()


def today_or_past(value):
    """Of a day or month, as DayOrMonthField gives it."""
    if value and value.first_day > timezone.localdate():
        raise ValidationError("The date of the letter must be today or in the past")


class CoveringLetterForm(VersionedForm):
    dated_as = DayOrMonthField(
        subject="Date of the letter",
        label="What date does the letter bear?",
        help_text="For example, 17 6 2021. Leave the day empty for a letter that bears only a month.",
        required=False,
        validators=[today_or_past],
    )
    speaks_for = forms.ModelMultipleChoiceField(
        label="Who does this letter speak for?",
        help_text="Everybody it has answers for, and whoever else you select: they then count as having replied.",
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    addressed_to = LinesField(label="To whom is it addressed?", required=False, max_length=1000)
    salutation = LineField(
        label="How does it begin?", help_text="For example, “Dear Sir”.", max_length=200, required=False
    )
    opening = WordsField(label="What do you want to say first?", help_text=FORMATTING, required=False, rows=8)
    chief_officer_comments = WordsField(
        label="Does the chief officer have general comments?",
        help_text="They are printed as the chief officer’s own words, so the letter then speaks for the force too.",
        required=False,
        rows=8,
    )
    closing = WordsField(label="How does the letter close?", required=False, rows=5)
    signatory_name = LineField(label="Who signs it?", max_length=200, required=False)
    signatory_title = LineField(label="What is their title?", max_length=200, required=False)
    agreed_by = LineField(
        label="Who agreed the force’s words?",
        help_text="Such as the portfolio lead. Leave empty if the letter should not say.",
        max_length=200,
        required=False,
    )

    class Meta:
        model = Update
        fields = (
            "speaks_for",
            "addressed_to",
            "salutation",
            "opening",
            "chief_officer_comments",
            "closing",
            "signatory_name",
            "signatory_title",
            "agreed_by",
        )

    field_order = ("dated_as",)

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        bodies = addressed_bodies(instance)
        self.fields["speaks_for"].queryset = bodies
        if not any(body.is_force for body in bodies):
            del self.fields["chief_officer_comments"], self.fields["agreed_by"]
        if instance.date:
            self.initial["dated_as"] = self.stored["dated_as"] = instance.date

    def clean_dated_as(self):
        dated, published_on = self.cleaned_data["dated_as"], self.instance.super_complaint.published_on
        # A month is not before the report where any day of it is not.
        if dated and dated.last_day < published_on:
            published = date_format(published_on, "j F Y")
            raise ValidationError(
                f"The date of the letter must be the same as or after {published}, when the report was published"
            )
        return dated

    def clean_speaks_for(self):
        bodies = self.cleaned_data["speaks_for"]
        silenced = self.instance.responses.exclude(addressee__body__in=bodies).select_related("addressee__body")
        if silenced:
            names = " and ".join(sorted({str(response.addressee.body) for response in silenced}))
            raise ValidationError(f"This draft holds answers for {names}. Remove them first, or keep it selected")
        return bodies

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("chief_officer_comments") and "speaks_for" in cleaned:
            # The chief officer's own words are something said for the force.
            forces = [body.pk for body in self.fields["speaks_for"].queryset if body.is_force]
            spoken_for = [body.pk for body in cleaned["speaks_for"]] + forces
            cleaned["speaks_for"] = self.fields["speaks_for"].queryset.filter(pk__in=spoken_for)
        return cleaned

    def save(self, commit=True):
        self.instance.date = self.cleaned_data["dated_as"]
        return super().save(commit)


def addressed_bodies(update: Update):
    """The bodies this update's author may answer for that its super-complaint addresses."""
    return Body.objects.filter(
        pk__in=[body.pk for body in update.body.answers_for()],
        addressed__recommendation__super_complaint=update.super_complaint,
    ).distinct()


class SeenForm(forms.Form):
    """A decision about what was on the page: it carries the moment of the last edit that its reader saw."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, update, **kwargs):
        super().__init__(*args, **kwargs)
        self.update = update
        self.fields["seen"].initial = update.edited_at.isoformat()

    def clean_seen(self):
        if self.cleaned_data["seen"] != self.update.edited_at.isoformat():
            self.data = {**self.data.dict(), "seen": self.update.edited_at.isoformat()}
            raise ValidationError(
                f"{self.update.edited_by} changed this update after you opened the page. Read it again, then decide."
            )
        return self.cleaned_data["seen"]


LACKING = {"addressed_to": "No addressee", "salutation": "No salutation", "signatory_name": "No signatory"}


class SignOffForm(SeenForm):
    """That the letter is right as it is; of what it lacks, that each is meant."""

    without = forms.MultipleChoiceField(
        label="What is the letter to go without?",
        help_text="Select all of it, or go back and enter it on the covering letter.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, update, **kwargs):
        super().__init__(*args, update=update, **kwargs)
        self.fields["without"].choices = [(name, LACKING[name]) for name in lacks(update)]
        if not self.fields["without"].choices:
            del self.fields["without"]

    def clean_without(self):
        left = [label for name, label in self.fields["without"].choices if name not in self.cleaned_data["without"]]
        if left:
            named = " and ".join(f"“{label}”" for label in left)
            raise ValidationError(f"Select {named} if that is meant, or enter it on the covering letter")
        return self.cleaned_data["without"]


class WithdrawForm(forms.Form):
    """What a body says of an update of its own that it takes back: from today it counts no longer."""

    reason = LinesField(
        label="Why is this update withdrawn?",
        help_text="The reason is kept on the record, and HMICFRS can read it.",
        max_length=2000,
        error_messages={"required": "Enter why this update is withdrawn"},
    )

    def __init__(self, *args, update: Update, **kwargs):
        super().__init__(*args, **kwargs)
        self.update = update

    @property
    def withdrawal(self) -> dict:
        return {"on": timezone.localdate(), "reason": self.cleaned_data["reason"]}
