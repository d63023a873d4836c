"""How a rule is written: a function of a record that says whether it is broken, or which children break it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.discharge import Level

from ..layout import Layout
from ..records import Child, Record

EXPORTER = _("NDTMS validation, as an open exporter implements it")
FROM_MEMORY = _("NDTMS validation, from memory: check it against the version in force")
OURS = _("our own rule")
RULES = {}


@dataclass(frozen=True)
class Context:
    """The day on which the record is judged, and the version by which it is written."""

    today: date
    layout: Layout


@dataclass(frozen=True)
class Rule:
    """One rule. What `refuses` cannot be brought in either: the database could not hold it, or it contradicts itself."""

    name: str
    level: Level
    text: str
    source: str
    page: str
    refuses: bool
    check: Callable


@dataclass(frozen=True)
class Problem:
    """A rule that a record breaks, and the intervention or TOP that breaks it, where it is one."""

    rule: Rule
    child: Child | None = None

    @property
    def level(self):
        return self.rule.level

    @property
    def text(self):
        return self.rule.text

    @property
    def source(self):
        return self.rule.source

    def url(self, record):
        """Where it is put right: the page, at the field where it has one."""
        page, _hash, field = self.rule.page.partition("#")
        return PAGES[page](record.episode, self.child) + (f"#id_{field}" if field else "")


def _of_episode(name):
    return lambda episode, _child: reverse(f"clients:{name}", args=[episode.pk])


def _of_client(name):
    return lambda episode, _child: reverse(f"clients:{name}", args=[episode.client_id])


def _facts(episode, _child):
    start = next(iter(episode.start_facts), None)
    if start is None:
        return reverse("clients:facts_add", args=[episode.pk])
    return reverse("clients:facts_edit" if start.may_be_changed else "clients:facts_correct", args=[start.pk])


def _child(name):
    return lambda episode, child: (
        reverse(name, args=[child.key]) if child else reverse("clients:episode_detail", args=[episode.pk])
    )


PAGES = {
    "client": _of_client("client_edit"),
    "equality": _of_client("equality_edit"),
    "consent": _of_client("national_consent_answer"),
    "episode": _of_episode("episode_edit"),
    "end": _of_episode("episode_detail"),
    "facts": _facts,
    "new_intervention": _of_episode("intervention_add"),
    "intervention": _child("clients:intervention_edit"),
    "top": _child("recovery_capital:top_detail"),
    "new_top": lambda episode, _child: reverse("recovery_capital:top_add", args=[episode.client_id]),
    "nowhere": lambda _episode, _child: "",
}


def rule(level, text, page, source=EXPORTER, *, refuses=False):
    """Register a rule under the name of its function, which gives True or False, or the children that break it.

    `page` is where it is put right, and the field there: "episode#triaged_on".
    """

    def register(check):
        RULES[check.__name__] = Rule(check.__name__, level, text, source, page, refuses, check)
        return check

    return register


def problems(record: Record, context: Context):
    """All that is wrong or missing, the gravest first."""
    found = []
    for one in RULES.values():
        broken = one.check(record, context)
        if broken is True:
            found.append(Problem(one))
        elif broken:
            found += [Problem(one, child) for child in broken]
    order = list(Level)
    return sorted(found, key=lambda problem: order.index(problem.level))
