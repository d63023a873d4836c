"""The one list of domains of recovery capital, and the code lists of the facts recorded in four of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Domain(models.TextChoices):
    """The twelve domains of life that recovery stands on.

    Source: ongoing support needs in the Welsh framework on open access, personal development, support and aftercare
    services (c. 2009), 6.5, with Best and Laudet 2010 and the 2010 Drug Strategy on recovery capital. Every other
    list of domains maps to this one.
    """

    SUBSTANCE_USE = "substance_use", _("Substance use")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    HOUSING = "housing", _("Housing")
    ETE = "ete", _("Education, training and employment")
    MONEY = "money", _("Money, benefits and debt")
    FAMILY = "family", _("Family and relationships")
    CHILDREN = "children", _("Children and parenting")
    COMMUNITY = "community", _("Friends, leisure and community")
    OFFENDING = "offending", _("Offending")
    PEER_SUPPORT = "peer_support", _("Peer support and mutual aid")
    LIFE_SKILLS = "life_skills", _("Life skills and independent living")


class AssessmentStatus(models.TextChoices):
    """Where a look at recovery capital stands."""

    IN_PROGRESS = "in_progress", _("In progress")
    RECORDED = "recorded", _("Recorded")


class HousingStatus(models.TextChoices):
    """Where somebody lives. Our list, mapped to local returns in exchange/ (sources: docs/sources.md, housing)."""

    OWNER = "owner", _("Own home or shared ownership")
    COUNCIL = "council", _("Renting from the council")
    HOUSING_ASSOCIATION = "housing_association", _("Renting from a housing association")
    PRIVATE_RENT = "private_rent", _("Renting privately")
    FAMILY = "family", _("Settled with family or friends")
    SUPPORTED = "supported", _("Supported housing")
    SUBSTANCE_FREE = "substance_free", _("Drug- or alcohol-free supported housing")
    SHELTERED = "sheltered", _("Sheltered housing")
    HOSTEL = "hostel", _("Hostel or night shelter")
    TEMPORARY = "temporary", _("Temporary accommodation or bed and breakfast")
    REFUGE = "refuge", _("Refuge")
    APPROVED_PREMISES = "approved_premises", _("Approved premises")
    HOME_OFFICE = "home_office", _("Home Office accommodation")
    SOFA_SURFING = "sofa_surfing", _("Sofa surfing")
    ROUGH_SLEEPING = "rough_sleeping", _("Rough sleeping or squatting")
    MOBILE = "mobile", _("Mobile home or Traveller site")
    HOSPITAL = "hospital", _("Hospital")
    REHAB = "rehab", _("Residential rehabilitation")
    PRISON = "prison", _("Prison")
    NOT_KNOWN = "not_known", _("Not known")


class HousingProblem(models.TextChoices):
    """Accommodation need (NDTMS ACCMNEED, data set K)."""

    URGENT = "urgent", _("No fixed abode – urgent housing problem")
    PROBLEM = "problem", _("Housing problem")
    NONE = "none", _("No housing problem")


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


class EmploymentStatus(models.TextChoices):
    """Employment status (NDTMS EMPSTAT, data set K)."""

    EMPLOYED = "employed", _("Regular employment")
    STUDENT = "student", _("Pupil or student")
    SICK_OR_DISABLED = "sick_or_disabled", _("Long-term sick or disabled")
    HOMEMAKER = "homemaker", _("Looking after home or family")
    SEEKING_WORK = "seeking_work", _("Unemployed and seeking work")
    NOT_RECEIVING_BENEFITS = "not_receiving_benefits", _("Unemployed, not receiving benefits")
    VOLUNTEERING = "volunteering", _("Unpaid voluntary work")
    RETIRED = "retired", _("Retired")
    OTHER = "other", _("Other")
    NOT_STATED = "not_stated", _("Not stated")


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


class JobEnd(models.TextChoices):
    """Why a job ended."""

    BETTER_JOB = "better_job", _("Moved to another job")
    CONTRACT_ENDED = "contract_ended", _("The contract ended")
    RESIGNED = "resigned", _("Left it")
    DISMISSED = "dismissed", _("Dismissed")
    HEALTH = "health", _("Health")
    OTHER = "other", _("Another reason")


class StillInJob(models.TextChoices):
    """Whether the job still stands, asked some weeks after it began."""

    YES = "yes", _("Yes, still in the job")
    NO = "no", _("No, it has ended")
    NOT_REACHED = "not_reached", _("Could not find out")


class IpsEnd(models.TextChoices):
    """Why somebody leaves individual placement and support."""

    IN_WORK = "in_work", _("In work, and needs no more support")
    OWN_WISH = "own_wish", _("Does not want it any more")
    LOST_CONTACT = "lost_contact", _("Contact was lost")
    MOVED = "moved", _("Moved away or to another service")
    OTHER = "other", _("Another reason")


class ParentalStatus(models.TextChoices):
    """Parental status (NDTMS PRNTSTAT, data set K)."""

    ALL_LIVE_WITH = "all_live_with", _("All the children live with the person")
    SOME_LIVE_WITH = "some_live_with", _("Some of the children live with the person")
    NONE_LIVE_WITH = "none_live_with", _("None of the children live with the person")
    NOT_A_PARENT = "not_a_parent", _("Not a parent")
    DECLINED = "declined", _("Preferred not to say")


LIVING_WITH = {ParentalStatus.ALL_LIVE_WITH, ParentalStatus.SOME_LIVE_WITH}


class YesNo(models.TextChoices):
    """An answer that may also be missing for a good reason."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    DECLINED = "declined", _("Preferred not to say")


class Stage(models.TextChoices):
    """At which point of treatment something is measured (stages of the Treatment Outcomes Profile)."""

    START = "start", _("Start of treatment")
    REVIEW = "review", _("Review")
    EXIT = "exit", _("End of treatment")
    POST_EXIT = "post_exit", _("After treatment")


class WeeklyItem(models.TextChoices):
    """What the Treatment Outcomes Profile counts in days of the last 28, week by week; the words are ours."""

    ALCOHOL = "alcohol", _("Alcohol")
    OPIATES = "opiates", _("Opiates and opioids that were not prescribed")
    CRACK = "crack", _("Crack")
    COCAINE = "cocaine", _("Cocaine powder")
    AMPHETAMINES = "amphetamines", _("Amphetamines")
    CANNABIS = "cannabis", _("Cannabis")
    OTHER = "other", _("Another problem substance")
    TOBACCO = "tobacco", _("Tobacco")
    INJECTED = "injected", _("Injected drugs that were not prescribed")
    SHOPLIFTING = "shoplifting", _("Shoplifting")
    SELLING = "selling", _("Selling drugs")
    ASSAULT = "assault", _("Assault or violence")
    PAID_WORK = "paid_work", _("Paid work")
    VOLUNTEERING = "volunteering", _("Volunteering")
    PLACEMENT = "placement", _("Unpaid work placement")
    EDUCATION = "education", _("College or education")


class SupplySource(models.TextChoices):
    """Where somebody's medicine comes from. Our own list."""

    PHARMACY = "pharmacy", _("Pharmacy")
    SERVICE = "service", _("Our service or its clinic")
    GP = "gp", _("GP practice that dispenses")
    HOSPITAL = "hospital", _("Hospital")
    PRISON = "prison", _("Given on release from prison")
    OTHER = "other", _("Somewhere else")


class NaloxoneAnswer(models.TextChoices):
    """What somebody says to the offer of naloxone. Our own list."""

    ACCEPTED = "accepted", _("Accepted")
    HAS_ONE = "has_one", _("Has a kit already")
    DECLINED = "declined", _("Not wanted now")


class BloodResult(models.TextChoices):
    """What is known of the result of a test for a virus in the blood. Our own list."""

    WAITING = "waiting", _("Not back yet")
    NEGATIVE = "negative", _("Negative")
    POSITIVE = "positive", _("Positive")
    NOT_TOLD = "not_told", _("Preferred not to say")


class BloodTreatment(models.TextChoices):
    """Where the treatment of a virus in the blood stands. Our own list."""

    REFERRED = "referred", _("Referred")
    ON_TREATMENT = "on_treatment", _("On treatment")
    COMPLETED = "completed", _("Treatment completed")
    NOT_NEEDED = "not_needed", _("No treatment needed")
    DECLINED = "declined", _("Not wanted now")


class VaccineCount(models.TextChoices):
    """How far the vaccination against hepatitis B has come (NDTMS hepatitis B vaccination count, data set K)."""

    ONE = "1", _("One dose")
    TWO = "2", _("Two doses")
    THREE = "3", _("Three doses")
    COMPLETED = "c", _("Course completed")


class ReferralThreshold(models.TextChoices):
    """What mental health services said to a referral. Our own list."""

    WAITING = "waiting", _("No answer yet")
    MET = "met", _("Yes: it met the threshold")
    NOT_MET = "not_met", _("No: it was turned down")


class OfferAnswer(models.TextChoices):
    """What somebody says to an offer. Our own list."""

    ACCEPTED = "accepted", _("Accepted")
    LATER = "later", _("Perhaps later")
    DECLINED = "declined", _("Not wanted now")


class Abuse(models.TextChoices):
    """Whether there is or was domestic abuse: asked apart of having lived through it and of having done it."""

    NONE = "none", _("None")
    PAST = "past", _("In the past")
    NOW = "now", _("Now")
    DECLINED = "declined", _("Preferred not to say")


ABUSED = [Abuse.PAST, Abuse.NOW]
