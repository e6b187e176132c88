"""What changed, as a file: a line for each thing that moved a cell, and on each line by which clock it is told."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from responses.desk.changes import Change, Reading, Section, why_in_words
from responses.exports import NOTHING, csv_file, harmless

COLUMNS = (
    *("clock", "from_as_at", "from_known_at", "to_as_at", "to_known_at"),
    *("body", "kind", "region", "recommendation", "from", "to", "because"),
    *("letter", "letter_from", "received_on", "recorded_on"),
)


def changes_csv(sections: Iterable[Section]) -> bytes:
    """Days are ISO; known at a day is by the end of it, or by now."""
    return csv_file(COLUMNS, (line for section in sections for line in _lines(section)))


def _lines(section: Section) -> Iterator[tuple[str, ...]]:
    clock = (section.clock.label, *_days(section.before), *_days(section.after))
    if not section.changes:
        yield *clock, NOTHING
    for change in section.changes:
        for cause in change.causes:
            yield *clock, *_cell(change), why_in_words(*cause), *_letter(cause[1])


def _days(reading: Reading) -> tuple[str, str]:
    return reading.as_at.isoformat(), reading.known_on.isoformat()


def _cell(change: Change) -> tuple[str, ...]:
    cell = change.move.after
    body = harmless(cell.body.name), cell.body.get_kind_display(), cell.body.get_region_display()
    return (*body, harmless(cell.recommendation.number), harmless(change.was), harmless(change.now))


def _letter(letter) -> tuple[str, ...]:
    if letter is None:
        return ("", "", "", "")
    recorded_on = timezone.localdate(letter.recorded_at).isoformat()
    return letter.reference, harmless(letter.body.name), letter.received_on.isoformat(), recorded_on
