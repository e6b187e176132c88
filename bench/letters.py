"""`make bench-letters`: what letters take, one by one, while they are sent and ever after, as ratios of one run."""

import resource

from bench.measure import HEADING
from bench.throwaway import a_database


def show(folder: str) -> None:
    from bench import bundles, drawing, sending  # needs Django set up

    print(HEADING)
    found = {}
    for name, measured in (("ninety", bundles.ninety), ("zip", bundles.zip)):
        found[name] = f"{measured():.2f}"
        print(f"{measured.__doc__} {found[name]}", flush=True)
    for name, figure in drawing.one_by_one():
        print(figure, flush=True)
        found[name] = f"{figure.median / figure.floor:.2f}"
    for name, figure in sending.figures(folder):
        print(figure, flush=True)
        ratio = figure.median / figure.floor if name == "served" else figure.p95 / figure.floor_p95
        found[name] = f"{ratio:.2f}"
    print(f"The largest of all processes that took part had {largest_process()} MB of memory")
    names = ("one_1", "one_2", "one_5", "one_20", "ninety", "zip", "served", "lock")
    print("figures:", *(f"{name}={found[name]}" for name in names))


def largest_process() -> int:
    """In MB, of this one and of all that it had: what draws, what works on the queue, what serves."""
    from responses.letter.drawing import DRAWER  # needs Django set up

    DRAWER.end()  # only one that has ended is counted
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(it).ru_maxrss for it in who) // 1000


if __name__ == "__main__":
    with a_database() as folder:
        show(folder)
