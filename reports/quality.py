"""What keeps people from being counted: who can mend it, where, and how it is listed."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.models import User
from clients.models import Episode, EpisodeIntervention
from clients.reading_up import name_of

from .choices import Part
from .measures import REGISTRY
from .models import Change, CheckUpHeld, MissingAnswer, Progress, Sustained

READ_TEAMS = "reports.view_team_caseload"
# The field in which the date stands that a measure asks for: of the first intervention, or else of the episode.
FIELDS = {"waiting_england": "first_appointment_offered_on"}
# The page of the person on which answers are given that a measure of such facts asks for.
PAGES = {
    Progress: "recovery_capital:measure_add", Change: "recovery_capital:measure_list", Sustained: "aftercare:client_aftercare",
    CheckUpHeld: "aftercare:client_aftercare",
}  # fmt: skip
SPREADSHEET = [
    gettext_lazy("Our reference"), gettext_lazy("Team"), gettext_lazy("Keyworker"), gettext_lazy("What cannot be counted"),
    gettext_lazy("Why"),
]  # fmt: skip


def missing_of(user):
    """What a user can mend: a keyworker in their own episodes, whoever manages a caseload in those of their teams."""
    rows = MissingAnswer.objects.visible_to(user).filter(team__in=user.team_ids)
    return rows if user.has_perm(READ_TEAMS) else kept_by(rows, Q(keyworker=user) | Q(case_manager=user))


def kept_by(rows, *who, **keyworker):
    """Those of clients who have such a keyworker, or had one, in the same team."""
    return rows.filter(Exists(_episodes().filter(*who, **keyworker)))


def with_people(rows):
    """Each with its client, its team, and `keyworker`: the name of whoever works with the client there, or did last."""
    newest = _episodes().order_by(F("ended_on").desc(nulls_first=True), "-referred_on")
    named = Subquery(newest.annotate(named=name_of("keyworker")).values("named")[:1])
    return rows.select_related("client", "team").annotate(keyworker=named)


def keyworkers_of(user):
    """The people in a user's teams, by name: of whose episodes what is missing may be listed."""
    people = User.objects.filter(memberships__team__in=user.team_ids, is_active=True).distinct()
    return [(str(person.pk), person.get_full_name()) for person in people.order_by("last_name", "first_name")]


def complete(rows):
    """Give each row its words, and `url`: where it is mended."""
    first = first_interventions({row.episode_key for row in rows if row.measure in FIELDS})
    for row in rows:
        measure = REGISTRY[row.measure]
        row.title = measure.title
        is_missing = measure.answers[row.answer].part == Part.MISSING
        row.says = measure.missing if is_missing and measure.missing else measure.answers[row.answer].label
        row.url = address_of(row, first.get(row.episode_key))
    return rows


def first_interventions(episodes):
    """{episode key: key of its first intervention} of those that have one."""
    rows = EpisodeIntervention.objects.filter(episode__in=episodes, started_on__isnull=False)
    return dict(rows.order_by("episode", "started_on", "referred_on").distinct("episode").values_list("episode", "pk"))


def address_of(row, intervention):
    """The field where it is mended, as near as is known: of an intervention, of the episode, else the record."""
    facts = REGISTRY[row.measure].facts
    if facts in PAGES:
        return reverse(PAGES[facts], args=[row.client_id])
    if not row.episode_key:
        return row.client.get_absolute_url()
    if row.measure not in FIELDS:
        return reverse("clients:episode_detail", args=[row.episode_key])
    route, key = ("intervention_edit", intervention) if intervention else ("episode_edit", row.episode_key)
    return f"{reverse(f'clients:{route}', args=[key])}#id_{FIELDS[row.measure]}"


def plain_row(row):
    return [row.client.reference, row.team, row.keyworker, row.title, row.says]


def _episodes():
    return Episode.objects.filter(client=OuterRef("client"), team=OuterRef("team"))
