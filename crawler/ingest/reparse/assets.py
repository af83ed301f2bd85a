"""Reads kept documents and pictures again, all that stood at one address together: see `crawler.ingest.reparse.run`.

So a better reader of documents never looks like an edit. Which releases have them follows from their versions.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from crawler.ingest import fences
from crawler.ingest.assets.files import FileReader, readers
from crawler.ingest.reparse.report import Reread
from crawler.ingest.workers import fingerprint, read_visit, with_contents
from crawler.sources.source import Source
from storage.archive import Archive
from storage.errors import DamageError
from storage.read import frontier
from storage.read.assets import stale
from storage.read.assets.stale import Asset
from storage.read.sources import source_id_of
from storage.records import Reading, StoredCapture
from storage.write.assets import contents, links, readings

AT_ONCE = 500  # addresses, or releases, asked of the archive at once


def reread_assets(
    archive: Archive,
    source: Source,
    done: Reread,
    *,
    dry_run: bool,
    all_files: bool,
    tell: Callable[[Reread], None],
    stopped: Callable[[], bool],
) -> None:
    """Read the assets of a source anew that other code has read, or in vain, or that were altered or damaged.

    With `all_files` all of them, so that what was made of each is compared with what its bytes say.
    """
    if not dry_run:
        for sweep in (contents.sweep, links.sweep):
            archive.write(sweep)
    after, mark = 0, fingerprint(source)
    with closing(FileReader()) as files:
        while numbers := archive.read(stale.addresses, source.name, after, AT_ONCE):
            for number in numbers:
                if stopped():
                    done.whole = False
                    return
                _reread(
                    archive, source, done, files, archive.read(stale.asset, number, mark, readers()), dry_run, all_files
                )
                tell(done)
            after = numbers[-1]
    _settle_links(archive, source, done, dry_run=dry_run)


def _reread(
    archive: Archive, source: Source, done: Reread, files: FileReader, asset: Asset, dry_run: bool, all_files: bool
) -> None:
    if asset.is_altered:
        done.note("altered_files", asset.url)
    if asset.damaged:
        done.note("damaged_files", f"{asset.url}: {asset.damaged}")
    expected = asset.is_stale or asset.is_altered or bool(asset.damaged)
    if not (expected or all_files):
        return
    read = _read(archive, source, done, files, asset, all_files=all_files)
    try:
        changed = archive.read(readings.keep, read, dry_run=True) if dry_run else archive.write(readings.keep, read)
    except DamageError as error:
        done.note("damaged_files", f"{asset.url}: {error}")
        return
    except Exception as error:
        if not fences.is_of_a_value(error):
            raise
        done.note("damaged_files", f"{asset.url}: {fences.refusal(error)}")
        return
    done.fields.update(changed)
    if changed and not expected:
        done.note("unlike_files", f"{asset.url}: {', '.join(sorted(changed))}")


def _read(
    archive: Archive, source: Source, done: Reread, files: FileReader, asset: Asset, *, all_files: bool
) -> list[tuple[StoredCapture, Reading]]:
    """What the captures of an asset brought, each file read once, and but for what is damaged."""
    read: list[tuple[StoredCapture, Reading]] = []
    of_payload: dict[int | None, Reading] = {}
    for number in asset.captures:
        try:
            capture = archive.read(stale.capture, archive.payloads, number)
        except DamageError as error:
            done.note("damaged_files", f"{asset.url}: {error}")
            continue
        reading = read_visit(source, capture)
        if reading.verdict == "asset":
            if capture.payload_id not in of_payload:
                is_read = all_files or capture.payload_id in asset.unread
                of_payload[capture.payload_id] = (
                    with_contents(reading, files, capture.body or b"") if is_read else reading
                )
                done.files += is_read
            reading = of_payload[capture.payload_id]
        read.append((replace(capture, body=None), reading))
    return read


def _settle_links(archive: Archive, source: Source, done: Reread, *, dry_run: bool) -> None:
    source_id, after = archive.read(source_id_of, source.name), 0
    if source_id is None or not archive.read(stale.addresses, source.name, 0, 1):
        return
    while numbers := archive.read(frontier.releases_of, source.name, after, AT_ONCE):
        after = numbers[-1]
        try:
            if dry_run:
                changed = archive.read(links.settle, source_id, numbers, dry_run=True)
            else:
                changed = archive.write(links.settle, source_id, numbers)
        except DamageError as error:  # of one of their versions
            done.note("damaged_files", str(error))
            continue
        done.fields.update({"assets": len(changed)} if changed else {})
