"""What HMICFRS makes of an answer, and what it notes as done."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from responses import permissions
from responses.forms.reviewing import CommitmentDoneForm, ReviewForm
from responses.models import Response, Review, Update
from responses.questions import tell
from responses.views.commitments import held_commitment
from responses.views.locks import atomic_post, one_transaction

_ADDRESSEE = ("addressee__body", "addressee__recommendation__super_complaint")


def review_response(request, response_id):
    at = timezone.now()
    with one_transaction(request):
        response = response_to_review(request, response_id)
        form = review_form(request, response, at)
        if not (request.method == "POST" and form.is_valid()):
            context = {"form": form, "response": response, "reviews": reviews_of(response)}
            return render(request, "responses/review_response.html", context)
        reviews = form.save(at=at)
        messages.success(request, f"Your review is on the record. {response.addressee.body} can read it.")
        tell_whoever_is_asked(request, reviews, at)
    return redirect(response.addressee)


def response_to_review(request, response_id, **about) -> Response:
    """An answer on the record, on a POST held until the transaction ends: two halves of a double click meet here."""
    updates = Update.objects.visible_to(request.user).filter(**about)
    visible = Response.objects.filter(update__in=updates)
    if request.method == "POST":
        visible = visible.select_for_update(of=("self",))
    response = get_object_or_404(visible.select_related("update__body", *_ADDRESSEE), pk=response_id)
    permissions.check_can_review(request.user, response)
    return response


def review_form(request, response, at) -> ReviewForm:
    about = {"responses": [response], "by": request.user, "today": timezone.localdate(at)}
    return ReviewForm(request.POST or None, request.FILES or None, **about)


def reviews_of(response):
    return response.reviews.select_related("reviewed_by", "evidence").defer("evidence__content")


@require_POST
@atomic_post
def tell_again(request, review_id):
    permissions.check_is_liaison(request.user)
    reviews = Review.objects.filter(response__update__in=Update.objects.visible_to(request.user))
    reviews = reviews.select_related("response__update", *(f"response__{it}" for it in _ADDRESSEE))
    # Held, so that two who press it at one moment tell nobody twice.
    review = get_object_or_404(reviews.select_for_update(of=("self",)), pk=review_id)
    permissions.check_can_tell(request.user, review)
    tell_whoever_is_asked(request, [review], timezone.now())
    return redirect(review.response.addressee)


def tell_whoever_is_asked(request, reviews: list[Review], at) -> None:
    """Have people told by e-mail what these reviews ask of their body, and say on the page who is."""
    for telling in tell(reviews, at=at):
        if telling.people:
            messages.success(request, f"An e-mail goes out, for {telling.body}, to {_listed(telling.people)}.")
        if telling.by_choice:
            chose = f"No e-mail goes to {_listed(telling.by_choice)}, who chose so."
            messages.info(request, f"{chose} The question is on their home page.")
        if not telling.people and not telling.by_choice:
            nobody = f"Nobody at {telling.body} was told: nobody writes for it here, and no address of it is kept."
            messages.warning(request, f"{nobody} Write to it yourself, or have a contact added for it.")


def _listed(people) -> str:
    return ", ".join(map(str, people))


@atomic_post
def commitment_done(request, commitment_id):
    commitment = held_commitment(request, commitment_id)
    permissions.check_can_note_done(request.user, commitment)
    form = CommitmentDoneForm(request.POST or None, commitment=commitment)
    if request.method == "POST" and form.is_valid():
        commitment.note_done(by=request.user, on=form.cleaned_data["done_on"])
        messages.success(request, f"It is noted as done on {date_format(commitment.done_on, 'j F Y')}.")
        return redirect(commitment.response.addressee)
    context = {"form": form, "commitment": commitment, "promised": commitment.at(timezone.localdate())}
    return render(request, "responses/commitment_done.html", context)
