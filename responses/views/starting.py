"""A draft begins: from what the body's last letter says of itself, or from a letter that it takes the place of."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from recommendations.models import Body, SuperComplaint
from responses import permissions
from responses.earlier import carried_from_last
from responses.forms.covering import addressed_bodies
from responses.models import Update
from responses.models.correcting import begin_replacement
from responses.views.locks import atomic_post, locked_update


@require_POST
def start_update(request, slug, body_slug):
    super_complaint = get_object_or_404(SuperComplaint, slug=slug)
    body = get_object_or_404(Body, slug=body_slug)
    permissions.check_can_start_update(request.user, body, super_complaint)
    permissions.check_is_open(super_complaint, timezone.localdate())
    draft = {"super_complaint": super_complaint, "body": body, "origin": Update.Origin.WRITTEN}
    try:
        with transaction.atomic():
            update = _new_draft(request.user, **draft)
    except IntegrityError:
        # A double click, or a colleague: one body has one draft of a super-complaint, and this is it.
        update = get_object_or_404(Update.objects.drafts(), **draft)
    return redirect(update)


def _new_draft(user, **facts) -> Update:
    body, now = facts["body"], timezone.now()
    by = {"created_by": user, "created_at": now, "edited_by": user, "edited_at": now}
    update = Update.objects.create(**carried_from_last(body, facts["super_complaint"]), **by, **facts)
    # It speaks for others once somebody answers for them, or says so on the covering letter.
    update.speaks_for.set(addressed_bodies(update).filter(pk__in=Body.objects.itself(body.pk)))
    return update


@atomic_post
@require_POST
def send_again(request, update_id):
    old = locked_update(request, update_id)
    permissions.check_can_send_again(request.user, old)
    permissions.check_is_open(old.super_complaint, timezone.localdate())
    if draft := old.replacements.drafts().first():
        return redirect(draft)  # a double click
    # Its date is a new one. It was not received yet.
    facts = {"as_": Update.TakesPlaceAs.SENT_AGAIN, "dated": None, "dated_precision": "", "received_on": None}
    try:
        with transaction.atomic():
            return redirect(begin_replacement(old, by=request.user, at=timezone.now(), **facts))
    except IntegrityError:
        there = gettext(
            "%(body)s has a draft already, and one at a time is written: this is it. "
            "Beside each answer are the words of %(reference)s, to bring forward."
        )
        messages.warning(request, there % {"body": old.body, "reference": old.reference})
        drafts = Update.objects.drafts().filter(body=old.body, origin=old.origin)
        return redirect(get_object_or_404(drafts, super_complaint=old.super_complaint))
