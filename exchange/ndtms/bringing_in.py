"""The verb that brings the rows of one episode in, whole or not at all, and says of each row what became of it."""

import logging
from collections import namedtuple

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from accounts.models import Team
from clients.choices import Sex
from clients.discharge import Level
from clients.workflow import plan_alerts
from core.workflow import NotAllowed

from ..choices import Became, NumberKind
from . import finding
from .adding import Adding
from .fields import Part
from .records import Child, Record, record_of, with_all
from .rules import problems

logger = logging.getLogger(__name__)

Told = namedtuple("Told", "row became reasons")
ALIKE = ["refuse", "join", "new"]  # what becomes of somebody with the initials, birth and sex of somebody here
GRAVEST = [Became.REFUSED, Became.ADDED, Became.KNOWN, Became.WITHOUT_CONSENT]
MOST_NAMED = 5  # columns that are named in a reason
KIND_OF = {Part.INTERVENTION: NumberKind.INTERVENTION, Part.TOP: NumberKind.TOP}
ID_OF = {Part.INTERVENTION: "intervention_id", Part.TOP: "top_id"}


def why(error):
    """Why something was not brought in, in words; of the database only which of its rules it was."""
    if isinstance(error, NotAllowed):
        return str(error)
    logger.warning("Rows of a data set were not brought in: %s.", type(error).__name__)
    rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or type(error).__name__
    return _("The database does not take this: %s.") % rule


def once_each(told):
    """One Told for each row, in their order: the gravest of what became of its parts."""
    rows = {}
    for one in told:
        before = rows.get(one.row, one)
        became = min(before.became, one.became, key=GRAVEST.index)
        rows[one.row] = Told(one.row, became, list(dict.fromkeys([*before.reasons, *one.reasons])))
    return [rows[number] for number in sorted(rows)]


class BringingIn:
    """Takes the rows of a file episode by episode; a client's record as it is here is never overwritten."""

    def __init__(self, context, *, by=None, alike=ALIKE[0], setting=""):
        self.context, self.layout, self.alike = context, context.layout, alike
        self.adding = Adding(context.layout, by=by, setting=setting)
        self.teams = {team.ndtms_code: team for team in Team.objects.exclude(ndtms_code="")}

    def take(self, rows):
        """Bring the rows of an episode in. Gives a Told for each."""
        try:
            with transaction.atomic():
                told = self._take(rows)
        except (NotAllowed, DatabaseError) as error:
            told = self._all(rows, Became.REFUSED, why(error))
        return once_each(told)

    def _all(self, rows, became, *reasons):
        return [Told(row.number, became, list(reasons)) for row in rows]

    def _take(self, rows):
        if rows[0].wrong:
            return self._all(rows, Became.REFUSED, rows[0].wrong)
        values, rest, wrong = self._of_episode(rows[0])
        if values.get("consent") is False:
            return self._all(rows, Became.WITHOUT_CONSENT)
        if wrong:
            return self._all(rows, Became.REFUSED, *self._in_words(wrong))
        if missing := [self.layout.column_of[name] for name in ("client_id", "episode_id") if not values.get(name)]:
            return self._all(rows, Became.REFUSED, _("Missing: %s.") % ", ".join(missing))
        values["sex"] = values["sex"] or Sex.NOT_KNOWN
        record = Record(values, rest=rest[Part.CLIENT] | rest[Part.EPISODE])
        told, plain = self._children(rows, record)
        found = problems(record, self.context)
        if refused := [one.text for one in found if one.rule.refuses and one.child is None]:
            return told + self._all(plain + self._rows_of(record.children), Became.REFUSED, *map(str, refused))
        for child in record.children:
            if reasons := [str(one.text) for one in found if one.rule.refuses and one.child is child]:
                told += self._drop(record, child, reasons)
        notes = [f"{one.level.label}: {one.text}" for one in found if one.level != Level.INFO and not one.rule.refuses]
        return told + self._add(record, rest, plain, notes)

    def _of_episode(self, row):
        """(values, {part: rest}, what is wrong) of the columns that stand in each row of the episode."""
        values, rest, wrong = {}, {}, {}
        for part in (Part.CLIENT, Part.EPISODE):
            found, rest[part], not_read = self.layout.read_part(part, row.cells)
            values, wrong = values | found, wrong | not_read
        if values.get("client_reference") not in (None, values.get("client_id")):
            rest[Part.CLIENT][self.layout.column_of["client_reference"]] = values["client_reference"]
        return values, rest, wrong

    def _in_words(self, wrong):
        return [f"{code}: {words}" for code, words in wrong.items()]

    def _rows_of(self, children):
        return [row for child in children for row in child.lines]

    def _drop(self, record, child, reasons):
        children = record.interventions if child in record.interventions else record.tops
        children.remove(child)
        return self._all(child.lines, Became.REFUSED, *reasons)

    def _children(self, rows, record):
        """Put the interventions and TOPs of the rows into the record. Gives (rows refused, rows with neither)."""
        told, plain, known, lines = [], [], {}, {}
        first = self._plain(rows[0])
        for row in rows:
            before = lines.setdefault(tuple(row.cells.values()), row.number)
            if before != row.number:
                told += self._all([row], Became.KNOWN, _("Row %d says the same.") % before)
                continue
            parts = [part for part in KIND_OF if self._says_something(part, row)]
            wrong = self._unlike_first(first, row) or [
                words for part in parts for words in self._child(part, row, record, known)
            ]
            if wrong:
                told += self._all([row], Became.REFUSED, *wrong)
            elif not parts:
                plain.append(row)
        return told, plain

    def _unlike_first(self, first, row):
        """What is wrong with a row whose columns of client and episode are not those of the first row."""
        unlike = [code for code, text in self._plain(row).items() if first[code] != text]
        words = _("%s: not as in the first row of this episode.")
        return [words % ", ".join(unlike[:MOST_NAMED])] if unlike else []

    def _plain(self, row):
        codes = [*self.layout.codes_of(Part.CLIENT), *self.layout.codes_of(Part.EPISODE)]
        return {code: row.cells[code].strip() for code in codes if code in row.cells}

    def _says_something(self, part, row):
        return any(row.cells.get(code, "").strip() not in ("", "NA") for code in self.layout.codes_of(part))

    def _child(self, part, row, record, known):
        """Add the intervention or TOP of a row to the record. Gives what is wrong with it."""
        values, rest, wrong = self.layout.read_part(part, row.cells)
        number, children = values.get(ID_OF[part]), record.interventions if part == Part.INTERVENTION else record.tops
        if wrong or not number:
            column = self.layout.column_of[ID_OF[part]]
            return self._in_words(wrong) or [_("%s: missing.") % column]
        below = self.layout.read_below(row.cells) if part == Part.INTERVENTION else {}
        child = known.get((part, number))
        if child is None:
            child = known[part, number] = Child(values, rest=rest)
            children.append(child)
        elif (child.values, child.rest) != (values, rest):
            column = self.layout.column_of[ID_OF[part]]
            words = _("%(column)s: row %(row)d has this id and says something else.")
            return [words % {"column": column, "row": child.lines[0].number}]
        child.lines.append(row)
        child.below += [below] if below and below not in child.below else []
        return []

    def _add(self, record, rest, plain, notes):
        """Add what is not here yet."""
        values = record.values
        team = self.teams.get(values["agency"])
        if team is None:
            raise NotAllowed(_("No team has the agency code %s.") % values["agency"])
        client = finding.known_client(values, team)
        known = finding.known_records(client, values["agency"]) if client else {}
        if client is None:
            client = self._somebody(record, team, rest[Part.CLIENT])
        episode, here = known.get((NumberKind.EPISODE, values["episode_id"])), None
        became = Became.ADDED if episode is None else Became.KNOWN
        if episode is None:
            self._refuse_id_of_another(record)
            episode = self.adding.episode(client, record, team, self._kept(record, rest[Part.EPISODE]))
        else:
            here = record_of(with_all().get(pk=episode.pk))
            notes = notes + self._unlike([Part.CLIENT, Part.EPISODE], here, record)
        told = [Told(row.number, became, notes) for row in plain]
        for child in record.children:
            became, reasons = self._one(episode, record, child, known, here)
            told += [Told(line.number, became, [*notes, *reasons]) for line in child.lines]
        if episode.is_open:  # about what has ended nothing is due; the nightly look at all alerts says so too
            plan_alerts(client)
        return told

    def _somebody(self, record, team, rest):
        """Somebody whom the file's id does not name here: new, or joined to one who looks alike if that was asked for."""
        people = finding.alike(record.values) if self.alike != "new" else []
        if not people:
            return self.adding.client(record, team, rest)
        if self.alike == "refuse":
            words = _("Somebody here has the same initials, birth and sex (%s). Is it the same person? See --alike.")
            raise NotAllowed(words % ", ".join(client.reference for client in people[:3]))
        client = finding.joined(people, record.values, team)
        self.adding.identity(client, record, rest)
        return client

    def _refuse_id_of_another(self, record):
        if finding.is_taken(record.values["agency"], NumberKind.EPISODE, record.values["episode_id"]):
            raise NotAllowed(_("The episode id %s belongs here to somebody else.") % record.values["episode_id"])

    def _kept(self, record, rest):
        """What the file says of an episode that the record has no place for, by column."""
        written = self.layout.written("care_plan_on", record.value("care_plan_on"))
        column = self.layout.column_of.get("care_plan_on")
        return rest | {column: written} if column and written else rest

    def _unlike(self, parts, here, theirs):
        """In which columns what is here already says something else; it stays as it is."""
        ours = self.layout.cells(parts, here.values, here.rest)
        cells = self.layout.cells(parts, theirs.values, theirs.rest)
        names = [code for code, text in cells.items() if ours.get(code, "") != text]
        return [_("Says something else than the record here, which stays: %s.") % ", ".join(names)] if names else []

    def _one(self, episode, record, child, known, here):
        """Add one intervention or TOP, unless it is here. Gives (what became of it, reasons)."""
        is_top = child in record.tops
        part = Part.TOP if is_top else Part.INTERVENTION
        number = child.values[ID_OF[part]]
        row = known.get((KIND_OF[part], number))
        if row is None:
            return self._add_one(episode, record, child, is_top)
        if row.episode_id != episode.pk or here is None:
            return Became.REFUSED, [_("%s belongs here to another episode.") % number]
        ours = next((one for one in here.children if one.key == row.pk), None)
        return Became.KNOWN, self._unlike([part], ours, child) if ours else []

    def _add_one(self, episode, record, child, is_top):
        try:
            with transaction.atomic():
                (self.adding.top if is_top else self.adding.intervention)(episode, record, child)
        except (NotAllowed, DatabaseError) as error:
            return Became.REFUSED, [why(error)]
        return Became.ADDED, []
