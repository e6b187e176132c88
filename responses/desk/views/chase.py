"""Whom to chase: who is silent, or was asked again and is silent still, as at a date; and the list for a mail merge."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses import permissions
from responses.desk.forms.chase import ChaseForm
from responses.desk.merge_list import COLUMNS, merge_list
from responses.desk.views.exports import as_file, note
from responses.exports import rows_csv
from responses.models import Chase, Export
from responses.permissions import allowed

SHOWN = 10  # chasers


def chase(request, slug):
    permissions.check_reads_everything(request.user)
    form = _form(request, slug)
    is_liaison, report = request.user.is_liaison, form.super_complaint
    found = form.chased(with_notes=is_liaison)
    context = {
        "form": form,
        "super_complaint": report,
        "found": found,
        "can_send": form.is_today and allowed(permissions.check_can_ask, request.user, report, form.today),
        "is_closed": report.is_closed(form.date),
        "chases": _chases(report) if is_liaison else [],
        "without_contact": sum(not each.contacts for each in found),
        "next_now": [each.body.slug for each in found if each.is_next_now],
    }
    return render(request, "responses/chase.html", context)


def _chases(super_complaint) -> list[Chase]:
    """The letters that asked again on a report, latest first, each with how many e-mails went out. One query."""
    mails, distinct = "letters__messages", {"distinct": True}
    failed = Count(mails, filter=Q(letters__messages__given_up_at__isnull=False), **distinct)
    sent = Count(mails, filter=Q(letters__messages__sent_at__isnull=False), **distinct)
    counts = {"count": Count("letters", **distinct), "mails_sent": sent, "failed": failed}
    counts["on_the_way"] = Count(mails, **distinct) - sent - failed
    return list(super_complaint.chases.select_related("request", "prepared_by").annotate(**counts)[:SHOWN])


def chase_csv(request, slug):
    permissions.check_is_liaison(request.user)
    form = _form(request, slug)
    if not form.is_valid():
        # The page says what is wrong, beside the question.
        return redirect(f"{reverse('chase', args=[slug])}?{request.GET.urlencode()}")
    now, found = timezone.localtime(), form.chased(with_notes=False)
    note(request, form.super_complaint, Export.What.CHASE_CSV, form.date, len(found), now)
    content = rows_csv(COLUMNS, merge_list(found), as_at=form.date, known_at=now)
    return as_file(content, f"{slug}-whom-to-chase-as-at-{form.date}.csv")


def _form(request, slug) -> ChaseForm:
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    return ChaseForm(request.GET, super_complaint=super_complaint, today=timezone.localdate())
