"""What a letter takes the place of, and what takes its place, as its pages say it."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from responses.models import Update

# Before and after "of 1 July 2021 (reference SC1-00021)".
OLD = {
    Update.TakesPlaceAs.CORRECTION: (gettext_noop("It corrects the letter"), ""),
    Update.TakesPlaceAs.SENT_AGAIN: (gettext_noop("It takes the place of the letter"), ""),
}
NEW = {
    Update.TakesPlaceAs.CORRECTION: (gettext_noop("The corrected letter"), gettext_noop(" takes its place")),
    Update.TakesPlaceAs.SENT_AGAIN: (gettext_noop("A later letter"), gettext_noop(" takes its place")),
}


@dataclass(frozen=True)
class Place:
    """One letter in relation to another: "A later letter of 1 July 2021 (reference SC1-00021) takes its place." """

    before: str
    update: Update
    after: str
    is_elsewhere: bool  # on another report
    can_read: bool  # whoever reads the one letter may not be one of the other's bodies


def places(user: User, update: Update) -> list[Place]:
    """First what a letter takes the place of, then what takes its place.

    What a body sent again is named to whoever may read either: the one bears the other's reference. That HMICFRS
    recorded something in error is told only to who may read that.
    """
    found = []
    if update.takes_place_of:
        found.append((OLD[update.takes_place_as], update.takes_place_of))
    if not (update.is_draft or update.is_standing) and (new := update.replacement()):
        found.append((NEW[new.takes_place_as], new))
    readable = Update.objects.visible_to(user).filter(pk__in=[it.pk for _, it in found])
    readable = set(readable.values_list("pk", flat=True))
    return [
        Place(
            gettext(before),
            it,
            after and gettext(after),
            it.super_complaint_id != update.super_complaint_id,
            it.pk in readable,
        )
        for (before, after), it in found
        if it.pk in readable or not (it.in_error_at or update.in_error_at)
    ]
