"""Journeys: episodes that follow one another closely count as one time in treatment. Derived, never typed in.

Source: the national rule (NDTMS): episodes belong together when they overlap, or when no more than 21 days lie between
the end of one and the start of treatment in the next, both days counted. Figures and the counting stand in the settings,
because the wording of the boundary may change.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True)
class Span:
    """One episode as journeys see it: from the start of treatment (or triage) until its end; None while it goes on."""

    start: date
    end: date | None
    reason: str = ""
    episode: object = None  # whatever the caller knows it by


@dataclass(frozen=True)
class Journey:
    """Episodes that belong together; its reason is that of the one that ended last."""

    start: date
    end: date | None
    reason: str
    spans: tuple
    last: Span

    @property
    def days(self):
        return ((self.end or timezone.localdate()) - self.start).days + 1


def build_journeys(spans, *, today=None, gap=None, inclusive=None):
    """The journeys that these spans make, the earliest first."""
    today = today or timezone.localdate()
    gap = settings.JOURNEY_GAP_DAYS if gap is None else gap
    counted = int(settings.JOURNEY_GAP_INCLUSIVE if inclusive is None else inclusive)
    groups = []
    for span in sorted(spans, key=lambda span: (span.start, span.end or date.max)):
        if groups and (span.start - _last_day(groups[-1], today)).days + counted <= gap:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_journey(group) for group in groups]


def _last_day(group, today):
    """The day on which the last of the spans so far ended; one that goes on has lasted until today at least."""
    return max(max(span.end or today, span.start) for span in group)


def _journey(group):
    last = max(group, key=lambda span: span.end or date.max)
    return Journey(min(span.start for span in group), last.end, last.reason, tuple(group), last)


def spans_of(episodes):
    """The spans of episodes with their interventions; an episode that never reached triage is no treatment."""
    for episode in episodes:
        starts = [row.started_on for row in episode.interventions.all() if row.started_on]
        start = min(starts, default=None) or episode.treatment_started_on or episode.triaged_on
        if start:
            yield Span(start, episode.ended_on, str(episode.get_discharge_reason_display()))


def journeys_of(client):
    """The journeys of one client through all episodes, the latest first."""
    episodes = client.episodes.prefetch_related("interventions")
    return build_journeys(spans_of(episodes))[::-1]
