"""What in a text weighs more than its other words: numbers and dates, negations, names."""

from storage.edits.meaning.figures import names, numbers
from storage.edits.meaning.negations import negated

__all__ = ["names", "negated", "numbers"]
