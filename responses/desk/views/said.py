"""All that a body said on one report."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from recommendations.models import Body, SuperComplaint
from responses import permissions
from responses.desk.forms.said import CompareForm
from responses.desk.said import LEAST, all_said, compare, missing, promises
from responses.models import Update


def said(request, body_slug, slug):
    body = get_object_or_404(Body, slug=body_slug)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    permissions.check_can_read_record(request.user, body)
    today = timezone.localdate()
    said = all_said(Update.objects.visible_to(request.user), body, super_complaint, today)
    promised = promises(body, said, today)
    form = CompareForm(request.GET, said=said)
    context = {
        "body": body,
        "super_complaint": super_complaint,
        "today": today,
        "said": said,
        "promised": promised,
        "form": form,
        "can_compare": len(said) >= LEAST,
        **(_compared(body, promised, *form.chosen) if form.chosen else {}),
    }
    return render(request, "responses/said.html", context)


def _compared(body, promised, then, now) -> dict:
    rows = compare(then, now, body)
    return {
        "then": then,
        "now": now,
        "compared": [row for row in rows if row.then or row.now],
        "unanswered": [row.recommendation for row in rows if row.in_neither],
        "missing": missing(promised, then, now),
    }
