"""What of a handover its recipient may read: only what the client has agreed to share, section by section."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from clients.choices import ConsentCategory
from clients.reach import reach_of
from recovery_capital.choices import Domain

# Under which category of consent a need is shared. What no category names goes with the plan.
CATEGORY_OF_DOMAIN = {
    Domain.SUBSTANCE_USE: ConsentCategory.SUBSTANCE_USE,
    Domain.PHYSICAL_HEALTH: ConsentCategory.HEALTH,
    Domain.MENTAL_HEALTH: ConsentCategory.HEALTH,
    Domain.HOUSING: ConsentCategory.HOUSING,
    Domain.ETE: ConsentCategory.ETE,
    Domain.MONEY: ConsentCategory.PLAN,
    Domain.FAMILY: ConsentCategory.CHILDREN,
    Domain.CHILDREN: ConsentCategory.CHILDREN,
    Domain.COMMUNITY: ConsentCategory.PLAN,
    Domain.OFFENDING: ConsentCategory.OFFENDING,
    Domain.PEER_SUPPORT: ConsentCategory.PLAN,
    Domain.LIFE_SKILLS: ConsentCategory.PLAN,
}
# What each category opens, in the order of the document. Prescribing has nothing in a handover yet.
SECTIONS = {
    ConsentCategory.IDENTITY: _("name, date of birth and contact details"),
    ConsentCategory.RISK: _("risks"),
    ConsentCategory.PLAN: _("strengths, and what the receiving worker must know"),
    ConsentCategory.SUBSTANCE_USE: _("substances, treatment and the relapse plan"),
    ConsentCategory.HEALTH: _("needs about health"),
    ConsentCategory.HOUSING: _("needs about housing"),
    ConsentCategory.ETE: _("needs about education, training and employment"),
    ConsentCategory.CHILDREN: _("needs about children and family"),
    ConsentCategory.OFFENDING: _("needs about offending"),
}


@dataclass
class SharedHandover:
    """A handover as one reader may see it: the template asks here, never the record."""

    handover: object
    categories: frozenset
    is_clients_copy: bool = False

    def may(self, category):
        return self.is_clients_copy or category in self.categories

    @property
    def identity(self):
        return self.handover.client if self.may(ConsentCategory.IDENTITY) else None

    @cached_property
    def reach(self):
        """How to reach the person, or None where that is not shared. Hidden addresses are never in a document."""
        return reach_of(self.handover.client) if self.may(ConsentCategory.IDENTITY) else None

    @property
    def who(self):
        """How the document names the person: by name only where that is agreed."""
        client = self.handover.client
        return f"{client.first_name} {client.family_name}" if self.identity else client.reference

    @cached_property
    def flags(self):
        """Risks, or None where they are not shared. They are notes among staff: the client's copy has none."""
        if ConsentCategory.RISK not in self.categories:
            return None
        return list(self.handover.client.flags.filter(ended_on=None))

    @property
    def staff_safety(self):
        return self.handover.client.staff_safety if ConsentCategory.RISK in self.categories else ""

    @property
    def plan(self):
        return self.handover if self.may(ConsentCategory.PLAN) else None

    @property
    def relapse_plan(self):
        return self.handover if self.may(ConsentCategory.SUBSTANCE_USE) else None

    @cached_property
    def substances(self):
        return list(self.handover.episode.substances.all()) if self.may(ConsentCategory.SUBSTANCE_USE) else []

    @cached_property
    def needs(self):
        """The needs that may be shown, each with its service."""
        rows = self.handover.needs_in_order()
        return [
            need
            for need in rows
            if need.has_need and self.may(CATEGORY_OF_DOMAIN.get(need.domain, ConsentCategory.PLAN))
        ]

    @property
    def left_out(self):
        """What the client has not agreed to share with this recipient, in words."""
        return [label for category, label in SECTIONS.items() if not self.may(category)]


def shared_with_recipient(handover):
    """The handover as its recipient reads it: by the consent or override it was sent with, or what holds now."""
    sent_with = next(
        (terms for terms in (handover.consent, handover.sharing_override) if terms and terms.is_live), None
    )
    terms = sent_with or handover.live_consent() or handover.live_override()
    return SharedHandover(handover, frozenset(terms.categories if terms else ()))


def clients_copy(handover):
    """The whole handover, for the person it is about."""
    return SharedHandover(handover, frozenset(), is_clients_copy=True)
