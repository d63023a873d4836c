"""How the ratings changed: the first time, last time and now, domain by domain."""

from dataclasses import dataclass

from .choices import Domain
from .domains import with_others


@dataclass(frozen=True)
class Change:
    """The ratings of one domain; None where it was not asked."""

    label: str
    first: int | None
    before: int | None
    now: int | None

    @property
    def difference(self):
        """How much it went up or down since the first time; None when either is missing."""
        return None if self.first is None or self.now is None else self.now - self.first


def changes(first, before, now):
    """One row for each domain that was rated in any of the three assessments (each may be None)."""
    rated = [_ratings(assessment) for assessment in (first, before, now)]
    return [
        Change(label, *(ratings.get(domain) for ratings in rated))
        for domain, label in with_others(Domain.choices, set().union(*rated))
        if any(ratings.get(domain) is not None for ratings in rated)
    ]


def _ratings(assessment):
    return {rating.domain: rating.rating for rating in assessment.ratings.all()} if assessment else {}
