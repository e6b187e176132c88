"""How recommendations belong together, within a report and across reports."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from recommendations.models import Link, Recommendation
from recommendations.words import plain
from responses import permissions
from responses.differences import word_by_word
from responses.forms.links import LinkForm
from responses.views.errors import held, note_in_error, undo_error, with_history
from responses.views.locks import atomic_post
from responses.views.requests import held_report


@atomic_post
def link_recommendation(request, slug, number):
    permissions.check_can_link(request.user)
    recommendation = _recommendation(slug, number)
    held_report(request, recommendation.super_complaint)
    form = LinkForm(request.POST or None, recommendation=recommendation)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, at=timezone.now())
        messages.success(request, "The link is on the record. It carries no answer over.")
        return redirect(recommendation)
    mistaken = recommendation.links.exclude(in_error_at=None).select_related("other__super_complaint", "in_error_by")
    context = {"form": form, "recommendation": recommendation, "mistaken": with_history(request.user, list(mistaken))}
    return render(request, "responses/link_recommendation.html", context)


def _recommendation(slug, number) -> Recommendation:
    found = Recommendation.objects.select_related("super_complaint")
    return get_object_or_404(found, super_complaint__slug=slug, number=number)


@atomic_post
def link_in_error(request, link_id):
    permissions.check_can_link(request.user)
    link = get_object_or_404(held(request, Link.objects.all()), pk=link_id)
    return note_in_error(request, link, str(link), link.recommendation.get_absolute_url())


@require_POST
@atomic_post
def undo_link_error(request, link_id):
    permissions.check_can_link(request.user)
    link = get_object_or_404(held(request, Link.objects.all()), pk=link_id)
    held_report(request, link.recommendation.super_complaint)
    same = {name: getattr(link, name) for name in ("recommendation", "kind", "other", "what")}
    if Link.objects.standing().filter(**same).exclude(pk=link.pk).exists():
        messages.error(request, "The same was recorded meanwhile.")
    else:
        undo_error(request, link, str(link))
    recommendation = link.recommendation
    return redirect(reverse("link_recommendation", args=[recommendation.super_complaint.slug, recommendation.number]))


def compare_wording(request, slug, number, other_slug, other_number):
    """Both wordings, the earlier one first; our own summaries where the official wording of one is not held."""
    both = _recommendation(slug, number), _recommendation(other_slug, other_number)
    before, after = sorted(both, key=lambda it: (it.super_complaint.published_on, it.order))
    is_official = bool(before.wording and after.wording)
    context = {
        "recommendation": both[0],
        "before": before,
        "after": after,
        "is_official": is_official,
        "pieces": word_by_word(*(plain(it.wording) if is_official else it.summary for it in (before, after))),
    }
    return render(request, "responses/compare_wording.html", context)
