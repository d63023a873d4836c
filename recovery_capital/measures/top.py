"""Treatment Outcomes Profile: its data items, how weeks add up, and what a change means. Its printed form is not ours.

Sources: the items of the national data set (Crown copyright, Open Government Licence); the categories of change are those
of national statistics: abstinent, reliably improved, unchanged, deteriorated. A substance without a sourced threshold of
reliable change is shown as it is.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import WeeklyItem
from .texts import threshold_of

WEEKS = (4, 3, 2, 1)  # as the columns stand on the form; week 1 is the last one
DAYS_IN_WEEK, DAYS_IN_ALL, HIGHEST_RATING = 7, 28, 20
# What an average day of use is counted in.
AMOUNTS = {
    WeeklyItem.ALCOHOL: _("units a day"),
    WeeklyItem.OPIATES: _("grams a day"),
    WeeklyItem.CRACK: _("grams a day"),
    WeeklyItem.COCAINE: _("grams a day"),
    WeeklyItem.AMPHETAMINES: _("grams a day"),
    WeeklyItem.CANNABIS: _("spliffs a day"),
    WeeklyItem.OTHER: _("grams a day"),
}
SUBSTANCES = (*AMOUNTS, WeeklyItem.TOBACCO)
CRIME = (WeeklyItem.SHOPLIFTING, WeeklyItem.SELLING, WeeklyItem.ASSAULT)
OCCUPATION = (WeeklyItem.PAID_WORK, WeeklyItem.VOLUNTEERING, WeeklyItem.PLACEMENT, WeeklyItem.EDUCATION)
SHARING = ("shared_needle", "shared_works")  # only asked of those who injected
OFFENCES = ("theft_vehicle", "theft_property", "fraud")
HOUSING = ("acute_housing_problem", "unsuitable_housing", "eviction_risk")
YES_OR_NO = (*SHARING, *OFFENCES, *HOUSING)
RATINGS = ("psychological_health", "physical_health", "quality_of_life")


class Verdict(models.TextChoices):
    """How use changed between two assessments, as national statistics name it; the last three where nothing is sourced."""

    ABSTINENT = "abstinent", _("Abstinent")
    IMPROVED = "improved", _("Reliably improved")
    UNCHANGED = "unchanged", _("No reliable change")
    DETERIORATED = "deteriorated", _("Reliably worse")
    FEWER = "fewer", _("Fewer days")
    SAME = "same", _("As many days")
    MORE = "more", _("More days")


@dataclass(frozen=True)
class Change:
    """An item at the first and at the last assessment: days or a rating, and the verdict where there is one."""

    item: str
    label: str
    first: int
    last: int
    verdict: Verdict | None

    @property
    def difference(self):
        return self.last - self.first


def total(weeks):
    """The days of four weeks together; None where a week is missing.

    >>> total([7, 0, 3, 1]), total([7, None, 3, 1])
    (11, None)
    """
    return None if any(days is None for days in weeks) else sum(weeks)


def verdict(item, first, last):
    """How the use of a substance changed. Somebody who used before and after is judged by the threshold, if any."""
    if last == 0:
        return Verdict.ABSTINENT
    threshold, change = threshold_of("top", item), last - first
    if threshold is None:
        return Verdict.SAME if change == 0 else Verdict.MORE if change > 0 else Verdict.FEWER
    if abs(change) < threshold.points:
        return Verdict.UNCHANGED
    return Verdict.DETERIORATED if change > 0 else Verdict.IMPROVED


def changes(first, last):
    """What changed between two assessments: each item that was answered both times and is not 0 both times."""
    for name, label in [*WeeklyItem.choices, *((name, first._meta.get_field(name).verbose_name) for name in RATINGS)]:
        before, after = value_of(first, name), value_of(last, name)
        if before is not None and after is not None and (before or after):
            judged = verdict(name, before, after) if name in SUBSTANCES and before else None
            yield Change(name, str(label), before, after, judged)


def value_of(assessment, name):
    """The answer to an item: days, or a rating."""
    return getattr(assessment, name if name in RATINGS else f"{name}_days")
