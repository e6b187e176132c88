"""Reads a file nobody vouches for in a process of its own, so that the worst it does is not to be read.

The process has 512 MB, some seconds, no network, no settings or secrets, and may write nothing: confined.py says what
holds where. It gets the file, and gives back blocks as JSON, of which this side takes no more than a letter has.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple
from pathlib import Path

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading import NotReadable, read
from responses.intake.reading.bounds import MAX_BLOCKS, MAX_BYTES, MAX_CHARACTERS

SECONDS = 20  # a letter takes one
MAX_ANSWER = 8 * MAX_CHARACTERS + 100 * MAX_BLOCKS
_ROOT = Path(__file__).resolve().parents[2]
_TOO_LONG = "Reading this file took longer than {} seconds, so it was given up. Ask the sender for a simpler one."
_CRASHED = "This file asks for more than reading a letter takes, so it was given up. Ask the sender for a simpler one."
_BROKE = "This file is damaged, or of a sort we cannot read. Keep it beside the record, and type what it says."


class ReadingStopped(Exception):
    """Somebody else ended the process that read: it says nothing about the file."""


def read_safely(content: bytes, name: str, seconds: int = SECONDS) -> list[Block]:
    """What read(content, name) gives, NotReadable, or ReadingStopped; always within `seconds` and a little."""
    if len(content) > MAX_BYTES:
        raise NotReadable(f"This file must be {MAX_BYTES // 1024**2} MB or smaller.")
    deadline = time.monotonic() + seconds
    with tempfile.TemporaryFile() as letter:
        letter.write(content)
        letter.seek(0)
        process = _start(letter, name, seconds)
        try:
            answer = _answer(process.stdout.fileno(), deadline)
            code = process.wait(max(0.1, deadline - time.monotonic())) if answer is not None else None
        except subprocess.TimeoutExpired:
            answer, code = None, None
        finally:
            _stop(process)
    if answer is None or code == -signal.SIGXCPU:
        raise NotReadable(_TOO_LONG.format(seconds))
    if code == -signal.SIGKILL and time.monotonic() < deadline:  # its own limit on time comes later
        raise ReadingStopped
    if code:  # a library out of memory ends its process
        raise NotReadable(_CRASHED)
    return _blocks(answer)


def _start(letter, name: str, seconds: int) -> subprocess.Popen:
    # Nothing of this process's environment goes along: it may hold the database's password.
    return subprocess.Popen(  # noqa: S603 - our own program; the name is an argument, and no shell reads it
        [sys.executable, "-s", "-B", "-X", "utf8", "-m", "responses.intake.sandbox", _printable(name), str(seconds)],
        stdin=letter,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
        start_new_session=True,
    )


def _printable(name: str) -> str:
    """A name that can be a program's argument. Only its ending is looked at."""
    return "".join(char if char.isprintable() else " " for char in name[-200:]) or "file"


def _answer(pipe: int, deadline: float) -> bytes | None:
    """What the process says until it closes its end; None where it does not by the deadline, or does not stop."""
    answer = bytearray()
    while len(answer) <= MAX_ANSWER:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return None
        piece = os.read(pipe, 65_536)
        if not piece:
            return bytes(answer)
        answer += piece
    return None


def _stop(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
    process.stdout.close()


def _blocks(answer: bytes) -> list[Block]:
    try:
        said = json.loads(answer)
        if "trouble" in said:
            raise NotReadable(str(said["trouble"])[:500])
        return [Block(BlockKind(kind), *rest) for kind, *rest in said["blocks"]]
    except (ValueError, KeyError, TypeError):
        raise NotReadable(_BROKE) from None


def main(name: str, seconds: str) -> None:
    """The other side: reads the file on standard input, and prints its blocks, or the trouble with it."""
    from responses.intake.confined import confine

    confine(int(seconds))
    try:
        said = {"blocks": [astuple(block) for block in read(sys.stdin.buffer.read(MAX_BYTES + 1), name)]}
    except NotReadable as trouble:
        said = {"trouble": str(trouble)}
    except Exception:  # a reader tripped over the file: people get a sentence, and the file stays as it is
        said = {"trouble": _BROKE}
    print(json.dumps(said), flush=True)
    os._exit(0)  # whatever a library still wanted to do


if __name__ == "__main__":
    main(*sys.argv[1:])
