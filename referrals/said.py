"""What was answered in the steps of a path, in words: for the page and for paper."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.templatetags.ui import day
from services_directory.models import Service

from .choices import FieldKind


@dataclass(frozen=True)
class Ticked:
    """One thing of a list, and whether it is there."""

    label: str
    is_ticked: bool


@dataclass(frozen=True)
class Said:
    """A question with its answer; of a list of evidence, every thing that could be there."""

    question: str
    answer: str
    ticks: tuple[Ticked, ...] = ()


class Named:
    """Services by key, as text: their names are asked for once."""

    def __init__(self, services):
        self.services = {str(service.pk): service for service in services}

    def of(self, standing, field):
        """The services chosen for a question, in the order in which they were chosen."""
        return [self.services[key] for key in standing.answers.get(field.key, []) if key in self.services]


def services_named(standings):
    """The services that were chosen anywhere in these steps."""
    wanted = {
        key
        for standing in standings
        for field in standing.step.fields
        if field.kind == FieldKind.SERVICES
        for key in standing.answers.get(field.key, [])
    }
    return Named(Service.objects.select_related("organisation").filter(pk__in=wanted) if wanted else ())


def said_of(progress):
    """Each step of a path with its questions and answers: [(standing, [Said], [words that follow])]."""
    named = services_named(progress.standings)
    return [(one, [said(one, field, named) for field in one.step.fields], one.follows) for one in progress.standings]


def in_words(standing, field, named):
    """One answer in a line: of a list of papers, those that are there."""
    found = said(standing, field, named)
    return found.answer or "; ".join(str(tick.label) for tick in found.ticks if tick.is_ticked)


def said(standing, field, named):
    """One question with its answer in words; empty where nobody has answered."""
    value, labels = standing.answers.get(field.key), dict(field.choices)
    if field.kind == FieldKind.EVIDENCE:
        ticks = tuple(Ticked(label, key in (value or ())) for key, label in field.choices)
        return Said(field.label, "", ticks)
    if field.kind == FieldKind.SERVICES:
        return Said(field.label, "; ".join(str(service) for service in named.of(standing, field)))
    if value in (None, "", []):
        return Said(field.label, "")
    return Said(field.label, _words(field, value, labels))


def _words(field, value, labels):
    if field.kind == FieldKind.DATE:
        return day(date.fromisoformat(value))
    if field.kind == FieldKind.YES_NO:
        return {"yes": _("Yes"), "no": _("No")}.get(value, value)
    if field.kind == FieldKind.CHOICES:
        return "; ".join(str(labels.get(one, one)) for one in value)
    return str(labels.get(value, value))
