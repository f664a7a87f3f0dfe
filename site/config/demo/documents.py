"""A small PDF that screen readers can read: tagged, with a title and a language (what PDF/UA asks of its structure)."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

CATALOG = (
    "<</Type /Catalog /Pages 2 0 R /Lang (en) /MarkInfo <</Marked true>> /StructTreeRoot 6 0 R "
    "/ViewerPreferences <</DisplayDocTitle true>>>>"
)
PAGE = (
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /StructParents 0 /Tabs /S "
    "/Resources <</Font <</F1 5 0 R>>>>>>"
)


def create_document(spec: tuple[str, list[str]]) -> object:
    title, paragraphs = spec
    document = get_document_model()(title=title)
    document.file.save(f"{title}.pdf", ContentFile(write_pdf(title, paragraphs)), save=False)
    document.file_size = document.file.size
    document.save()
    return document


def write_pdf(title: str, paragraphs: list[str]) -> bytes:
    """One page: a heading, and a paragraph for each line."""
    lines = [("H1", 18, title), *(("P", 11, text) for text in paragraphs)]
    drawn = "".join(
        f"/{tag} <</MCID {place}>> BDC BT /F1 {size} Tf 50 {780 - 40 * place} Td ({text}) Tj ET EMC\n"
        for place, (tag, size, text) in enumerate(lines)
    )
    elements = [
        f"<</Type /StructElem /S /{tag} /P 7 0 R /Pg 3 0 R /K {place}>>" for place, (tag, *_rest) in enumerate(lines)
    ]
    kids = " ".join(f"{8 + place} 0 R" for place in range(len(lines)))
    objects = [
        CATALOG,
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        PAGE,
        f"<</Length {len(drawn)}>>\nstream\n{drawn}endstream",
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
        f"<</Type /StructTreeRoot /K 7 0 R /ParentTree <</Nums [0 [{kids}]]>>>>",
        f"<</Type /StructElem /S /Document /P 6 0 R /K [{kids}]>>",
        *elements,
        f"<</Title ({title})>>",
    ]
    text, places = "%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer <</Size {size} /Root 1 0 R /Info {size - 1} 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")
