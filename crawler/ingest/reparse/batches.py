"""Which releases of a source are read again, and which of them together."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from crawler.ingest.reparse.report import Reread
from crawler.ingest.rereading import Captured, worth_reading
from crawler.ingest.weight import by_weight, weight
from crawler.ingest.workers import fingerprint
from crawler.sources.source import Source
from storage.archive import Archive
from storage.database import chunks
from storage.errors import DamageError
from storage.read import frontier, soundness, stale, stored_captures
from storage.records import StoredCapture
from storage.write import settle

RELEASES = 32  # read and committed together
AT_ONCE = 500  # releases looked at in one transaction


@dataclass(frozen=True, slots=True)
class Batch:
    """Releases that are read together. Of the `current` ones nothing new is expected: today's code has read them."""

    held: Mapping[int, Captured]
    current: Collection[int] = ()
    is_last: bool = False

    @property
    def pages(self) -> list[StoredCapture]:
        """What of them is worth reading."""
        return [page for held in self.held.values() for page in worth_reading(held)]

    @property
    def weight(self) -> int:
        """About how many bytes of memory that takes."""
        return sum(map(weight, self.pages))


def batches(archive: Archive, source: Source, done: Reread, *, dry_run: bool, all_pages: bool) -> Iterator[Batch]:
    """The releases of a source that are to be read again, a few at a time, and last of all an empty batch.

    What is altered or damaged is noted in `done`; what is loaded is no more than may be in memory together.
    """
    mark, after = fingerprint(source), 0
    while numbers := archive.read(frontier.releases_of, source.name, after, AT_ONCE):
        after = numbers[-1]
        wanted = set(archive.read(stale.releases, numbers, mark))
        found = archive.read(soundness.unsound, numbers)
        for number, versions in found.altered.items():
            done.note("altered", f"release {number}, version {', '.join(map(str, versions))}")
        for number, error in found.damaged.items():
            done.note("damaged", f"release {number}: {error}")
        broken = {number for number, error in found.damaged.items() if error.is_derived and not dry_run}
        current = set(numbers) - wanted - found.altered.keys() - found.damaged.keys() if all_pages else set[int]()
        wanted = (wanted - found.damaged.keys()) | found.altered.keys() | broken | current
        for some in chunks(sorted(wanted), RELEASES):
            held = ((number, _captures(archive, number, done, unmake=number in broken)) for number in some)
            for part in by_weight(held, lambda one: sum(map(weight, worth_reading(one[1])))):
                yield Batch({number: captures for number, captures in part if captures}, current)
        yield Batch({})  # a source that has nothing to be read again is looked through in parts too
    yield Batch({}, is_last=True)


def _captures(archive: Archive, number: int, done: Reread, *, unmake: bool) -> Captured:
    """The captures of a release; none where one of them is damaged.

    With `unmake`, what was made of them is taken away, if all of them can be read again.
    """
    try:
        if unmake:
            return archive.write(settle.unmake, archive.payloads, number)
        return archive.read(stored_captures.of_release, archive.payloads, number)
    except DamageError as error:
        done.note("damaged", f"release {number}: {error}")
        return ()
