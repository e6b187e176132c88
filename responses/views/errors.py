"""Saying of a fact, whichever it is, that it was recorded in error, and undoing that; the history keeps both."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.shortcuts import redirect, render
from django.utils import timezone

from responses.forms.requests import InErrorForm


def held(request, things):
    """Rows to change, each held on a POST until the view's transaction ends; nothing is joined (see locks.py)."""
    return things.select_for_update() if request.method == "POST" else things


def note_in_error(request, thing, name, back):
    """The page that asks why, and what it does: once, whoever presses twice."""
    form = InErrorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not thing.in_error_at:
            reason = form.cleaned_data["reason"]
            thing.note_error(by=request.user, at=timezone.now(), reason=reason)
            LogEntry.objects.log_actions(request.user.pk, [thing], CHANGE, f"Recorded in error: {reason}")
        messages.success(request, f"“{name}” no longer counts, on any date.")
        return redirect(back)
    return render(request, "responses/in_error.html", {"form": form, "thing": thing, "name": name, "back": back})


def undo_error(request, thing, name):
    if thing.in_error_at:
        was = f"It had been: {thing.in_error_reason}"
        thing.undo_error()
        LogEntry.objects.log_actions(request.user.pk, [thing], CHANGE, f"“Recorded in error” undone. {was}")
    messages.success(request, f"“{name}” counts again, from its own day.")
