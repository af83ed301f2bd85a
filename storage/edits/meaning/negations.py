"""The negations of official prose: what carries the meaning, and no grammar.

What only sounds negative (Africa, future, drone, very) is none, nor is what means "not only". A verb's opposite (denied
for confirmed) and a word's prefix (unjustified) are none either.
"""

from storage.edits.meaning.language import language
from storage.edits.words import plain


def negated(text: str, tag: str | None) -> int:
    """Count the negations of `text`; `tag` (BCP 47) chooses the lists, all of them where there is none for it."""
    meant = language(tag)
    text = plain(text)
    if not meant.negation.search(text):
        return 0
    return sum(1 for _ in meant.negation.finditer(meant.no_negation.sub(" ", text)))
