from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from crawler.ingest.weight import HEAVY, by_weight, weight
from storage.records import StoredCapture


def page(number: int, tags: int) -> StoredCapture:
    at = datetime(2026, 1, 8, tzinfo=UTC)
    return StoredCapture(id=number, url="https://water.example/", at=at, kind="release", status=200, body=b"<p>" * tags)


@given(st.lists(st.sampled_from([0, 10, 1_500, 30_000, 50_000, 99_000]), max_size=12))
def test_what_is_read_together_is_all_of_it_in_order_and_no_heavier_than_one_page_may_be(tags: list[int]) -> None:
    captures = [page(number, count) for number, count in enumerate(tags)]
    parts = [*by_weight(captures)]
    assert [capture for part in parts for capture in part] == captures
    assert all(part and (len(part) == 1 or sum(map(weight, part)) <= HEAVY) for part in parts)


def test_ordinary_pages_are_read_by_the_dozen() -> None:
    assert len(next(by_weight(page(number, 1_500) for number in range(64)))) > 40
