"""Which captures of a release are worth reading again, and what all of them show then."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crawler.ingest import fences
from crawler.ingest.runtime import Runtime
from storage.errors import DamageError
from storage.read import stored_captures
from storage.records import Crawl, Reading, StoredCapture
from storage.write import settle as settling

Captured = Sequence[tuple[StoredCapture, Reading | None]]  # of a release, each with what was made of it so far


def worth_reading(held: Captured) -> list[StoredCapture]:
    """Those captures of a release that a layout can make something else of: whole pages, and what was never read."""
    return [capture for capture, reading in held if reading is None or _has_page(capture)]


def _has_page(capture: StoredCapture) -> bool:
    return capture.status == 200 and not capture.read_with_another


def merged(held: Captured, readings: Sequence[Reading]) -> list[tuple[StoredCapture, Reading]]:
    """All captures of a release with what they show: as `readings` of `worth_reading` have it, or as read before.

    A feed that shows the same bytes again shows the text of those bytes, whatever was captured in between.
    """
    anew = iter(readings)
    shown = [(capture, next(anew) if before is None or _has_page(capture) else before) for capture, before in held]
    of_payload = {capture.payload_id: reading for capture, reading in shown if reading.release is not None}
    return [
        (capture, replace(reading, release=same.release, dated=same.dated))
        if capture.read_with_another and (same := of_payload.get(capture.payload_id))
        else (capture, reading)
        for capture, reading in shown
    ]


async def settle(runtime: Runtime, source: Any, crawl: Crawl, release_id: int) -> tuple[str, str] | None:
    """Read all captures of a release by today's layouts and build its snapshots anew. Writes.

    One that is damaged in the archive, or that it cannot hold, stays as it is, for a person to see, and stops no other:
    then a verdict is given, and what is wrong.
    """
    try:
        held = await runtime.read(stored_captures.of_release, runtime.payloads, release_id)
        readings = await runtime.workers.read(source, worth_reading(held))
        await runtime.write(settling.settle_in, crawl, release_id, merged(held, readings))
    except DamageError as error:
        return "damaged", f"release {release_id}: {error}"
    except Exception as error:
        if not fences.is_of_a_value(error):
            raise
        return "unreadable", f"release {release_id}: {fences.refusal(error)}"
    return None
