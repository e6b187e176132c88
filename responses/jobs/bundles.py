"""What workers do for bundles: draw the drafts, join letters in one PDF, delete what was kept for its days."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop

from responses.bundles import go_on, letters_to_merge
from responses.jobs.queue import CannotBeDone, Keep, kind
from responses.letter.html import render_letter
from responses.models import Bundle, BundleLetter, Chase, Job, Spreadsheet, Update

# Drawing a letter is stopped long before this, so whoever took one up and is silent for so long was killed.
DRAWING = datetime.timedelta(minutes=2)
MERGING = datetime.timedelta(minutes=10)
ENDED_JOBS_KEPT_FOR = datetime.timedelta(days=30)
# Kept with a bundle, and said on its page in the language of that.
DELETED = gettext_noop("This draft was deleted after you had asked for it.")
NOT_YOURS = gettext_noop("You can no longer read this draft.")
DRAWING_KILLED = gettext_noop("Drawing this letter was stopped again and again, so it was given up.")
NOT_DRAWN = gettext_noop("The tracker made a mistake over this letter.")
NOT_MERGED = gettext_noop("The tracker could not make one PDF of these letters. Ask for a zip of them.")


def note_letter(job: Job, trouble: str, is_final: bool, at: datetime.datetime) -> None:
    letter = BundleLetter.objects.select_related("bundle").defer("bundle__pdf").filter(pk=job.about).first()
    if is_final and letter:
        letter.trouble = trouble
        letter.save(update_fields=["trouble"])
        go_on(letter.bundle, at)


@kind("draw", fail=note_letter, abandoned_after=DRAWING, attempts=3, killed=DRAWING_KILLED, mistake=NOT_DRAWN)
def draw(job: Job) -> Keep | None:
    """Draw one draft of a bundle, as it is now; or take its letter, where it was sent meanwhile."""
    from responses.letter.pdf import LetterError  # it loads WeasyPrint, which takes a second

    letter = BundleLetter.objects.waiting().select_related("bundle__asked_by").defer("bundle__pdf")
    letter = letter.filter(pk=job.about).first()
    if not letter:
        return None  # it was taken back, or is there
    if not letter.update_id:
        raise CannotBeDone(DELETED)
    updates = Update.objects.visible_to(letter.bundle.asked_by).select_related("super_complaint", "body", "sent_letter")
    update = updates.filter(pk=letter.update_id).first()
    if not update:
        raise CannotBeDone(NOT_YOURS)
    try:
        pdf = render_letter(update) if update.is_draft else bytes(update.sent_letter.pdf)
    except LetterError as trouble:
        raise CannotBeDone(str(trouble)) from None

    def keep(at):
        letter.pdf = pdf
        letter.save(update_fields=["pdf"])
        go_on(letter.bundle, at)

    return keep


def note_bundle(job: Job, trouble: str, is_final: bool, at: datetime.datetime) -> None:
    if is_final:
        Bundle.objects.filter(pk=job.about, ready_at=None).update(trouble=trouble)


@kind("merge", fail=note_bundle, abandoned_after=MERGING, attempts=3, killed=NOT_MERGED, mistake=NOT_MERGED)
def merge(job: Job) -> Keep | None:
    """Join the letters of a bundle in one PDF."""
    from responses.letter.merged import merge  # it loads what joins PDFs

    bundle = Bundle.objects.filter(pk=job.about).first()
    if not bundle or not bundle.is_waiting:
        return None
    pdf = merge(letters_to_merge(bundle))

    def keep(at):
        Bundle.objects.filter(pk=bundle.pk, cancelled_at=None).update(pdf=pdf, ready_at=at)

    return keep


@kind(
    "clean_up",
    fail=lambda job, trouble, is_final, at: None,
    abandoned_after=MERGING,
    attempts=3,
    killed="Cleaning up was stopped again and again.",
)
def clean_up(job: Job) -> Keep:
    """Delete bundles that nobody needs any more, chasers and spreadsheets that came to nothing, and what is told of old
    jobs."""

    def keep(at):
        Bundle.objects.outlived(at).discard()
        Chase.objects.outlived(at).discard()
        Spreadsheet.objects.outlived(at).delete()
        long_ago = at - ENDED_JOBS_KEPT_FOR
        Job.objects.filter(Q(done_at__lt=long_ago) | Q(given_up_at__lt=long_ago)).delete()

    return keep
