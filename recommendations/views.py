"""What was asked, and of whom: pages that everybody who signs in may read, and two where administrators add to it."""

from collections import defaultdict
from itertools import groupby

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from recommendations import words
from recommendations.addressing import bodies_in_words
from recommendations.forms import AddresseesForm, BodiesForm, ReportFileForm, StoreReportForm
from recommendations.links import Links
from recommendations.models import Addressee, Recommendation, SuperComplaint
from recommendations.permissions import check_keeps_reference_data


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
    links = Links()
    rows = [
        {
            "recommendation": recommendation,
            "addressed_to": bodies_in_words(asked_of[recommendation.number]),
            "links": links.of(recommendation.pk),
        }
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
    links = Links()
    context = {
        "recommendation": recommendation,
        "links": links.of(recommendation.pk),
        "chain": links.chain(recommendation.pk),
        "can_link": request.user.is_liaison or request.user.is_staff,
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


def load_report(request):
    check_keeps_reference_data(request.user)
    form = ReportFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        store = StoreReportForm(initial={"shown": form.shown})
        return render(request, "recommendations/check_report.html", {"store": store, **_would_store(form.checked)})
    return render(request, "recommendations/load_report.html", {"form": form})


def _would_store(checked) -> dict:
    """What a file would store, for a page: each recommendation, whom it addresses in words, and by when."""
    rows = []
    for one in checked.asked:
        days = [one.due(body) for body in one.addressees]
        own = sum(day != one.recommendation.due_on for day, _ in days)
        addressed_to = bodies_in_words([(body.kind, body.name) for body in one.addressees])
        rows.append({"recommendation": one.recommendation, "addressed_to": addressed_to, "own_days": own})
    total = sum(len(one.addressees) for one in checked.asked)
    return {"checked": checked, "rows": rows, "total": total}


@require_POST
def store_report(request):
    check_keeps_reference_data(request.user)
    form = StoreReportForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["shown"][0])
        return redirect("load_report")
    super_complaint, is_new = form.save()
    if is_new:
        said = f"Loaded from the file {form.name}."
        LogEntry.objects.log_actions(request.user.pk, [super_complaint], ADDITION, said, single_object=True)
    messages.success(request, f"{super_complaint} is stored." if is_new else f"{super_complaint} was stored already.")
    return redirect(super_complaint)


def address_bodies(request, slug, number):
    check_keeps_reference_data(request.user)
    found = Recommendation.objects.select_related("super_complaint")
    recommendation = get_object_or_404(found, super_complaint__slug=slug, number=number)
    form = AddresseesForm(request.POST or None, recommendation=recommendation, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and (bodies := form.save()):
        said = f"It addresses {get_text_list([body.name for body in bodies], 'and')} as well."
        LogEntry.objects.log_actions(request.user.pk, [recommendation], CHANGE, said, single_object=True)
        messages.success(request, said)
        return redirect(recommendation)
    context = {"form": form, "recommendation": recommendation}
    return render(request, "recommendations/address_bodies.html", context)
