"""Letters that arrived: send the files in, see what has become of each, have it read again, moved or removed."""

from collections import Counter
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses import permissions
from responses.documents import safe_name
from responses.forms.correcting import MoveForm
from responses.intake import queue
from responses.intake.forms.queue import ORDER, QueueForm
from responses.intake.forms.sending_in import SendInForm
from responses.intake.models import Intake
from responses.intake.standing import Stand, standings
from responses.models import Document
from responses.models.correcting import other_reports
from responses.views.files import as_download

PER_PAGE = 50
COLOURS = {
    Stand.RECOGNISED: "green",
    Stand.NEEDS_A_PERSON: "orange",
    Stand.DUPLICATE: "purple",
    Stand.NOT_READABLE: "red",
    Stand.READING: "light-blue",
    Stand.WAITING: "grey",
}


def intake(request, slug):
    permissions.check_is_liaison(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    form = SendInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _send_in(request, super_complaint, form)
        return redirect("intake", slug)
    letters = Intake.objects.in_hand().filter(super_complaint=super_complaint).defer("content")
    rows = standings(letters.select_related("super_complaint", "uploaded_by"), timezone.now())
    asking = QueueForm(request.GET)
    asking.is_valid()
    page = Paginator(asking.rows(rows), PER_PAGE).get_page(asking.cleaned_data.get("page"))
    context = {
        "form": form,
        "asking": asking,
        "super_complaint": super_complaint,
        "is_closed": super_complaint.is_closed(timezone.localdate()),
        "page": page,
        "groups": [(stand, COLOURS[stand], list(shown)) for stand, shown in groupby(page, key=lambda row: row.stand)],
        "tally": _tally(rows),
        "count": len(rows),
        "read": sum(row.is_read for row in rows),
        "can_move": other_reports(super_complaint).exists(),
        "waiting": sum(not row.is_read for row in rows),
    }
    return render(request, "intake/intake.html", context)


def _tally(rows) -> dict[Stand, int]:
    """How many letters stand where, in the order of the page; what is being read is still waiting."""
    counts = Counter(row.stand if row.is_read else Stand.WAITING for row in rows)
    return {stand: counts[stand] for stand in ORDER if counts[stand]}


@transaction.atomic
def _send_in(request, super_complaint, form):
    now = timezone.now()
    for file in form.cleaned_data["letters"]:
        intake = Intake.objects.create(
            super_complaint=super_complaint,
            name=file.name,
            content_type=file.content_type,
            content=file.content,
            size=len(file.content),
            sha256=file.sha256,
            uploaded_by=request.user,
            uploaded_at=now,
        )
        queue.have_read([intake], at=now)
    # What is not kept has a line on the page all the same, for whoever comes back to it.
    for name, reason in form.refused:
        Intake.objects.create(
            super_complaint=super_complaint,
            name=name,
            uploaded_by=request.user,
            uploaded_at=now,
            size=0,
            read_at=now,
            trouble=f"{reason}. It was not kept.",
        )


def intake_file(request, intake_id):
    permissions.check_is_liaison(request.user)
    intake = get_object_or_404(Intake.objects.exclude(size=0), pk=intake_id)
    if intake.update_id:
        # What came in is a document of the update now, and kept there alone.
        return redirect(get_object_or_404(Document, update=intake.update_id, sha256=intake.sha256))
    intake.name = safe_name(intake.name)  # no browser makes folders
    return as_download(intake)


def read_again(request, intake_id):
    permissions.check_is_liaison(request.user)
    intake = get_object_or_404(_removable().exclude(size=0), pk=intake_id)
    if request.method == "POST":
        queue.read_again(intake)
        messages.success(request, f"{intake.name} is being read again.")
        return redirect("intake", intake.super_complaint.slug)
    return render(request, "intake/read_again.html", {"intake": intake})


def move_intake(request, intake_id):
    permissions.check_is_liaison(request.user)
    intake = get_object_or_404(_removable().exclude(size=0), pk=intake_id)
    form = MoveForm(request.POST or None, super_complaint=intake.super_complaint)
    if request.method == "POST" and form.is_valid():
        _move(intake, form.cleaned_data["super_complaint"])
        messages.success(request, f"{intake.name} is among the letters on {form.cleaned_data['super_complaint']} now.")
        return redirect("intake", intake.super_complaint.slug)
    return render(request, "intake/move_intake.html", {"form": form, "intake": intake})


@transaction.atomic
def _move(intake: Intake, super_complaint: SuperComplaint) -> None:
    """Put a file with another report, to be read there; what was typed about the letter itself is kept."""
    typed = {name: values for name, values in intake.typed.items() if name.startswith("facts-")}
    Intake.objects.filter(pk=intake.pk, update=None).update(super_complaint=super_complaint, typed=typed)
    queue.read_again(intake)


def remove_intake(request, intake_id):
    permissions.check_is_liaison(request.user)
    intake = get_object_or_404(_removable(), pk=intake_id)
    if request.method == "POST":
        intake.delete()
        messages.success(request, f"Removed: {intake.name}.")
        return redirect("intake", intake.super_complaint.slug)
    return render(request, "intake/remove_intake.html", {"intake": intake})


def _removable():
    """Files that are not part of the record: what was recorded from a file keeps it."""
    return Intake.objects.in_hand().defer("content").select_related("super_complaint")
