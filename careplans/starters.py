"""Beginnings of goals, in the first person: the client makes them their own."""

from django.db.models import Case, IntegerField, Value, When

from recovery_capital.choices import Domain
from recovery_capital.domains import domain_label
from recovery_capital.models import DomainRating
from reference.choices import CodeField
from reference.models import Code

from .choices import PlanKind

OF_PERSONAL_DEVELOPMENT = [Domain.ETE, Domain.LIFE_SKILLS, Domain.COMMUNITY]


def starters_for(plan, domain=""):
    """The beginnings on offer today for a domain; without one, those that fit the kind of plan, by domain."""
    offered = Code.objects.offered(CodeField.GOAL_STARTER)
    if domain:
        return list(offered.filter(group=domain).order_by("position", "code"))
    wanted = OF_PERSONAL_DEVELOPMENT if plan.kind == PlanKind.PERSONAL_DEVELOPMENT else list(Domain)
    place = Case(
        *(When(group=name, then=Value(number)) for number, name in enumerate(wanted)), output_field=IntegerField()
    )
    starters = list(offered.filter(group__in=wanted).order_by(place, "position", "code"))
    for starter in starters:
        starter.domain_label = domain_label(starter.group)
    return starters


def last_rating(plan, domain):
    """What the client last said of a domain: what gets in the way, and what helps."""
    if not domain:
        return None
    return DomainRating.objects.filter(domain=domain).latest_of(plan.client).first()
