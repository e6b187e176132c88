"""What HMICFRS makes of an answer, and what it notes as done."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format

from responses import permissions
from responses.forms.reviewing import CommitmentDoneForm, ReviewForm
from responses.models import Commitment, Response, Update
from responses.views.locks import atomic_post

_ADDRESSEE = ("addressee__body", "addressee__recommendation__super_complaint")


@atomic_post
def review_response(request, response_id):
    visible = Response.objects.filter(update__in=Update.objects.visible_to(request.user))
    if request.method == "POST":
        # Two halves of a double click wait for each other here.
        visible = visible.select_for_update(of=("self",))
    response = get_object_or_404(visible.select_related("update__body", *_ADDRESSEE), pk=response_id)
    permissions.check_can_review(request.user, response)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save(response=response, by=request.user, at=timezone.now())
        messages.success(request, f"Your review is on the record. {response.addressee.body} can read it.")
        return redirect(response.addressee)
    context = {"form": form, "response": response, "reviews": response.reviews.select_related("reviewed_by")}
    return render(request, "responses/review_response.html", context)


@atomic_post
def commitment_done(request, commitment_id):
    visible = Commitment.objects.filter(response__update__in=Update.objects.visible_to(request.user).recorded())
    if request.method == "POST":
        visible = visible.select_for_update(of=("self",))
    related = ("done_noted_by", "response__update", *(f"response__{each}" for each in _ADDRESSEE))
    commitment = get_object_or_404(visible.select_related(*related), pk=commitment_id)
    permissions.check_can_note_done(request.user, commitment)
    form = CommitmentDoneForm(request.POST or None, commitment=commitment)
    if request.method == "POST" and form.is_valid():
        commitment.note_done(by=request.user, on=form.cleaned_data["done_on"])
        messages.success(request, f"It is noted as done on {date_format(commitment.done_on, 'j F Y')}.")
        return redirect(commitment.response.addressee)
    context = {"form": form, "commitment": commitment, "promised": commitment.at(timezone.localdate())}
    return render(request, "responses/commitment_done.html", context)
