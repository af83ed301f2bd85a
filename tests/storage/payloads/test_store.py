import json
import random
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, update

from storage.archive import Archive
from storage.database import writing
from storage.errors import ArchiveError, DamageError
from storage.models import CaptureRow, DictionaryRow, PayloadRow
from storage.payloads.chains import LONGEST_CHAIN
from storage.payloads.dictionaries import Dictionaries
from storage.payloads.store import SAMPLES, Payloads
from storage.write.crawls import ensure_source
from tests.storage.builders import FACTS, address, announce, capture, commit, crawl_of, visited

WORDS = ["minister", "counterpart", "water", "river", "treaty", "conference", "to", "the", "of", "discussed", "signed"]
bodies = st.one_of(st.binary(max_size=2000), st.binary(min_size=1, max_size=20).map(lambda piece: piece * 500))


@pytest.fixture
def db(archive: Archive) -> Iterator[Connection]:
    with writing(archive.engine) as connection:
        yield connection


@pytest.fixture
def source_id(db: Connection) -> int:
    return ensure_source(db, FACTS)


def page(number: int, template: str = "water") -> bytes:
    """A page of a site: the same template each time, another text."""
    text = " ".join(random.Random(number).choices(WORDS, k=60))
    head = "".join(f'<link rel="stylesheet" href="/{template}/style-{n}.css">' for n in range(40))
    return f"<html><head>{head}</head><body><h1>Release {number}</h1><p>{text}</p></body></html>".encode()


def crawled(archive: Archive, count: int) -> int:
    """A source with so many pages captured; gives its number."""
    crawl = crawl_of(archive)
    ids = announce(archive, crawl, *(str(n) for n in range(count)))
    commit(archive, crawl, [visited(capture(address(key), 1, page(int(key))), ids[key]) for key in ids])
    return crawl.source_id


def dictionaries(db: Connection) -> list[int]:
    return list(db.execute(select(DictionaryRow.id).where(DictionaryRow.purpose == "payload")).scalars())


def change_byte(db: Connection, column, row_id: int, place: int = -5) -> None:
    """One bit of a stored value turned over, as a failing disk does."""
    table = column.class_
    data = bytearray(db.execute(select(column).where(table.id == row_id)).scalar_one())
    data[place] ^= 0x10
    db.execute(update(table).where(table.id == row_id).values({column.key: bytes(data)}))


def test_a_frame_that_says_it_holds_more_than_fits_into_memory_is_damaged(db, source_id):
    payloads = Payloads()
    first = payloads.put(db, source_id, page(1)).id
    second = payloads.put(db, source_id, page(1) + b"more", first).id
    head, dictionary_id = payloads.pack_head(db, source_id, {"fields": [["Server", "water"]]})
    # One segment, and its size in eight bytes (RFC 8878, 3.1.1.1).
    endless = b"\x28\xb5\x2f\xfd\xe0" + (2**50).to_bytes(8, "little") + head[6:]
    for payload_id in (first, second):
        with db.begin_nested() as savepoint:
            db.execute(update(PayloadRow).where(PayloadRow.id == payload_id).values(data=endless))
            with pytest.raises(DamageError, match="it says that it holds more"):
                payloads.get(db, payload_id)
            savepoint.rollback()
    with pytest.raises(DamageError, match="it says that it holds more"):
        payloads.unpack_head(db, endless, dictionary_id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(bodies, max_size=8), st.booleans())
def test_any_bytes_come_back(db, source_id, given_bodies, in_a_chain):
    payloads, stored, before = Payloads(), [], None
    for body in given_bodies:
        stored.append(payloads.put(db, source_id, body, before if in_a_chain else None))
        before = stored[-1].id
    assert [Payloads().get(db, one.id) for one in stored] == given_bodies
    together = Payloads().get_all(db, {one.id for one in stored})
    assert [together[one.id] for one in stored] == given_bodies


def test_the_same_bytes_are_stored_once(db, source_id):
    payloads = Payloads()
    first, again = (payloads.put(db, source_id, b"one") for _ in range(2))
    assert (first.new, again.new, again.id) == (True, False, first.id)
    assert payloads.put(db, source_id, b"one").new is False
    assert db.execute(select(func.count()).select_from(PayloadRow)).scalar_one() == 1


def test_a_page_captured_again_and_again_costs_what_changed_in_chains_of_bounded_length(db, source_id):
    payloads, before, ids = Payloads(), None, []
    noise = random.Random(1).randbytes(20_000)
    for n in range(3 * LONGEST_CHAIN):
        stored = payloads.put(db, source_id, noise + b"version %d" % n, before)
        before = stored.id
        ids.append(before)
    depths = db.execute(select(PayloadRow.depth).order_by(PayloadRow.id)).scalars().all()
    sizes = db.execute(select(func.length(PayloadRow.data)).order_by(PayloadRow.id)).scalars().all()
    assert max(depths) == LONGEST_CHAIN
    assert sorted(size for size in sizes if size > 200) == [
        size for size, depth in zip(sizes, depths, strict=True) if depth == 0
    ]
    assert all(Payloads().get(db, one).endswith(b"version %d" % n) for n, one in enumerate(ids))


def test_payloads_asked_for_together_are_each_unpacked_once(db, source_id, monkeypatch):
    payloads, ids = Payloads(), [None]
    for n in range(20):
        ids.append(payloads.put(db, source_id, random.Random(1).randbytes(9000) + b"version %d" % n, ids[-1]).id)
    unpacked = []
    unpack = Payloads._unpack
    monkeypatch.setattr(
        Payloads, "_unpack", lambda self, db, row, base: unpacked.append(row.id) or unpack(self, db, row, base)
    )
    asked = ids[:0:-2]
    bodies = Payloads().get_all(db, asked)
    assert [bodies[one][9000:] for one in asked] == [b"version %d" % n for n in range(19, -1, -2)]
    assert sorted(unpacked) == ids[1:]


def test_an_unlike_page_at_the_same_address_starts_anew(db, source_id):
    noise = random.Random(2)
    first, second = noise.randbytes(5000), noise.randbytes(5000)
    ids = [Payloads().put(db, source_id, first).id]
    ids += [Payloads().put(db, source_id, second, ids[0]).id]
    assert db.execute(select(PayloadRow.base_id).where(PayloadRow.id == ids[1])).scalar() is None


def test_a_dictionary_is_trained_once_there_are_enough_pages(archive):
    source_id = crawled(archive, SAMPLES - 1)
    with archive.engine.connect() as db:
        before = db.execute(select(func.sum(func.length(PayloadRow.data)))).scalar_one()
        assert dictionaries(db) == []
    crawled(archive, SAMPLES)
    crawled(archive, SAMPLES + 1)
    with writing(archive.engine) as db:
        after = db.execute(select(func.sum(func.length(PayloadRow.data)))).scalar_one()
        used = select(PayloadRow.id).where(PayloadRow.dictionary_id.in_(dictionaries(db)))
        assert len(db.execute(used).all()) == SAMPLES + 1
        rows = db.execute(select(PayloadRow.id).join(CaptureRow, CaptureRow.payload_id == PayloadRow.id)).scalars()
        assert {page(n) for n in range(SAMPLES + 1)} <= {Payloads().get(db, payload_id) for payload_id in rows}
        assert after < 0.8 * before
        assert not Payloads().train(db, source_id)
        assert len(dictionaries(db)) == 1


def test_where_pages_have_too_little_in_common_no_dictionary_is_made_nor_tried_again(archive, monkeypatch):
    tries = []

    def refuse(*_: object, **_options: object) -> None:
        tries.append(1)
        raise zstandard.ZstdError("cannot train")

    monkeypatch.setattr(zstandard, "train_dictionary", refuse)
    for count in range(SAMPLES, SAMPLES + 3):
        crawled(archive, count)
    with archive.engine.connect() as db:
        assert dictionaries(db) == []
    assert len(tries) == 1


def test_new_pages_use_the_dictionary(archive):
    source_id = crawled(archive, SAMPLES)
    with writing(archive.engine) as db:
        with_it = Payloads().put(db, source_id, page(1000))
        row = db.execute(select(PayloadRow).where(PayloadRow.id == with_it.id)).one()
        assert row.dictionary_id is not None
        assert len(row.data) < 400
        assert Payloads().get(db, with_it.id) == page(1000)


def test_a_damaged_payload_is_named_and_costs_only_what_rests_on_it(db, source_id):
    payloads, before, ids = Payloads(), None, []
    noise = random.Random(3).randbytes(3000)
    for n in range(4):
        before = payloads.put(db, source_id, noise + b"version %d" % n, before).id
        ids.append(before)
    alone = payloads.put(db, source_id, b"another page").id
    change_byte(db, PayloadRow.data, ids[1])
    assert payloads.get(db, ids[0]) == noise + b"version 0"
    assert payloads.get(db, alone) == b"another page"
    for damaged in ids[1:]:
        with pytest.raises(ArchiveError, match=rf"payload {ids[1]}\b.*damaged"):
            payloads.get(db, damaged)


def test_a_page_is_kept_although_the_one_before_it_is_damaged(db, source_id):
    first = Payloads().put(db, source_id, page(1)).id
    change_byte(db, PayloadRow.data, first)
    second = Payloads().put(db, source_id, page(2), first).id
    assert Payloads().get(db, second) == page(2)


@pytest.mark.parametrize("place", [1, 300, -5])
def test_a_damaged_dictionary_is_named_and_costs_only_what_was_made_with_it(archive, place):
    source_id = crawled(archive, 1)
    with writing(archive.engine) as db:
        before = Payloads().put(db, source_id, b"before the dictionary").id
    crawled(archive, SAMPLES)
    with writing(archive.engine) as db:
        made_with_it = Payloads().put(db, source_id, page(1000)).id
        (dictionary,) = dictionaries(db)
        change_byte(db, DictionaryRow.data, dictionary, place)
        assert Payloads().get(db, before) == b"before the dictionary"
        with pytest.raises(ArchiveError, match=rf"dictionary {dictionary}\b.*damaged"):
            Payloads().get(db, made_with_it)
        later = Payloads().put(db, source_id, page(2000)).id
        assert Payloads().get(db, later) == page(2000)


def test_damage_to_a_sample_does_not_stop_a_crawl(archive):
    crawled(archive, SAMPLES - 1)
    with writing(archive.engine) as db:
        newest = db.execute(select(func.max(PayloadRow.id))).scalar_one()
        change_byte(db, PayloadRow.data, newest)
    crawled(archive, SAMPLES)
    with archive.engine.connect() as db:
        assert dictionaries(db) == []


def test_a_payload_that_rests_on_itself_is_named(db, source_id):
    ids = [None]
    for n in range(3):
        ids.append(Payloads().put(db, source_id, page(1) + b"%d" % n, ids[-1]).id)
    for later, earlier in pairwise(ids[:0:-1]):
        assert db.execute(select(PayloadRow.base_id).where(PayloadRow.id == later)).scalar() == earlier
    db.execute(update(PayloadRow).where(PayloadRow.id == ids[1]).values(base_id=ids[3]))
    with pytest.raises(ArchiveError, match=f"payload {ids[3]} rests on"):
        Payloads().get(db, ids[3])


texts = st.text(max_size=30)
header_fields = st.lists(st.tuples(texts, texts).map(list), max_size=6)
requests = st.fixed_dictionaries({"method": texts, "fields": header_fields})
heads = st.fixed_dictionaries({}, optional={"fields": header_fields, "line": texts, "peer": texts, "request": requests})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(heads, max_size=5))
def test_any_head_comes_back(db, source_id, given_heads):
    payloads = Payloads()
    packed = [payloads.pack_head(db, source_id, head) for head in given_heads]
    expected = [{"fields": [], **head} if head else {} for head in given_heads]
    assert [Payloads().unpack_head(db, *one) for one in packed] == expected


def test_header_fields_as_archives_held_them_before_are_a_head(db, source_id):
    before = {"fields": "a header may be called so", "etag": '"1"'}
    text = json.dumps(before).encode()
    dictionaries = Dictionaries()
    dictionary_id = dictionaries.keep(db, source_id, "headers", text)
    packed = dictionaries.compress(db, text, dictionary_id)
    assert Payloads().unpack_head(db, packed, dictionary_id) == {"fields": [*map(list, before.items())]}


def test_a_head_like_those_before_costs_little(db, source_id):
    fields = [[f"X-{n}", "a value that every answer of this server bears"] for n in range(20)]
    Payloads().pack_head(db, source_id, {"fields": fields})
    date = ["Date", "Tue, 07 Jan 2025 09:00:00 GMT"]
    data, _ = Payloads().pack_head(db, source_id, {"fields": [*fields, date]})
    assert data is not None
    assert len(data) < 70


def test_a_damaged_head_is_an_archive_error(db, source_id):
    head = {"fields": [["ETag", '"1"'], ["Server", "water"]]}
    data, dictionary_id = Payloads().pack_head(db, source_id, head)
    assert data is not None
    unpacked = []
    for place in range(len(data)):
        damaged = data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]
        with suppress(ArchiveError):
            unpacked.append(Payloads().unpack_head(db, damaged, dictionary_id))
    assert unpacked in ([], [head])  # there is one bit that zstd does not use


def test_damage_to_the_first_head_is_named_and_does_not_stop_a_crawl(db, source_id):
    first, second = ({"fields": [["ETag", f'"{n}"']]} for n in (1, 2))
    data, dictionary_id = Payloads().pack_head(db, source_id, first)
    change_byte(db, DictionaryRow.data, dictionary_id)
    with pytest.raises(ArchiveError, match=f"dictionary {dictionary_id} "):
        Payloads().unpack_head(db, data, dictionary_id)
    assert Payloads().unpack_head(db, *Payloads().pack_head(db, source_id, second)) == second
