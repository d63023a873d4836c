"""Code lists of referrals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from recovery_capital.choices import Domain
from services_directory.choices import Need


class ReferralStatus(models.TextChoices):
    """Where a referral stands. Our own list: a referral counts when somebody arrives and it helps."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    WAITING = "waiting", _("On their waiting list")
    STARTED = "started", _("Started")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("No answer: given up")


class SentHow(models.TextChoices):
    """How a referral reaches the partner. Our own list."""

    LINK = "link", _("A secure link by email")
    PRINTED = "printed", _("On paper")
    PHONE = "phone", _("By telephone")


class PartnerOutcome(models.TextChoices):
    """What the partner says became of it, apart from what the person says. Our own list."""

    COMPLETED = "completed", _("Finished what was planned")
    LEFT_EARLY = "left_early", _("Left before the end")
    NEVER_CAME = "never_came", _("Never came")
    PASSED_ON = "passed_on", _("Passed on to another service")


class PartnerAnswer(models.TextChoices):
    """What a partner may say about a referral behind a link, in the order of the buttons. Our own list."""

    ACCEPT = "accept", _("Accept")
    OFFER = "offer", _("Offer a date")
    WAIT = "wait", _("Put on the waiting list")
    ASK = "ask", _("Ask or write something")
    SEND = "send", _("Send a document")
    VISIT = "visit", _("Came, or did not come")
    OUTCOME = "outcome", _("What became of it")
    DECLINE = "decline", _("Decline")


class Came(models.TextChoices):
    """Whether somebody came. Our own list."""

    CAME = "came", _("Came")
    MISSED = "missed", _("Did not come")


class MessageKind(models.TextChoices):
    """What either side writes to the other about a referral. Our own list."""

    QUESTION = "question", _("Question")
    REPLY = "reply", _("Answer")
    OFFER = "offer", _("Date offered")
    VISIT = "visit", _("Came, or did not come")
    NOTE = "note", _("Note")
    DOCUMENT = "document", _("Document sent")
    TOO_LATE = "too_late", _("Came too late, changed nothing")


class LookKind(models.TextChoices):
    """What a partner did behind a link. Our own list."""

    OPENED = "opened", _("Opened it")
    PACK = "pack", _("Took the pack")
    ANSWERED = "answered", _("Answered")


class UnmetReason(models.TextChoices):
    """Why a need cannot be met: the list of the issues that answer to the sector survey among the seeds."""

    DOES_NOT_EXIST = "does_not_exist", _("There is no such service here")
    FULL = "full", _("Full")
    THRESHOLD_NOT_MET = "threshold_not_met", _("Threshold not met")
    REFUSED = "refused", _("Refused")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    UNSUITABLE = "unsuitable", _("Not suitable for the person")
    CLIENT_DECLINED = "client_declined", _("The person declined")


class IncomingStatus(models.TextChoices):
    """Where a referral to us stands. Our own list; the clocks run from received to the first appointment and the start."""

    RECEIVED = "received", _("Received")
    WAITING = "waiting", _("Taken on, waiting")
    STARTED = "started", _("Started")
    DECLINED = "declined", _("Not taken on")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Did not come")


class IncomingWay(models.TextChoices):
    """How a referral reached us. Our own list."""

    PUBLIC = "public", _("Public form, by the person")
    OTHER_PERSON = "other_person", _("Public form, by somebody close")
    PROFESSIONAL = "professional", _("Form for professionals")
    STAFF = "staff", _("Typed in by us")
    RELEASE = "release", _("From a prison release")


class Agrees(models.TextChoices):
    """Whether the person knows of the referral and agrees. Our own list."""

    YES = "yes", _("Yes, they know and agree")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Not asked yet")


class Danger(models.TextChoices):
    """What makes somebody come first at triage. Our own list, after the risks named in guidance on first assessment."""

    OVERDOSE = "overdose", _("An overdose in the last three months")
    INJECTING = "injecting", _("Injecting")
    SELF_HARM = "self_harm", _("Thoughts of suicide or self-harm")
    WITHDRAWAL = "withdrawal", _("Fits or confusion when stopping drinking")
    PREGNANT = "pregnant", _("Pregnant")
    CHILDREN = "children", _("Children in the home")
    ABUSE = "abuse", _("Not safe at home")
    HOMELESS = "homeless", _("Nowhere to sleep")
    RELEASE = "release", _("Leaving prison or just left it")
    HOSPITAL = "hospital", _("Leaving hospital")


class Urgency(models.TextChoices):
    """How soon somebody has to be seen. Our own list."""

    SAME_DAY = "same_day", _("Today")
    SOON = "soon", _("Within five working days")
    ROUTINE = "routine", _("In turn")


class NotTakenOn(models.TextChoices):
    """Why we did not take somebody on. Our own list."""

    OTHER_AREA = "other_area", _("Lives in another area")
    UNDER_18 = "under_18", _("Under 18: passed to the young people’s service")
    NO_NEED = "no_need", _("No need that we can help with")
    BETTER_ELSEWHERE = "better_elsewhere", _("Another service fits better")
    KNOWN_ALREADY = "known_already", _("Is with us already")
    DID_NOT_AGREE = "did_not_agree", _("Did not agree to the referral")
    NOT_REACHED = "not_reached", _("Could not be reached")


class OfferedHow(models.TextChoices):
    """How somebody was told of an appointment. Our own list."""

    LETTER = "letter", _("Letter")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")
    PHONE = "phone", _("Telephone")
    IN_PERSON = "in_person", _("In person")


class OfferOutcome(models.TextChoices):
    """What became of an appointment that was offered. Our own list."""

    ATTENDED = "attended", _("Came")
    MISSED = "missed", _("Did not come")
    CANCELLED = "cancelled", _("Cancelled")


class DeclineReason(models.TextChoices):
    """Why a need was not met. Our own list; it feeds the gaps report."""

    FULL = "full", _("Full")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    THRESHOLD_NOT_MET = "threshold_not_met", _("Threshold not met")
    UNSUITABLE = "unsuitable", _("Not suitable for the person")
    CLIENT_DECLINED = "client_declined", _("The person declined")
    NO_ANSWER = "no_answer", _("No answer")
    OTHER = "other", _("Other")


class ReferralOutcome(models.TextChoices):
    """What came of it. Our own list."""

    HELPED = "helped", _("It helped")
    HELPED_A_LITTLE = "helped_a_little", _("It helped a little")
    DID_NOT_HELP = "did_not_help", _("It did not help")
    STOPPED_GOING = "stopped_going", _("The person stopped going")


class AgeBand(models.TextChoices):
    """About how old somebody is who gave no date of birth. Our own list."""

    UNDER_18 = "under_18", _("Under 18")
    TO_24 = "18_24", _("18 to 24")
    TO_34 = "25_34", _("25 to 34")
    TO_44 = "35_44", _("35 to 44")
    TO_54 = "45_54", _("45 to 54")
    TO_64 = "55_64", _("55 to 64")
    OVER_64 = "65_over", _("65 or over")
    NOT_SAID = "not_said", _("Not said")


class OpenAccessWay(models.TextChoices):
    """How somebody came to us. Our own list."""

    DROP_IN = "drop_in", _("Came in")
    PHONE = "phone", _("Rang")
    OUTREACH = "outreach", _("We met them outside")
    ONLINE = "online", _("Wrote or chatted online")


class Topic(models.TextChoices):
    """What was talked about: what open access centres are for (Wales, aftercare framework, section 6.1)."""

    SUBSTANCE_USE = "substance_use", _("Drugs or alcohol")
    HARM_REDUCTION = "harm_reduction", _("Harm reduction")
    TREATMENT = "treatment", _("Getting treatment")
    RELAPSE_PREVENTION = "relapse_prevention", _("Preventing relapse")
    HOUSING = "housing", _("Housing")
    HOUSING_SUPPORT = "housing_support", _("Housing-related support")
    BENEFITS = "benefits", _("Welfare benefits")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    PEER_SUPPORT = "peer_support", _("Peer support")
    SOCIAL = "social", _("Company, somewhere to be")
    FAMILY = "family", _("Somebody else’s use: family or friend")
    OTHER = "other", _("Another service or question")


class Given(models.TextChoices):
    """What somebody was given. Our own list."""

    LEAFLET = "leaflet", _("Leaflet")
    NALOXONE = "naloxone", _("Naloxone kit")
    INJECTING = "injecting", _("Needles and equipment")
    TESTING = "testing", _("Blood-borne virus test")
    FOOD = "food", _("Food or a hot drink")
    CLOTHES = "clothes", _("Clothes or a sleeping bag")
    PHONE_CALL = "phone_call", _("A call made together")
    OTHER = "other", _("Something else")


class HeardFrom(models.TextChoices):
    """How did you hear of us: where our leaflets and posters hang, and who tells people. Our own list."""

    FRIEND = "friend", _("Friend or family")
    BEEN_BEFORE = "been_before", _("Has been here before")
    GP = "gp", _("GP surgery")
    HOSPITAL = "hospital", _("Hospital or A&E")
    PHARMACY = "pharmacy", _("Pharmacy")
    LIBRARY = "library", _("Library")
    JOB_CENTRE = "job_centre", _("Job centre")
    SUPERMARKET = "supermarket", _("Supermarket")
    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    HOUSING = "housing", _("Housing department")
    PRISON_OR_PROBATION = "justice", _("Prison, police or probation")
    OTHER_SERVICE = "other_service", _("Another service")
    WEB = "web", _("Our pages or the web")
    MEDIA = "media", _("Paper, radio or social media")
    NOT_ASKED = "not_asked", _("Not asked, or not said")


class SignpostHow(models.TextChoices):
    """How somebody was told about a service without being referred to it. Our own list."""

    SAID = "said", _("Said")
    PAPER = "paper", _("On paper")
    TEXT = "text", _("By text message")
    EMAIL = "email", _("By email")


class TurnedInto(models.TextChoices):
    """What an open-door contact became, when the person wished."""

    CLIENT = "client", _("A new client")
    KNOWN = "known", _("Known already")


# Which kinds of service may help with what was talked about at the open door.
NEEDS_OF_TOPIC = {
    Topic.SUBSTANCE_USE: [Need.SUBSTANCE_TREATMENT],
    Topic.HARM_REDUCTION: [Need.NEEDLE_EXCHANGE, Need.NALOXONE],
    Topic.TREATMENT: [Need.SUBSTANCE_TREATMENT],
    Topic.RELAPSE_PREVENTION: [Need.MUTUAL_AID, Need.PEER_SUPPORT],
    Topic.HOUSING: [Need.HOUSING_ADVICE, Need.HOSTEL],
    Topic.HOUSING_SUPPORT: [Need.SUPPORTED_HOUSING, Need.HOUSING_ADVICE],
    Topic.BENEFITS: [Need.BENEFITS],
    Topic.MENTAL_HEALTH: [Need.MENTAL_HEALTH],
    Topic.PHYSICAL_HEALTH: [Need.PHYSICAL_HEALTH],
    Topic.PEER_SUPPORT: [Need.PEER_SUPPORT, Need.MUTUAL_AID],
    Topic.SOCIAL: [Need.LEISURE, Need.PEER_SUPPORT],
    Topic.FAMILY: [Need.CARERS, Need.FAMILY],
}

# Which kinds of service may help in a domain: our domains to the needs of the directory.
NEEDS_OF_DOMAIN = {
    Domain.SUBSTANCE_USE: [Need.SUBSTANCE_TREATMENT, Need.NALOXONE, Need.NEEDLE_EXCHANGE, Need.CRISIS],
    Domain.PHYSICAL_HEALTH: [Need.PHYSICAL_HEALTH, Need.FOOD],
    Domain.MENTAL_HEALTH: [Need.MENTAL_HEALTH, Need.CRISIS],
    Domain.HOUSING: [Need.HOUSING_ADVICE, Need.SUPPORTED_HOUSING, Need.DRY_HOUSE, Need.HOSTEL, Need.REFUGE],
    Domain.ETE: [Need.ETE, Need.VOLUNTEERING],
    Domain.MONEY: [Need.BENEFITS, Need.DEBT, Need.FOOD],
    Domain.FAMILY: [Need.FAMILY, Need.CARERS, Need.REFUGE],
    Domain.CHILDREN: [Need.PARENTING, Need.FAMILY],
    Domain.COMMUNITY: [Need.LEISURE, Need.VOLUNTEERING, Need.WOMEN],
    Domain.OFFENDING: [Need.PRISON_RESETTLEMENT, Need.LEGAL],
    Domain.PEER_SUPPORT: [Need.MUTUAL_AID, Need.PEER_SUPPORT],
    Domain.LIFE_SKILLS: [Need.LIFE_SKILLS],
}


class StepOwner(models.TextChoices):
    """Whose turn a step of a path is. Our own list."""

    KEYWORKER = "keyworker", _("Keyworker")
    CASE_MANAGER = "case_manager", _("Case manager")
    CLIENT = "client", _("The person, with our help")
    PEER = "peer", _("Peer or volunteer")
    PARTNER = "partner", _("The other service")
    PANEL = "panel", _("Funding panel")


class FieldKind(models.TextChoices):
    """What a question of a path is answered with. Our own list."""

    LINE = "line", _("A line")
    TEXT = "text", _("A text")
    DATE = "date", _("A day")
    CHOICE = "choice", _("One of a list")
    CHOICES = "choices", _("Several of a list")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("A number")
    SERVICES = "services", _("Services of the directory")
    EVIDENCE = "evidence", _("Papers that are there")
