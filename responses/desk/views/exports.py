"""What can be taken away as a file. Every download is noted, and the words of all bodies need a right of their own."""

import io
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses import permissions
from responses.desk import taken
from responses.desk.matrix_paper import matrix_pdf as on_paper
from responses.desk.workbook import (
    ANSWERED,
    COMMITTED,
    REVIEWED,
    Workbook,
    clock_in_words,
    what_words_mean,
    write_answers,
    write_commitments,
    write_matrix,
    write_reviews,
)
from responses.exports import matrix_csv as as_csv
from responses.exports import rows_csv
from responses.forms.as_at import AsAtForm
from responses.letter.drawing import LetterError
from responses.matrix import Matrix, build_matrix
from responses.models import Export
from responses.views.matrix import ended, matrix_form

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
SHOWN = 50


def exports(request, slug):
    permissions.check_reads_everything(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    form = AsAtForm(request.GET, super_complaint=super_complaint, today=timezone.localdate())
    context = {
        "form": form,
        "super_complaint": super_complaint,
        "as_at": form.date,
        "can_export": permissions.allowed(permissions.check_can_export, request.user),
        "exports": super_complaint.exports.select_related("by")[:SHOWN] if request.user.is_liaison else [],
        "token_uses": super_complaint.token_uses.select_related("token__user")[:SHOWN]
        if request.user.is_liaison
        else [],
    }
    return render(request, "responses/exports.html", context)


def matrix_csv(request, slug):
    form = _view_of_the_matrix(request, slug)
    if not form.is_valid():
        return _back_to_matrix(request, slug)
    matrix = form.matrix()
    note(request, form.super_complaint, Export.What.MATRIX_CSV, matrix.as_at, sum(matrix.asked), timezone.now())
    return as_file(as_csv(matrix, form.known_on), f"{form.file_name()}.csv")


def matrix_xlsx(request, slug):
    form = _view_of_the_matrix(request, slug)
    if not form.is_valid():
        return _back_to_matrix(request, slug)
    matrix, about = form.matrix(), {"what": Export.What.MATRIX_XLSX, "name": form.file_name(), "limits": form.limits()}
    return _workbook(request, matrix, lambda book: write_matrix(book, matrix), **about)


def matrix_pdf(request, slug):
    form = _view_of_the_matrix(request, slug)
    if not form.is_valid():
        return _back_to_matrix(request, slug)
    matrix, now = form.matrix(), timezone.localtime()
    known_at = timezone.localtime(matrix.known_at) if matrix.known_at else now
    about = {"ended": ended(matrix), "limits": form.limits(), "known_at": known_at, "at": now}
    try:
        pdf = on_paper(matrix, form.shows, **about)
    except LetterError as error:
        messages.error(request, str(error))
        return _back_to_matrix(request, slug)
    note(request, form.super_complaint, Export.What.MATRIX_PDF, matrix.as_at, sum(matrix.asked), now)
    return as_file(pdf, f"{form.file_name()}.pdf", PDF)


def _view_of_the_matrix(request, slug):
    permissions.check_reads_everything(request.user)
    return matrix_form(request, slug)


def _back_to_matrix(request, slug) -> HttpResponse:
    """To the page that says what is wrong, beside its question."""
    return redirect(f"{reverse('matrix', args=[slug])}?{request.GET.urlencode()}")


def answers_xlsx(request, slug):
    permissions.check_can_export(request.user)
    form = _as_at(request, slug)
    if not form.is_valid():
        return _back(request, slug)
    matrix = build_matrix(form.super_complaint, form.date)

    def fill(book):
        write_matrix(book, matrix)
        count = write_answers(book, matrix, taken.answers(matrix))
        write_reviews(book, taken.reviews(form.super_complaint, form.date))
        write_commitments(book, taken.commitments(form.super_complaint, form.date))
        return count

    about = {"what": Export.What.ANSWERS_XLSX, "name": f"{slug}-answers-as-at-{form.date}", "limits": []}
    return _workbook(request, matrix, fill, **about)


def answers_csv(request, slug):
    def rows(report, as_at):
        matrix = build_matrix(report, as_at)
        return ((*_of_body(it.body), *it[1:]) for it in taken.answers(matrix))

    headings = (*ANSWERED[:3], "Recommendation", *ANSWERED[3:])
    return _csv(request, slug, Export.What.ANSWERS_CSV, headings, rows)


def _of_body(body) -> tuple:
    return body.name, body.get_kind_display(), body.get_region_display()


def reviews_csv(request, slug):
    return _csv(request, slug, Export.What.REVIEWS_CSV, REVIEWED, taken.reviews)


def commitments_csv(request, slug):
    return _csv(request, slug, Export.What.COMMITMENTS_CSV, COMMITTED, taken.commitments)


def _csv(request, slug, what: Export.What, headings, rows: Callable) -> HttpResponse:
    permissions.check_can_export(request.user)
    form = _as_at(request, slug)
    if not form.is_valid():
        return _back(request, slug)
    now = timezone.localtime()
    found = list(rows(form.super_complaint, form.date))
    note(request, form.super_complaint, what, form.date, len(found), now)
    content = rows_csv(headings, found, as_at=form.date, known_at=now)
    return as_file(content, f"{slug}-{what.removesuffix('_csv')}-as-at-{form.date}.csv")


def as_file(content: bytes, name: str, content_type: str = CSV) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _as_at(request, slug) -> AsAtForm:
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    return AsAtForm(request.GET, super_complaint=super_complaint, today=timezone.localdate())


def _back(request, slug) -> HttpResponse:
    """To the page that says what is wrong, beside its question."""
    return redirect(f"{reverse('exports', args=[slug])}?{request.GET.urlencode()}")


def _workbook(request, matrix: Matrix, fill: Callable[[Workbook], int], *, what, name: str, limits: list[str]):
    now = timezone.localtime()
    known_at = timezone.localtime(matrix.known_at) if matrix.known_at else now
    title = f"{matrix.super_complaint}: {what.label.partition(' (')[0].lower()}"
    clock = clock_in_words(matrix.as_at, known_at)
    file = io.BytesIO()  # rows wait on disk; only what is packed is held
    book = Workbook(file, title=title, clock=clock)
    about = [("As at", matrix.as_at), ("Known", clock), *(("Not everything is here", limit) for limit in limits)]
    book.about(title, [*about, ("", ""), *what_words_mean()])
    count = fill(book)
    book.close()
    note(request, matrix.super_complaint, what, matrix.as_at, count, now)
    return as_file(file.getvalue(), f"{name}.xlsx", EXCEL)


def note(request, super_complaint, what: Export.What, as_at, rows: int, at) -> None:
    """Keep that it was taken, before it is."""
    asked = {"asked": request.GET.urlencode(), "as_at": as_at, "rows": rows}
    Export.objects.create(super_complaint=super_complaint, what=what, by=request.user, at=at, **asked)
