"""The page of one update: a draft's task list, or what is on the record."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format

from responses import permissions
from responses.models import Update
from responses.permissions import allowed
from responses.views.drafts import task_list

PEOPLE = ("created_by", "edited_by", "signed_off_by", "recorded_by", "withdrawn_by")


def update(request, update_id):
    """A draft's task list; a recorded update's own page."""
    updates = Update.objects.visible_to(request.user).select_related("super_complaint", "body", *PEOPLE)
    update = get_object_or_404(updates, pk=update_id)
    if update.is_draft:
        return task_list(request, update)
    context = {
        "update": update,
        "facts": _facts(update),
        "can_read_as_received": update.passages.exists(),
        "responses": _answers(request.user, update),
        "can_withdraw": allowed(permissions.check_can_withdraw, request.user, update),
    }
    return render(request, "responses/update.html", context)


def _answers(user, update) -> list:
    """Its responses. What else a body answered, and what HMICFRS made of it, is not for another one's people."""
    responses = update.responses.select_related("addressee__recommendation__super_complaint", "addressee__body")
    theirs = user.writes_for()
    for response in (responses := list(responses.prefetch_related("reviews__reviewed_by"))):
        response.has_open_cell = user.is_liaison or response.addressee.body_id in theirs
        response.has_open_reviews = response.has_open_cell or update.body_id in theirs
    return responses


def _facts(update) -> list[dict]:
    """The rows of its summary list; a fact that is not known has no row."""
    signed_off = update.signed_off_at and f"{update.signed_off_by}, {_moment(update.signed_off_at)}"
    rows = [
        ("Reference", update.reference),
        ("Speaks for", update.speaks_for_in_words),
        ("Dated", update.date_in_words or "Bears no date"),
        ("Received", date_format(update.received_on, "j F Y")),
        ("Addressed to", update.addressed_to),
        ("Signed by", "\n".join(filter(None, [update.signatory_name, update.signatory_title]))),
        ("Agreed by", update.agreed_by),
        ("Signed off", signed_off),
        ("Recorded" if update.is_received else "Sent", f"{update.recorded_by}, {_moment(update.recorded_at)}"),
        ("Note", update.note),
    ]
    rows = [{"key": key, "value": value} for key, value in rows if value]
    for document in update.documents.of_letters().defer("content"):
        row = {"key": "File", "value": document.name, "href": document.get_absolute_url(), "action": "Download"}
        rows.append(row | {"what": document.name})
    return rows


def _moment(moment) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")
