"""The other end of a referral: the link that needs no account, what was done behind it, and what both sides write."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from documents.models import ClientDocument

from ..choices import LookKind, MessageKind
from .referral import Referral


@tracked
class SentPack(BaseModel):
    """What a partner was given to read with a referral, kept as it was sent."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="packs")
    contents = models.JSONField(_("what was sent"))  # of referrals.pack

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.referral_id} {self.created_at:%Y-%m-%d}"


class ReferralLinkQuerySet(models.QuerySet):
    def live(self):
        """Those that still open: not revoked, not run out."""
        return self.filter(revoked_at=None, expires_at__gt=Now())


@tracked(exclude=["token_digest", "code_digest"])
class ReferralLink(BaseModel):
    """A secret address that shows one referral to its partner, opened with a code that went another way."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=128)
    sent_to = models.EmailField(_("sent to"))
    code_sent_how = models.CharField(_("how the code went"), max_length=200)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened at"), null=True, blank=True)

    objects = ReferralLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(revoked_at=None), name="one_link_that_works_per_referral"
            )
        ]

    def __str__(self):
        return f"{self.referral_id} {self.created_at:%Y-%m-%d}"


class PartnerLook(models.Model):
    """One look by a partner through a link: rows are only ever added."""

    link = models.ForeignKey(ReferralLink, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField(default=timezone.now, db_default=Now())
    what = models.CharField(_("what"), max_length=10, choices=LookKind)
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.get_what_display()} {self.at:%Y-%m-%d %H:%M}"


@tracked
class ReferralMessage(BaseModel):
    """What one side wrote to the other: a question, its answer, a date offered, whether the person came."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind)
    link = models.ForeignKey(
        ReferralLink, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )  # whoever wrote it, wrote through this; empty where one of us did
    said_by = models.CharField(_("who said it"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    document = models.ForeignKey(
        ClientDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="referral_messages"
    )  # what came with it, on the record

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(day__isnull=False), name="referral_message_says_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind=MessageKind.OFFER) | Q(day__isnull=False), name="offered_date_is_a_date"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"

    @property
    def is_theirs(self):
        return self.link_id is not None or bool(self.said_by)
