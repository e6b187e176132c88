"""What is known before a letter is read: the bodies that might have written it, the reports it might answer."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class KnownBody:
    """A body by everything a letter may call it by."""

    name: str
    kind: str  # a Body.Kind
    office: str = ""  # a Body.Office
    names: tuple[str, ...] = ()  # aliases, its Welsh name, and names made by rule
    website: str = ""
    email: str = ""
    began_on: datetime.date | None = None
    ended_on: datetime.date | None = None
    oversees: str = ""  # the name of a force
    succeeded_by: str = ""

    def existed_on(self, date: datetime.date) -> bool:
        """Whether nothing known says that it did not."""
        return not (self.began_on and date < self.began_on) and not (self.ended_on and date >= self.ended_on)


@dataclass(frozen=True)
class KnownRecommendation:
    number: str
    wording: str = ""
    addressed_to: frozenset[str] = frozenset()  # the Body.Kinds of its addressees
    met_by_update: bool = False


@dataclass(frozen=True)
class KnownSuperComplaint:
    slug: str
    title: str
    report_title: str = ""
    made_by: str = ""
    published_on: datetime.date | None = None
    reply_to: str = ""
    recommendations: tuple[KnownRecommendation, ...] = ()
