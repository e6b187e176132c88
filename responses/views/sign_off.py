"""On the way to a sign-off: ask for it, stop asking, send back, confirm a correction, take a sign-off back.

To sign off is a decision about the whole letter, beside sending it: views/sending.py.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses import permissions
from responses.differences import differences
from responses.forms.sign_off import SendBackForm, StepForm
from responses.mail.telling import tell_of_step
from responses.models import SignOffStep, Update
from responses.permissions import allowed
from responses.views.locks import atomic_post, locked_draft

What = SignOffStep.What
DONE = {
    What.ASKED: _("Sign-off is asked for. This page and your home page show what the approver decides."),
    What.STOPPED: _("Sign-off is no longer asked for."),
    What.SENT_BACK: _("The update is sent back, with your comment."),
    What.CONFIRMED: _("You confirmed the correction. The update can be signed off now."),
    What.TAKEN_BACK: _("The sign-off is taken back."),
}


@atomic_post
def ask_for_sign_off(request, update_id):
    return _step(request, update_id, What.ASKED, permissions.check_can_ask_for_sign_off, Update.ask)


@atomic_post
def stop_asking(request, update_id):
    return _step(request, update_id, What.STOPPED, permissions.check_can_stop_asking, Update.stop_asking)


@atomic_post
def send_back(request, update_id):
    return _step(request, update_id, What.SENT_BACK, permissions.check_can_send_back, Update.send_back)


@atomic_post
def confirm_correction(request, update_id):
    return _step(request, update_id, What.CONFIRMED, permissions.check_can_confirm, Update.confirm)


@atomic_post
def take_back_sign_off(request, update_id):
    return _step(
        request, update_id, What.TAKEN_BACK, permissions.check_can_take_back_sign_off, Update.take_back_sign_off
    )


def _step(request, update_id, what, check, take):
    """The page of one step, in the template its view is named for; then the page that says what is next."""
    update = locked_draft(request, update_id)
    permissions.check_is_open(update.super_complaint, timezone.localdate())
    if not allowed(check, request.user, update) and _is_done(request, update, what):
        return redirect("check_update", update.pk)
    check(request.user, update)
    form = (StepForm if what != What.SENT_BACK else SendBackForm)(request.POST or None, update=update)
    if request.method == "POST" and form.is_valid():
        take(update, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        tell_of_step(update.last_step())
        messages.success(request, str(DONE[what]))
        return redirect("check_update", update.pk)
    context = {"form": form, "update": update} | _more(request, update, what)
    return render(request, f"responses/{request.resolver_match.url_name}.html", context)


def _is_done(request, update, what) -> bool:
    """Whether this is the second half of a double click, or the browser's Back button."""
    last = update.last_step()
    return last is not None and (last.what, last.by_id) == (what, request.user.pk)


def _more(request, update, what) -> dict:
    """What else a page shows: who is asked, or what was corrected."""
    if what == What.ASKED:
        return {"approvers": update.approvers(but=request.user)}
    if what == What.CONFIRMED:
        seen = update.last_seen()
        return {"seen": seen, "differences": differences(seen.said, update)}
    return {}
