"""How a view holds what it is about to change, so that no two people at one moment undo each other."""

import functools
from contextlib import nullcontext

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404

from responses import permissions
from responses.models import Part, Update


def one_transaction(request):
    """A POST is one transaction. A page that is only read takes no lock."""
    return transaction.atomic() if request.method == "POST" else nullcontext()


def atomic_post(view):
    """A view that is one transaction from its beginning to its end."""

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        with one_transaction(request):
            return view(request, *args, **kwargs)

    return wrapped


def locked_draft(request, update_id) -> Update:
    """A draft this person may edit. One that was recorded meanwhile says so."""
    update = locked_update(request, update_id)
    permissions.check_can_edit(request.user, update)
    return update


def locked_for_answer(request, update_id, body_slug) -> Update:
    """A draft in which this person may answer for a body: one they may edit, or one in which they have its part."""
    parts = Part.objects.given_to(request.user).filter(body__slug=body_slug)
    update = _held(request, update_id, Q(pk__in=_visible(request)) | Q(pk__in=parts.values("update")))
    permissions.check_can_answer(request.user, update, body_slug)
    return update


def locked_part(request, update_id, body_slug) -> Part:
    """A part of a draft that this person writes, or that they were asked for; held together with the draft."""
    given = Part.objects.given_to(request.user).values("pk")
    theirs = Part.objects.filter(Q(pk__in=given) | Q(update__in=Update.objects.editable_by(request.user).values("pk")))
    # A subquery, for a number that no database can hold: a relation does not look at it.
    of_update = theirs.filter(update__in=Update.objects.filter(pk=update_id).values("pk"))
    part = get_object_or_404(of_update.select_related("body"), body__slug=body_slug)
    part.update = _held(request, update_id, Q(pk=part.update_id))
    if request.method == "POST":
        part.refresh_from_db(fields=["with_office_since"])  # somebody may have passed it on while we waited
    return part


def locked_update(request, update_id) -> Update:
    """An update this person may read, on a POST held until the view's transaction ends: no two saves of it meet.

    Someone else's draft and one that does not exist look alike.
    """
    return _held(request, update_id, Q(pk__in=_visible(request)))


def _visible(request):
    return Update.objects.visible_to(request.user).values("pk")


def _held(request, update_id, which: Q) -> Update:
    updates = Update.objects.filter(which)
    if request.method == "POST":
        # Nothing is joined: of a row that it waited for, PostgreSQL joins again only what was joined before, and a row
        # that has another editor by then would seem not to exist.
        updates = updates.select_for_update()
    else:
        updates = updates.select_related("super_complaint", "body", "edited_by", "asked_by")
    return get_object_or_404(updates, pk=update_id)


def locked_with_its_pair(request, update_id) -> Update:
    """The same, held together with what took its place and what it took the place of: they are changed together.

    Several are always held in one order, so that no two views wait for each other.
    """
    if request.method == "POST":
        # Asked first, for a number that no database can hold: a relation does not look at it.
        get_object_or_404(Update.objects.visible_to(request.user).values("pk"), pk=update_id)
        pair = Update.objects.filter(Q(replacements=update_id) | Q(takes_place_of=update_id) | Q(pk=update_id))
        found = Update.objects.filter(pk__in=list(pair.values_list("pk", flat=True)))
        list(found.order_by("pk").select_for_update().values_list("pk"))
    return locked_update(request, update_id)
