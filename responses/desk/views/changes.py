"""What changed between two dates, as a page and as CSV; both name their clocks."""

from django.shortcuts import get_list_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Recommendation
from responses.desk.changes import why_in_words
from responses.desk.changes_csv import changes_csv as as_csv
from responses.desk.forms.changes import ChangesForm
from responses.desk.views.exports import as_file, note
from responses.models import Export
from responses.permissions import check_reads_everything


def changes(request, slug):
    form = _form(request, slug)
    sections = form.sections() if form.is_valid() else []
    context = {
        "form": form,
        "super_complaint": form.super_complaint,
        "sections": [
            (section, *(_groups(section, changes, form.grouped_by) for changes in (section.news, section.of_days)))
            for section in sections
        ],
        "csv": f"{reverse('changes_csv', args=[slug])}?{request.GET.urlencode()}",
    }
    return render(request, "responses/changes.html", context)


def _groups(section, changes, grouped) -> list[tuple]:
    """(name, changes, each with what moved it in words)"""
    return [
        (name, [(each, [(why_in_words(*cause), cause[1]) for cause in each.causes]) for each in changes])
        for name, changes in section.groups(changes, grouped)
    ]


def changes_csv(request, slug):
    form = _form(request, slug)
    if not form.is_valid():
        # The page says what is wrong, beside the question.
        return redirect(f"{reverse('changes', args=[slug])}?{request.GET.urlencode()}")
    sections = form.sections()
    count = sum(len(section.changes) for section in sections)
    note(request, form.super_complaint, Export.What.CHANGES_CSV, form.date, count, timezone.now())
    name = f"{slug}-changes-{form.cleaned_data['since']}-to-{form.cleaned_data['as_at']}.csv"
    return as_file(as_csv(sections), name)


def _form(request, slug) -> ChangesForm:
    check_reads_everything(request.user)
    recommendations = get_list_or_404(
        Recommendation.objects.select_related("super_complaint").defer("summary", "wording", "wording_source"),
        super_complaint__slug=slug,
    )
    return ChangesForm(request.GET, recommendations=recommendations, today=timezone.localdate())
