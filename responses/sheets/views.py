"""A spreadsheet goes back in: chosen, shown as what it would record, then recorded as a whole or not at all."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from recommendations.models import SuperComplaint
from responses import permissions
from responses.documents import ReceivedFile
from responses.models import Spreadsheet, SpreadsheetLetter, Update
from responses.sheets.checking import Check, NotRecorded, digest
from responses.sheets.columns import NEEDED, READ, WORKED_OUT, rows_of
from responses.sheets.forms import BringForm, RecordSpreadsheetForm
from responses.sheets.grids import Grid
from responses.views.files import as_download
from responses.views.locks import atomic_post
from responses.views.requests import held_report

LISTED = 20
_HEAVY = ("content", "read_json", "checked_json")


def spreadsheets(request, slug):
    """Read outside any transaction: that takes a second, and holds nobody up."""
    permissions.check_is_liaison(request.user)
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect(_kept(request, super_complaint, form))
    brought = super_complaint.spreadsheets.defer(*_HEAVY).select_related("brought_by", "recorded_by")
    context = {"form": form, "super_complaint": super_complaint, "brought": brought[:LISTED]}
    context["optional"] = [heading for heading in READ if heading not in NEEDED]
    return render(request, "responses/spreadsheets.html", context | {"needed": NEEDED, "worked_out": WORKED_OUT})


@transaction.atomic
def _kept(request, super_complaint, form: BringForm) -> Spreadsheet:
    file: ReceivedFile = form.cleaned_data["file"]
    now, facts = timezone.now(), {"name": file.name, "content_type": file.content_type, "content": file.content}
    return Spreadsheet.objects.create(
        super_complaint=super_complaint,
        **facts,
        sha256=file.sha256,
        read_json=[grid.as_json() for grid in form.grids],
        checked_json=_check(super_complaint, form.grids, file.name).as_json(),
        checked_at=now,
        brought_by=request.user,
        brought_at=now,
    )


def _check(super_complaint, grids: list[Grid], name: str) -> Check:
    numbers = list(super_complaint.recommendations.values_list("number", flat=True))
    return Check(super_complaint, rows_of(grids, numbers), name)


@atomic_post
def spreadsheet(request, spreadsheet_id):
    permissions.check_is_liaison(request.user)
    brought = _held(request, spreadsheet_id)
    form = RecordSpreadsheetForm(shown=digest(brought.checked_json))
    # The second half of a double click finds it recorded, and only once.
    if request.method == "POST" and not brought.recorded_at:
        form = _decided(request, brought)
    if request.method == "POST" and brought.recorded_at:
        return redirect(brought)
    context = {"spreadsheet": brought, "super_complaint": brought.super_complaint, "form": form, **brought.checked_json}
    context["answers"] = sum(len(letter["answers"]) for letter in context["letters"])
    letters = Update.objects.filter(from_spreadsheet__spreadsheet=brought).order_by("from_spreadsheet")
    context["recorded"] = letters.select_related("body")
    return render(request, "responses/spreadsheet.html", context)


def _held(request, spreadsheet_id) -> Spreadsheet:
    """On a POST, together with its report, until it is stored: two files that say the same meet one after the other."""
    found = get_object_or_404(Spreadsheet.objects.select_related("super_complaint"), pk=spreadsheet_id)
    report = held_report(request, found.super_complaint)
    if request.method == "POST":
        found = get_object_or_404(Spreadsheet.objects.select_for_update(), pk=spreadsheet_id)
        found.super_complaint = report
    return found


def _decided(request, brought: Spreadsheet) -> RecordSpreadsheetForm:
    """Recorded, where the page that was seen is what the file would record now; or why not."""
    check = _check(brought.super_complaint, [Grid.from_json(each) for each in brought.read_json], brought.name)
    brought.checked_json, brought.checked_at = check.as_json(), timezone.now()
    form = RecordSpreadsheetForm(request.POST, shown=digest(brought.checked_json))
    if form.is_valid() and check.is_ready:
        _record(request, brought, check, form)
    brought.save(update_fields=["checked_json", "checked_at", "recorded_by", "recorded_at"])
    return form


def _record(request, brought: Spreadsheet, check: Check, form) -> None:
    now = timezone.now()
    try:
        with transaction.atomic():
            updates = check.record(by=request.user, at=now)
    except NotRecorded as error:
        form.add_error(None, f"Nothing was recorded. {error}")
        return
    SpreadsheetLetter.objects.bulk_create(SpreadsheetLetter(spreadsheet=brought, update=each) for each in updates)
    brought.recorded_by, brought.recorded_at = request.user, now


def spreadsheet_file(request, spreadsheet_id):
    permissions.check_is_liaison(request.user)
    return as_download(get_object_or_404(Spreadsheet, pk=spreadsheet_id))


@require_POST
@atomic_post
def discard_spreadsheet(request, spreadsheet_id):
    permissions.check_is_liaison(request.user)
    brought = _held(request, spreadsheet_id)
    if brought.recorded_at:
        messages.error(request, "Letters were recorded from this file, so it is kept.")
        return redirect(brought)
    brought.delete()
    messages.success(request, f"“{brought}” was discarded. Nothing of it was recorded.")
    return redirect("spreadsheets", brought.super_complaint.slug)
