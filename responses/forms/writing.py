"""What staff of a body write: an answer to one recommendation, the covering letter, the reason of a withdrawal."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from recommendations.fields import DayOrMonthField
from recommendations.models import Body
from responses.forms.awaiting import AWAITED, AwaitingForm, as_typed, check_awaiting
from responses.forms.speaking import authors
from responses.forms.versioned import VersionedForm
from responses.forms.words import LineField, LinesField, WordsField
from responses.letter.facts import lacks
from responses.models import Response, Update
from responses.turns import officers_who_agreed
from responses.voices import Voice

FORMATTING = "You can paste from Word: tables, lists, links and quotations are kept."


MOST_AHEAD = datetime.timedelta(days=92)
NAMED = {Voice.NPCC, Voice.APCC, Voice.HOME_OFFICE}


def voices_of_others(author: Body, *, by_the_force: bool = False) -> set[Voice]:
    """Whose words nobody is offered in the letter of an author: see ResponseForm."""
    others = set() if author.kind == Body.Kind.NATIONAL_BODY else {Voice.NATIONAL_BODY}
    return others | ({Voice.LOCAL_POLICING_BODY} if author.is_force or by_the_force else set())


class ResponseForm(VersionedForm, AwaitingForm):
    """One answer. Whoever says that it is `finished` answers every question; until then each may be left open."""

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
    same_for_others = forms.BooleanField(label="Give the same answer for the others", required=False)
    ASKS = {"version", "same_for_others"}

    class Meta:
        model = Response
        fields = ("text", "position", "progress", *AWAITED, "voice")

    # Errors are told in the order of the page.
    field_order = ("text", "position", "progress", *AWAITED, "voice")

    def __init__(self, *args, instance, others=(), finished=False, by_the_force=False, initial=None, **kwargs):
        """`by_the_force`: its own people write it, in the letter of who oversees it."""
        initial = as_typed(instance) | {"voice": instance.voice or self._usual_voice(instance)} | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.before, self.others, self.finished = instance.said, others, finished
        self.by_the_force = by_the_force
        self._fit_to_recommendation()
        if not instance.update.is_received:
            # Only letters that arrive hold the words of one national body among others.
            self.fields["voice"].choices = [each for each in Voice.choices() if each[0] not in NAMED]
        if not self.is_bound:
            self._offer_voices()
        for name in {"text", "position", "progress", "voice"} & self.fields.keys():
            self.fields[name].required = finished

    def _fit_to_recommendation(self):
        if self.instance.update.is_received:
            self.fields["text"].label = "What does the letter say?"
            self.fields["text"].error_messages["required"] = "Enter what the letter says about this recommendation"
        if self.instance.addressee.recommendation.met_by_update:
            for name in ("position", "progress", *AWAITED):
                del self.fields[name]
            self.instance.say(**Response.NOTHING_TO_CHOOSE)
        elif not self.is_bound or self._awaits_another():
            self._offer_whom_to_await()
        else:
            # The lists take queries, and a save in the background that awaits whom it awaited has no use for them.
            kept = self.instance.awaiting_body, self.instance.awaiting_recommendation
            self.offer(*([each] if each else [] for each in kept))
        if not self.others:
            del self.fields["same_for_others"]
            return
        names = " and ".join(str(other.body) for other in self.others)
        if len(self.others) > 2:
            names = f"the other {len(self.others)} bodies"
        self.fields["same_for_others"].label = f"Give the same answer for {names}"
        self.fields["same_for_others"].help_text = "An answer that one of them already has, and that differs, is kept."

    def _offer_voices(self):
        """Nobody is offered the words of somebody else: no office or force those of a national body, no force those of
        its local policing body, which has its own name. (A save has no use for the query that tells.)
        """
        author, names = self.instance.update.body, {}
        if self.instance.update.is_received:
            return
        others = voices_of_others(author, by_the_force=self.by_the_force)
        if author.kind == Body.Kind.LOCAL_POLICING_BODY:
            names[Voice.LOCAL_POLICING_BODY] = author.name
        # Whatever was chosen stays on offer.
        others.discard(self.instance.voice)
        voices = self.fields["voice"].widget.choices
        self.fields["voice"].widget.choices = [(it, names.get(it, words)) for it, words in voices if it not in others]

    def _awaits_another(self):
        chosen = ("awaiting_body", "awaiting_recommendation")
        return any(self.data.get(self.add_prefix(name), "") not in ("", self.initial[name]) for name in chosen)

    def _offer_whom_to_await(self):
        own, kept = self.instance.addressee.recommendation, self.instance.awaiting_body
        bodies = authors(own.super_complaint)
        # Whoever was chosen stays on offer, whatever has become of it.
        bodies += [kept] if kept and kept not in bodies else []
        self.offer(bodies, list(own.super_complaint.recommendations.exclude(pk=own.pk)))

    @staticmethod
    def _usual_voice(response) -> str:
        """Whose words they are where that follows from who writes: of a body that answers for itself.

        Whose words somebody writes down for another body, or whose a letter holds that arrived, a person says.
        """
        body, update = response.addressee.body, response.update
        if response.pk or update.is_received or body.pk != update.body_id:
            return ""
        if body.is_force:
            return Voice.FORCE
        return Voice.NATIONAL_BODY if body.kind == Body.Kind.NATIONAL_BODY else Voice.LOCAL_POLICING_BODY

    def _get_validation_exclusions(self):
        # The form has found them among those on offer; Django would ask for each once more.
        return super()._get_validation_exclusions() | {"awaiting_body", "awaiting_recommendation"}

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors:  # the page is shown again
            self._offer_voices()
            if "awaiting" in self.fields:
                self._offer_whom_to_await()

    def clean(self):
        cleaned = super().clean()
        return check_awaiting(self, cleaned) if self.finished else cleaned

    @property
    def says_something_new(self) -> bool:
        return self.changed or (self.finished and not self.instance.is_finished)

    def save(self, *, by: User, at: datetime.datetime) -> Response:
        response = super().save(commit=False)
        if self.finished:
            response.finish(by=by, at=at)
        elif response.said != self.before:
            response.reopen()
        if response.said != self.before:
            response.changed_by = by
        response.save()
        same_for = self.others if self.cleaned_data.get("same_for_others") else []
        if same_for:
            self._save_for_others(response, by)
        if same_for or not self.stored_version:
            response.update.speak_for([each.body_id for each in [response.addressee, *same_for]])
        return response

    def _save_for_others(self, response, by):
        theirs = {each.addressee_id: each for each in response.update.responses.all()}
        answer = response.said | {"finished_by": response.finished_by, "finished_at": response.finished_at}
        for addressee in self.others:
            other = theirs.get(addressee.pk)
            if other is None:
                Response.objects.create(update=response.update, addressee=addressee, changed_by=by, **answer)
            elif other.said == response.said:
                # What somebody said of the very same words stands; only that they are finished can be new.
                if response.is_finished and not other.is_finished:
                    other.say(**answer, version=other.version + 1)
                    other.save()
            elif self.stored_version and other.said == self.before:
                other.say(**answer, changed_by=by, version=other.version + 1)
                other.save()


def today_or_past(value):
    """Of a day or month, as DayOrMonthField gives it."""
    if value and value.first_day > timezone.localdate():
        raise ValidationError("The date of the letter must be today or in the past")


def soon_or_past(value):
    """The same of a letter that is being written: an office dates it for the day on which it will be signed."""
    if value and value.first_day > timezone.localdate() + MOST_AHEAD:
        raise ValidationError("The date of the letter must be in the past, today or within the next three months")


class CoveringLetterForm(VersionedForm):
    dated_as = DayOrMonthField(
        subject="Date of the letter",
        label="What date does the letter bear?",
        help_text="For example, 17 6 2021. Leave the day empty for a letter that bears only a month. "
        "A letter with a date to come can be signed off before, and sent from that day on.",
        required=False,
        validators=[soon_or_past],
    )
    speaks_for = forms.TypedMultipleChoiceField(
        label="Who does this letter speak for?",
        help_text="Everybody it has answers for, and whoever else you select: they then count as having replied.",
        coerce=int,
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
            "addressed_to",
            "salutation",
            "opening",
            "chief_officer_comments",
            "closing",
            "signatory_name",
            "signatory_title",
            "agreed_by",
        )

    field_order = ("dated_as", "speaks_for")

    def __init__(self, *args, instance, links=None, **kwargs):
        """`links`: as `Body.objects.answered_by` takes them."""
        super().__init__(*args, instance=instance, **kwargs)
        bodies = list(addressed_bodies(instance, links))
        self.forces = [body.pk for body in bodies if body.is_force]
        self.fields["speaks_for"].choices = [(body.pk, body.name) for body in bodies]
        self.stored["speaks_for"] = list(instance.speaks_for.all())
        self.initial["speaks_for"] = [body.pk for body in self.stored["speaks_for"]]
        if not self.forces:
            del self.fields["chief_officer_comments"], self.fields["agreed_by"]
        elif not self.is_bound and (officers := officers_who_agreed(instance)):
            self.fields["agreed_by"].help_text += f" Noted here as having agreed them: {'; '.join(officers)}."
        if instance.date:
            self.initial["dated_as"] = self.stored["dated_as"] = instance.date

    def clean_dated_as(self):
        dated = self.cleaned_data["dated_as"]
        # A month is not before the report where any day of it is not.
        if dated and dated.last_day < self.instance.super_complaint.published_on:
            published = date_format(self.instance.super_complaint.published_on, "j F Y")
            raise ValidationError(
                f"The date of the letter must be the same as or after {published}, when the report was published"
            )
        return dated

    def clean_speaks_for(self):
        bodies = self.cleaned_data["speaks_for"]
        # It has answers only for bodies that it speaks for.
        if set(self.initial["speaks_for"]) <= set(bodies):
            return bodies
        silenced = self.instance.responses.exclude(addressee__body__in=bodies).select_related("addressee__body")
        if silenced:
            names = " and ".join(sorted({str(response.addressee.body) for response in silenced}))
            raise ValidationError(f"This draft holds answers for {names}. Remove them first, or keep it selected")
        return bodies

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("speaks_for", self.initial["speaks_for"])
        if cleaned.get("chief_officer_comments"):
            # The chief officer's own words are something said for the force.
            cleaned["speaks_for"] = [*cleaned["speaks_for"], *self.forces]
        return cleaned

    def save(self, *, by: User, at: datetime.datetime) -> Update:
        if "dated_as" not in self.left_out:
            self.instance.date = self.cleaned_data["dated_as"]
        self.instance.edit(by=by, at=at)
        update = super().save()
        if set(self.cleaned_data["speaks_for"]) != set(self.initial["speaks_for"]):
            update.speaks_for.set(self.cleaned_data["speaks_for"])
        return update


def addressed_bodies(update: Update, links=None):
    """The bodies this update's author may answer for that its super-complaint addresses."""
    return Body.objects.filter(
        pk__in=Body.objects.answered_by({update.body_id}, links),
        addressed__recommendation__super_complaint=update.super_complaint_id,
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
            self.data = self.data.copy()
            self.data["seen"] = self.update.edited_at.isoformat()
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
