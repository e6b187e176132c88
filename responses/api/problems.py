"""What a program is told where it gets nothing: one sentence and which parameter, as application/problem+json."""

import logging
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from pydantic import Field

logger = logging.getLogger(__name__)
REFUSALS = frozenset({400, 401, 403, 404})
NO_TOKEN = "Send a token in a header: “Authorization: Bearer sctracker_…”. A session of a browser opens nothing here."  # noqa: S105 - a sentence
WRONG = "The tracker made a mistake in answering this. Nothing that you sent is wrong: tell an administrator."
OUT = "The tracker cannot reach its database. Try again in a minute."


class Problem(Schema):
    """Why there is no answer, as RFC 9457 has it."""

    status: int = Field(description="The status of the answer, such as 404.")
    title: str = Field(description="What the status means, such as “Not Found”.")
    detail: str = Field(description="What is wrong and what to do, in a sentence.")
    parameter: str = Field("", description="The name of the parameter that it is about, where it is about one.")


class Refused(Exception):
    """Why somebody's program gets nothing."""

    def __init__(self, status: int, detail: str, parameter: str = ""):
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter


def problem(status: int, detail: str, parameter: str = "") -> JsonResponse:
    told = Problem(status=status, title=HTTPStatus(status).phrase, detail=detail, parameter=parameter)
    headers = {"Cache-Control": "private, no-store"} | ({"WWW-Authenticate": "Bearer"} if status == 401 else {})
    return JsonResponse(told.dict(), status=status, content_type="application/problem+json", headers=headers)


def tell_problems(api: NinjaAPI) -> None:
    """Have every refusal and every mistake answered so: never a page, never a trace."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused):
        return problem(error.status, error.detail, error.parameter)

    @api.exception_handler(AuthenticationError)
    def without_token(request: HttpRequest, error: AuthenticationError):
        return problem(401, NO_TOKEN)

    @api.exception_handler(ValidationError)
    def not_as_described(request: HttpRequest, error: ValidationError):
        [name, *_] = [str(each["loc"][-1]) for each in error.errors]
        return problem(400, f"“{name}” is not as the documentation says: {error.errors[0]['msg']}.", name)

    @api.exception_handler(Exception)
    def our_mistake(request: HttpRequest, error: Exception):
        logger.error("The API could not answer %s", request.path, exc_info=error)
        if isinstance(error, OperationalError | InterfaceError):
            return problem(503, OUT)
        return problem(500, WRONG)
