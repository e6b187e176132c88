"""Letters that need no look one by one: duplicates that are removed, and recognised letters that are recorded."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from recommendations.dates import DayOrMonth
from recommendations.models import SuperComplaint
from responses import permissions
from responses.intake.forms.queue import RecordTogetherForm, RemoveTogetherForm
from responses.intake.models import Intake
from responses.intake.standing import Stand, standings
from responses.intake.unchanged import record_unchanged
from responses.views.locks import atomic_post

AT_ONCE = 50


@atomic_post
def remove_duplicates(request, slug):
    permissions.check_is_liaison(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    letters = _letters(super_complaint)
    if request.method == "POST":
        # Held until they are gone: of two that are alike, two people at one moment do not remove one each.
        letters = letters.select_for_update(of=("self",))
    form = RemoveTogetherForm(_posted(request), _standing(letters, Stand.DUPLICATE))
    if request.method == "POST" and form.is_valid():
        Intake.objects.filter(pk__in=[row.intake.pk for row in form.selected]).delete()
        messages.success(request, f"Removed: {_counted(form.selected)}.")
        return redirect("intake", slug)
    return render(request, "intake/remove_duplicates.html", {"form": form, "super_complaint": super_complaint})


def record_recognised(request, slug):
    permissions.check_is_liaison(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    rows = _standing(_letters(super_complaint), Stand.RECOGNISED)
    # What somebody has begun to correct is confirmed on its page, where what they typed is seen.
    untouched = [row for row in rows if not row.intake.typed]
    offered = untouched[:AT_ONCE]
    recommendations = {it.number: it for it in super_complaint.recommendations.all()}
    days = {row.intake.pk: DayOrMonth.from_text(row.intake.proposal.received) for row in offered}
    received = {pk: day.last_day for pk, day in days.items() if day}
    form = RecordTogetherForm(_posted(request), offered, received, recommendations)
    if request.method == "POST" and form.is_valid():
        _record(request, form)
        return redirect("intake", slug)
    context = {"form": form, "super_complaint": super_complaint}
    context |= {"begun": len(rows) - len(untouched), "more": len(untouched) - len(offered)}
    return render(request, "intake/record_recognised.html", context)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _letters(super_complaint):
    letters = Intake.objects.in_hand().filter(super_complaint=super_complaint).defer("content")
    return letters.select_related("super_complaint", "uploaded_by")


def _standing(letters, stand):
    return [row for row in standings(letters, timezone.now()) if row.stand == stand]


def _record(request, form):
    """Each in a transaction of its own, so that what fails is told and stops nothing."""
    failed, recorded = [], []
    for row, day in form.letters_and_days:
        intake = row.intake
        why = record_unchanged(intake.pk, intake.version, day, by=request.user, at=timezone.now())
        (failed if why else recorded).append((intake, why))
    if recorded:
        messages.success(request, f"On the record: {_counted(recorded)}.")
    for intake, why in failed:
        messages.error(request, f"Not recorded: {intake}. {why}.")


def _counted(letters) -> str:
    return f"{len(letters)} letter{'' if len(letters) == 1 else 's'}"
