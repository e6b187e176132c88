"""What the API answers. Each kind is worked out by the function that fills the file of that kind."""

import datetime
import re
from collections.abc import Iterable
from itertools import islice

from django.db.models import Count
from django.http import QueryDict
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.security import HttpBearer

from accounts.models import Token
from recommendations.english import in_english
from recommendations.models import SuperComplaint
from recommendations.words import plain
from responses.api import schemas
from responses.api.problems import REFUSALS, Problem, Refused, tell_problems
from responses.desk import taken
from responses.desk.workbook import clock_in_words
from responses.exports import COLUMNS, matrix_lines
from responses.forms.as_at import AsAtForm
from responses.forms.matrix import ALL_COLUMNS, MatrixForm
from responses.matrix import build_matrix

CURSOR = re.compile(r"(?:(\d{1,4})\.)?(\d{1,9})", re.ASCII)  # which recommendation, where it matters, and which item
YES_OR_NO = {"yes": True, "no": False, "": None}


class Bearer(HttpBearer):
    """A token in the header of a request; nothing else opens the API."""

    def authenticate(self, request, secret: str) -> Token:
        token = Token.objects.of_secret(secret)
        if token is None:
            raise Refused(401, "There is no such token. Copy it again, or make another on the page “Your tokens”.")
        if closed := token.why_closed(timezone.localdate()):
            raise Refused(401, closed)
        return token


api = NinjaAPI(
    title="Super-complaint tracker",
    version="1",
    description="What was recommended, and what every body answered, as at a day. It is read and never written.",
    openapi_url=None,  # described at an address of our own, which a browser's policy lets it show
    docs_url=None,
    auth=Bearer(),
)
tell_problems(api)


@api.get("/reports", url_name="api_reports", response={200: schemas.Reports, REFUSALS: Problem})
def reports(request):
    """Reports: every one that the token reaches, the latest first."""
    check_parameters(request, ())
    found = SuperComplaint.objects.annotate(count=Count("recommendations"))
    if request.auth.report_id:
        found = found.filter(pk=request.auth.report_id)
    request.auth.use(timezone.localdate())
    return clock(timezone.localdate()) | {"items": [_report(each) for each in found]}


def _report(report) -> dict:
    names = ("slug", "title", "report_title", "made_by", "published_on", "due_on", "closed_on")
    return {name: getattr(report, name) for name in names} | {"recommendations": report.count}


@api.get(
    "/reports/{slug}/recommendations",
    url_name="api_recommendations",
    response={200: schemas.Recommendations, REFUSALS: Problem},
)
def recommendations(request, slug: str):
    """Recommendations of a report, in its order, with the official wording where it is held."""
    report = opened(request, slug)
    request.auth.use(timezone.localdate())
    found = report.recommendations.select_related("super_complaint")
    names = ("number", "short_title", "wording_source", "due_on", "met_by_update")
    items = [
        {name: getattr(each, name) for name in names} | {"summary": plain(each.summary), "wording": plain(each.wording)}
        for each in found
    ]
    return clock(timezone.localdate()) | {"report": report.slug, "items": items}


@api.get("/reports/{slug}/matrix", url_name="api_matrix", response={200: schemas.Cells, REFUSALS: Problem})
@in_english
def matrix(request, slug: str, asked: Query[schemas.MatrixAsked]):
    """The matrix of a report as at a day: a cell for each body and recommendation, silent bodies included.

    Asks for a token that reaches the matrix.
    """
    report = opened(request, slug, asked, reach="matrix")
    form = _matrix_form(report, asked)
    shown = form.matrix()
    lines = map(_cell, matrix_lines(shown, form.known_on, typed=str))
    return page(request, report, "matrix", shown.as_at, asked, lines, known_at=shown.known_at)


def _matrix_form(report, asked) -> MatrixForm:
    data = QueryDict(mutable=True)
    data.update({"as_at": asked.as_at, "known_at": asked.known_at, "columns": ALL_COLUMNS})
    form = MatrixForm(data, recommendations=_recommendations(report), today=timezone.localdate())
    return _valid(form)


def _cell(line: tuple) -> dict:
    cell = dict(zip(COLUMNS, line, strict=True))
    days = {name: value or None for name, value in cell.items() if name.endswith("_on")}
    return (
        cell
        | days
        | {
            "extensions": cell["extensions"] or 0,
            "late": YES_OR_NO[cell["late"]],
            "delivered": bool(cell["delivered"]),
        }
    )


@api.get("/reports/{slug}/answers", url_name="api_answers", response={200: schemas.Answers, REFUSALS: Problem})
@in_english
def answers(request, slug: str, asked: Query[schemas.AnswersAsked]):
    """Every answer with its words, recommendation by recommendation; silent bodies have their items too.

    A page is of one recommendation alone. Asks for a token that reaches answers.
    """
    report = opened(request, slug, asked, reach="answers")
    as_at = _valid(_as_at_form(report, asked)).date
    found = _recommendations(report)
    if asked.recommendation:
        found = [each for each in found if each.number == asked.recommendation]
        if not found:
            raise Refused(404, f"There is no recommendation {asked.recommendation}.", "recommendation")
    place, _ = _place(asked)
    if place >= len(found):
        raise too_far()
    of_one = taken.answers(build_matrix(report, as_at, recommendations=[found[place]]))
    following = f"{place + 1}.0" if place + 1 < len(found) else None
    items = map(_answer, of_one)
    return page(request, report, "answers", as_at, asked, items, prefix=f"{place}.", following=following)


def _answer(answer: taken.Answer) -> dict:
    body = answer.body
    of_body = {"body": body.name, "kind": body.get_kind_display(), "region": body.get_region_display()}
    return answer._asdict() | of_body | {"speaks": YES_OR_NO[answer.speaks]}


@api.get(
    "/reports/{slug}/commitments", url_name="api_commitments", response={200: schemas.Commitments, REFUSALS: Problem}
)
@in_english
def commitments(request, slug: str, asked: Query[schemas.AsAt]):
    """Commitments that counted on a day, with the day first promised and the one that stands.

    Asks for a token that reaches answers, since a commitment is in a body's own words.
    """
    report = opened(request, slug, asked, reach="answers")
    as_at = _valid(_as_at_form(report, asked)).date
    items = (each._asdict() for each in taken.commitments(report, as_at))
    return page(request, report, "commitments", as_at, asked, items)


@api.get("/reports/{slug}/reviews", url_name="api_reviews", response={200: schemas.Reviews, REFUSALS: Problem})
@in_english
def reviews(request, slug: str, asked: Query[schemas.AsAt]):
    """Reviews by HMICFRS by a day of what counted then. Asks for a token that reaches reviews."""
    report = opened(request, slug, asked, reach="reviews")
    as_at = _valid(_as_at_form(report, asked)).date
    items = (each._asdict() for each in taken.reviews(report, as_at))
    return page(request, report, "reviews", as_at, asked, items)


# -- what the endpoints share


def opened(request, slug: str, asked: schemas.AsAt | None = None, *, reach: str = "") -> SuperComplaint:
    """The report, where the token reaches what is asked of it. Refused says why not, of what is there or not alike."""
    token = request.auth
    if reach and not token.reaches(reach):
        raise Refused(403, f"This token does not reach {reach}. Make one that does on the page “Your tokens”.")
    if token.report and token.report.slug != slug:
        raise Refused(403, f"This token reaches one report alone: “{token.report.slug}”.")
    check_parameters(request, type(asked).model_fields if asked else ())
    report = token.report or SuperComplaint.objects.filter(slug=slug).first()
    if report is None:
        raise Refused(404, "There is no such report. /api/v1/reports names those there are.")
    return report


def check_parameters(request, names: Iterable[str]) -> None:
    """A parameter that nobody knows would be passed over, and the answer be to another question than was asked."""
    for name in request.GET:
        if name not in names:
            knows = f"It knows {', '.join(names)}." if names else "It knows none."
            raise Refused(400, f"This address knows no parameter “{name}”. {knows}", name)


def _recommendations(report) -> list:
    found = list(report.recommendations.select_related("super_complaint").defer("summary", "wording", "wording_source"))
    if not found:
        raise Refused(404, "This report has no recommendations yet.")
    return found


def _as_at_form(report, asked) -> AsAtForm:
    data = QueryDict(mutable=True)
    data["as_at"] = asked.as_at
    return AsAtForm(data, super_complaint=report, today=timezone.localdate())


def _valid(form):
    """The form, where it is in order. Refused says in its own words what is not."""
    for name, errors in form.errors.items():
        raise Refused(400, f"{errors[0]}.", name)
    return form


def _place(asked) -> tuple[int, int]:
    """Which recommendation, and which of its items, a page begins with."""
    if not asked.cursor:
        return 0, 0
    if not (found := CURSOR.fullmatch(asked.cursor)):
        raise Refused(400, "“cursor” must be what “next” of the page before said.", "cursor")
    return int(found[1] or 0), int(found[2])


def too_far() -> Refused:
    return Refused(404, "There is no page there: begin again without a cursor.", "cursor")


def page(
    request,
    report: SuperComplaint,
    what: str,
    as_at: datetime.date,
    asked: schemas.AsAt,
    items: Iterable[dict],
    *,
    known_at: datetime.datetime | None = None,
    prefix: str = "",
    following: str | None = None,
) -> dict:
    """So many items from where the cursor says, and the cursor of the next page: `following`, where these end.

    That they were read is noted before they are given.
    """
    _, start = _place(asked)
    shown = list(islice(items, start, start + asked.limit + 1))
    if start and not shown:
        raise too_far()
    if len(shown) > asked.limit:
        following = f"{prefix}{start + asked.limit}"
    request.auth.use(timezone.localdate(), what, report)
    about = {"report": report.slug, "items": shown[: asked.limit], "next": following}
    return clock(as_at, known_at) | about


def clock(as_at: datetime.date, known_at: datetime.datetime | None = None) -> dict:
    known_at = timezone.localtime(known_at)
    return {"as_at": as_at, "as_known_at": known_at, "clock": clock_in_words(as_at, known_at)}
