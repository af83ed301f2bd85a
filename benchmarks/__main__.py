"""Take all figures, one benchmark after another, and print one table: `python -m benchmarks`.

`python -m benchmarks.NAME` takes those of one; each says at its head what options it has.
"""

import sys

from benchmarks import (
    comparing,
    crawling,
    edits,
    growth,
    importing,
    largest,
    memory,
    pages,
    reading,
    search,
    serving,
    storage,
    verifying,
)
from benchmarks._measure import show

PARTS = (
    reading,
    crawling,
    storage,
    importing,
    memory,
    largest,
    search,
    pages,
    serving,
    growth,
    comparing,
    edits,
    verifying,
)

if __name__ == "__main__":
    if {"-h", "--help"} & {*sys.argv}:
        print(__doc__)
        sys.exit()
    show([figure for part in PARTS for figure in part.figures()])
