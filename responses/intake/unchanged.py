"""A letter that goes on the record as it was read: what its confirm page shows, posted with nothing changed."""

import datetime
import logging

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.text import get_text_list

from accounts.models import User
from recommendations.models import Addressee, Recommendation
from responses.intake.forms.answers import Answer, AnswerForm
from responses.intake.forms.confirm import Confirmation
from responses.intake.models import Intake
from responses.intake.proposal import Passage, PassageKind, Proposal

logger = logging.getLogger(__name__)
CHANGED = "Somebody changed or recorded it meanwhile"
OUR_MISTAKE = "The tracker made a mistake over it: confirm it on its page"


def record_unchanged(
    intake_id: int, version: int, received_on: datetime.date, *, by: User, at: datetime.datetime
) -> str:
    """Put a letter on the record, all or nothing. Returns why it could not be, or ""."""
    try:
        with transaction.atomic():
            # Nothing is joined, as in locked_update.
            intake = Intake.objects.select_for_update().filter(pk=intake_id, version=version, update=None).first()
            return _record(intake, received_on, by=by, at=at) if intake and intake.proposal_json else CHANGED
    except Exception:
        # One letter that fails, for whatever reason, stops none of the others.
        logger.exception("Could not record file %s", intake_id)
        return OUR_MISTAKE


def _record(intake: Intake, received_on: datetime.date, *, by: User, at: datetime.datetime) -> str:
    letter = Confirmation(intake, as_posted(Confirmation(intake), received_on))
    if not letter.is_valid():
        errors = [error for form in letter.all_forms for found in form.errors.values() for error in found]
        return ". ".join(dict.fromkeys(errors))
    letter.keep()
    letter.record(by=by, at=at)
    return ""


def as_posted(shown: Confirmation, received_on: datetime.date) -> QueryDict:
    """What the confirm page would send, were it sent as it is shown, with the day of receipt filled in."""
    data = QueryDict(mutable=True)
    for form in shown.all_forms:
        for field in form:
            _put(data, field.field.widget, field.html_name, field.value())
    received = shown.facts["received_on"]
    _put(data, received.field.widget, received.html_name, received_on)
    return data


def _put(data: QueryDict, widget: forms.Widget, name: str, value) -> None:
    """Add what a browser sends of one control."""
    if isinstance(widget, forms.MultiWidget):
        boxes = value if isinstance(value, list) else widget.decompress(value)
        for suffix, box, part in zip(widget.widgets_names, widget.widgets, boxes, strict=True):
            _put(data, box, name + suffix, part)
    elif isinstance(widget, forms.CheckboxInput):
        if widget.check_test(value):
            data[name] = "on"
    elif getattr(widget, "allow_multiple_selected", False):
        data.setlist(name, [str(each) for each in value or ()])
    else:
        data[name] = "" if value is None else str(value)


def answers_in_words(proposal: Proposal, recommendations: dict[str, Recommendation]) -> list[str]:
    """What the letter's answers are recorded as, in lines: "Recommendations 1 and 4: Accepted. In progress."."""
    answers: dict[tuple[str, str], list[Passage]] = {}
    for passage in proposal.passages:
        for number in passage.recommendations:
            if passage.kind == PassageKind.RESPONSE and number in recommendations:
                answers.setdefault((number, passage.voice), []).append(passage)
    several = len({voice for _, voice in answers}) > 1
    lines: dict[str, list[str]] = {}
    for (number, voice), passages in answers.items():
        # Whom it is addressed to makes no difference to what the words suggest.
        asked = Addressee(recommendation=recommendations[number])
        said = AnswerForm(answer=Answer("", (asked,), tuple(passages))).in_words
        lines.setdefault(f"{said} ({voice.label})" if several else said, []).append(number)
    return [
        f"Recommendation{'s' if len(numbers) > 1 else ''} {get_text_list(numbers, 'and')}: {said}."
        for said, numbers in lines.items()
    ]


def promised(proposal: Proposal) -> list[str]:
    """What the letter's answers promise by a date, each once. None of it is made a commitment."""
    answers = (passage for passage in proposal.passages if passage.kind == PassageKind.RESPONSE)
    return list(dict.fromkeys(promise.text for passage in answers for promise in passage.promises))
