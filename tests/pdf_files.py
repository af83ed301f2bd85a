"""Small PDF files, written by hand: a page for each text, a line for each of its lines."""

from collections.abc import Sequence


def pdf(*pages: str, made: str = "20260101000000Z") -> bytes:
    """A PDF whose pages say these texts (in Latin-1), made at a time that nobody reads."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, text in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * n} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        shown = content(text)
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(shown), shown))
    return file(objects, f"/Info<</CreationDate(D:{made})>>")


def content(text: str) -> bytes:
    """The instructions that show a text, line by line."""
    lines = text.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").split(b"\n")
    return b"BT /F1 11 Tf 50 780 Td 14 TL " + b" ".join(b"(%b) Tj T*" % line for line in lines) + b" ET"


def file(objects: Sequence[bytes], more: str = "") -> bytes:
    """A PDF of these objects, the catalogue first."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{more}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table) + trailer.encode()
