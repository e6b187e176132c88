"""Which report a letter answers: by its title, by who complained, by the recommendations that it quotes."""

import re

from rapidfuzz import fuzz

from responses.intake.understanding.known import KnownSuperComplaint
from responses.intake.understanding.names import plain_name
from responses.intake.understanding.pieces import Letter, Piece
from responses.intake.understanding.quotations import is_quoted

_LONG = 120  # characters: what is shorter may stand in several reports
_TITLE_FOUND = 88  # how much of a report's title a letter must hold, out of 100


def which_report(letter: Letter, known: list[KnownSuperComplaint], chosen: str) -> KnownSuperComplaint | None:
    """The report a letter answers, `chosen` where somebody has said its slug; with a doubt, None."""
    if chosen:
        return next(report for report in known if report.slug == chosen)
    pieces = letter.pieces
    text = plain_name(" ".join(piece.plain for piece in pieces))
    likely = {report.slug: _likeness(report, text, pieces) for report in known}
    ranked = sorted(known, key=lambda report: likely[report.slug], reverse=True)
    if not ranked or not likely[ranked[0].slug]:
        letter.doubts.append("No super-complaint that is known here was recognised: choose which the letter is about.")
        return None
    if len(ranked) > 1 and likely[ranked[0].slug] == likely[ranked[1].slug]:
        letter.doubts.append(f"It could be about {ranked[0].title} or {ranked[1].title}: choose which.")
        return None
    return ranked[0]


def _likeness(report: KnownSuperComplaint, text: str, pieces: list[Piece]) -> int:
    title = plain_name(report.title).strip("?!. ")
    whole = plain_name(report.report_title)
    complainants = [name.strip() for name in re.split(r",|\band\b", plain_name(report.made_by)) if name.strip()]
    wordings = [recommendation.wording for recommendation in report.recommendations if recommendation.wording]
    quotes = sum(any(len(p.text) > _LONG and is_quoted(p.text, wording) for p in pieces) for wording in wordings)
    return (
        3 * (title in text)
        + 3 * (len(whole) > 20 and fuzz.partial_ratio(whole, text) >= _TITLE_FOUND)
        + 2 * (bool(complainants) and all(name in text for name in complainants))
        + 2 * quotes
        + 2 * bool(report.reply_to and report.reply_to in text and title in text)
    )
