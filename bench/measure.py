"""How long something takes, beside the floor it is held against."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Figure:
    """One line of the table. `floor` is the median of the least possible work, in seconds, where there is one, and
    `floor_p95` what 95 of 100 times stay under."""

    what: str
    median: float
    p95: float
    queries: int | None = None
    floor: float | None = None
    floor_p95: float | None = None

    def __str__(self):
        queries = "" if self.queries is None else self.queries
        floor = "" if self.floor is None else f"{self.floor * 1000:.1f}"
        ratio = "" if self.floor is None else f"{self.median / self.floor:.2f}"
        return f"{self.what:<54}{queries:>8}{self.median * 1000:>11.1f}{self.p95 * 1000:>9.1f}{floor:>9}{ratio:>7}"


HEADING = f"{'':<54}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'floor':>9}{'ratio':>7}"


def measure(
    what: str,
    real: Callable[[], object],
    floor: Callable[[], object] | None = None,
    *,
    times: int,
    queries=None,
    clock: Callable[[], float] = time.perf_counter,
) -> Figure:
    """Times them turn by turn, so that whatever else the machine does slows both alike. `clock` counts seconds: all
    that pass, or with time.process_time those in which a processor worked."""
    seconds, floor_seconds = [], []
    real()  # the first one loads modules and templates
    for _ in range(times):
        seconds.append(_time(real, clock))
        if floor:
            floor_seconds.append(_time(floor, clock))
    return Figure(
        what,
        statistics.median(seconds),
        statistics.quantiles(seconds, n=20)[-1],
        queries,
        statistics.median(floor_seconds) if floor else None,
        statistics.quantiles(floor_seconds, n=20)[-1] if floor else None,
    )


def _time(work, clock) -> float:
    start = clock()
    work()
    return clock() - start
