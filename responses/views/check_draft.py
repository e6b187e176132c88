"""The page on which a whole draft is looked through: what stands against it, what it says, and what comes next."""

from operator import attrgetter

from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Role
from responses import permissions
from responses.alike import each_once, naming_of, speaks_for_row
from responses.collective import preview, said_in
from responses.differences import in_words
from responses.enclosures import with_letter
from responses.letter.checks import WORDS, doubts, letter_problems
from responses.letter.origin import WELSH_PREFIX
from responses.models.covering import CALLED, LETTER, SET_AS
from responses.models.responses import AWAITING
from responses.permissions import allowed
from responses.questions import open_questions
from responses.to_come import once_sent
from responses.turns import agreed_of
from responses.views.drafts import cells_of_draft
from responses.views.locks import locked_update

ASKED_OF_FORCES = {"chief_officer_comments", "agreed_by"}


def check_update(request, update_id):
    update = locked_update(request, update_id)
    if update.recorded_at:
        # Back from the page that says it was sent, or a link that a colleague kept.
        return redirect(update)
    permissions.check_can_edit(request.user, update)
    if update.is_received:
        return redirect("record_update", update.pk)
    is_closed = update.super_complaint.is_closed(timezone.localdate())
    cells = cells_of_draft(update)
    prefetch_related_objects([update], "speaks_for")
    related = ("addressee__recommendation__super_complaint", "addressee__body", "changed_by", *AWAITING)
    responses = list(update.responses.select_related(*related))
    agreed = agreed_of(update, responses)
    for response in responses:
        response.agreed = agreed.get(response.addressee_id)
    questions = open_questions(cells)
    said_to = attrgetter("said_to")
    finished = {response.addressee_id for response in responses if response.is_finished}
    context = {
        "update": update,
        "facts": _covering_letter_rows(update),
        "responses": each_once(responses, said_to),
        "collective": preview(update.body, said_in(update), timezone.localdate()) if update.body.represents else None,
        "unfinished": each_once([response for response in responses if not response.is_finished], said_to),
        "questions": questions,
        "open_questions": [each for each in questions if each.response.addressee_id not in finished],
        **left(update, cells),
        **not_as_agreed(update, agreed),
        **_what_next(request.user, update, is_closed),
        "can_change_letterhead": allowed(permissions.check_can_change_letterhead, request.user, update.body),
        **with_letter(update),
    }
    return render(request, "responses/check_update.html", context)


def not_as_agreed(update, agreed) -> dict:
    """What of the force's part whoever decides about the letter must know."""
    return {
        "parts_out": [part for part in update.parts.select_related("body") if part.is_out],
        "not_as_agreed": [each for each in agreed.values() if not each.stands],
    }


STEPS = {
    "ask_for_sign_off": permissions.check_can_ask_for_sign_off,
    "stop_asking": permissions.check_can_stop_asking,
    "confirm_correction": permissions.check_can_confirm,
    "sign_off": permissions.check_can_sign_off,
    "send_back": permissions.check_can_send_back,
    "take_back_sign_off": permissions.check_can_take_back_sign_off,
    "send_update": permissions.check_can_send,
}


def _what_next(user, update, is_closed) -> dict:
    """What this person can do next, who else can do what they cannot, and what was done so far."""
    approvers = update.approvers(but=update.asked_by or user)
    steps = list(update.sign_off_steps.select_related("by").defer("said"))
    return {
        "is_closed": is_closed,
        "can": set() if is_closed else {name for name, check in STEPS.items() if allowed(check, user, update)},
        "problems": letter_problems(update),
        "doubts": doubts(update),
        "approvers": approvers,
        "writers": [] if approvers else update.other_writers(but=user),
        "is_approver": update.body_id in user.writes_for(Role.APPROVER),
        "steps": steps,
        "step": steps[-1] if steps else None,
    }


def left(update, cells=None) -> dict:
    """What will be left once it is sent: how much, what of it the letter says so of, and whom it does not speak for."""
    coming = once_sent(update, cells or cells_of_draft(update))
    spoken_for = {body.pk for body in update.speaks_for.all()}
    silent_for = list(dict.fromkeys(cell.body for cell in coming.cells if cell.body.pk not in spoken_for))
    gaps = each_once(update.gaps(), attrgetter("recommendation_id"))
    return {"coming": coming, "gaps": gaps, "silent_for": silent_for}


def _covering_letter_rows(update) -> list[dict]:
    """The rows of its summary list: each fact as `value`, each passage as `words`, how it is set at the end."""
    href = reverse("covering_letter", args=[update.pk])
    rows = [
        {"key": gettext("Date of the letter"), "value": update.date_in_words},
        speaks_for_row(update, naming_of(update)),
    ]
    for name in _rows_of_letter(update):
        said, called = getattr(update, name), gettext(CALLED[name])
        rows += [{"key": called, "words" if name in WORDS else "value": said, "lang": said and _lang(update, name)}]
    rows += [{"key": gettext(CALLED[name]), "value": in_words(name, getattr(update, name))} for name in SET_AS]
    rows = [{"key": row.pop("key")} | {name: fact for name, fact in row.items() if fact} for row in rows]
    return [{"value": gettext("Not entered yet"), "href": href} | row for row in rows]


def _lang(update, name) -> str:
    return "cy" if update.language == update.Language.WELSH or name.startswith(WELSH_PREFIX) else "en-GB"


# What an office is told of where it is missing; the rest is listed where it is there.
ALWAYS_LISTED = {"addressed_to", "salutation", "opening", "closing", "complimentary_close", "signatory_name"}


def _rows_of_letter(update) -> list[str]:
    """What of the covering letter is listed, by field. Only a force has words to agree, and its own office asks it."""
    is_of_force = not update.body.represents and any(body.is_force for body in update.speaks_for.all())
    listed = ALWAYS_LISTED | (ASKED_OF_FORCES if is_of_force else set())
    return [name for name in LETTER if name in listed or getattr(update, name)]
