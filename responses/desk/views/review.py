"""The review desk: one answer after another, or several at once, in the same queue from beginning to end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_list_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Recommendation
from responses import permissions
from responses.desk.forms.review import ChosenForm, DeskForm
from responses.desk.waiting import in_groups, with_words
from responses.forms.reviewing import SeveralReviewsForm
from responses.models import Response, Update
from responses.permissions import allowed
from responses.views.locks import one_transaction
from responses.views.reviewing import response_to_review, review_form, reviews_of, tell_whoever_is_asked

PAGE = 50


def review_desk(request, slug):
    desk = _desk(request, slug)
    queue = desk.queue()
    page = Paginator(queue, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": desk,
        "super_complaint": desk.super_complaint,
        "count": len(queue),
        "page": page,
        "groups": list(in_groups(with_words(page.object_list), desk.grouped_by)),
    }
    return render(request, "responses/review_desk.html", context)


def _desk(request, slug) -> DeskForm:
    permissions.check_is_liaison(request.user)
    recommendations = get_list_or_404(
        Recommendation.objects.select_related("super_complaint"), super_complaint__slug=slug
    )
    return DeskForm(request.GET, recommendations=recommendations, today=timezone.localdate())


def review_at_desk(request, slug, response_id):
    desk, at = _desk(request, slug), timezone.now()
    with one_transaction(request):
        response = response_to_review(request, response_id, super_complaint=desk.super_complaint)
        form = review_form(request, response, at)
        # Before the review is saved: afterwards this answer has no place in the queue.
        queue = [entry.response_id for entry in desk.queue()]
        if not (request.method == "POST" and form.is_valid()):
            return render(request, "responses/review_at_desk.html", _page(desk, form, response, queue))
        reviewed = f"{response.addressee.recommendation}, {response.addressee.body}"
        messages.success(request, f"{reviewed}: your review is on the record.")
        tell_whoever_is_asked(request, form.save(at=at), at)
    _, following = _around(response.pk, queue)
    if following:
        return redirect(_address(desk, following))
    messages.info(request, "You have come to the end of this queue.")
    return _back_to(desk)


def _page(desk, form, response, queue) -> dict:
    before, after = _around(response.pk, queue)
    return {
        "form": form,
        "desk": desk,
        "response": response,
        "reviews": reviews_of(response),
        "earlier": _earlier(response),
        "number": queue.index(response.pk) + 1 if response.pk in queue else None,
        "count": len(queue),
        "previous": _address(desk, before),
        "following": _address(desk, after),
    }


def _around(response_id, queue) -> tuple[int | None, int | None]:
    """Who comes before and after it; after one that has left the queue meanwhile comes the first."""
    if response_id not in queue:
        return None, (queue[0] if queue else None)
    place = queue.index(response_id)
    return (queue[place - 1] if place else None), (queue[place + 1] if place + 1 < len(queue) else None)


def _address(desk, response_id) -> str:
    if not response_id:
        return ""
    return reverse("review_at_desk", args=[desk.super_complaint.slug, response_id]) + desk.query


def _back_to(desk) -> HttpResponse:
    return redirect(reverse("review_desk", args=[desk.super_complaint.slug]) + desk.query)


def _earlier(response) -> list[Response]:
    """What was said before on the same, newest first, each with its reviews; not what was recorded in error."""
    recorded = Update.objects.recorded().filter(in_error_at=None)
    answers = response.addressee.responses.filter(update__in=recorded).exclude(pk=response.pk)
    answers = answers.select_related("update__body").order_by("-update__received_on", "-update__recorded_at", "-pk")
    answers = list(answers.prefetch_related("reviews__reviewed_by", "reviews__evidence"))
    for answer in answers:
        answer.addressee = response.addressee
    return answers


def review_several(request, slug):
    desk, at = _desk(request, slug), timezone.now()
    with one_transaction(request):
        chosen = _chosen(request, desk)
        if not chosen.is_valid():
            messages.error(request, chosen.errors["answer"][0])
            return _back_to(desk)
        responses, gone = _to_review(request.user, chosen.cleaned_data["answer"])
        about = {"responses": responses, "by": request.user, "today": timezone.localdate(at)}
        form = SeveralReviewsForm(request.POST or None, **about)
        if not (request.method == "POST" and responses and not gone and form.is_valid()):
            return render(request, "responses/review_several.html", _several(desk, form, gone))
        many = f"{len(responses)} answer{'' if len(responses) == 1 else 's'}"
        messages.success(request, f"Your review of {many} is on the record. Each body can read it.")
        tell_whoever_is_asked(request, form.save(at=at), at)
    return _back_to(desk)


def _chosen(request, desk) -> ChosenForm:
    visible = Update.objects.visible_to(request.user).filter(super_complaint=desk.super_complaint)
    about = ("update__body", "addressee__body", "addressee__recommendation__super_complaint")
    # In one order, so that no two people wait for each other crosswise.
    responses = Response.objects.filter(update__in=visible).select_related(*about).order_by("pk")
    if request.method == "POST":
        return ChosenForm(request.POST, responses=responses.select_for_update(of=("self",)))
    return ChosenForm(request.GET, responses=responses)


def _to_review(user, responses) -> tuple[list[Response], list[Response]]:
    """Those that can be reviewed, and those that were taken off the record meanwhile."""
    able = [it for it in responses if allowed(permissions.check_can_review, user, it)]
    return able, [it for it in responses if it not in able]


def _several(desk, form, gone) -> dict:
    """Those that are still to be reviewed are named, and apart from them those that are left out next time, and why."""
    done = {response.pk for response, _ in form.reviewed_meanwhile()}
    return {
        "form": form,
        "desk": desk,
        "responses": [it for it in form.responses if it.pk not in done],
        "reviewed_meanwhile": form.reviewed_meanwhile(),
        "gone": gone,
    }
