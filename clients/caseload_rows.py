"""The rows of the caseload as HTML: fifty rows of template tags would take ten times the page around them."""

from functools import cache
from html import escape

from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Role
from core.templatetags.ui import age, days_overdue

from . import sorting
from .choices import EpisodeStatus, FlagKind

NOTHING = "–"
HEADINGS = {
    "name": gettext_lazy("Name"),
    "born": gettext_lazy("Born"),
    "phase": gettext_lazy("Phase"),
    "keyworker": gettext_lazy("Keyworker"),
    "last": gettext_lazy("Last contact"),
    "next": gettext_lazy("Next"),
    "review": gettext_lazy("Review"),
    "flags": gettext_lazy("To know first"),
}
SPREADSHEET = [
    gettext_lazy("Our reference"), gettext_lazy("Family name"), gettext_lazy("First name"),
    gettext_lazy("Preferred name"), gettext_lazy("Born"), gettext_lazy("Age"), gettext_lazy("Phase"),
    gettext_lazy("Keyworker"), gettext_lazy("Last contact"), gettext_lazy("Next"), gettext_lazy("Review"),
    gettext_lazy("Release"), gettext_lazy("To know first"), gettext_lazy("Same person as"),
]  # fmt: skip
COACH_HEADINGS = ["name", "born", "last", "next", "flags"]


@cache
def fragment(name):
    """The text of a small template with {places}, filled by str.format: 50 rows of template tags take ten times it."""
    return get_template(f"clients/{name}.html").template.source.partition("#}\n")[2]


def with_headings(text):
    """The text of a row with the heading of each column in its [place]: on a phone it stands beside the value."""
    for name, label in HEADINGS.items():
        text = text.replace(f"[{name}]", escape(str(label)))
    return text


class RowWriter:
    """Writes the rows of a page; what is the same in all of them is looked up once.

    Texts that people typed or translated are escaped here, one by one; numbers and dates need none. The template
    puts the rows out as they are.
    """

    def __init__(self, today, is_coach):
        self.today, self.is_coach = today, is_coach
        self.text = with_headings(fragment("_caseload_row_coach" if is_coach else "_caseload_row"))
        self.phases = {value: escape(str(label)) for value, label in EpisodeStatus.choices}
        self.phases[None] = escape(_("No open episode"))
        self.flags = {
            kind: fragment("_caseload_flag").format(flag=escape(str(label))) for kind, label in FlagKind.choices
        }
        self.prefix = reverse("clients:client_list")
        self.months = {number: str(name).title() for number, name in MONTHS_3.items()}

    def day(self, value):
        """A day as tables write it, the year only where it is another one."""
        day = f"{value.day} {self.months[value.month]}"
        return day if value.year == self.today.year else f"{day} {value.year}"

    def row(self, client):
        preferred = f" ({client['preferred_name']})" if client["preferred_name"] else ""
        last = client["last_contact_at"]
        keyworker = f"{client['keyworker_first'] or ''} {client['keyworker_last'] or ''}"
        return self.text.format(
            url=f"{self.prefix}{client['id']}/",
            name=escape(f"{client['family_name'].upper()}, {client['first_name']}{preferred}"),
            reference=client["reference"],
            linked=self.linked(client["kept_in"], client["others"]),
            born=self.born(client["date_of_birth"], client["birth_is_approximate"]),
            phase=self.phases[client["phase"]],
            keyworker=escape(keyworker.strip()) or NOTHING,
            last=self.day(timezone.localtime(last).date()) if last else NOTHING,
            next=self.due(client["next_on"]),
            review=self.due(client["review_on"]),
            release=self.release(client["release_on"]),
            flags="".join([self.flags[kind] for kind in client["flag_kinds"]]),
        )

    def linked(self, kept_in, others):
        """That another record is of the same person, and in which of them work goes on."""
        if not (kept_in or others):
            return ""
        told = _("Linked: work goes on in %(reference)s") % {"reference": kept_in}
        if others:
            told = _("%(count)d records, also %(others)s") % {"count": len(others) + 1, "others": ", ".join(others)}
        return fragment("_caseload_linked").format(linked=escape(told))

    def born(self, day, is_approximate):
        told = escape(_("about %(year)d") % {"year": day.year}) if is_approximate else self.day(day)
        return f"{told} ({age(day, self.today)})"

    def due(self, day):
        """A day that must be kept; when it has passed, it says since when."""
        if not day:
            return NOTHING
        if day >= self.today:
            return self.day(day)
        return fragment("_caseload_overdue").format(day=self.day(day), overdue=escape(days_overdue(day, self.today)))

    def release(self, day):
        if not day or self.is_coach:
            return ""
        return fragment("_caseload_release").format(release=escape(_("Release %(day)s") % {"day": self.day(day)}))


def headings_for(user, sort):
    """The headings of the columns that a user sees, and whether the list is sorted by them."""
    names = COACH_HEADINGS if user.role == Role.RECOVERY_COACH else HEADINGS
    return [(HEADINGS[name], sorting.HEADING.get(sort) == name) for name in names]


def plain_rows(clients):
    """The rows of the caseload for a spreadsheet: days as days, each flag in words."""
    today, phases, flags = timezone.localdate(), dict(EpisodeStatus.choices), dict(FlagKind.choices)
    for client in clients:
        last = client["last_contact_at"]
        yield [
            client["reference"],
            client["family_name"],
            client["first_name"],
            client["preferred_name"],
            client["date_of_birth"],
            age(client["date_of_birth"], today),
            phases.get(client["phase"], _("No open episode")),
            f"{client['keyworker_first'] or ''} {client['keyworker_last'] or ''}".strip(),
            last and timezone.localtime(last).date(),
            client["next_on"],
            client["review_on"],
            client["release_on"],
            ", ".join(str(flags[kind]) for kind in client["flag_kinds"]),
            client["kept_in"] or ", ".join(client["others"]),
        ]


def rows_of(page, user):
    """The rows of a page of the caseload as HTML, every value in it escaped."""
    writer = RowWriter(timezone.localdate(), user.role == Role.RECOVERY_COACH)
    return "".join([writer.row(client) for client in page.rows])
