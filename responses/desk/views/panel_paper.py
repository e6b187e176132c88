"""A body’s paper for its police and crime panel or audit committee: a page, a PDF in its letterhead, and in Word."""

from django.contrib import messages
from django.db.models import Min
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Body, SuperComplaint
from responses import permissions
from responses.desk.forms.panel_paper import PanelPaperForm
from responses.desk.panel_paper import panel_paper as build_paper
from responses.letter import docx
from responses.letter.drawing import LetterError
from responses.letter.panel_paper import paper_docx, paper_pdf
from responses.views.letters import file_response


def panel_paper(request, slug):
    body, form = _asked(request, slug)
    context = {"body": body, "form": form, "paper": build_paper(body, *form.days), "known_at": timezone.localtime()}
    return render(request, "responses/panel_paper.html", context)


def panel_paper_pdf(request, slug):
    body, form = _asked(request, slug)
    if not form.is_valid():
        return _back(request, body)
    try:
        pdf = paper_pdf(build_paper(body, *form.days), known_at=timezone.localtime())
    except LetterError as error:
        messages.error(request, str(error))
        return _back(request, body)
    return file_response(pdf, "application/pdf", _file_name(body, form, "pdf"))


def panel_paper_docx(request, slug):
    body, form = _asked(request, slug)
    if not form.is_valid():
        return _back(request, body)
    document = paper_docx(build_paper(body, *form.days), known_at=timezone.localtime())
    return file_response(document, docx.CONTENT_TYPE, _file_name(body, form, "docx"))


def _asked(request, slug):
    body = get_object_or_404(Body, slug=slug)
    permissions.check_can_read_record(request.user, body)
    first = SuperComplaint.objects.aggregate(first=Min("published_on"))["first"]
    return body, PanelPaperForm(request.GET, today=timezone.localdate(), first=first)


def _back(request, body):
    """To the page, which tells what was wrong with what was asked."""
    return redirect(f"{reverse('panel_paper', args=[body.slug])}?{request.GET.urlencode()}")


def _file_name(body, form, extension) -> str:
    return f"{body.slug}-super-complaints-as-at-{form.days[0]}.{extension}"
