"""From a draft to the record: check the answers, sign off, send, read the letter, withdraw."""

import copy

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from accounts.models import Role
from responses import permissions
from responses.collective import preview, said_in
from responses.differences import differences, in_words
from responses.enclosures import with_letter
from responses.forms.correcting import WithdrawnByBodyForm
from responses.forms.writing import SeenForm, SendForm, SignOffForm, WithdrawForm
from responses.letter import docx
from responses.letter.checks import WORDS, doubts, letter_problems, too_long
from responses.letter.drawing import LetterError
from responses.letter.html import DrawnLetter, draw_letter, letter_html, picture_url, render_letter
from responses.letter.names import file_name
from responses.letter.sections import MANY
from responses.mail.telling import hmicfrs_reads_here, leave_untold, tell_of_sending, tell_of_step
from responses.models import SentLetter, Signature, Update
from responses.models.covering import CALLED, LETTER, SET_AS
from responses.models.responses import AWAITING
from responses.permissions import allowed
from responses.places import places
from responses.questions import open_questions
from responses.to_come import once_sent
from responses.turns import agreed_of
from responses.views.drafts import cells_of_draft
from responses.views.locks import atomic_post, locked_draft, locked_update, one_transaction

ASKED_OF_FORCES = {"chief_officer_comments", "agreed_by"}


def check_update(request, update_id):
    update = locked_update(request, update_id)
    if update.recorded_at:
        # Back from the page that says it was sent, or a link that a colleague kept.
        return redirect(update)
    permissions.check_can_edit(request.user, update)
    if update.is_received:
        return redirect("record_update", update.pk)
    is_closed = update.super_complaint.is_closed(timezone.localdate())
    cells = cells_of_draft(update)
    prefetch_related_objects([update], "speaks_for")
    related = ("addressee__recommendation__super_complaint", "addressee__body", "changed_by", *AWAITING)
    responses = list(update.responses.select_related(*related))
    agreed = agreed_of(update, responses)
    for response in responses:
        response.agreed = agreed.get(response.addressee_id)
    questions = open_questions(cells)
    finished = {response.addressee_id for response in responses if response.is_finished}
    context = {
        "update": update,
        "facts": _covering_letter_rows(update),
        "responses": _each_once(responses),
        "collective": preview(update.body, said_in(update), timezone.localdate()) if update.body.represents else None,
        "unfinished": _each_once([response for response in responses if not response.is_finished]),
        "questions": questions,
        "open_questions": [each for each in questions if each.response.addressee_id not in finished],
        **_left(update, cells),
        **_not_as_agreed(update, agreed),
        **_what_next(request.user, update, is_closed),
        "can_change_letterhead": allowed(permissions.check_can_change_letterhead, request.user, update.body),
        **with_letter(update),
    }
    return render(request, "responses/check_update.html", context)


def _each_once(responses: list) -> list:
    """Those that say the very same to one recommendation for many bodies once, with how many as `bodies`."""
    shown = {}
    for response in responses:
        same = shown.setdefault((response.addressee.recommendation_id, *response.said.values()), [])
        same.append(response)
    many = [same for same in shown.values() if len(same) > MANY]
    left_out = {response.pk for same in many for response in same[1:]}
    for same in many:
        same[0] = copy.copy(same[0])
        same[0].bodies = len(same)
    for_many = {same[0].pk: same[0] for same in many}
    return [for_many.get(response.pk, response) for response in responses if response.pk not in left_out]


def _not_as_agreed(update, agreed) -> dict:
    """What of the force's part whoever decides about the letter must know."""
    return {
        "parts_out": [part for part in update.parts.select_related("body") if part.is_out],
        "not_as_agreed": [each for each in agreed.values() if not each.stands],
    }


STEPS = {
    "ask_for_sign_off": permissions.check_can_ask_for_sign_off,
    "stop_asking": permissions.check_can_stop_asking,
    "confirm_correction": permissions.check_can_confirm,
    "sign_off": permissions.check_can_sign_off,
    "send_back": permissions.check_can_send_back,
    "take_back_sign_off": permissions.check_can_take_back_sign_off,
    "send_update": permissions.check_can_send,
}


def _what_next(user, update, is_closed) -> dict:
    """What this person can do next, who else can do what they cannot, and what was done so far."""
    approvers = update.approvers(but=update.asked_by or user)
    steps = list(update.sign_off_steps.select_related("by").defer("said"))
    return {
        "is_closed": is_closed,
        "can": set() if is_closed else {name for name, check in STEPS.items() if allowed(check, user, update)},
        "problems": letter_problems(update),
        "doubts": doubts(update),
        "approvers": approvers,
        "writers": [] if approvers else update.other_writers(but=user),
        "is_approver": update.body_id in user.writes_for(Role.APPROVER),
        "steps": steps,
        "step": steps[-1] if steps else None,
    }


def _left(update, cells=None) -> dict:
    """What will be left once it is sent: how much, what of it the letter says so of, and whom it does not speak for."""
    coming = once_sent(update, cells or cells_of_draft(update))
    spoken_for = {body.pk for body in update.speaks_for.all()}
    silent_for = list(dict.fromkeys(cell.body for cell in coming.cells if cell.body.pk not in spoken_for))
    return {"coming": coming, "gaps": update.gaps(), "silent_for": silent_for}


def _covering_letter_rows(update) -> list[dict]:
    """The rows of its summary list: each fact as `value`, each passage as `words`, how it is set at the end."""
    href = reverse("covering_letter", args=[update.pk])
    rows = [
        {"key": gettext("Date of the letter"), "value": update.date_in_words},
        {"key": gettext("Speaks for"), "value": update.speaks_for_in_words},
    ]
    for name in _rows_of_letter(update):
        rows += [{"key": gettext(CALLED[name]), "words" if name in WORDS else "value": getattr(update, name)}]
    rows += [{"key": gettext(CALLED[name]), "value": in_words(name, getattr(update, name))} for name in SET_AS]
    rows = [{"key": row.pop("key")} | {name: fact for name, fact in row.items() if fact} for row in rows]
    return [{"value": gettext("Not entered yet"), "href": href} | row for row in rows]


# What an office is told of where it is missing; the rest is listed where it is there.
ALWAYS_LISTED = {"addressed_to", "salutation", "opening", "closing", "complimentary_close", "signatory_name"}


def _rows_of_letter(update) -> list[str]:
    """What of the covering letter is listed, by field. Only a force has words to agree."""
    listed = ALWAYS_LISTED | (ASKED_OF_FORCES if any(body.is_force for body in update.speaks_for.all()) else set())
    return [name for name in LETTER if name in listed or getattr(update, name)]


@atomic_post
def sign_off(request, update_id):
    update = locked_draft(request, update_id)
    permissions.check_can_sign_off(request.user, update)
    permissions.check_is_open(update.super_complaint, timezone.localdate())
    signature = Signature.objects.of(request.user, update.body_id)
    form = SignOffForm(request.POST or None, update=update, signature=signature)
    if request.method == "POST" and form.is_valid():
        update.sign_off(by=request.user, at=timezone.now(), signature=form.put_on_letter)
        tell_of_step(update.last_step())
        done = gettext("The update from %(body)s is signed off. It can be sent now.") % {"body": update.body}
        messages.success(request, done)
        return redirect(
            "send_update" if allowed(permissions.check_can_send, request.user, update) else "check_update", update.pk
        )
    context = {"form": form, "update": update, "letter": letter_html(update), "doubts": doubts(update)}
    context |= _left(update) | with_letter(update)
    context |= {"step": update.last_step(), "signature": signature}
    context["signature_url"] = picture_url(bytes(signature.image)) if signature else ""
    context |= _not_as_agreed(update, agreed_of(update, update.responses.select_related("changed_by")))
    if sent_back := update.last_sent_back():
        context |= {"sent_back": sent_back, "differences": differences(sent_back.said, update)}
    return render(request, "responses/sign_off.html", context)


def send_update(request, update_id):
    # Drawn before anything is held: that takes seconds, in which others go on writing.
    drawn = _drawn_to_send(request, update_id) if request.method == "POST" else None
    with one_transaction(request):
        return _send(request, update_id, drawn)


def _drawn_to_send(request, update_id) -> DrawnLetter | LetterError | None:
    """The letter as it would go now, or why it cannot be drawn; None where it could not be sent anyway."""
    update = get_object_or_404(Update.objects.visible_to(request.user), pk=update_id)
    now, today = timezone.now(), timezone.localdate()
    is_ready = allowed(permissions.check_can_send, request.user, update) and not update.too_early(today)
    is_open = not update.super_complaint.is_closed(today)
    if not (is_ready and is_open and SeenForm(request.POST, update=update).is_valid()):
        return None
    try:
        return draw_letter(update, at=now, on=today)
    except LetterError as error:
        return error


def _send(request, update_id, drawn):
    update = locked_update(request, update_id)
    if update.recorded_at and not update.is_received:
        # The second half of a double click, or the browser's Back button: it has been sent, and only once.
        return redirect("update_sent", update_id)
    permissions.check_can_send(request.user, update)
    today = timezone.localdate()
    permissions.check_is_open(update.super_complaint, today)
    if request.method == "POST":
        permissions.check_is_not_too_early(update, today)
    form = SendForm(request.POST or None, update=update, drawn=drawn)
    if request.method == "POST" and form.is_valid():
        update.send(by=request.user, at=drawn.at, on=drawn.on, letter=drawn.to_keep())
        tell_of_sending(update)
        return redirect("update_sent", update.pk)
    context = {"form": form, "update": update, "too_early": update.too_early(today), **_left(update)}
    context |= {"read_here": hmicfrs_reads_here(), **with_letter(update)}
    return render(request, "responses/send_update.html", context)


def update_sent(request, update_id):
    update = get_object_or_404(Update.objects.visible_to(request.user).recorded(), pk=update_id, origin="written")
    context = {"update": update, "read_here": hmicfrs_reads_here(), **with_letter(update)}
    return render(request, "responses/update_sent.html", context)


def letter(request, update_id):
    update = lettered(request, update_id)
    # What was sent was made by letter_html too, which escapes what people typed.
    html = letter_html(update) if update.is_draft else mark_safe(update.sent_letter.html)  # noqa: S308 - above
    context = {"update": update, "letter": html, "places": places(request.user, update), **with_letter(update)}
    return render(request, "responses/letter.html", context)


def letter_pdf(request, update_id):
    if sent := _sent_letter(request, update_id):
        return file_response(sent.pdf, "application/pdf", file_name(sent.update))
    update = lettered(request, update_id)
    if too_long(update):
        # The page where answers are checked says by how much.
        return redirect("check_update", update.pk)
    try:
        pdf = render_letter(update)
    except LetterError as error:
        messages.error(request, str(error))
        return redirect("check_update", update.pk)
    return file_response(pdf, "application/pdf", file_name(update))


def _sent_letter(request, update_id) -> SentLetter | None:
    """The file that was sent, with what it is called after: a letter is read far more often than it is written."""
    called_after = ("recorded_at", "dated", "dated_precision", "withdrawn_on", "in_error_at")
    called_after += ("body__slug", "super_complaint__slug")
    visible = Update.objects.visible_to(request.user).filter(pk=update_id)
    letters = SentLetter.objects.filter(update__in=visible).select_related("update__body", "update__super_complaint")
    return letters.only("pdf", *(f"update__{field}" for field in called_after)).first()


def letter_docx(request, update_id):
    update = lettered(request, update_id)
    if update.is_draft and too_long(update):
        return redirect("check_update", update.pk)
    return file_response(docx.letter_docx(update), docx.CONTENT_TYPE, file_name(update, extension="docx"))


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def lettered(request, update_id) -> Update:
    """An update whose letter we write: a letter that was received has its own."""
    updates = Update.objects.visible_to(request.user).select_related("super_complaint", "body", "sent_letter")
    update = get_object_or_404(updates, pk=update_id)
    if update.is_received:
        raise Http404("A letter that was received is kept as it came.")
    return update


@atomic_post
def withdraw_update(request, update_id):
    update = locked_update(request, update_id)
    permissions.check_can_withdraw(request.user, update)
    form = (WithdrawnByBodyForm if update.is_received else WithdrawForm)(request.POST or None, update=update)
    if request.method == "POST" and form.is_valid():
        update.withdraw(by=request.user, at=timezone.now(), **form.withdrawal)
        return redirect(update)
    return render(request, "responses/withdraw_update.html", {"form": form, "update": update})


@atomic_post
def discard_update(request, update_id):
    update = locked_draft(request, update_id)
    form = SeenForm(request.POST or None, update=update)
    if request.method == "POST" and form.is_valid():
        leave_untold(update)
        update.discard()
        messages.success(request, gettext("The draft from %(body)s is deleted.") % {"body": update.body})
        return redirect("home")
    return render(request, "responses/discard_update.html", {"form": form, "update": update})
