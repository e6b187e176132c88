"""Nothing typed is lost: what was posted is shown again when it could not be taken.

Three things stop a form at the door: the session has ended, the form is older than the last sign-in, or the database
is out. In each, one page gives the typed words back, ready to be sent again.
"""

import logging

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

logger = logging.getLogger(__name__)
SECRETS = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}


def resubmit(request: HttpRequest, reason: str, status: int, sign_in: bool = False) -> HttpResponse:
    """The page that gives back what was typed."""
    fields = [(name, value) for name in request.POST if name not in SECRETS for value in request.POST.getlist(name)]
    context = {
        "reason": reason,
        "fields": fields,
        "action": request.get_full_path(),
        "had_files": bool(request.FILES),
        "sign_in_url": resolve_url(settings.LOGIN_URL) if sign_in else "",
        "user": getattr(request, "user", None),
    }
    if status == 503:
        # The usual page asks the database who is signed in.
        request.user = None
    return render(request, "resubmit.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return resubmit(request, "You signed in again, or cookies are off, since this page was opened.", 403)


class SignedInMiddleware(LoginRequiredMiddleware):
    """Everything needs a sign-in unless a view says otherwise; a posted form is kept while its owner signs in."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            return resubmit(request, "You have been signed out.", 403, sign_in=True)
        return super().handle_no_permission(request, view_func)


class ResubmitMiddleware:
    """Answers a database outage with 503 and the typed words, and keeps signed-in pages out of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("The database did not answer", exc_info=exception)
        return resubmit(request, "The tracker cannot reach its database, so nothing was saved.", 503)
