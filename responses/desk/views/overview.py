"""The overview of a report: what a Chief Inspector asks first, as a page and on two sheets of paper."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses.desk import charts, figures
from responses.desk.briefing import briefing_pdf
from responses.desk.forms.overview import OverviewForm
from responses.desk.overview import read_overview
from responses.letter.drawing import LetterError
from responses.permissions import check_reads_everything
from responses.views.letters import file_response


def overview(request, slug):
    check_reads_everything(request.user)
    form = _form(request, slug)
    context = {"form": form, "super_complaint": form.super_complaint, "known_at": timezone.localtime()}
    if form.recommendations:
        context |= _shown(form)
    return render(request, "responses/overview.html", context)


def briefing(request, slug):
    check_reads_everything(request.user)
    form = _form(request, slug)
    page = reverse("overview", args=[slug]) + (f"?{request.GET.urlencode()}" if request.GET else "")
    if form.errors or not form.recommendations:
        return redirect(page)  # which says what is wrong
    shown = read_overview(form.super_complaint, form.date, form.recommendations)
    try:
        pdf = briefing_pdf(shown, form.mapped, form.fact, form.whose, at=timezone.localtime())
    except LetterError as error:
        messages.error(request, str(error))
        return redirect(page)
    return file_response(pdf, "application/pdf", f"briefing-{slug}-as-at-{form.date}.pdf")


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
        "changed": figures.changed(shown, most=10),
        "over_time": figures.over_time(shown),
        "months": figures.months(shown),
        "bars": figures.bars(shown),
        "map": figures.on_map(shown, form.mapped, form.fact, form.whose),
        "swatches": charts.swatches(figures.states_shown(shown)),
    }
