"""Many letters at once: which they are, asking for them, and what goes into the file.

Letters that were sent, and files that were received, are only copied. A draft is drawn, a job for each, so that every
core has its share; one that cannot be is listed, and stops nothing.
"""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from accounts.models import User
from recommendations.english import in_english
from recommendations.models import Body, SuperComplaint
from responses.enclosures import files_with
from responses.forms.register import about
from responses.jobs.queue import put, take_back
from responses.letter.names import file_name
from responses.models import Bundle, BundleLetter, Document, Enclosure, Update

WRITTEN = Update.Origin.WRITTEN
NO_FILE = gettext_noop("No file of this letter is kept.")


def letters_of_report(user: User, super_complaint: SuperComplaint, as_at: datetime.date) -> QuerySet[Update]:
    """The letters on a report that counted on a date and that this person may read."""
    return Update.objects.visible_to(user).as_at(as_at).filter(super_complaint=super_complaint)


def letters_of_body(user: User, body: Body) -> QuerySet[Update]:
    """All that a body sent, or that speaks for it, as far as this person may read it."""
    return Update.objects.visible_to(user).recorded().filter(about(body))


def drafts_among(user: User, wanted: Q) -> QuerySet[Update]:
    """Drafts that are written here and that this person may write."""
    return Update.objects.editable_by(user).filter(wanted, origin=WRITTEN)


@in_english
@transaction.atomic
def ask(bundle: Bundle, updates: QuerySet[Update], *, at: datetime.datetime) -> Bundle:
    """Store a bundle with these letters, and have done for it what must be."""
    if bundle.packing == Bundle.Packing.PDF:
        updates = updates.filter(origin=WRITTEN)
    bundle.asked_at = at
    bundle.save(force_insert=True)
    has_file = Exists(Document.objects.of_letters().filter(update=OuterRef("pk")))
    found = updates.select_related("body", "super_complaint").annotate(has_file=has_file)
    BundleLetter.objects.bulk_create(_letter(bundle, update) for update in found)
    drafts = bundle.letters.waiting().values_list("pk", flat=True)
    put("draw", drafts, at=at, by=bundle.asked_by)
    go_on(bundle, at)
    return bundle


def _letter(bundle: Bundle, update: Update) -> BundleLetter:
    dated = update.date_in_words or "not dated"
    return BundleLetter(
        bundle=bundle,
        update=update,
        name=f"{update.body.slug}/{file_name(update)}"[-250:],
        title=f"{update.body}, {update.super_complaint}, {dated}{' (draft)' if update.is_draft else ''}"[:250],
        stood_at=update.recorded_at or update.edited_at,
        is_draft=update.is_draft,
        trouble="" if update.has_file or not update.is_received else NO_FILE,
    )


def go_on(bundle: Bundle, at: datetime.datetime) -> None:
    """Once no letter has to be waited for, make it ready, or have its letters made one PDF. In a transaction."""
    bundle = _held(bundle)
    if not bundle.is_waiting or bundle.letters.waiting().exists():
        return
    if bundle.packing == Bundle.Packing.PDF:
        put("merge", [bundle.pk], at=at, by=bundle.asked_by)
    else:
        bundle.ready_at = at
        bundle.save(update_fields=["ready_at"])


@transaction.atomic
def cancel(bundle: Bundle, *, at: datetime.datetime) -> bool:
    """Stop it, and whether it was still to be stopped. A letter that is being drawn at this moment is drawn in vain;
    nothing more is."""
    _take_back(bundle, bundle.letters.all())
    bundle = _held(bundle)
    if not bundle.ready_at and not bundle.cancelled_at:
        bundle.cancelled_at = at
        bundle.save(update_fields=["cancelled_at"])
    return not bundle.ready_at


@transaction.atomic
def try_again(bundle: Bundle, *, at: datetime.datetime) -> None:
    """Draw the drafts again that could not be drawn, and make the file anew with those that can be."""
    failed = bundle.letters.failed().filter(is_draft=True)
    again = list(failed.values_list("pk", flat=True))
    _take_back(bundle, failed)
    bundle = _held(bundle)
    if bundle.cancelled_at:
        return
    failed.update(trouble="")
    Bundle.objects.filter(pk=bundle.pk).update(ready_at=None, pdf=None, trouble="")
    put("draw", again, at=at, by=bundle.asked_by)
    go_on(bundle, at)


def _take_back(bundle: Bundle, letters: QuerySet[BundleLetter]) -> None:
    """Its jobs, before the bundle itself is held: a worker that ends one holds them in that order too."""
    take_back("draw", letters.values_list("pk", flat=True))
    take_back("merge", [bundle.pk])


def _held(bundle: Bundle) -> Bundle:
    """The same until the transaction ends: of two workers with the last two letters one sees that it has the last."""
    return Bundle.objects.select_for_update().defer("pdf").get(pk=bundle.pk)


def may_still_read(user: User, bundle: Bundle) -> bool:
    """Whether every letter in it may be read by this person now: a role may have ended since, or a letter been noted
    as recorded in error. One that was deleted was their own."""
    hidden = bundle.letters.exclude(update=None).exclude(update__in=Update.objects.visible_to(user))
    return not hidden.exists()


def files_in(bundle: Bundle) -> Iterator[tuple[str, datetime.datetime, bytes]]:
    """What its zip holds, by folders of bodies: the letters that were written here, what goes with them in a folder of
    each letter's own, then the files of the others."""
    rows = bundle.letters.filter(trouble="").order_by("name", "pk")
    ours = rows.exclude(pdf=None, update__sent_letter=None)
    for name, at, drawn, sent in _one_by_one(ours, "name", "stood_at", "pdf", "update__sent_letter__pdf"):
        yield name, at, bytes(drawn or sent)
    with_files = ours.filter(Exists(Enclosure.objects.filter(update=OuterRef("update"))))
    for update, name in with_files.values_list("update", "name"):
        yield from files_with(update, f"{name.removesuffix('.pdf')}-{update}-enclosures/", by=bundle.asked_at)
    received = rows.filter(update__origin=Update.Origin.RECEIVED).values_list("update", "name")
    names = dict(received)
    # What was attached since is not in it, so that it is the same file whenever it is downloaded.
    documents = Document.objects.of_letters().filter(update__in=names, added_at__lte=bundle.asked_at)
    for update, name, at, content in _one_by_one(documents, "update_id", "name", "added_at", "content"):
        yield f"{names[update].removesuffix('.pdf')} {name}", at, bytes(content)


def letters_to_merge(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
    """The letters of its PDF, each with the title of its bookmark."""
    rows = bundle.letters.filter(trouble="").order_by("name", "pk")
    for title, drawn, sent in _one_by_one(rows, "title", "pdf", "update__sent_letter__pdf"):
        yield title, bytes(drawn or sent)


def _one_by_one(rows: QuerySet, *columns: str) -> Iterator[tuple]:
    """Rows with their files, a few of them in memory at a time."""
    return rows.values_list(*columns).iterator(chunk_size=8)


def progress(bundle: Bundle) -> dict:
    """How far it is: how many letters there are, are ready and wait; and those that are not in the file."""
    count, waiting = bundle.letters.count(), bundle.letters.waiting().count()
    failed = list(bundle.letters.failed().defer("pdf"))
    return {"count": count, "waiting": waiting, "failed": failed, "ready": count - waiting - len(failed)}
