"""Whatever value a field of a recording holds, the good records beside it are imported, and once more."""

from collections.abc import Sequence
from pathlib import Path

import warc_files as warcs
from nasty_values import VALUES

from storage.archive import Archive
from tests.crawler.ingest.recorded_visits import CHINA, at, china, page, versions
from tests.crawler.ingest.test_warc_import import imported

NEEDED = ("WARC-Type", "WARC-Date", "WARC-Target-URI", "WARC-Record-ID", "Content-Type", "Content-Length")
OTHERS = (
    *("WARC-IP-Address", "WARC-Payload-Digest", "WARC-Block-Digest", "WARC-Refers-To", "WARC-Refers-To-Date"),
    *("WARC-Refers-To-Target-URI", "WARC-Profile", "WARC-Concurrent-To", "WARC-Segment-Origin-ID", "WARC-Filename"),
    *("WARC-Segment-Total-Length", "WARC-Truncated", "WARC-Warcinfo-ID", "WARC-Identified-Payload-Type"),
)


def record(fields: Sequence[str], value: str, number: int) -> bytes:
    """A response or a revisit these fields of which hold a value."""
    kind, url = ("revisit", "response")[number % 2], f"{CHINA}t{number}.shtml"
    block = warcs.http(china(number))
    known = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:x:{number}>",
        "WARC-Target-URI": url,
        "WARC-Date": at(number % 80_000),
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    head = "\r\n".join(
        ("WARC/1.1", *(f"{name}: {shown}" for name, shown in (known | dict.fromkeys(fields, value)).items()))
    )
    return head.encode("utf-8", "surrogatepass") + b"\r\n\r\n" + block + b"\r\n\r\n"


def answer(value: str, number: int) -> bytes:
    """A response whose status and fields hold a value."""
    shown = value.encode("utf-8", "surrogatepass")
    block = b"\r\n".join((b"HTTP/1.1 %b OK" % shown, b"Location: %b" % shown, b"Content-Type: %b" % shown, b"", b"x"))
    return warcs.record("response", f"{CHINA}t{number}.shtml", at(number % 80_000), block)


def test_no_value_of_a_record_costs_the_others(archive: Archive, tmp_path: Path) -> None:
    few = [value for value in VALUES if len(value) < 5_000]
    nasty = [record([NEEDED[n % len(NEEDED)]], value, 1_000 + n) for n, value in enumerate(few)]
    nasty += [record(OTHERS, value, 3_000 + n) for n, value in enumerate(few)]
    nasty += [record(["WARC-Segment-Number"], value, 5_000 + n) for n, value in enumerate(few[::7])]
    nasty += [answer(value, 10_000 + n) for n, value in enumerate(few)]
    good = [page(n, n) for n in (1, 2, 3)]
    middle = len(nasty) // 2
    file = tmp_path / "recorded.warc.gz"
    done = imported(archive, file, [good[0], *nasty[:middle], good[1], *nasty[middle:], good[2]])
    assert done["cn_fmprc_en"].outcome in ("complete", "incomplete")
    assert {f"t{n}" for n in (1, 2, 3)} <= {row[0] for row in versions(archive)}
    again = imported(archive, file, [*nasty, page(4, 4)])
    assert again["cn_fmprc_en"].outcome in ("complete", "incomplete")
    assert "t4" in {row[0] for row in versions(archive)}
