"""What bodies promised: the register, a commitment entered by hand, a later date for one; and mistakes in either."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from responses import permissions
from responses.forms.commitments import AddCommitmentForm, RegisterForm, ReviseForm
from responses.models import Commitment, Response, Revision, Update
from responses.permissions import allowed
from responses.views.errors import note_in_error, undo_error
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
        "can_take_back": can_take_back(request.user, promised),
        "previous": form.address(page=page.previous_page_number()) if page.has_previous() else "",
        "next": form.address(page=page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "responses/commitments.html", context)


def can_note_done(user, promised) -> set[int]:
    """The ids of those whose end, or later date, this person may note."""
    commitments = [each.commitment for each in promised]
    return {it.pk for it in commitments if allowed(permissions.check_can_note_done, user, it)}


def can_take_back(user, promised) -> set[int]:
    """The ids of those of which this person may say that they, or a later date, were recorded in error."""
    commitments = [each.commitment for each in promised]
    return {it.pk for it in commitments if allowed(permissions.check_can_take_back, user, it)}


def held_commitment(request, commitment_id) -> Commitment:
    """One in a letter on the record that this person may read; on a POST it is held, with its later dates."""
    visible = Commitment.objects.filter(response__update__in=Update.objects.visible_to(request.user).recorded())
    if request.method == "POST":
        # Whatever changes it or a later date of it waits here for the view before.
        visible = visible.select_for_update(of=("self",))
    related = ("done_noted_by", "response__update", *(f"response__{each}" for each in _ASKED))
    return get_object_or_404(visible.select_related(*related), pk=commitment_id)


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
    commitment = held_commitment(request, commitment_id)
    permissions.check_can_note_done(request.user, commitment)
    form = ReviseForm(request.POST or None, commitment=commitment)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, at=timezone.now())
        messages.success(request, "The later date is on the record. The first one is kept beside it.")
        return redirect(commitment.response.addressee)
    context = {"form": form, "commitment": commitment, "promised": commitment.at(timezone.localdate())}
    return render(request, "responses/revise_commitment.html", context)


@atomic_post
def commitment_in_error(request, commitment_id):
    commitment = held_commitment(request, commitment_id)
    permissions.check_can_take_back(request.user, commitment)
    return note_in_error(request, commitment, commitment.name, commitment.response.addressee.get_absolute_url())


@require_POST
@atomic_post
def undo_commitment_error(request, commitment_id):
    commitment = held_commitment(request, commitment_id)
    permissions.check_can_take_back(request.user, commitment)
    # Held as add_commitment holds it: the same promise is not entered again meanwhile.
    Response.objects.select_for_update(no_key=True).get(pk=commitment.response_id)
    return _undone(request, commitment, commitment.response.addressee)


@atomic_post
def revision_in_error(request, revision_id):
    revision = _held_revision(request, revision_id)
    permissions.check_can_take_back(request.user, revision.commitment)
    back = revision.commitment.response.addressee.get_absolute_url()
    return note_in_error(request, revision, revision.name, back)


@require_POST
@atomic_post
def undo_revision_error(request, revision_id):
    revision = _held_revision(request, revision_id)
    permissions.check_can_take_back(request.user, revision.commitment)
    return _undone(request, revision, revision.commitment.response.addressee)


def _held_revision(request, revision_id) -> Revision:
    commitment = held_commitment(request, get_object_or_404(Revision, pk=revision_id).commitment_id)
    return commitment.revisions.get(pk=revision_id)


def _undone(request, thing: Commitment | Revision, addressee):
    if thing.in_error_at and thing.same().exists():
        messages.error(request, f"“{thing.name}” was entered again meanwhile. Nothing was changed.")
    else:
        undo_error(request, thing, thing.name)
    return redirect(addressee)
