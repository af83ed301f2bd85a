"""JSON, an object a line, in a form that neither a terminal nor a reader of lines takes for anything else."""

import json
import re
from collections.abc import Mapping

# JSON may hold these as they are, but a terminal acts on them, and some readers of JSON lines take them for line ends.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def line_of(value: Mapping[str, object], *, ascii_only: bool = False) -> str:
    """One object on one line, with its end."""
    line = json.dumps(value, ensure_ascii=ascii_only)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n"
