"""A super-complaint is closed from a day on: off everybody's list of things to do, and kept. It can be reopened."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format

from recommendations.models import SuperComplaint
from responses import permissions
from responses.forms.closing import CloseForm, ReasonForm
from responses.views.locks import atomic_post


@atomic_post
def close_super_complaint(request, slug):
    permissions.check_can_close(request.user)
    super_complaint = _locked(request, slug)
    if super_complaint.closed_on:
        # The second half of a double click, or a colleague was quicker: the page says since when.
        return redirect(super_complaint)
    form = CloseForm(request.POST or None, super_complaint=super_complaint)
    if request.method == "POST" and form.is_valid():
        closed_on, reason = form.cleaned_data["closed_on"], form.cleaned_data["reason"]
        _set(request, super_complaint, closed_on, f"Closed on {date_format(closed_on, 'j F Y')}: {reason}")
        return redirect(super_complaint)
    context = {"form": form, "super_complaint": super_complaint}
    return render(request, "responses/close_super_complaint.html", context)


@atomic_post
def reopen_super_complaint(request, slug):
    permissions.check_can_close(request.user)
    super_complaint = _locked(request, slug)
    if not super_complaint.closed_on:
        return redirect(super_complaint)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _set(request, super_complaint, None, f"Reopened: {form.cleaned_data['reason']}")
        return redirect(super_complaint)
    context = {"form": form, "super_complaint": super_complaint}
    return render(request, "responses/reopen_super_complaint.html", context)


def _locked(request, slug) -> SuperComplaint:
    super_complaints = SuperComplaint.objects.all()
    if request.method == "POST":
        super_complaints = super_complaints.select_for_update()
    return get_object_or_404(super_complaints, slug=slug)


def _set(request, super_complaint, closed_on, told):
    """Change the day, and keep who did it and why where the administrators' history of the report is kept."""
    super_complaint.closed_on = closed_on
    super_complaint.save(update_fields=["closed_on"])
    LogEntry.objects.log_actions(request.user.pk, [super_complaint], CHANGE, told, single_object=True)
    messages.success(request, told)
