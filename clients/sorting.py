"""The orders of the caseload: by an index of the team, or by what is worked out where the list is one person's own."""

from datetime import UTC, date, datetime

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .models import STAFF_ROLES

BY_NAME = ["family", "first", "id", "row_key"]
NAME, NEWEST, LONGEST, CONTACT, NEXT, REVIEW = "", "newest", "longest", "contact", "next", "review"
LABELS = {
    NAME: _("Name"),
    NEWEST: _("Start of episode, the newest first"),
    LONGEST: _("Start of episode, the longest ago first"),
    CONTACT: _("Last contact, the longest ago first"),
    NEXT: _("Next check-up or appointment, the soonest first"),
    REVIEW: _("Review, the soonest first"),
}
OF_A_COACH = [NAME, CONTACT, NEXT]
OF_EPISODES = [NEWEST, LONGEST]
OF_ONE_PERSON = {CONTACT: "last_contact_at", NEXT: "next_on", REVIEW: "review_on"}
HEADING = {NAME: "name", CONTACT: "last", NEXT: "next", REVIEW: "review"}  # the column that shows it

# Where there is no day: nobody seen yet comes first, nothing planned comes last.
NEVER, NO_DAY = datetime(1900, 1, 1, tzinfo=UTC), date(2100, 12, 31)


def in_use(user, query):
    """The order in which a list is read: the one that was chosen where it can be had, else by name.

    A team may have twenty thousand clients, so that theirs come by an index or not at all; one person's own clients are
    few enough to be sorted.
    """
    chosen = query.get("sort") or NAME
    is_coach = user.role not in STAFF_ROLES
    if chosen in OF_EPISODES and not is_coach:
        has_episodes = not query.get("words") and query.get("phase") not in ("all", "none")
        return chosen if has_episodes else NAME
    return chosen if is_coach or query.get("keyworker") == "mine" else NAME


def groups():
    """What may be chosen, those for one's own clients under a heading of their own."""
    own = [(sort, LABELS[sort]) for sort in OF_ONE_PERSON]
    return [*[(sort, LABELS[sort]) for sort in (NAME, *OF_EPISODES)], (_("With “Keyworker: Me”"), own)]


def keys_of(sort):
    """The keys of a page in this order; names keep apart what stands on the same day."""
    place = {NAME: [], NEWEST: ["-place"]}.get(sort, ["place"])
    return [*place, *BY_NAME]


def place_of(sort):
    """What goes before the names: a column of the list."""
    if sort in OF_EPISODES:
        return F("begun")
    return Coalesce(OF_ONE_PERSON[sort], Value(NEVER if sort == CONTACT else NO_DAY))
