"""HMICFRS records letters that it received, keeps their files, and reviews what they answer."""

import itertools

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from recommendations.models import SuperComplaint
from responses import permissions
from responses.alike import naming_of, speaks_for_row
from responses.collective import preview, said_in
from responses.forms.recording import LetterFactsForm, RecordForm, RecordLetterForm
from responses.models import Update
from responses.models.responses import AWAITING
from responses.views.locks import atomic_post, locked_draft, locked_with_its_pair


@atomic_post
def record_letter(request, slug):
    permissions.check_is_liaison(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    if request.method == "POST":
        # The second half of a double click waits here, and then finds what the first has made.
        User.objects.select_for_update().get(pk=request.user.pk)
    arrived = _arrived(request, super_complaint)
    if arrived and arrived.update_id:
        return redirect(arrived.update)
    letter = Update(super_complaint=super_complaint, origin=Update.Origin.RECEIVED)
    about = {"instance": letter, "author": request.GET.get("body"), "arrived": arrived}
    form = RecordLetterForm(request.POST or None, request.FILES or None, **about)
    if request.method == "POST" and form.is_valid():
        draft = form.same_draft(by=request.user) or form.save(by=request.user, at=timezone.now())
        return redirect(draft)
    context = {"form": form, "super_complaint": super_complaint, "arrived": arrived}
    context["is_closed"] = super_complaint.is_closed(timezone.localdate())
    return render(request, "responses/record_letter.html", context)


def _arrived(request, super_complaint):
    """The file that arrived and is typed by hand, where the address names one; or None."""
    number = request.GET.get("intake", "")
    if not number:
        return None
    letters = super_complaint.intakes.exclude(read_at=None).exclude(size=0)
    if request.method == "POST":
        letters = letters.select_for_update()
    return get_object_or_404(letters, pk=number if number.isascii() and number.isdecimal() else None)


@atomic_post
def letter_facts(request, update_id):
    update = locked_draft(request, update_id)
    permissions.check_can_record(request.user, update)
    form = LetterFactsForm(request.POST or None, request.FILES or None, instance=update)
    if request.method == "POST" and form.is_valid():
        if form.changed:
            form.save(by=request.user, at=timezone.now())
        return redirect(update)
    context = {"form": form, "update": update, "duplicates": update.same_letters()}
    return render(request, "responses/letter_facts.html", context)


@atomic_post
def record_update(request, update_id):
    update = locked_with_its_pair(request, update_id)
    if update.recorded_at and update.is_received and request.user.is_liaison:
        # The second half of a double click: it is on the record, and only once.
        return redirect(update)
    permissions.check_can_record(request.user, update)
    form = RecordForm(request.POST or None, update=update)
    if request.method == "POST" and form.is_valid():
        update.record(by=request.user, at=timezone.now(), reason=form.cleaned_data.get("reason", ""))
        counts_from = date_format(update.received_on, "j F Y")
        messages.success(request, f"The letter is on the record. It counts in the matrix from {counts_from}.")
        return redirect(update)
    responses = update.responses.select_related("addressee__recommendation", "addressee__body", *AWAITING)
    context = {
        "form": form,
        "update": update,
        "documents": (documents := list(update.documents.defer("content"))),
        "facts": _facts(update, documents),
        "unfinished": [response for response in responses if not response.is_finished],
        "answers": _alike(responses),
        "gaps": _by_recommendation(update.unanswered()),
        "collective": preview(update.body, said_in(update), timezone.localdate()),
    }
    return render(request, "responses/record_update.html", context)


def _facts(update, documents) -> list[dict]:
    """The rows of its summary list: each can be changed."""
    rows = [
        ("From", update.body.name),
        ("Dated", update.date_in_words or "Bears no date"),
        ("Received", date_format(update.received_on, "j F Y")),
        ("Addressed to", update.addressed_to),
        ("Signed by", "\n".join(filter(None, [update.signatory_name, update.signatory_title]))),
        ("Agreed by", update.agreed_by),
        ("Files", "\n".join(document.name for document in documents)),
        ("Note", update.note),
    ]
    href = reverse("letter_facts", args=[update.pk])
    found = [{"key": key, "value": value or "Not entered", "href": href} for key, value in rows]
    return [found[0], speaks_for_row(update, naming_of(update)) | {"href": href}, *found[1:]]


def _alike(responses) -> list[tuple]:
    """(a response, the bodies it is given for): a letter may give one answer for 43 of them."""
    same = {}
    for response in responses:
        same.setdefault(response.said_to, []).append(response)
    return [(alike[0], [response.addressee.body for response in alike]) for alike in same.values()]


def _by_recommendation(addressees) -> list[tuple]:
    """(a recommendation, its bodies), of addressees in the report's order."""
    groups = itertools.groupby(addressees, key=lambda addressee: addressee.recommendation)
    return [(recommendation, [addressee.body for addressee in group]) for recommendation, group in groups]
