"""Marks cases as reviewed by a person: `python -m tests.review tests/ministries/xx_water_en/release`, or several.

The mark is a digest of the expectation, in the case's `page.json`. It belongs to what was reviewed: an expectation that
is changed, or made anew by a program with other contents, has none until somebody has compared it with the page again.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any


def stated(value: Any) -> Any:
    """What an expectation says: a field that is empty says as much as one that is left out."""
    if isinstance(value, dict):
        return {name: stated(each) for name, each in value.items() if each not in (None, "", [], {})}
    return [stated(each) for each in value] if isinstance(value, list) else value


def digest(expected: dict[str, Any]) -> str:
    """The mark of an expectation: the beginning of the SHA-256 of its canonical JSON."""
    canonical = json.dumps(stated(expected), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def mark(case: Path) -> None:
    """Mark a case as reviewed. Raises OSError where the folder is no case, ValueError where it is not JSON."""
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    known = json.loads((case / "page.json").read_text("utf-8")) | {"reviewed": digest(expected)}
    (case / "page.json").write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    for folder in sys.argv[1:]:
        try:
            mark(Path(folder))
            sys.stdout.write(f"{folder}: marked as reviewed\n")
        except (OSError, ValueError) as error:
            sys.exit(f"{folder} is no case: {error}")
