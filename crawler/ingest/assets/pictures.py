"""How pictures look: in small, so that one that was only encoded anew or made smaller is known again."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from storage.edits.files.looks import CELLS, HUES, look_of
from storage.errors import LayoutError, one_line

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")  # that are decoded at all
MOST_BYTES = 50_000_000
MOST_PIXELS = 50_000_000
_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"})  # 8 bits each, which stay what they are
_MOVING = frozenset({"PNG", "GIF", "WEBP"})  # a JPEG with several pictures is shown as its first


def look_of_picture(body: bytes) -> bytes | None:
    """The look of a picture as a browser shows it, on white; None of one that moves, or has more than 8 bits a colour.

    Raises LayoutError where it cannot be decoded, or is larger than the bounds of this module. A hostile file may take
    any time and any memory: look at it in a process that may be ended.
    """
    if len(body) > MOST_BYTES:
        raise LayoutError(f"the picture has more than {MOST_BYTES:,} bytes")
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(body), formats=FORMATS) as image:
            return _look(image)
    except (LayoutError, MemoryError):
        raise
    except Exception as error:  # Pillow raises errors of many kinds over what is no picture
        raise LayoutError(one_line(f"the picture cannot be decoded: {type(error).__name__}: {error}")) from None


def _look(image: Image.Image) -> bytes | None:
    if image.width * image.height > MOST_PIXELS:
        raise LayoutError(f"the picture has more than {MOST_PIXELS:,} pixels")
    if image.mode not in _MODES or (image.format in _MOVING and getattr(image, "is_animated", False)):
        return None
    shown = ImageOps.exif_transpose(image)
    if shown.has_transparency_data:
        shown = shown.convert("RGBA")
        white = Image.new("RGBA", shown.size, "white")
        shown = Image.alpha_composite(white, shown)
    colours = shown.convert("RGB").convert("YCbCr")
    lightness, *hues = (
        band.resize((size, size), Image.Resampling.BILINEAR).tobytes()
        for band, size in zip(colours.split(), (CELLS, HUES, HUES), strict=True)
    )
    return look_of(*shown.size, lightness, hues)
