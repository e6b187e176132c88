"""What a spreadsheet would put on the record, letter by letter; what is there already; and what is to be put right.

A row becomes an answer by the very forms in which a person records a letter that arrived: what they refuse is refused
here, and nothing is written in a second way. Nothing that is on the record is changed: what differs from it is refused.
"""

import datetime
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import User
from recommendations.dates import DayOrMonth, NotADate, typed_date
from recommendations.models import Addressee, Body, SuperComplaint
from recommendations.names import Names, either
from recommendations.words import from_typed, plain
from responses.forms.recording import RecordForm, RecordLetterForm
from responses.forms.speaking import Around, OnBehalf
from responses.forms.writing import ResponseForm
from responses.models import Likeness, Response, Update
from responses.models.responses import AWAITING
from responses.register import referred_to
from responses.sheets.columns import Problem, Row, Sheets
from responses.voices import Voice

# At once: each is checked and stored as one that a person types, and nobody else writes meanwhile on SQLite.
MOST_LETTERS, MOST_ANSWERS = 100, 700
_UNDATED = {"no date", "undated", "none", "bears no date"}
_ANSWER = {"text": "Words", "welsh_text": "Words in Welsh", "position": "Position", "progress": "Progress"}
_ANSWER |= {
    "voice": "Whose words",
    "awaiting_body": "Awaits",
    "awaiting_recommendation": "Awaits",
    "awaiting": "Awaits",
}
_LETTER = {"dated_as": "Dated", "undated": "Dated", "received_on": "Received", "body": "Letter from"}
_CHOICES = {
    "Position": {label.casefold(): value for value, label in Response.Position.choices},
    "Progress": {label.casefold(): value for value, label in Response.Progress.choices},
    "Whose words": {label.casefold(): value for value, label in Voice.choices()},
}
_LABELS = {
    "Position": [label for _, label in Response.Position.choices],
    "Progress": [label for _, label in Response.Progress.choices],
    "Whose words": [label for _, label in Voice.choices()],
}
# As awaiting_in_words() says it: "College of Policing and recommendation 3 (national guidance)".
_AWAITS = (
    re.compile(r"(?:(?P<body>.+) and )?recommendation (?P<number>\S+?)(?: \((?P<words>.+)\))?", re.DOTALL),
    re.compile(r"(?P<body>.+?)(?P<number>)(?: \((?P<words>.+)\))?", re.DOTALL),
)


@dataclass
class Said:
    """What one row says: for whom, on what, by which letter, as far as that can be told."""

    row: Row
    addressee: Addressee
    sender: Body
    received_on: datetime.date | None
    dated: DayOrMonth | None
    is_undated: bool


@dataclass
class Letter:
    """One letter that would be recorded, with its answers."""

    form: RecordLetterForm
    answers: list[tuple[Said, ResponseForm]]

    def record(self, *, by: User, at: datetime.datetime) -> Update:
        """As the two pages of a letter do, one after the other. NotRecorded where the last of them refuses."""
        update = self.form.save(by=by, at=at)
        for _, form in self.answers:
            form.save(by=by, at=at)
        decision = RecordForm({"seen": update.edited_at.isoformat()}, update=update)
        if not decision.is_valid():
            raise NotRecorded(next(iter(decision.errors.values()))[0])
        update.record(by=by, at=at)
        return update

    def as_json(self) -> dict:
        first, letter = self.answers[0][0], self.form.instance
        bodies = dict.fromkeys(said.addressee.body.name for said, _ in self.answers)
        return {
            "sender": letter.body.name,
            "dated": first.dated.in_words if first.dated else "",
            "received": DayOrMonth(first.received_on).in_words,
            "speaks_for": list(bodies),
            "answers": [_as_json(said) for said, _ in self.answers],
        }


def _as_json(said: Said) -> dict:
    row, recommendation = said.row, said.addressee.recommendation
    names = {"position": "Position", "progress": "Progress", "awaits": "Awaits", "voice": "Whose words"}
    names |= {"words": "Words", "welsh": "Words in Welsh"}
    where = {"sheet": row.sheet, "row": row.number, "body": said.addressee.body.name, "number": recommendation.number}
    return where | {name: row.text(heading) for name, heading in names.items()}


class NotRecorded(Exception):
    """Why nothing of a spreadsheet was recorded, in a sentence."""


class Check:
    """A file against the record as it is now. `letters` and `problems` are what came of it."""

    def __init__(self, super_complaint: SuperComplaint, sheets: Sheets, name: str):
        self.report, self.sheets, self.name = super_complaint, sheets, name
        self.problems: list[Problem] = list(sheets.problems)
        self.letters: list[Letter] = []
        self.unchanged = self.silent = 0
        addressed = Addressee.objects.filter(recommendation__super_complaint=super_complaint)
        addressed = list(addressed.select_related("recommendation__super_complaint", "body"))
        self.addressees = {(it.recommendation.number, it.body_id): it for it in addressed}
        self.numbers = [it.number for it in super_complaint.recommendations.all()]
        self.around = Around.of(super_complaint)
        self.names = Names(self.around.authors)
        found = [said for row in sheets.rows if (said := self._resolved(row))]
        named = [said for said in found if said.row.text("Letter")]
        self._compare_named(named)
        self._group([said for said in found if not said.row.text("Letter")])
        self.problems.sort(key=lambda it: (it.sheet, it.row))

    @property
    def is_ready(self) -> bool:
        return bool(self.letters) and not self.problems

    @property
    def answers(self) -> int:
        return sum(len(letter.answers) for letter in self.letters)

    def as_json(self) -> dict:
        """What its page shows: the same again means that nothing has changed that bears on it."""
        return {
            "read": self.sheets.read,
            "not_read": self.sheets.not_read,
            "letters": [letter.as_json() for letter in self.letters],
            "problems": [list(problem) for problem in self.problems],
            "unchanged": self.unchanged,
            "silent": self.silent,
        }

    def record(self, *, by: User, at: datetime.datetime) -> list[Update]:
        """Every letter, in one transaction of the caller's: NotRecorded leaves it to roll all back."""
        return [letter.record(by=by, at=at) for letter in self.letters]

    # -- what a row is about

    def _problem(self, row: Row, column: str, words: str, letter: Update | None = None) -> None:
        self.problems.append(row.problem(column, words, letter.pk if letter else 0))

    def _resolved(self, row: Row) -> Said | None:
        if row.is_silent:
            self.silent += 1
            return None
        body, number = self._body(row, "Body"), self._number(row)
        sender = self._body(row, "Letter from") if row.text("Letter from") else body
        received_on, dated, is_undated = self._received_on(row), *self._dated(row)
        addressee = self.addressees.get((number, body.pk)) if body else None
        if body and number and not addressee:
            self._problem(row, "Body", f"Recommendation {number} is not addressed to {body}.")
        if addressee and sender:
            return Said(row, addressee, sender, received_on, dated, is_undated)
        return self._check_alone(row)

    def _check_alone(self, row: Row) -> None:
        """What is wrong with the answer of a row of which nobody knows to what it is one."""
        for column in _CHOICES:
            if row.text(column):
                self._is_chosen(row, column, asks=True)
        if not row.text("Words"):
            self._problem(row, "Words", "Enter what the letter says about this recommendation.")

    def _body(self, row: Row, column: str) -> Body | None:
        typed = row.text(column)
        if not typed:
            return self._problem(row, column, "Enter the body that this row is about.")
        if len(found := self.names.meant_by(typed)) == 1:
            return found[0]
        near = found or self.names.like(typed)
        meant = f" Did you mean {either(near)}?" if near else ""
        return self._problem(row, column, f"“{typed[:80]}” is no body that this report knows.{meant}")

    def _number(self, row: Row) -> str:
        typed = row.text("Recommendation")
        bare = re.sub(r"^rec(?:ommendation)?\b\.? *|^R(?=\d)", "", typed, flags=re.IGNORECASE)
        cell = row.cells.get("Recommendation")
        alike = [it for it in self.numbers if _is_number(it, bare)] if cell and cell.is_number else []
        if len(alike) > 1:
            self._problem(row, "Recommendation", f"As a number, {bare} may be {' or '.join(alike)}. Enter it as text.")
        elif found := next((it for it in (bare, re.sub(r"\.0+$", "", bare)) if it in self.numbers), ""):
            return found
        elif not typed:
            self._problem(row, "Recommendation", "Enter the number of the recommendation.")
        else:
            self._problem(row, "Recommendation", f"The report has no recommendation “{typed[:40]}”.")
        return ""

    def _received_on(self, row: Row) -> datetime.date | None:
        if typed := row.text("Received"):
            date = self._date(row, "Received", typed, ("day", "month", "year"))
            return date and date.first_day
        return self._problem(row, "Received", "Enter the day on which HMICFRS received the letter.")

    def _dated(self, row: Row) -> tuple[DayOrMonth | None, bool]:
        typed = row.text("Dated")
        if typed.casefold() in _UNDATED:
            return None, True
        if typed:
            return self._date(row, "Dated", typed, ("month", "year")), False
        if row.text("Letter"):  # the export leaves it empty of a letter that bears none
            return None, True
        return self._problem(row, "Dated", "Enter the date that the letter bears, or “no date”."), False

    def _date(self, row: Row, column: str, typed: str, needed: tuple[str, ...]) -> DayOrMonth | None:
        try:
            return typed_date({"day": typed}, needed=needed)
        except NotADate as error:
            return self._problem(row, column, f"“{typed[:40]}” {error}.")

    # -- what is on the record already

    def _compare_named(self, rows: list[Said]) -> None:
        """Rows that name their letter: they say what it says, or are refused."""
        asked = {said.row.text("Letter"): referred_to(said.row.text("Letter")) for said in rows}
        found = {}
        for reference, query in asked.items():
            found[reference] = query and self._on_record().filter(query).first()
        for said in rows:
            if update := found[said.row.text("Letter")]:
                self._compare(said, update)
            else:
                words = "No letter of this reference is on the record of this report. Leave it empty for a new letter."
                self._problem(said.row, "Letter", words)

    def _on_record(self):
        answers = Response.objects.select_related(*AWAITING)
        updates = Update.objects.recorded().filter(super_complaint=self.report).select_related("body")
        return updates.prefetch_related(Prefetch("responses", answers))

    def _compare(self, said: Said, update: Update) -> None:
        answers = (it for it in update.responses.all() if it.addressee_id == said.addressee.pk)
        if not (response := next(answers, None)):
            self._problem(
                said.row,
                "",
                f"{update.reference} is on the record, and says nothing on this for {said.addressee.body}. "
                "A spreadsheet adds nothing to a letter that is recorded: correct the letter on its page.",
                update,
            )
            return
        differing = list(_differing(said, update, response))
        for column, recorded in differing:
            self._problem(
                said.row,
                column,
                f"{update.reference} is on the record: there, {recorded}. Nothing recorded is changed from a "
                "spreadsheet: put back what it says, or correct the letter on its page.",
                update,
            )
        self.unchanged += not differing

    # -- what is new

    def _group(self, rows: list[Said]) -> None:
        """Rows of one sender, received on one day and bearing one date, are one letter."""
        groups: dict[tuple, list[Said]] = {}
        for said in rows:
            if said.received_on and (said.dated or said.is_undated):
                groups.setdefault((said.sender, said.received_on, said.dated), []).append(said)
            else:  # its answer is checked all the same, so that all is said at once
                self._answers(self._letter([said]), [said])
        dated = Update.objects.same_letters_as(self._likeness(key) for key in groups)
        undated = self._undated()
        known = [found if key[2] else undated[key[0].pk, key[1]] for key, found in zip(groups, dated, strict=True)]
        recorded = self._on_record().in_bulk({letter.pk for found in known for letter in found})
        fresh = {}
        for (key, group), alike in zip(groups.items(), known, strict=True):
            if alike:
                self._meet(key, group, alike, recorded)
            else:
                fresh[key] = group
        self._make(fresh)

    def _likeness(self, key) -> Likeness:
        return Likeness(self.report.pk, key[0].pk, key[2], frozenset())

    def _undated(self) -> dict[tuple[int, datetime.date], list[Update]]:
        """Letters on the record that bear no date, by sender and the day on which they were received."""
        found = defaultdict(list)
        for update in Update.objects.standing().filter(super_complaint=self.report, dated=None):
            found[update.body_id, update.received_on].append(update)
        return found

    def _meet(self, key, group: list[Said], alike: list[Update], recorded: dict[int, Update]) -> None:
        """What seems to be a letter that is here: it says the same, or a person decides."""
        sender, received_on, dated = key
        letter = next((it for it in alike if it.received_on == received_on and not it.is_draft), alike[0])
        if letter.is_draft:
            words = (
                f"{letter.created_by} has begun to record a letter from {sender} dated {dated}. "
                "Finish that draft, or delete it, first."
            )
            self._problem(group[0].row, "Dated", words, letter)
        elif letter.received_on != received_on:
            when = DayOrMonth(letter.received_on).in_words
            words = (
                f"{letter.reference} from {sender} bears the same date and was received on {when}. "
                "Enter that day if this is the same letter; record another of one date on its own page."
            )
            self._problem(group[0].row, "Received", words, letter)
        else:
            for said in group:
                self._compare(said, recorded[letter.pk])

    def _make(self, groups: dict[tuple, list[Said]]) -> None:
        if len(groups) > MOST_LETTERS or sum(map(len, groups.values())) > MOST_ANSWERS:
            most = f"{MOST_LETTERS} new letters or {MOST_ANSWERS} new answers"
            self.problems.append(Problem("", 0, "", f"There are more than {most}. Bring them in by several files."))
            return
        first: dict[tuple, Said] = {}
        for (sender, _, dated), group in groups.items():
            other = first.setdefault((sender, dated), group[0])
            if dated and other is not group[0]:
                where = f"Row {other.row.number} is of a letter from {sender}"
                words = f"{where} that bears the same date and was received on another day. Is it one letter?"
                self._problem(group[0].row, "Received", words)
            form = self._letter(group)
            self._check_letter(form, group)
            self.letters.append(Letter(form, self._answers(form, self._once(group))))

    def _once(self, group: list[Said]) -> Iterator[Said]:
        seen: dict[int, Said] = {}
        for said in group:
            other = seen.setdefault(said.addressee.pk, said)
            if other is said:
                yield said
            else:
                where = f"row {other.row.number}" + (f" of “{other.row.sheet}”" if other.row.sheet else "")
                words = f"This is the same body, recommendation and letter as {where}. Leave one of the two."
                self._problem(said.row, "", words)

    def _letter(self, group: list[Said]) -> RecordLetterForm:
        first = group[0]
        letter = Update(super_complaint=self.report, body=first.sender, origin=Update.Origin.RECEIVED)
        data = {
            "body": first.sender.name,
            "on_behalf": OnBehalf.CHOSEN,
            "chosen": sorted({said.addressee.body_id for said in group}),
            "dated_as_day": first.dated.in_words if first.dated else "",
            "received_on_day": DayOrMonth(first.received_on).in_words if first.received_on else "",
            "note": self._note(group),
        }
        return RecordLetterForm(
            data | ({"undated": "on"} if first.is_undated else {}), instance=letter, around=self.around
        )

    def _note(self, group: list[Said]) -> str:
        """Where it came from, for whoever asks later: no letter was seen."""
        sheets: dict[str, list[int]] = {}
        for said in group:
            sheets.setdefault(said.row.sheet, []).append(said.row.number)
        rows = [f"{_listed(rows)}{f' of “{sheet}”' if sheet else ''}" for sheet, rows in sheets.items()]
        return f"Recorded from the spreadsheet “{self.name}”, {', '.join(rows)}."[:2000]

    def _check_letter(self, form: RecordLetterForm, group: list[Said]) -> None:
        if form.is_valid():
            return
        for name, errors in form.errors.items():
            column = _LETTER.get(name, "Body")
            self._problem(group[0].row, column, f"{errors[0].rstrip('.')}.")

    def _answers(self, letter: RecordLetterForm, group) -> list[tuple[Said, ResponseForm]]:
        return [(said, self._answer(letter.instance, said)) for said in group]

    def _answer(self, update: Update, said: Said) -> ResponseForm:
        row, asks = said.row, not said.addressee.recommendation.met_by_update
        wrong = {column for column in _CHOICES if not self._is_chosen(row, column, asks or column == "Whose words")}
        if row.is_hidden:
            self._problem(row, "", "This row is hidden. Show it, so that whoever records it can see what it says.")
        data = {
            name: _CHOICES[column].get(row.text(column).casefold(), "")
            for name, column in _ANSWER.items()
            if column in _CHOICES
        }
        data |= {"text": row.text("Words")} | self._awaited(row)
        data |= {"welsh_text": row.text("Words in Welsh")} if row.text("Words in Welsh") else {}
        form = ResponseForm(data, instance=Response(update=update, addressee=said.addressee), finished=True)
        if not form.is_valid():
            for name, errors in form.errors.items():
                if (column := _ANSWER.get(name, "")) not in wrong:
                    self._problem(row, column, f"{errors[0].rstrip('.')}.")
        return form

    def _is_chosen(self, row: Row, column: str, asks: bool) -> bool:
        """Whether its cell says one of the words that can be chosen; of what asks for an update alone, none."""
        typed, labels = row.text(column), ", ".join(_LABELS[column])
        if not asks:
            if typed.casefold() in {"", "not stated"}:
                return True
            self._problem(row, column, "This recommendation asks for an update alone: leave this cell empty.")
        elif not typed:
            self._problem(row, column, f"This cell is empty. Enter one of: {labels}.")
        elif typed.casefold() in _CHOICES[column]:
            return True
        else:
            self._problem(row, column, f"“{typed[:40]}” is none of: {labels}.")
        return False

    def _awaited(self, row: Row) -> dict[str, str]:
        """What its cell says, chosen where it names a body or a recommendation, and otherwise in its own words."""
        typed = row.text("Awaits")
        for form in _AWAITS:
            if match := form.fullmatch(typed):
                body = self.names.meant_by(match["body"]) if match["body"] else []
                if len(body) == 1 or (match["number"] and not match["body"]):
                    chosen = {"awaiting_body": body[0].name if body else "", "awaiting_recommendation": match["number"]}
                    return chosen | {"awaiting": match["words"] or ""}
        return {"awaiting": typed} if typed else {}


def _is_number(number: str, typed: str) -> bool:
    try:
        return float(number) == float(typed)
    except ValueError:
        return False


def _listed(rows: list[int]) -> str:
    """ "row 4" or "rows 4 to 6, 9"."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
    return f"row{'s' if len(rows) > 1 else ''} {said}"


def _differing(said: Said, update: Update, response: Response) -> Iterator[tuple[str, str]]:
    """Each column in which a row differs from what was recorded, and what that is. Of a missing one nothing is said."""
    row = said.row
    if row.text("Letter from") and said.sender != update.body:
        yield "Letter from", f"it is from {update.body}"
    if said.received_on and said.received_on != update.received_on:
        yield "Received", f"it was received on {DayOrMonth(update.received_on)}"
    if (said.dated or said.is_undated) and said.dated != update.date:
        yield "Dated", f"it bears {update.date_in_words or 'no date'}"
    recorded = {
        "Position": response.get_position_display(),
        "Progress": response.get_progress_display(),
        "Awaits": response.awaiting_in_words,
        "Whose words": Voice(response.voice).label,
    }
    for column, words in recorded.items():
        if column in row.places and row.text(column).casefold() != words.casefold():
            yield column, f"it says “{words}”" if words else "it says nothing"
    for column, words in (("Words", response.text), ("Words in Welsh", response.welsh_text)):
        if column in row.places and not _same_words(row.text(column), words):
            yield column, "it says other words" if words else "it says nothing"


def _same_words(typed: str, words: str) -> bool:
    """Whether they read the same: a cell keeps neither bold nor lists."""
    return _spaced(plain(words)) in {_spaced(typed), _spaced(plain(from_typed(typed)))}


def _spaced(text: str) -> str:
    return " ".join(text.split())


def digest(checked: dict) -> str:
    """What tells whether somebody decides about what they saw."""
    return hashlib.sha256(json.dumps(checked, sort_keys=True).encode()).hexdigest()
