"""The tracker's addresses, and beside them the floors, which so come through the same door."""

from django.http import HttpResponse
from django.urls import path

from bench import column, floor, overview
from tracker.urls import *  # noqa: F403 - every address and handler of the tracker


def empty(request):
    """What signing in and the role alone cost."""
    return HttpResponse("yes" if request.user.is_liaison else "no")


urlpatterns = [
    path("empty/", empty),
    path("floor/<slug:slug>/matrix/", floor.matrix),
    path("floor/<slug:slug>/overview/", overview.overview),
    path("floor/<slug:slug>/matrix.csv", floor.matrix_csv),
    path("floor/<slug:slug>/recommendations/<str:number>/answers/", column.answers),
    *urlpatterns,  # noqa: F405 - the tracker's
]
