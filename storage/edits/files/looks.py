"""What a picture looks like, in few bytes, and whether two pictures are the same to the eye. Pure.

A look is the picture's width and height, 4 bytes each, and its miniature: `CELLS` × `CELLS` values of lightness, then
`HUES` × `HUES` each of the two colour differences (YCbCr), whatever the picture's own proportions.
"""

import struct
from collections.abc import Sequence

CELLS, HUES = 64, 16
_SIZE = struct.Struct(">II")
LENGTH = _SIZE.size + CELLS**2 + 2 * HUES**2
# The most by which a cell may differ, of 255. As measured on pictures that were drawn for it, like photographs, charts
# and scans, of 1,200 × 800 pixels and more: encoded anew (JPEG of quality 25 to 85, WebP of 40 and 80) they differ by 5
# and 3 at most, made smaller to a quarter of their width by 8 and 2. Another face of 30 × 36 pixels makes 21, a figure
# that is wiped out in a chart 39, an edge of 1 % that is cut off on each side 29.
LIGHTNESS, HUE = 8, 4


def look_of(width: int, height: int, lightness: bytes, hues: Sequence[bytes]) -> bytes:
    """The look of a picture with these miniatures."""
    return _SIZE.pack(width, height) + lightness + b"".join(hues)


def same_to_the_eye(one: bytes | None, other: bytes | None) -> bool:
    """Whether pictures with these looks differ in nothing but size and encoding; never where one has none."""
    if one is None or other is None or not len(one) == len(other) == LENGTH:
        return False
    start, middle = _SIZE.size, _SIZE.size + CELLS**2
    return (
        _same_proportions(*_SIZE.unpack_from(one), *_SIZE.unpack_from(other))
        and _apart(one[start:middle], other[start:middle]) <= LIGHTNESS
        and _apart(one[middle:], other[middle:]) <= HUE
    )


def _apart(one: bytes, other: bytes) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _same_proportions(width: int, height: int, other_width: int, other_height: int) -> bool:
    """Whether one size is the other made smaller: to a pixel, in the smaller one."""
    return abs(width * other_height - other_width * height) <= max(width, height, other_width, other_height)
