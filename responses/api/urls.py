"""Addresses of the API: /api/v1/ for programs, and its documentation for people."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from responses.api.documentation import api_documentation, openapi
from responses.api.endpoints import api
from responses.api.problems import problem


def for_programs(view):
    """A view that a token opens and no session does; it is read alone, and says so to whoever would write."""

    @csrf_exempt  # nothing is written, and no cookie is looked at
    @login_not_required  # the token is asked for by the view
    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return problem(405, "The API is read and never written: use GET.")
        asked, request.method = request.method, "GET"
        response = view(request, *args, **kwargs)
        request.method = asked
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


@for_programs
def api_nothing(request, rest=""):
    return problem(404, "There is nothing at this address. /api/ has the documentation, /api/v1/reports the reports.")


urlpatterns = [
    path("", api_documentation, name="api_documentation"),
    path("v1/openapi.json", openapi, name="api_openapi"),
    *(
        path(f"v1/{each.pattern}", for_programs(each.callback), name=each.name)
        for each in api.urls[0]
        if each.name != "api-root"
    ),
    path("<path:rest>", api_nothing, name="api_nothing"),
]
