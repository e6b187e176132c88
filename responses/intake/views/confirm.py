"""A person confirms what a letter says: where each passage belongs, and the facts; then it is on the record."""

import dataclasses

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from responses import permissions
from responses.intake import passages, queue
from responses.intake.forms.confirm import Confirmation, with_choice
from responses.intake.models import Intake
from responses.intake.proposal import Passage, PassageKind
from responses.intake.standing import next_to_confirm
from responses.models.correcting import other_reports
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
    letter = Confirmation(intake, with_choice(request.POST, intake) if "choose" in request.POST else request.POST)
    letter.keep()
    if "take_parts" in request.POST and letter.parts and letter.parts.is_valid():
        return _read_again(intake, letter.parts.said)
    changed = _changed(intake, letter, request.POST)
    if autosave:
        return JsonResponse({"version": intake.version, **changed})
    return _done(request, intake, letter, changed)


def _read_again(intake, parts: list[int]):
    """With other parts of its file taken for the letter."""
    Intake.objects.filter(pk=intake.pk).update(letter_parts=parts)
    queue.read_again(intake)
    return redirect("intake", intake.super_complaint.slug)


def _intake(request, intake_id) -> Intake:
    intakes = Intake.objects.all()
    if request.method == "POST":
        # Nothing is joined, as in locked_update: once it was waited for, the update would still be none.
        intakes = intakes.select_for_update()
    else:
        intakes = intakes.select_related("super_complaint", "update", "uploaded_by")
    return get_object_or_404(intakes, pk=intake_id)


def _done(request, intake, letter, changed):
    """What the button that was pressed asks for, beyond keeping what was entered."""
    if changed:
        return redirect(f"{reverse('confirm_letter', args=[intake.pk])}#passage-{changed['at']}")
    if "take_parts" in request.POST:
        return _page(request, intake, letter)
    if "record" in request.POST:
        if letter.is_valid():
            update = letter.record(by=request.user, at=timezone.now())
            messages.success(request, _recorded(intake))
            return redirect(update)
        return _page(request, intake, letter)
    return redirect("confirm_letter", intake.pk)


def _recorded(intake) -> str:
    """That it is on the record, and the way to the letter to confirm next."""
    if not (following := next_to_confirm(intake)):
        return "This letter is on the record. No other waits to be confirmed."
    link = 'This letter is on the record. <a class="govuk-notification-banner__link" href="{}">Confirm the next, {}</a>'
    return format_html(link, following.get_absolute_url(), following)


def _changed(intake, letter, data) -> dict:
    """Parts, cuts or joins passages where a button or key asks for it: {"at": the passage to go on with}, or {}."""
    found = letter.proposal.passages
    change = _parted_or_joined(data, found) or _cut_out(data, found, letter)
    if not change:
        return {}
    at, changed = change
    intake.proposal_json["passages"] = [dataclasses.asdict(passage) for passage in changed]
    intake.version += 1
    intake.save(update_fields=["proposal_json", "version"])
    return {"at": at}


def _parted_or_joined(data, found) -> tuple[int, tuple[Passage, ...]] | None:
    """The passages after "split" (passage:sentence) or "join" (passage), and where that was; none for other buttons."""
    for verb, wanted, change in (("split", 2, passages.split), ("join", 1, passages.join)):
        numbers = _numbers(data.get(verb, ""))
        if len(numbers) == wanted and numbers[0] < len(found):
            return numbers[0], change(found, *numbers)
    return None


def _cut_out(data, found, letter) -> tuple[int, tuple[Passage, ...]] | None:
    """The same after "cut" (passage:first sentence:last) to "cut_to": a kind of passage, or what it answers."""
    numbers, to = _numbers(data.get("cut", "")), data.get("cut_to", "")
    kinds = [kind.value for kind in PassageKind]
    if len(numbers) != 3 or numbers[0] >= len(found) or to not in [*kinds, *letter.numbers]:
        return None
    at, parted = passages.cut(found, *numbers)
    kind, about = (PassageKind(to), parted[at].recommendations) if to in kinds else (PassageKind.RESPONSE, [to])
    placed = passages.place(parted[at], kind, about, (), letter.proposal.dated)
    return at, (*parted[:at], placed, *parted[at + 1 :])


def _numbers(typed: str) -> list[int]:
    return [int(part) for part in typed.split(":") if part.isascii() and part.isdecimal() and len(part) < 6]


def _page(request, intake, letter, changed="", yours=()):
    context = {
        "intake": intake,
        "letter": letter,
        "doubts": letter.doubts,
        "duplicates": letter.same_letters,
        "collective": letter.collective(timezone.localdate()),
        "changed": changed,
        "yours": yours,
        "rows": [_row(form) for form in letter.passages],
        "last": len(letter.passages) - 1,
        "can_move": other_reports(intake.super_complaint).exists(),
    }
    return render(request, "intake/confirm_letter.html", context)


def _row(form) -> tuple:
    """A passage's form, its sentences, and how many letters each of them has."""
    found = passages.sentences(form.passage.text)
    return form, found, " ".join(str(passages.letters(sentence)) for sentence in found)
