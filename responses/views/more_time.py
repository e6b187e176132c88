"""Which bodies asked for more time to answer a request, and what became of that."""

import copy
import datetime
import itertools

from django.contrib import messages
from django.db.models import F, Min
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from recommendations.days import day_in_force, extended_in_words, granted_by, standing
from recommendations.models import Addressee, Body, MoreTime, SuperComplaint
from responses import permissions
from responses.forms.more_time import DecideForm, RecordMoreTimeForm
from responses.views.errors import held, note_in_error, undo_error, with_history
from responses.views.locks import atomic_post
from responses.views.requests import held_report


def more_time(request, slug):
    permissions.check_reads_everything(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    today = timezone.localdate()
    asked = Addressee.objects.filter(recommendation__super_complaint=super_complaint).order_by()
    due = dict(asked.values_list("body").annotate(Min("due_on")))
    found = super_complaint.more_time.select_related("body", "request", "noted_by", "in_error_by").defer(
        "request__letter"
    )
    found = found.order_by("body__name", F("request__asked_on").asc(nulls_first=True), "request", "asked_on", "pk")
    if not request.user.is_liaison:
        found = found.filter(in_error_at=None, request__in_error_at=None)
    found = with_history(request.user, list(found))
    groups = [list(group) for _, group in itertools.groupby(found, key=lambda it: (it.body_id, it.request_id))]
    context = {
        "super_complaint": super_complaint,
        "is_open": not super_complaint.is_closed(today),
        "groups": [_told(group, due, today) for group in groups],
    }
    return render(request, "responses/more_time.html", context)


def _told(group: list[MoreTime], due: dict, today) -> dict:
    """What one body asked about one request: each time, how often it was granted, and the day that is in force."""
    first = group[0]
    own = first.request.due_on if first.request else due.get(first.body_id)
    rule = first.request.day_rule if first.request else "the report’s own day"
    return {
        "body": first.body,
        "request": first.request,
        "day": day_in_force(own, rule, group, today),
        "extended": extended_in_words(group, today),
        "told": [(each, standing(each, today)) for each in group],
    }


@atomic_post
def record_more_time(request, slug):
    permissions.check_is_liaison(request.user)
    super_complaint = held_report(request, get_object_or_404(SuperComplaint, slug=slug))
    permissions.check_can_ask(request.user, super_complaint, timezone.localdate())
    body = Body.objects.filter(slug=request.GET.get("body", "")).first()
    form = RecordMoreTimeForm(
        request.POST or None,
        super_complaint=super_complaint,
        initial={"body": body, "request": request.GET.get("request")},
    )
    if request.method == "POST" and form.is_valid():
        made = form.save(by=request.user, at=timezone.now())
        messages.success(request, f"It is on the record that {_bodies(made)} asked for more time.")
        return redirect("more_time", slug)
    return render(request, "responses/record_more_time.html", {"form": form, "super_complaint": super_complaint})


def _bodies(made) -> str:
    return made[0].body.name if len(made) == 1 else f"{len(made)} bodies"


@atomic_post
def decide_more_time(request, more_time_id):
    permissions.check_is_liaison(request.user)
    asked = get_object_or_404(held(request, MoreTime.objects.all()), pk=more_time_id)
    held_report(request, asked.super_complaint)
    permissions.check_can_decide(request.user, asked, timezone.localdate())
    form = DecideForm(request.POST or None, more_time=asked)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"{asked.body}: {standing(asked, timezone.localdate())}.")
        return redirect("more_time", asked.super_complaint.slug)
    return render(request, "responses/decide_more_time.html", {"form": form, "asked": asked})


@atomic_post
def more_time_in_error(request, more_time_id):
    permissions.check_is_liaison(request.user)
    asked = get_object_or_404(held(request, MoreTime.objects.all()), pk=more_time_id)
    return note_in_error(request, asked, asked.name, reverse("more_time", args=[asked.super_complaint.slug]))


@require_POST
@atomic_post
def undo_more_time_error(request, more_time_id):
    permissions.check_is_liaison(request.user)
    asked = get_object_or_404(held(request, MoreTime.objects.all()), pk=more_time_id)
    report = held_report(request, asked.super_complaint)
    if problem := _what_hinders(asked, report.more_time.filter(body=asked.body_id, request=asked.request_id)):
        messages.error(request, problem)
    else:
        undo_error(request, asked, asked.name)
    return redirect("more_time", report.slug)


def _what_hinders(asked: MoreTime, others) -> str:
    """Why one cannot count again beside what was recorded meanwhile of its body and request; nothing where it can."""
    counted = list(others.filter(in_error_at=None).exclude(pk=asked.pk))
    if any(each.asked_on == asked.asked_on for each in counted):
        return f"“{asked.name}” was recorded again meanwhile. Nothing was changed."
    asked = copy.copy(asked)
    asked.in_error_at = None
    days = [each.new_day for each in granted_by([*counted, asked], datetime.date.max)]
    return "" if days == sorted(set(days)) else "This would make an extension go backwards. Nothing was changed."
