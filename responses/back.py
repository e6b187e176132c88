"""Where a page that refuses something leads back to: what its address is about, where the person may read that."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext

from recommendations.models import Body
from responses.models import Part, Update


class Back(NamedTuple):
    href: str
    name: str


def back_from(request: HttpRequest) -> Back | None:
    """The update, the part of one, or the body that an address names. At most three queries, one for most."""
    if not (request.resolver_match and request.user.is_authenticated):
        return None
    named = request.resolver_match.kwargs
    found = _update(request.user, named) if "update_id" in named else _body(request.resolver_match)
    return found if found and found.href != request.path else None


def _update(user, named) -> Back | None:
    update = Update.objects.visible_to(user).filter(pk=named["update_id"]).select_related("body").first()
    if update:
        return Back(update.get_absolute_url(), update.name)
    # Of the draft itself a force is told nothing: its own part leads to its own part.
    parts = Part.objects.given_to(user).filter(update__pk=named["update_id"], body__slug=named.get("body_slug", ""))
    part = parts.select_related("body", "update__body").first()
    words = gettext("Your part of the letter from %(body)s")
    return Back(part.get_absolute_url(), words % {"body": part.update.body}) if part else None


def _body(match) -> Back | None:
    slug = match.kwargs.get("body_slug") or (match.route.startswith("bodies/") and match.kwargs.get("slug"))
    body = Body.objects.filter(slug=slug).first() if slug else None
    return Back(body.get_absolute_url(), str(body)) if body else None
