"""Who may do what. Each check raises PermissionDenied with a sentence its reader can act on."""

from django.core.exceptions import PermissionDenied

from accounts.models import Role, User
from recommendations.models import Addressee, Body, SuperComplaint
from responses.letter.facts import letter_problems
from responses.models import Commitment, Response, Review, Update


def allowed(check, *args) -> bool:
    """Whether a check passes, to decide if its button is shown."""
    try:
        check(*args)
    except PermissionDenied:
        return False
    return True


def check_is_liaison(user: User) -> None:
    if not user.is_liaison:
        raise PermissionDenied("Only HMICFRS liaison staff can see this page.")


def check_can_start_update(user: User, body: Body, super_complaint: SuperComplaint) -> None:
    if body.pk not in user.writes_for():
        raise PermissionDenied(f"Only people who write for {body} can start an update for it.")
    asked = Addressee.objects.filter(recommendation__super_complaint=super_complaint)
    if not asked.filter(body__in=Body.objects.answered_by({body.pk})).exists():
        raise PermissionDenied(f"{super_complaint} asks nothing of {body}, so there is nothing to answer.")


def check_can_edit(user: User, update: Update) -> None:
    if not update.is_draft:
        raise PermissionDenied("This update is on the record, so it cannot be changed. Start a new update instead.")
    if update.is_received:
        check_is_liaison(user)
    elif update.body_id not in user.writes_for():
        raise PermissionDenied(f"Only people who write for {update.body} can change this update.")


def check_can_sign_off(user: User, update: Update) -> None:
    check_can_edit(user, update)
    if update.is_received:
        raise PermissionDenied("A letter that was received needs no sign-off here.")
    if update.body_id not in user.writes_for(Role.APPROVER):
        raise PermissionDenied(f"Only an approver for {update.body} can sign this update off.")
    if update.signed_off_at:
        raise PermissionDenied(f"{update.signed_off_by} has already signed this update off.")
    if update.edited_by_id == user.pk:
        raise PermissionDenied("You were the last to edit this update, so somebody else must sign it off.")
    if not update.dated:
        raise PermissionDenied("Enter the letter's date on the covering letter before it is signed off.")
    if problems := letter_problems(update):
        raise PermissionDenied(" ".join(problems))


def check_can_send(user: User, update: Update) -> None:
    check_can_edit(user, update)
    if update.is_received:
        raise PermissionDenied("This letter was received, so there is nothing to send.")
    if not update.signed_off_at:
        raise PermissionDenied("An approver must sign this update off before it is sent.")


def check_can_record(user: User, update: Update) -> None:
    check_can_edit(user, update)
    if not update.is_received:
        raise PermissionDenied("This update is written here: it is signed off and sent, not recorded.")


def check_can_withdraw(user: User, update: Update) -> None:
    if update.is_draft:
        raise PermissionDenied("A draft is not on the record yet. Delete the draft instead.")
    if update.withdrawn_on:
        raise PermissionDenied("This update has already been withdrawn.")
    if update.is_received:
        check_is_liaison(user)
    elif update.body_id not in user.writes_for(Role.APPROVER):
        raise PermissionDenied(f"Only an approver for {update.body} can withdraw this update.")


def check_can_review(user: User, response: Response) -> None:
    check_is_liaison(user)
    if response.update.is_draft:
        raise PermissionDenied("Only a response that is on the record can be reviewed.")
    if response.update.in_error_at:
        raise PermissionDenied("This response was recorded in error, so there is nothing to review.")
    if response.update.withdrawn_on:
        raise PermissionDenied("This response was withdrawn, so there is nothing to review.")


def check_can_tell(user: User, review: Review) -> None:
    check_is_liaison(user)
    if review.outcome != Review.Outcome.MORE_INFORMATION:
        raise PermissionDenied("This review asks for nothing, so there is nobody to tell.")
    if review.response.reviews.first() != review:
        raise PermissionDenied("A later review takes the place of this question, so nobody is told of it any more.")


def check_can_note_done(user: User, commitment: Commitment) -> None:
    check_is_liaison(user)
    if commitment.response.update.withdrawn_on:
        raise PermissionDenied("The letter that promised this was withdrawn.")
    if commitment.done_on:
        raise PermissionDenied(f"{commitment.done_noted_by} has already noted this as done.")
