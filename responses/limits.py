"""How much one text may hold, so that no paste occupies a worker: short lines cost a PDF more than long ones."""

MAX_CHARACTERS = 20_000
MAX_LINES = 500
