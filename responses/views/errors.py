"""Saying of a fact, whichever it is, that it was recorded in error, and undoing that; the history keeps both."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.shortcuts import redirect, render
from django.utils import timezone

from recommendations.models.errors import NOTED, UNDONE
from responses.forms.requests import InErrorForm


def held(request, things):
    """Rows to change, each held on a POST until the view's transaction ends; nothing is joined (see locks.py)."""
    return things.select_for_update() if request.method == "POST" else things


def with_history(user, things: list) -> list:
    """These facts, of one kind, each with `history`: the lines about it, oldest first. For liaison staff alone."""
    told = defaultdict(list)
    if things and user.is_liaison:
        meta, ids = things[0]._meta, [str(thing.pk) for thing in things]
        kind = {"content_type__app_label": meta.app_label, "content_type__model": meta.model_name}
        for line in LogEntry.objects.filter(**kind, object_id__in=ids).select_related("user").order_by("pk"):
            told[line.object_id].append(line)
    for thing in things:
        thing.history = told[str(thing.pk)]
    return things


def note_in_error(request, thing, name, back):
    """The page that asks why, and what it does: once, whoever presses twice."""
    form = InErrorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not thing.in_error_at:
            reason = form.cleaned_data["reason"]
            thing.note_error(by=request.user, at=timezone.now(), reason=reason)
            LogEntry.objects.log_actions(request.user.pk, [thing], CHANGE, f"{NOTED}{reason}")
        messages.success(request, f"“{name}” no longer counts, on any date.")
        return redirect(back)
    return render(request, "responses/in_error.html", {"form": form, "thing": thing, "name": name, "back": back})


def undo_error(request, thing, name):
    if thing.in_error_at:
        was = f"It had been: {thing.in_error_reason}"
        thing.undo_error()
        LogEntry.objects.log_actions(request.user.pk, [thing], CHANGE, f"{UNDONE} {was}")
    messages.success(request, f"“{name}” counts again, from its own day.")
