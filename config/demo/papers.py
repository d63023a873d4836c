"""The demo's documents: small letters, written here and kept as any other."""

import io
from datetime import timedelta
from hashlib import sha256

import pikepdf

from documents.choices import ContentType, DocumentKind
from documents.models import ClientDocument, DocumentContent

# After how many clients, and what: each on one of the first people of the demo.
PAPERS = {
    2: (DocumentKind.LETTER, "Discharge letter of the hospital"),
    5: (DocumentKind.SIGNED_FORM, "Signed agreement to share"),
    9: (DocumentKind.REPORT, "Report of the housing officer"),
}


def make_documents(case):
    """A letter for a few of the first people."""
    if case.number not in PAPERS:
        return
    kind, title = PAPERS[case.number]
    data = letter(title)
    document = case.add(
        ClientDocument,
        case.at(case.last_on),
        client=case.client,
        title=title,
        kind=kind,
        received_on=case.last_on - timedelta(days=1),
        content_type=ContentType.PDF,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        file_name=f"{title.lower().replace(' ', '-')}.pdf",
    )
    case.rows.by_model[DocumentContent].append(DocumentContent(document=document, data=data))


def letter(title):
    """A page with one line on it."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, f"BT /F1 16 Tf 72 740 Td ({title}: fictitious) Tj ET".encode())
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
