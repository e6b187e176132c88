"""Who holds up whom on one report, from either side."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses.desk.awaited import Awaited, waiting
from responses.desk.awaited import awaited as read_awaited
from responses.desk.views.exports import as_file, note
from responses.exports import rows_csv
from responses.forms.as_at import AsAtForm
from responses.matrix import build_matrix
from responses.models import Export
from responses.permissions import check_reads_everything

COLUMNS = ("Awaited", "What it says itself", "Body", "Recommendation", "Waiting since", "Awaits, in its words")


def awaited(request, slug):
    form = _form(request, slug)
    found = read_awaited(build_matrix(form.super_complaint, form.date))
    context = {
        "form": form,
        "super_complaint": form.super_complaint,
        "as_at": form.date,
        "known_at": timezone.localtime(),
        "awaited": found,
        "waiting": waiting(found),
    }
    return render(request, "responses/awaited.html", context)


def awaited_csv(request, slug):
    form = _form(request, slug)
    if not form.is_valid():
        # The page says what is wrong, beside the question.
        return redirect(f"{reverse('awaited', args=[slug])}?{request.GET.urlencode()}")
    now = timezone.localtime()
    rows = [row for each in read_awaited(build_matrix(form.super_complaint, form.date)) for row in _rows(each)]
    note(request, form.super_complaint, Export.What.AWAITED_CSV, form.date, len(rows), now)
    content = rows_csv(COLUMNS, rows, as_at=form.date, known_at=now)
    return as_file(content, f"{slug}-who-waits-for-whom-as-at-{form.date}.csv")


def _rows(each: Awaited):
    own = "; ".join(f"{words} ({count})" for words, count in each.standing) or (
        "This report asks nothing of it" if each.view else ""
    )
    for cell, since in each.waits:
        yield each.name, own, cell.body.name, cell.recommendation.number, since, cell.awaiting_in_words


def _form(request, slug) -> AsAtForm:
    check_reads_everything(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    return AsAtForm(request.GET, super_complaint=super_complaint, today=timezone.localdate())
