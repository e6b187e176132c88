"""What a body said before, for whoever writes its next update: the letter last sent, and each earlier answer."""

import datetime
from typing import NamedTuple

from recommendations.models import Addressee, Body, Link, Recommendation, answered_by
from recommendations.words import plain, stored
from responses.differences import Piece, word_by_word
from responses.forms.awaiting import as_typed
from responses.models import Response, Update
from responses.models.covering import SET_AS
from responses.models.responses import AWAITING
from responses.voices import Voice

# What an office writes alike from letter to letter.
CARRIED = (
    *("addressed_to", "salutation", "complimentary_close", "signatory_name", "signatory_title", "copies_to"),
    *("welsh_salutation", "welsh_complimentary_close", "welsh_signatory_title"),
    *SET_AS,
)


def carried_from_last(body: Body, super_complaint) -> dict[str, str]:
    """To whom, how and by whom the body's last letter was sent: to this report, or else to any other."""
    sent = Update.objects.recorded().filter(body=body, origin=Update.Origin.WRITTEN).order_by("recorded_at")
    last = sent.filter(super_complaint=super_complaint).last()
    if last:
        return {name: getattr(last, name) for name in CARRIED}
    carried = {
        "addressed_to": f"His Majesty’s Chief Inspector of Constabulary\n{super_complaint.reply_to}".strip(),
        "signatory_name": body.signatory_name,
        "signatory_title": body.signatory_title,
    }
    if other := sent.last():
        carried |= {name: getattr(other, name) for name in CARRIED if name != "addressed_to"}
    return carried


def earlier_answers(addressee: Addressee) -> list[Response]:
    """What was said about an addressee in updates on the record, the latest first, those withdrawn since among them."""
    recorded = Update.objects.recorded().filter(in_error_at=None)
    answers = addressee.responses.filter(update__in=recorded).select_related("update__body", *AWAITING)
    return list(answers.order_by("-update__received_on", "-update__recorded_at", "-update_id"))


class AskedBefore(NamedTuple):
    """What a body said to an earlier recommendation which this one repeats or takes the place of."""

    answer: Response  # the latest
    is_official: bool  # whether the wording compared is that of the reports, or our own summaries
    pieces: list[Piece]  # what is different in the wording, the earlier first


def asked_before(addressee: Addressee, links) -> list[AskedBefore]:
    """The body's latest answer to each recommendation that this one repeats or takes the place of, in one query.

    Only words are offered, with what was asked then: no link carries a status over. `links`: see `User.links`.
    """
    body = answered_by({addressee.body_id}, [(pk, successor, None) for pk, successor, _ in links])
    taken_up = Link.objects.standing().filter(
        recommendation=addressee.recommendation_id, kind__in=[Link.Kind.REPEATS, Link.Kind.SUPERSEDES]
    )
    answers = Response.objects.filter(
        update__in=Update.objects.standing(),
        addressee__body__in=body,
        addressee__recommendation__in=taken_up.values("other"),
    )
    about = ("update__body", "addressee__body", "addressee__recommendation__super_complaint")
    answers = answers.select_related(*about, *AWAITING).order_by("update__received_on", "update__recorded_at", "pk")
    latest = {answer.addressee.recommendation_id: answer for answer in answers}
    return [_asked_before(answer, addressee.recommendation) for answer in latest.values()]


def _asked_before(answer: Response, now: Recommendation) -> AskedBefore:
    before = answer.addressee.recommendation
    is_official = bool(before.wording and now.wording)
    both = (before, now)
    return AskedBefore(
        answer, is_official, word_by_word(*(plain(it.wording) if is_official else it.summary for it in both))
    )


def last_answer(answers: list[Response], on: datetime.date) -> Response | None:
    """Of earlier answers, the latest that counts on a day."""
    return next((it for it in answers if not it.update.withdrawn_on or it.update.withdrawn_on > on), None)


def brought_forward(response: Response, earlier: Response | None, *, by_the_force: bool = False) -> dict:
    """The initial values of an answer that takes up an earlier one.

    Where something is written already, its words are added below. "Complete" is never brought forward: somebody must
    say it again. Of an answer to another recommendation only the words are: whether it is accepted was asked anew. Nor,
    where the force's own people take them up, that they are the words of who oversees it.
    """
    if not earlier:
        return {}
    if response.pk:
        return {"text": stored(response.text) + stored(earlier.text)}
    if earlier.addressee_id != response.addressee_id:
        return {"text": earlier.text, "welsh_text": earlier.welsh_text}
    names = ("position", "progress", "text", "welsh_text", "voice")
    answer = {name: getattr(earlier, name) for name in names} | as_typed(earlier)
    if earlier.progress == Response.Progress.COMPLETE:
        del answer["progress"]
    if by_the_force and earlier.voice == Voice.LOCAL_POLICING_BODY:
        del answer["voice"]
    return answer
