"""Who may do what. Each check raises PermissionDenied with a sentence its reader can act on.

What refuses people of a body has Welsh; what only HMICFRS and administrators do is refused in English.
"""

import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Role, User
from recommendations.models import Addressee, Body, MoreTime, Request, SuperComplaint
from responses.bundles import may_still_read
from responses.letter.checks import letter_problems
from responses.models import Bundle, Commitment, Part, PublishedResponse, Response, Review, Update


def allowed(check, *args) -> bool:
    """Whether a check passes, to decide if its button is shown."""
    try:
        check(*args)
    except PermissionDenied:
        return False
    return True


def check_is_liaison(user: User) -> None:
    if not user.is_liaison:
        raise PermissionDenied(_("Only HMICFRS liaison staff can see this page."))


def check_reads_everything(user: User) -> None:
    if not user.reads_everything:
        raise PermissionDenied("Only HMICFRS liaison staff and readers can see this page.")


def check_can_export(user: User) -> None:
    check_reads_everything(user)
    if not user.takes_away:
        raise PermissionDenied(
            "Taking every answer away as one file is a right of its own. Ask an administrator for the role “Exporter”."
        )


def check_can_start_update(user: User, body: Body, super_complaint: SuperComplaint) -> None:
    if body.pk not in user.writes_for():
        raise PermissionDenied(_("Only people who write for %(body)s can start an update for it.") % {"body": body})
    # Asked itself, or through one it answers for: a commissioner who is asked nothing still writes for the force, and
    # the NPCC for all forces.
    asked = Addressee.objects.filter(recommendation__super_complaint=super_complaint)
    theirs = Q(body__in=Body.objects.answered_by({body.pk}))
    if body.represents:
        theirs |= Q(body__kind=body.represents)
    if not asked.filter(theirs).exists():
        raise PermissionDenied(
            _("%(super_complaint)s asks nothing of %(body)s, so there is nothing to answer.")
            % {"super_complaint": super_complaint, "body": body}
        )


def check_is_open(super_complaint: SuperComplaint, on: datetime.date) -> None:
    if super_complaint.is_closed(on):
        raise PermissionDenied(super_complaint.closed_in_words)


def check_can_close(user: User) -> None:
    if not (user.is_liaison or user.is_staff):
        raise PermissionDenied("Only HMICFRS liaison staff and administrators can close or reopen a super-complaint.")


def check_can_publish(user: User) -> None:
    if not user.is_liaison:
        raise PermissionDenied("Only HMICFRS liaison staff decide what the public can read.")


def check_can_withhold(user: User, response: Response) -> None:
    check_can_publish(user)
    if response.update.is_draft or response.update.in_error_at:
        raise PermissionDenied("This answer is not on the record, so the public cannot read it anyway.")


def check_can_link(user: User) -> None:
    if not (user.is_liaison or user.is_staff):
        raise PermissionDenied("Only HMICFRS liaison staff and administrators link recommendations.")


def check_can_read_record(user: User, body: Body) -> None:
    """What a body answered to every report: what its letters say of others is not in it."""
    if not (user.reads_everything or body.pk in user.writes_for()):
        raise PermissionDenied(
            _("Only HMICFRS, readers and people who write for %(body)s can read what it answered.") % {"body": body}
        )


def check_can_keep_contacts(user: User, body: Body) -> None:
    if not (user.is_liaison or user.is_staff or body.pk in user.writes_for()):
        raise PermissionDenied(
            _("Only people who write for %(body)s, liaison staff and administrators keep its contacts.")
            % {"body": body}
        )


def check_can_see_letterhead(user: User, body: Body) -> None:
    if body.pk not in user.writes_for():
        raise PermissionDenied(
            _("Only people who write for %(body)s can see this page of its letterhead.") % {"body": body}
        )


def check_can_change_letterhead(user: User, body: Body) -> None:
    """An approver's business: it stands on whatever the body sends."""
    if body.pk not in user.writes_for(Role.APPROVER):
        raise PermissionDenied(_("Only an approver for %(body)s can change its letterhead.") % {"body": body})


def check_can_keep_signature(user: User, body: Body) -> None:
    """One's own: nobody sees or keeps another's."""
    if body.pk not in user.writes_for(Role.APPROVER):
        raise PermissionDenied(
            _("Only an approver for %(body)s can keep a signature for its letters.") % {"body": body}
        )


def check_can_note_published(user: User, body: Body) -> None:
    if not (user.is_liaison or body.pk in user.writes_for()):
        raise PermissionDenied(
            _("Only people who write for %(body)s and liaison staff note where it published something.")
            % {"body": body}
        )


def check_can_remove_published(user: User, published: PublishedResponse) -> None:
    check_can_note_published(user, published.body)
    if not (user.is_liaison or published.noted_by_id == user.pk):
        raise PermissionDenied(
            _("%(who)s noted this page, so only they or liaison staff can remove it.") % {"who": published.noted_by}
        )


def check_can_edit(user: User, update: Update) -> None:
    if not update.is_draft:
        raise PermissionDenied(_("This update is on the record, so it cannot be changed. Start a new update instead."))
    if update.is_received:
        check_is_liaison(user)
    elif update.body_id not in user.writes_for():
        raise PermissionDenied(_("Only people who write for %(body)s can change this update.") % {"body": update.body})


def check_can_answer(user: User, update: Update, body_slug: str) -> None:
    """Write an answer for one body: whoever may edit the whole draft, and that body's own people while they have it."""
    if update.is_draft and not update.is_received and update.body_id not in user.writes_for():
        part = Part.objects.given_to(user).filter(update=update, body__slug=body_slug).first()
        if part and not part.is_out:
            raise PermissionDenied(
                _("%(body)s has this part now. Take it up again to change it.") % {"body": update.body}
            )
        if part:
            return
    check_can_edit(user, update)


def check_can_place_answers(update: Update, bodies: int) -> None:
    """Take the answers of a draft that this person may write from a file; `bodies`: how many it may answer for."""
    if update.is_received:
        raise PermissionDenied(_("A letter that was received is read among the letters that arrived."))
    if bodies > 2:
        raise PermissionDenied(
            _("This letter gives one answer for %(bodies)s bodies, so it is written on its own pages.")
            % {"bodies": bodies}
        )


def check_can_start_part(user: User, update: Update, body: Body) -> None:
    check_can_edit(user, update)
    if update.is_received:
        raise PermissionDenied(_("A letter that was received is written by nobody here."))
    answered = Body.objects.answered_by({update.body_id}, user.links) - {update.body_id}
    if not body.is_force or body.pk not in answered:
        raise PermissionDenied(
            _("Only a force that %(body)s answers for is asked for its part.") % {"body": update.body}
        )
    if update.parts.filter(body=body).exists():
        raise PermissionDenied(_("%(body)s has been asked for its part of this letter already.") % {"body": body})


def check_can_send_part_back(user: User, part: Part) -> None:
    check_can_edit(user, part.update)
    if part.is_out:
        raise PermissionDenied(_("%(body)s has this part already.") % {"body": part.body})


def check_can_take_part_back(user: User, part: Part) -> None:
    check_can_edit(user, part.update)
    if not part.is_out:
        raise PermissionDenied(_("%(body)s has this part already.") % {"body": part.update.body})


def check_can_hand_in_part(user: User, part: Part) -> None:
    _check_has_part(user, part)
    if not part.is_out:
        raise PermissionDenied(_("This part has been handed in already."))


def check_can_take_up_part(user: User, part: Part) -> None:
    _check_has_part(user, part)
    if part.is_out:
        raise PermissionDenied(_("You have this part already."))
    if part.update.asked_at or part.update.signed_off_at:
        raise PermissionDenied(
            _("Sign-off of this letter is asked for. Ask %(body)s to send your part back, so that you can change it.")
            % {"body": part.update.body}
        )


def check_can_note_agreement(user: User, part: Part) -> None:
    """What a chief officer agreed is noted by the force's own people, never by the office whose letter it is."""
    _check_has_part(user, part)


def _check_has_part(user, part):
    if not part.update.is_draft:
        raise PermissionDenied(_("This update is on the record, so it cannot be changed."))
    if part.body_id not in user.writes_for() or part.update.body_id in user.writes_for():
        raise PermissionDenied(_("Only people who write for %(body)s alone can do this.") % {"body": part.body})


def check_can_ask_for_sign_off(user: User, update: Update) -> None:
    check_can_edit(user, update)
    if update.is_received:
        raise PermissionDenied(_("A letter that was received needs no sign-off here."))
    _check_is_not_signed_off(update)
    if update.asked_at:
        raise PermissionDenied(
            _("%(who)s has asked for this update to be signed off already.") % {"who": update.asked_by}
        )
    _check_can_be_signed_off(update)
    if not update.approvers(but=user):
        raise PermissionDenied(
            _("Nobody else is an approver for %(body)s, so nobody could sign this update off.") % {"body": update.body}
        )


def check_can_stop_asking(user: User, update: Update) -> None:
    check_can_edit(user, update)
    _check_is_not_signed_off(update)
    _check_is_asked_for(update)


def check_can_send_back(user: User, update: Update) -> None:
    check_can_edit(user, update)
    _check_is_approver(user, update, _("Only an approver for %(body)s can send this update back."))
    _check_is_not_signed_off(update)
    _check_is_asked_for(update)
    if update.asked_by_id == user.pk:
        raise PermissionDenied(_("You asked for this sign-off yourself. Stop asking for it, and it is yours again."))


def check_can_confirm(user: User, update: Update) -> None:
    """Say of what an approver corrected that it is right."""
    check_can_edit(user, update)
    _check_is_not_signed_off(update)
    _check_is_asked_for(update)
    if not update.is_corrected:
        raise PermissionDenied(_("Nothing was corrected in this update since its sign-off was asked for."))
    if update.edited_by_id == user.pk:
        raise PermissionDenied(_("You made this correction, so somebody else must confirm it."))


def check_can_sign_off(user: User, update: Update) -> None:
    check_can_edit(user, update)
    if update.is_received:
        raise PermissionDenied(_("A letter that was received needs no sign-off here."))
    _check_is_approver(user, update, _("Only an approver for %(body)s can sign this update off."))
    _check_is_not_signed_off(update)
    _check_is_asked_for(update)
    # A second pair of eyes, even for an approver: the database holds to it as well.
    if update.asked_by_id == user.pk:
        raise PermissionDenied(_("You asked for this sign-off yourself, so somebody else must give it."))
    if update.edited_by_id == user.pk and not update.confirmed_at:
        raise PermissionDenied(
            _("You were the last to edit this update, so somebody else must confirm what you changed.")
        )
    _check_can_be_signed_off(update)


def check_can_take_back_sign_off(user: User, update: Update) -> None:
    check_can_edit(user, update)
    _check_is_approver(user, update, _("Only an approver for %(body)s can take a sign-off back."))
    if not update.signed_off_at:
        raise PermissionDenied(_("Nobody has signed this update off, so there is nothing to take back."))


def _check_is_approver(user, update, refusal):
    if update.body_id not in user.writes_for(Role.APPROVER):
        raise PermissionDenied(refusal % {"body": update.body})


def _check_is_not_signed_off(update):
    if update.signed_off_at:
        raise PermissionDenied(_("%(who)s has already signed this update off.") % {"who": update.signed_off_by})


def _check_is_asked_for(update):
    if not update.asked_at:
        raise PermissionDenied(_("Nobody has asked for this update to be signed off."))


def _check_can_be_signed_off(update):
    if not update.dated:
        raise PermissionDenied(_("Enter the letter’s date on the covering letter before it is signed off."))
    if problem := update.to_finish():
        raise PermissionDenied(problem)
    # Told now, while the words can still be changed: after a sign-off, mending them would undo it.
    if problems := letter_problems(update):
        raise PermissionDenied(" ".join(problems))


def check_can_send(user: User, update: Update) -> None:
    check_can_edit(user, update)
    if update.is_received:
        raise PermissionDenied(_("This letter was received, so there is nothing to send."))
    # Any writer of the body may send: what counts is that these words were signed off, and an approver may be away.
    if problem := update.not_ready_to_send():
        raise PermissionDenied(problem)


def check_is_not_too_early(update: Update, on: datetime.date) -> None:
    if problem := update.too_early(on):
        raise PermissionDenied(problem)


def check_can_record(user: User, update: Update) -> None:
    check_can_edit(user, update)
    if not update.is_received:
        raise PermissionDenied("This update is written here: it is signed off and sent, not recorded.")
    if update.takes_place_of_id and not update.takes_place_of.is_standing:
        raise PermissionDenied(
            f"{update.takes_place_of.reference}, whose place this would take, was withdrawn or recorded in error "
            "meanwhile. Undo that first, or delete this draft."
        )


def check_can_withdraw(user: User, update: Update) -> None:
    if update.is_draft:
        raise PermissionDenied(_("A draft is not on the record yet. Delete the draft instead."))
    if update.withdrawn_on:
        raise PermissionDenied(_("This update has already been withdrawn."))
    if update.in_error_at:
        raise PermissionDenied(_("This update was recorded in error, so there is nothing to withdraw."))
    if update.is_received:
        check_is_liaison(user)
    elif update.body_id not in user.writes_for(Role.APPROVER):
        raise PermissionDenied(_("Only an approver for %(body)s can withdraw this update.") % {"body": update.body})


def check_can_send_again(user: User, update: Update) -> None:
    """Begin a draft with the words of an update that was sent, to take its place."""
    if update.is_draft or update.is_received:
        raise PermissionDenied(_("Only an update that was sent from here can be corrected and sent again."))
    if update.body_id not in user.writes_for():
        raise PermissionDenied(
            _("Only people who write for %(body)s can correct this update and send it again.") % {"body": update.body}
        )
    if update.in_error_at:
        raise PermissionDenied(_("This update was recorded in error, so there is nothing to correct."))
    if new := update.replacement():
        raise PermissionDenied(
            _("%(reference)s has taken the place of this update. Correct that one.") % {"reference": new.reference}
        )


def check_can_note_error(user: User, update: Update) -> None:
    _check_is_received_letter(user, update)
    if update.in_error_at:
        raise PermissionDenied("This letter is marked as recorded in error already.")


def check_can_correct(user: User, update: Update) -> None:
    _check_is_received_letter(user, update)
    if update.in_error_at:
        raise PermissionDenied("This letter was recorded in error. Undo that first, then correct it.")
    if update.withdrawn_on:
        raise PermissionDenied("This letter was withdrawn. Undo that first, then correct it.")


def check_can_attach(user: User, update: Update) -> None:
    _check_is_received_letter(user, update)


def _check_is_received_letter(user: User, update: Update) -> None:
    check_is_liaison(user)
    if update.is_draft:
        raise PermissionDenied("This letter is not on the record yet. Change the draft instead.")
    if not update.is_received:
        raise PermissionDenied(f"{update.body} wrote this update here, so its own people put it right.")


def check_can_undo(user: User, update: Update) -> None:
    if update.is_draft:
        raise PermissionDenied(_("This update is not on the record yet, so there is nothing to undo."))
    if update.is_received:
        check_is_liaison(user)
    elif update.body_id not in user.writes_for(Role.APPROVER):
        raise PermissionDenied(
            _("Only an approver for %(body)s can undo a withdrawal of this update.") % {"body": update.body}
        )
    step = update.to_undo()
    if not step:
        raise PermissionDenied(_("Nothing was done to this update that could be undone."))
    old, new = step[1:]
    if new and not new.is_received:
        raise PermissionDenied(
            _("%(reference)s was sent, and what was sent stays. Send another in its place.")
            % {"reference": new.reference}
        )
    if new and new.in_error_at:
        raise PermissionDenied(
            _("%(reference)s, which took its place, was replaced itself. Undo that first.")
            % {"reference": new.reference}
        )
    if not new and old.in_error_at and (other := _holder_of_its_place(old)):
        raise PermissionDenied(
            _("%(reference)s takes the place that this letter took. Undo or delete that first.")
            % {"reference": other.reference}
        )


def _holder_of_its_place(update: Update) -> Update | None:
    """Another update, perhaps a draft, that takes the place which this one once took."""
    if not update.takes_place_of_id:
        return None
    holders = Update.objects.filter(takes_place_of=update.takes_place_of_id, in_error_at=None)
    return holders.exclude(pk=update.pk).first()


def check_can_review(user: User, response: Response) -> None:
    check_is_liaison(user)
    if response.update.is_draft:
        raise PermissionDenied("Only a response that is on the record can be reviewed.")
    if response.update.withdrawn_on:
        raise PermissionDenied("This response was withdrawn, so there is nothing to review.")
    if response.update.in_error_at:
        raise PermissionDenied("This response was recorded in error, so there is nothing to review.")


def check_can_add_commitment(user: User, response: Response) -> None:
    check_is_liaison(user)
    if response.update.is_draft:
        raise PermissionDenied("Only what a letter on the record promises is noted.")
    if response.update.withdrawn_on:
        raise PermissionDenied("The letter that promised this was withdrawn.")
    if response.update.in_error_at:
        raise PermissionDenied("The letter that promised this was recorded in error.")


def check_can_tell(user: User, review: Review) -> None:
    check_is_liaison(user)
    if review.outcome != Review.Outcome.MORE_INFORMATION:
        raise PermissionDenied("This review asks for nothing, so there is nobody to tell.")
    if review.response.reviews.first() != review:
        raise PermissionDenied("A later review takes the place of this question, so nobody is told of it any more.")


def check_can_see_unsent_mail(user: User) -> None:
    if not (user.is_liaison or user.is_staff):
        raise PermissionDenied("Only administrators and HMICFRS liaison staff see which e-mails did not go out.")


def check_can_note_done(user: User, commitment: Commitment) -> None:
    """The same for a later date: what is done has none."""
    check_can_add_commitment(user, commitment.response)
    if commitment.in_error_at:
        raise PermissionDenied("This was recorded in error, so there is nothing to note of it.")
    if commitment.done_on:
        raise PermissionDenied(f"{commitment.done_noted_by} has already noted this as done.")


def check_can_take_back(user: User, commitment: Commitment) -> None:
    """Say that it was recorded in error, or undo that; the same for a later date of it."""
    check_is_liaison(user)
    if commitment.response.update.is_draft:
        raise PermissionDenied("Only what a letter on the record promises is taken back. Change the draft instead.")


def check_can_ask(user: User, super_complaint: SuperComplaint, on: datetime.date) -> None:
    check_is_liaison(user)
    if super_complaint.is_closed(on):
        closed = date_format(super_complaint.closed_on, "j F Y")
        raise PermissionDenied(f"{super_complaint} was closed on {closed}, so nothing more is asked or granted.")


def check_can_decide(user: User, more_time: MoreTime, on: datetime.date) -> None:
    check_can_ask(user, more_time.super_complaint, on)
    if more_time.in_error_at:
        raise PermissionDenied("This was recorded in error, so there is nothing to decide.")
    if more_time.decision:
        raise PermissionDenied(f"{more_time.decided_by} has decided this already.")


def requests_readable_by(user: User):
    """Requests a person may read: a liaison all, a reader those that count, others those that ask their bodies."""
    if user.is_liaison:
        return Request.objects.all()
    if user.reads_everything:
        return Request.objects.filter(in_error_at=None)
    return Request.objects.filter(in_error_at=None, addressees__body__in=user.writes_for()).distinct()


def check_can_download(user: User, bundle: Bundle) -> None:
    """Of somebody's own bundle: what was readable when they asked for it may not be any more."""
    if not may_still_read(user, bundle):
        raise PermissionDenied(_("You can no longer read every letter in this file. Ask for the letters again."))
