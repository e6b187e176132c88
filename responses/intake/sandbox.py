"""Reads and understands a file nobody vouches for in a process of its own, so that the worst it does is not to be read.

Each process has 512 MB, some seconds, no network, no settings or secrets, and may write nothing: confined.py says what
holds where. Loading what reading needs takes longer than reading, so a server loads it once, and makes a copy of
itself for each file (a fork); it never sees a byte of a file itself. What comes back is JSON, of which this side takes
no more than a letter has. On any trouble the server is ended with all it made, and the next file starts another.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import pickle
import pkgutil
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from responses.intake.proposal import Proposal
from responses.intake.reading import NotReadable
from responses.intake.reading.bounds import MAX_BLOCKS, MAX_BYTES, MAX_CHARACTERS
from responses.intake.understanding.known import KnownBody, KnownSuperComplaint

SECONDS = 20  # a letter takes one
MAX_ANSWER = 8 * MAX_CHARACTERS + 500 * MAX_BLOCKS
_IDLE = 60  # seconds after which a server that has nothing to do ends
_ROOT = Path(__file__).resolve().parents[2]
_STATUS = struct.Struct("i")  # how a process ended, as os.waitpid() tells it
_TOO_LONG = "Reading this file took longer than {} seconds, so it was given up. Ask the sender for a simpler one."
_CRASHED = "This file asks for more than reading a letter takes, so it was given up. Ask the sender for a simpler one."
_BROKE = "This file is damaged, or of a sort we cannot read. Keep it beside the record, and type what it says."

_one_at_a_time = threading.Lock()
_server: "_Server | None" = None


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


def _safely(content: bytes, asked: dict, seconds: int) -> dict:
    if len(content) > MAX_BYTES:
        raise NotReadable(f"This file must be {MAX_BYTES // 1024**2} MB or smaller.")
    with tempfile.TemporaryFile() as file, _one_at_a_time:
        pickle.dump(asked, file)
        file.write(content)
        file.seek(0)
        deadline = time.monotonic() + seconds
        answer, status = _ask(file.fileno(), seconds, deadline)
    code = os.waitstatus_to_exitcode(status) if status is not None else None
    if answer is None or code == -signal.SIGXCPU:
        raise NotReadable(_TOO_LONG.format(seconds))
    if code is None or (code == -signal.SIGKILL and time.monotonic() < deadline):  # its own limit on time comes later
        raise ReadingStopped
    if code:  # a library out of memory ends its process
        raise NotReadable(_CRASHED)
    try:
        said = json.loads(answer)
        trouble = said.get("trouble")
    except (ValueError, AttributeError):
        raise NotReadable(_BROKE) from None
    if trouble:
        raise NotReadable(str(trouble)[:500])
    return said


def _ask(file: int, seconds: int, deadline: float) -> tuple[bytes | None, int | None]:
    """What a process says of the file, None where it does not end; and how it ended, None where nobody knows."""
    global _server
    if _server is None or not _server.is_ours():
        end_server()
        _server = _Server()
    answer, status = b"", None
    reading, writing = os.pipe()
    try:
        with open(writing, "wb"):  # closed on this side as soon as the other has it
            _server.begin(file, writing, seconds)
        answer = _answer(reading, deadline)
        status = _server.status(deadline) if answer is not None else None
    except TimeoutError:
        answer = None
    except OSError:  # the server is gone
        pass
    finally:
        os.close(reading)
    if status is None:
        end_server()
    return answer, status


@atexit.register
def end_server() -> None:
    """Ends the server, and whatever process it still has; the next file starts another."""
    global _server
    if _server:
        _server.end()
    _server = None


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


class _Server:
    """The process that makes a process for each file, seen from this side."""

    def __init__(self):
        self.owner = os.getpid()
        self.ours, theirs = socket.socketpair()
        # Nothing of this process's environment goes along: it may hold the database's password.
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-B", "-X", "utf8", "-m", "responses.intake.sandbox"],
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
            start_new_session=True,
        )
        theirs.close()

    def is_ours(self) -> bool:
        """Whether it runs, and for this process: one that was forked since needs its own."""
        return self.owner == os.getpid() and self.process.poll() is None

    def begin(self, file: int, answer: int, seconds: int) -> None:
        socket.send_fds(self.ours, [_STATUS.pack(seconds)], [file, answer])

    def status(self, deadline: float) -> int | None:
        """How the process for the last file ended; None where the server was ended first."""
        self.ours.settimeout(max(0.1, deadline - time.monotonic()))
        said = self.ours.recv(_STATUS.size)
        return _STATUS.unpack(said)[0] if len(said) == _STATUS.size else None

    def end(self) -> None:
        self.ours.close()
        if self.owner == os.getpid():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


# -- the other side


def serve() -> None:
    """Makes a process for each file that is asked about on standard input, until nobody asks any more."""
    from responses.intake import reading, understanding

    for package in (reading, understanding):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    gc.freeze()
    asking = socket.socket(fileno=os.dup(0))
    while select.select([asking], [], [], _IDLE)[0]:
        seconds, fds, _, _ = socket.recv_fds(asking, _STATUS.size, 2)
        if not seconds:
            return
        process = os.fork()
        if not process:
            asking.close()
            _answer_for(*fds, *_STATUS.unpack(seconds))
        for fd in fds:
            os.close(fd)
        asking.sendall(_STATUS.pack(os.waitpid(process, 0)[1]))


def _answer_for(file: int, answer: int, seconds: int) -> None:
    """Reads the file, writes what it says as JSON, or the trouble with it, and ends this process."""
    from responses.intake.confined import confine

    os.dup2(file, 0)
    os.dup2(answer, 1)
    os.closerange(3, 1024)
    confine(seconds)
    try:
        asked = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own side, before the file's bytes
        said = _said(asked, sys.stdin.buffer.read(MAX_BYTES + 1))
    except NotReadable as trouble:
        said = {"trouble": str(trouble)}
    except Exception:  # a reader tripped over the file: people get a sentence, and the file stays as it is
        said = {"trouble": _BROKE}
    print(json.dumps(said), flush=True)
    os._exit(0)  # whatever a library still wanted to do


def _said(asked: dict, content: bytes) -> dict:
    from responses.intake.proposing import propose

    return {"proposal": propose(content, **asked).as_json()}


if __name__ == "__main__":
    serve()
