"""What a member of staff keeps: open episodes, or the assignments of a coach."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from clients.choices import EpisodeStatus
from clients.models import CoachAssignment, Episode

BY_NAME = ["family", "first", "id"]
SORTS = {"": BY_NAME, "newest": ["-begun", *BY_NAME], "longest": ["begun", *BY_NAME]}
SORTED_COLUMNS = {"": (0, "ascending"), "newest": (3, "descending"), "longest": (3, "ascending")}
COLUMNS = [_("Client"), _("Phase"), _("As"), _("Since")]
SPREADSHEET = [_("Our reference"), _("Family name"), _("First name"), *COLUMNS[1:]]


def kept_by(person, user):
    """What a person keeps and the user may see."""
    if person.role == Role.RECOVERY_COACH:
        today = timezone.localdate()
        rows = CoachAssignment.objects.visible_to(user).filter(Q(ends_on=None) | Q(ends_on__gt=today), coach=person)
        rows = rows.annotate(begun=F("starts_on"))
    else:
        rows = Episode.objects.open().visible_to(user).of_teams(user).kept_or_managed_by(person)
        rows = rows.annotate(begun=F("referred_on"))
    rows = rows.annotate(family=F("client__family_key"), first=F("client__first_key"))
    return rows.select_related("client").order_by(*BY_NAME)


def narrowed(rows, person, values):
    """Those that were asked for, by the values of a KeptQuery; what a coach is assigned has no phase."""
    if person.role == Role.RECOVERY_COACH:
        return rows
    if values["phase"]:
        rows = rows.filter(status=values["phase"])
    if values["role"]:
        rows = rows.filter(**{values["role"]: person})
    return rows


def cells_of(row, person):
    """Phase, part and first day of one row."""
    if not isinstance(row, Episode):
        return ["", Role.RECOVERY_COACH.label, row.begun]
    parts = [(row.keyworker_id, _("Keyworker")), (row.case_manager_id, _("Case manager"))]
    return [EpisodeStatus(row.status).label, ", ".join(str(part) for key, part in parts if key == person.pk), row.begun]


def plain_rows(rows, person):
    for row in rows:
        yield [row.client.reference, row.client.family_name, row.client.first_name, *cells_of(row, person)]
