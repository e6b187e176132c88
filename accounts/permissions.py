"""Who may look after the people who sign in. Each check raises PermissionDenied with a sentence for its reader."""

from django.core.exceptions import PermissionDenied

from accounts.models import User


def check_is_admin(user: User) -> None:
    if not user.is_staff:
        raise PermissionDenied("Only an administrator can see who signs in, and invite people.")


def check_can_deactivate(user: User, person: User) -> None:
    check_is_admin(user)
    if person == user:
        raise PermissionDenied("You cannot deactivate your own account. Another administrator can.")
