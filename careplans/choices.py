"""Code lists of care plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    """The kinds of plan; one model, one screen."""

    INITIAL = "initial", _("Initial plan")
    FULL = "full", _("Care plan")


class PlanStatus(models.TextChoices):
    """Where a plan stands. A plan is active once the client has answered, even with a no."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    SUPERSEDED = "superseded", _("Replaced by a later version")
    COMPLETED = "completed", _("Completed")


class Agreement(models.TextChoices):
    """What the client said of the plan."""

    AGREES = "agrees", _("Agrees")
    DOES_NOT_AGREE = "does_not_agree", _("Does not agree")
    COULD_NOT_ANSWER = "could_not_answer", _("Could not answer")


class AgreedHow(models.TextChoices):
    """How the client answered."""

    SIGNED = "signed", _("Signed on paper")
    IN_PERSON = "in_person", _("In words, in person")
    PHONE = "phone", _("By phone")
    ELECTRONIC = "electronic", _("Electronically")


class ActionOwner(models.TextChoices):
    """Who does it."""

    CLIENT = "client", _("The client")
    KEYWORKER = "keyworker", _("The keyworker")
    OTHER = "other", _("Somebody else")


class GoalOutcome(models.TextChoices):
    """How a goal ended (after the openEHR goal archetype)."""

    ACHIEVED = "achieved", _("Achieved")
    PARTLY_ACHIEVED = "partly_achieved", _("Partly achieved")
    NOT_ACHIEVED = "not_achieved", _("Not achieved")
    NO_LONGER_RELEVANT = "no_longer_relevant", _("No longer relevant")


class InterventionKind(models.TextChoices):
    """The three high-level kinds of structured treatment (NDTMS MODAL 94 to 96)."""

    PHARMACOLOGICAL = "pharmacological", _("Pharmacological intervention")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial intervention")
    RECOVERY_SUPPORT = "recovery_support", _("Recovery support")


class Setting(models.TextChoices):
    """Where an intervention is given (NDTMS MODSET)."""

    COMMUNITY = "community", _("Community")
    PRIMARY_CARE = "primary_care", _("Primary care")
    INPATIENT = "inpatient", _("Inpatient unit")
    RESIDENTIAL = "residential", _("Residential rehabilitation")
    RECOVERY_HOUSE = "recovery_house", _("Recovery house")
    SECURE = "secure", _("Prison or other secure setting")
