"""The code lists of the priority-need checklist and of what puts a home at risk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    """An answer to a question of a checklist."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class PriorityNeedQuestion(models.TextChoices):
    """What a council will ask somebody who is homeless or may be soon, in the order in which it is asked.

    Source: s.189 of the Housing Act 1996 with the 2002 Order and the Domestic Abuse Act 2021 (England); ss.55 to 71 of
    the Housing (Wales) Act 2014. The wording is ours.
    """

    SAFE_TONIGHT = "safe_tonight", _("Is there somewhere safe to sleep tonight?")
    NOTICE = "notice", _("Is there a written notice to leave, a possession order or a release date?")
    PREGNANT = "pregnant", _("Is the person, or somebody in the household, pregnant?")
    DEPENDENT_CHILD = "dependent_child", _("Does a dependent child live with the person, or would one?")
    AGED_16_17 = "aged_16_17", _("Is the person 16 or 17?")
    YOUNG_ADULT = "young_adult", _("Is the person 18 to 20, and was in care or is at risk of exploitation?")
    CARE_HISTORY = "care_history", _("Is the person 21 or over, and vulnerable because of time in care?")
    HEALTH = "health", _("Is there illness, disability, frailty, or dependence that has damaged health?")
    ABUSE = "abuse", _("Is the person fleeing domestic abuse or other violence?")
    EMERGENCY = "emergency", _("Was the home lost in an emergency, such as a fire or a flood?")
    ARMED_FORCES = "armed_forces", _("Has the person served in the regular armed forces?")
    CUSTODY = "custody", _("Has the person been in custody, sentenced or on remand?")
    ROUGH_SLEEPING = "rough_sleeping", _("Is the person sleeping rough now?")
    LOCAL_CONNECTION = "local_connection", _("Is there a local connection with the area?")
    ELIGIBLE = "eligible", _("Is the person eligible by immigration status and residence?")
    INTENTIONAL = "intentional", _("Might the council say that the person gave up the home on purpose?")


class QuestionDetail(models.TextChoices):
    """Which of the things that a question names it is; the law treats them differently."""

    SECTION_8 = "section_8", _("Section 8 notice")
    OTHER_NOTICE = "other_notice", _("Another written notice to leave")
    POSSESSION = "possession", _("Possession proceedings or order")
    RELEASE = "release", _("Release from custody")
    CARE = "care", _("In care at some time between 16 and 18")
    EARLIER_CARE = "earlier_care", _("In care, but not after turning 16")
    EXPLOITATION = "exploitation", _("At particular risk of sexual or financial exploitation")
    CARE_AND_EXPLOITATION = "care_and_exploitation", _("In care between 16 and 18, and at risk of exploitation")
    DOMESTIC_ABUSE = "domestic_abuse", _("Domestic abuse")
    OTHER_VIOLENCE = "other_violence", _("Other violence, or threats of it")


class PriorityNeedLevel(models.TextChoices):
    """What the checklist points to: a flag for referral. Only the council decides."""

    LIKELY = "likely", _("Priority need is likely")
    POSSIBLE = "possible", _("Priority need is possible: evidence is needed")
    UNLIKELY = "unlikely", _("Priority need is unlikely")
    NO_TEST = "no_test", _("There is no priority-need test any more")


class ProvisionKind(models.TextChoices):
    """What a provision of housing law does in the checklist."""

    PRIORITY_NEED = "priority_need", _("Names a group in priority need")
    WINDOW = "window", _("Says when somebody is threatened with homelessness")
    NOTICE = "notice", _("Makes a notice count")
    ENDS_TEST = "ends_test", _("Ends the priority-need test")
    ENDS_INTENTIONALITY = "ends_intentionality", _("Ends the test of giving up a home on purpose")
    DUTY = "duty", _("Says what the council or others must do")


class TenancyRisk(models.TextChoices):
    """What puts a home at risk. Our own list."""

    ARREARS = "arrears", _("Rent arrears")
    BENEFIT_INTERRUPTED = "benefit_interrupted", _("Help with rent stopped or interrupted")
    NOTICE_SERVED = "notice_served", _("Notice served")
    COMPLAINTS = "complaints", _("Complaints about noise or behaviour")
    CUCKOOING = "cuckooing", _("Others have taken over the home")
    DISREPAIR = "disrepair", _("Disrepair")
    LONG_STAY = "long_stay", _("In hospital or prison for more than 13 weeks")
    ACCOUNT_FROZEN = "account_frozen", _("Rent account frozen")
    OTHERS_TENANCY = "others_tenancy", _("The tenancy is somebody else’s")


class AccommodationType(models.TextChoices):
    """The kind of home that somebody needs next. Our own list, after the list of where people live."""

    OWN_TENANCY = "own_tenancy", _("A tenancy of their own")
    SUPPORTED = "supported", _("Supported housing")
    ALCOHOL_FREE = "alcohol_free", _("Alcohol-free supported housing")
    DRUG_FREE = "drug_free", _("Drug-free supported housing")
    SUBSTANCE_FREE = "substance_free", _("Drug- and alcohol-free supported housing")
    HOUSING_FIRST = "housing_first", _("Housing First")
    SHELTERED = "sheltered", _("Sheltered or extra-care housing")
    REFUGE = "refuge", _("Refuge")
    TEMPORARY = "temporary", _("Temporary accommodation now")
    ADAPTED = "adapted", _("A home that is adapted or accessible")
