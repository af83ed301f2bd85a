"""What readers and their programs ask of `communique serve`, of every kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import select

from benchmarks._clients import Wanted
from benchmarks.search import SOURCES, questions
from storage.archive import Archive
from storage.models import ReleaseRow, SnapshotRow

FORMS = "atom", "json"


def requests(file: Path, number: int) -> Iterator[Wanted]:
    """So many requests to a reader of the archive in a file, the same every time."""
    archive = Archive.open_read_only(f"sqlite:///{file}")
    with archive.reading() as db:
        held = db.execute(select(ReleaseRow.id, ReleaseRow.url).join(SnapshotRow).distinct()).tuples().all()
        edited = db.execute(select(SnapshotRow.release_id).where(SnapshotRow.version == 2)).scalars().all()
    archive.close()
    readers = _Readers(Random("requests"), [*questions()], held, edited)  # noqa: S311 - the same every time
    what_they_do = {readers.search: 6, readers.browse: 2, readers.read: 6, readers.compare: 3, readers.oversee: 3}
    made = 0
    while made < number:
        (what,) = readers.random.choices([*what_they_do], [*what_they_do.values()])
        some = what()[: number - made]
        yield from some
        made += len(some)


@dataclass(frozen=True, slots=True)
class _Readers:
    """Whoever reads: `asked` are queries with filters, `held` the numbers and addresses of releases."""

    random: Random
    asked: Sequence[dict[str, Any]]
    held: Sequence[tuple[int, str]]
    edited: Sequence[int]

    def search(self) -> list[Wanted]:
        """With filters and without, and as a feed and a program do."""
        question = self.random.choice(self.asked)
        words = urlencode({"q": question["query"], **question["among"]})
        return [
            Wanted("search", f"search/?{words}"),
            Wanted("search", f"search/?{words}&type=Speech&pictures=true"),
            Wanted("API, search", f"api/search?{words}"),
            Wanted("feed of a search", f"search/feed.{self.random.choice(FORMS)}?{words}"),
        ]

    def browse(self) -> list[Wanted]:
        """Without a query."""
        facts = self.random.choice(SOURCES)
        return [
            Wanted("first page", ""),
            Wanted("all releases", "search/"),
            Wanted("all releases", f"search/?{urlencode({'country': facts.country, 'until': '2015-01-01'})}"),
            Wanted("API, releases", f"api/releases?{urlencode({'source': facts.name, 'type': 'Speech'})}"),
        ]

    def read(self) -> list[Wanted]:
        """One release, and all that is known of it."""
        number, url = self.random.choice(self.held)
        return [
            Wanted("release", f"releases/{number}/"),
            Wanted("release", f"releases/{number}/versions/1/"),
            Wanted("history", f"releases/{number}/history/"),
            Wanted("feed of a release", f"releases/{number}/feed.{self.random.choice(FORMS)}"),
            Wanted("API, release", f"api/releases/{number}"),
            Wanted("Memento", f"web/timemap/link/{quote(url, ':/')}"),
            Wanted("Memento", f"web/2020id_/{quote(url, ':/')}"),
        ]

    def compare(self) -> list[Wanted]:
        """What was changed, and where."""
        path = f"releases/{self.random.choice(self.edited)}/differences/1-2"
        source = urlencode({"source": self.random.choice(SOURCES).name})
        return [
            Wanted("changes", "changes/"),
            Wanted("changes", f"changes/?{source}&kind=edited&least=wording"),
            Wanted("changes", f"changes/2020-0{self.random.randrange(1, 10)}/"),
            Wanted("feed of changes", f"changes/feed.{self.random.choice(FORMS)}?{source}"),
            Wanted("API, changes", f"api/changes?{source}"),
            Wanted("differences", f"{path}/"),
            Wanted("differences", f"{path}/side-by-side/"),
            Wanted("API, differences", f"api/{path}"),
        ]

    def oversee(self) -> list[Wanted]:
        """How well sources are held."""
        name = self.random.choice(SOURCES).name
        return [
            Wanted("sources", "sources/"),
            Wanted("source", f"sources/{name}/"),
            Wanted("source", f"sources/{name}/{self.random.randrange(2005, 2026)}-0{self.random.randrange(1, 10)}/"),
            Wanted("API, coverage", f"api/sources/{name}/coverage"),
        ]
