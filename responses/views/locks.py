"""How a view holds what it is about to change, so that no two people at one moment undo each other."""

import functools
from contextlib import nullcontext

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404

from responses import permissions
from responses.models import Update


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


def locked_update(request, update_id) -> Update:
    """An update this person may read, on a POST held until the view's transaction ends: no two saves of it meet.

    Someone else's draft and one that does not exist look alike.
    """
    updates = Update.objects.filter(pk__in=Update.objects.visible_to(request.user).values("pk"))
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
