"""Code lists about a person, an episode of treatment, contacts and consent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """Sex registered at birth, as the national data sets ask for it (NDTMS, data set K); not known is our own."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    NOT_KNOWN = "not_known", _("Not known")


class NameKind(models.TextChoices):
    """Which other name it is. Our own list; the legal and the preferred name stand on the record itself."""

    FORMER = "former", _("Former name")
    ALIAS = "alias", _("Also known as")
    SPELLING = "spelling", _("Another spelling")


class NumberKind(models.TextChoices):
    """By which numbers others know the person. Our own list; NHS and prison number stand on the record itself."""

    POLICE = "police", _("Police (PNC)")
    PROBATION = "probation", _("Probation (CRN)")
    NDTMS = "ndtms", _("National data set, local identifier")
    HOSPITAL = "hospital", _("Hospital")
    SOCIAL_CARE = "social_care", _("Social care")
    OTHER = "other", _("Another system")


class WelshAnswer(models.TextChoices):
    """What the person answered to the active offer of a service in Welsh. Our own list."""

    WELSH = "welsh", _("Wants the service in Welsh")
    BOTH = "both", _("Welsh or English")
    ENGLISH = "english", _("Wants the service in English")
    DECLINED = "declined", _("Prefer not to say")


class RelationKind(models.TextChoices):
    """Who somebody is to the client. Our own list; children under 18 have rows of their own."""

    PARTNER = "partner", _("Partner")
    FORMER_PARTNER = "former_partner", _("Former partner")
    PARENT = "parent", _("Parent")
    CHILD = "adult_child", _("Son or daughter, grown up")
    SIBLING = "sibling", _("Brother or sister")
    OTHER_FAMILY = "other_family", _("Other family")
    FRIEND = "friend", _("Friend")
    HOUSEMATE = "housemate", _("Lives in the same house")
    NEIGHBOUR = "neighbour", _("Neighbour")
    PROFESSIONAL = "professional", _("Professional")
    OTHER = "other", _("Other")


class LegalStatus(models.TextChoices):
    """Who is responsible for a child in law. Our own list after the family notes (wraparound 5.1)."""

    RESPONSIBLE = "responsible", _("Client has parental responsibility")
    SHARED = "shared", _("Shared with somebody else")
    NOT_RESPONSIBLE = "not_responsible", _("Client has none")
    COURT_ORDER = "court_order", _("Court order")
    NOT_KNOWN = "not_known", _("Not known")


class ChildrenWith(models.TextChoices):
    """Whether the client's children live with the client (NDTMS parental status 11, 12, 13 and 15)."""

    ALL = "all", _("All of them")
    SOME = "some", _("Some of them")
    NONE = "none", _("None of them")
    DECLINED = "declined", _("Prefer not to say")


class NeedsLevel(models.TextChoices):
    """How complex somebody's needs are. Our own list."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class NeedsReason(models.TextChoices):
    """What makes needs complex beside dependence: after the Welsh framework."""

    MENTAL_HEALTH = "mental_health", _("Mental health")
    OFFENDING = "offending", _("Offending")
    HOMELESSNESS = "homelessness", _("Homelessness")
    ABUSE = "abuse", _("Abuse")
    ILLNESS = "illness", _("Illness beside dependence")


class NhsCheck(models.TextChoices):
    """How an NHS number was verified. Our own list."""

    TRACED = "traced", _("Traced in the national service")
    GP = "gp", _("Confirmed by the GP practice")
    SEEN = "seen", _("Seen on a letter or card")


class AddressKind(models.TextChoices):
    """What an address is to the person. Our own list; the last two have a postcode of the ZZ99 range each."""

    HOME = "home", _("Home")
    WITH_OTHERS = "with_others", _("Staying with family or friends")
    TEMPORARY = "temporary", _("Hostel or temporary accommodation")
    INSTITUTION = "institution", _("Rehab, hospital or other institution")
    LETTERS = "letters", _("For letters only")
    NO_FIXED_ABODE = "no_fixed_abode", _("No fixed abode")
    NOT_KNOWN = "not_known", _("Not known")


# The postcode file's own codes for people without an address to write down.
POSTCODES = {AddressKind.NO_FIXED_ABODE: "ZZ99 3VZ", AddressKind.NOT_KNOWN: "ZZ99 3WZ"}


class WayKind(models.TextChoices):
    """How a person can be reached. Our own list."""

    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")
    LETTER = "letter", _("Letter")


class ReferralSource(models.TextChoices):
    """Where somebody came from: our words, to be mapped to NDTMS legacy codes (data set K) in exchange/ndtms.py."""

    SELF = "self", _("Self")
    FAMILY = "family", _("Relative or friend")
    GP = "gp", _("GP")
    HOSPITAL = "hospital", _("General hospital")
    EMERGENCY_DEPARTMENT = "emergency_department", _("Emergency department")
    MENTAL_HEALTH = "mental_health", _("Mental health service")
    DRUG_SERVICE = "drug_service", _("Another drug and alcohol service")
    PRISON = "prison", _("Prison")
    PROBATION = "probation", _("Probation")
    ARREST_REFERRAL = "arrest_referral", _("Arrest referral")
    SOCIAL_SERVICES = "social_services", _("Social services")
    HOUSING = "housing", _("Housing or homelessness service")
    JOBCENTRE = "jobcentre", _("Jobcentre")
    OTHER = "other", _("Other")


class EpisodeStatus(models.TextChoices):
    """Where an episode of treatment stands. Aftercare begins when the care plan is complete (Welsh framework, 6.5)."""

    WAITING = "waiting", _("Waiting for treatment")
    IN_TREATMENT = "in_treatment", _("In treatment")
    AFTERCARE = "aftercare", _("Aftercare")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class DischargeReason(models.TextChoices):
    """How an episode ended: the labels of the NDTMS list; the codes stand in exchange/ndtms.py."""

    COMPLETED_DRUG_FREE = "completed_drug_free", _("Treatment completed – drug-free")
    COMPLETED_ALCOHOL_FREE = "completed_alcohol_free", _("Treatment completed – alcohol-free")
    COMPLETED_OCCASIONAL = "completed_occasional", _("Treatment completed – occasional use (not opiates or crack)")
    TRANSFERRED = "transferred", _("Transferred – not in custody")
    TRANSFERRED_IN_CUSTODY = "transferred_in_custody", _("Transferred – in custody")
    DROPPED_OUT = "dropped_out", _("Incomplete – dropped out")
    WITHDRAWN = "withdrawn", _("Incomplete – treatment withdrawn by provider")
    RETAINED_IN_CUSTODY = "retained_in_custody", _("Incomplete – retained in custody")
    DECLINED = "declined", _("Incomplete – treatment declined by the person")
    DIED = "died", _("Incomplete – the person died")


# How a treatment that is completed ends.
COMPLETED = [
    DischargeReason.COMPLETED_DRUG_FREE,
    DischargeReason.COMPLETED_ALCOHOL_FREE,
    DischargeReason.COMPLETED_OCCASIONAL,
]


class FactsKind(models.TextChoices):
    """When the facts of an episode were asked: at its start, which stays as it was, and again at each review."""

    START = "start", _("At the start")
    REVIEW = "review", _("Review")


class Answer(models.TextChoices):
    """Yes and no, and why there may be neither. Left empty it has not been asked."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")
    DECLINED = "declined", _("Prefer not to say")


class BloodTest(models.TextChoices):
    """What came of offering a test or vaccination for hepatitis (after NDTMS HEPCSTAT and HEPBSTAT, data set K)."""

    ACCEPTED = "accepted", _("Offered and accepted")
    REFUSED = "refused", _("Offered and refused")
    IMMUNE = "immune", _("Vaccinated or immune already")
    NOT_OFFERED = "not_offered", _("Not offered")
    DECLINED = "declined", _("Prefer not to say")


class HowKnown(models.TextChoices):
    """How the service knows that somebody died. Our own list."""

    FAMILY = "family", _("Told by family or friends")
    HOSPITAL = "hospital", _("Told by a hospital or GP")
    CORONER = "coroner", _("Told by the coroner")
    POLICE = "police", _("Told by the police")
    PRISON = "prison", _("Told by the prison or probation")
    STAFF = "staff", _("Found by staff")
    OTHER = "other", _("Another way")


class Substance(models.TextChoices):
    """Problem substances, a short list after NDTMS; the first word group decides the substance group."""

    HEROIN = "heroin", _("Heroin")
    METHADONE = "methadone", _("Methadone, not prescribed")
    OTHER_OPIATES = "other_opiates", _("Other opiates")
    BENZODIAZEPINES = "benzodiazepines", _("Benzodiazepines")
    AMPHETAMINES = "amphetamines", _("Amphetamines")
    COCAINE = "cocaine", _("Cocaine powder")
    CRACK = "crack", _("Crack cocaine")
    ECSTASY = "ecstasy", _("Ecstasy (MDMA)")
    HALLUCINOGENS = "hallucinogens", _("Hallucinogens")
    KETAMINE = "ketamine", _("Ketamine")
    CANNABIS = "cannabis", _("Cannabis")
    SOLVENTS = "solvents", _("Solvents")
    SPICE = "spice", _("Synthetic cannabinoids")
    GABAPENTINOIDS = "gabapentinoids", _("Gabapentin or pregabalin")
    OTHER_DRUGS = "other_drugs", _("Other drugs")
    ALCOHOL = "alcohol", _("Alcohol")


OPIATES = [Substance.HEROIN, Substance.METHADONE, Substance.OTHER_OPIATES]


class SubstanceGroup(models.TextChoices):
    """The four headline groups of national reports, and nothing recorded yet."""

    OPIATE = "opiate", _("Opiate")
    NON_OPIATE = "non_opiate", _("Non-opiate only")
    NON_OPIATE_AND_ALCOHOL = "non_opiate_and_alcohol", _("Non-opiate and alcohol")
    ALCOHOL = "alcohol", _("Alcohol only")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class Route(models.TextChoices):
    """How a substance is taken (NDTMS)."""

    INJECT = "inject", _("Inject")
    SNIFF = "sniff", _("Sniff")
    SMOKE = "smoke", _("Smoke")
    ORAL = "oral", _("Swallow or drink")
    OTHER = "other", _("Other")


class ContactKind(models.TextChoices):
    """How a contact took place. Our own list."""

    FACE_TO_FACE = "face_to_face", _("Face to face")
    PHONE = "phone", _("Phone")
    VIDEO = "video", _("Video")
    HOME_VISIT = "home_visit", _("Home visit")
    OUTREACH = "outreach", _("Outreach")
    PRISON_VISIT = "prison_visit", _("Visit in prison")
    LETTER_OR_MESSAGE = "letter_or_message", _("Letter or message")


class ContactOutcome(models.TextChoices):
    """What came of a contact. Our own list."""

    ATTENDED = "attended", _("Attended")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled beforehand")


class MissedBy(models.TextChoices):
    """Who did not keep an appointment. Our own list."""

    PERSON = "person", _("The person")
    US = "us", _("Us")


class MissedReason(models.TextChoices):
    """Why a contact was missed or cancelled. Our own list, without blame."""

    NO_REASON_KNOWN = "no_reason_known", _("No reason known")
    UNWELL = "unwell", _("Unwell")
    WORK_OR_TRAINING = "work_or_training", _("Work or training")
    CARING = "caring", _("Caring for somebody")
    TRAVEL = "travel", _("Could not get there")
    IN_CUSTODY = "in_custody", _("In custody")
    IN_HOSPITAL = "in_hospital", _("In hospital")
    SERVICE_CANCELLED = "service_cancelled", _("We cancelled")
    OTHER = "other", _("Other")


class ErrorReason(models.TextChoices):
    """Why something on a record should not be there. Our own list."""

    WRONG_PERSON = "wrong_person", _("It is about somebody else")
    DID_NOT_HAPPEN = "did_not_happen", _("It did not happen")
    ENTERED_TWICE = "entered_twice", _("It was entered twice")
    OTHER = "other", _("Something else")


class FlagKind(models.TextChoices):
    """What must be seen before anything else on a record. Our own list."""

    OVERDOSE_RISK = "overdose_risk", _("Overdose risk")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    STAFF_SAFETY = "staff_safety", _("Staff safety")
    SAFE_CONTACT = "safe_contact", _("Safe contact")
    PREGNANCY = "pregnancy", _("Pregnancy")
    STORAGE_AT_HOME = "storage_at_home", _("Medicine stored at home with children")
    DOMESTIC_ABUSE = "domestic_abuse", _("Domestic abuse")
    CHILDREN_AT_RISK = "children_at_risk", _("Children at risk")
    SELF_HARM = "self_harm", _("Self-harm or suicide")


class RowFound(models.TextChoices):
    """What was found about a line of a file of people, before anybody is added. Our own list."""

    READY = "ready", _("Ready")
    ALIKE = "alike", _("May be known already")
    WRONG = "wrong", _("To be corrected")


class RowOutcome(models.TextChoices):
    """What came of a line of a file of people. Our own list."""

    ADDED = "added", _("Added")
    LEFT_OUT = "left_out", _("Left out")
    REFUSED = "refused", _("Not added")


class EventGroup(models.TextChoices):
    """What the timeline of a record can be narrowed to. Our own list."""

    CONTACT = "contact", _("Contacts")
    EPISODE = "episode", _("Episodes of treatment")
    ASSESSMENT = "assessment", _("Assessments")
    PLAN = "plan", _("Care plans")
    REFERRAL = "referral", _("Referrals")
    CUSTODY = "custody", _("Custody")
    AFTERCARE = "aftercare", _("Aftercare")
    CONSENT = "consent", _("Consents")
    SAFETY = "safety", _("Safety")
    DOCUMENT = "document", _("Documents")
    PROGRAMME = "programme", _("Programmes and groups")


class ConsentPurpose(models.TextChoices):
    """What information is shared for."""

    REFERRAL = "referral", _("A referral")
    AFTERCARE_HANDOVER = "aftercare_handover", _("An aftercare handover")
    FAMILY = "family", _("Involving family or friends")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    RELEASE = "release", _("Planning a release from prison")
    CASE_STUDY = "case_study", _("A case study without names")


class ConsentCategory(models.TextChoices):
    """What may be shared."""

    IDENTITY = "identity", _("Name and contact details")
    RISK = "risk", _("Risks")
    SUBSTANCE_USE = "substance_use", _("Substance use and treatment")
    HEALTH = "health", _("Health")
    PRESCRIBING = "prescribing", _("Prescribing")
    OFFENDING = "offending", _("Offending")
    CHILDREN = "children", _("Children and family")
    HOUSING = "housing", _("Housing")
    ETE = "ete", _("Education, training and employment")
    PLAN = "plan", _("The plan")


class OverrideStatus(models.TextChoices):
    """Where a decision to share without consent stands."""

    REQUESTED = "requested", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class GivenHow(models.TextChoices):
    """How somebody said yes."""

    WRITTEN = "written", _("In writing")
    VERBAL = "verbal", _("In words")
    ELECTRONIC = "electronic", _("Electronically")
