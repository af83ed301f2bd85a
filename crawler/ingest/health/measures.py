"""What releases used to have and now lack: dates, texts, pictures, agreement with their listing, content of their own.

Each measure is yes or no of a release. How many of the newest may have it is told by the past (the beta-binomial
distribution: a share that was seen in so many cases, and so is not known exactly). Pure.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import exp, lgamma

from rapidfuzz import fuzz

from storage.read.coverage.first_readings import FirstReading
from storage.records import Finding

DOUBTFUL = 1e-3  # a share that chance makes so low in fewer than one crawl of a thousand is a finding
KNOWN = 100  # releases: what more of them tell is no surer, since releases of one week are alike
ALIKE = 75.0  # of 100: a listing cuts titles, and a page adds a subtitle
LONGEST = 300  # characters of a title that are compared
ZONES = timedelta(days=1)  # a listing and a page may have the day of different zones

Measure = Callable[[FirstReading], bool | None]  # None where it cannot be said of a release


def findings(recent: Sequence[FirstReading], past: Sequence[FirstReading]) -> list[Finding]:
    """What the newest releases lack, or have too often, beside those of before."""
    found = []
    now, before = _measured(recent, past), _measured(past)
    for kind in now:
        lacking = [one for one, has in now[kind] if not has]
        of, of_past = len(now[kind]), len(before[kind])
        had = sum(has for _, has in before[kind])
        if is_fall(of - len(lacking), of, had, of_past):
            usual = f"{len(lacking)} of {of}, before {of_past - had} of {of_past}"
            found.append(Finding(kind, len(lacking), f"{usual}, first {lacking[0].url}"))
    return found


def is_fall(having: int, of: int, had: int, of_past: int) -> bool:
    """Whether a share is less than half of what it was, and lower than chance would make it."""
    if not of or not of_past or 2 * having * of_past >= had * of:
        return False
    known = min(of_past, KNOWN)
    return chance(having, of, had / of_past * known, known) < DOUBTFUL


def chance(most: int, of: int, had: float, of_past: float) -> float:
    """The probability that at most so many of some have what `had` of `of_past` had, all shares being as likely."""
    a, b = had + 1, of_past - had + 1
    return min(
        sum(exp(_log_choose(of, k) + _log_beta(k + a, of - k + b) - _log_beta(a, b)) for k in range(most + 1)), 1.0
    )


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _measured(
    some: Sequence[FirstReading], earlier: Sequence[FirstReading] = ()
) -> dict[str, list[tuple[FirstReading, bool]]]:
    """What each measure says of each release of which it says anything, by the kind of finding that a fall of it is."""
    times = Counter(one.content for one in [*some, *earlier])
    measures: dict[str, Measure] = {
        "pages_without_date": lambda one: one.published_on is not None,
        "pages_without_text": lambda one: one.has_text,
        "pages_without_images": lambda one: one.has_images,
        "other_titles": _title_agrees,
        "other_dates": _date_agrees,
        "doubles": lambda one: times[one.content] == 1,
    }
    return {
        kind: [(one, has) for one in some if (has := measure(one)) is not None] for kind, measure in measures.items()
    }


def _title_agrees(one: FirstReading) -> bool | None:
    if not one.listed_title or not one.title:
        return None
    listed, shown = (title[:LONGEST].casefold() for title in (one.listed_title, one.title))
    return fuzz.partial_ratio(listed, shown) >= ALIKE


def _date_agrees(one: FirstReading) -> bool | None:
    if one.listed_on is None or one.published_on is None:
        return None
    return abs(one.listed_on - one.published_on) <= ZONES
