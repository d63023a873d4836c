"""What of a record another service may read: only what the client has agreed to share, category by category."""

from functools import cached_property

from clients.choices import ConsentCategory
from clients.reach import reach_of
from recovery_capital.choices import Domain

# Under which category of consent a part of life is shared. What no category names goes with the plan.
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


def category_of(domain):
    return CATEGORY_OF_DOMAIN.get(domain, ConsentCategory.PLAN)


class SharedRecord:
    """What one reader may see of a `client`, by `categories`: whatever is shown of a record is asked for here."""

    is_clients_copy = False

    def may(self, category):
        return self.is_clients_copy or category in self.categories

    @property
    def identity(self):
        return self.client if self.may(ConsentCategory.IDENTITY) else None

    @cached_property
    def reach(self):
        """How to reach the person, or None where that is not shared. Hidden addresses are never in a document."""
        return reach_of(self.client) if self.may(ConsentCategory.IDENTITY) else None

    @property
    def who(self):
        """How a document names the person: by name only where that is agreed."""
        return f"{self.client.first_name} {self.client.family_name}" if self.identity else self.client.reference

    @cached_property
    def flags(self):
        """Risks, or None where they are not shared. They are notes among staff: the client's copy has none."""
        if ConsentCategory.RISK not in self.categories:
            return None
        return list(self.client.flags.filter(ended_on=None))

    @property
    def staff_safety(self):
        return self.client.staff_safety if ConsentCategory.RISK in self.categories else ""
