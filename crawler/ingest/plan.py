"""What a person asked of a crawl."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Literal

from storage.errors import SourceError

Mode = Literal["update", "backfill", "recheck", "address"]
MODES: tuple[Mode, ...] = ("update", "backfill", "recheck", "address")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to crawl one source.

    `update` reads the newest listing pages until all they announce is held, `backfill` all of them, `recheck` visits
    held releases that are due, `address` asks for one `url`. `since` and `until` bound the dates of releases,
    `limit` how many are visited. `assets` asks for the documents and pictures of as many, too.
    """

    mode: Mode = "update"
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    url: str | None = None
    assets: bool = False

    @classmethod
    def of(cls, mode: str = MODES[0], **words: str) -> "Plan":
        """A plan from words, as `scrapy crawl NAME -a mode=backfill` has them. Raises SourceError."""
        known = next((one for one in MODES if one == mode), None)
        if known is None:
            raise SourceError(f"no mode is called {mode!r}; there are {', '.join(MODES)}")
        named = [one.name for one in fields(cls)]
        if unknown := [name for name in words if name not in named]:
            raise SourceError(f"a crawl has no {unknown[0]!r}; there are {', '.join(named)}")
        since, until, limit, url, assets = (words.get(name) for name in named[1:])
        try:
            plan = cls(
                known,
                date.fromisoformat(since) if since else None,
                date.fromisoformat(until) if until else None,
                int(limit) if limit else None,
                url or None,
                bool(assets),
            )
        except ValueError as error:
            raise SourceError(f"cannot read the plan: {error}") from None
        plan.check()
        return plan

    def check(self) -> None:
        """Raise SourceError for wishes that contradict one another."""
        if (self.url is None) == (self.mode == "address"):
            raise SourceError("mode=address asks for one url, and no other mode does")
        if self.limit is not None and self.limit < 1:
            raise SourceError(f"limit={self.limit} visits nothing; the least is 1")
        if self.since and self.until and self.until < self.since:
            raise SourceError(f"until={self.until} lies before since={self.since}")

    def options(self) -> str:
        """What tells one crawl's wishes from another's: an interrupted crawl is continued under the same ones only."""
        return json.dumps({name: str(value) for name, value in asdict(self).items() if value and name != "mode"})
