"""Who may change what was asked, and of whom. The check raises PermissionDenied with a sentence for its reader."""

from django.core.exceptions import PermissionDenied


def check_keeps_reference_data(user) -> None:
    if not user.is_staff:
        raise PermissionDenied("Only an administrator can change what was asked, and of whom.")
