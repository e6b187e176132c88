"""What HMICFRS asked of a report's addressees: at first, in its rounds, and again."""

from collections import Counter, defaultdict

from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from recommendations.addressing import bodies_in_words
from recommendations.models import Asked, Request, SuperComplaint
from responses import permissions
from responses.documents import ReceivedFile
from responses.forms.requests import RecordRequestForm
from responses.matrix import Matrix, build_matrix
from responses.models import Response, Update
from responses.views.errors import held, note_in_error, undo_error, with_history
from responses.views.files import as_download
from responses.views.locks import atomic_post
from responses.views.matrix import matrix_form


def requests(request, slug):
    permissions.check_reads_everything(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    matrix = build_matrix(super_complaint, timezone.localdate())
    answered = _last_answers(matrix)
    context = {
        "super_complaint": super_complaint,
        "today": matrix.as_at,
        "is_open": not super_complaint.is_closed(matrix.as_at),
        "own": _own(matrix, answered),
        "requests": _later(request.user, super_complaint, answered),
    }
    return render(request, "responses/requests.html", context)


def _last_answers(matrix: Matrix) -> dict:
    """By id of the addressee, the day on which its latest answer was received."""
    counted = Update.objects.as_at(matrix.as_at).filter(super_complaint=matrix.super_complaint)
    answers = Response.objects.filter(update__in=counted).order_by().values_list("addressee")
    # One that an update itself meets is answered by no words of its own.
    met = [cell for cell in matrix.cells() if cell.recommendation.met_by_update and cell.letter]
    return dict(answers.annotate(Max("update__received_on"))) | {it.addressee_id: it.letter.received_on for it in met}


def _own(matrix: Matrix, answered) -> dict:
    """What the report itself asked: how many addressees, by each day, and how many have answered."""
    cells = list(matrix.cells())
    count = sum(cell.addressee_id in answered for cell in cells)
    days = sorted(Counter(cell.due_on for cell in cells).items())
    return {"asked": len(cells), "answered": count, "silent": len(cells) - count, "days": days}


def _later(user, super_complaint, answered) -> list[dict]:
    """Its later requests, oldest first, each with whom it asks and how many of those have answered since."""
    found = permissions.requests_readable_by(user).filter(super_complaint=super_complaint)
    found = with_history(user, list(found.defer("letter").select_related("recorded_by", "in_error_by", "chase")))
    asked = defaultdict(list)
    rows = Asked.objects.filter(request__super_complaint=super_complaint)
    rows = rows.order_by("addressee__recommendation__order", "addressee__body__name").values_list(
        *("request", "addressee", "addressee__recommendation__number", "addressee__body__kind", "addressee__body__name")
    )
    for pk, *facts in rows:
        asked[pk].append(facts)
    return [{"request": each, **_asked_by(each, asked[each.pk], answered)} for each in found]


def _asked_by(request, asked, answered) -> dict:
    count = sum(pk in answered and answered[pk] >= request.asked_on for pk, *_ in asked)
    return {
        "asked": len(asked),
        "answered": count,
        "silent": len(asked) - count,
        "numbers": ", ".join(dict.fromkeys(number for _, number, _, _ in asked)),
        "whom": bodies_in_words(sorted({(kind, name) for _, _, kind, name in asked})),
    }


@atomic_post
def record_request(request, slug):
    permissions.check_is_liaison(request.user)
    view = matrix_form(request, slug)
    if not view.is_valid():
        # The matrix says what is wrong, beside the question.
        return redirect(f"{reverse('matrix', args=[slug])}?{request.GET.urlencode()}")
    permissions.check_can_ask(request.user, held_report(request, view.super_complaint), view.today)
    about = {"super_complaint": view.super_complaint, "matrix": view.matrix()}
    form = RecordRequestForm(request.POST or None, request.FILES or None, **about)
    if request.method == "POST" and form.is_valid():
        made = form.save(by=request.user, at=timezone.now())
        messages.success(request, f"“{made.name}” is on the record. What it chases keeps its own day.")
        return redirect("requests", slug)
    context = {"form": form, "super_complaint": view.super_complaint, "view": view}
    return render(request, "responses/record_request.html", context)


def held_report(request, super_complaint) -> SuperComplaint:
    """On a POST, held until it is stored: two people who ask the same on one day meet here, one after the other."""
    if request.method != "POST":
        return super_complaint
    return SuperComplaint.objects.select_for_update(no_key=True).get(pk=super_complaint.pk)


def request_letter(request, request_id):
    made = get_object_or_404(permissions.requests_readable_by(request.user), pk=request_id)
    if not made.letter:
        raise Http404("No letter was kept with this request.")
    return as_download(ReceivedFile(made.letter_name, made.letter_type, bytes(made.letter), ""))


@atomic_post
def request_in_error(request, request_id):
    permissions.check_is_liaison(request.user)
    made = get_object_or_404(held(request, Request.objects.defer("letter")), pk=request_id)
    back = reverse("requests", args=[made.super_complaint.slug])
    return note_in_error(request, made, made.name, back)


@require_POST
@atomic_post
def undo_request_error(request, request_id):
    permissions.check_is_liaison(request.user)
    made = get_object_or_404(held(request, Request.objects.defer("letter")), pk=request_id)
    held_report(request, made.super_complaint)
    addressees = made.addressees.values("pk")
    if there := Request.objects.clashing_with(made, addressees).first():
        messages.error(request, f"“{there.name}” was recorded meanwhile and asks some of the same.")
    else:
        undo_error(request, made, made.name)
    return redirect("requests", made.super_complaint.slug)
