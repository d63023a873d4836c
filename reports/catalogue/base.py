"""What a report is: which measures stand in which parts of it, and what must be said beside them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from ..choices import Dimension, Paper
from ..measures import REGISTRY

READERS = "reports.view_partnership_counts|reports.view_team_caseload"


@dataclass(frozen=True)
class Section:
    """A part of a report: measures (keys) that are read together; `by` is what they are always broken down by."""

    title: str | Promise
    measures: tuple[str, ...]
    note: str | Promise = ""
    by: str = ""

    @property
    def names(self):
        """What each of its measures is called in an address."""
        return [f"{key}-{self.by}" if self.by else key for key in self.measures]


@dataclass(frozen=True)
class Report:
    """A report that stands on the list of reports.

    With `sections` its page, its PDF and its CSV are made from the kept figures (reports.reading). A report with a page of
    its own names its `route` in place of them, and its `paper`, where it can be had as one as on a day. `readers` are the permissions, one of which its readers have. `dimensions`
    are what it may be broken down by, besides teams; with `is_broken_down` it always is, by the first of them unless
    another is chosen. `extras(stock)` gives tables that are no measures, for after the sections
    (reports.directory.Extra). `of_payment`: it stands on the list only where a partnership pays by outcomes.
    """

    key: str
    title: str | Promise
    about: str | Promise  # one or two sentences: for the list, and under the heading
    counted: str | Promise = ""  # what all of its figures have in common
    sections: tuple[Section, ...] = ()
    route: str = ""
    paper: Paper | None = None
    readers: str = READERS
    dimensions: tuple[str, ...] = (Dimension.SUBSTANCE_GROUP, Dimension.SEX, Dimension.AGE)
    is_broken_down: bool = False
    extras: Callable | None = None
    of_payment: bool = False

    @property
    def slug(self):
        return self.key.replace("_", "-")

    @property
    def page(self):
        """The name of the route of its page."""
        return self.route or f"reports:{self.key}_report"

    @property
    def measures(self):
        return [REGISTRY[key] for section in self.sections for key in section.measures]

    def is_for(self, user):
        return any(user.has_perm(name) for name in self.readers.split("|"))


REPORTS: dict[str, Report] = {}


def by_title(reports):
    """As they are listed, in the reader’s language."""
    return sorted(reports, key=lambda one: str(one.title).casefold())


def report(made):
    """Put a report on the list; its key must be new, and its measures must exist."""
    assert made.key not in REPORTS, made.key
    unknown = [key for section in made.sections for key in section.measures if key not in REGISTRY]
    assert not unknown, f"{made.key} names measures that are not there: {unknown}"
    everywhere = {Dimension.SUBSTANCE_GROUP, Dimension.SEX, Dimension.AGE}
    asked = [(REGISTRY[key], by) for section in made.sections for key in section.measures
             for by in ([section.by] if section.by else made.dimensions)]  # fmt: skip
    odd = [(one.key, by) for one, by in asked if by not in everywhere and by not in one.by.columns]
    assert not odd, f"{made.key} breaks measures down by what they do not know: {odd}"
    REPORTS[made.key] = made
    return made
