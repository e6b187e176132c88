"""Reads and understands a file nobody vouches for in a process of its own, so that the worst it does is not to be read.

How that is done is in responses/apart.py. What comes back is JSON, of which this side takes no more than a letter has.
"""

import importlib
import json
import os
import pickle
import pkgutil
import tempfile
from collections.abc import Iterable
from typing import BinaryIO

from responses.apart import Apart, NotDone, Stopped, TooLong
from responses.documents import gettext_noop
from responses.intake.proposal import Proposal
from responses.intake.reading import NotReadable
from responses.intake.reading.bounds import MAX_BLOCKS, MAX_BYTES, MAX_CHARACTERS
from responses.intake.reading.returned import Returned, read_returned
from responses.intake.sentences import Sentence
from responses.intake.understanding.known import KnownBody, KnownSuperComplaint

SECONDS = 20  # a letter takes one
MAX_ANSWER = 8 * MAX_CHARACTERS + 500 * MAX_BLOCKS
_CRASHED = gettext_noop(
    "This file asks for more than reading a letter takes, so it was given up. Ask the sender for a simpler one."
)
_BROKE = gettext_noop(
    "This file is damaged, or of a sort we cannot read. Keep it beside the record, and type what it says."
)

# As many as there are processors: workers have as many files in hand.
READER = Apart("responses.intake.sandbox", at_once=os.cpu_count() or 1)


class ReadingStopped(Exception):
    """Somebody else ended the process that read: it says nothing about the file."""


def understand_safely(
    content: bytes,
    name: str,
    *,
    bodies: Iterable[KnownBody],
    super_complaints: Iterable[KnownSuperComplaint],
    seconds: int = SECONDS,
    **asked,
) -> Proposal:
    """What propose(content, name, ...) gives, NotReadable, or ReadingStopped; always within `seconds` and a little."""
    asked |= {"name": name, "bodies": list(bodies), "super_complaints": list(super_complaints)}
    said = _safely(content, asked, seconds)
    try:
        return Proposal.from_json(said["proposal"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotReadable(_BROKE) from None


def returned_safely(content: bytes, *, seconds: int = SECONDS) -> Returned | None:
    """What a Word version of ours says that came back, None for any other document; otherwise as understand_safely."""
    said = _safely(content, {"returned": True}, seconds)
    try:
        return Returned.from_json(said["returned"]) if said["returned"] else None
    except (KeyError, TypeError, AttributeError):
        raise NotReadable(_BROKE) from None


def _safely(content: bytes, asked: dict, seconds: int) -> dict:
    if len(content) > MAX_BYTES:
        raise NotReadable(Sentence.TOO_LARGE % {"most": MAX_BYTES // 1024**2})
    with tempfile.TemporaryFile() as file:
        pickle.dump(asked, file)
        file.write(content)
        file.seek(0)
        try:
            said = json.loads(READER.ask(file, seconds=seconds, most=MAX_ANSWER))
            trouble = said.get("trouble")
        except TooLong:
            raise NotReadable(Sentence.TOO_SLOW % {"seconds": seconds}) from None
        except Stopped:
            raise ReadingStopped from None
        except NotDone:
            raise NotReadable(_CRASHED) from None
        except (ValueError, AttributeError):
            raise NotReadable(_BROKE) from None
    if trouble:
        raise NotReadable(str(trouble)[:500])
    return said


# -- what is done in the other process

THREADS = False


def prepare() -> None:
    """Load all that reads and understands."""
    from responses.intake import reading, understanding

    for package in (reading, understanding):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def work(asked: BinaryIO) -> bytes:
    """What the file says as JSON, or the trouble with it."""
    try:
        known = pickle.load(asked)  # noqa: S301 - written by our own side, before the file's bytes
        said = _said(known, asked.read(MAX_BYTES + 1))
    except NotReadable as trouble:
        said = {"trouble": str(trouble)}
    except Exception:  # a reader tripped over the file: people get a sentence, and the file stays as it is
        said = {"trouble": _BROKE}
    return json.dumps(said).encode()


def _said(asked: dict, content: bytes) -> dict:
    from responses.intake.proposing import propose

    if "returned" in asked:
        returned = read_returned(content)
        return {"returned": returned and returned.as_json()}
    return {"proposal": propose(content, **asked).as_json()}
