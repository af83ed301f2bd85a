"""What text an archive can hold. The database decides it, and digests must agree with what it gives back."""

import re

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for what PostgreSQL or UTF-8 cannot hold: NUL and halves of surrogate pairs.

    Hostile JSON may spell both; they must not stop a crawl.
    """
    return text if text.isprintable() else _UNSTORABLE.sub("\ufffd", text)
