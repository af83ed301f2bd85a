"""The files that the demo ministry's pages link to: images and documents, tiny and valid."""

from zlib import compress, crc32


def icon(path: str) -> bytes:
    """A transparent GIF of one pixel, the same at every `path`."""
    del path
    return bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")


def photo(path: str) -> bytes:
    """A PNG of one pixel whose colour comes from its address, so that two photos have two payloads."""
    colour = crc32(path.encode()).to_bytes(4, "big")[:3]
    head = (1).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    chunks = ((b"IHDR", head), (b"IDAT", compress(b"\0" + colour)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + crc32(name + data).to_bytes(4, "big") for name, data in chunks
    )


def document(path: str) -> bytes:
    """A PDF of one empty page whose title is its address."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        f"<</Title({path})>>",
    )
    text, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(f"{len(text):010d} 00000 n \n")
        text += f"{number} 0 obj{content}endobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(offsets)}"
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return (text + table + trailer).encode("ascii")
