"""Numbers as they are put together of words: "two hundred and five thousand", "fünfundzwanzig", "1.5 million"."""

from decimal import Decimal, InvalidOperation

from storage.edits.meaning.figures import plainly
from storage.edits.meaning.language import Meanings

_SCORES = (60, 80)  # to which French adds its teens: soixante-quinze


class SpelledOut:
    """One number, which grows part by part."""

    def __init__(self) -> None:
        self._total = Decimal(0)  # of what a thousand or more has multiplied, the least of them being `_scale`
        self._scale = Decimal("Infinity")
        self._group = Decimal(0)  # what is below a thousand, so far
        self._written = ""  # in digits, as long as nothing multiplies it
        self._fraction = ""
        self._ended = False
        self.is_certain = False

    @property
    def value(self) -> str:
        """The number in digits, a fraction as "1/3"; empty where nothing was read."""
        if self._written:
            return self._written
        sum_ = self._total + self._group
        return plainly(sum_) + self._fraction if sum_ or self._ended else ""

    def take(self, part: Meanings | str, *, conjoined: bool) -> bool:
        """Go on with a number in digits or what a part of a word means; False where that is no part of this number.

        `conjoined`: "and" stands before it.
        """
        if isinstance(part, str):
            return self._write(part)
        return self._spell(part, conjoined)

    def _write(self, number: str) -> bool:
        if self.value:
            return False
        self._written, self.is_certain = number, True
        return True

    def _spell(self, meaning: Meanings, conjoined: bool) -> bool:
        begun = bool(self.value)
        taken = (
            ("fractions" in meaning and self._is_fraction(meaning, conjoined) and self._divide(meaning["fractions"]))
            or ("multipliers" in meaning and self._multiply(Decimal(meaning["multipliers"])))
            or ("vague" in meaning and self._approximate(Decimal(meaning["vague"])))
            or any(self._add(Decimal(meaning[role]), conjoined) for role in ("numbers", "stems") if role in meaning)
            or ("ordinals" in meaning and self._add(Decimal(meaning["ordinals"]), conjoined, ends=True))
        )
        if not taken and "articles" in meaning and self._add(Decimal(meaning["articles"]), conjoined):
            self.is_certain = begun
            return True
        self.is_certain |= taken
        return taken

    def _is_fraction(self, meaning: Meanings, conjoined: bool) -> bool:
        """Whether "third" in "two thirds" is one; in "the third" and "twenty-third" it is an ordinal."""
        if "ordinals" not in meaning:
            return True
        return bool(self.value) and not self._has_room(Decimal(meaning["ordinals"]), conjoined)

    def _add(self, number: Decimal, conjoined: bool, *, ends: bool = False) -> bool:
        if self.value and not self._has_room(number, conjoined):
            return False
        if number >= 1000:  # "two thousand" in one word
            self._total, self._scale = self._total + number, Decimal(_above(number) // 10)
        else:
            self._group += number
        self._ended = not number or (ends and number % 10 > 0)  # "dwudziesty trzeci" is two ordinals
        return True

    def _has_room(self, number: Decimal, conjoined: bool) -> bool:
        if self._ended or self._written or not number or number >= self._scale:
            return False
        tail = self._group % 100
        units_first = conjoined and 0 < tail < 10 and number % 10 == 0 and 10 < number < 100
        teens = 10 <= number < 20 and tail in _SCORES
        return number < 1 or units_first or teens or self._group % _above(number) == 0

    def _multiply(self, number: Decimal) -> bool:
        if self._ended or not self._is_unwritten():
            return False
        if number < 1000:
            last = self._group if number % 10 else self._group % number  # "seratus dua puluh": 100, 2 times 10
            if self._group and not last:
                return False
            self._group += (last or 1) * number - last
            return True
        if number < self._scale:
            self._total, self._group = self._total + (self._group or 1) * number, Decimal(0)
        elif self._total < number and not self._group % 1:  # "mil millones"
            self._total, self._group = (self._total + self._group) * number, Decimal(0)
        else:
            return False
        self._scale = number
        return True

    def _approximate(self, number: Decimal) -> bool:
        return self._multiply(number) if self.value else self._write(f"{number:f}s")

    def _divide(self, denominator: str) -> bool:
        if self._ended or self._total or not self._is_unwritten():
            return False
        self._group = self._group or Decimal(1)
        self._fraction, self._ended = f"/{denominator}", True
        return True

    def _is_unwritten(self) -> bool:
        """Whether the number may be reckoned with; one in digits is from here on, unless it is a time or a day."""
        try:
            self._group += Decimal(self._written or 0)
        except InvalidOperation:
            return False
        self._written = ""
        return True


def _above(number: Decimal) -> int:
    """Give the lowest power of ten that is more than `number`, but not 1."""
    return int("1" + "0" * len(str(int(number))))
