"""What reading a letter gives (blocks) and what understanding it proposes (passages and facts).

Plain values with no database behind them. A proposal is kept as JSON while a person works on it; nothing in it is a
fact until they record it.
"""

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum

from recommendations.dates import DayOrMonth
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


class PassageKind(StrEnum):
    QUOTATION = "quotation"  # of a recommendation
    RESPONSE = "response"  # to one or several recommendations
    GENERAL = "general"
    FURNITURE = "furniture"


KIND_NAMES = {
    PassageKind.RESPONSE: "Answer",
    PassageKind.QUOTATION: "Quotation of a recommendation",
    PassageKind.GENERAL: "General",
    PassageKind.FURNITURE: "Header, footer or page number",
}


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
    voice: Voice = Voice.NOT_STATED
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
    addressed_to: str = ""
    signatory: str = ""
    signatory_title: str = ""
    agreed_by: str = ""
    speaks_for: tuple[str, ...] = ()  # names of bodies
    doubts: tuple[str, ...] = field(default=())  # sentences that say what a person must decide

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
            "recommendations": tuple(data["recommendations"]),
            "answers_for": tuple(data.get("answers_for", ())),
            "promises": tuple(Promise(**promise) for promise in data.get("promises", ())),
        }
    )
