"""Code lists of safeguarding concerns, named risks and MAPPA."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConcernKind(models.TextChoices):
    """Whose law applies: children, or adults at risk. Children Act 1989; Care Act 2014; SSWBA 2014 in Wales."""

    CHILD = "child", _("A child")
    ADULT = "adult", _("An adult at risk")


class ConcernAbout(models.TextChoices):
    """Whom a concern is about, seen from the client. Our own list."""

    CLIENT = "client", _("The client")
    CHILD = "child", _("A child in the client’s family or home")
    OTHER = "other", _("Somebody else")


class ConcernSource(models.TextChoices):
    """In whose words a concern is written down. Our own list."""

    SEEN = "seen", _("I saw or heard it myself")
    CLIENT_SAID = "client_said", _("The client said it")
    CHILD_SAID = "child_said", _("A child said it")
    OTHER_SAID = "other_said", _("Somebody else said it")


class ConcernStatus(models.TextChoices):
    """Where a concern stands: nothing is done with it until somebody has decided, and two people end it."""

    RAISED = "raised", _("Waits for a decision")
    DECIDED = "decided", _("Being acted on")
    CLOSED = "closed", _("Closed")


class ConcernDecision(models.TextChoices):
    """What was decided about a concern. Our own list."""

    REFER = "refer", _("Refer to another agency")
    SUPPORT = "support", _("Support from us, and watch")
    INFORM = "inform", _("Tell those who are involved already")
    NO_ACTION = "no_action", _("No further action")


class ReferredTo(models.TextChoices):
    """To whom a concern is referred in England and Wales. Our own list."""

    MASH = "mash", _("Multi-agency safeguarding hub")
    CHILDREN = "children", _("The council: children’s services")
    ADULTS = "adults", _("The council: adult social care")
    POLICE = "police", _("Police")
    EMERGENCY = "emergency", _("Ambulance or emergency department")
    OTHER = "other", _("Another agency")


class RiskKind(models.TextChoices):
    """The risks that every assessment asks about: the Models of Care set, as our notes on treatment name it (7.3)."""

    SELF_HARM = "self_harm", _("Suicide and self-harm")
    OVERDOSE = "overdose", _("Overdose and using several substances")
    FROM_OTHERS = "from_others", _("Harm from others: exploitation, domestic abuse")
    TO_OTHERS = "to_others", _("Harm to others: violence, arson, driving")
    SELF_NEGLECT = "self_neglect", _("Self-neglect")
    CHILDREN = "children", _("Risk to children")
    STORAGE = "storage", _("Medicine stored at home")
    PHYSICAL_HEALTH = "physical_health", _("Crises of physical health: fits, thrombosis, pregnancy")
    DISENGAGEMENT = "disengagement", _("Losing touch with the service")


class Presence(models.TextChoices):
    """Whether there is a risk: the openEHR health risk archetype (present, absent, indeterminate)."""

    PRESENT = "present", _("There is this risk")
    ABSENT = "absent", _("There is not")
    NOT_KNOWN = "not_known", _("Not known")


class Likelihood(models.IntegerChoices):
    """How likely the harm is, from 1 to 5. Our own words."""

    VERY_UNLIKELY = 1, _("Very unlikely")
    UNLIKELY = 2, _("Unlikely")
    POSSIBLE = 3, _("Possible")
    LIKELY = 4, _("Likely")
    VERY_LIKELY = 5, _("Very likely")


class Impact(models.IntegerChoices):
    """How bad the harm would be, from 1 to 5. Our own words."""

    VERY_SLIGHT = 1, _("Very slight harm")
    SLIGHT = 2, _("Slight harm")
    MODERATE = 3, _("Moderate harm")
    SERIOUS = 4, _("Serious harm")
    VERY_SERIOUS = 5, _("Very serious harm or death")


class RiskBand(models.TextChoices):
    """What likelihood times impact comes to: 1–3, 4–7, 8–14, 15–25, as an open clinical system bands it (7.3)."""

    VERY_LOW = "very_low", _("Very low")
    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")


class MappaCategory(models.IntegerChoices):
    """Why somebody is managed under MAPPA: Criminal Justice Act 2003 ss. 325–327B; 4 was added by the 2022 Act."""

    REGISTERED_SEXUAL = 1, _("1 – registered for a sexual offence")
    VIOLENT_OR_SEXUAL = 2, _("2 – violent or other sexual offence")
    OTHER_DANGEROUS = 3, _("3 – other dangerous offence")
    TERRORIST = 4, _("4 – terrorist offence or risk")


class MappaLevel(models.IntegerChoices):
    """How somebody is managed under MAPPA."""

    ORDINARY = 1, _("1 – by one agency")
    MEETINGS = 2, _("2 – active meetings of several agencies")
    SENIOR = 3, _("3 – as 2, with senior staff")
