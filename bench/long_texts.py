"""How the time to read a text grows with its length: the worst of many texts that no letter is, and of each pattern.

Whoever sends a file in chooses its words. A rule that begins anew at every letter and goes on to the end takes four
times as long for twice the text, and an hour for a megabyte. So each text is read at one size and at twice that, in a
process that can be ended; what is linear takes about twice as long.
"""

import multiprocessing
import pkgutil
import re
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

from tests.long_texts import long_texts, of_length

SIZES = (4_000, 8_000, 16_000)  # characters
MOST = 10  # seconds of processor time for one text, or for all of one pattern
TOO_MUCH = 3.2  # times as long for twice the text
SHOWN = 8


class Grown(NamedTuple):
    times: float  # as long for twice the text
    seconds: float = 0
    size: int = 0  # characters
    repeated: str = ""
    end: str = ""

    def __str__(self):
        made = f"{self.repeated!r}, ended by {self.end!r}" if self.end else repr(self.repeated)
        return f"{self.times:>6.2f} {self.seconds:>7.2f} s for {self.size:>6,} characters: {made:.70}"


def show_growth() -> None:
    """The texts that grow most as they are read, understood and placed, and the patterns that grow too much."""
    held = patterns()  # which loads every module
    for what, work in (("read and understood", understood), ("placed as an answer by a person", placed)):
        print(f"\nTimes as long for twice the text, {what}: the worst of {len(long_texts())}", flush=True)
        for grown in sorted((in_a_process(growth, work, text, 0.02) for text in long_texts()), reverse=True)[:SHOWN]:
            print(grown)
    print(f"\nPatterns, of {len(held)}, that take over {TOO_MUCH} times as long when searched for:")
    for name, pattern in held.items():
        grown = in_a_process(worst_text, pattern)
        if grown.times > TOO_MUCH:
            print(grown, f" {name}", flush=True)


def understood(text: str) -> None:
    from responses.intake.proposing import propose
    from responses.intake.reading import NotReadable
    from tests.letters import BODIES, OTHER_REPORT, REPORT

    with suppress(NotReadable):  # more lines than any letter has
        propose(text.encode(), "letter.txt", bodies=BODIES, super_complaints=[REPORT, OTHER_REPORT])


def placed(text: str) -> None:
    """What the server itself does with words that a person places as an answer, outside any other process."""
    from responses.intake.passages import place, sentences
    from responses.intake.proposal import Passage, PassageKind

    place(Passage(PassageKind.GENERAL, text), PassageKind.RESPONSE, ["1"], [], "2021-03")
    sentences(text)


def worst_text(pattern: re.Pattern) -> Grown:
    grown = Grown(1)
    for text in long_texts():
        grown = max(grown, growth(lambda it: sum(1 for _ in pattern.finditer(it)), text, 0.02))
        if grown.times > TOO_MUCH:
            break
    return grown


def growth(work: Callable[[str], object], text: tuple[str, str], long: float) -> Grown:
    """How work grows from one size to the next, until one takes a second; 1 where all are too quick to be measured."""
    before, took = 0.0, 0.0
    for size in SIZES:
        made = of_length(size, *text)
        before, took = took, min(_seconds(work, made) for _ in range(3 if took < 0.2 else 1))
        if took > 1:
            break
    return Grown(took / before if took >= long and before else 1, took, size, *text)


def _seconds(work, text) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def in_a_process(work: Callable[..., Grown], *given) -> Grown:
    """What work gives in a process of its own, which ends where it takes too long."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_send, args=(theirs, work, *given))
    process.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        return Grown(float("inf"), MOST, 0, repr(given))
    finally:
        process.join()


def _send(pipe, work, *given) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST, MOST))
    pipe.send(work(*given))


def patterns() -> dict[str, re.Pattern]:
    """Every pattern that the modules of reading and understanding hold, by its place."""
    found = {}
    for package in ("responses.intake.reading", "responses.intake.understanding"):
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            for name, value in vars(import_module(module.name)).items():
                for at, pattern in _patterns_in(value):
                    found.setdefault(pattern, f"{module.name.removeprefix('responses.intake.')}.{name}{at}")
    return {name: pattern for pattern, name in found.items() if isinstance(pattern.pattern, str)}


def _patterns_in(value, at: str = "") -> Iterator[tuple[str, re.Pattern]]:
    if isinstance(value, re.Pattern):
        yield at, value
    elif isinstance(value, (dict, list, tuple)):
        for place, held in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _patterns_in(held, f"{at}[{place!s:.20}]")
    elif type(value).__module__.startswith("responses.intake.") and hasattr(value, "__dict__"):
        for name, held in vars(value).items():
            yield from _patterns_in(held, f"{at}.{name}")
