"""Take all figures, one benchmark after another, and print one table: `python -m benchmarks`."""

from benchmarks import crawling, growth, importing, memory, reading, search, storage
from benchmarks._measure import show

if __name__ == "__main__":
    show(
        [
            figure
            for part in (reading, crawling, storage, importing, memory, search, growth)
            for figure in part.figures()
        ]
    )
