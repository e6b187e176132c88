"""What reading a letter gives (blocks) and what understanding it proposes (passages and facts).

Plain values with no database behind them. A proposal is kept as JSON while a person works on it; nothing in it is a
fact until they record it.
"""

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum

from recommendations.dates import DayOrMonth
from responses.passages import PassageKind
from responses.voices import Voice


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CELL = "cell"
    FURNITURE = "furniture"  # running headers and footers, page numbers, a signature's picture


@dataclass(frozen=True)
class Block:
    """One run of a letter's text, in reading order."""

    kind: BlockKind
    text: str
    page: int = 1
    level: int = 0  # of a heading (1 is the highest) or a list item (0 is the outermost); 0 where unknown
    table: int | None = None  # of a cell: which table of the letter, which row and column, all from 0
    row: int | None = None
    column: int | None = None
    quoted: bool = False  # of a message that this one answers, in somebody else's words


@dataclass(frozen=True)
class Hint:
    """What a file says about itself outside the text of the letter."""

    kind: str  # "file name", "folder", "e-mail from", "e-mail subject", "page title", "title", "author"
    text: str


@dataclass(frozen=True)
class Part:
    """One part of a file that came in: the message of an e-mail, an attachment, a file in a zip; or the file itself."""

    name: str  # as people see it: "letter.pdf", "the message", "ATT00001.txt"
    blocks: tuple[Block, ...] = ()
    trouble: str = ""  # why it was not read, in a sentence; "" where it was
    notes: tuple[str, ...] = ()  # what was left out of it and why, in sentences: hidden words, a page that is a picture

    @property
    def words(self) -> str:
        """What it says itself, without headers and quoted messages."""
        own = (block for block in self.blocks if not block.quoted and block.kind != BlockKind.FURNITURE)
        return "\n".join(block.text for block in own)

    @property
    def is_short(self) -> bool:
        """Whether it says no more than a note that something is attached."""
        return len(self.words) < 900  # characters


@dataclass(frozen=True)
class Received:
    """Every part of one file, and which of them are the letter, as far as reading can tell."""

    parts: tuple[Part, ...]
    letter: tuple[int, ...]  # places in `parts`
    hints: tuple[Hint, ...] = ()
    why: str = ""  # none of them is, in a sentence

    @property
    def blocks(self) -> list[Block]:
        return [block for place in self.letter for block in self.parts[place].blocks]


class Speaker(StrEnum):
    """Who speaks, seen from whoever wrote the letter: it holds although nobody knows yet who that is."""

    SENDER = "sender"
    OTHER = "other"  # of the pair of a force and who oversees it
    JOINT = "joint"
    NPCC = "npcc"
    APCC = "apcc"
    HOME_OFFICE = "home_office"
    FORCE = "force"  # where the letter says so, whoever wrote it
    LOCAL_POLICING_BODY = "local_policing_body"


_OWN_VOICES = {
    "force": Voice.FORCE,
    "local_policing_body": Voice.LOCAL_POLICING_BODY,
    "police_authority": Voice.LOCAL_POLICING_BODY,
}
_OF_NAMES = {
    "National Police Chiefs' Council": Voice.NPCC,
    "Association of Police and Crime Commissioners": Voice.APCC,
    "Home Office": Voice.HOME_OFFICE,
}
_OF_A_PAIR = {Voice.FORCE: Voice.LOCAL_POLICING_BODY, Voice.LOCAL_POLICING_BODY: Voice.FORCE}


def heard_as(speaker: Speaker | None, kind: str, name: str = "") -> Voice:
    """Whose voice a speaker's is in a letter from the body of this Body.Kind and name; "" where nobody knows whose."""
    if speaker == Speaker.SENDER:
        return _OF_NAMES.get(name) or _OWN_VOICES.get(kind, Voice.NATIONAL_BODY if kind else Voice.NOT_STATED)
    if speaker == Speaker.OTHER:
        return _OF_A_PAIR.get(_OWN_VOICES.get(kind), Voice.NOT_STATED)
    return Voice(speaker.value) if speaker else Voice.NOT_STATED


@dataclass(frozen=True)
class Candidate:
    """Something that a letter may say of itself, and the words that it rests on."""

    value: str  # the name of a Body, or "2021-03-17" or "2021-03"
    because: str
    points: int = 0


@dataclass(frozen=True)
class Suggestion:
    """What some words of a passage suggest. `because` quotes them, so that a person can judge."""

    value: str  # a Response.Position or Response.Progress; for awaiting, whom or what
    because: str


@dataclass(frozen=True)
class Promise:
    """Something promised by a date, which may be only a month."""

    text: str  # the sentence
    by: str  # "2021-04" or "2021-04-30"

    @property
    def by_date(self) -> DayOrMonth:
        return DayOrMonth.from_text(self.by)


@dataclass(frozen=True)
class Passage:
    """A stretch of the letter. Its text holds headings, bullets and quotations as light marks."""

    kind: PassageKind
    text: str
    page: int = 1
    recommendations: tuple[str, ...] = ()
    voice: Voice = Voice.NOT_STATED  # what `speaker` comes to, or what a person said
    speaker: Speaker | None = None
    by_hand: bool = False  # a person said whose words it is: `voice` no longer follows `speaker`
    position: Suggestion | None = None
    progress: Suggestion | None = None
    awaiting: Suggestion | None = None
    promises: tuple[Promise, ...] = ()
    answers_for: tuple[str, ...] = ()  # the Body.Kinds it answers for, where a person said so
    gap: str = ""  # the white space that parted it from the passage before, where a person split the two
    differs: str = ""  # of a quotation: how it differs from the official wording, in a sentence


@dataclass(frozen=True)
class Proposal:
    """What a letter seems to be and to say. Empty where the letter does not tell: nothing is guessed."""

    passages: tuple[Passage, ...]
    body: str = ""  # the name of a Body
    body_because: str = ""
    super_complaint: str = ""  # a slug
    dated: str = ""  # "2021-03-17" or "2021-03"
    received: str = ""  # "2021-03-18": the day of the e-mail that brought it
    addressed_to: str = ""
    signatory: str = ""
    signatory_title: str = ""
    agreed_by: str = ""
    speaks_for: tuple[str, ...] = ()  # names of bodies
    doubts: tuple[str, ...] = field(default=())  # sentences that say what a person must decide
    bodies: tuple[Candidate, ...] = ()  # who may have written it, the likeliest first
    dates: tuple[Candidate, ...] = ()  # every date in it, the likeliest first
    parts: tuple[tuple[str, str, bool], ...] = ()  # of the file: its name, why it was not read or "", is it the letter

    @property
    def date(self) -> DayOrMonth | None:
        return DayOrMonth.from_text(self.dated)

    def as_json(self) -> dict:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Proposal":
        return cls(
            **{
                **data,
                "passages": tuple(_passage(passage) for passage in data["passages"]),
                "speaks_for": tuple(data.get("speaks_for", ())),
                "doubts": tuple(data.get("doubts", ())),
                "bodies": tuple(Candidate(**candidate) for candidate in data.get("bodies", ())),
                "dates": tuple(Candidate(**candidate) for candidate in data.get("dates", ())),
                "parts": tuple(tuple(part) for part in data.get("parts", ())),
            }
        )


def _passage(data: dict) -> Passage:
    suggestions = {
        name: Suggestion(**data[name]) if data.get(name) else None for name in ("position", "progress", "awaiting")
    }
    return Passage(
        **{
            **data,
            **suggestions,
            "kind": PassageKind(data["kind"]),
            "voice": Voice(data["voice"]),
            "speaker": Speaker(data["speaker"]) if data.get("speaker") else None,
            "recommendations": tuple(data["recommendations"]),
            "answers_for": tuple(data.get("answers_for", ())),
            "promises": tuple(Promise(**promise) for promise in data.get("promises", ())),
        }
    )
