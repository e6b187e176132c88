"""A person confirms what a letter says: where each passage belongs, and the facts; then it is on the record."""

import dataclasses

from django.contrib import messages
from django.db.models import F
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from responses import permissions
from responses.intake import passages
from responses.intake.forms.confirm import Confirmation
from responses.intake.models import Intake
from responses.intake.proposal import Passage
from responses.views.locks import atomic_post

CHANGED = "Somebody else changed this letter while you were at it. What you see is theirs: look at it, then go on."

NOT_SAVED = (
    "Somebody else changed this letter, so this is not saved. Press “Save and show again” to see theirs and yours."
)


@atomic_post
def confirm_letter(request, intake_id):
    permissions.check_is_liaison(request.user)
    intake = _intake(request, intake_id)
    if intake.update_id:
        # Recorded already: by the first half of a double click, or by a colleague.
        return redirect(intake.update)
    if not intake.proposal_json:
        return redirect("intake", intake.super_complaint.slug)
    if request.method != "POST":
        return _page(request, intake, Confirmation(intake))
    autosave = "X-Autosave" in request.headers
    if request.POST.get("version") != str(intake.version):
        if autosave:
            return JsonResponse({"message": NOT_SAVED}, status=409)
        theirs, yours = Confirmation(intake), Confirmation(intake, request.POST)
        return _page(request, intake, theirs, CHANGED, theirs.differing(yours))
    letter = Confirmation(intake, request.POST)
    letter.keep()
    if autosave:
        return JsonResponse({"version": intake.version})
    return _done(request, intake, letter)


def _intake(request, intake_id) -> Intake:
    intakes = Intake.objects.all()
    if request.method == "POST":
        # Nothing is joined, as in locked_update: once it was waited for, the update would still be none.
        intakes = intakes.select_for_update()
    else:
        intakes = intakes.select_related("super_complaint", "update", "uploaded_by")
    return get_object_or_404(intakes, pk=intake_id)


def _done(request, intake, letter):
    """What the button that was pressed asks for, beyond keeping what was entered."""
    if "record" in request.POST:
        if letter.is_valid():
            update = letter.record(by=request.user, at=timezone.now())
            messages.success(request, _recorded(intake))
            return redirect(update)
        return _page(request, intake, letter)
    if change := _parted_or_joined(request.POST, letter.proposal.passages):
        index, changed = change
        intake.proposal_json["passages"] = [dataclasses.asdict(passage) for passage in changed]
        Intake.objects.filter(pk=intake.pk).update(proposal_json=intake.proposal_json, version=F("version") + 1)
        return redirect(f"{reverse('confirm_letter', args=[intake.pk])}#passage-{index}")
    return redirect("confirm_letter", intake.pk)


def _recorded(intake) -> str:
    """That it is on the record, and the way to the next letter that waits."""
    waiting = Intake.objects.in_hand().filter(super_complaint=intake.super_complaint).exclude(proposal_json=None)
    following = waiting.defer("content").order_by("pk").first()
    if not following:
        return "This letter is on the record. No other waits to be confirmed."
    link = '<a class="govuk-notification-banner__link" href="{}">Confirm the next, {}</a>'
    return format_html("This letter is on the record. " + link, following.get_absolute_url(), following)


def _parted_or_joined(data, found) -> tuple[int, tuple[Passage, ...]] | None:
    """The passages after "split" (passage:sentence) or "join" (passage), and where that was; none for other buttons."""
    for verb, wanted, change in (("split", 2, passages.split), ("join", 1, passages.join)):
        numbers = [int(part) for part in data.get(verb, "").split(":") if part.isascii() and part.isdecimal()]
        if len(numbers) == wanted and numbers[0] < len(found):
            return numbers[0], change(found, *numbers)
    return None


def _page(request, intake, letter, changed="", yours=()):
    context = {
        "intake": intake,
        "letter": letter,
        "doubts": letter.proposal.doubts,
        "duplicates": letter.same_letters,
        "collective": letter.collective(timezone.localdate()),
        "changed": changed,
        "yours": yours,
        "rows": [(form, passages.sentences(form.passage.text)[1:]) for form in letter.passages],
        "last": len(letter.passages) - 1,
    }
    return render(request, "intake/confirm_letter.html", context)
