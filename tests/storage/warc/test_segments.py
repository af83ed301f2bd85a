"""A segmented response is joined, or is not whole (WARC 1.1, 6.8 and 8)."""

from itertools import pairwise
from pathlib import Path

import pytest
import warc_files as warcs

from tests.storage.warc.recorded_pages import AT, PACKINGS, URL, everything, written

BODY = b"".join(b"sentence %d. " % n for n in range(500))
BLOCK = warcs.http(BODY, Content_Length=str(len(BODY)))
CUTS = [0, 900, 2000, len(BLOCK)]
PIECES = [BLOCK[start:end] for start, end in pairwise(CUTS)]
ORIGIN = "<urn:first>"


def segment(number: int, **fields: str) -> bytes:
    kind = "response" if number == 1 else "continuation"
    stated = {"WARC_Segment_Number": str(number), "WARC_Block_Digest": warcs.sha1(PIECES[number - 1])}
    stated |= {"WARC_Record_ID": ORIGIN} if number == 1 else {"WARC_Segment_Origin_ID": ORIGIN}
    stated |= {"WARC_Segment_Total_Length": str(len(BLOCK))} if number == len(PIECES) else {}
    return warcs.record(kind, URL.format(1), AT.format(1), PIECES[number - 1], **{**stated, **fields})


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (1, 2, 2, 3)])
def test_all_segments_make_one_whole_answer(tmp_path: Path, packing, order):
    stated = {"WARC_Payload_Digest": warcs.sha1(BODY)}
    records = [segment(number, **stated if number == 1 else {}) for number in order]
    found, troubles = everything(written(tmp_path / "pages.warc", PACKINGS[packing](records)))
    assert [(one.body, one.reason) for one in found] == [(BODY, None)]
    assert not troubles


def test_the_segments_may_stand_in_several_files(tmp_path):
    files = [written(tmp_path / f"{n}.warc", segment(n)) for n in (1, 2, 3)]
    assert everything(*files)[0][0].body == BODY


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ([segment(1)], "the last segment of the record is not in the file"),
        ([segment(1), segment(2)], "the last segment of the record is not in the file"),
        ([segment(1), segment(3)], "a segment of the record is not in the file"),
        ([segment(1, WARC_Segment_Number="2"), segment(3)], "a segment of the record is not in the file"),
        (
            [segment(1), segment(2), segment(3, WARC_Segment_Total_Length="9")],
            "the segments of the record are not as long as they should be",
        ),
        (
            [segment(1), segment(2, WARC_Block_Digest=warcs.sha1(b"other")), segment(3)],
            "a segment contradicts its WARC-Block-Digest",
        ),
    ],
)
def test_what_lacks_a_segment_is_not_whole(tmp_path, records, reason):
    found, troubles = everything(written(tmp_path / "pages.warc", b"".join(records)))
    assert [(one.status, one.reason) for one in found] == [(200, reason)]
    assert not troubles


def test_a_continuation_that_names_no_origin_is_counted(tmp_path):
    lost = segment(2, WARC_Segment_Origin_ID="")
    found, troubles = everything(written(tmp_path / "pages.warc", segment(1) + lost))
    assert found[0].flawed
    assert troubles == {"continuation records that belong to no capture": 1}
