"""Mistakes on the record, put right by HMICFRS: in error, corrected, sent again, moved; and each of them undone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from responses import permissions
from responses.forms.correcting import AttachForm, CorrectForm, ErrorForm, MoveForm, UndoForm
from responses.forms.recording import keep_file
from responses.models import Change, Update
from responses.models.correcting import begin_replacement
from responses.views.locks import atomic_post, locked_update, locked_with_its_pair


@atomic_post
def correct_update(request, update_id):
    update = locked_update(request, update_id)
    permissions.check_can_correct(request.user, update)
    if draft := _draft_in_its_place(update):
        # A double click, or a colleague: only one draft can take the place of a letter, and this is it.
        return redirect(draft)
    form = CorrectForm(request.POST or None, update=update)
    if request.method == "POST" and form.is_valid():
        by = {"by": request.user, "at": timezone.now()}
        return redirect(begin_replacement(update, as_=form.cleaned_data["as_"], **by, **form.differing))
    return render(request, "responses/correct_update.html", {"form": form, "update": update})


def _draft_in_its_place(update) -> Update | None:
    return update.replacements.drafts().first()


@atomic_post
def move_update(request, update_id):
    update = locked_update(request, update_id)
    permissions.check_can_correct(request.user, update)
    if draft := _draft_in_its_place(update):
        return redirect(draft)
    form = MoveForm(request.POST or None, super_complaint=update.super_complaint)
    if request.method == "POST" and form.is_valid():
        by = {"by": request.user, "at": timezone.now()}
        as_ = Update.TakesPlaceAs.CORRECTION
        return redirect(begin_replacement(update, as_=as_, **by, **form.cleaned_data))
    return render(request, "responses/move_update.html", {"form": form, "update": update})


@atomic_post
def update_in_error(request, update_id):
    update = locked_update(request, update_id)
    if update.in_error_at and request.user.is_liaison:
        # The second half of a double click: it is marked, and the first reason stands.
        return redirect(update)
    permissions.check_can_note_error(request.user, update)
    form = ErrorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        update.note_error(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, "It is marked as recorded in error. It counts on no date.")
        return redirect(update)
    return render(request, "responses/update_in_error.html", {"form": form, "update": update})


@atomic_post
def undo_change(request, update_id):
    update = locked_with_its_pair(request, update_id)
    if request.user.is_liaison and update.is_standing and not update.to_undo():
        # The second half of a double click: there is nothing left to undo.
        return redirect(update)
    permissions.check_can_undo(request.user, update)
    what, old, new = update.to_undo()
    form = UndoForm(request.POST or None, step=f"{what}-{old.pk}-{new.pk if new else ''}")
    if request.method == "POST" and form.is_valid():
        if form.is_current:
            update.undo(by=request.user, at=timezone.now())
            undone = gettext("It is undone. %(reference)s stands as it did before.")
            messages.success(request, undone % {"reference": old.reference})
        return redirect(old)
    context = {"form": form, "update": update, "what": Change.What(what), "old": old, "new": new}
    return render(request, "responses/undo_change.html", context)


@atomic_post
def attach_file(request, update_id):
    update = locked_update(request, update_id)
    permissions.check_can_attach(request.user, update)
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by = {"by": request.user, "at": timezone.now()}
        kept = [keep_file(update, file, **by) for file in form.cleaned_data["files"]]
        if added := [document for document, is_new in kept if is_new]:
            update.changed(Change.What.FILE_ATTACHED, reason=", ".join(document.name for document in added), **by)
        messages.success(request, "The file is attached." if added else "This file was attached already.")
        return redirect(update)
    return render(request, "responses/attach_file.html", {"form": form, "update": update})
