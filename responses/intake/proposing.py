"""A file's bytes to a proposal: read, understood, and what a person must know of its parts. It knows no Django."""

from collections.abc import Iterable
from dataclasses import replace

from responses.intake.proposal import Part, Proposal, Received
from responses.intake.reading import NotReadable, receive
from responses.intake.sentences import Sentence
from responses.intake.understanding import understand
from responses.intake.understanding.known import KnownBody, KnownSuperComplaint
from responses.intake.understanding.vocabulary import mentioned


def propose(
    content: bytes,
    name: str,
    *,
    bodies: Iterable[KnownBody],
    super_complaints: Iterable[KnownSuperComplaint],
    chosen: str = "",
    awaited: Iterable[str] = (),
    letter: tuple[int, ...] = (),
) -> Proposal:
    """What a file seems to be and to say; where it names no report, on the one of the slug `chosen`.

    `awaited` are the names of bodies that have not answered, `letter` the places of the parts that a person said are
    the letter. Raises NotReadable with a sentence where no part can be read as one.
    """
    received = receive(content, name, letter)
    if not received.letter:
        raise NotReadable(received.why)
    known = {"bodies": tuple(bodies), "super_complaints": tuple(super_complaints)}
    known |= {"hints": received.hints, "awaited": tuple(awaited)}
    proposal = understand(received.blocks, **known)
    if chosen and not proposal.super_complaint:
        proposal = _on(chosen, understand(received.blocks, **known, chosen=chosen), known["super_complaints"])
    sent = next((hint.text for hint in received.hints if hint.kind == "e-mail date"), "")
    return replace(
        proposal, parts=_parts(received), received=sent, doubts=(*proposal.doubts, *_doubts_of_parts(received))
    )


def _on(slug: str, proposal: Proposal, known: Iterable[KnownSuperComplaint]) -> Proposal:
    """A proposal on a report that the letter does not name: it may answer another."""
    title = next(report.title for report in known if report.slug == slug)
    return replace(
        proposal, doubts=(f"It does not name “{title}”: check that it answers this report.", *proposal.doubts)
    )


def _parts(received: Received) -> tuple[tuple[str, str, bool], ...]:
    return tuple((part.name, part.trouble, place in received.letter) for place, part in enumerate(received.parts))


def _doubts_of_parts(received: Received) -> list[str]:
    """What was not read, what reading left out, and what else came that may be an answer."""
    found = []
    for place, part in enumerate(received.parts):
        told = {"part": part.name, "why": part.trouble}
        if part.trouble:
            found.append(Sentence.PART_NOT_READ % told if len(received.parts) > 1 else part.trouble)
        elif place in received.letter:
            found += part.notes
        elif _may_say_something(part):
            found.append(Sentence.PART_NOT_TAKEN % told)
    return found


def _may_say_something(part: Part) -> bool:
    return not part.is_short or bool(mentioned(part.words))
