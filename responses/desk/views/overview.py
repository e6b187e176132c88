"""The overview of a report: what a Chief Inspector asks first, as a page and on two sheets of paper."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses.desk import charts, figures
from responses.desk.forms.overview import OverviewForm
from responses.desk.overview import read_overview
from responses.permissions import check_reads_everything


def overview(request, slug):
    check_reads_everything(request.user)
    form = _form(request, slug)
    context = {"form": form, "super_complaint": form.super_complaint, "known_at": timezone.localtime()}
    if form.recommendations:
        context |= _shown(form)
    return render(request, "responses/overview.html", context)


def _form(request, slug) -> OverviewForm:
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    recommendations = list(super_complaint.recommendations.defer("summary", "wording", "wording_source"))
    return OverviewForm(
        request.GET, super_complaint=super_complaint, recommendations=recommendations, today=timezone.localdate()
    )


def _shown(form) -> dict:
    shown = read_overview(form.super_complaint, form.date, form.recommendations)
    return {
        "overview": shown,
        "figures": figures.figures(shown),
        "over_time": figures.over_time(shown),
        "months": figures.months(shown),
        "bars": figures.bars(shown),
        "map": figures.on_map(shown, form.mapped, form.fact, form.whose),
        "swatches": charts.swatches(figures.states_shown(shown)),
    }
