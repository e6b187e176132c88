"""What the words of a response suggest about position, progress, who is waited for, and what is promised by when.

Only suggestions: each comes with the very words it rests on, and a person decides. What words count is told by
docs/decisions: to note or to welcome a report is not to accept a recommendation. What a letter calls its answer
("Status: Complete") comes before what its other words suggest; where they contradict it, both are shown.
"""

import re
from collections.abc import Iterator

from recommendations.dates import DayOrMonth
from responses.intake.proposal import Promise, Suggestion
from responses.intake.understanding.dates import MONTH, dates_in, month_number
from responses.intake.understanding.pieces import plain, sentences
from responses.intake.understanding.vocabulary import is_status

_ACCEPTS = r"(?:accepts?|accepted|agrees?|agreed)"
_POSITIONS = {
    "not_accepted": re.compile(
        r"\b(?:(?:does|do|did|is|are|can|could)\s*(?:not|n't)|cannot|unable to)\s+(?:\w+\s+){0,2}?(?:accept(?:ed)?"
        r"|agree(?:d)?(?: with)?)\b"
        r"|\brejects?\b[^.]{0,200}\brecommendation\b|\bnot accepted\b",
        re.IGNORECASE,
    ),
    "accepted_in_part": re.compile(
        rf"\b(?:partially|partly)\s+{_ACCEPTS}|\b{_ACCEPTS}\s+(?:this recommendation\s+)?(?:in part|partially"
        rf"|in principle)\b",
        re.IGNORECASE,
    ),
    "accepted": re.compile(
        rf"^\W*(?:fully\s+)?(?:accepted|agreed)\b|\b(?:fully\s+)?{_ACCEPTS}\b[^.]{{0,40}}\b(?:recommendations?"
        rf"|action)\b"
        r"|\brecommendations?\b[^.]{0,40}\b(?:is|are|was|has been|have been)\s+(?:fully\s+)?accepted\b"
        r"|\b(?:welcomed|supports?|welcomes?) (?:this|the) recommendation\b"
        r"|\baction to implement\b[^.]{0,200}\brecommendation\b"
        r"|\b(?:we|I) (?:\w+ )?accept\b",
        re.IGNORECASE,
    ),
}
_WAITING = re.compile(
    r"\b(?:await(?:s|ing|ed)?|(?:waiting|wait) for)\s+(?P<what>(?:the\s+)?[^,.;:()]{4,120})"
    r"|\bonce\s+(?P<once>(?:the|that|this|national|college)\b[^,.;:()]{4,90}?)\s+(?:is|are|has been|have been)\s+"
    r"(?:received|published|issued|available|agreed|known|complete[d]?)"
    r"|\b(?:depend(?:s|ing|ent)? on|subject to|pending)\s+(?P<pending>(?:the\s+)?[^,.;:()]{0,60}\b(?:guidance"
    r"|direction|protocol|review|outcome|"
    r"publication|decision)\b[^,.;:()]{0,60})",
    re.IGNORECASE,
)
_PROGRESS = {
    "complete": re.compile(
        r"^\W*(?:complete[d]?|closed|implemented|discharged)\W*$"
        r"|\b(?:action|recommendation|this)\s+(?:is|has been|was|are|have been)\s+(?:now\s+|fully\s+"
        r"|therefore\s+)?(?:complete[d]?|closed|implemented|"
        r"discharged|met)\b|\b(?:fully|already) (?:implemented|compliant|in place)\b|\baction complete\b",
        re.IGNORECASE,
    ),
    "in_progress": re.compile(
        r"^\W*(?:in progress|ongoing|on track|amber|being progressed)\W*$|\bin progress\b|\bunder\s?way\b|\bongoing\b"
        r"|\b(?:is|are) (?:being|currently|"
        r"actively)\s+\w+|\b(?:has|have) (?:begun|started|commenced|taken immediate action|established|introduced"
        r"|recently)\b|\bwork(?:ing|s)? "
        r"(?:towards|closely with|to develop)\b|\bplanning to\b|\b(?:has|have) (?:been )?(?:reviewed|updated|developed"
        r"|amended)\b",
        re.IGNORECASE,
    ),
    "not_started": re.compile(
        r"^\W*(?:not (?:yet )?started|red|no action)\W*$|\b(?:work|action) (?:has"
        r"|have) not (?:yet )?(?:been )?(?:started|begun)\b"
        r"|\bwill (?:take steps|create|develop|establish|consider|review|introduce)\b",
        re.IGNORECASE,
    ),
}
# What a status line says ("Status: Complete"). Of the colours only amber counts: red may be late, or not begun.
_STATED_POSITIONS = {
    "not_accepted": re.compile(r"\bnot accepted\b|\brejected\b", re.IGNORECASE),
    "accepted_in_part": re.compile(r"\b(?:partially|partly) accepted\b|\bin (?:part|principle)\b", re.IGNORECASE),
    "accepted": re.compile(r"\b(?:accepted|agreed)\b", re.IGNORECASE),
}
_STATED_PROGRESS = {
    "not_started": re.compile(r"\bnot started\b", re.IGNORECASE),
    "in_progress": re.compile(r"\b(?:in progress|ongoing|on track|amber)\b", re.IGNORECASE),
    "complete": re.compile(r"\b(?:completed?|closed|implemented)\b", re.IGNORECASE),
}
# What a sentence says plainly of the work, so that a status line cannot be true beside it.
_PLAINLY = {
    "not begun": re.compile(
        r"\bnot (?:yet )?(?:been )?(?:started|begun|commenced)\b|\bno (?:work|action) has\b", re.IGNORECASE
    ),
    "not done": re.compile(
        r"\b(?:is|are|was|were|has|have)(?: not|n't) (?:yet )?(?:been )?(?:fully )?(?:completed?|implemented|finished"
        r"|in place)\b|\b(?:work|action|recommendation|implementation) (?:is|remains) (?:still )?(?:in progress"
        r"|under\s?way|ongoing|outstanding)\b",
        re.IGNORECASE,
    ),
    "begun": re.compile(r"\b(?:has|have) (?:begun|started|commenced)\b|\bunder\s?way\b|\bin progress\b", re.IGNORECASE),
    "done": re.compile(
        r"\b(?:work|action|recommendation)s? (?:is|are|was|were|has been|have been) (?:now |fully )?(?:completed?"
        r"|closed|implemented|discharged|met)\b",
        re.IGNORECASE,
    ),
}
_OTHERWISE = {
    "accepted": ("not_accepted", "accepted_in_part"),
    "not_accepted": ("accepted", "accepted_in_part"),
    "complete": ("not begun", "not done", "awaits"),
    "in_progress": ("not begun", "done"),
    "not_started": ("begun", "done"),
}
_FUTURE = re.compile(
    r"\b(?:will|shall|target|aim(?:s|ing)?|due|plan(?:s|ned)?|expect(?:s|ed)?|intend(?:s|ed)?|hope[ds]?|commit(?:s"
    r"|ted)?|to be|scheduled|by)\b",
    re.IGNORECASE,
)
_BY_DATE = re.compile(
    r"\b(?:by|before|in|from|during|until|on|for)\s+(?:the\s+)?(?:(?P<end>end|close) of\s+|(?:early|mid|late)[ -]+)?$",
    re.IGNORECASE,
)
# A month without its year: "in March", "by the end of May".
_MONTH_ALONE = re.compile(rf"\b(?P<by>by|in)\s+(?:the\s+)?(?:(?P<end>end) of\s+)?{MONTH}(?!\s+\d)", re.IGNORECASE)


def position_in(text: str) -> Suggestion | None:
    return _stated(text, _STATED_POSITIONS) or _first(text, _POSITIONS)


def progress_in(text: str) -> Suggestion | None:
    """Awaiting others comes before all but a status line that says "complete": it tells what would move it on."""
    stated, waiting = _stated(text, _STATED_PROGRESS), awaiting_in(text)
    if waiting and not (stated and stated.value == "complete"):
        return Suggestion("awaiting_others", waiting.because)
    return stated or _first(text, _PROGRESS)


def said_against(suggestion: Suggestion, text: str) -> str:
    """The first sentence of an answer that contradicts the status line which suggests it, or "".

    "Status: Complete" and "Work has not started." -> "Work has not started."
    """
    otherwise = _OTHERWISE.get(suggestion.value, ()) if is_status(suggestion.because) else ()
    told = (said for said in _said_in(text) if not is_status(said))
    return next((said for said in told if _says_any(said, otherwise)), "")


def _says_any(said: str, otherwise: tuple[str, ...]) -> bool:
    position = _first(said, _POSITIONS)
    return (
        any(name in _PLAINLY and _PLAINLY[name].search(said) for name in otherwise)
        or (position is not None and position.value in otherwise)
        or ("awaits" in otherwise and awaiting_in(said) is not None)
    )


def _stated(text: str, signs: dict[str, re.Pattern]) -> Suggestion | None:
    lines = [said for said in _said_in(_chosen(text)) if is_status(said)]
    found = (Suggestion(value, said) for said in lines for value, sign in signs.items() if sign.search(said))
    return next(found, None)


def _said_in(text: str) -> Iterator[str]:
    """The sentences of a text; a line that states a status is one, whatever follows it."""
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*-)", text):
        lines = paragraph.split("\n")
        yield from (plain(line) for line in lines if is_status(plain(line)))
        said = plain("\n".join(line for line in lines if not is_status(plain(line))))
        yield from filter(None, (said[begins:ends].strip() for begins, ends in sentences(said)))


def awaiting_in(text: str) -> Suggestion | None:
    """Whom or what a response waits for."""
    match = _WAITING.search(plain(text))
    if not match:
        return None
    what = next(filter(None, (match["what"], match["once"], match["pending"])))
    return Suggestion(re.split(r"\s+(?:before|which|and will|in order)\b", what)[0].strip(), match[0].strip())


def promises_in(text: str, dated: str) -> tuple[Promise, ...]:
    """Sentences that promise something by a date. A month without a year is in the letter's, where that is safe."""
    found = []
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*-)", text):
        said = plain(paragraph)
        for begins, ends in sentences(said):
            sentence = said[begins:ends].strip()
            if _FUTURE.search(sentence):
                found += [Promise(sentence, by) for by in dict.fromkeys(_due(sentence, dated))]
    return tuple(found)


def _due(sentence: str, dated: str) -> list[str]:
    due = []
    for date in dates_in(sentence):
        before = _BY_DATE.search(sentence[max(0, date.begins - 40) : date.begins])
        later = not dated or date.last_day.isoformat()[: len(dated)] >= dated
        if before and later:
            due.append(date.last_day.isoformat() if before["end"] else date.text)
    alone = [match for match in _MONTH_ALONE.finditer(sentence) if dated and _year_of(match, dated)]
    due += [_month_of(match, _year_of(match, dated)) for match in alone]
    return due


def _year_of(match: re.Match, dated: str) -> int | None:
    """The year of a month named alone: the letter's, unless the month had passed by then."""
    year, written = int(dated[:4]), int(dated[5:7])
    return year if month_number(match["month"]) >= written else None


def _month_of(match: re.Match, year: int) -> str:
    month = DayOrMonth.from_text(f"{year}-{month_number(match['month']):02}")
    return month.last_day.isoformat() if match["end"] else month.to_text()


def _chosen(text: str) -> str:
    """A text without the choices that were offered and not ticked: "☐ Yes ☒ No" is "No"; the box may follow, too."""
    options = re.split(r"([☐☒☑✓])", text)
    if "☐" not in options[1::2]:
        return text
    after = zip(options[1::2], options[2::2] if not options[0].strip() else options[0:-1:2], strict=False)
    return " ".join(said.strip() for box, said in after if box != "☐")


def _first(text: str, signs: dict[str, re.Pattern]) -> Suggestion | None:
    said = plain(_chosen(text))
    for value, sign in signs.items():
        if match := sign.search(said):
            return Suggestion(value, _sentence_around(said, match))
    return None


def _sentence_around(said: str, match: re.Match) -> str:
    begins, ends = next(span for span in sentences(said) if span[0] <= match.start() < span[1])
    return said[begins:ends].strip()
