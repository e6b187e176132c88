"""Nothing typed is lost: what was posted and could not be taken is given back on a page.

What stops a form: the session has ended, the form is older than the last sign-in, somebody else sent or deleted what it
is about, the database is out, or we made a mistake. Where trying again may help, the page can send the words again.
A page that saves in the background (static/posting.js) has its words still, and is told why and whether to try again.
Each of these is in the language of the page that it stands for.
"""

import logging
import sys

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE, get_token
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext, gettext_noop

from responses.back import back_from
from tracker.language import in_language_of_page
from tracker.typed import Typed, typed_in

logger = logging.getLogger(__name__)
LONGER_THAN_A_CHOICE = 40  # characters in one field: a number or a name has fewer, and no space in it
SIGNED_OUT = gettext_noop("You have been signed out.")
SIGNED_OUT_WHILE_WRITING = gettext_noop(
    "You have been signed out. Sign in again in another tab, then come back: your words are on this page"
)
DATABASE_IS_OUT = (OperationalError, InterfaceError)


class SignedInMiddleware(LoginRequiredMiddleware):
    """Everything needs a sign-in unless a view says otherwise; a posted form is kept while its owner signs in."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        # Asking who is signed in is the first query, and Django tells no middleware of an error in another.
        try:
            return super().process_view(request, view_func, view_args, view_kwargs)
        except DATABASE_IS_OUT as error:
            return database_is_out(request, error)

    def process_exception(self, request, exception):
        return database_is_out(request, exception) if isinstance(exception, DATABASE_IS_OUT) else None

    def get_login_url(self, view_func):
        # The admin names a page of its own.
        return resolve_url(settings.LOGIN_URL)

    def handle_no_permission(self, request, view_func):
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        return _signed_out(request)


@in_language_of_page
def _signed_out(request):
    if is_autosave(request):
        return not_saved(gettext(SIGNED_OUT_WHILE_WRITING), 403)
    context = words_of(request) | {"reason": gettext(SIGNED_OUT), "sign_in_url": resolve_url(settings.LOGIN_URL)}
    return render(request, "resubmit.html", context, status=403)


@in_language_of_page
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this browser's last sign-in. Only our own page may be sent again from here."""
    # Django has compared where the form came from before it says anything of cookies and tokens.
    if reason != REASON_NO_CSRF_COOKIE and not reason.startswith("CSRF token"):
        return render(
            request, "403.html", {"exception": gettext("This form was sent from another website.")}, status=403
        )
    reason = gettext("You signed in again, or cookies are off, since this page was opened.")
    if is_autosave(request):
        # Whoever has such a page open was signed in; a browser without its cookies is refused here first.
        return not_saved(reason if request.user.is_authenticated else gettext(SIGNED_OUT_WHILE_WRITING), 403)
    context = words_of(request) | {"reason": reason}
    return render(request, "resubmit.html", context, status=403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception)
    return give_back(request, reason, 403) or _refused(request, "403.html", 403, exception=reason)


@in_language_of_page
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    gone = gettext("What you sent this to does not exist any longer, or is not yours to see.")
    return give_back(request, gone, 404) or _refused(request, "404.html", 404)


def _refused(request, template, status, **context):
    return render(request, template, context | {"back": back_from(request)}, status=status)


def give_back(request, reason, status):
    """The words, to copy: they would be refused again. None where little was typed."""
    if is_autosave(request):
        return not_saved(reason, status, again=False)
    context = words_of(request) | {"reason": reason, "refused": True}
    return _refused(request, "resubmit.html", status, **context) if context["typed"] else None


def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    if isinstance(error, DATABASE_IS_OUT):
        return database_is_out(request, error)
    reason = gettext("Something went wrong in the tracker, and what you sent may not have been saved.")
    return without_database(request, reason, 500)


def database_is_out(request, error):
    logger.error("The database did not answer", exc_info=error)
    return without_database(request, gettext("The tracker cannot reach its database, so nothing was saved."), 503)


def without_database(request, reason, status):
    if is_autosave(request):
        return not_saved(reason, status)
    # Rendered without the request, so that nothing on the page can ask who is signed in.
    context = words_of(request) | {"reason": reason, "csrf_token": get_token(request)}
    return HttpResponse(render_to_string("resubmit.html", context), status=status)


def is_autosave(request) -> bool:
    return "X-Autosave" in request.headers


def not_saved(reason: str, status: int, *, again: bool = True) -> JsonResponse:
    """Of a save in the background: why, and whether the same may be taken when it is sent again."""
    return JsonResponse({"message": " ".join([gettext("Not saved."), reason]), "again": again}, status=status)


def words_of(request) -> dict:
    """What resubmit.html shows of a post: what was typed, and where to send it again."""
    # A password is never written into a page, and without it the rest is not worth sending.
    had_secret = any("password" in name.lower() for name in request.POST)
    names = [] if had_secret else [name for name in request.POST if name != "csrfmiddlewaretoken"]
    answers = [] if had_secret else typed_in(request)
    return {
        "posted": request.method == "POST",
        "fields": [(name, value) for name in names for value in request.POST.getlist(name)],
        "answers": answers,
        "typed": any(_is_typed(answer) for answer in answers),
        "had_secret": had_secret,
        "had_files": bool(request.FILES),
        # A browser takes an address that begins with two slashes for another website's.
        "action": escape_leading_slashes(request.get_full_path()),
    }


def _is_typed(answer: Typed) -> bool:
    return not answer.is_choice and (" " in answer.value.strip() or len(answer.value) > LONGER_THAN_A_CHOICE)
