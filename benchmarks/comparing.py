"""How long the longest pairs of versions take to compare, and how much memory: the same for any pair of their length.

`python -m benchmarks.comparing NAME MEGABYTES` compares one pair and prints the seconds it took.
"""

import sys
from collections.abc import Callable, Sequence
from itertools import product
from random import Random
from statistics import median
from time import process_time

from benchmarks._measure import MEGABYTE, Figure, at_most, plain, run, show
from benchmarks._synthetic import SYLLABLES
from storage.edits.compare import compare
from storage.records import Block, Release

LONG, SHORT = 12, 1.2  # megabytes of each version
ROUNDS = 3
SENTENCE = 12  # words
ORDINARY = 200  # pairs
WORDS = ["".join(word) for length in (1, 2) for word in product(SYLLABLES, repeat=length)]
Texts = Sequence[str]


def figures() -> list[Figure]:
    longest: list[float] = []
    peaks: list[float] = []
    ratios: list[float] = []
    for name in PAIRS:
        times = {size: [_measured(name, size) for _ in range(ROUNDS)] for size in (LONG, SHORT)}
        taken, held = median(seconds for seconds, _ in times[LONG]), max(held for _, held in times[LONG])
        longest.append(taken)
        peaks.append(held / MEGABYTE)
        ratios.append(taken / max(median(seconds for seconds, _ in times[SHORT]), 0.01))
    sizes = f"{len(PAIRS)} pairs of {LONG} MB each side: reworded, rewritten, reversed, of one word, in blocks of a row"
    slowest = max(range(len(PAIRS)), key=longest.__getitem__)
    return [
        at_most("the slowest pair of 12 MB (s)", [longest[slowest]], 2, f"{list(PAIRS)[slowest]}; {sizes}"),
        at_most(
            "the pair that holds most memory (MB)", [max(peaks)], 300, "the same pairs; the whole process", "{:.0f}"
        ),
        at_most("a pair of 12 MB / one of a tenth", [max(ratios)], 12, "the same pairs; times in one run", "{:.1f}"),
        plain("an ordinary pair (ms)", [_ordinary() * 1000 for _ in range(ROUNDS)], f"{ORDINARY} pairs, 12 paragraphs"),
    ]


def _measured(name: str, megabytes: float) -> tuple[float, float]:
    printed, peak = run("-m", "benchmarks.comparing", name, str(megabytes))
    return float(printed), peak


def _compared(before: Texts, after: Texts) -> float:
    """Seconds of this process that one comparison takes."""
    old, new = (Release("Note", None, tuple(Block("paragraph", text) for text in texts)) for texts in (before, after))
    started = process_time()
    compare(old, new, "en")
    return process_time() - started


def _ordinary() -> float:
    """Seconds that a release takes of which one paragraph was reworded and one added."""
    random = Random(1)  # noqa: S311 - the same texts every time
    taken = 0.0
    for _ in range(ORDINARY):
        *before, added = (" ".join(random.choices(WORDS, k=4 * SENTENCE)) for _ in range(13))
        after = [*before[:5], before[5].replace(" ", " indeed ", 3), *before[6:], added]
        taken += _compared(before, after)
    return taken / ORDINARY


def _prose(size: int, seed: int = 1) -> str:
    random = Random(seed)  # noqa: S311 - the same texts every time
    written = ""
    while len(written) < size:
        sentences = [" ".join(random.choices(WORDS, k=SENTENCE)).capitalize() for _ in range(1000)]
        written += ". ".join(sentences) + ". "
    return written[:size]


def _reworded(text: str) -> str:
    random = Random(2)  # noqa: S311 - the same texts every time
    return " ".join(word if random.random() > 0.01 else "other" for word in text.split(" "))


def _in_rows(text: str) -> list[str]:
    return [text[start : start + 120] for start in range(0, len(text), 120)]


PAIRS: dict[str, Callable[[int], tuple[Texts, Texts]]] = {
    "one word in a hundred": lambda size: ([_prose(size)], [_reworded(_prose(size))]),
    "rewritten": lambda size: ([_prose(size)], [_prose(size, 2)]),
    "the same word": lambda size: (["the " * (size // 4)], ["the " * (size // 4 - 3) + "end"]),
    "two words by turns": lambda size: (["a b " * (size // 4)], ["b a " * (size // 4)]),
    "one word": lambda size: (["a" * size], ["a" * (size - 5) + "b"]),
    "numbers in reverse": lambda size: (
        [" ".join(map(str, range(size // 8)))],
        [" ".join(map(str, reversed(range(size // 8))))],
    ),
    "short sentences": lambda size: (["A. " * (size // 3)], ["A. B. " * (size // 6)]),
    "blocks alike": lambda size: (["a" * 120] * (size // 120), ["b" * 120] * (size // 120)),
    "blocks reversed": lambda size: (_in_rows(_prose(size)), _in_rows(_prose(size))[::-1]),
    "blocks reworded": lambda size: (_in_rows(_prose(size)), [row.replace("e", "é") for row in _in_rows(_prose(size))]),
    "blocks rewritten": lambda size: (_in_rows(_prose(size)), _in_rows(_prose(size, 2))),
}

if __name__ == "__main__":
    if sys.argv[1:]:
        print(_compared(*PAIRS[sys.argv[1]](int(float(sys.argv[2]) * MEGABYTE))))
    else:
        show(figures())
