"""Words of a plan, as `scrapy crawl NAME -a mode=backfill` has them."""

from datetime import date

import pytest

from crawler.ingest.plan import Plan
from storage.errors import SourceError


def test_words_make_a_plan() -> None:
    assert Plan.of() == Plan("update")
    assert Plan.of("backfill", since="2026-01-01", limit="3", assets="1") == Plan(
        "backfill", since=date(2026, 1, 1), limit=3, assets=True
    )
    assert Plan.of(mode="address", url="https://water.example/r1") == Plan("address", url="https://water.example/r1")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"mode": "nope"}, "no mode is called 'nope'; there are update"),
        ({"mode": ""}, "no mode is called ''"),
        ({"colour": "red"}, "a crawl has no 'colour'; there are mode, since"),
        ({"since": "yesterday"}, "yesterday"),
        ({"limit": "few"}, "few"),
        ({"limit": "0"}, "limit=0 visits nothing"),
        ({"limit": "-1"}, "limit=-1"),
        ({"mode": "address"}, "mode=address asks for one url"),
        ({"url": "https://water.example/r1"}, "mode=address asks for one url"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "until=2026-01-01 lies before since=2026-02-01"),
    ],
)
def test_words_that_make_none_are_told(words: dict[str, str], told: str) -> None:
    with pytest.raises(SourceError, match=told):
        Plan.of(**words)
