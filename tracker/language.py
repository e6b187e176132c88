"""In which language a page is: Welsh where somebody asked for it and all of the page has Welsh; English otherwise.

So no page is half in Welsh, and what is not listed here can neither show nor store a Welsh word (docs/decisions/0096).
"""

import functools

from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.utils.translation import activate, get_language, override

ENGLISH, WELSH = settings.LANGUAGE_CODE, "cy"
# Names of addresses whose pages have Welsh for every word of ours: of those to sign in and for anybody.
FOR_ANYBODY = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "told_by_email",
        "check_letter",
        "accessibility_statement",
    }
)
# Of those on which a letter is written, for people of a body: what HMICFRS and administrators see there is in English.
WRITING = frozenset(
    {
        "home",
        "update",
        "edit_response",
        "remove_response",
        "place_answers",
        "place_part_answers",
        "confirm_answers",
        "confirm_returned",
        "answer_file",
        "covering_letter",
        "enclosures",
        "remove_enclosure",
        "move_enclosure_up",
        "retitle_enclosure",
        "check_update",
        "ask_for_sign_off",
        "stop_asking",
        "send_back",
        "confirm_correction",
        "take_back_sign_off",
        "sign_off",
        "send_update",
        "update_sent",
        "letter",
        "withdraw_update",
        "undo_change",
        "send_again",
        "cell",
        "as_received",
        "part",
        "start_part",
        "hand_in_part",
        "take_up_part",
        "send_part_back",
        "take_part_back",
        "agree_answers",
        "letterhead",
        "signature",
        "end_signature",
        "discard_update",
        "body",
        "body_answers",
        "add_contact",
        "change_contact",
        "end_contact",
        "note_published",
        "remove_published",
        "register",
        "search",
        "super_complaints",
        "super_complaint",
        "recommendation",
        "compare_wording",
        "bodies",
        "start_update",
        "bundle_of_report",
        "bundle_of_body",
        "bundles",
        "bundle",
        "cancel_bundle",
        "try_bundle_again",
    }
)


class LanguageMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with override(ENGLISH):  # and back to it, whatever the view leaves behind in this thread
            return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        activate(language_of_page(request))


def language_of_page(request) -> str:
    """Of the page that was asked for, which is also that of a page which refuses it."""
    return WELSH if wants_welsh(request) and _has_welsh(request.resolver_match, request.user) else ENGLISH


def _has_welsh(match, user) -> bool:
    if match and match.view_name in FOR_ANYBODY:
        return True
    # Where there is no page of that address, the one that says so has Welsh.
    is_for_bodies = match is None or match.view_name in WRITING
    return is_for_bodies and not (user.is_authenticated and (user.reads_everything or user.is_staff))


def in_language_of_page(function):
    """The same function of a request, which finds the tracker in the language of the page that was asked for."""

    @functools.wraps(function)
    def said(request, *args, **kwargs):
        with override(language_of_page(request)):
            return function(request, *args, **kwargs)

    return said


def wants_welsh(request) -> bool:
    """Whether this browser was told to show Welsh. What it says of itself (Accept-Language) is not asked."""
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == WELSH


def language(request) -> dict:
    """What the frame of a page needs to know of languages."""
    return {"wants_welsh": wants_welsh(request)}


class MessagesInTheirLanguage(FallbackStorage):
    """A message is shown on the next page, which may be in the other language: each knows its own."""

    def add(self, level, message, extra_tags=""):
        super().add(level, message, f"{extra_tags or ''} {get_language()}".strip())
