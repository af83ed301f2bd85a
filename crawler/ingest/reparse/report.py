"""What a run of `reparse` came to."""

from collections import Counter
from dataclasses import dataclass, field, replace

from storage.records import Finding


@dataclass(slots=True)
class Reread:
    """What a run came to: releases and pages read, releases whose versions changed and in which fields.

    `rekeyed` are releases that the source identifies otherwise than when they were found, `listings` listing pages of
    which nothing could be made before and that can be read now, `files` documents and pictures read; `findings` what
    needs a person, each kind counted, with its first case. `whole` is false where the run was stopped before its end.
    """

    source: str
    releases: int = 0
    pages: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    rekeyed: int = 0
    listings: int = 0
    files: int = 0
    whole: bool = True
    findings: dict[str, Finding] = field(default_factory=dict)

    def note(self, kind: str, example: str) -> None:
        """Count one more thing that needs a person."""
        before = self.findings.get(kind, Finding(kind, 0, example, self.source))
        self.findings[kind] = replace(before, count=before.count + 1)

    @property
    def unreadable(self) -> int:
        """Pages that no layout reads."""
        return self.findings["unreadable"].count if "unreadable" in self.findings else 0
