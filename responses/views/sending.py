"""From a draft to the record: sign off, send, withdraw."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from responses import permissions
from responses.differences import differences
from responses.enclosures import with_letter
from responses.forms.correcting import WithdrawnByBodyForm
from responses.forms.writing import SeenForm, SendForm, SignOffForm, WithdrawForm
from responses.letter.checks import doubts
from responses.letter.drawing import LetterError
from responses.letter.html import DrawnLetter, draw_letter, letter_html, picture_url
from responses.mail.telling import hmicfrs_reads_here, leave_untold, tell_of_sending, tell_of_step
from responses.models import Signature, Update
from responses.permissions import allowed
from responses.turns import agreed_of
from responses.views.check_draft import left, not_as_agreed
from responses.views.locks import atomic_post, locked_draft, locked_update, one_transaction


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
    context |= left(update) | with_letter(update)
    context |= {"step": update.last_step(), "signature": signature}
    context["signature_url"] = picture_url(bytes(signature.image)) if signature else ""
    context |= not_as_agreed(update, agreed_of(update, update.responses.select_related("changed_by")))
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
    context = {"form": form, "update": update, "too_early": update.too_early(today), **left(update)}
    context |= {"read_here": hmicfrs_reads_here(), **with_letter(update)}
    return render(request, "responses/send_update.html", context)


def update_sent(request, update_id):
    update = get_object_or_404(Update.objects.visible_to(request.user).recorded(), pk=update_id, origin="written")
    context = {"update": update, "read_here": hmicfrs_reads_here(), **with_letter(update)}
    return render(request, "responses/update_sent.html", context)


@atomic_post
def withdraw_update(request, update_id):
    update = locked_update(request, update_id)
    permissions.check_can_withdraw(request.user, update)
    form = (WithdrawnByBodyForm if update.is_received else WithdrawForm)(request.POST or None, update=update)
    if request.method == "POST" and form.is_valid():
        update.withdraw(by=request.user, at=timezone.now(), **form.withdrawal)
        facts = {"update": update.reference, "day": date_format(update.withdrawn_on, "j F Y")}
        messages.success(request, gettext("%(update)s is withdrawn. It no longer counts from %(day)s.") % facts)
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
