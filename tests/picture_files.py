"""Pictures that are drawn for tests: like a photograph, and like a chart."""

from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw

SIZE = 1200, 800


def photograph(seed: int = 1, size: tuple[int, int] = SIZE) -> Image.Image:
    """Soft shapes of all sizes, and grain."""
    random, image = Random(seed), Image.new("RGB", size)
    for cell, share in ((200, 1.0), (40, 0.4), (8, 0.15), (2, 0.08)):
        width, height = size[0] // cell, size[1] // cell
        noise = Image.frombytes("RGB", (width, height), random.randbytes(width * height * 3))
        image = Image.blend(image, noise.resize(size, Image.Resampling.BICUBIC), share)
    return image


def chart(*values: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Bars of these heights, in per cent, on a grid of fine lines."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for line in range(0, size[1], 60):
        draw.line((0, line, size[0], line), fill="black")
    for number, value in enumerate(values):
        draw.rectangle((60 + number * 110, size[1] * (100 - value) // 100, 130 + number * 110, size[1]), fill="navy")
    return image


def with_face(image: Image.Image, width: int, seed: int = 9) -> Image.Image:
    """The same picture with something else in one place, as wide as this and a little higher."""
    changed = image.copy()
    changed.paste(photograph(seed, (400, 400)).resize((width, width * 6 // 5)), (image.width // 2, image.height // 3))
    return changed


def encoded(image: Image.Image, form: str = "JPEG", **how: Any) -> bytes:
    """Its bytes."""
    body = BytesIO()
    image.save(body, form, **how)
    return body.getvalue()
