"""Facts about needs: those that could not be met, homes that are needed, and what became of referrals to others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import NeedsLevel
from recovery_capital.choices import AccommodationType
from referrals.choices import DeclineReason, ReferralOutcome, ReferralStatus, UnmetReason

from .fact import Fact

OF_DOMAIN = "domain:"  # before a part of life, where no kind of service is named


class NeedFact(Fact):
    """What a fact about a need says besides: how complex the person's needs were judged to be by then."""

    complexity = models.CharField(max_length=10, choices=NeedsLevel, blank=True)

    class Meta:
        abstract = True


class Gap(NeedFact):
    """A need that could not be met: which, where, why, and from when until when."""

    area_name = models.CharField(max_length=60)
    need = models.CharField(max_length=40, help_text=_("A kind of service; else, after “domain:”, a part of life"))
    reason = models.CharField(max_length=30, choices=UnmetReason)
    found_on = models.DateField()
    met_on = models.DateField(null=True)


class HomeNeeded(NeedFact):
    """A kind of home that somebody needed when that was asked; it holds until it is asked again."""

    kind = models.CharField(max_length=30, choices=AccommodationType)
    asked_on = models.DateField()
    asked_again_on = models.DateField(null=True)


class ReferralResult(Fact):
    """A referral to another service: sent, answered how and when, and what came of it."""

    domain = models.CharField(max_length=30)
    status = models.CharField(max_length=30, choices=ReferralStatus)
    sent_on = models.DateField()
    answered_on = models.DateField(null=True, help_text=_("The first yes, waiting list or no"))
    decline_reason = models.CharField(max_length=30, choices=DeclineReason, blank=True)
    outcome = models.CharField(max_length=30, choices=ReferralOutcome, blank=True)
