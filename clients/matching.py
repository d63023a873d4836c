"""Is this person already known? Own teams' records are shown; of others' only that there is one."""

import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from core import audit
from core.choices import AccessAction
from core.folding import fold
from core.models import AccessLog

from .choices import Sex
from .models import Client, PersonName

LOOK_UPS_AN_HOUR = 20
MOST_ELSEWHERE = 5
LOOK_UP_ROUTES = [
    "clients:client_add",
    "clients:client_edit",
    "clients:client_lookup",
    "clients:import_start",
    "custody:unexpected_release",
]
LETTERS = {"Lu", "Ll", "Lo"}
SEX_LETTERS = {Sex.MALE: "M", Sex.FEMALE: "F"}


def initial(name):
    """The first letter of a name, in capitals and without accents.

    >>> initial("Élodie"), initial(" 'Aisha"), initial("Łukasz"), initial("ʻAlī")
    ('E', 'A', 'L', 'A')
    """
    plain = unicodedata.normalize("NFKD", fold(name))
    return next((letter.upper() for letter in plain if unicodedata.category(letter) in LETTERS), "")


def attributor(first_name, family_name, date_of_birth, sex):
    """By what national data sets match people: initials, date of birth and sex. Never in an address or a log.

    >>> from datetime import date
    >>> attributor("Megan", "O’Brien", date(1985, 3, 14), "female")
    'MO14031985F'
    >>> attributor("Élodie", "ap Rhys", date(1990, 12, 1), "not_known")
    'EA01121990-'
    """
    return f"{initial(first_name)}{initial(family_name)}{date_of_birth:%d%m%Y}{SEX_LETTERS.get(sex, '-')}"


@dataclass
class Matches:
    """Who might be the same person: records the user may see, and whether there is another one elsewhere."""

    own: list = field(default_factory=list)
    elsewhere: bool = False

    def __bool__(self):
        return bool(self.own) or self.elsewhere


def is_known_elsewhere(user, *, first_name, family_name, date_of_birth, sex):
    """Whether a record that the user may not see has the same name and date of birth."""
    named = Client.objects.filter(_called(first_name, family_name), date_of_birth=date_of_birth)
    return named.exclude(pk__in=_visible(user)).exists()


def exact_matches(user, *, nhs_number="", first_name="", family_name="", date_of_birth=None):
    """Records with exactly this number, or with this name and date of birth."""
    same = _exactly(nhs_number, first_name, family_name, date_of_birth)
    own = list(same.visible_to(user).select_related("registered_team")[:20])
    return Matches(own, same.exclude(pk__in=_visible(user)).exists())


def exact_elsewhere(user, *, nhs_number="", first_name="", family_name="", date_of_birth=None):
    """The records of others that `exact_matches` only says to exist: for break-glass, and never for a page."""
    same = _exactly(nhs_number, first_name, family_name, date_of_birth)
    return list(same.exclude(pk__in=_visible(user)).order_by("pk")[:MOST_ELSEWHERE])


def _exactly(nhs_number, first_name, family_name, date_of_birth):
    if nhs_number:
        return Client.objects.filter(nhs_number=nhs_number)
    return Client.objects.filter(_called(first_name, family_name), date_of_birth=date_of_birth)


def _called(first_name, family_name):
    """Exactly this name, as the name on the record or as one of the others."""
    exactly = Q(family_key=fold(family_name), first_key=fold(first_name))
    return exactly | Q(pk__in=PersonName.objects.filter(exactly).values("client"))


def _visible(user):
    return Client.objects.visible_to(user).order_by().values("pk")


def look_up_is_allowed(request):
    """Write a look-up down, without what was typed, unless the user has had this hour's share of them."""
    hour = Q(user=request.user, action=AccessAction.SEARCH, at__gt=timezone.now() - timedelta(hours=1))
    if AccessLog.objects.filter(hour, route__in=LOOK_UP_ROUTES).count() >= LOOK_UPS_AN_HOUR:
        audit.record(request, AccessAction.REFUSED, detail="look-up limit")
        return False
    audit.record(request, AccessAction.SEARCH, detail="look-up")
    return True
