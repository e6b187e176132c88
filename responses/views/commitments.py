"""What bodies promised: the register, a commitment entered by hand, a later date for one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from responses import permissions
from responses.forms.commitments import AddCommitmentForm, RegisterForm, ReviseForm
from responses.models import Commitment, Response, Update
from responses.permissions import allowed
from responses.views.locks import atomic_post

SHOWN = 50
_ASKED = ("addressee__body", "addressee__recommendation__super_complaint")


def commitments(request):
    permissions.check_reads_everything(request.user)
    form = RegisterForm(request.GET, today=timezone.localdate())
    page = Paginator(form.found(), SHOWN).get_page(request.GET.get("page"))
    promised = [commitment.at(form.date) for commitment in page]
    context = {
        "form": form,
        "page": page,
        "promised": promised,
        "can_note_done": can_note_done(request.user, promised),
        "previous": form.address(page=page.previous_page_number()) if page.has_previous() else "",
        "next": form.address(page=page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "responses/commitments.html", context)


def can_note_done(user, promised) -> set[int]:
    """The ids of those whose end, or later date, this person may note."""
    commitments = [each.commitment for each in promised]
    return {it.pk for it in commitments if allowed(permissions.check_can_note_done, user, it)}


@atomic_post
def add_commitment(request, response_id):
    visible = Response.objects.filter(update__in=Update.objects.visible_to(request.user))
    if request.method == "POST":
        # Two halves of a double click wait for each other here.
        visible = visible.select_for_update(of=("self",))
    response = get_object_or_404(visible.select_related("update__body", *_ASKED), pk=response_id)
    permissions.check_can_add_commitment(request.user, response)
    form = AddCommitmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save(response=response, by=request.user, on=timezone.localdate())
        messages.success(request, "This commitment is in the register.")
        return redirect(response.addressee)
    return render(request, "responses/add_commitment.html", {"form": form, "response": response})


@atomic_post
def revise_commitment(request, commitment_id):
    visible = Commitment.objects.filter(response__update__in=Update.objects.visible_to(request.user).recorded())
    if request.method == "POST":
        visible = visible.select_for_update(of=("self",))
    related = ("done_noted_by", "response__update", *(f"response__{each}" for each in _ASKED))
    commitment = get_object_or_404(visible.select_related(*related), pk=commitment_id)
    permissions.check_can_note_done(request.user, commitment)
    form = ReviseForm(request.POST or None, commitment=commitment)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, at=timezone.now())
        messages.success(request, "The later date is on the record. The first one is kept beside it.")
        return redirect(commitment.response.addressee)
    context = {"form": form, "commitment": commitment, "promised": commitment.at(timezone.localdate())}
    return render(request, "responses/revise_commitment.html", context)
