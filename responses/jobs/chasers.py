"""What workers do for letters that ask again: draw each, outside of any request."""

import datetime
import hashlib

from django.template.loader import render_to_string

from recommendations.days import in_words
from recommendations.english import in_english
from responses.jobs.queue import CannotBeDone, Keep, kind
from responses.letter.drawing import PAPER, LetterError, draw
from responses.models import ChaserLetter, Job

DRAWING = datetime.timedelta(minutes=2)
KILLED = "Drawing this letter was stopped again and again, so it was given up."
NOT_DRAWN = "The tracker made a mistake over this letter."


def note_letter(job: Job, trouble: str, is_final: bool, at: datetime.datetime) -> None:
    if is_final:
        ChaserLetter.objects.waiting().filter(pk=job.about).update(trouble=trouble)


@kind("draw_chaser", fail=note_letter, abandoned_after=DRAWING, attempts=3, killed=KILLED, mistake=NOT_DRAWN)
def draw_chaser(job: Job) -> Keep | None:
    """Draw one letter as it will be attached. It is drawn once: what was looked at is what is sent."""
    letters = ChaserLetter.objects.waiting().select_related("chase__super_complaint", "chase__prepared_by", "office")
    letter = letters.filter(pk=job.about).first()
    if not letter:
        return None
    try:
        pdf = draw(document(letter), assets={}, identifier=f"chaser {letter.pk}".encode(), look=PAPER)
    except LetterError as trouble:
        raise CannotBeDone(str(trouble)) from None

    def keep(at):
        drawn = {"pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest()}
        ChaserLetter.objects.waiting().filter(pk=letter.pk).update(**drawn)

    return keep


@in_english
def document(letter: ChaserLetter) -> str:
    """The letter as a whole document. It is by whoever wrote it: no office is invented for them."""
    made_at = letter.chase.prepared_at.astimezone(datetime.UTC)
    dated = in_words(letter.chase.dated)
    context = {"letter": letter, "paper_title": letter.subject, "paper_clock": dated}
    context |= {"author": letter.chase.prepared_by.name, "made_at": f"{made_at:%Y-%m-%dT%H:%M:%SZ}"}
    return render_to_string("papers/chaser.html", context)
