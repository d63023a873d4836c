"""The two measures of the first three weeks after a release: seen, and structured treatment started, each with its reason.

Source: the national measure of continuity of care counts adults who start structured treatment in the community within
21 days of release. What does not count is ours: who went back to prison, died or moved before it was met.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.choices import DischargeReason
from clients.models import Death, Episode, EpisodeIntervention
from clients.models.intervention import STRUCTURED
from core.templatetags.ui import day as in_full

from .choices import ExcludedBecause, Standing
from .models import CustodyStay

WITHIN = timedelta(days=21)
IN_PRISON = "prison"


@dataclass(frozen=True)
class Measure:
    """One of the two: where it stands, and why, in words."""

    title: str
    standing: Standing
    reason: str


def standing(released_on, met_on, excluded_on, today):
    """Where a measure stands on a day, of whom `excluded_on` (or None) took out of the count: the one rule.

    >>> standing(date(2026, 11, 2), date(2026, 11, 23), None, date(2026, 12, 1))
    Standing.MET
    >>> standing(date(2026, 11, 2), date(2026, 11, 24), None, date(2026, 12, 1))
    Standing.NOT_MET
    >>> standing(date(2026, 11, 2), None, None, date(2026, 11, 23))
    Standing.PENDING
    >>> standing(date(2026, 11, 2), None, date(2026, 11, 9), date(2026, 11, 23))
    Standing.EXCLUDED
    """
    until = released_on + WITHIN
    if met_on and released_on <= met_on <= until:
        return Standing.MET
    if excluded_on and excluded_on <= until:
        return Standing.EXCLUDED
    return Standing.PENDING if today <= until and not met_on else Standing.NOT_MET


def measures(stay, today=None):
    """Both measures of a release; none before it."""
    if not stay.released_on:
        return []
    today = today or timezone.localdate()
    found = with_events(CustodyStay.objects.filter(pk=stay.pk)).get()
    return [
        _measure(_("Seen within 21 days"), found, found.first_seen_on, today),
        _measure(_("Structured treatment started within 21 days"), found, found.treatment_began_on, today),
    ]


def _measure(title, stay, met_on, today):
    excluded_on, because = excluded(stay)
    stands = standing(stay.released_on, met_on, excluded_on, today)
    until = in_full(stay.released_on + WITHIN)
    reason = {
        Standing.MET: met_on and _("on %(day)s") % {"day": in_full(met_on)},
        Standing.EXCLUDED: because and str(because.label),
        Standing.PENDING: _("until %(day)s") % {"day": until},
        Standing.NOT_MET: _("only on %(day)s") % {"day": in_full(met_on)} if met_on else _("not by %(day)s") % {"day": until},
    }  # fmt: skip
    return Measure(title, stands, reason[stands])


def with_events(stays):
    """Stays with the first day, from the release on, of what the measures ask about; None of what did not happen."""
    of_client = {"client": OuterRef("client")}
    begun = EpisodeIntervention.objects.filter(
        **of_client, kind__code__in=STRUCTURED, started_on__gte=OuterRef("released_on")
    ).exclude(setting__code=IN_PRISON)
    back = CustodyStay.objects.filter(**of_client, custody_started_on__gte=OuterRef("released_on"))
    moved = Episode.objects.filter(
        **of_client, ended_on__gte=OuterRef("released_on"),
        discharge_reason__in=[DischargeReason.TRANSFERRED, DischargeReason.TRANSFERRED_IN_CUSTODY],
    )  # fmt: skip
    return stays.annotate(
        treatment_began_on=_first(begun, "started_on"),
        back_on=_first(back.exclude(pk=OuterRef("pk")), "custody_started_on"),
        died_on=_first(Death.objects.standing().filter(**of_client), "died_on"),
        moved_on=_first(moved, "ended_on"),
    )


def _first(rows, day):
    return Subquery(rows.order_by(F(day)).values(day)[:1])


def excluded(stay):
    """What took the person out of the count, the first of it: (day, why), or (None, None). Needs `with_events`."""
    found = [
        (stay.back_on, ExcludedBecause.BACK),
        (stay.died_on, ExcludedBecause.DIED),
        (stay.moved_on, ExcludedBecause.MOVED),
    ]
    return min((row for row in found if row[0]), key=lambda row: row[0], default=(None, None))
