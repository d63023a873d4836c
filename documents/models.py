"""Files on a client's record: what each is, and apart from that its bytes."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from clients.models import Client, Consent, MayBeInError, MayBeInErrorQuerySet, OfClientQuerySet, error_is_whole
from core.history import tracked
from core.models import BaseModel

from .choices import SUFFIXES, ContentType, DocumentKind


class ClientDocumentQuerySet(MayBeInErrorQuerySet):
    def visible_to(self, user):
        """Those of the clients whom a user may see, but for the sections that the user may not."""
        sections = [section for section in Section if user.has_perm(section)]
        return super().visible_to(user).filter(section__in=["", *sections])


@tracked
class ClientDocument(MayBeInError, BaseModel):
    """A file on a client's record: a letter, a report, a signed form. It is never overwritten."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    received_on = models.DateField(_("received on"))
    section = models.CharField(
        _("who may see it"), max_length=40, choices=Section, blank=True, default="", db_default=""
    )
    content_type = models.CharField(max_length=40, choices=ContentType, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    file_name = models.CharField(_("name of the file"), max_length=150, editable=False)
    sent_by = models.CharField(
        _("sent by"), max_length=500, blank=True, default="", db_default=""
    )  # who, if none of us

    objects = ClientDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-created_at"]
        indexes = [models.Index(fields=["client", "-received_on"], name="document_client")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "sha256"], condition=Q(error_at=None), name="document_once",
                violation_error_message=_("This file is on the record already"),
            ),
            error_is_whole("document"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} {self.received_on:%Y-%m-%d}"

    @property
    def download_name(self):
        """The name under which it is given out, which says nothing about anybody."""
        return f"{self.pk}.{SUFFIXES[self.content_type][0]}"


class DocumentContent(models.Model):
    """The bytes of a document, apart from it: no list reads them, no history doubles them, no one may change them."""

    document = models.OneToOneField(ClientDocument, on_delete=models.PROTECT, primary_key=True, related_name="content")
    data = models.BinaryField()

    class Meta:
        triggers = [pgtrigger.Protect(name="never_overwritten", operation=pgtrigger.Update)]

    def __str__(self):
        return str(self.pk)


class ConsentEvidenceQuerySet(OfClientQuerySet):
    def visible_to(self, user):
        """Those whose document the user may see."""
        return self.filter(document__in=ClientDocument.objects.visible_to(user))


@tracked
class ConsentEvidence(BaseModel):
    """A document shows that the client gave a consent; one signed form may show several."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consent_evidence")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="shown_by")
    document = models.ForeignKey(
        ClientDocument, on_delete=models.PROTECT, related_name="shows", verbose_name=_("document")
    )

    objects = ConsentEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["consent", "document"], name="consent_shown_once_by_a_document")]

    def __str__(self):
        return f"{self.consent}: {self.document}"
