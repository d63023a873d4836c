"""The catalogue: which rules there are, and what each says. The rules themselves stand in the `alerts.py` of each app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from reference.choices import IntervalKey

from .choices import Person, Severity

RULES: dict[str, "Rule"] = {}


@dataclass(frozen=True)
class Planned:
    """An alert that should exist: when it falls due, for whom, about which version of which date.

    `lead` is in days: -14 is two weeks before the date it is about, 3 is three days after.
    """

    occurrence: UUID
    due_at: datetime
    recipient: User | None
    team: Team | None
    lead: int = 0
    about_on: date | None = None
    severity: Severity | None = None  # else that of the rule


@dataclass(frozen=True)
class Ended:
    """What happened when an alert has ended by itself: `first` is asked (the record, the alert) before anything else is said."""

    words: str
    first: Callable | None = None


@dataclass(frozen=True)
class Days:
    """Where the days of a rule come from that has none of its own, in words, and where an administrator changes them.

    `interval` is the key of an interval under “Lists and intervals”, `url_name` another page.
    """

    words: str
    interval: str = ""
    url_name: str = ""

    @property
    def url(self):
        if self.interval:
            return reverse("reference:interval_set", args=[self.interval])
        return reverse(self.url_name) if self.url_name else ""


AT_ONCE = Days(_("At once, when it happens"))


def by_intervals(*keys):
    """The days are intervals that the service sets for itself."""
    return tuple(Days(IntervalKey(key).label, interval=key) for key in keys)


@dataclass(frozen=True)
class Rule:
    """One kind of alert. `plan(subject)` gives what should exist for one record; it reads, and changes nothing.

    Title and todo go out by email: they name a kind of thing, never a person.
    """

    code: str
    subject: str  # "app.model", as in Model._meta.label_lower
    title: str
    todo: str  # the one thing to do next
    url_name: str  # the page where it is done; takes the key of the subject
    severity: Severity
    plan: Callable
    after_death: bool = False  # else nothing is due about somebody who has died
    until_done: bool = False  # nobody can take it off My work by having seen it
    only: Q | None = None  # the records that it can be about at all; those done with are not planned anew
    takes_key: bool = True  # else its page is a list, whose address takes no key
    ended: Ended = Ended("")
    leads: tuple[int, ...] = ()  # the days that can be tuned, before (minus) or after what it is about
    days: tuple[Days, ...] = ()  # where its days come from instead
    also: str = ""  # when it tells besides, which cannot be tuned
    in_working_days: bool = False  # so its leads are counted
    red_from: int | None = None  # the lead from which it is for today; before that it is for soon
    to: tuple[Person, ...] = ()  # who is told, where that can be tuned
    among: tuple[
        Person, ...
    ] = ()  # who may be chosen besides; without `to` whom it tells follows from what it is about

    @property
    def app(self):
        """The app that owns the rule: its condition stands in the `alerts.py` of it."""
        return self.plan.__module__.partition(".")[0]

    @property
    def keeps_people_alive(self):
        """Whether what it says must be acted on the same day, as it was shipped: it is never switched off in silence."""
        return self.severity == Severity.RED

    @property
    def may_tell(self):
        """Who may be chosen as told by it, in the order of the list."""
        return [person for person in Person if person in (*self.to, *self.among)]


def occurrence_on(record, day):
    """The occurrence of a rule about a day of a record that has no key of its own: another day alerts anew."""
    return uuid5(NAMESPACE_OID, f"{record.pk} {day.isoformat()}")


OF_THE_TEAM = (Person.KEYWORKER, Person.CASE_MANAGER, Person.TEAM_MANAGER)


def rule(code, *, ended, to=(), among=OF_THE_TEAM, **about):
    """Register a rule: the decorated function takes a record of the kind `subject` and yields Planned.

    `ended` is required: an alert that ends by itself says what happened. The rest are the fields of Rule.
    """

    def register(function):
        said = ended if isinstance(ended, Ended) else Ended(ended)
        RULES[code] = Rule(code, plan=function, ended=said, to=tuple(to), among=tuple(among) if to else (), **about)
        return function

    return register


def rules_about(kind):
    return [rule for rule in RULES.values() if rule.subject == kind]


def worth_planning(kind):
    """The condition on records of a kind that any of its rules can be about."""
    conditions = [rule.only for rule in rules_about(kind)]
    return Q() if None in conditions else reduce(or_, conditions)


def rule_called(code):
    """The rule of an alert; one that a newer version no longer has still gets its alerts shown and sent."""
    gone = {"subject": "", "url_name": "home", "severity": Severity.INFO, "plan": lambda subject: ()}
    return RULES.get(code) or Rule(code, title=_("Something is due"), todo=_("See My work"), **gone)
