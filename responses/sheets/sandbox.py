"""Reads a spreadsheet nobody vouches for in a process of its own, so that the worst it does is not to be read.

How that is done is in responses/apart.py.
"""

import json
import tempfile
from typing import BinaryIO

from responses.apart import Apart, NotDone, Stopped, TooLong
from responses.documents import MAX_BYTES, is_protected
from responses.sheets.grids import Bounds, Grid
from responses.zips import Bomb, NotReadable

SECONDS = 15  # what a report's answers take is less than one
MOST_ROWS = 5_000  # eight recommendations to 86 bodies, seven times over
MOST_CHARACTERS = 3_000_000
_MOST_ANSWER = 8 * MOST_CHARACTERS + 200 * MOST_ROWS
_PATIENCE = 30  # seconds that somebody waits for others' files
_LARGER = f"This file is larger than a spreadsheet of answers: {MOST_ROWS:,} rows at once are read. Send it in parts."
_BROKE = "This file is damaged, or no program wrote it as a spreadsheet. Open it, save it again, and choose that."
_LOCKED = "This workbook is protected by a password or a sensitivity label. Save it without, and choose that."
_STOPPED = "Reading it was stopped. Choose it again."

READER = Apart("responses.sheets.sandbox", patience=_PATIENCE)


def read_safely(content: bytes, *, seconds: int = SECONDS) -> list[Grid]:
    """The sheets of a workbook or a CSV file, within `seconds` and a little. NotReadable with a sentence."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        try:
            said = json.loads(READER.ask(file, seconds=seconds, most=_MOST_ANSWER))
        except Stopped:
            raise NotReadable(_STOPPED) from None
        except TooLong:
            raise NotReadable(_LARGER) from None
        except (NotDone, ValueError):
            raise NotReadable(_BROKE) from None
    if said.get("trouble"):
        raise NotReadable(str(said["trouble"])[:500])
    return [Grid.from_json(each) for each in said["grids"]]


# -- what is done in the other process

THREADS = False


def prepare() -> None:
    """Load all that reads."""
    from responses.sheets import delimited, xlsx  # noqa: F401 - so that they are here


def work(asked: BinaryIO) -> bytes:
    """The sheets as JSON, or the trouble with them."""
    try:
        said = {"grids": [grid.as_json() for grid in _read(asked.read(MAX_BYTES + 1))]}
    except Bomb:
        said = {"trouble": _LARGER}
    except NotReadable as trouble:
        said = {"trouble": str(trouble)}
    except Exception:  # a reader tripped over the file: people get a sentence
        said = {"trouble": _BROKE}
    return json.dumps(said).encode()


def _read(content: bytes) -> list[Grid]:
    from responses.sheets.delimited import read_csv
    from responses.sheets.xlsx import read_xlsx

    if is_protected(content):
        raise NotReadable(_LOCKED)
    bounds = Bounds(MOST_ROWS, MOST_CHARACTERS)
    if content.startswith(b"PK"):
        return read_xlsx(content, bounds.count)
    return [read_csv(content, bounds)]
