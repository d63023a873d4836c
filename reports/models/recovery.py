"""Facts about what surrounds treatment: releases, plans, what was offered, what changed, and how people left."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.choices import UseNow, WorkNow
from careplans.choices import Agreement, PlanKind
from clients.choices import Answer, DischargeReason
from custody.choices import ExcludedBecause, Standing

from .fact import Fact


class Release(Fact):
    """A release from prison, and how its two measures stand once the three weeks are over (custody.continuity)."""

    released_on = models.DateField()
    seen = models.CharField(max_length=10, choices=Standing)
    started = models.CharField(max_length=10, choices=Standing)
    excluded_because = models.CharField(max_length=10, choices=ExcludedBecause, blank=True)


class OpenEpisode(Fact):
    """An episode that is open now, with the client's active plan of treatment or aftercare."""

    episode_key = models.UUIDField()
    began_on = models.DateField(help_text=_("Treatment, or else the referral"))
    plan_kind = models.CharField(max_length=20, choices=PlanKind, blank=True)
    agreement = models.CharField(max_length=20, choices=Agreement, blank=True)
    review_on = models.DateField(null=True)
    parts_answered = models.PositiveSmallIntegerField(default=0, help_text=_("Of the follow-on"))


class PlannedEnding(Fact):
    """The planned end of treatment in an episode: aftercare began, or it closed as completed. And how things stood then.

    The outcome words follow from the profile (TOP) at the end; each is empty where that cannot be said.
    """

    episode_key = models.UUIDField()
    ended_on = models.DateField()
    aftercare_on = models.DateField(null=True)
    by_override = models.BooleanField(help_text=_("A manager let it go ahead with something missing"))
    profile_on = models.DateField(null=True)
    not_using = models.BooleanField(null=True)
    no_dependence = models.BooleanField(null=True)
    no_illicit = models.BooleanField(null=True)
    on_substitute = models.BooleanField(null=True)
    wellbeing = models.SmallIntegerField(null=True, help_text=_("Quality of life, against the first profile"))
    citizenship = models.BooleanField(null=True)
    as_defined_here = models.CharField(
        max_length=10, blank=True, default="", help_text=_("By the partnership’s own definition")
    )


class CheckUpHeld(Fact):
    """A check-up after treatment that was planned, and whether it was held."""

    due_on = models.DateField()
    done_on = models.DateField(null=True)
    is_reached = models.BooleanField()
    is_cancelled = models.BooleanField()


class Sustained(Fact):
    """How things stand 3, 6 or 12 months after treatment, of everybody in aftercare, asked or not."""

    month = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    died_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    use_now = models.CharField(max_length=20, choices=UseNow, blank=True)
    settled_home = models.CharField(max_length=10, choices=Answer, blank=True)
    work = models.CharField(max_length=20, choices=WorkNow, blank=True)


class SupportVisit(Fact):
    """Somebody who has completed treatment came by, without a plan or an episode."""

    came_on = models.DateField()


class Beside(Fact):
    """What was said and offered beside the treatment of a journey: the first day of each, where there is one."""

    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=30, choices=DischargeReason, blank=True)
    treated_from = models.DateField(null=True)
    treated_until = models.DateField(null=True)
    claim_on = models.DateField(null=True, help_text=_("Receives a benefit"))
    no_claim_on = models.DateField(null=True)
    work_on = models.DateField(null=True, help_text=_("In regular employment"))
    naloxone_offer_on = models.DateField(null=True)
    naloxone_on = models.DateField(null=True, help_text=_("Accepted, given, or there already"))
    hep_b_offer_on = models.DateField(null=True)
    hep_b_on = models.DateField(null=True)
    hep_b_immune_on = models.DateField(null=True)
    hep_c_offer_on = models.DateField(null=True)
    hep_c_on = models.DateField(null=True)
    hiv_on = models.DateField(null=True)
    mutual_aid_on = models.DateField(null=True)
    parent_on = models.DateField(null=True)
    no_parent_on = models.DateField(null=True)
    help_days = ArrayField(
        models.DateField(), default=list, help_text=_("When help to the children was recorded, newest first")
    )
    help_codes = ArrayField(
        models.CharField(max_length=40), default=list, help_text=_("And which, of each of these days")
    )


class Change(Fact):
    """One result in a journey beside the first of its kind there; `now` is empty of the first itself."""

    kind = models.CharField(max_length=30, help_text=_("A questionnaire, a rating, or a part of life"))
    first_on = models.DateField()
    asked_on = models.DateField()
    first = models.DecimalField(max_digits=7, decimal_places=2)
    now = models.DecimalField(max_digits=7, decimal_places=2, null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "asked_on"], name="report_change_kind")]
