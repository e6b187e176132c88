"""The page of one update: a draft's task list, or what is on the record."""

from operator import attrgetter

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from responses import permissions
from responses.alike import each_once, naming_of, speaks_for_row
from responses.enclosures import with_letter
from responses.letter.sections import MANY
from responses.mail.telling import hmicfrs_reads_here
from responses.models import Change, Commitment, Update
from responses.models.responses import AWAITING
from responses.permissions import allowed
from responses.places import places
from responses.views.commitments import can_note_done, can_take_back, with_promises
from responses.views.drafts import task_list

PEOPLE = ("created_by", "edited_by", "signed_off_by", "recorded_by", "withdrawn_by", "in_error_by")

UNDO = {
    Change.What.IN_ERROR: "Undo “recorded in error”",
    Change.What.WITHDRAWN: gettext_noop("Undo the withdrawal"),
    Change.What.CORRECTED: "Undo the correction",
    Change.What.SENT_AGAIN: gettext_noop("Undo “sent again by the body”"),
}


def update(request, update_id):
    """A draft's task list; a recorded update's own page."""
    updates = Update.objects.visible_to(request.user).select_related("super_complaint", "body", *PEOPLE)
    update = get_object_or_404(updates, pk=update_id)
    return task_list(request, update) if update.is_draft else _on_the_record(request, update)


def _on_the_record(request, update):
    answers, naming = _answers(request.user, update), naming_of(update)
    context = {
        "update": update,
        "facts": _facts(update, naming),
        "can_read_as_received": update.passages.exists(),
        "responses": _each_once(answers, naming),
        "today": timezone.localdate(),
        "can_note_done": {pk for response in answers for pk in can_note_done(request.user, response.promised)},
        "can_take_back": {pk for response in answers for pk in can_take_back(request.user, response.promised)},
        "can_promise": {it.pk for it in answers if allowed(permissions.check_can_add_commitment, request.user, it)},
        "can_review": {it.pk for it in answers if allowed(permissions.check_can_review, request.user, it)},
        "can_send_again": allowed(permissions.check_can_send_again, request.user, update),
        "places": places(request.user, update),
        "actions": _actions(request.user, update),
        "history": _history(request.user, update),
        **_where_it_went(request.user, update),
        **({} if update.is_received else with_letter(update)),
    }
    return render(request, "responses/update.html", context)


def _where_it_went(user, update) -> dict:
    """For those who sent it, while it stands: whether HMICFRS has seen it here."""
    if update.is_received or not update.is_standing or update.body_id not in user.writes_for():
        return {}
    return {"is_own": True, "read_here": hmicfrs_reads_here()}


def _actions(user, update) -> list[tuple[str, str]]:
    """(name of the address, words) of what this person may do about it."""
    begun = update.replacements.drafts().exists()
    offered = [
        ("correct_update", permissions.check_can_correct, "Go on correcting it" if begun else "Correct this letter"),
        ("move_update", permissions.check_can_correct, "" if begun else "Move it to another report"),
        ("attach_file", permissions.check_can_attach, "Attach a file"),
        ("withdraw_update", permissions.check_can_withdraw, gettext_noop("Withdraw this update")),
        ("update_in_error", permissions.check_can_note_error, "It was recorded in error"),
        ("undo_change", permissions.check_can_undo, UNDO.get((update.to_undo() or [""])[0], "")),
    ]
    if update.is_received:
        offered[3] = (*offered[3][:2], "The body has withdrawn it")
    return [(name, gettext(words)) for name, check, words in offered if words and allowed(check, user, update)]


def _history(user, update):
    """What was done to it once it was on the record. Of a letter received, that is HMICFRS's own business."""
    if update.is_received and not user.is_liaison:
        return []
    changes = update.changes.select_related("by")
    # From which file an office took its words is its own business.
    return changes if update.body_id in user.writes_for() else changes.exclude(what=Change.What.PLACED)


def _answers(user, update) -> list:
    """Its responses. What else a body answered, and what HMICFRS made of it, is not for another one's people."""
    related = ("addressee__recommendation__super_complaint", "addressee__body", *AWAITING)
    responses = update.responses.select_related(*related)
    theirs = user.writes_for()
    promises = Prefetch("commitments", Commitment.objects.to_list(errors=user.is_liaison))
    responses = list(responses.prefetch_related("reviews__reviewed_by", promises))
    for response in with_promises(user, responses, timezone.localdate()):
        response.has_open_cell = user.reads_everything or response.addressee.body_id in theirs
        response.has_open_reviews = response.has_open_cell or update.body_id in theirs
    return responses


def _each_once(answers: list, naming) -> list:
    """The same answer to many once, for `whom`; `apart`, of these, whose own page this person may open, where few."""
    found = each_once(answers, attrgetter("said_to"))
    for response in found:
        response.apart = response.alike
        if response.bodies:
            response.whom = naming.in_short([one.addressee.body for one in response.alike])
            mine = [one for one in response.alike if one.has_open_cell]
            response.apart = mine if len(mine) <= MANY else []
    return found


def _facts(update, naming) -> list[dict]:
    """The rows of its summary list; a fact that is not known has no row."""
    recorded = gettext("Recorded") if update.is_received else gettext("Sent")
    signed_off = update.signed_off_at and f"{update.signed_off_by}, {_moment(update.signed_off_at)}"
    rows = [
        (gettext("Dated"), update.date_in_words or gettext("Bears no date")),
        (gettext("Received"), date_format(update.received_on, "j F Y")),
        (gettext("Addressed to"), update.addressed_to),
        (gettext("Signed by"), "\n".join(filter(None, [update.signatory_name, update.signatory_title]))),
        (gettext("Agreed by"), update.agreed_by),
        (gettext("Signed off"), signed_off),
        (recorded, f"{update.recorded_by}, {_moment(update.recorded_at)}"),
    ]
    first = [{"key": gettext("Reference"), "value": update.reference}, speaks_for_row(update, naming)]
    rows = first + [{"key": key, "value": value} for key, value in rows if value]
    if update.note:
        rows.append({"key": gettext("Note"), "value": update.note, "is_typed": True})
    for document in update.documents.of_letters().defer("content"):
        row = {"key": gettext("File"), "value": document.name, "href": document.get_absolute_url()}
        rows.append(row | {"action": gettext("Download"), "what": document.name})
    return rows


def _moment(moment) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")
