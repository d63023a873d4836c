"""The bridging gap: the days after a release on which nobody gives somebody their substitute medicine.

Source: NHS England's letter of September 2024 (a prescription for up to 14 days, or a short supply) and the notes on
continuity of medicine. The day before the first uncovered one is the last day of the bridging supply, or the day on
which the next depot injection is due; the first day covered again is the first prescribing appointment or supply outside.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recovery_capital.choices import YesNo


@dataclass(frozen=True)
class Bridging:
    """From which day to which somebody is covered; `wrong` says in words what is not known or cannot be."""

    last_day: date | None
    first_day: date | None
    uncovered: int
    wrong: tuple[str | Promise, ...] = ()

    @property
    def is_red(self):
        return bool(self.uncovered or self.wrong)

    @property
    def words(self):
        """What is red about it, each in a few words."""
        days = ngettext("%(days)d day without medicine", "%(days)d days without medicine", self.uncovered)
        return [*self.wrong, *([days % {"days": self.uncovered}] if self.uncovered else [])]


def bridging(last_day, first_day, release_on=None):
    """The gap between the last day covered from prison and the first one covered outside.

    `release_on` is the earliest day of release: what was arranged for a day before it was arranged for another release.

    >>> bridging(date(2026, 12, 10), date(2026, 12, 11)).is_red
    False
    >>> bridging(date(2026, 12, 10), date(2026, 12, 14)).uncovered
    3
    >>> bridging(date(2026, 12, 10), None).is_red, bridging(None, date(2026, 12, 10)).is_red
    (True, True)
    >>> bridging(date(2026, 12, 20), date(2026, 12, 14)).uncovered
    0
    >>> len(bridging(date(2026, 12, 10), date(2026, 12, 11), date(2027, 1, 5)).wrong)
    2
    """
    before = [
        (last_day is None, _("the day on which the bridging supply ends")),
        (first_day is None, _("the first prescribing appointment")),
        (last_day and release_on and last_day < release_on, _("a bridging supply that lasts beyond the release")),
        (first_day and release_on and first_day < release_on, _("a prescribing appointment after the release")),
    ]
    uncovered = max((first_day - last_day).days - 1, 0) if last_day and first_day else 0
    return Bridging(last_day, first_day, uncovered, tuple(words for is_so, words in before if is_so))


def bridging_of(stay):
    """The gap of one stay; None for somebody who is not on substitute medication for opioids."""
    plan = getattr(stay, "release_plan", None)
    depot = plan and plan.depot_next_on
    if stay.on_substitute_medication != YesNo.YES and not depot:
        return None
    known = stay.current_date
    last_day = max(filter(None, [stay.supply_ends_on, depot]), default=None)
    return bridging(last_day, plan and plan.prescribing_on, stay.released_on or (known and known.earliest_on))
