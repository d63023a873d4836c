"""Code lists of documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What a document is. Our own list."""

    LETTER = "letter", _("Letter")
    REPORT = "report", _("Report or assessment from elsewhere")
    SIGNED_FORM = "signed_form", _("Signed form")
    IDENTITY = "identity", _("Proof of identity or address")
    COURT = "court", _("Court or probation paper")
    PICTURE = "picture", _("Picture")
    OTHER = "other", _("Other")


class ContentType(models.TextChoices):
    """What a file is, by its content. Nothing else is taken."""

    PDF = "application/pdf", _("PDF")
    PNG = "image/png", _("PNG picture")
    JPEG = "image/jpeg", _("JPEG picture")


SUFFIXES = {ContentType.PDF: ["pdf"], ContentType.PNG: ["png"], ContentType.JPEG: ["jpg", "jpeg"]}
