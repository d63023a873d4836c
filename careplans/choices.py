"""Code lists of care plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from recovery_capital.choices import Domain


class PlanKind(models.TextChoices):
    """The kinds of plan; one model, one screen, different sections (`sections.py`).

    Source: Models of Care update 2006, pp. 28 to 32 (initial and full plan); the Welsh framework on aftercare and
    support services, 6.2 (personal development plan) and 6.5 (aftercare); the 2010 Drug Strategy (a recovery plan that
    the client develops beside the treatment plan).
    """

    INITIAL = "initial", _("Initial plan")
    FULL = "full", _("Care plan")
    RECOVERY = "recovery", _("Recovery plan")
    PERSONAL_DEVELOPMENT = "personal_development", _("Personal development plan")
    AFTERCARE = "aftercare", _("Aftercare plan")


# Aftercare begins only when these are complete; a plan of the client's own goes on.
TREATMENT_KINDS = [PlanKind.INITIAL, PlanKind.FULL]


class PlanAuthor(models.TextChoices):
    """Whose work a plan is."""

    JOINT = "joint", _("The client and the worker together")
    CLIENT = "client", _("The client")
    PROFESSIONAL = "professional", _("The worker")


class PlanStatus(models.TextChoices):
    """Where a plan stands. A plan is active once the client has answered, even with a no.

    Where a team asks for it, a manager looks at the answered plan before it is active, and may send it back. A draft that
    nobody goes on with is discarded; it stays readable, and may be taken up again.
    """

    DRAFT = "draft", _("Draft")
    AWAITING_COUNTERSIGN = "awaiting_countersign", _("With the manager")
    ACTIVE = "active", _("Active")
    SUPERSEDED = "superseded", _("Replaced by a later version")
    COMPLETED = "completed", _("Completed")
    DISCARDED = "discarded", _("Discarded")


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


class CopyHow(models.TextChoices):
    """How the client got a copy of the plan."""

    PAPER = "paper", _("On paper, in the hand")
    POST = "post", _("By post")
    EMAIL = "email", _("By email")
    LARGE_PRINT = "large_print", _("In large print")
    READ_OUT = "read_out", _("Read out; no paper wanted")


class CountersignDecision(models.TextChoices):
    """What the manager said of an answered plan."""

    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent_back", _("Sent back")


class FollowOn(models.TextChoices):
    """What every plan covers from the start: by a goal, or by an answer why there is none.

    Source: the Audit Commission's recommendation in the housing toolkit of 2007 that every care plan also covers
    follow-on services: housing, employment, education, training, social care and others; benefits and money, family,
    life skills, and a social network that is not built round drug use.
    """

    HOUSING = "housing", _("Housing")
    ETE = "ete", _("Education, training and employment")
    MONEY = "money", _("Money, benefits and debt")
    FAMILY = "family", _("Family and relationships")
    HEALTH = "health", _("Health")
    SOCIAL_CARE = "social_care", _("Social care and independent living")
    SOCIAL_NETWORK = "social_network", _("Friends and social network")


# A goal in one of these domains answers for its part of the follow-on.
FOLLOW_ON_DOMAINS = {
    FollowOn.HOUSING: [Domain.HOUSING],
    FollowOn.ETE: [Domain.ETE],
    FollowOn.MONEY: [Domain.MONEY],
    FollowOn.FAMILY: [Domain.FAMILY, Domain.CHILDREN],
    FollowOn.HEALTH: [Domain.PHYSICAL_HEALTH, Domain.MENTAL_HEALTH],
    FollowOn.SOCIAL_CARE: [Domain.LIFE_SKILLS],
    FollowOn.SOCIAL_NETWORK: [Domain.COMMUNITY, Domain.PEER_SUPPORT],
}


class WithoutGoalBecause(models.TextChoices):
    """Why a plan has no goal about a part of life."""

    NO_NEED = "no_need", _("No need")
    NOT_NOW = "not_now", _("Not wanted now")


class SubstanceAimKind(models.TextChoices):
    """What somebody wants to reach with one substance; it may change."""

    STOP = "stop", _("Stop")
    CUT_DOWN = "cut_down", _("Cut down")
    SAFER_USE = "safer_use", _("Use more safely")


class GoalAim(models.TextChoices):
    """What a goal serves.

    Source: the aims in section 3 of the Welsh framework on open access, personal development, support and aftercare
    services (c. 2009).
    """

    SOCIAL_FUNCTIONING = "social_functioning", _("Getting on with others and being part of the community")
    LIFE_SKILLS = "life_skills", _("Life skills")
    VOCATIONAL = "vocational", _("Work, training and education")
    INDEPENDENCE = "independence", _("Independence and responsibility")
    FAMILY_NETWORKS = "family_networks", _("Family and social networks")
    HEALTH = "health", _("Physical, mental and psychological health")


# What the form offers first.
DOMAIN_AIMS = {
    Domain.SUBSTANCE_USE: GoalAim.HEALTH,
    Domain.PHYSICAL_HEALTH: GoalAim.HEALTH,
    Domain.MENTAL_HEALTH: GoalAim.HEALTH,
    Domain.HOUSING: GoalAim.INDEPENDENCE,
    Domain.ETE: GoalAim.VOCATIONAL,
    Domain.MONEY: GoalAim.INDEPENDENCE,
    Domain.FAMILY: GoalAim.FAMILY_NETWORKS,
    Domain.CHILDREN: GoalAim.FAMILY_NETWORKS,
    Domain.COMMUNITY: GoalAim.SOCIAL_FUNCTIONING,
    Domain.OFFENDING: GoalAim.SOCIAL_FUNCTIONING,
    Domain.PEER_SUPPORT: GoalAim.FAMILY_NETWORKS,
    Domain.LIFE_SKILLS: GoalAim.LIFE_SKILLS,
}


class GoalStatus(models.TextChoices):
    """Where a goal stands, and how it ended (outcomes after the openEHR goal archetype)."""

    OPEN = "open", _("Working on it")
    ACHIEVED = "achieved", _("Achieved")
    PARTLY_ACHIEVED = "partly_achieved", _("Partly achieved")
    NOT_ACHIEVED = "not_achieved", _("Not achieved")
    NO_LONGER_RELEVANT = "no_longer_relevant", _("No longer relevant")


class Horizon(models.TextChoices):
    """By when somebody hopes to get there; a hope for the future has no date yet."""

    THREE_MONTHS = "three_months", _("In 3 months")
    SIX_MONTHS = "six_months", _("In 6 months")
    TWELVE_MONTHS = "twelve_months", _("In 12 months")
    OWN_DATE = "own_date", _("On a date of our own")
    FUTURE = "future", _("In the future, no date yet")


MONTHS = {Horizon.THREE_MONTHS: 3, Horizon.SIX_MONTHS: 6, Horizon.TWELVE_MONTHS: 12}


class Readiness(models.TextChoices):
    """How ready somebody feels for a goal (readiness for change in the openEHR goal archetype)."""

    NOT_YET = "not_yet", _("Not ready yet")
    THINKING = "thinking", _("Thinking about it")
    READY = "ready", _("Ready to begin")
    BEGUN = "begun", _("Has begun")


class ActionOwner(models.TextChoices):
    """Who does it."""

    CLIENT = "client", _("The client")
    KEYWORKER = "keyworker", _("The keyworker")
    SERVICE = "service", _("A service")
    OTHER = "other", _("Somebody else")


class ActionStatus(models.TextChoices):
    """Where an action stands."""

    TO_DO = "to_do", _("To do")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    CANNOT_YET = "cannot_yet", _("Cannot be done yet")
    DROPPED = "dropped", _("No longer needed")


STILL_TO_DO = [ActionStatus.TO_DO, ActionStatus.UNDER_WAY, ActionStatus.CANNOT_YET]


class RecoverySupport(models.TextChoices):
    """The recovery-support flags of the national data set (NDTMS data set K, RECPEER to RECOTH).

    An action that is done says by its flag what was delivered, so that nobody types it again in a return.
    """

    PEER = "peer", _("Peer support")
    MUTUAL_AID = "mutual_aid", _("Facilitated access to mutual aid")
    FAMILY = "family", _("Family support")
    PARENTING = "parenting", _("Parenting support")
    HOUSING = "housing", _("Housing support")
    EMPLOYMENT = "employment", _("Employment support")
    EDUCATION = "education", _("Education and training")
    WORK_PROJECTS = "work_projects", _("Supported work projects")
    CHECK_UPS = "check_ups", _("Recovery check-ups")
    RELAPSE_PREVENTION = "relapse_prevention", _("Relapse prevention")
    COMPLEMENTARY = "complementary", _("Complementary therapies")
    MENTAL_HEALTH = "mental_health", _("Mental health interventions")
    SMOKING = "smoking", _("Help to stop smoking")
    OTHER = "other", _("Other recovery support")


# What the form offers first for an action about a domain.
DOMAIN_SUPPORT = {
    Domain.SUBSTANCE_USE: RecoverySupport.RELAPSE_PREVENTION,
    Domain.MENTAL_HEALTH: RecoverySupport.MENTAL_HEALTH,
    Domain.HOUSING: RecoverySupport.HOUSING,
    Domain.ETE: RecoverySupport.EMPLOYMENT,
    Domain.FAMILY: RecoverySupport.FAMILY,
    Domain.CHILDREN: RecoverySupport.PARENTING,
    Domain.PEER_SUPPORT: RecoverySupport.MUTUAL_AID,
}


class ContingencyTrigger(models.TextChoices):
    """What may go wrong, so that what we do then is agreed before."""

    MISSED = "missed", _("Two appointments are missed")
    LAPSE = "lapse", _("A lapse or relapse")
    OVERDOSE = "overdose", _("An overdose")
    CUSTODY = "custody", _("Arrest or prison")
    HOSPITAL = "hospital", _("A stay in hospital")
    HOME = "home", _("The home is lost or unsafe")
    CRISIS = "crisis", _("A crisis of mental health")
    OTHER = "other", _("Something else")


class ReviewPrompt(models.TextChoices):
    """What asks for an earlier review (care planning practice: routinely, and when circumstances change)."""

    HOUSING = "housing", _("a change of housing")
    CUSTODY = "custody", _("custody or release")
    PREGNANCY = "pregnancy", _("a pregnancy")
    OVERDOSE = "overdose", _("an overdose")
    SAFEGUARDING = "safeguarding", _("a safeguarding concern")
    TRANSFER = "transfer", _("a transfer")


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


# What the record calls a kind of help and a place, by code, in the words of a plan. What is no structured treatment is told
# by its own name beside it.
KIND_OF_CODE = {
    "94": InterventionKind.PHARMACOLOGICAL,
    "95": InterventionKind.PSYCHOSOCIAL,
    "96": InterventionKind.RECOVERY_SUPPORT,
    "structured_day": InterventionKind.PSYCHOSOCIAL,
    "76": InterventionKind.PSYCHOSOCIAL,
}
SETTING_OF_CODE = {
    "primary_care": Setting.PRIMARY_CARE,
    "inpatient": Setting.INPATIENT,
    "residential": Setting.RESIDENTIAL,
    "quasi_residential": Setting.RESIDENTIAL,
    "recovery_house": Setting.RECOVERY_HOUSE,
    "prison": Setting.SECURE,
}
CODE_OF_KIND = {
    InterventionKind.PHARMACOLOGICAL: "94",
    InterventionKind.PSYCHOSOCIAL: "95",
    InterventionKind.RECOVERY_SUPPORT: "96",
}
