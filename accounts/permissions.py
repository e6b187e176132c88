"""Who may look after the people who sign in. Each check raises PermissionDenied with a sentence for its reader."""

from django.core.exceptions import PermissionDenied

from accounts.models import Token, User


def check_is_admin(user: User) -> None:
    if not user.is_staff:
        raise PermissionDenied("Only an administrator can see who signs in, and invite people.")


def check_can_deactivate(user: User, person: User) -> None:
    check_is_admin(user)
    if person == user:
        raise PermissionDenied("You cannot deactivate your own account. Another administrator can.")


def check_can_make_token(user: User) -> None:
    if not user.takes_away:
        raise PermissionDenied(
            "A token takes the record away as a file does, which is a right of its own. Ask an administrator for the "
            "role “Exporter”."
        )


def check_has_tokens(user: User) -> None:
    """Whoever lost the role may still see and revoke what they made."""
    if not user.tokens.exists():
        check_can_make_token(user)


def check_can_revoke(user: User, token: Token) -> None:
    if not (user.is_staff or token.user_id == user.pk):
        raise PermissionDenied("Only the person whose token this is, or an administrator, can revoke it.")
