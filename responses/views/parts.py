"""A force's part of its commissioner's letter: the office asks for it, the force's people write it and hand it in."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from responses import permissions
from responses.forms.parts import AgreementForm, StartPartForm
from responses.forms.sign_off import SendBackForm, StepForm
from responses.mail.telling import tell_of_part
from responses.models import Part, PartStep, Response, Update
from responses.models.responses import AWAITING
from responses.permissions import allowed
from responses.turns import agreed_of
from responses.views.drafts import cells_of_draft, rows_of, tasks_of
from responses.views.locks import atomic_post, locked_draft, locked_part

What = PartStep.What


def part(request, update_id, body_slug):
    """The list of a force's own people: their answers, and nothing else of the draft."""
    try:
        part = locked_part(request, update_id, body_slug)
    except Http404:
        # The link of an e-mail, once the letter was sent: whoever may read that is led there.
        sent = Update.objects.visible_to(request.user).recorded().filter(parts__body__slug=body_slug)
        return redirect(get_object_or_404(sent, pk=update_id))
    update = part.update
    if update.body_id in request.user.writes_for():
        return redirect(update)
    offered = part.addressees()
    tasks = tasks_of(update, offered)
    asked = [task for task in tasks if not task.addressee.recommendation.met_by_update]
    cells = [cell for cell in cells_of_draft(update) if cell.body == part.body]
    checks = {
        "hand_in_part": permissions.check_can_hand_in_part,
        "take_up_part": permissions.check_can_take_up_part,
        "agree_answers": permissions.check_can_note_agreement,
    }
    rows = rows_of(update, offered, tasks, cells, to_the_force=True)
    if not part.is_out:
        rows = [row | {"href": ""} for row in rows]  # they are read below the list, not changed
    context = {
        "part": Part.objects.in_full().get(pk=part.pk),
        "tasks": rows,
        "responses": [] if part.is_out else _responses(part),
        "asked": asked,
        "finished": [task for task in asked if task.is_finished],
        "can": {name for name, check in checks.items() if allowed(check, request.user, part)},
        "is_closed": update.super_complaint.is_closed(timezone.localdate()),
    }
    return render(request, "responses/part.html", context)


@atomic_post
def start_part(request, update_id, body_slug):
    update = locked_draft(request, update_id)
    body = next((each.body for each in update.offered() if each.body.slug == body_slug), None)
    if body is None:
        raise Http404("This letter answers nothing for such a body.")
    if update.parts.filter(body=body, steps__by=request.user).exists():
        return redirect(update)  # the second half of a double click
    permissions.check_can_start_part(request.user, update, body)
    permissions.check_is_open(update.super_complaint, timezone.localdate())
    part = Part(update=update, body=body)
    people = part.people()
    form = StartPartForm(request.POST or None, update=update)
    if request.method == "POST" and people and form.is_valid():
        part.wanted_on = form.cleaned_data["wanted_on"]
        part.start(by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        tell_of_part(part.steps.last())
        asked = gettext("%(body)s is asked for its part. Its people find it on their home page.")
        messages.success(request, asked % {"body": body})
        return redirect(update)
    return render(request, "responses/start_part.html", {"form": form, "part": part, "people": people})


def _responses(part) -> list[Response]:
    """What the draft says for its body, each with what a chief officer agreed of it."""
    related = ("addressee__recommendation__super_complaint", "addressee__body", "changed_by", *AWAITING)
    responses = list(part.update.responses.filter(addressee__body=part.body_id).select_related(*related))
    agreed = agreed_of(part.update, responses)
    for response in responses:
        response.agreed = agreed.get(response.addressee_id)
    return responses


class Step(NamedTuple):
    """A way in which a part is passed on."""

    what: What
    check: callable
    take: callable
    heading: str
    leads: str  # what it leads to, in a sentence
    button: str


STEPS = {
    "hand_in_part": Step(
        *(What.HANDED_IN, permissions.check_can_hand_in_part, Part.hand_in, gettext_noop("Hand in your part")),
        gettext_noop("The office sees that it is ready. You can take it up again until sign-off is asked for."),
        gettext_noop("Hand it in"),
    ),
    "take_up_part": Step(
        *(What.TAKEN_UP, permissions.check_can_take_up_part, Part.take_up, gettext_noop("Take your part up again")),
        gettext_noop("You can change your answers, and hand them in again."),
        gettext_noop("Take it up again"),
    ),
    "send_part_back": Step(
        *(
            What.SENT_BACK,
            permissions.check_can_send_part_back,
            Part.send_back,
            gettext_noop("Send the force’s part back"),
        ),
        gettext_noop("The force’s people find it on their home page with your comment, and hand it in again."),
        gettext_noop("Send it back"),
    ),
    "take_part_back": Step(
        *(
            What.TAKEN_BACK,
            permissions.check_can_take_part_back,
            Part.take_back,
            gettext_noop("Take the force’s part back"),
        ),
        gettext_noop("The force’s people can read their answers, and change them only if you send the part back."),
        gettext_noop("Take it back"),
    ),
}


@atomic_post
def hand_in_part(request, update_id, body_slug):
    return _step(request, update_id, body_slug, STEPS["hand_in_part"])


@atomic_post
def take_up_part(request, update_id, body_slug):
    return _step(request, update_id, body_slug, STEPS["take_up_part"])


@atomic_post
def send_part_back(request, update_id, body_slug):
    return _step(request, update_id, body_slug, STEPS["send_part_back"])


@atomic_post
def take_part_back(request, update_id, body_slug):
    return _step(request, update_id, body_slug, STEPS["take_part_back"])


def _step(request, update_id, body_slug, step):
    part = locked_part(request, update_id, body_slug)
    permissions.check_is_open(part.update.super_complaint, timezone.localdate())
    if not allowed(step.check, request.user, part) and _is_done(request, part, step):
        return redirect(part)
    step.check(request.user, part)
    form = (StepForm if step.what != What.SENT_BACK else SendBackForm)(request.POST or None, update=part.update)
    if request.method == "POST" and form.is_valid():
        step.take(part, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        tell_of_part(part.steps.last())
        return redirect(part)
    left = part.left() if step.what == What.HANDED_IN else []
    return render(request, "responses/pass_on_part.html", {"form": form, "part": part, "step": step, "left": left})


def _is_done(request, part, step) -> bool:
    """Whether this is the second half of a double click, or the browser's Back button."""
    return (part.last_step.what, part.last_step.by_id) == (step.what, request.user.pk)


@atomic_post
def agree_answers(request, update_id, body_slug):
    """Note which answers a chief officer agreed."""
    part = locked_part(request, update_id, body_slug)
    permissions.check_can_note_agreement(request.user, part)
    open_ones = [each for each in _responses(part) if each.is_finished and not (each.agreed and each.agreed.stands)]
    form = AgreementForm(request.POST or None, update=part.update, responses=open_ones)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, at=timezone.now())
        return redirect(part)
    return render(request, "responses/agree_answers.html", {"form": form, "part": part, "responses": open_ones})
