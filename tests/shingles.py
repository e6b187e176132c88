"""Runs of eight words, to see that a text of ours borrows no sentence of somebody else's.

The received letters are not kept with the project; the hashes of all their runs are, in tests/vendor. To make them
anew: python -m tests.shingles LETTER... > tests/vendor/letter_shingles.txt
"""

import hashlib
import re
import sys
from pathlib import Path

HASHES = Path(__file__).parent / "vendor" / "letter_shingles.txt"
LENGTH = 8


def shingles(text: str) -> dict[str, str]:
    """Every run of eight words in a text, by its hash. Capitals, punctuation and marks count for nothing."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    runs = (" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1))
    return {hashlib.sha256(run.encode()).hexdigest()[:8]: run for run in runs}


def borrowed(text: str) -> list[str]:
    """The runs of a text that the letters have too."""
    letters = set(HASHES.read_text().split())
    return [run for key, run in shingles(text).items() if key in letters]


if __name__ == "__main__":
    hashes = {key for path in sys.argv[1:] for key in shingles(Path(path).read_text())}
    print("\n".join(sorted(hashes)))
