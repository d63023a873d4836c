"""The words of reports: kinds of periods, what counts are broken down by, and what an answer means for a share."""

from enum import StrEnum

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
    GIVEN = "given", _("Intervention and setting")
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
    CAPACITY_OLD = "capacity_old", _("Said so longer ago")
    WAITING = "waiting", _("Said within 30 days how long one waits")
    PROBLEM_WEEK = "problem_week", _("Within the last 7 days")
    PROBLEM_MONTH = "problem_month", _("8 to 30 days ago")
    PROBLEM_OLDER = "problem_older", _("More than 30 days ago")


class OutcomeWord(models.TextChoices):
    """The outcome words that a partnership’s own definition may ask for; each has its own measure (measures.outcome_words)."""

    NOT_USING = "not_using", _("Not using")
    NO_DEPENDENCE = "no_dependence", _("No drug of dependence")
    NO_ILLICIT = "no_illicit", _("No illicit drug")
    OFF_SUBSTITUTE = "off_substitute", _("Not on substitute medication")
    WELLBEING = "wellbeing", _("Wellbeing")
    CITIZENSHIP = "citizenship", _("Citizenship")


class HowOften(models.TextChoices):
    """How often a report is sent. Our own list."""

    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    YEAR = "year", _("Every year")


class SentPeriod(models.TextChoices):
    """Which of the kept periods a report is about on the day on which it is sent. Our own list."""

    LAST_QUARTER = "last_quarter", _("The last whole quarter")
    LAST_YEAR = "last_year", _("The last whole financial year")
    QUARTER_SO_FAR = "quarter_so_far", _("The quarter so far")
    YEAR_SO_FAR = "year_so_far", _("The financial year so far")
    DAY = "day", _("As on the day on which it is sent")


class ReportFile(models.TextChoices):
    """As what a report can be had; the endings of papers.FORMATS."""

    PDF = "pdf", _("PDF")
    CSV = "csv", _("Spreadsheet (CSV)")


class SendResult(models.TextChoices):
    """What became of a report that was due to be sent. Our own list."""

    SENT = "sent", _("Sent")
    CLOSED = "closed", _("Not sent: the account is closed")
    NO_RIGHT = "no_right", _("Not sent: no right to this report any more")
    TOO_OFTEN = "too_often", _("Not sent: this is not sent to your role so often")
    NO_TEAM = "no_team", _("Not sent: in no team whose figures may be read")
    NO_ADDRESS = "no_address", _("Not sent: the account has no email address")
    NO_PERIOD = "no_period", _("Not sent: no such period has been counted yet")


class PaidOutcome(models.TextChoices):
    """What a partnership may pay for, where it pays by outcomes; how each is found says reports.facts.payments.

    Our own list, after the outcomes of the notes on treatment (6.5 to 6.7, 2.4 abstinent) and on wraparound (0.4 row 50,
    4.5 jobs of 26 weeks, 0.1 row 8 housed). A fall in use is not among them: only alcohol has a threshold with a source.
    """

    COMPLETED = "completed", _("Treatment completed")
    NOT_BACK = "not_back", _("Completed, and not back within six months")
    NOT_USING = "not_using", _("Not using at a planned end of treatment")
    JOB = "job", _("In a job for 26 weeks")
    HOME = "home", _("A settled home after treatment")


class Paper(StrEnum):
    """What this app has the worker make (core.documents)."""

    REPORT = "report"
    CASELOAD = "caseload"
    EVIDENCE = "outcome_evidence"
    PROVISION = "provision"
    QUALITY = "data_quality"
