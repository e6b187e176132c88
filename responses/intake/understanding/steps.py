"""What a received letter is and says: blocks in, a proposal out, every word of the letter in one passage, in order.

Pure: what is known of bodies and reports comes in as plain values. STEPS are taken one after the other; each reads the
letter's pieces and writes on them, or on the letter, what it finds, with the name of the rule that decided.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from responses.intake.proposal import Block, Hint, Proposal
from responses.intake.understanding.dates import find_date
from responses.intake.understanding.envelope import find_envelope
from responses.intake.understanding.known import KnownBody, KnownSuperComplaint
from responses.intake.understanding.names import BodyNames
from responses.intake.understanding.outcome import proposed
from responses.intake.understanding.outline import find_sections
from responses.intake.understanding.pieces import Letter, cut
from responses.intake.understanding.reports import which_report
from responses.intake.understanding.senders import find_sender
from responses.intake.understanding.signs import begins_anew, find_signs
from responses.intake.understanding.tables import find_tables
from responses.intake.understanding.voices import find_speakers

STEPS = (
    find_signs,  # headings, labels and lead-ins: sign
    find_envelope,  # receiver and signature: role; to whom, signed by
    find_date,  # dates, the likeliest first
    find_speakers,  # speaker, seen from the sender
    find_sender,  # bodies, the likeliest first
    find_tables,  # role and numbers of cells
    find_sections,  # section, role and numbers of all else
)
_names = lru_cache(maxsize=4)(BodyNames)  # letters come in many, and the bodies are the same


def understand(
    blocks: Sequence[Block],
    *,
    bodies: Iterable[KnownBody],
    super_complaints: Iterable[KnownSuperComplaint],
    chosen: str = "",
    hints: Iterable[Hint] = (),
    awaited: Iterable[str] = (),
) -> Proposal:
    """A proposal for a person to confirm. `chosen` is the slug of the super-complaint, where somebody has said it;
    `hints` are what its file says about itself, `awaited` the names of bodies that have not answered yet."""
    known = {"bodies": bodies, "super_complaints": super_complaints, "chosen": chosen}
    return proposed(read_letter(blocks, **known, hints=hints, awaited=awaited))


def read_letter(blocks, *, bodies, super_complaints, chosen="", hints=(), awaited=()) -> Letter:
    """The letter after all steps."""
    letter = Letter(cut(blocks, begins_anew), _names(tuple(bodies)), hints=tuple(hints), awaited=frozenset(awaited))
    letter.report = which_report(letter, list(super_complaints), chosen)
    for step in STEPS:
        step(letter)
    return letter


def explained(blocks, **known) -> Iterator[str]:
    """Each piece of a letter with its role, numbers and speaker, the rules that decided, and its first words."""
    letter = read_letter(blocks, **known)
    for piece in letter.pieces:
        sign = f"{piece.sign.does.value} {' '.join(piece.sign.numbers)}".strip() if piece.sign else ""
        about = " ".join([piece.role, *(piece.numbers or (piece.section.numbers if piece.section else ()))])
        yield f"{about:<18} {piece.speaker.value:<20} {sign:<26} {' > '.join(piece.because):<40} {piece.plain[:70]}"
    for name in ("bodies", "dates"):
        yield from (f"{name}: {one.points:>3} {one.value}. {one.because}" for one in letter.found[name])
    yield from (f"doubt: {doubt}" for doubt in letter.doubts)
