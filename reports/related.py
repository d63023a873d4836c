"""Figures that are parts of others: what is left of the larger one, when the smaller is taken away, is a count as well.

A commissioner could take one from the other. So whatever is a part (`shown_whole`) is shown to commissioners for the whole
only, in no breakdown; and not even that, where what is left would be 1 to 4 (`hidden`).

Not covered: two measures that count different things of nearly the same people (people and their journeys, those in
treatment and those in aftercare too), where the difference stands for no group that anybody is in.
"""

from dataclasses import dataclass

from .choices import Part
from .disclosure import is_small

MET, ALL = "met", "all"


@dataclass(frozen=True)
class Rest:
    """What is left of a figure without its parts; `part` is the measure that is shown for the whole only.

    A figure is (measure, `MET` or `ALL`).
    """

    part: str
    of: tuple
    less: tuple


def rest(part, of, *less):
    return Rest(part, of, less or ((part, ALL),))


RESTS = [
    rest("in_treatment_ocu", ("in_treatment", ALL)),
    rest("completion_all", ("completion_exits", MET), ("completion_all", MET)),
    rest("completion_all", ("retention_12_weeks", MET), ("completion_all", MET)),
    rest("completion_public_health", ("completion_all", MET), ("completion_public_health", MET)),
    rest("represented", ("represented", ALL), ("completion_exits", MET)),
    rest("unplanned_exits", ("completion_exits", ALL), ("completion_exits", MET), ("unplanned_exits", MET)),
    rest("unplanned_exits_early", ("unplanned_exits", MET), ("unplanned_exits_early", MET)),
    rest("prison_seen", ("prison_seen", ALL), ("prison_continuity", ALL)),
    rest("prison_lost", ("prison_seen", ALL), ("prison_lost", ALL)),
    rest("aftercare_overrides", ("aftercare_begun", MET)),
    rest("claimants_retained", ("claimants_in_treatment", MET)),
    rest("claimants_into_work", ("claimants_in_treatment", MET)),
    rest("childrens_help", ("parents_in_treatment", MET)),
    rest("naloxone_accepted", ("naloxone_offered", MET)),
    rest("hep_b_accepted", ("hep_b_offered", MET)),
    rest("hep_c_accepted", ("hep_c_offered", MET)),
    rest("paid_completed", ("completion_exits", MET)),
    rest("paid_not_back", ("completion_exits", MET)),
    rest("paid_not_using", ("outcome_not_using", MET)),
    rest("wales_completed", ("wales_dna_after_assessment", ALL)),
]
PARTS = {one.part for one in RESTS}


def relatives(keys):
    """The measures that must be read besides some, to know what is hidden of these."""
    wanted = [one for one in RESTS if one.part in keys]
    return sorted({measure for one in wanted for measure, _what in (one.of, *one.less)} - set(keys))


def hidden(results):
    """The parts of which nothing is shown, from {measure: {group: Result}} in any breakdown."""
    found = set()
    for one in RESTS:
        if one.part in results and {measure for measure, _what in (one.of, *one.less)} <= set(results):
            left = number(results, one.of) - sum(number(results, figure) for figure in one.less)
            if is_small(abs(left)):
                found.add(one.part)
    return found


def number(results, figure):
    """A figure of the whole: the groups of every breakdown add up to it."""
    measure, what = figure
    groups = results[measure].values()
    return sum(result.number(Part.MET) if what == MET else sum(result.answers.values()) for result in groups)
