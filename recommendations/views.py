"""What was asked, and of whom: pages that everybody who signs in may read."""

from collections import defaultdict
from itertools import groupby

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from recommendations import words
from recommendations.addressing import bodies_in_words
from recommendations.forms import BodiesForm
from recommendations.models import Addressee, Recommendation, SuperComplaint


def super_complaints(request):
    found = SuperComplaint.objects.annotate(recommendation_count=Count("recommendations"))
    # Django leaves a model's own order out of a query that counts.
    found, today = found.order_by("-published_on", "title"), timezone.localdate()
    context = {
        "super_complaints": [each for each in found if not each.is_closed(today)],
        "closed": [each for each in found if each.is_closed(today)],
    }
    return render(request, "recommendations/super_complaints.html", context)


def super_complaint(request, slug):
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    addressees = Addressee.objects.filter(recommendation__super_complaint=super_complaint)
    asked_of = defaultdict(list)
    for number, kind, name in addressees.values_list("recommendation__number", "body__kind", "body__name"):
        asked_of[number].append((kind, name))
    rows = [
        {"recommendation": recommendation, "addressed_to": bodies_in_words(asked_of[recommendation.number])}
        for recommendation in super_complaint.recommendations.all()
    ]
    is_closed = super_complaint.is_closed(timezone.localdate())
    context = {"super_complaint": super_complaint, "rows": rows, "is_closed": is_closed}
    return render(request, "recommendations/super_complaint.html", context)


def recommendation(request, slug, number):
    found = Recommendation.objects.select_related("super_complaint")
    recommendation = get_object_or_404(found, super_complaint__slug=slug, number=number)
    addressees = recommendation.addressees.select_related("body").order_by("body__kind", "body__name")
    groups = [list(group) for _, group in groupby(addressees, key=lambda addressee: addressee.body.kind)]
    context = {
        "recommendation": recommendation,
        "wording": words.to_html(recommendation.wording),
        "awaits": recommendation.awaits.all(),
        "awaited_by": recommendation.awaited_by.all(),
        "groups": [
            {"words": bodies_in_words([(each.body.kind, each.body.name) for each in group]), "addressees": group}
            for group in groups
        ],
        "own_days": [each for group in groups for each in group if each.due_on != recommendation.due_on],
    }
    return render(request, "recommendations/recommendation.html", context)


def bodies(request):
    form = BodiesForm(request.GET)
    form.is_valid()
    return render(request, "recommendations/bodies.html", {"form": form, "bodies": form.bodies()})
