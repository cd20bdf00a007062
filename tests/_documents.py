"""Documents that the tests of reading write: an invented story, and PDF files made by hand."""

from __future__ import annotations

TITLE = "Mill town votes to keep its night train"
PARAGRAPHS = (
    "The people of Ostrava Mills voted on Sunday to keep the night train, with 61 per cent in favour.",
    "The line will cost the town 2.4 million crowns a year, the mayor, Petra Dolan, said after the count.",
    "Trains will leave at 23:40 from the old station until the new one opens in the autumn.",
)
STORY = "\n\n".join((TITLE, *PARAGRAPHS)) + "\n"


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF with one text line after the other on each page."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        shown = b"BT /F1 11 Tf 72 740 Td 14 TL " + b" ".join(f"({_escaped(line)}) Tj T*".encode("latin-1") for line in lines) + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown))
    objects.append(f"<< /Title ({_escaped(title)}) >>".encode("latin-1"))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(objects), start)
    return out


def encrypted(data: bytes) -> bytes:
    """The PDF with a password that opening needs."""
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(BytesIO(data)).pages:
        writer.add_page(page)
    writer.encrypt("open sesame", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
