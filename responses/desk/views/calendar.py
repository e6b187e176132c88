"""A person's calendar: its secret address, made and revoked; and the feed that calendar programs read from it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from recommendations.english import in_english
from recommendations.models import SuperComplaint
from responses.desk.calendar import events
from responses.desk.forms.calendar import CalendarForm
from responses.desk.icalendar import icalendar
from responses.mail.outbox import link
from responses.models import CalendarAddress
from responses.views.locks import atomic_post


def calendar(request):
    there = CalendarAddress.objects.filter(user=request.user).first()
    return render(request, "responses/calendar.html", {"there": there})


@require_POST
@atomic_post
def make_calendar_address(request):
    # Two at once would both find none.
    User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
    token = CalendarAddress.objects.renew(request.user, timezone.now())
    there = CalendarAddress.objects.get(user=request.user)
    address = link(reverse("calendar_feed", args=[token]))
    reports = SuperComplaint.objects.open_on(timezone.localdate())
    # Shown once, on this very page: what is kept cannot be turned back into it.
    return render(request, "responses/calendar.html", {"there": there, "address": address, "reports": reports})


@require_POST
def revoke_calendar_address(request):
    CalendarAddress.objects.filter(user=request.user).delete()
    messages.success(request, "The address of your calendar opens nothing any more.")
    return redirect("calendar")


@login_not_required
@require_safe
@in_english
def calendar_feed(request, token):
    """Whoever asks is whoever has the address; an unknown one, and one of somebody deactivated, look alike."""
    found = get_object_or_404(CalendarAddress.objects.opened_by(token).select_related("user"))
    report = _report(request)
    name = f"Super-complaints: {report}" if report else "Super-complaints"
    content = icalendar(name, events(found.user, timezone.localdate(), report), timezone.now())
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="super-complaints.ics"',
        },
    )


def _report(request) -> SuperComplaint | None:
    form = CalendarForm(request.GET)
    if not form.is_valid():
        raise Http404("There is no such report.")
    return form.cleaned_data["report"]
