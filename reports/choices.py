"""The words of reports: kinds of periods, what counts are broken down by, and what an answer means for a share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import DischargeReason

# How a journey ends that nobody planned (treatment.md 6.8).
UNPLANNED = [
    DischargeReason.DROPPED_OUT,
    DischargeReason.WITHDRAWN,
    DischargeReason.DECLINED,
    DischargeReason.RETAINED_IN_CUSTODY,
]


class PeriodKind(models.TextChoices):
    """Stretches of time that never overlap others of their kind. Our own list."""

    YEAR = "year", _("Financial year")
    QUARTER = "quarter", _("Quarter")
    DAY = "day", _("Today")


class Dimension(models.TextChoices):
    """What a figure can be broken down by. Our own list; equality questions with some measures only."""

    SUBSTANCE_GROUP = "substance_group", _("Substance group")
    SEX = "sex", _("Sex")
    AGE = "age", _("Age")
    NEED = "need", _("Need")
    DOMAIN = "domain", _("Part of life")
    AREA = "area", _("Area")
    COMPLEXITY = "complexity", _("How complex the needs are")
    ETHNICITY = "ethnicity", _("Ethnicity")
    DISABILITY = "disability", _("Disability")
    RELIGION = "religion", _("Religion or belief")
    SEXUAL_ORIENTATION = "sexual_orientation", _("Sexual orientation")
    VETERAN = "veteran", _("Served in the armed forces")


class Part(models.TextChoices):
    """What an answer means for the share of a measure: above the line, below it, or beside it."""

    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    PENDING = "pending", _("Cannot be said yet")
    EXCLUDED = "excluded", _("Not counted")
    MISSING = "missing", _("Missing")
    INVALID = "invalid", _("Dates contradict each other")
    NOT_CLASSIFIABLE = "not_classifiable", _("Not classifiable")


class DirectoryState(models.TextChoices):
    """How current an entry of the directory is (services_directory.freshness), and what else is known of it. Our own list."""

    FRESH = "fresh", _("Checked within half a year")
    DUE = "due", _("Not checked for half a year")
    STALE = "stale", _("Not checked for a year")
    NEVER = "never", _("Never checked by a person")
    GUESSED = "guessed", _("What it helps with is only guessed from words of a feed")
    CAPACITY = "capacity", _("Said within 30 days whether somebody can start")
    NO_WAY_IN = "no_way_in", _("Neither phone, email nor web address")
    PROBLEM = "problem", _("Somebody says something is wrong")


class OutcomeWord(models.TextChoices):
    """The outcome words that a partnership’s own definition may ask for; each has its own measure (measures.outcome_words)."""

    NOT_USING = "not_using", _("Not using")
    NO_DEPENDENCE = "no_dependence", _("No drug of dependence")
    NO_ILLICIT = "no_illicit", _("No illicit drug")
    OFF_SUBSTITUTE = "off_substitute", _("Not on substitute medication")
    WELLBEING = "wellbeing", _("Wellbeing")
    CITIZENSHIP = "citizenship", _("Citizenship")
