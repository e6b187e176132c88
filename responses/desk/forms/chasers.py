"""What a liaison writes to those that are chased; and that a letter goes by post."""

import datetime
import uuid

from django import forms
from django.http import QueryDict

from accounts.models import User
from recommendations.fields import DayField
from recommendations.models import Body, SuperComplaint
from responses.desk.chase import Chased, to_chase
from responses.desk.chaser_letters import SUBJECT, WORDS
from responses.desk.gaps import GAPS, UnknownGap, gaps_in
from responses.desk.sending_chasers import chosen
from responses.forms.requests import Boxes
from responses.forms.words import LineField, LinesField
from responses.models import Chase, ChaserLetter

_MANY = 200  # bodies in one step


class ChosenBodiesForm(forms.Form):
    """Which bodies were ticked on the list, and whose words are taken up again."""

    body = forms.ModelMultipleChoiceField(
        queryset=Body.objects.all(),
        to_field_name="slug",
        error_messages={
            "required": "Select the bodies to write to",
            "invalid_choice": "One of these bodies is not there any more. Select from this list",
        },
    )
    chase = forms.ModelChoiceField(
        queryset=Chase.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Those letters are not kept any more. Select the bodies to write to"},
    )

    def __init__(self, data: QueryDict, *, super_complaint: SuperComplaint):
        super().__init__(data)
        self.fields["chase"].queryset = super_complaint.chases.all()

    def clean_body(self):
        if len(bodies := self.cleaned_data["body"]) > _MANY:
            raise forms.ValidationError(f"Select up to {_MANY} bodies at once")
        return bodies


def _words(value: str) -> set[str]:
    try:
        return gaps_in(value)
    except UnknownGap as error:
        raise forms.ValidationError(str(error)) from None


class WriteChasersForm(forms.Form):
    """The words of all the letters. Nothing is sent from here: it is shown first."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    recommendations = Boxes(
        label="About which recommendations do you write?",
        help_text="Each body is asked about those of them that it has not answered.",
        error_messages={"required": "Select about which recommendations you write"},
    )
    has_day = forms.ChoiceField(
        label="Do you ask for an answer by a day?",
        choices=[("yes", "Yes, by the day below"), ("no", "No, the letter names no day")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you ask for an answer by a day"},
    )
    answer_by = DayField(
        subject="Day by which you ask", label="By which day?", help_text="For example, 24 12 2021", required=False
    )
    subject = LineField(
        label="What is the subject?", max_length=200, error_messages={"required": "Enter the subject of the letters"}
    )
    words = LinesField(
        label="What does the letter say?",
        help_text="It goes out in these words, with nothing before or after them: add how you greet and sign.",
        max_length=10_000,
        error_messages={"required": "Enter what the letter says"},
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    about = LineField(
        label="What do you ask about?",
        help_text="In a few words for the record, such as “progress”. Leave it empty if you ask for an answer as such.",
        max_length=200,
        required=False,
    )

    def __init__(self, *args, super_complaint, bodies, again: Chase | None, today: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.super_complaint, self.today = super_complaint, today
        self.found: list[Chased] = to_chase(super_complaint, today, bodies={body.pk for body in bodies})
        owed = {it.recommendation.order: it.recommendation for each in self.found for it in each.owed}
        titles = [(it.number, f"{it.number}. {it.short_title}") for _, it in sorted(owed.items())]
        self.fields["recommendations"].choices = titles
        self.initial = self._again(again) if again else {"subject": SUBJECT, "words": WORDS}
        self.initial |= {"once": uuid.uuid4(), "recommendations": [number for number, _ in titles]}

    def _again(self, chase: Chase) -> dict:
        # The day is asked for anew where it was named: it may have passed.
        day = {"answer_by": chase.answer_by, "has_day": "yes" if chase.answer_by else "no"}
        return {"subject": chase.subject, "words": chase.words, "about": chase.about, **day}

    def clean_subject(self):
        _words(self.cleaned_data["subject"])
        return self.cleaned_data["subject"]

    def clean_words(self):
        _words(self.cleaned_data["words"])
        return self.cleaned_data["words"]

    def clean(self):
        cleaned = super().clean()
        has_day, day = cleaned.get("has_day"), cleaned.get("answer_by")
        if "answer_by" not in self.errors:
            if has_day == "yes" and not day:
                self.add_error("answer_by", "Enter the day by which you ask")
            elif has_day == "no" and day:
                self.add_error("has_day", "Select that you ask by a day, or leave the day empty")
            elif day and day < self.today:
                self.add_error("answer_by", "Day by which you ask must be today or later")
        if has_day == "no":
            for name in ("subject", "words"):
                if "{answer_by}" in cleaned.get(name, ""):
                    self.add_error(name, "Take {answer_by} out, or say by which day you ask")
        return cleaned

    def chase(self, *, by: User, at: datetime.datetime) -> tuple[Chase, list[Chased]]:
        """What was written, not stored yet, and to whom."""
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in ("once", "subject", "words", "about", "answer_by")}
        chase = Chase(super_complaint=self.super_complaint, dated=self.today, prepared_by=by, prepared_at=at, **facts)
        bodies = {each.body.pk for each in self.found}
        return chase, chosen(chase, set(cleaned["recommendations"]), bodies, self.today)

    @property
    def gaps(self) -> list[tuple[str, str]]:
        return [(f"{{{name}}}", says) for name, says in GAPS.items()]


class SendChasersForm(forms.Form):
    """Of those without a contact: which letters go by post."""

    by_post = forms.ModelMultipleChoiceField(queryset=ChaserLetter.objects.none(), required=False)

    def __init__(self, data: QueryDict, *, chase: Chase):
        super().__init__(data)
        self.fields["by_post"].queryset = chase.letters.filter(recipients=[])
