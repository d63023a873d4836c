"""The code lists of work, learning, money and papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Readiness(models.TextChoices):
    """How ready somebody is for work (levels of the prison work-readiness status)."""

    READY = "ready", _("Ready to work")
    SUPPORT_NEEDED = "support_needed", _("Needs support first")
    SUPPORT_DECLINED = "support_declined", _("Does not want support now")
    NO_RIGHT_TO_WORK = "no_right_to_work", _("Has no right to work")


class WorkBarrier(models.TextChoices):
    """What stands between somebody and work. After the prison work-readiness barriers, with our own."""

    CARING = "caring", _("Caring for somebody")
    EDUCATION = "education", _("In education")
    FAMILY = "family", _("Family matters")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    SUBSTANCE_USE = "substance_use", _("Drug or alcohol use, or its treatment")
    CRIMINAL_RECORD = "criminal_record", _("A criminal record")
    HOUSING = "housing", _("No settled home")
    SKILLS = "skills", _("Reading, writing, numbers or computers")
    CONFIDENCE = "confidence", _("Confidence")
    TRAVEL = "travel", _("Getting there")


class Benefit(models.TextChoices):
    """What somebody receives. Our own list."""

    UNIVERSAL_CREDIT = "universal_credit", _("Universal Credit")
    HOUSING_ELEMENT = "housing_element", _("Universal Credit, housing part")
    HOUSING_BENEFIT = "housing_benefit", _("Housing Benefit")
    ESA = "esa", _("Employment and Support Allowance")
    PIP = "pip", _("Personal Independence Payment")
    CARERS = "carers", _("Carer’s Allowance")
    STATE_PENSION = "state_pension", _("State Pension")
    NONE = "none", _("No benefits")


class IdentityDocument(models.TextChoices):
    """What somebody has to show who they are. After the resettlement questions asked in prison."""

    BIRTH_CERTIFICATE = "birth_certificate", _("Birth or adoption certificate")
    PASSPORT = "passport", _("Passport")
    DRIVING_LICENCE = "driving_licence", _("Driving licence")
    BIOMETRIC_PERMIT = "biometric_permit", _("Residence permit or eVisa")
    CITIZEN_CARD = "citizen_card", _("Proof-of-age card")
    OTHER = "other", _("Another document")
    NONE = "none", _("Nothing")


class EteTopic(models.TextChoices):
    """What is talked about at every review (statutory guidance on recovery, 2010 Drug Strategy; our wording)."""

    VOLUNTEERING = "volunteering", _("Volunteering")
    EDUCATION = "education", _("Education")
    TRAINING = "training", _("Training")
    LEISURE = "leisure", _("Leisure, sport and hobbies")


class TopicAnswer(models.TextChoices):
    """What somebody says to it."""

    DOING = "doing", _("Doing it")
    WANTS = "wants", _("Would like to")
    LATER = "later", _("Perhaps later")
    NOT_WANTED = "not_wanted", _("Not wanted")


class SkillKind(models.TextChoices):
    """What somebody learns or takes up."""

    QUALIFICATION = "qualification", _("Qualification")
    COURSE = "course", _("Course or training")
    SKILL = "skill", _("Skill")
    VOLUNTEERING = "volunteering", _("Volunteering")
    SPORT = "sport", _("Gym or sport")
    LEISURE = "leisure", _("Arts, music or another pastime")


class JobKind(models.TextChoices):
    """What kind of job it is."""

    PERMANENT = "permanent", _("Permanent")
    TEMPORARY = "temporary", _("Temporary or agency")
    ZERO_HOURS = "zero_hours", _("Zero hours")
    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
    SELF_EMPLOYED = "self_employed", _("Self-employed")


class Disclosure(models.TextChoices):
    """What the employer may be told: the person's own choice."""

    NOTHING = "nothing", _("Nothing")
    SUPPORT = "support", _("That there is support in work")
    ALL = "all", _("About recovery or treatment as well")


class StillInJob(models.TextChoices):
    """Whether the job still stands, asked some weeks after it began."""

    YES = "yes", _("Yes, still in the job")
    NO = "no", _("No, it has ended")
    NOT_REACHED = "not_reached", _("Could not find out")


class JobEnd(models.TextChoices):
    """Why a job ended."""

    BETTER_JOB = "better_job", _("Moved to another job")
    CONTRACT_ENDED = "contract_ended", _("The contract ended")
    RESIGNED = "resigned", _("Left it")
    DISMISSED = "dismissed", _("Dismissed")
    HEALTH = "health", _("Health")
    OTHER = "other", _("Another reason")


class IpsEnd(models.TextChoices):
    """Why somebody leaves individual placement and support."""

    IN_WORK = "in_work", _("In work, and needs no more support")
    OWN_WISH = "own_wish", _("Does not want it any more")
    LOST_CONTACT = "lost_contact", _("Contact was lost")
    MOVED = "moved", _("Moved away or to another service")
    OTHER = "other", _("Another reason")
