"""The particular paths of referrals as data: one TOML file for each, ours beside this one and those of the site.

docs/referrals.md says how to write one. Nothing of a path stands in code: a form is built from its fields, and what is due
is reckoned from its rules.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path as File

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.choices import Nation
from clients.choices import ConsentCategory
from reference.choices import IntervalKey
from services_directory.choices import Need

from ..choices import FieldKind, StepOwner

SHIPPED = File(__file__).parent
KEY = re.compile(r"[a-z][a-z_]{0,28}[a-z]")
CHOSEN = (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.EVIDENCE)
RESERVED = {"due_on", "done_on", "version", "form_key"}
START = ("begun", "sent")  # days of the referral itself, from which something may be due
CODES = ("RH01", "HO03", "AC08", "RS01")  # of referrals/alerts.py
LINKS = {
    "priority_need": (_("Priority-need checklist"), "recovery_capital:priority_need_list"),
    "housing": (_("Assessments"), "recovery_capital:assessment_list"),
    "work": (_("Work and learning"), "recovery_capital:work_and_learning"),
    "unmet": (_("Record a need that is not met"), "referrals:unmet_need_add"),
}


class WrongPath(Exception):
    """A file that is no path; the message says what is wrong with it."""


@dataclass(frozen=True)
class Note:
    """What the path rests on: the law or guidance in a nation, since when, where it was read and whether by us."""

    text: str
    source: str
    nation: str = ""
    since: date | None = None
    is_verified: bool = False
    act: str = ""  # with `provision`: a row of the table of housing law, whose dates an administrator enters
    provision: str = ""


@dataclass(frozen=True)
class Due:
    """When a step is due: days after something, each after the other, or an interval that an administrator sets."""

    after: str  # begun, sent, a step, or a date that was answered: step.field
    days: tuple[int, ...] = (0,)
    every: int = 0
    interval: str = ""


@dataclass(frozen=True)
class Field:
    """One question of a step."""

    key: str
    label: str
    kind: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    says: tuple[tuple[str, str], ...] = ()  # what is to be known when this is the answer
    shares: str = ""  # the category of consent under which its answer goes into the pack; else it goes nowhere
    required: bool = False
    required_when: tuple[str, tuple[str, ...]] = ("", ())
    past: bool = False
    most: int = 0
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step of a path."""

    key: str
    label: str
    owner: str
    fields: tuple[Field, ...]
    hint: str = ""
    due: Due | None = None
    repeated: bool = False
    until: str = ""  # a repeated step comes back until this one is done
    optional: bool = False
    warns: str = ""  # said while the step is not done although `warns_after` is answered; holds nobody back
    warns_after: str = ""
    links: tuple[str, ...] = ()

    def field(self, key):
        return next((field for field in self.fields if field.key == key), None)


@dataclass(frozen=True)
class Warn:
    """An alert about a date: so many days from it, until a step is done; red while another step is not."""

    code: str
    about: str  # a date that was answered (step.field), or the day on which a step is due
    leads: tuple[int, ...]
    until: str
    red_without: str = ""


@dataclass(frozen=True)
class Path:
    """A particular path: when it fits, what it rests on, its steps and its alerts."""

    key: str
    label: str
    hint: str
    domains: tuple[str, ...]
    needs: tuple[str, ...]
    notes: tuple[Note, ...]
    steps: tuple[Step, ...]
    alerts: tuple[Warn, ...] = ()

    def step(self, key):
        return next((step for step in self.steps if step.key == key), None)

    def fits(self, domain, needs):
        """Whether a need of the client, or what the service helps with, suggests it."""
        return domain in self.domains or bool(set(self.needs) & set(needs))


def path_called(key):
    """The path of a referral; None for an ordinary one, and for one whose file is gone."""
    return paths().get(key)


def paths():
    """{key: path} of those that can be read, ours first; a file of the site may take the place of ours."""
    return _paths(settings.REFERRAL_PATHS_DIR)


@cache
def _paths(folder):
    found = {}
    for file in _files(folder):
        try:
            found[file.stem] = read(file)
        except (OSError, WrongPath):
            continue  # `manage.py check` says what is wrong with it
    return found


def links_of(step):
    """The pages of the client's record that a step leads to: (label, name of the address)."""
    return [LINKS[name] for name in step.links]


def faults():
    """What is wrong with the files: (file, message)."""
    for file in _files(settings.REFERRAL_PATHS_DIR):
        try:
            read(file)
        except (OSError, WrongPath) as error:
            yield file, str(error)


def _files(folder):
    return [*sorted(SHIPPED.glob("*.toml")), *(sorted(File(folder).glob("*.toml")) if folder else ())]


def read(file):
    """One file as a path. Raises WrongPath."""
    try:
        entry = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WrongPath(f"This is no TOML: {error}") from error
    if not KEY.fullmatch(file.stem):
        raise WrongPath("The name of the file must be small letters and _")
    found = _made(Path, entry | {"key": file.stem}, "the path")
    _check_needs(found.needs, "the path")
    known = {step.key: step for step in found.steps}
    _refuse(len(known) < len(found.steps), "Two steps have the same key")
    for step in found.steps:
        _check_step(step, known)
    for alert in found.alerts:
        where = f"the alert {alert.code}"
        _refuse(alert.code not in CODES, f"{where}: the code must be one of {', '.join(CODES)}")
        _refuse(not alert.leads, f"{where} has no leads")
        _check_day(alert.about, known, where, also_steps=True)
        _refuse({alert.until, alert.red_without or alert.until} - set(known), f"{where} names a step that is not there")
    return found


def _check_step(step, known):
    where = f"step {step.key}"
    _refuse(step.owner not in StepOwner.values, f"{where}: owner must be one of {', '.join(StepOwner.values)}")
    _refuse(len({field.key for field in step.fields}) < len(step.fields), f"{where}: two fields have the same key")
    _refuse(step.until and step.until not in known, f"{where}: until must be a step")
    _refuse(set(step.links) - set(LINKS), f"{where}: links must be of {', '.join(LINKS)}")
    _refuse(bool(step.warns) != bool(step.warns_after), f"{where}: warns and warns_after go together")
    if step.warns_after:
        _check_day(step.warns_after, known, where)
    if step.due:
        _check_day(step.due.after, known, where, also_steps=True)
        _refuse(step.due.interval and step.due.interval not in IntervalKey.values, f"{where}: no such interval")
    for field in step.fields:
        _check_field(field, step, f"{where}, field {field.key}")


def _check_field(field, step, where):
    _refuse(field.kind not in FieldKind.values, f"{where}: kind must be one of {', '.join(FieldKind.values)}")
    _refuse(field.key in RESERVED, f"{where}: this key is taken")
    _refuse(
        field.shares and field.shares not in ConsentCategory.values, f"{where}: shares must be a category of consent"
    )
    _refuse((field.kind in CHOSEN) != bool(field.choices), f"{where}: choices go with {', '.join(CHOSEN)}")
    answers = {"yes", "no"} if field.kind == FieldKind.YES_NO else {key for key, __ in field.choices}
    _refuse({key for key, __ in field.says} - answers, f"{where}: says must name its answers")
    other, values = field.required_when
    if other:
        asked = step.field(other)
        offered = {"yes", "no"} if asked and asked.kind == FieldKind.YES_NO else dict(asked.choices if asked else ())
        _refuse(set(values) - set(offered) or not values, f"{where}: required_when must name a field and its answers")
    _check_needs(field.needs, where)


def _check_needs(needs, where):
    _refuse(set(needs) - set(Need.values), f"{where}: needs must be of the directory")


def _check_day(name, known, where, also_steps=False):
    """A day that somebody answers, of a step or of the referral."""
    step, __, key = name.partition(".")
    if not key:
        _refuse(not also_steps or (step not in known and step not in START), f"{where}: “{name}” is no step")
        return
    field = known[step].field(key) if step in known else None
    _refuse(field is None or field.kind != FieldKind.DATE, f"{where}: “{name}” is no date that is asked for")


def _refuse(is_wrong, words):
    if is_wrong:
        raise WrongPath(words[0].upper() + words[1:])


_in_language = lazy(lambda english, welsh: welsh if welsh and get_language() == "cy" else english, str)
WORDS = {"label", "hint", "text", "warns"}  # each may stand in Welsh beside it: label_cy
PARTS = {"notes": Note, "steps": Step, "fields": Field, "alerts": Warn, "due": Due}


def _made(kind, entry, where):
    """One of the classes above from its table, with nothing in it that the class does not know."""
    known = kind.__dataclass_fields__
    welsh = {name: entry.get(f"{name}_cy", "") for name in WORDS}
    entry = {name: value for name, value in entry.items() if name.removesuffix("_cy") not in WORDS or name in WORDS}
    choices_cy, says_cy = entry.pop("choices_cy", {}), entry.pop("says_cy", {})
    _refuse(set(entry) - set(known), f"{where}: nobody knows “{', '.join(sorted(set(entry) - set(known)))}”")
    values = {}
    for name, value in entry.items():
        if name in PARTS:
            value = _part(name, value, f"{where}, {name}")
        elif name in ("choices", "says"):
            more = choices_cy if name == "choices" else says_cy
            _refuse(not isinstance(value, dict), f"{where}: {name} must be a table")
            value = tuple((key, _in_language(str(words), more.get(key, ""))) for key, words in value.items())
        elif name == "required_when":
            _refuse(not isinstance(value, dict) or len(value) != 1, f"{where}: required_when names one field")
            [(other, answers)] = value.items()
            value = (other, tuple([answers] if isinstance(answers, str) else answers))
        elif isinstance(value, list):
            value = tuple(value)
        elif name in WORDS:
            _refuse(not isinstance(value, str), f"{where}: {name} must be words")
            value = _in_language(value, welsh[name])
        values[name] = value
    try:
        made = kind(**values)
    except TypeError as error:
        raise WrongPath(f"{where}: {str(error).partition(' ')[2]}") from error
    _check_types(made, where)
    return made


def _part(name, value, where):
    if name == "due":
        _refuse(not isinstance(value, dict), f"{where} must be a table")
        days = value.get("days", [0])
        return _made(Due, value | {"days": days if isinstance(days, list) else [days]}, where)
    _refuse(not isinstance(value, list), f"{where} must be a list of tables")
    return tuple(_made(PARTS[name], entry, f"{where} {number}") for number, entry in enumerate(value, 1))


def _check_types(made, where):
    """Each value is what its class says: TOML may hold anything."""
    plain = {"str": str, "bool": bool, "int": int, "date | None": (date, type(None))}
    for name, about in made.__dataclass_fields__.items():
        value, kind = getattr(made, name), getattr(about.type, "__name__", str(about.type))
        if kind in plain and name not in WORDS and not isinstance(value, plain[kind]):
            raise WrongPath(f"{where}: {name} must be {kind}")
    if isinstance(made, Field | Step):
        _refuse(not KEY.fullmatch(made.key), f"{where}: key must be small letters and _")
    if isinstance(made, Note):
        _refuse(made.nation and made.nation not in Nation.values, f"{where}: nation must be {', '.join(Nation.values)}")
        _refuse(bool(made.act) != bool(made.provision), f"{where}: act and provision go together")
    if isinstance(made, Due):
        _refuse(not all(type(days) is int and abs(days) < 4000 for days in made.days), f"{where}: days are numbers")
