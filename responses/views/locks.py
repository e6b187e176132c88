"""How a view holds what it is about to change, so that no two people at one moment undo each other."""

import functools
from contextlib import nullcontext

from django.db import transaction
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


def lock_all(ids) -> None:
    """Hold several updates until the transaction ends, always in one order, so that no two views wait for each other.

    What takes a place and what had it are changed together.
    """
    list(Update.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update().values_list("pk"))


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
        updates = updates.select_related("super_complaint", "body", "edited_by")
    return get_object_or_404(updates, pk=update_id)
