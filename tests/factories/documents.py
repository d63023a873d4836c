"""Files on a client's record."""

import hashlib
from datetime import date

import factory
from factory.django import DjangoModelFactory

from documents import models
from documents.choices import ContentType, DocumentKind

from .clients import ClientFactory, ConsentFactory


class DocumentContentFactory(DjangoModelFactory):
    class Meta:
        model = models.DocumentContent

    document = factory.SubFactory("tests.factories.documents.ClientDocumentFactory", content=None)
    data = b"%PDF-1.4 not a real one"


class ClientDocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.ClientDocument
        skip_postgeneration_save = True

    client = factory.SubFactory(ClientFactory)
    title = "Letter from the hospital"
    kind = DocumentKind.LETTER
    received_on = date(2026, 11, 2)
    content_type = ContentType.PDF
    size = 1024
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    file_name = "letter.pdf"
    content = factory.RelatedFactory(DocumentContentFactory, "document")


class ConsentEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = models.ConsentEvidence

    client = factory.SubFactory(ClientFactory)
    consent = factory.SubFactory(ConsentFactory, client=factory.SelfAttribute("..client"))
    document = factory.SubFactory(ClientDocumentFactory, client=factory.SelfAttribute("..client"))
