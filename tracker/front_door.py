"""What holds for every address: three methods in, and no copy out into any cache."""

from django.http import HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")


def front_door(get_response):
    """Middleware. Some views take a PUT for a POST; no page here is sent with one."""

    def answer(request):
        response = get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
