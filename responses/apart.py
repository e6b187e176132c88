"""Work over text or bytes that nobody vouches for is done in a process of its own, so that the worst it does is not to
be done.

Each process has so much memory, so many seconds, no network, no settings or secrets, and may write nothing: confined.py
says what holds where. Loading what the work needs takes longer than the work, so a server loads it once, and makes a
copy of itself for each piece of work (a fork); it never sees a byte of it itself. Several may be at work at once. Of
what one answers this side takes no more than it asked for. One that takes too long is ended alone; a server that is
gone is replaced by another. While nothing is at work, a copy that has rehearsed waits for what comes next: a new one
needs a while to have the memory that it writes to for its own.
"""

import atexit
import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import BinaryIO

from responses.confined import MEMORY, confine, leave_network

_ROOT = Path(__file__).resolve().parents[1]
_ASKED = struct.Struct("iq")  # seconds, and bytes of memory
_SAID = struct.Struct("iq")  # how a process ended, as os.waitpid() tells it, and the length of the answer that follows
_WRONG = 70  # how a process ends in which the work itself raised an error
_PARTING = 2  # seconds in which a server takes away what it made
_MOMENT = 0.3  # seconds


class NotDone(Exception):
    """Why there is no answer."""


class TooLong(NotDone):
    """Time was up."""


class TooMuch(NotDone):
    """It wanted more memory than it may have, answered without end, or crashed."""


class Stopped(NotDone):
    """Somebody else ended the process, or others had all the turns: it says nothing about the work."""


class WentWrong(NotDone):
    """The work raised an error; the message is its traceback."""


class Apart:
    """One kind of work. `module` has `prepare()`, which loads all it needs, `work(asked: BinaryIO) -> bytes`, and says
    by THREADS whether the work needs threads of its own. It may have `rehearse()`, after which work is done faster.

    `at_once`: how many processes may be at work for this one. `idle`: seconds after which a server with nothing to do
    ends. `patience`: seconds that anybody waits for a turn; None: as long as it takes.
    """

    def __init__(self, module: str, *, at_once: int = 1, idle: int = 60, patience: float | None = None):
        self.module, self.idle, self.patience = module, idle, patience
        self._turns = threading.BoundedSemaphore(at_once)
        self._starting = threading.Lock()
        self._server: _Server | None = None
        atexit.register(self.end)

    def ask(self, asked: BinaryIO, *, seconds: int, most: int, memory: int = MEMORY) -> bytes:
        """What work() gives for what stands in a file, `most` bytes of it; or NotDone, within `seconds` and a little.

        A file of the system's, since its other reader is another process. Seconds count from when its turn has come.
        """
        if not self._turns.acquire(timeout=self.patience):
            raise Stopped
        server = None
        try:
            server = self.start()
            return server.ask(asked.fileno(), seconds, memory, most)
        except Stopped:
            # Where the server was ended too, its end is told a moment later: whoever asks again must not ask it.
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.process.wait(_MOMENT)
            raise
        finally:
            self._turns.release()

    def start(self) -> "_Server":
        """The server, which is started where there is none, so that whoever asks first does not wait for it."""
        with self._starting:
            if self._server is None or not self._server.is_ours():
                if self._server:
                    self._server.end()
                self._server = _Server(self.module, self.idle)
            return self._server

    def end(self) -> None:
        """Ends the server, and whatever process it still has; who asks next starts another."""
        with self._starting:
            if self._server:
                self._server.end()
            self._server = None


class _Server:
    """The process that makes a process for each piece of work, seen from this side."""

    def __init__(self, module: str, idle: int):
        self.owner = os.getpid()
        self.sending = threading.Lock()
        self.ours, theirs = socket.socketpair()
        # Nothing of this process's environment goes along: it may hold the database's password.
        self.process = subprocess.Popen(  # noqa: S603 - a module's name of our own
            [sys.executable, "-s", "-B", "-X", "utf8", "-c", _SERVE.format(module, idle)],
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

    def ask(self, file: int, seconds: int, memory: int, most: int) -> bytes:
        deadline = time.monotonic() + seconds
        # Whoever works for us is ended as soon as our end of the channel is closed, whatever the reason.
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self.sending, contextlib.suppress(OSError):  # where the server is gone, no answer comes
                socket.send_fds(self.ours, [_ASKED.pack(seconds, memory)], [file, theirs.fileno()])
            status, answer = _said(ours, deadline, most)
        try:
            code = os.waitstatus_to_exitcode(status)
        except ValueError:  # no process ends so: it was written by what has taken over the process
            raise TooMuch from None
        if code == -signal.SIGXCPU:
            raise TooLong
        if code == -signal.SIGKILL:  # its own limit on time comes later than ours
            raise Stopped
        if code == _WRONG:
            raise WentWrong(answer.decode(errors="replace"))
        if code:  # a library out of memory ends its process
            raise TooMuch
        return answer

    def end(self) -> None:
        self.ours.close()
        if self.owner == os.getpid():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_PARTING)
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _said(channel: socket.socket, deadline: float, most: int) -> tuple[int, bytes]:
    """How the process ended, and its answer; TooMuch where that is longer than `most`."""
    status, length = _SAID.unpack(_received(channel, deadline, _SAID.size))
    if not 0 <= length <= most:
        raise TooMuch
    return status, _received(channel, deadline, length)


def _received(channel, deadline, length) -> bytes:
    said = bytearray()
    while len(said) < length:
        channel.settimeout(max(deadline - time.monotonic(), 0.000_001))  # 0 would be another kind of channel
        try:
            piece = channel.recv(min(length - len(said), 1 << 20))
        except TimeoutError:
            raise TooLong from None
        except ConnectionError:
            piece = b""
        if not piece:
            raise Stopped
        said += piece
    return bytes(said)


# -- the other side

_SERVE = "from responses.apart import serve; serve({!r}, {})"


def serve(module: str, idle: int) -> None:
    """Makes a process for each piece of work that is asked for on standard input, until nobody asks any more."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # whoever ends the service ends our owner, who may still need us
    worker = importlib.import_module(module)
    worker.prepare()
    leave_network()  # so do all its copies
    gc.freeze()
    asking = socket.socket(fileno=os.dup(0))
    woken = _woken_by_ends()
    at_work: dict[int, socket.socket] = {}  # processes, each with the channel that it answers through
    can_rehearse = hasattr(worker, "rehearse")
    spare, wants_spare = None, can_rehearse
    while True:
        if wants_spare and not spare and not at_work:
            spare = _Spare(worker)
        ready = select.select([asking, woken, *at_work.values()], [], [], None if at_work else idle)[0]
        if not ready:
            break
        if woken in ready:
            woken.recv(4096)
            if spare and not spare.lives():  # whatever ended it may end the next one: not before there is work
                spare, wants_spare = None, False
            _tell_of_ends(at_work)
        for process in [process for process, channel in at_work.items() if channel in ready]:
            os.kill(process, signal.SIGKILL)  # nobody waits for it any more
        if asking in ready:
            limits, fds, _, _ = socket.recv_fds(asking, _ASKED.size, 2)
            if not limits:  # nobody asks any more
                break
            process = spare.take(limits, fds) if spare else _begin(worker, limits, fds)
            os.close(fds[0])
            at_work[process], spare = socket.socket(fileno=fds[1]), None
            wants_spare = can_rehearse
    for process in at_work:
        os.kill(process, signal.SIGKILL)
    gc.unfreeze()  # so that what was made to be loaded, fonts in files, is taken away with what holds it


def _woken_by_ends() -> socket.socket:
    """What can be read from as soon as a process has ended."""
    woken, wake = socket.socketpair()
    woken.setblocking(False)
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.detach())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return woken


def _tell_of_ends(at_work: dict[int, socket.socket]) -> None:
    for process in list(at_work):
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            with at_work.pop(process) as channel, contextlib.suppress(OSError):
                channel.sendall(_SAID.pack(status, 0))  # which is read where the process itself said nothing


def _begin(worker, limits: bytes, fds: list[int]) -> int:
    """A process that does what is asked."""
    process = os.fork()
    if not process:
        _work_for(worker, *fds, *_ASKED.unpack(limits))
    return process


class _Spare:
    """A process that has rehearsed, or is about to, and waits for what is asked."""

    def __init__(self, worker):
        self.ours, theirs = socket.socketpair()
        self.process = os.fork()
        if not self.process:
            _wait_for_work(worker, theirs)
        theirs.close()

    def lives(self) -> bool:
        return not os.waitpid(self.process, os.WNOHANG)[0]

    def take(self, limits: bytes, fds: list[int]) -> int:
        """Hand over what is asked. Where it has just been killed, whoever asked is told so as of any other process."""
        with self.ours, contextlib.suppress(OSError):
            socket.send_fds(self.ours, [limits], fds)
        return self.process


def _wait_for_work(worker, waiting: socket.socket) -> None:
    """Rehearses, and does the one thing that is asked; ends this process where that never comes."""
    try:
        signal.set_wakeup_fd(-1)
        os.dup2(waiting.fileno(), 0)
        os.closerange(3, 1024)  # the server's end of this channel too, so that its end is noticed
        with contextlib.suppress(Exception):  # what was not rehearsed is done all the same
            worker.rehearse()
        asking = socket.socket(fileno=0)
        limits, fds, _, _ = socket.recv_fds(asking, _ASKED.size, 2)
        if limits:
            _work_for(worker, *fds, *_ASKED.unpack(limits))
    finally:
        os._exit(1)


def _work_for(worker, file: int, channel: int, seconds: int, memory: int) -> None:
    """Does the work over a file, answers through the channel, and ends this process."""
    status = 0
    try:
        signal.set_wakeup_fd(-1)
        os.dup2(file, 0)
        os.dup2(channel, 1)
        os.closerange(3, 1024)
        confine(seconds, memory, threads=worker.THREADS)
        answer = worker.work(sys.stdin.buffer)
    except MemoryError:
        os._exit(1)
    except Exception:
        answer, status = traceback.format_exc().encode(), _WRONG << 8
    # Whoever asked goes on from here: to take a process apart takes a while.
    with contextlib.suppress(BrokenPipeError), open(1, "wb", closefd=False) as out:
        out.write(_SAID.pack(status, len(answer)) + answer)
    os._exit(0)  # whatever a library still wanted to do
