"""Every answer to one recommendation beside each other, and what a report's answers say in the same words."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from recommendations.models import Recommendation
from responses.desk.answers import answers_to
from responses.desk.drawn import Drawer
from responses.desk.forms.answers import ALL, PAGE, AnswersForm, SameWordsForm
from responses.desk.wording import wording_of
from responses.permissions import check_reads_everything

GROUPS = 30
# Some hundred kilobytes that need not be copied through the blocks of the templates: see views/matrix.py.
ANSWERS_GO_HERE = mark_safe("<!-- answers -->")


def answers(request, slug, number):
    check_reads_everything(request.user)
    found = Recommendation.objects.select_related("super_complaint")
    recommendation = get_object_or_404(found, super_complaint__slug=slug, number=number)
    form = AnswersForm(request.GET, recommendations=[recommendation], today=timezone.localdate())
    column = answers_to(recommendation.super_complaint, form.date, [recommendation])
    wording = wording_of(column.answers, [recommendation])
    shown = form.shown(column, wording)
    if "at" in form.asked:
        return redirect(request.path + _place(form, form.nearest(shown, column), shown))
    page = _page(shown, request.GET.get("page"))
    drawer = Drawer(slug, wording, query=form.query, is_liaison=request.user.is_liaison)
    context = {
        "form": form,
        "recommendation": recommendation,
        "super_complaint": recommendation.super_complaint,
        "column": column,
        "silent": [cell for cell in column.silent if form.is_of_body(cell)],
        "shown": shown,
        "page": page,
        "groups": _groups(wording, drawer, page),
        "articles": ANSWERS_GO_HERE,
    }
    return _with(render(request, "responses/answers.html", context), map(drawer.article, page))


def _page(shown, asked):
    return Paginator(shown, len(shown) or 1 if asked == ALL else PAGE).get_page(asked)


def _groups(wording, drawer, page) -> list[tuple]:
    """(group, as HTML) of those in which an answer of this page has a part."""
    here = {id(answer) for answer in page}
    groups = [group for group in wording.groups if here & {id(saying.answer) for saying in group.sayings}]
    return [(group, drawer.group(group, here)) for group in groups]


def _with(page: HttpResponse, drawn) -> HttpResponse:
    page.content = page.content.replace(ANSWERS_GO_HERE.encode(), "".join(drawn).encode())
    return page


def _place(form, answer, shown) -> str:
    """Where on the same pages somebody was reading, as the end of an address."""
    if not answer:
        return form.address()
    number = shown.index(answer) // PAGE + 1
    return f"{form.address(page=number if number > 1 else '')}#{answer.body.slug}"


def same_words(request, slug):
    check_reads_everything(request.user)
    found = Recommendation.objects.select_related("super_complaint")
    recommendations = get_list_or_404(found, super_complaint__slug=slug)
    form = SameWordsForm(request.GET, recommendations=recommendations, today=timezone.localdate())
    column = answers_to(form.super_complaint, form.date, recommendations)
    wording = wording_of(column.answers, recommendations)
    groups = form.shown(wording.groups)
    page = Paginator(groups, GROUPS).get_page(request.GET.get("page"))
    drawer = Drawer(slug, wording, query=form.query, is_liaison=request.user.is_liaison)
    context = {
        "form": form,
        "super_complaint": form.super_complaint,
        "column": column,
        "senders": len({answer.said.sender_id for answer in column.answers}),
        "count": len(groups),
        "page": page,
        "groups": [(group, drawer.group(group)) for group in page],
    }
    return render(request, "responses/same_words.html", context)
