"""How it stands with a recommendation that asks for an update alone: sending one meets it, in time or late."""

import datetime

from django.utils.translation import gettext

from recommendations.models import Addressee, Body
from responses.models import Update


def how_met(update: Update, addressee: Addressee, sent_on: datetime.date, is_spoken_for: bool) -> str:
    """ "Met by this update, in time" if a draft is sent on a day; of one that was received, on the day it was.

    A draft is not in time by the date it bears, only by the day on which it is sent.
    """
    if earlier := _earlier(update, addressee):
        is_late = earlier.received_on > addressee.due_on
        return gettext("Met by an earlier update, late") if is_late else gettext("Met by an earlier update")
    if not is_spoken_for:
        return gettext("Not met by this update")
    if sent_on <= addressee.due_on:
        return gettext("Met by this update, in time")
    return gettext("Met by this update, late")


def _earlier(update: Update, addressee: Addressee) -> Update | None:
    """The first update of the body's own, where that is another one: what meets it in the matrix."""
    counted = Update.objects.standing().filter(super_complaint=update.super_complaint_id)
    own = Body.objects.answering_for(addressee.body_id)
    theirs = counted.filter(speaks_for=addressee.body_id, body__in=own)
    theirs = theirs.exclude(pk__in=[update.pk, update.takes_place_of_id or update.pk])
    return theirs.in_order().first()
