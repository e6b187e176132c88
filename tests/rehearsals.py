"""Work for a process apart (responses/apart.py) whose rehearsal fails."""

THREADS = False


def prepare() -> None:
    pass


def rehearse() -> None:
    raise ValueError("not today")


def work(asked) -> bytes:
    words = asked.read()
    return words * 2 if words != b"much" else bytes(200 * 1024 * 1024)
