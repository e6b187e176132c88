"""How a public page is answered: to everybody the same bytes, without a cookie, and mostly from memory.

Each process remembers the pages that it made for a few seconds (`settings.PUBLIC_SECONDS`), by what was asked and
nothing else. Whoever asks again within them, or has the same page already (its ETag), is answered before anything
looks for a session or the database. After them one visitor has the page made anew while others get the one before. So
what is published, withheld or taken back is so in every process some seconds later, and there is nothing to clear.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response

PUBLIC = "/public/"
METHODS = ("GET", "HEAD")
ASKED = ("as_at", "kind")  # all that a public page can be asked; what else is in an address is nobody's question
MOST_BYTES = 32_000_000  # of pages that one process remembers


class Page(NamedTuple):
    """A page as it was made."""

    content: bytes
    headers: dict[str, str]
    etag: str


class Memory:
    """Pages by what was asked, each for some seconds; those that nobody asked for longest go first."""

    def __init__(self):
        self._pages: OrderedDict[tuple, tuple[float, Page]] = OrderedDict()  # with until when each is fresh
        self._bytes = 0
        self._lock = threading.Lock()

    def fresh(self, asked: tuple, now: float) -> Page | None:
        """The page; None for whoever has to make it, while others are given the old one for some seconds more."""
        with self._lock:
            if asked not in self._pages:
                return None
            until, page = self._pages[asked]
            self._pages.move_to_end(asked)
            if now < until:
                return page
            if now < until + settings.PUBLIC_SECONDS:
                self._pages[asked] = now + settings.PUBLIC_SECONDS, page
            else:
                self._forget(asked)  # too old to be shown to anybody
            return None

    def keep(self, asked: tuple, page: Page, now: float) -> None:
        with self._lock:
            self._forget(asked)
            self._pages[asked] = now + settings.PUBLIC_SECONDS, page
            self._bytes += len(page.content)
            while self._bytes > MOST_BYTES:
                self._forget(next(iter(self._pages)))

    def forget(self, asked: tuple) -> None:
        with self._lock:
            self._forget(asked)

    def _forget(self, asked):
        if asked in self._pages:
            self._bytes -= len(self._pages.pop(asked)[1].content)


def public_door(get_response):
    """Middleware, outside of whatever knows people: behind it nobody is signed in on a public page."""
    memory = Memory()

    def answer(request):
        if not request.path_info.startswith(PUBLIC):
            return get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        asked = (request.path_info, *(request.GET.get(name, "") for name in ASKED))
        page = memory.fresh(asked, time.monotonic())
        if page is None:
            response = _made(request, get_response)
            if response.status_code != 200:
                memory.forget(asked)
                return response
            page = _page(response)
            memory.keep(asked, page, time.monotonic())
        return get_conditional_response(request, page.etag, response=HttpResponse(page.content, headers=page.headers))

    return answer


def _made(request, get_response) -> HttpResponse:
    request.META.pop("HTTP_COOKIE", None)  # nobody asks who this is, and nobody is told
    response = get_response(request)
    if response.status_code == 404:
        response = _not_found()
    response.cookies.clear()
    response.headers.pop("Vary", None)
    return response


def _not_found() -> HttpResponse:
    """One page, whatever is not there: a report that is not public looks like one that does not exist."""
    content = render_to_string("public/not_found.html").encode()
    told = {"Content-Length": str(len(content)), "X-Frame-Options": settings.X_FRAME_OPTIONS}
    return HttpResponse(content, status=404, headers=told)


def _page(response) -> Page:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    told = {"Cache-Control": f"public, max-age={settings.PUBLIC_SECONDS}", "ETag": etag}
    return Page(response.content, dict(response.headers) | told, etag)
