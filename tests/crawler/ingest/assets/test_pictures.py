"""A picture that was encoded anew or made smaller is the same to the eye, and no other is, however like it is."""

import zlib

import pytest
from picture_files import chart, encoded, photograph, with_face
from PIL import Image, ImageOps

from crawler.ingest.assets import pictures
from crawler.ingest.assets.files import FileReader
from crawler.ingest.assets.pictures import look_of_picture
from storage.edits.files.looks import LENGTH, same_to_the_eye
from storage.errors import LayoutError

PICTURES = {"photograph": photograph(), "chart": chart(20, 35, 50, 42, 77, 61)}
LOOKS = {name: look_of_picture(encoded(image, quality=92)) for name, image in PICTURES.items()}


def smaller(image: Image.Image, width: int) -> Image.Image:
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


DRESS = {
    "quality 85": lambda image: encoded(image, quality=85),
    "quality 25": lambda image: encoded(image, quality=25),
    "progressive": lambda image: encoded(image, quality=75, progressive=True),
    "WebP": lambda image: encoded(image, "WEBP", quality=40),
    "PNG": lambda image: encoded(image, "PNG"),
    "transparent": lambda image: encoded(image.convert("RGBA"), "PNG"),
    "1024": lambda image: encoded(smaller(image, 1024), quality=80),
    "600": lambda image: encoded(smaller(image, 600), quality=80),
    "300": lambda image: encoded(smaller(image, 300), quality=80),
    "turned": lambda image: encoded(image.rotate(90, expand=True), exif=_turned()),
}
OTHER = {
    "a face": lambda image: with_face(image, 60),
    "a small face": lambda image: with_face(image, 30),
    "cropped": lambda image: image.crop((12, 8, image.width - 12, image.height - 8)),
    "cropped on one side": lambda image: image.crop((24, 0, image.width, image.height)),
    "stretched": lambda image: image.resize((image.width, image.height * 9 // 10)),
    "mirrored": ImageOps.mirror,
    "without colours": lambda image: image.convert("L").convert("RGB"),
    "brighter": lambda image: image.point(lambda value: min(255, value * 11 // 10 + 12)),
    "another": lambda image: photograph(50),
}


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees clockwise (EXIF 2.32, 4.6.4)
    return exif


@pytest.mark.parametrize("dress", DRESS.values(), ids=DRESS)
@pytest.mark.parametrize("picture", PICTURES)
def test_in_another_dress_it_is_the_same(picture, dress):
    again = look_of_picture(dress(PICTURES[picture]))
    assert same_to_the_eye(LOOKS[picture], again)
    assert same_to_the_eye(again, LOOKS[picture])


@pytest.mark.parametrize("other", OTHER.values(), ids=OTHER)
@pytest.mark.parametrize("picture", PICTURES)
def test_what_a_reader_may_notice_is_another_picture(picture, other):
    changed = look_of_picture(encoded(other(PICTURES[picture]), quality=85))
    assert changed is not None
    assert not same_to_the_eye(LOOKS[picture], changed)


def test_what_has_no_look_is_the_same_as_nothing():
    look = look_of_picture(encoded(photograph(size=(40, 30))))
    assert look is not None
    assert len(look) == LENGTH
    assert same_to_the_eye(look, look)
    assert not same_to_the_eye(None, None)
    assert not same_to_the_eye(look, None)
    assert not same_to_the_eye(look, (look or b"")[:-1])


def test_what_moves_or_has_finer_colours_has_no_look():
    frames = [photograph(seed, (60, 40)) for seed in (1, 2)]
    for form in ("GIF", "PNG", "WEBP"):
        assert look_of_picture(encoded(frames[0], form, save_all=True, append_images=frames[1:])) is None, form
        assert look_of_picture(encoded(frames[0], form)) is not None
    assert look_of_picture(encoded(Image.new("I;16", (60, 40)), "PNG")) is None


def png(width: int, height: int, packed: bytes) -> bytes:
    """A PNG that says of itself what it likes."""
    found = b"\x89PNG\r\n\x1a\n"
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    for kind, data in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")):
        found += len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    return found


HOSTILE = {
    "cut off": encoded(photograph())[:3000],
    "no picture": b"\xff\xd8\xff\xe0 a photograph",
    "more pixels than are decoded": png(40_000, 40_000, zlib.compress(bytes(1000))),
    "a side without end": png(2**31 - 1, 1, zlib.compress(bytes(1000))),
    "a bomb": png(3_000, 3_000, zlib.compress(bytes(20_000_000))),
    "of nothing": png(0, 0, b""),
    "another kind under its name": b"RIFF\x10\0\0\0WEBPVP8 \xff\xff\xff\x7f" + bytes(40),
    "a GIF of one byte": b"GIF89a\x01\0\x01\0\0\0\0,",
}


def test_a_hostile_picture_has_a_reason_and_ends_nothing(monkeypatch):
    reader = FileReader(seconds=20)
    try:
        for name, body in HOSTILE.items():
            pages, look, problem = reader.read(body)
            assert pages == ()
            assert (look is None) == (problem is not None), name
        small = encoded(photograph(size=(60, 40)))
        assert reader.read(small).look == look_of_picture(small)
    finally:
        reader.close()
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    with pytest.raises(LayoutError, match="more than 100 bytes"):
        look_of_picture(small)


def test_no_kind_is_decoded_but_those_that_are_named():
    for form in ("BMP", "TIFF", "PPM", "ICO"):
        with pytest.raises(LayoutError, match="cannot be decoded"):
            look_of_picture(encoded(photograph(size=(60, 40)), form))
