"""The register of letters, and the search box at the top of every page."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from recommendations.models import SuperComplaint
from responses.forms.register import RegisterForm, SearchForm, bodies_found, is_called
from responses.models import Piece, Update
from responses.register import listed, referred_to
from responses.searching.asked import Asked
from responses.searching.hits import MOST, MOST_ALONE, hits, said_alone

PER_PAGE = 50
HITS_PER_PAGE = 20


def register(request):
    form = RegisterForm(request.GET)
    form.is_valid()
    updates = form.updates(listed(Update.objects.visible_to(request.user)))
    page = Paginator(updates, PER_PAGE).get_page(form.cleaned_data.get("page"))
    count = ngettext("%(count)s letter", "%(count)s letters", page.paginator.count) % {"count": page.paginator.count}
    return render(request, "responses/register.html", {"form": form, "page": page, "count": count})


def search(request):
    form = SearchForm(request.GET)
    form.is_valid()
    context = {"form": form, "searched": form.text}
    if form.text:
        where = form.limits()
        if not where and (letter := _referred_to(request.user, form.text)):
            return redirect(letter)
        named = {"bodies": [], "reports": []} if where else _named(form.text)
        context |= named | _saying(request.user, form)
        if straight := _meant(form.text, **named, said=context["page"].paginator.count):
            return redirect(straight)
        context["nothing"] = not (named["bodies"] or named["reports"] or context["hits"])
    return render(request, "responses/search.html", context)


def _referred_to(user, text):
    """The one letter that this person may read and that the reference means, if it is one."""
    named = list(Update.objects.visible_to(user).filter(referred_to(text) or Q(pk=None))[:2])
    return named[0] if len(named) == 1 else None


def _named(text) -> dict:
    reports = SuperComplaint.objects.filter(Q(title__icontains=text) | Q(report_title__icontains=text))
    return {"bodies": bodies_found(text), "reports": list(reports)}


def _meant(text, *, bodies, reports, said):
    """The one thing that somebody looks for: a name or a title in full, or all that there is to be found."""
    called = [body for body in bodies if is_called(body, text)]
    titled = [each for each in reports if text.casefold() in {each.title.casefold(), each.report_title.casefold()}]
    for found in (titled, called, [] if said else [*bodies, *reports]):
        if len(found) == 1:
            return found[0]
    return None


def _saying(user, form) -> dict:
    """The page of all pieces that say it, and where there are none, what says a part of it."""
    asked, pieces = Asked.of(form.text), form.pieces(Piece.objects.visible_to(user))
    ids = pieces.newest_saying(asked, MOST + 1)
    page = Paginator(ids[:MOST], HITS_PER_PAGE).get_page(form.cleaned_data.get("page"))
    return {
        "page": page,
        "hits": hits(user, list(page), asked),
        "count": _count(len(ids), MOST),
        "is_more": len(ids) > MOST,
        "alone": [] if ids else [_alone(form, asked, *found) for found in said_alone(pieces, asked)],
    }


def _count(found, most) -> str:
    if found > most:
        return gettext("more than %(count)s") % {"count": f"{most:,}"}
    return f"{found:,}"


def _alone(form, asked, part, found) -> dict:
    """A part of what was asked: how often it is said by itself, and the address that looks for it or for the rest."""
    rest = " ".join(it.again for it in asked.parts if it != part)
    return {
        "part": part,
        "found": found,
        "count": _count(found, MOST_ALONE),
        "query": form.query(q=part.again if found else rest),
    }
