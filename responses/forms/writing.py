"""What staff of a body write: an answer to one recommendation, the covering letter, the reason of a withdrawal."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recommendations.models import Body
from responses.forms.awaiting import AWAITED, AwaitingForm, as_typed, check_awaiting
from responses.forms.choices import in_this_language, say_language
from responses.forms.speaking import authors
from responses.forms.versioned import VersionedForm
from responses.forms.words import LinesField, WordsField
from responses.letter.checks import lacks
from responses.letter.drawing import LetterError
from responses.letter.html import DrawnLetter
from responses.models import Response, Signature, Update
from responses.voices import Voice

FORMATTING = _("You can paste from Word: tables, lists, links and quotations are kept.")


NAMED = {Voice.NPCC, Voice.APCC, Voice.HOME_OFFICE}


def voices_of_others(author: Body, *, by_the_force: bool = False) -> set[Voice]:
    """Whose words nobody is offered in the letter of an author: see ResponseForm."""
    others = set() if author.kind == Body.Kind.NATIONAL_BODY else {Voice.NATIONAL_BODY}
    return others | ({Voice.LOCAL_POLICING_BODY} if author.is_force or by_the_force else set())


class ResponseForm(VersionedForm, AwaitingForm):
    """One answer. Whoever says that it is `finished` answers every question; until then each may be left open."""

    position = forms.ChoiceField(
        label=_("Is the recommendation accepted?"),
        choices=in_this_language(Response.Position.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whether the recommendation is accepted")},
    )
    progress = forms.ChoiceField(
        label=_("How far has the work come?"),
        choices=in_this_language(Response.Progress.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how far the work has come")},
    )
    text = WordsField(
        label=_("What do you want to say?"),
        help_text=FORMATTING,
        error_messages={"required": _("Enter what you want to say about this recommendation")},
    )
    welsh_text = WordsField(label=_("What do you want to say, in Welsh?"), required=False)
    voice = forms.ChoiceField(
        label=_("Whose words are these?"),
        choices=in_this_language(Voice.choices()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whose words these are")},
    )
    same_for_others = forms.BooleanField(label=_("Give the same answer for the others"), required=False)
    ASKS = {"version", "same_for_others"}

    class Meta:
        model = Response
        fields = ("text", "welsh_text", "position", "progress", *AWAITED, "voice")

    # Errors are told in the order of the page.
    field_order = ("text", "welsh_text", "position", "progress", *AWAITED, "voice")

    def __init__(self, *args, instance, others=(), finished=False, by_the_force=False, initial=None, **kwargs):
        """`by_the_force`: its own people write it, in the letter of who oversees it."""
        initial = as_typed(instance) | {"voice": instance.voice or self._usual_voice(instance)} | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.before, self.others, self.finished = instance.said, others, finished
        self.by_the_force = by_the_force
        # A body that represents all of a kind gives them one answer. Whoever is one of a pair represents nobody.
        several = len(self.others) > 1 and not instance.update.is_received
        self.for_all = several and instance.update.body.represents != ""
        say_language(self.fields, ["text"], is_welsh=instance.update.language == Update.Language.WELSH)
        self._fit_to_recommendation()
        if self.is_on_page("welsh_text") if self.is_bound else instance.update.is_bilingual:
            self.fields["welsh_text"].widget.attrs["lang"] = "cy"
        else:
            del self.fields["welsh_text"]
        if not instance.update.is_received:
            # Only letters that arrive hold the words of one national body among others.
            self.fields["voice"].choices = [each for each in self.fields["voice"].choices if each[0] not in NAMED]
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
        if not self.others or self.for_all:
            del self.fields["same_for_others"]
            return
        names = gettext(" and ").join(str(other.body) for other in self.others)
        if len(self.others) > 2:
            names = gettext("the other %(count)s bodies") % {"count": len(self.others)}
        same = self.fields["same_for_others"]
        same.label = gettext("Give the same answer for %(bodies)s") % {"bodies": names}
        same.help_text = gettext("An answer that one of them already has, and that differs, is kept.")

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
        same_for = self.others if self.for_all or self.cleaned_data.get("same_for_others") else []
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
            meanwhile = gettext("%(who)s changed this update after you opened the page. Read it again, then decide.")
            raise ValidationError(meanwhile % {"who": self.update.edited_by})
        return self.cleaned_data["seen"]


CHANGED_MEANWHILE = _(
    "What this letter says changed while it was drawn, so it was not sent. Read it again, then decide."
)


# Why a letter cannot be drawn, for the catalogue: what says it runs in a process that has none (letter/drawing.py).
_OF_DRAWING = [
    gettext_noop(
        "Drawing this letter took longer than 60 seconds, so it was given up. Shorten it, or use less bold in it."
    ),
    gettext_noop(
        "This letter takes more memory than drawing a letter may, so it was given up. Shorten its texts and tables."
    ),
    gettext_noop("The letter could not be drawn just now. Nothing is lost: try again in a minute."),
    gettext_noop("The tracker made a mistake in drawing this letter. Nothing is lost: tell an administrator."),
]


class SendForm(SeenForm):
    """That the letter goes out as it was `drawn`, or why it cannot be drawn; None where it was not tried."""

    def __init__(self, *args, drawn: DrawnLetter | LetterError | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.drawn = drawn

    def clean(self):
        cleaned = super().clean()
        if isinstance(self.drawn, LetterError):
            raise ValidationError(gettext(str(self.drawn)))
        if not self.errors and not (self.drawn and self.drawn.is_of(self.update)):
            raise ValidationError(CHANGED_MEANWHILE)
        return cleaned


LACKING = {
    "addressed_to": _("No addressee"),
    "salutation": _("No salutation"),
    "signatory_name": _("No signatory"),
    "complimentary_close": _("No complimentary close, such as “Yours sincerely”"),
}


class SignOffForm(SeenForm):
    """That the letter is right as it is; of what it lacks, that each is meant."""

    without = forms.MultipleChoiceField(
        label=_("What is the letter to go without?"),
        help_text=_("Select all of it, or go back and enter it on the covering letter."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    with_signature = forms.BooleanField(
        label=_("Put my signature on this letter"),
        required=False,
    )

    def __init__(self, *args, update, signature: Signature | None = None, **kwargs):
        """`signature`: that of who signs it off, where they keep one for this body."""
        super().__init__(*args, update=update, **kwargs)
        self.signature = signature
        if signature:
            # Whoever signs a letter off is often another than who signs it.
            hint = gettext("If anybody changes the letter after this, it is taken off again.")
            if update.signatory_name:
                above = gettext("It stands above the name of %(name)s.") % {"name": update.signatory_name}
                hint = f"{above} {hint}"
            self.fields["with_signature"].help_text = hint
        else:
            del self.fields["with_signature"]
        self.fields["without"].choices = [(name, LACKING[name]) for name in lacks(update)]
        if not self.fields["without"].choices:
            del self.fields["without"]

    def clean_without(self):
        left = [label for name, label in self.fields["without"].choices if name not in self.cleaned_data["without"]]
        if left:
            named = gettext(" and ").join(f"“{label}”" for label in left)
            meant = gettext("Select %(what)s if that is meant, or enter it on the covering letter")
            raise ValidationError(meant % {"what": named})
        return self.cleaned_data["without"]

    def clean(self):
        cleaned = super().clean()
        if not self.signature and self.data.get("with_signature"):
            raise ValidationError(
                gettext("You have no signature for letters of this body now. The letter is not signed off yet.")
            )
        return cleaned

    @property
    def put_on_letter(self) -> Signature | None:
        return self.signature if self.cleaned_data.get("with_signature") else None


class WithdrawForm(forms.Form):
    """What a body says of an update of its own that it takes back: from today it counts no longer."""

    reason = LinesField(
        label=_("Why is this update withdrawn?"),
        help_text=_("The reason is kept on the record, and HMICFRS can read it."),
        max_length=2000,
        error_messages={"required": _("Enter why this update is withdrawn")},
    )

    def __init__(self, *args, update: Update, **kwargs):
        super().__init__(*args, **kwargs)
        self.update = update

    @property
    def withdrawal(self) -> dict:
        return {"on": timezone.localdate(), "reason": self.cleaned_data["reason"]}
