"""The compliance matrix: every body against every recommendation, as at any date."""

from django.shortcuts import get_list_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from recommendations.links import Links
from recommendations.models import Recommendation
from responses import cells
from responses.forms.matrix import MatrixForm
from responses.matrix import legend
from responses.permissions import check_reads_everything

# Three megabytes of rows would be copied a dozen times on their way through the blocks of the templates. What people
# typed is escaped, so it cannot look like this.
ROWS_GO_HERE = mark_safe("<!-- rows -->")


def matrix(request, slug):
    check_reads_everything(request.user)
    form = matrix_form(request, slug)
    context, rows = {"form": form, "super_complaint": form.super_complaint}, ""
    if form.is_valid():
        matrix = form.matrix()
        rows = cells.row_groups(matrix, form.shows)
        context |= {
            "matrix": matrix,
            "column_headings": cells.column_headings(matrix, ended(matrix)),
            "number_headings": cells.number_headings(matrix),
            "row_groups": ROWS_GO_HERE,
            "totals_rows": cells.totals_rows(matrix, form.address, form.shows),
            "pages": form.pages(),
            "legend": legend(matrix),
            "due_on": form.super_complaint.due_on,
            "at_due_date": form.address(as_at=form.super_complaint.due_on),
            "today": form.today,
            "known_on": form.known_on if matrix.known_at else None,
            "at_today": form.address(as_at=form.today),
            "csv": reverse("matrix_csv", args=[slug]) + form.address(),
            "xlsx": reverse("matrix_xlsx", args=[slug]) + form.address(),
            "pdf": reverse("matrix_pdf", args=[slug]) + form.address(),
            # Nothing more is asked on a closed report.
            "ask_again": ""
            if form.super_complaint.is_closed(form.today)
            else reverse("record_request", args=[slug]) + form.address(known_at=None),
        }
    page = render(request, "responses/matrix.html", context)
    page.content = page.content.replace(ROWS_GO_HERE.encode(), rows.encode())
    return page


def ended(matrix) -> dict:
    """The columns on which nothing more is expected: what ended each, by the id of its recommendation."""
    return Links(matrix.known_at).ended([column.pk for column in matrix.columns], matrix.as_at)


def matrix_form(request, slug) -> MatrixForm:
    """What a view of the matrix is asked to show, with its report."""
    # One query for both. A super-complaint without recommendations has no matrix yet.
    recommendations = get_list_or_404(
        Recommendation.objects.select_related("super_complaint").defer("summary", "wording", "wording_source"),
        super_complaint__slug=slug,
    )
    return MatrixForm(request.GET, recommendations=recommendations, today=timezone.localdate())
