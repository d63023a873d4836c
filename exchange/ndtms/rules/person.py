"""Rules about the person: who it is, and whether they agreed."""

from django.utils.translation import gettext_lazy as _

from clients.choices import Sex
from clients.discharge import Level
from core.templatetags.ui import age

from .registry import OURS, rule

FIRST_YEAR, ADULT = 1903, 18
ERROR, INFO = Level.ERROR, Level.INFO


@rule(ERROR, _("The team has no agency code: an administrator adds it to the team."), "nowhere", OURS, refuses=True)
def agency_missing(record, _context):
    return not record.value("agency")


@rule(ERROR, _("A name has no first letter that can be written."), "client#first_name", refuses=True)
def initials_missing(record, _context):
    return not (record.value("first_initial") and record.value("last_initial"))


@rule(ERROR, _("The date of birth is missing."), "client#date_of_birth", refuses=True)
def birth_missing(record, _context):
    return not record.value("date_of_birth")


@rule(ERROR, _("The sex is not known, and the data set asks for it."), "client#sex_0")
def sex_missing(record, _context):
    return record.value("sex") in (None, "", Sex.NOT_KNOWN)


@rule(ERROR, _("The person is under 18: this is the file of adults."), "client#date_of_birth")
def under_18(record, context):
    born = record.value("date_of_birth")
    return bool(born) and age(born, context.today) < ADULT


@rule(ERROR, _("The year of birth lies before 1903."), "client#date_of_birth")
def born_too_early(record, _context):
    born = record.value("date_of_birth")
    return bool(born) and born.year < FIRST_YEAR


@rule(ERROR, _("The person was born on or after the day of the referral."), "client#date_of_birth", refuses=True)
def born_after_referral(record, _context):
    born, referred = record.value("date_of_birth"), record.value("referred_on")
    return bool(born and referred) and born >= referred


@rule(ERROR, _("Nobody has asked for consent to the national data set: yes or no."), "consent#agreed_0")
def consent_missing(record, _context):
    return record.value("consent") is None


@rule(INFO, _("Ethnicity: not asked."), "equality#ethnicity")
def ethnicity_missing(record, _context):
    return not record.value("ethnicity")


@rule(INFO, _("Nationality: not asked."), "equality#nationality")
def nationality_missing(record, _context):
    return not record.value("nationality")
