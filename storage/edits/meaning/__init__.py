"""What in a text weighs more than its other words: numbers and dates, negations, names."""

from storage.edits.meaning.countries import countries, country_words, may_name
from storage.edits.meaning.names import names
from storage.edits.meaning.negations import negated
from storage.edits.meaning.numbers import may_count, same_numbers

__all__ = ["countries", "country_words", "may_count", "may_name", "names", "negated", "same_numbers"]
