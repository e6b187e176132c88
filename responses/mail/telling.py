"""Who is told what by e-mail: whose turn it is in a draft, and that an update was sent and where it went.

Each is called in the transaction of the fact that it tells. HMICFRS's questions are told by questions.py.
"""

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from responses.mail.outbox import link, message_to, post, take_back_untried
from responses.mail.people import Person, contacts_of, each_once
from responses.models import Message, PartStep, SignOffStep, Update

About, What = Message.About, SignOffStep.What

# The page on which whoever is told of a step goes on. Whoever stops asking, or changes what they asked about, takes
# away what others had to do: home shows them nothing any more, and an e-mail would be one more to read for nothing.
NEXT = {
    What.ASKED: "check_update",
    What.SENT_BACK: "update",
    What.SIGNED_OFF: "send_update",
    What.TAKEN_BACK: "check_update",
}
# An approver who corrects one word corrects more: the e-mail waits until they are likely to have finished.
PAUSE = datetime.timedelta(minutes=15)


def hmicfrs_reads_here() -> bool:
    """Whether HMICFRS sees what is sent here: one of its liaison staff has signed in, and still may.

    Where nobody has, what was sent must be e-mailed as well.
    """
    return User.objects.filter(memberships__role=Role.LIAISON, is_active=True, last_login__isnull=False).exists()


def tell_of_step(step: SignOffStep) -> None:
    """Tell the approvers that they are asked; tell whoever asked what became of it."""
    leave_untold(step.update)
    if step.what not in NEXT:
        return
    people = step.update.approvers(but=step.by) if step.what == What.ASKED else _who_asked(step.update, but=step.by)
    context = {"step": step, "update": step.update, "page": _page(NEXT[step.what], step.update)}
    _tell(map(Person.of, people), About.SIGN_OFF, f"step {step.pk}", f"sign_off_{step.what}", context, at=step.at)


def tell_of_part(step: PartStep) -> None:
    """Tell a force's people that they have their part, or have it no more; tell the office that it was handed in."""
    part, update = step.part, step.part.update
    if step.what == PartStep.What.HANDED_IN:
        people, page = update.other_writers(but=step.by), update.get_absolute_url()
    elif step.what == PartStep.What.TAKEN_UP:
        return  # the office sees that it has to wait once more, and has nothing to do
    else:
        people, page = [person for person in part.people() if person != step.by], part.get_absolute_url()
    context = {"step": step, "part": part, "update": update, "page": link(page)}
    _tell(map(Person.of, people), About.SIGN_OFF, f"part step {step.pk}", f"part_{step.what}", context, at=step.at)


def tell_of_correction(update: Update) -> None:
    """Tell whoever asked for a sign-off that the approver corrected something, which waits to be confirmed: once.

    Of an edit by anybody else: it ended the asking, so nothing waits to be confirmed any more.
    """
    if update.has_ended_asking:
        leave_untold(update)
    elif update.is_corrected and (seen := update.last_seen()):
        key = f"{_corrections(update)}{seen.pk}"
        context = {"update": update, "page": _page("confirm_correction", update)}
        people = map(Person.of, _who_asked(update, but=update.edited_by))
        _tell(people, About.SIGN_OFF, key, "sign_off_corrected", context, at=update.edited_at, after=PAUSE)


def leave_untold(update: Update) -> None:
    """Take back what was to be told of a correction and was not yet: there is nothing to confirm any more."""
    take_back_untried(Message.objects.filter(key__startswith=_corrections(update)))


def _corrections(update: Update) -> str:
    """How the keys of what is told of its corrections begin; each ends with the step since which it was corrected."""
    return f"correction of {update.pk} since "


def _who_asked(update: Update, *, but: User) -> Iterable[User]:
    """Who last asked for the sign-off, whatever became of it since."""
    asked = update.sign_off_steps.filter(what=What.ASKED).exclude(by=but).select_related("by").defer("said").last()
    return [asked.by] if asked and asked.by.is_active else []


def tell_of_sending(update: Update) -> None:
    """Tell its editor, who asked, who signed off and who sent it, and the contacts of the body."""
    ids = (update.edited_by_id, update.asked_by_id, update.signed_off_by_id, update.recorded_by_id)
    users = User.objects.filter(pk__in=filter(None, ids), is_active=True)
    contacts = contacts_of([update.body_id], timezone.localdate(update.recorded_at))[update.body_id]
    context = {"update": update, "page": _page("update", update), "read_here": hmicfrs_reads_here()}
    context["enclosed"] = update.enclosed.exists()
    people = each_once([*map(Person.of, users), *contacts])
    _tell(people, About.SENT, f"sent {update.pk}", "sent", context, at=update.recorded_at)


def _page(name: str, update: Update) -> str:
    return link(reverse(name, args=[update.pk]))


def _tell(people, about, key, template, context, *, at, after=datetime.timedelta(0)) -> None:
    wanted = [person for person in people if person.wants(about)]
    post([message_to(person, about, key, template, context, at=at) for person in wanted], at=at, after=after)
