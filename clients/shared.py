"""Who has received what about a client, and when: referrals, handovers, relapse plans, what a prison was asked for.

Read up from the apps that send them.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import SharingOverride
from .reading_up import of_clients


@dataclass(frozen=True)
class Shared:
    """One thing that was passed on, and by what right."""

    what: str
    whom: str
    on: date
    record: object
    terms: object  # the consent or the override

    @property
    def waits_for_answer(self):
        """Whether nobody has answered: it is taken back when the consent is withdrawn."""
        return self.record.waits_for_answer

    @property
    def goes_on(self):
        """Whether it goes on after the consent was withdrawn, with nothing more shared."""
        return getattr(self.record, "goes_on", False)

    @property
    def without_consent(self):
        return isinstance(self.terms, SharingOverride)


def shared_with_others(client, under=None):
    """Everything that was passed on about a client, the newest first; or what was so under one consent or override."""
    name = "sharing_override" if isinstance(under, SharingOverride) else "consent"
    only = Q(**{name: under}) if under else Q()
    people = ("consent", "sharing_override")
    referrals = of_clients("referrals", client).filter(only, sent_on__isnull=False).select_related("service", *people)
    handovers = of_clients("handovers", client).filter(only, sent_at__isnull=False)
    handovers = handovers.select_related("receiving_service", *people)
    given = of_clients("relapse_plan_shares", client).select_related("supporter", "consent", "handover")
    given = given.none() if isinstance(under, SharingOverride) else given.filter(only)
    asked = of_clients("prison_asked", client).filter(only).select_related("stay", *people)
    rows = [
        *(_shared(_("Relapse plan"), row.supporter.name, row.shared_on, row) for row in given),
        *(_shared(_("What we need for a release"), row.prison, row.shared_on, row) for row in asked),
        *(_shared(_("Referral"), row.service, row.sent_on, row) for row in referrals),
        *(
            _shared(_("Aftercare handover"), row.receiving_service, timezone.localdate(row.sent_at), row)
            for row in handovers
        ),
    ]
    return sorted(rows, key=lambda row: row.on, reverse=True)


def shared_under(terms):
    """What was sent under one consent or one override."""
    return shared_with_others(terms.client, terms)


def what_is_shared(terms):
    """What a page about a consent says of it: what was shared, and whether any of that is open now."""
    shared = shared_under(terms)
    return {"shared": shared, "stands_open": any(row.waits_for_answer or row.goes_on for row in shared)}


def _shared(what, service, day, record):
    return Shared(what, str(service), day, record, record.consent or record.sharing_override)
