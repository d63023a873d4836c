"""What of a handover its recipient may read: only what the client has agreed to share, section by section."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from clients.choices import ConsentCategory
from recovery_capital.picture import picture_of
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


class Capital:
    """How the person saw each part of life when treatment began, and now, with the strengths named each time.

    `may` says of a category of consent whether its parts of life are shown.
    """

    def __init__(self, episode, may=lambda category: True):
        self.picture = picture_of(episode.client, since=episode.referred_on)
        first, now = self.picture.first, self.picture.now
        then = {row.domain: row for row in first.ratings.all()} if first else {}
        today = {row.domain: row for row in now.ratings.all()} if now else {}
        # What was rated at one end alone stands too, so that a gap is seen.
        rows = [(one, then.get(one), today.get(one)) for one in today | then if may(category_of(one))]
        self.rows = [((was or is_now).get_domain_display(), was, is_now) for _domain, was, is_now in rows]

    @property
    def first(self):
        return self.picture.first

    @property
    def now(self):
        return self.picture.now


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
    def answers(self):
        """Who has taken on what; the client sees all of it, a recipient only what is theirs."""
        return [need for need in self.needs if need.service_id] if self.is_clients_copy else []

    @cached_property
    def capital(self):
        """Strengths and recovery capital at exit beside entry; None where that is not shared."""
        return Capital(self.handover.episode, self.may) if self.may(ConsentCategory.PLAN) else None

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
