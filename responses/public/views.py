"""Pages that anybody may open. They are told nothing about who asks: see door.py."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from responses import cells
from responses.forms.as_at import AsAtForm
from responses.matrix import MEANS, Status, legend
from responses.models import Response
from responses.public import exports, queries
from responses.public.forms import PublicMatrixForm

# What a position means, as a page for the public says it.
POSITIONS_MEAN = {
    Response.Position.ACCEPTED: "The body says that it accepts the recommendation.",
    Response.Position.ACCEPTED_IN_PART: "The body says that it accepts some of the recommendation.",
    Response.Position.NOT_ACCEPTED: "The body says that it does not accept the recommendation.",
    Response.Position.NOT_STATED: "The body answered, and does not say whether it accepts the recommendation.",
}


def public(view):
    """For everybody: a view of a published report, which it is given; as at a day of a form."""

    @login_not_required
    @functools.wraps(view)
    def answered(request, slug, **parts):
        return view(request, queries.published(slug), **parts)

    return answered


def _page(template: str, form, context: dict) -> HttpResponse:
    """Without the request, so that nothing on it can ask who is signed in. Asked wrongly, it is not kept."""
    return HttpResponse(render_to_string(template, context | {"form": form}), status=200 if form.is_valid() else 400)


@login_not_required
def public_reports(request):
    return HttpResponse(render_to_string("public/reports.html", {"reports": queries.published_reports()}))


@public
def public_report(request, report):
    form = AsAtForm(request.GET, super_complaint=report, today=timezone.localdate())
    context = {"report": report, "is_closed": report.is_closed(form.date)}
    if form.is_valid():
        matrix = queries.public_matrix(report, form.date)
        context |= {
            "matrix": matrix,
            "progress": list(queries.progress_of(matrix)),
            "bodies": [row.body for row in matrix.rows()],
            "pages": queries.pages_of(report, form.date),
            "positions_mean": [(label, POSITIONS_MEAN[each]) for each, label in Response.Position.choices],
            "statuses_mean": [(each.label, MEANS[each]) for each in Status],
        }
    return _page("public/report.html", form, context)


@public
def public_matrix(request, report):
    form = PublicMatrixForm(request.GET, super_complaint=report, today=timezone.localdate())
    context = {"report": report}
    if form.is_valid():
        matrix = queries.public_matrix(report, form.date, kind=form.cleaned_data["kind"])
        as_at = f"?as_at={form.date}"
        progress = reverse("public_report", args=[report.slug])
        bodies = reverse("public_body", args=[report.slug, "BODY"])
        context |= {
            "matrix": matrix,
            "column_headings": cells.column_headings(
                matrix, queries.ended(matrix), f"{progress}{as_at}#recommendation-NUMBER"
            ),
            "row_groups": cells.row_groups(matrix, address=f"{bodies}{as_at}#recommendation-NUMBER"),
            "legend": legend(matrix),
            "csv": reverse("public_matrix_csv", args=[report.slug]) + form.address,
        }
    return _page("public/matrix.html", form, context)


@public
def public_matrix_csv(request, report):
    form = PublicMatrixForm(request.GET, super_complaint=report, today=timezone.localdate())
    if not form.is_valid():
        return _wrongly_asked(request, "public_matrix", report)
    matrix = queries.public_matrix(report, form.date, kind=form.cleaned_data["kind"])
    return _file(f"{report.slug}-matrix-as-at-{form.date}.csv", exports.matrix_csv(matrix, form.today))


@public
def public_answers_csv(request, report):
    form = AsAtForm(request.GET, super_complaint=report, today=timezone.localdate())
    if not form.is_valid():
        return _wrongly_asked(request, "public_report", report)
    answers = queries.answers_of(report, queries.public_matrix(report, form.date))
    name = f"{report.slug}-answers-as-at-{form.date}.csv"
    return _file(name, exports.answers_csv(answers, form.date, form.today))


def _wrongly_asked(request, name, report):
    """The page says what is wrong, beside the question."""
    return redirect(f"{reverse(name, args=[report.slug])}?{request.GET.urlencode()}")


def _file(name: str, content: bytes) -> HttpResponse:
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=told)


@public
def public_body(request, report, body_slug):
    body = queries.asked_body(report, body_slug)
    form = AsAtForm(request.GET, super_complaint=report, today=timezone.localdate())
    context = {"report": report, "body": body}
    if form.is_valid():
        matrix = queries.public_matrix(report, form.date, bodies={body.pk})
        because = queries.ended(matrix)
        context |= {
            "answers": [(it, because.get(it.cell.recommendation.pk)) for it in queries.answers_of(report, matrix)],
            "updates": queries.updates_of(report, body, form.date),
            "pages": queries.pages_of(report, form.date, body),
        }
    return _page("public/body.html", form, context)
