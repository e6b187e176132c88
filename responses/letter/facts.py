"""What the letter of an update says, in each of its languages: the facts that its templates print."""

import itertools
import re
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import override

from recommendations.models import Body
from recommendations.words import to_html
from responses.letter.origin import WELSH_PREFIX
from responses.letter.sections import Answer, Naming, Section, answer_alone, sections_of, sources_of
from responses.models import Response, Update
from responses.models.covering import IN_WELSH, CoveringLetter
from responses.models.responses import AWAITING

# A host and perhaps a path, as letterheads give them; anything else is printed but never made a link.
_WEB_ADDRESS = re.compile(r"(?:https?://)?(?P<rest>(?:[\w-]+\.)+[a-z]{2,}(?:/[\w./~%-]*)?)", re.IGNORECASE | re.ASCII)
ENGLISH, WELSH = "en", "cy"
Language, WordingAs = CoveringLetter.Language, CoveringLetter.WordingAs
_QUOTED = {WordingAs.FULL, WordingAs.ANNEX}
# One sheet is one letter from head to foot; in one with two languages each part stands there twice.
SHEETS = {
    Language.ENGLISH: [[ENGLISH]],
    Language.WELSH: [[WELSH]],
    Language.BESIDE: [[WELSH, ENGLISH]],
    Language.AFTER: [[WELSH], [ENGLISH]],
}


@dataclass(frozen=True)
class InOneLanguage:
    """Something that a letter says, in one of its languages."""

    code: str  # "en" or "cy"
    prefix: str  # of the columns that hold its words: "welsh_" in a letter in both, "" elsewhere

    @property
    def lang(self) -> str:
        return "cy" if self.code == WELSH else "en-GB"

    @property
    def is_welsh(self) -> bool:
        return self.code == WELSH


@dataclass(frozen=True)
class Version(InOneLanguage):
    """All that a letter says in one language."""

    date: str
    opening: SafeString
    chief_officer_comments: SafeString
    closing: SafeString
    lines: dict[str, str]  # by name, what is typed in a line: the subject, the salutation and the like
    force: str  # whose chief officer comments, where the letter speaks for one
    sections: list[Section]
    with_table: bool
    annexed: list[Section]  # those whose wording stands in the annex
    together: dict[str, list[Body]]  # what many bodies are called together, and who they are
    sources: list[tuple[str, str]]

    @property
    def gaps(self) -> list[Section]:
        return [section for section in self.sections if section.unanswered_for]


@dataclass(frozen=True)
class Sheet:
    """A letter from head to foot: its versions, and the sections of each beside those of the others."""

    versions: list[Version]

    @property
    def lang(self) -> str:
        return self.versions[0].lang

    @property
    def is_welsh(self) -> bool:
        """Whether it is in Welsh alone."""
        return all(version.is_welsh for version in self.versions)

    @property
    def sides(self) -> list[tuple[Version, None]]:
        return [(version, None) for version in self.versions]

    @property
    def has(self) -> dict[str, bool]:
        """Which of the parts that are said once a language are there in any."""
        return {name: any(version.lines[name] for version in self.versions) for name in IN_WELSH}

    @property
    def sections(self) -> list[list[tuple[Version, Section]]]:
        """Those that something is said to, a row each."""
        rows = zip(*([(version, section) for section in version.sections] for version in self.versions), strict=True)
        return [list(row) for row in rows if row[0][1].answers]


def letter_facts(update: Update, *, level: int) -> dict:
    """What the templates print. `level` is that of the letter's own heading, its subject."""
    spoken_for = sorted(update.speaks_for.all(), key=_force_first)
    addressed = _addressees(update)
    codes = set(itertools.chain(*SHEETS[update.language]))
    versions = {code: _version(update, spoken_for, *addressed, code=code, level=level) for code in codes}
    return {
        "update": update,
        "body": update.body,
        "super_complaint": update.super_complaint,
        "report_url": web_url(update.super_complaint.report_url),
        "website_url": web_url(update.body.website),
        "spoken_for": spoken_for,
        "enclosed": _enclosed(update),
        "sheets": [Sheet([versions[code] for code in sheet]) for sheet in SHEETS[update.language]],
        "subject_heading": f"h{level}",
        "section_heading": f"h{level + 1}",
        "body_heading": f"h{level + 2}",
    }


def _version(update: Update, spoken_for: list[Body], addressees, responses, *, code: str, level: int) -> Version:
    with override(code):
        prefix = _prefix(update, code)
        said = {name: getattr(update, f"{prefix}{name}") for name in IN_WELSH}
        naming = Naming(update, spoken_for, in_welsh=code == WELSH)
        sections = sections_of(update, addressees, responses, naming, level=level + 1)
        answered = [section for section in sections if section.answers]
        force = next((naming.name(body) for body in spoken_for if body.is_force), "")
        return Version(
            code=code,
            prefix=prefix,
            date=(update.date.in_welsh if code == WELSH else update.date.in_words) if update.date else "",
            opening=to_html(said["opening"], level + 1),
            chief_officer_comments=to_html(said["chief_officer_comments"], level + 2),
            closing=to_html(said["closing"], level + 1),
            lines=said,
            force=force,
            sections=sections,
            with_table=update.with_summary and sum(len(section.rows) for section in sections) > 1,
            annexed=answered if update.wording_as == WordingAs.ANNEX else [],
            together=naming.in_annex,
            sources=sources_of(sections, in_welsh=code == WELSH) if update.wording_as in _QUOTED else [],
        )


def _prefix(update: Update, code: str) -> str:
    # A letter in Welsh alone has its words where any other has them.
    return WELSH_PREFIX if code == WELSH and update.is_bilingual else ""


@dataclass(frozen=True)
class PrintedAnswer(InOneLanguage):
    """One answer alone, in one language of its letter."""

    answer: Answer
    is_met: bool


def answer_as_printed(response: Response) -> list[PrintedAnswer]:
    """What a letter prints of one of its answers, in each of its languages, Welsh first."""
    update, is_met = response.update, response.addressee.recommendation.met_by_update
    spoken_for, printed = list(update.speaks_for.all()), []
    for code in itertools.chain(*SHEETS[update.language]):
        with override(code):
            answer = answer_alone(response, spoken_for, in_welsh=code == WELSH)
            printed.append(PrintedAnswer(code, _prefix(update, code), answer, is_met))
    return printed


def _enclosed(update: Update) -> str:
    """What it lists as enclosed, one a line: the files that go with it in their order, then whatever else is typed."""
    titles = list(update.enclosed.values_list("title", flat=True))
    known = {title.casefold() for title in titles}
    typed = [line for line in update.enclosures.splitlines() if line.strip().casefold() not in known]
    return "\n".join(titles + typed)


def _addressees(update: Update) -> tuple[list, list]:
    """Whom its recommendations are addressed to, of those it speaks for or answers; and what it answers."""
    related = ("addressee__recommendation__super_complaint", "addressee__body")
    responses = list(update.responses.select_related(*related, *AWAITING))
    addressees = {addressee.pk: addressee for addressee in update.addressees()}
    addressees |= {response.addressee_id: response.addressee for response in responses}
    return list(addressees.values()), responses


def _force_first(body: Body) -> tuple[bool, str]:
    return (not body.is_force, body.name)


def web_url(address: str) -> str:
    """The address of a website as letterheads give it, "" for what is none."""
    match = _WEB_ADDRESS.fullmatch(address)
    return f"https://{match['rest']}" if match else ""
