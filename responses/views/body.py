"""The page of a body: what it was asked and answered, one line a report; its letters, promises, contacts and pages."""

from collections import Counter

from django.contrib import messages
from django.db.models import Count, Exists, F, Max, Min, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from recommendations.models import Body, Contact, SuperComplaint
from responses import permissions
from responses.forms.body import AnswersForm, ContactForm, PublishedForm
from responses.forms.register import about
from responses.mail.outbox import link
from responses.matrix import Status, build_matrix, cells_of
from responses.models import Commitment, Publication, PublishedResponse, Response, Update
from responses.permissions import allowed
from responses.questions import open_questions
from responses.register import listed
from responses.to_come import UNANSWERED
from responses.views.home import task_of
from responses.views.locks import atomic_post

Only = AnswersForm.Only
HOLDS = {
    Only.ANSWERED: lambda cell: cell.status not in UNANSWERED,
    Only.OVERDUE: lambda cell: cell.status == Status.OVERDUE,
    Only.ACCEPTED: lambda cell: cell.position == Response.Position.ACCEPTED,
    Only.COMPLETE: lambda cell: cell.status == Status.COMPLETE,
}
LETTERS = PROMISES = 20  # shown here; the rest have a page of their own


def body(request, slug):
    body = get_object_or_404(Body.objects.select_related("oversees", "succeeded_by"), slug=slug)
    user, today = request.user, timezone.localdate()
    can_read = allowed(permissions.check_can_read_record, user, body)
    can_keep_contacts = allowed(permissions.check_can_keep_contacts, user, body)
    cells = cells_of({body.pk}, today) if can_read else []
    context = {
        "body": body,
        "aliases": body.aliases.all(),
        "predecessors": body.predecessors.all(),
        "overseers": body.overseers.all(),
        "reports": _reports(body, cells, today),
        "counted": Only.labels if can_read else [],
        "can_read": can_read,
        "can_keep_contacts": can_keep_contacts,
        "can_see_letterhead": allowed(permissions.check_can_see_letterhead, user, body),
        "can_change_letterhead": allowed(permissions.check_can_change_letterhead, user, body),
        "contacts": body.contacts.order_by(F("until").desc(nulls_first=True), "name") if can_keep_contacts else [],
        **(_record(user, body, cells, today) if can_read else {}),
    }
    return render(request, "responses/body.html", context)


def _reports(body, cells, today) -> list[SuperComplaint]:
    """The reports that ask something of a body, newest first: how much, by when; and how its cells count."""
    asked, due_on = "recommendations__addressees", "recommendations__addressees__due_on"
    found = SuperComplaint.objects.filter(recommendations__addressees__body=body).order_by("-published_on", "title")
    is_public = Exists(Publication.objects.open().filter(super_complaint=OuterRef("pk")))
    about_them = {"asked": Count(asked), "first_due": Min(due_on), "last_due": Max(due_on), "is_public": is_public}
    found = list(found.annotate(**about_them))
    counts = Counter(
        (cell.recommendation.super_complaint_id, only) for cell in cells for only, holds in HOLDS.items() if holds(cell)
    )
    for report in found:
        report.is_closed_today = report.is_closed(today)
        if report.is_closed_today:
            counts[report.pk, Only.OVERDUE] = 0  # nothing more is expected
        report.counts = [(only, counts[report.pk, only]) for only in Only] if cells else []
        report.public_page = link(reverse("public_body", args=[report.slug, body.slug])) if report.is_public else ""
    return found


def _record(user, body, cells, today) -> dict:
    """What is for those who may read its record."""
    visible = Update.objects.visible_to(user)
    letters = list(listed(visible.filter(about(body)))[: LETTERS + 1])
    # Asked first which letters these are: from every answer on the record to a few promises took SQLite two seconds.
    spoken = list(visible.as_at(today).filter(speaks_for=body).values_list("pk", flat=True))
    promised = Commitment.objects.standing().of([body]).filter(response__update__in=spoken, done_on=None)
    promised = promised.with_targets(today).to_register()
    published = body.published_responses.select_related("super_complaint", "noted_by", "body")
    return {
        "letters": letters[:LETTERS],
        "more_letters": len(letters) > LETTERS,
        "questions": open_questions(cell for cell in cells if not cell.recommendation.super_complaint.is_closed(today)),
        "promised": [commitment.at(today) for commitment in promised[:PROMISES]],
        "published": [(each, allowed(permissions.check_can_remove_published, user, each)) for each in published],
        "can_note_published": allowed(permissions.check_can_note_published, user, body),
    }


def body_answers(request, body_slug, slug):
    body = get_object_or_404(Body, slug=body_slug)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    permissions.check_can_read_record(request.user, body)
    today = timezone.localdate()
    form = AnswersForm(request.GET)
    only = Only(form.cleaned_data["only"]) if form.is_valid() and form.cleaned_data["only"] else None
    cells = list(build_matrix(super_complaint, today, bodies={body.pk}).cells())
    shown = [cell for cell in cells if only is None or HOLDS[only](cell)]
    context = {
        "body": body,
        "super_complaint": super_complaint,
        "is_closed": super_complaint.is_closed(today),
        "tasks": [task_of(cell) for cell in shown],
        "only": only,
        "left_out": len(cells) - len(shown),
    }
    return render(request, "responses/body_answers.html", context)


@atomic_post
def add_contact(request, slug):
    body = get_object_or_404(Body, slug=slug)
    permissions.check_can_keep_contacts(request.user, body)
    return _contact_page(request, Contact(body=body))


@atomic_post
def change_contact(request, contact_id):
    contact = get_object_or_404(Contact.objects.select_related("body"), pk=contact_id)
    permissions.check_can_keep_contacts(request.user, contact.body)
    return _contact_page(request, contact)


def _contact_page(request, contact):
    body = contact.body
    if request.method == "POST":
        # The second half of a double click waits here, and then finds the contact that the first has made.
        Body.objects.select_for_update().get(pk=body.pk)
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        contact = form.save()
        kept = gettext("%(contact)s is kept as a contact of %(body)s.")
        messages.success(request, kept % {"contact": contact, "body": body})
        return redirect(body)
    return render(request, "responses/contact.html", {"form": form, "contact": contact, "body": body})


@require_POST
@atomic_post
def end_contact(request, contact_id):
    contact = get_object_or_404(Contact.objects.select_for_update(), pk=contact_id)
    permissions.check_can_keep_contacts(request.user, contact.body)
    if contact.until is None:
        contact.until = timezone.localdate()
        contact.save(update_fields=["until"])
    ended = gettext("%(contact)s is no contact from %(day)s.")
    messages.success(request, ended % {"contact": contact, "day": date_format(contact.until, "j F Y")})
    return redirect(contact.body)


@atomic_post
def note_published(request, slug):
    body = get_object_or_404(Body, slug=slug)
    permissions.check_can_note_published(request.user, body)
    form = PublishedForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, at=timezone.now())
        noted = gettext("The page is noted for %(super_complaint)s.")
        messages.success(request, noted % {"super_complaint": form.cleaned_data["report"]})
        return redirect(body)
    return render(request, "responses/note_published.html", {"form": form, "body": body})


@require_POST
def remove_published(request, published_id):
    related = ("body", "noted_by", "super_complaint")
    published = get_object_or_404(PublishedResponse.objects.select_related(*related), pk=published_id)
    permissions.check_can_remove_published(request.user, published)
    published.delete()
    removed = gettext("%(address)s is no longer noted for %(super_complaint)s.")
    told = {"address": published.address, "super_complaint": published.super_complaint}
    messages.success(request, removed % told)
    return redirect(published.body)
