"""Reading figures: what the pages, the papers and the command show of the measures."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from . import counting
from .choices import Part
from .measures import REGISTRY, Measure

# Each measure is looked up by itself: given lists of all, the planner reads the whole table where teams are many.
KEPT = """
SELECT asked.*, found.* FROM (
    SELECT * FROM unnest(%(periods)s::bigint[]) period, unnest(%(dimensions)s::text[]) dimension, unnest(%(measures)s::text[]) measure
) AS asked CROSS JOIN LATERAL (
    SELECT {by} AS by, answer, sum(number), sum(amount) FROM reports_figure AS figure
    WHERE figure.period_id = asked.period AND figure.measure = asked.measure AND figure.dimension = asked.dimension
        AND team_id = ANY(%(teams)s::uuid[]) AND (%(everybody)s OR NOT is_restricted)
    GROUP BY {by}, answer
) AS found
"""


@dataclass(frozen=True)
class Result:
    """A measure and how many gave each answer; `amount` is what those who met it come to in money."""

    measure: Measure
    answers: dict = field(default_factory=dict)
    amount: float = 0

    def number(self, part):
        """How many gave an answer that means this for the share."""
        known = self.measure.answers
        return sum(number for answer, number in self.answers.items() if known[answer].part == part)

    @property
    def met(self):
        return self.number(Part.MET)

    @property
    def of(self):
        """The denominator: those who met it and those who did not."""
        return self.met + self.number(Part.NOT_MET)

    @property
    def percent(self):
        """The share in percent with one decimal; None of nobody, and where the measure is a number only."""
        return round(100 * self.met / self.of, 1) if self.measure.has_share and self.of else None


def kept(measures, period, teams, *, dimension="", by="", everybody):
    """The kept figures of some measures (keys) in a period, of teams (keys): {measure: {group: Result}}. One query."""
    return kept_of(measures, [period.pk], teams, dimension=dimension, by=by, everybody=everybody)[period.pk]


def kept_of(measures, periods, teams, *, dimension="", by="", everybody):
    """The kept figures of several periods (keys) in one query: {period: {measure: {group: Result}}}.

    `dimension` breaks them down; `by` is "team" for one group a team, else the group is the value of the dimension. Who
    works in a team gets the counts without restricted records (`everybody` False).
    """
    found = kept_by(measures, periods, teams, [dimension], by=by, everybody=everybody)
    return {period: found[period, dimension] for period in periods}


def kept_by(measures, periods, teams, dimensions, *, by="", everybody):
    """The same by several dimensions, in one query: {(period, dimension): {measure: {group: Result}}}."""
    found = defaultdict(list)
    for period, dimension, *row in _rows(
        by, everybody, measures=measures, periods=periods, teams=teams, dimensions=dimensions
    ):
        found[period, dimension].append(row)
    return {
        (period, dimension): _as_results(measures, found[period, dimension])
        for period in periods
        for dimension in dimensions
    }


def _rows(by, everybody, **asked):
    asked = {name: list(dict.fromkeys(some)) for name, some in asked.items()}  # what is named twice is counted once
    if not all(asked.values()):
        return []
    with connection.cursor() as cursor:
        cursor.execute(KEPT.format(by="team_id" if by == "team" else "value"), asked | {"everybody": everybody})
        return cursor.fetchall()


def results_between(starts_on, ends_on, *, teams, group="", measures=None):
    """Count measures now over any period, of teams (keys) and perhaps one substance group: {measure: Result}.

    The facts must be filled in the same transaction.
    """
    as_at, dimension, wanted = timezone.localdate(), "substance_group" if group else "", set(teams)
    found = {}
    for key in measures or REGISTRY:
        counted = counting.counts(REGISTRY[key], starts_on, ends_on, as_at=as_at)
        summed = [
            (key, "", answer, number, amount)
            for team, in_dimension, value, _is_restricted, answer, number, amount in counted
            if team in wanted and in_dimension == dimension and value == group
        ]
        found[key] = _as_results([key], summed)[key].get("", Result(REGISTRY[key]))
    return found


def _as_results(measures, rows):
    answers = {key: defaultdict(lambda: defaultdict(int)) for key in measures}
    amounts = defaultdict(float)
    for measure, group, answer, number, amount in rows:
        answers[measure][group][answer] += number
        amounts[measure, group, REGISTRY[measure].answers[answer].part] += float(amount)
    return {
        key: {
            group: Result(REGISTRY[key], dict(found), amounts[key, group, Part.MET]) for group, found in groups.items()
        }
        for key, groups in answers.items()
    }
