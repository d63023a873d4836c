"""A prison's list of releases, pasted: whom each line means, what it would change, and what is wrong with it, in words."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.models import Client
from core.folding import fold
from core.forms import DateField
from core.templatetags.ui import weekday

from . import workflow
from .choices import ReleaseType
from .models import CustodyStay
from .release_dates import rules_on

PRISON_NUMBER = re.compile(r"[A-Z]\d{4}[A-Z]{2}", re.ASCII)
NHS_NUMBER = re.compile(r"\d{10}", re.ASCII)
TYPES = {value.upper(): value for value in ReleaseType.values}
MOST_LINES = 300


@dataclass
class Line:
    """One line of the list: what was read in it, whom it means and what came of that."""

    number: int
    text: str
    prison_number: str = ""
    nhs_number: str = ""
    release_type: str = ""
    days: list = field(default_factory=list)
    words: set = field(default_factory=set)
    stay: CustodyStay | None = None
    days_served: int = 0
    problem: str = ""
    outcome: str = ""
    changes: bool = False

    @property
    def born_on(self):
        return min(self.days) if len(self.days) == 2 else None

    @property
    def nominal_on(self):
        return max(self.days) if self.days else None

    @property
    def fingerprint(self):
        """What would be saved, over what: another date told meanwhile makes another one."""
        held = self.stay.current_date if self.stay else None
        return f"{self.changes} {self.stay and self.stay.pk} {held and held.pk} {self.release_type} {self.nominal_on}"


class Refused(Exception):
    """A line from which nothing follows; the message says why."""


def preview(user, text):
    """The lines of a list, each with its outcome or its problem; nothing is saved."""
    lines = [read(number, row) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    if lines and not (lines[0].days or lines[0].prison_number or lines[0].nhs_number):
        lines = lines[1:]  # the heading
    stays, clients = known(user, lines)
    seen = set()
    for line in lines[:MOST_LINES]:
        try:
            judge(line, stays, clients, seen)
        except Refused as refusal:
            line.problem = str(refusal)
    for line in lines[MOST_LINES:]:
        line.problem = _("more than %(most)s lines: paste the rest by itself") % {"most": MOST_LINES}
    return lines


def seen_as(lines):
    """What the preview has shown, in short: what is confirmed is what was seen."""
    return hashlib.sha256("\n".join(line.fingerprint for line in lines).encode()).hexdigest()


@transaction.atomic
def save(lines, *, by, source):
    """Record the release dates that the lines change; gives how many. Raises NotAllowed, and then nothing is saved."""
    changed = [line for line in lines if line.changes]
    for line in changed:
        told = {"release_type": line.release_type, "nominal_on": line.nominal_on, "days_served": line.days_served}
        workflow.record_release_date(line.stay, by=by, source=source, **told)
    return len(changed)


def read(number, text):
    """What stands in a line: each cell is known by its form, in whatever order they come."""
    line = Line(number, text.strip())
    for cell in re.split(r"[\t;|,]", text):
        take(line, " ".join(cell.split()))
    return line


def take(line, cell):
    plain = re.sub(r"[ -]", "", cell).upper()
    if PRISON_NUMBER.fullmatch(plain):
        line.prison_number = plain
    elif NHS_NUMBER.fullmatch(plain):
        line.nhs_number = plain
    elif plain in TYPES:
        line.release_type = TYPES[plain]
    elif day := a_day(cell):
        line.days.append(day)
    else:
        line.words |= set(fold(cell).split())


def a_day(cell) -> date | None:
    try:
        return DateField(required=False).clean(cell)
    except ValidationError:
        return None


def known(user, lines):
    """The stays of the user's teams that the lines may mean, and the people; each read once."""
    prison_numbers = {line.prison_number for line in lines} - {""}
    nhs_numbers = {line.nhs_number for line in lines} - {""}
    births = {line.born_on for line in lines} - {None}
    person = Q(prison_number__in=prison_numbers) | Q(nhs_number__in=nhs_numbers) | Q(date_of_birth__in=births)
    clients = list(Client.objects.known_to_teams_of(user).visible_to(user).filter(person))
    inside = CustodyStay.objects.in_custody().of_teams(user.team_ids).visible_to(user)
    inside = inside.filter(Q(prison_number__in=prison_numbers) | Q(client__in=clients))
    return list(inside.select_related("client").with_release_date()), clients


def fits(line, client, prison_number):
    """Does the line mean this person? A number, or the whole name with the date of birth."""
    if line.prison_number and line.prison_number == prison_number:
        return True
    if line.nhs_number and line.nhs_number == client.nhs_number:
        return True
    names = {*client.family_key.split(), *client.first_key.split()}
    return line.born_on == client.date_of_birth and names <= line.words


def judge(line, stays, clients, seen):
    """Find whom the line means and what it changes. Raises Refused."""
    if not 1 <= len(line.days) <= 2:
        raise Refused(_("write one release date, and the date of birth beside it if you know it"))
    found = [stay for stay in stays if fits(line, stay.client, stay.prison_number or stay.client.prison_number)]
    if not found:
        outside = any(fits(line, client, client.prison_number) for client in clients)
        raise Refused(_("known, but not recorded as in custody") if outside else _("nobody of your teams fits"))
    if len(found) > 1:
        raise Refused(_("more than one person fits: the numbers and the name disagree"))
    line.stay = found[0]
    if contradiction := differs(line, line.stay):
        raise Refused(contradiction)
    if line.stay.pk in seen:
        raise Refused(_("this person stands further up already"))
    seen.add(line.stay.pk)
    compare(line, line.stay)


def differs(line, stay):
    """What speaks against the person who was found, in words."""
    client, number = stay.client, stay.prison_number or stay.client.prison_number
    against = [
        (line.born_on and line.born_on != client.date_of_birth, _("the date of birth is another one on our record")),
        (line.nhs_number and client.nhs_number not in ("", line.nhs_number), _("the NHS number is another one")),
        (line.prison_number and number not in ("", line.prison_number), _("the prison number is another one")),
        (line.words and not set(client.family_key.split()) <= line.words, _("the family name is another one")),
        (client.is_frozen, _("this record may be read and not changed")),
        (line.nominal_on < stay.custody_started_on, _("the release lies before custody started")),
        (line.nominal_on < timezone.localdate(), _("this day is past: record the release instead")),
    ]
    return next((words for holds, words in against if holds), "")


def compare(line, stay):
    """What the line changes about the stay, in words. Raises Refused where something is not known."""
    held = stay.current_date
    line.release_type = line.release_type or (held.release_type if held else "")
    if not line.release_type:
        raise Refused(_("no date was known: write the type too, such as CRD"))
    if held and (held.nominal_on, held.release_type) == (line.nominal_on, line.release_type):
        line.outcome = _("no change")
        return
    line.days_served, line.changes = served(line, stay, held), True
    new = f"{line.release_type} {weekday(line.nominal_on)}"
    if held:
        old = f"{held.release_type} {weekday(held.nominal_on)}"
        line.outcome = _("from %(old)s to %(new)s") % {"old": old, "new": new}
    else:
        line.outcome = _("new: %(new)s") % {"new": new}


def served(line, stay, held):
    """Days served since sentence on the new date."""
    if stay.sentenced_on:
        return min(max((line.nominal_on - stay.sentenced_on).days, 0), 36_500)
    if held:
        return max(held.days_served + (line.nominal_on - held.nominal_on).days, 0)
    if line.release_type in rules_on(line.nominal_on).scheme:
        raise Refused(_("the date of sentence is not known: record this one on the person’s page"))
    return 0
