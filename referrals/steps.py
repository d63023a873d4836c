"""The steps of a referral that is on a path: what is done, next, due and missing; and the verbs that write one down."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.workflow import plan
from clients.workflow import refuse_the_dead
from core.forms import EditConflict
from core.templatetags.ui import day
from core.workflow import NotAllowed, lock
from reference import intervals

from .choices import ReferralStatus, StepOwner
from .models import ENDED_BEFORE, Referral, ReferralStep
from .paths import path_called

SOON = timedelta(days=7)
NOTHING = (None, "", [])


@dataclass
class Standing:
    """Where a referral stands with one step of its path; one that comes back has a number."""

    referral: Referral
    step: object
    number: int
    row: ReferralStep | None
    due_on: date | None
    warning: str

    @property
    def url(self):
        return reverse("referrals:step_edit", args=[self.referral.pk, self.step.key, self.number])

    @property
    def answers(self):
        return self.row.answers if self.row else {}

    @property
    def done_on(self):
        return self.row and self.row.done_on

    @property
    def title(self):
        return f"{self.step.label} ({self.number})" if self.step.repeated and self.number > 1 else self.step.label

    @property
    def missing(self):
        """The questions that must be answered before the step is done, and are not."""
        return missing_of(self.step, self.answers)

    @property
    def follows(self):
        """What is to be known after what was answered."""
        said = ((field.key, answer, words) for field in self.step.fields for answer, words in field.says)
        return [words for key, answer, words in said if self.answers.get(key) == answer]

    @property
    def status(self):
        today = timezone.localdate()
        if self.done_on:
            return "done"
        if self.due_on and self.due_on < today and (self.row or not self.step.optional):
            return "overdue"
        if self.row:
            return "in_progress"
        return "due" if self.due_on and self.due_on <= today + SOON and not self.step.optional else "not_started"

    @property
    def status_label(self):
        if self.status == "not_started" and self.step.optional:
            return _("If needed")
        labels = {"done": _("Done"), "overdue": _("Overdue"), "in_progress": _("Begun"), "due": _("Due soon")}
        return labels.get(self.status, _("Not begun"))

    @property
    def whose(self):
        return str(StepOwner(self.step.owner).label)

    @property
    def hint(self):
        """Whose turn it is, until when, and what is missing, in a line."""
        if self.done_on:
            return _("Done on %(day)s") % {"day": day(self.done_on)}
        parts = [self.whose]
        if self.due_on:
            parts.append(_("due %(day)s") % {"day": day(self.due_on)})
        if self.row and (missing := len(self.missing)):
            parts.append(ngettext("%(n)d answer missing", "%(n)d answers missing", missing) % {"n": missing})
        return " · ".join(parts)


class Progress:
    """A referral on its path, read once: `standings` in the order of the path."""

    def __init__(self, referral, days_of=intervals.days):
        self.referral, self.path, self.days_of = referral, path_called(referral.path), days_of
        rows = list(referral.steps.all()) if self.path else []
        self.rows = {(row.key, row.number): row for row in sorted(rows, key=lambda row: row.number)}
        steps = self.path.steps if self.path else ()
        self.standings = [self._standing(step, number) for step in steps for number in self._numbers(step)]

    def standing(self, key, number):
        """One step, when it may be opened; else None."""
        return next((one for one in self.standings if (one.step.key, one.number) == (key, number)), None)

    @property
    def next(self):
        """What is next: of what is not done, the earliest due, and of what has no day yet the first."""
        if self.referral.status in ENDED_BEFORE:
            return None
        waiting = [one for one in self.standings if not one.done_on and (one.row or not one.step.optional)]
        return min(waiting, key=lambda one: one.due_on or date.max, default=None)

    @property
    def warnings(self):
        return [one.warning for one in self.standings if one.warning]

    @property
    def follows(self):
        """What follows from the answers of steps that are not done, and of the one that was written last."""
        written = [one for one in self.standings if one.row]
        last = max(written, key=lambda one: one.row.updated_at, default=None)
        return [words for one in written if one is last or not one.done_on for words in one.follows]

    def is_done(self, key):
        """Whether a step is done; of one that comes back, the last."""
        rows = self._rows_of(key)
        return bool(rows) and rows[-1].done_on is not None

    def day_of(self, name):
        """A day: of the referral (begun, sent), on which a step was done, or that was answered (step.field)."""
        if name in ("begun", "sent"):
            return self.referral.sent_on if name == "sent" else timezone.localdate(self.referral.created_at)
        key, _dot, field = name.partition(".")
        rows = self._rows_of(key)
        days = [row.answers.get(field) if field else row.done_on for row in reversed(rows)]
        found = next((one for one in days if one), None)
        return date.fromisoformat(found) if isinstance(found, str) else found

    def due_on(self, step, number=1):
        """The day on which a step is due: the one that was agreed, else by the rule of the path; None where it is open."""
        row = self.rows.get((step.key, number))
        if row and row.due_on:
            return row.due_on
        start = step.due and self.day_of(step.due.after)
        if not start:
            return None
        if step.due.interval:
            return start + timedelta(self.days_of(step.due.interval))
        if step.due.every:
            return start + timedelta(step.due.every * number)
        return start + timedelta(step.due.days[number - 1]) if number <= len(step.due.days) else None

    def _rows_of(self, key):
        return [row for (of, _number), row in self.rows.items() if of == key]

    def _numbers(self, step):
        """Which numbers of a step there are: those written down, and the next one of a step that comes back."""
        rows = self._rows_of(step.key)
        last = rows[-1].number if rows else 0
        is_over = step.until and self.is_done(step.until)
        has_more = not step.due or step.due.every or last < len(step.due.days)
        comes_back = step.repeated and not is_over and has_more and all(row.done_on for row in rows)
        return range(1, last + (2 if comes_back or not rows else 1))

    def _standing(self, step, number):
        row = self.rows.get((step.key, number))
        has_cause = step.warns_after and not (row and row.done_on) and self.day_of(step.warns_after)
        warning = str(step.warns) if has_cause else ""
        return Standing(self.referral, step, number, row, self.due_on(step, number), warning)


def missing_of(step, answers):
    """The questions of a step that must be answered before it is done, and are not."""
    return [field for field in step.fields if is_required(field, answers) and answers.get(field.key) in NOTHING]


def is_required(field, answers):
    other, values = field.required_when
    return field.required or bool(other) and answers.get(other) in values


@transaction.atomic
def save_step(referral, key, number, *, version, answers, due_on, done_on, by):
    """Write down what is known of a step, done or not. Raises EditConflict when somebody else did so meanwhile.

    Which services were chosen stays as it is: that is `choose_service`.
    """
    row = _opened(referral, key, number)
    if (None if row._state.adding else row.version) != version:
        raise EditConflict(row)
    step = path_called(referral.path).step(key)
    if done_on and missing_of(step, answers | _services(step, row)):
        raise NotAllowed(_("Answers are missing that this step needs before it is done."))
    row.answers, row.due_on, row.done_on = answers | _services(step, row), due_on, done_on
    return _saved(row, by)


@transaction.atomic
def choose_service(referral, key, number, field, service, *, by):
    """Add a service to those chosen in a step, up to as many as the path allows; one that is there stays."""
    row = _opened(referral, key, number)
    chosen = row.answers.get(field.key, [])
    if str(service.pk) in chosen:
        return row
    if len(chosen) >= (field.most or 1):
        raise NotAllowed(
            ngettext("Only %(n)d can be chosen. Take it away first.", "Only %(n)d can be chosen. Take one away first.",
                     field.most or 1) % {"n": field.most or 1}
        )  # fmt: skip
    row.answers = row.answers | {field.key: [*chosen, str(service.pk)]}
    return _saved(row, by)


@transaction.atomic
def drop_service(referral, key, number, field, service_id, *, by):
    """Take a service away from those chosen; a step that needs one is no longer done."""
    row = _opened(referral, key, number)
    chosen = row.answers.get(field.key, [])
    if str(service_id) not in chosen:
        return row
    row.answers = row.answers | {field.key: [one for one in chosen if one != str(service_id)]}
    if missing_of(path_called(referral.path).step(key), row.answers):
        row.done_on = None
    return _saved(row, by)


def _opened(referral, key, number):
    """The row of a step, locked with its referral; a new one where nothing is written down yet."""
    refuse_the_dead(referral.client)
    lock(referral)
    if referral.status == ReferralStatus.WITHDRAWN:
        raise NotAllowed(_("This referral was withdrawn: its steps can no longer be changed."))
    if Progress(referral).standing(key, number) is None:
        raise NotAllowed(_("This step is not there any more. Look at the referral again."))
    row = referral.steps.filter(key=key, number=number).first()
    return row or ReferralStep(referral=referral, key=key, number=number)


def _services(step, row):
    """The services chosen in a step."""
    return {
        field.key: row.answers[field.key]
        for field in step.fields
        if field.kind == "services" and row.answers.get(field.key)
    }


def _saved(row, by):
    row.save_by(by)
    plan(row.referral)
    return row
