"""Gives what is held the keys by which its source identifies releases today."""

from crawler.ingest.reparse.report import Reread
from crawler.sources.source import Source
from storage.archive import Archive
from storage.read import frontier, sources
from storage.write.rekey import rekey, restore_digests

AT_ONCE = 500  # keys looked at in one transaction


def rekey_releases(archive: Archive, source: Source, done: Reread, *, dry_run: bool) -> None:
    """Give releases the keys that the source finds in their addresses today, and count those that had others.

    A key that one of a release's addresses still gives stays: a redirect may have led to its first address. Where
    listings or feeds state keys of their own, addresses say nothing. Releases and addresses that are looked up by
    another digest than their own are found again first.
    """
    source_id = archive.read(sources.source_id_of, source.name)
    if source_id is not None and not dry_run:
        archive.write(restore_digests, source_id)
    if source.split is not None or any(getattr(listing, "key", None) for listing in source.listings):
        return
    after = 0
    while known := archive.read(frontier.keys_of_releases, source.name, after, AT_ONCE):
        after = known[-1][0]
        keys = {
            number: source.key_of(url)
            for number, key, url in known
            if source.key_of(url) != key and key not in map(source.key_of, archive.read(frontier.addresses_of, number))
        }
        done.rekeyed += len(keys)
        if keys and source_id is not None and not dry_run:
            archive.write(rekey, source_id, keys)
