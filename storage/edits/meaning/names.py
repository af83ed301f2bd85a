"""The names in a text, as far as capitals tell."""

import re
from collections.abc import Iterable

from storage.edits.meaning.compounds import parts
from storage.edits.meaning.language import language, spelled
from storage.edits.words import fold
from storage.search.writing_systems import KATAKANA

_KATAKANA_WORD = re.compile(f"[{KATAKANA}]{{2,}}")


def names(words: Iterable[str], tag: str | None) -> set[str]:
    """Give those of `words` that may be names, folded: capitalized ones, and katakana words of two or more signs.

    Numbers, months and days are no names. In German every noun is capitalized, and counts.
    """
    meant = language(tag)
    capital = [word for word in words if word[0].isupper() or _KATAKANA_WORD.fullmatch(word)]
    return {fold(word) for word in capital if not parts(spelled(word), meant)}
