"""Code lists about staff, teams and the places they work for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in the service; `roles.py` says what each may do. Our own list."""

    KEYWORKER = "keyworker", _("Keyworker")
    CASE_MANAGER = "case_manager", _("Case manager")
    TEAM_MANAGER = "team_manager", _("Team manager")
    CLINICIAN = "clinician", _("Clinician")
    RECOVERY_COACH = "recovery_coach", _("Recovery coach")
    COMMISSIONER = "commissioner", _("Commissioner")
    DIRECTORY_EDITOR = "directory_editor", _("Directory editor")
    GOVERNANCE_OFFICER = "governance_officer", _("Information governance officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Section(models.TextChoices):
    """Parts of a record that not everybody who may see the record may see; the value is the permission to see it.

    Scopes after the information-governance notes: clinical, offending, MAPPA, family, restricted notes. Our own list.
    """

    CLINICAL = "clients.see_clinical", _("Clinical")
    OFFENDING = "clients.see_offending", _("Offending")
    MAPPA = "clients.see_mappa", _("MAPPA")
    FAMILY = "clients.see_family", _("Family and children")
    RESTRICTED_NOTES = "clients.see_restricted_notes", _("Restricted notes")


class CoachKind(models.TextChoices):
    """What a recovery coach is called locally. Drug Strategy 2010: guides, mentors, assistants, support specialists."""

    CHAMPION = "champion", _("Recovery champion")
    GUIDE = "guide", _("Guide")
    MENTOR = "mentor", _("Mentor")
    ASSISTANT = "assistant", _("Assistant")
    SUPPORT_SPECIALIST = "support_specialist", _("Support specialist")
    VOLUNTEER = "volunteer", _("Recovery support volunteer")


class PartnershipKind(models.TextChoices):
    """The kinds of body that plan and buy services in England and Wales."""

    COUNCIL = "council", _("Council")
    AREA_PLANNING_BOARD = "area_planning_board", _("Area planning board")
    COMMUNITY_SAFETY_PARTNERSHIP = "community_safety_partnership", _("Community safety partnership")


class Nation(models.TextChoices):
    """Which nation's rules apply in an area."""

    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")


class Setting(models.TextChoices):
    """Where a team works: the codes of the list of settings, and the young people's setting of NDTMS."""

    COMMUNITY = "community", _("Community")
    PRIMARY_CARE = "primary_care", _("Primary care")
    INPATIENT = "inpatient", _("Inpatient unit")
    RESIDENTIAL = "residential", _("Residential rehabilitation")
    QUASI_RESIDENTIAL = "quasi_residential", _("Quasi-residential rehabilitation")
    RECOVERY_HOUSE = "recovery_house", _("Recovery house")
    PRISON = "prison", _("Prison")
    YOUNG_PEOPLE = "young_people", _("Young people’s setting")


class Duty(models.TextChoices):
    """What a team always has somebody for; where nobody is named, the team manager has it. Our own list."""

    DUTY_WORKER = "duty_worker", _("Duty worker")
    PRESCRIBER = "prescriber", _("Prescriber")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    HOUSING_LEAD = "housing_lead", _("Housing lead")
    ETE_LEAD = "ete_lead", _("Education, training and employment lead")
