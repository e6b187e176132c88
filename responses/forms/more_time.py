"""More time: which bodies asked for it, for which request, why, and what became of that."""

import datetime
from collections import defaultdict

from django import forms
from django.utils import timezone
from django.utils.text import get_text_list

from accounts.models import User
from recommendations.days import day_in_force, granted_by, in_words
from recommendations.fields import BodyField, DayField
from recommendations.models import Addressee, Body, MoreTime, SuperComplaint
from responses.forms.requests import Boxes, past_day
from responses.forms.words import LineField, LinesField

REPORT = "report"
OPEN = "open"
MOST_NAMED = 3


class DecisionForm(forms.Form):
    """What was decided for some bodies that asked for more time on a day."""

    decision = forms.ChoiceField(
        label="Was more time granted?",
        choices=[("granted", "Yes, granted"), ("refused", "No, refused")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether more time was granted"},
    )
    decided_by = LineField(label="Who decided?", help_text="For example, HMICFRS.", max_length=200, required=False)
    decided_on = DayField(
        subject="Date decided", label="When was it decided?", help_text="For example, 3 6 2021", required=False
    )
    new_day = DayField(
        subject="New day", label="Until which day?", help_text="Only where more time was granted.", required=False
    )

    def clean_decision(self):
        chosen = self.cleaned_data["decision"]
        return "" if chosen == OPEN else chosen

    def clean_decided_on(self):
        decided_on = self.cleaned_data["decided_on"]
        if decided_on and decided_on > timezone.localdate():
            raise forms.ValidationError("Date decided must be today or in the past")
        return decided_on

    def check_decision(self, asked_on: datetime.date, moved: list[Addressee], request):
        """What a decision needs, once it is known what it is about: the addressees whose days it would move."""
        cleaned, decision = self.cleaned_data, self.cleaned_data["decision"]
        granted = decision == MoreTime.Decision.GRANTED
        needed = {"decided_by": "Enter who decided", "decided_on": "Enter the date decided"} if decision else {}
        needed |= {"new_day": "Enter the new day"} if granted else {}
        decided_on, new_day = cleaned.get("decided_on"), cleaned.get("new_day")
        for name in ("decided_by", "decided_on", "new_day"):
            if name in needed and name in cleaned and not cleaned[name]:
                self.add_error(name, needed[name])
            elif name not in needed and cleaned.get(name):
                what = "it was granted" if name == "new_day" else "it was decided"
                self.add_error(name, f"Select above that {what}, or leave this empty")
        if decided_on and decided_on < asked_on:
            self.add_error("decided_on", f"Date decided must be on or after {in_words(asked_on)}, when it was asked")
        elif granted and decided_on and new_day:
            self._clean_new_day(moved, request, decided_on, new_day)

    def _clean_new_day(self, moved, request, decided_on, new_day):
        """Later than the day that it moves, for each body; and none that was decided afterwards is an earlier day."""
        asked_before = _more_time_of(moved, request)
        first = {}
        for each in moved:
            first[each.body] = min(first.get(each.body, each.due_on), each.due_on)
        backwards = defaultdict(list)
        for body, due_on in first.items():
            own = request.due_on if request else due_on
            day = day_in_force(own, "", asked_before[body.pk], decided_on).day
            ever = granted_by(asked_before[body.pk], datetime.date.max)
            later = [it.new_day for it in ever if it.decided_on > decided_on]
            if day and new_day <= day:
                backwards[f"The new day must be later than {in_words(day)}, the day that it moves"].append(body.name)
            elif later and new_day >= later[0]:
                message = f"The new day must be before {in_words(later[0])}, which was granted afterwards"
                backwards[message].append(body.name)
        for message, names in backwards.items():
            self.add_error("new_day", f"{message} ({_some(names)})")


class RecordMoreTimeForm(DecisionForm):
    """One body or many that asked for more time to answer one request."""

    body = BodyField(
        label="Which body asked for more time?", help_text="Start typing, then choose from the list.", required=False
    )
    chosen = Boxes(label="Which bodies asked for more time?", required=False)
    request = forms.ChoiceField(
        label="More time for what?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what more time was asked for"},
    )
    asked_on = DayField(subject="Date asked", label="When did it ask?", help_text="For example, 1 6 2021")
    reason = LinesField(
        label="What reason did it give?",
        help_text="The body can read it.",
        max_length=2000,
        error_messages={"required": "Enter the reason it gave"},
    )

    # Errors are told in the order of the page.
    field_order = ("request", "body", "chosen", "asked_on", "reason", "decision", "decided_by", "decided_on", "new_day")

    def __init__(self, *args, super_complaint: SuperComplaint, **kwargs):
        super().__init__(*args, **kwargs)
        self.super_complaint = super_complaint
        asked = Body.objects.filter(addressed__recommendation__super_complaint=super_complaint)
        bodies = list(asked.distinct().prefetch_related("aliases"))
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].offer(bodies)
        self.fields["chosen"].choices = [(pk, body.name) for pk, body in self.bodies.items()]
        later = super_complaint.requests.filter(in_error_at=None).defer("letter")
        self.requests = {REPORT: None, **{str(request.pk): request for request in later}}
        due = f"What the report itself asked, due {in_words(super_complaint.due_on)}"
        self.fields["request"].choices = [
            (key, f"{it.name}{f', due {in_words(it.due_on)}' if it.due_on else ''}" if it else due)
            for key, it in self.requests.items()
        ]
        self.fields["decision"].choices = [*self.fields["decision"].choices, (OPEN, "It is not decided yet")]
        self.made: list[MoreTime] = []

    def clean_request(self):
        return self.requests[self.cleaned_data["request"]]

    def clean(self):
        cleaned = super().clean()
        bodies = [self.bodies[pk] for pk in cleaned.get("chosen", [])]
        if (typed := cleaned.get("body")) and typed not in bodies:
            bodies.insert(0, typed)
        if not bodies and not {"body", "chosen"} & self.errors.keys():
            self.add_error("body", "Enter which body asked for more time, or choose several below")
        if bodies and {"request", "asked_on", "decision"} <= cleaned.keys():
            self._clean_asked(cleaned, bodies)
        return cleaned

    def _clean_asked(self, cleaned, bodies):
        request, asked_on = cleaned["request"], cleaned["asked_on"]
        since = request.asked_on if request else self.super_complaint.published_on
        try:
            past_day(asked_on, "Date asked", since=since, when="when it was asked to answer")
        except forms.ValidationError as error:
            self.add_error("asked_on", error)
            return
        asked = Addressee.objects.filter(recommendation__super_complaint=self.super_complaint, body__in=bodies)
        moved = list((asked.filter(requests=request) if request else asked).select_related("body"))
        cleaned["bodies"] = bodies
        if others := [body.name for body in bodies if body not in {each.body for each in moved}]:
            self.add_error("body", f"“{request.name}” does not ask {_some(others)}")
            return
        self._clean_twice(cleaned, bodies)
        if not self.made:
            self.check_decision(asked_on, moved, request)

    def _clean_twice(self, cleaned, bodies):
        """What is here already of these bodies is an error, unless it is all of this: half of a double click."""
        same = self.super_complaint.more_time.filter(request=cleaned["request"], asked_on=cleaned["asked_on"])
        there = list(same.filter(in_error_at=None, body__in=bodies).select_related("body"))
        facts = self._facts()
        if len(there) == len(bodies) and all(getattr(it, name) == facts[name] for it in there for name in facts):
            self.made = there
        elif there:
            names = _some([each.body.name for each in there])
            asked_on = in_words(cleaned["asked_on"])
            self.add_error("asked_on", f"It is here already that more time was asked on {asked_on}: {names}")

    def _facts(self) -> dict:
        names = ("request", "asked_on", "reason", "decision", "decided_by", "decided_on", "new_day")
        empty = {"reason": "", "decided_by": ""}
        return {name: self.cleaned_data.get(name, empty.get(name)) for name in names}

    def save(self, *, by: User, at: datetime.datetime) -> list[MoreTime]:
        if self.made:
            return self.made
        facts = {"super_complaint": self.super_complaint, "noted_by": by, "noted_at": at, **self._facts()}
        return MoreTime.objects.bulk_create(MoreTime(body=body, **facts) for body in self.cleaned_data["bodies"])


class DecideForm(DecisionForm):
    """What became of one that was left open."""

    def __init__(self, *args, more_time: MoreTime, **kwargs):
        super().__init__(*args, **kwargs)
        self.more_time = more_time

    def clean(self):
        cleaned = super().clean()
        it = self.more_time
        if "decision" in cleaned:
            asked = Addressee.objects.filter(recommendation__super_complaint=it.super_complaint_id, body=it.body_id)
            asked = asked.filter(requests=it.request_id) if it.request_id else asked
            self.check_decision(it.asked_on, list(asked.select_related("body")), it.request)
        return cleaned

    def save(self) -> None:
        names = ("decision", "decided_by", "decided_on", "new_day")
        for name in names:
            setattr(self.more_time, name, self.cleaned_data[name])
        self.more_time.save(update_fields=names)


def _more_time_of(addressees: list[Addressee], request) -> dict[int, list[MoreTime]]:
    """What the bodies of some addressees asked about one request (the report's own where it is None), by body."""
    found = defaultdict(list)
    reports = {each.recommendation.super_complaint_id for each in addressees[:1]}
    asked = MoreTime.objects.filter(super_complaint__in=reports, request=request)
    for each in asked.filter(body__in={each.body_id for each in addressees}):
        found[each.body_id].append(each)
    return found


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return get_text_list(names if more < 1 else [*names[:MOST_NAMED], f"{more} more"], "and")
