"""Code lists of alerts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """How soon somebody must act (catalogue of alerts, docs/alerts.md)."""

    RED = "red", _("Act today")
    AMBER = "amber", _("Act soon")
    INFO = "info", _("For information")


class DigestRhythm(models.TextChoices):
    """When somebody gets the one mail about all that is new and not for today (ours)."""

    MORNING = "morning", _("Each working morning, at 9:00")
    TWICE = "twice", _("Each working morning at 9:00 and afternoon at 14:00")
    MONDAY = "monday", _("Once a week: Monday at 9:00, after a bank holiday the next working day")


class Person(models.TextChoices):
    """Whom a rule about a client tells; where nobody has the duty, clients/responsible.py says who answers instead."""

    KEYWORKER = "keyworker", _("Keyworker")
    CASE_MANAGER = "case_manager", _("Case manager")
    TEAM_MANAGER = "team_manager", _("Team manager")
    COACH = "coach", _("Recovery coach, else the keyworker")
    DUTY_WORKER = "duty_worker", _("Duty worker")
    PRESCRIBER = "prescriber", _("Prescriber")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    HOUSING_LEAD = "housing_lead", _("Housing lead")
    ETE_LEAD = "ete_lead", _("Education, training and employment lead")


class RuleState(models.TextChoices):
    """How a rule stands beside what was shipped."""

    SHIPPED = "shipped", _("As shipped")
    CHANGED = "changed", _("Changed")
    OFF = "off", _("Switched off")
