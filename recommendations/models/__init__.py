"""What was asked, and of whom, when, and by when."""

from recommendations.models.bodies import Alias, Body, Contact, answered_by, who_answers_for
from recommendations.models.letterheads import LetterheadChange
from recommendations.models.links import Link
from recommendations.models.reports import Addressee, Recommendation, ResponsePeriod, SuperComplaint, months_after
from recommendations.models.requests import Asked, MoreTime, Request

__all__ = [
    "Addressee",
    "Alias",
    "Asked",
    "Body",
    "Contact",
    "LetterheadChange",
    "Link",
    "MoreTime",
    "Recommendation",
    "Request",
    "ResponsePeriod",
    "SuperComplaint",
    "answered_by",
    "months_after",
    "who_answers_for",
]
