"""The log of a body: what passed between HMICFRS and it; notes of calls, which liaison staff alone read."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from recommendations.models import Body
from responses import permissions
from responses.desk.contact_log import entries
from responses.desk.forms.contact_log import LogNoteForm
from responses.models import LogNote
from responses.views.errors import held, note_in_error, undo_error, with_history
from responses.views.locks import atomic_post


def contact_log(request, slug):
    permissions.check_reads_everything(request.user)
    body, today = get_object_or_404(Body, slug=slug), timezone.localdate()
    found = entries(request.user, body, today)
    with_history(request.user, [entry.what for entry in found if entry.kind == "note"])
    return render(request, "responses/contact_log.html", {"body": body, "entries": found, "today": today})


@atomic_post
def add_log_note(request, slug):
    permissions.check_is_liaison(request.user)
    body = get_object_or_404(held(request, Body.objects.all()), slug=slug)
    form = LogNoteForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, at=timezone.now())
        messages.success(request, "Your note is in the log.")
        return redirect("contact_log", slug)
    return render(request, "responses/add_log_note.html", {"form": form, "body": body})


@atomic_post
def log_note_in_error(request, note_id):
    permissions.check_is_liaison(request.user)
    note = get_object_or_404(held(request, LogNote.objects.all()), pk=note_id)
    return note_in_error(request, note, str(note), reverse("contact_log", args=[note.body.slug]))


@require_POST
@atomic_post
def undo_log_note_error(request, note_id):
    permissions.check_is_liaison(request.user)
    note = get_object_or_404(held(request, LogNote.objects.all()), pk=note_id)
    undo_error(request, note, str(note))
    return redirect("contact_log", note.body.slug)
