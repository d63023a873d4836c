"""The catalogue: which rules there are, and what each says. The rules themselves stand in the `alerts.py` of each app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User

from .choices import Severity

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


def occurrence_on(record, day):
    """The occurrence of a rule about a day of a record that has no key of its own: another day alerts anew."""
    return uuid5(NAMESPACE_OID, f"{record.pk} {day.isoformat()}")


def rule(code, *, subject, title, todo, url_name, severity, after_death=False, until_done=False):
    """Register a rule: the decorated function takes a record of the kind `subject` and yields Planned."""

    def register(function):
        RULES[code] = Rule(code, subject, title, todo, url_name, severity, function, after_death, until_done)
        return function

    return register


def rules_about(kind):
    return [rule for rule in RULES.values() if rule.subject == kind]


def rule_called(code):
    """The rule of an alert; one that a newer version no longer has still gets its alerts shown and sent."""
    gone = {"subject": "", "url_name": "home", "severity": Severity.INFO, "plan": lambda subject: ()}
    return RULES.get(code) or Rule(code, title=_("Something is due"), todo=_("See My work"), **gone)
