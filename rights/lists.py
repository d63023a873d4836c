"""What people have asked for about their record in one list: copies, restrictions and objections."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.templatetags.ui import days_overdue, short_day

from .choices import AskedKind, AskedState, LimitStatus
from .models import AccessRequest, Limit

MOST = 2000
COLUMNS = [_("Record"), _("What is asked for"), _("Asked for on"), _("Where it stands"), _("Due")]
SHEET = [
    _("Our reference"), _("What is asked for"), _("How it reached us"), _("Asked for on"), _("Where it stands"),
    _("Due on"), _("Sent on"),
]  # fmt: skip
ORDERS = {
    "": lambda asked: (not asked.row.is_open, asked.due_on, asked.reference),
    "newest": lambda asked: (-asked.on.toordinal(), asked.reference),
    "reference": lambda asked: (asked.reference, -asked.on.toordinal()),
}


@dataclass
class Asked:
    """One thing that somebody asked for: a request for a copy, or a limit."""

    row: AccessRequest | Limit
    kind: AskedKind
    on: date
    due_on: date

    @property
    def reference(self):
        return self.row.client.reference

    @property
    def url(self):
        """Where it is answered; once nothing is left to decide, the rights of the person."""
        if isinstance(self.row, AccessRequest):
            return self.row.get_absolute_url()
        if self.row.status in Limit.TRANSITIONS:
            return reverse("rights:limit_decide", args=[self.row.pk])
        return reverse("rights:client_rights", args=[self.row.client_id])

    def states(self, today):
        """The parts of the list in which it stands."""
        yield AskedState.ALL.value
        if self.row.is_open:
            yield AskedState.OPEN.value
            if self.due_on < today:
                yield AskedState.LATE.value
        elif self.row.status == LimitStatus.IN_FORCE:
            yield AskedState.IN_FORCE.value
        else:
            yield AskedState.ENDED.value


def asked_for(of, values):
    """What was asked for by the values of a RightsQuery, and how many are in each state.

    `of` leaves of a queryset what the user may handle. By when a copy is due is not in the database: its clock may stand.
    """
    today, kind, state = timezone.localdate(), values["kind"], values["state"]
    each = [(asked, {*asked.states(today)}) for asked in _everything(of) if kind in ("", asked.kind)]
    numbers = Counter(name for _asked, states in each for name in states)
    rows = [asked for asked, states in each if state in states]
    return sorted(rows, key=ORDERS[values["sort"]]), numbers


def _everything(of):
    """All that is open, and of what has ended the newest."""
    requests, limits = (
        of(rows.select_related("client")) for rows in (AccessRequest.objects.all(), Limit.objects.all())
    )
    for rows in (requests.open(), requests.ended()[:MOST]):
        for row in rows.prefetch_related("stops"):
            yield Asked(row, AskedKind.COPY, row.received_on, row.due_on)
    asked = limits.filter(status=LimitStatus.ASKED)
    for row in [*asked, *limits.exclude(status=LimitStatus.ASKED)[:MOST]]:
        yield Asked(row, AskedKind(row.kind), row.asked_on, row.due_on)


def cells(rows):
    """The rows for components/table.html."""
    for asked in rows:
        day = asked.due_on
        late = {"text": f"{short_day(day)}, {days_overdue(day)}", "overdue": day < timezone.localdate()}
        yield [
            {"text": asked.reference, "url": asked.url}, asked.kind.label, short_day(asked.on),
            {"status": asked.row.status, "text": asked.row.get_status_display()}, late if asked.row.is_open else "–",
        ]  # fmt: skip


def sheet(rows):
    """The rows for a spreadsheet; records go by their reference."""
    for asked in rows:
        is_copy = asked.kind == AskedKind.COPY
        yield [
            asked.reference, asked.kind.label, asked.row.get_received_how_display() if is_copy else "", asked.on,
            asked.row.get_status_display(), asked.due_on if asked.row.is_open else "", asked.row.sent_on if is_copy else "",
        ]  # fmt: skip
