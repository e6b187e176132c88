"""What the frame of every page needs to know of the person looking at it."""

from django.urls import reverse
from django.utils.translation import gettext as _


def navigation(request) -> dict:
    """The links at the top of the page, as {text, href, active}; none for somebody who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    pages = [
        (_("Home"), "home"),
        (_("Super-complaints"), "super_complaints"),
        (_("Bodies"), "bodies"),
        (_("Letters"), "register"),
    ]
    if user.reads_everything:
        pages.append((_("Commitments"), "commitments"))
    if user.is_staff:
        pages += [(_("People"), "people"), (_("Reference data"), "admin:index")]
    if user.writes_for() or user.is_liaison:
        pages.append((_("E-mails"), "told_by_email"))
    pages.append((_("Change password"), "account_change_password"))
    return {"navigation": [_link(request, text, reverse(name)) for text, name in pages]}


def _link(request, text, href):
    # Home's address begins every other one.
    active = request.path == href or (href != reverse("home") and request.path.startswith(href))
    return {"text": text, "href": href, "active": active}
