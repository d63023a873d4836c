"""What of a handover its recipient may read: only what the client has agreed to share, section by section."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from clients.choices import ConsentCategory
from referrals.sharing import SharedRecord, category_of

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
class SharedHandover(SharedRecord):
    """A handover as one reader may see it: the template asks here, never the record."""

    handover: object
    categories: frozenset
    is_clients_copy: bool = False

    @property
    def client(self):
        return self.handover.client

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
        return [need for need in rows if need.has_need and self.may(category_of(need.domain))]

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
