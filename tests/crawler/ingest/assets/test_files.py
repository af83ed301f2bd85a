"""What the pages of a PDF say, and that no file takes more than its share of time and memory."""

import zlib
from collections.abc import Iterator
from contextlib import suppress

import pytest
from pdf_files import content, file, pdf

from crawler.ingest.assets import pdf as bounds
from crawler.ingest.assets.files import FileReader
from crawler.ingest.assets.pdf import pages_of
from storage.errors import LayoutError


@pytest.fixture
def reader() -> Iterator[FileReader]:
    opened = FileReader(seconds=20)
    yield opened
    opened.close()


def read(reader: FileReader, body: bytes) -> tuple[tuple[str, ...], str | None]:
    pages, _, problem = reader.read(body)
    return pages, problem


def test_pages_are_read_line_by_line():
    assert pages_of(pdf("The two sides\nmet (twice).", "", "Page three")) == (
        "The two sides\nmet (twice).",
        "",
        "Page three",
    )


def test_no_more_is_read_than_the_bounds_allow(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_PAGES", 2)
    monkeypatch.setattr(bounds, "MOST_CHARACTERS", 15)
    assert pages_of(pdf("One", "Two", "Three")) == ("One", "Two")
    assert pages_of(pdf("A page of twenty chr", "Two")) == ("A page of twent",)


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.4",
        b"%PDF-1.4\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
        pdf("Cut off")[:300],
        pdf("A wrong reference").replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]"),
        pdf("A wrong count").replace(b"/Count 1", b"/Count -1"),
        file([b"<</Type/Catalog/Pages 1 0 R>>"]),
        bytes(range(256)).join([b"%PDF-", b"%%EOF"]),
    ],
)
def test_what_is_damaged_has_a_reason_or_a_text(body):
    with suppress(LayoutError):
        assert all(isinstance(page, str) for page in pages_of(body))


def test_a_document_is_read_in_a_process_of_its_own(reader):
    assert read(reader, b"no PDF") == ((), None)
    assert read(reader, pdf("The two sides met.")) == (("The two sides met.",), None)
    assert read(reader, pdf("")) == (("",), "it has no text; it may be a scan")
    assert "cannot be read" in str(read(reader, b"%PDF-1.7 nothing")[1])
    assert read(reader, pdf("As before.")) == (("As before.",), None)


def endless() -> bytes:
    """A page of forms, each of which shows the next one ten times over."""
    shown = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    shown.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>")
    calls = b"/X Do " * 10
    shown.append(b"<</Length %d>>stream\n%b\nendstream" % (len(calls), calls))
    for number in range(5, 15):
        form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>"
        shown.append((form + b"stream\n%b\nendstream") % (number + 1, len(calls), calls))
    last = content("at last")
    shown.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length %d>>stream\n%b\nendstream" % (len(last), last))
    return file(shown)


def bomb() -> bytes:
    """A page of 60 MB of instructions, packed into 60 kB."""
    packed = zlib.compress(b"q Q " * 15_000_000)
    return pdf("x").replace(
        b"<</Length %d>>stream\n%b" % (len(content("x")), content("x")),
        b"<</Filter/FlateDecode/Length %d>>stream\n%b" % (len(packed), packed),
    )


@pytest.mark.parametrize("body", [endless(), bomb()], ids=["endless", "bomb"])
def test_a_hostile_document_ends(reader, body):
    assert "".join(read(reader, body)[0]) in ("", "at last")


def test_who_takes_too_long_or_too_much_is_ended_and_the_next_is_read(reader):
    hurried, narrow = FileReader(seconds=0.01), FileReader(memory=16 * 1024**2)
    large = pdf("The two sides met.\n" * 100_000)
    for one in (hurried, narrow):
        pages, problem = read(one, large)
        assert pages == ()
        assert "it cannot be read" in str(problem)
        one.close()
    assert read(reader, pdf("As before.")) == (("As before.",), None)
