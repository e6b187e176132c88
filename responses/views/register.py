"""The register of letters, and the search box at the top of every page."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from recommendations.models import SuperComplaint
from responses.forms.register import RegisterForm, SearchForm, bodies_found
from responses.models import Update
from responses.register import listed, referred_to, saying

PER_PAGE = 50
MOST_SHOWN = 10  # of one kind, among what was found


def register(request):
    form = RegisterForm(request.GET)
    form.is_valid()
    updates = form.updates(listed(Update.objects.visible_to(request.user)))
    page = Paginator(updates, PER_PAGE).get_page(form.cleaned_data.get("page"))
    count = ngettext("%(count)s letter", "%(count)s letters", page.paginator.count) % {"count": page.paginator.count}
    return render(request, "responses/register.html", {"form": form, "page": page, "count": count})


def search(request):
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    updates = listed(Update.objects.visible_to(request.user))
    context = {"form": form, "searched": text}
    if text:
        named = list(updates.filter(referred_to(text) or Q(pk=None))[:2])
        if len(named) == 1:
            return redirect(named[0])
        bodies, reports = bodies_found(text), _reports(text)
        letters = list(updates.filter(saying(text))[: MOST_SHOWN + 1])
        if straight := _meant(text, bodies, reports, letters):
            return redirect(straight)
        context |= {"bodies": bodies, "reports": reports, "letters": letters[:MOST_SHOWN]}
        context |= {"more_letters": len(letters) > MOST_SHOWN, "nothing": not (bodies or reports or letters)}
    return render(request, "responses/search.html", context)


def _reports(text) -> list[SuperComplaint]:
    return list(SuperComplaint.objects.filter(Q(title__icontains=text) | Q(report_title__icontains=text)))


def _meant(text, bodies, reports, letters):
    """The one thing that somebody looks for: a name or a title in full, or all that there is to be found."""
    titled = [each for each in reports if text.casefold() in {each.title.casefold(), each.report_title.casefold()}]
    for found, others in ((titled, ()), (bodies, reports), (reports, bodies), (letters, [*bodies, *reports])):
        if len(found) == 1 and not others:
            return found[0]
    return None
