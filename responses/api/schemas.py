"""What the API is asked and what it answers: from this its documentation is made."""

import datetime

from ninja import Schema
from pydantic import Field

LIMIT, MOST = 100, 500  # answers, commitments, reviews a page
CELLS, MOST_CELLS = 1000, 5000

AS_AT = "As at which day: what had been received by its end. For example 2021-06-17. Today where it is not named."
CURSOR = "What “next” of the page before said. The first page where it is not named."


class AsAt(Schema):
    as_at: str = Field("", description=AS_AT)
    cursor: str = Field("", description=CURSOR)
    limit: int = Field(LIMIT, ge=1, le=MOST, description=f"How many items a page has, up to {MOST}.")


class AnswersAsked(AsAt):
    recommendation: str = Field("", description="The number of one recommendation, such as 3a. Every one without.")


class MatrixAsked(AsAt):
    known_at: str = Field(
        "", description="As far as was recorded by the end of this day, as it was believed then. Now where not named."
    )
    limit: int = Field(
        CELLS, ge=1, le=MOST_CELLS, description=f"How many cells a page has at most, up to {MOST_CELLS}."
    )


class Clock(Schema):
    """Which clock an answer goes by."""

    as_at: datetime.date = Field(description="What had been received by the end of this day.")
    as_known_at: datetime.datetime = Field(description="As far as had been recorded by this moment.")
    clock: str = Field(description="The same in words.")


class Report(Schema):
    slug: str = Field(description="Its name in addresses.")
    title: str
    report_title: str
    made_by: str
    published_on: datetime.date
    due_on: datetime.date = Field(description="By the report’s own rule; a recommendation or a body may have another.")
    closed_on: datetime.date | None = Field(description="From this day nothing more is expected.")
    recommendations: int = Field(description="How many it has.")


class Reports(Clock):
    items: list[Report]


class Recommendation(Schema):
    number: str
    short_title: str = Field(description="In our own words.")
    summary: str = Field(description="What it asks, in our own words.")
    wording: str = Field(description="The official wording; empty where it is not held.")
    wording_source: str
    due_on: datetime.date
    met_by_update: bool = Field(description="It asks for an update: one received meets it.")


class Recommendations(Clock):
    report: str
    items: list[Recommendation]


class Page(Clock):
    """Go on while “next” names a cursor: a page may have few items, or none, and be followed by others."""

    report: str = Field(description="The slug of the report.")
    next: str | None = Field(description="The cursor of the page that follows; null on the last.")


class Cell(Schema):
    """Where one body stands on one recommendation. A body that is not addressed has no cell."""

    body: str
    kind: str
    region: str
    recommendation: str
    status: str = Field(description="How far it has come, as it says; or its silence. Such as “Overdue”.")
    status_means: str
    position: str = Field(description="Whether it accepts, as it says; empty where nothing was heard.")
    position_received_on: datetime.date | None
    position_letter_from: str
    progress: str
    progress_received_on: datetime.date | None
    progress_letter_from: str
    awaiting: str
    awaiting_body: str
    awaiting_recommendation: str
    dated: str = Field(description="The date of the letter in its own words: 2021-03-17, or March 2021.")
    received_on: datetime.date | None
    due_on: datetime.date
    extensions: int
    late: bool | None = Field(description="null where nothing was received.")
    asked_again_on: datetime.date | None
    asked_again: str
    review: str = Field(description="What HMICFRS made of the answer that speaks.")
    delivered: bool = Field(description="HMICFRS has seen it done, which is more than that the body says so.")
    letter_from: str


class Cells(Page):
    items: list[Cell]


class Answer(Schema):
    """What one letter says on one recommendation for one body; a silent body has an item without a letter."""

    body: str
    kind: str
    region: str
    number: str = Field(description="Of the recommendation.")
    status: str
    due_on: datetime.date
    letter: str = Field(description="Its reference, such as SC1-00012; empty where nothing was received.")
    letter_from: str
    dated: str
    dated_from: datetime.date | None
    received_on: datetime.date | None
    speaks: bool | None = Field(description="Whether the status rests on it; null where nothing was received.")
    position: str
    progress: str
    awaiting: str
    voice: str = Field(description="Whose words they are.")
    words: str
    welsh_words: str


class Answers(Page):
    items: list[Answer]


class Commitment(Schema):
    body: str
    number: str
    letter: str
    words: str
    first: str = Field(description="By when it was promised first, in words.")
    first_last_day: datetime.date | None
    now: str
    now_last_day: datetime.date | None
    slippage: str
    state: str
    done_on: datetime.date | None


class Commitments(Page):
    items: list[Commitment]


class Review(Schema):
    body: str
    number: str
    letter: str
    outcome: str
    reviewed_on: datetime.date
    due_on: datetime.date | None
    reasons: str
    evidence: str
    reviewed_by: str


class Reviews(Page):
    items: list[Review]
