"""The caseload report: what is counted, for whom, and how; it reads and changes nothing.

Counted are open episodes on the day of the report: somebody with open episodes in two teams counts in both. Columns
are teams, rows are the answers to one question, so that each table adds up.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.choices import Nation
from accounts.models import Partnership, Team
from aftercare.choices import ConcernLevel
from aftercare.models import Aftercare, CheckUp
from careplans.models import CarePlan
from clients.choices import EpisodeStatus, SubstanceGroup
from clients.models import Episode
from core.calendar import working_days_between
from custody.choices import StayStatus
from custody.models import CustodyStay, ReleaseDate
from recovery_capital.domains import domain_choices, with_others
from recovery_capital.models import LOW_RATING, Assessment

from .caseload_rows import rows
from .disclosure import Safe, merged, suppress
from .models import KeptCaseload

RELEASE_WEEKS = 12
ENGLAND_DAYS = 21  # from referral to the first appointment offered
WALES_WORKING_DAYS = 20  # from referral to the start of treatment
WITHIN, LATER, STILL_WAITING = "within", "later", "still_waiting"
MOST_ROWS = 1000  # a PDF of more would keep the worker busy for too long


@dataclass(frozen=True)
class Table:
    """One question and its counts: rows of (label, counts by column, total); None is a count that is not shown."""

    key: str
    title: str
    note: str
    columns: list
    rows: list
    totals: list | None = None
    total: int | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Report:
    """Everything that a page or a PDF of the report shows."""

    scope: str
    day: date
    starts_on: date  # of the period of the waiting times
    ends_on: date
    made_at: datetime
    teams: list
    tables: list
    is_suppressed: bool
    clients: list = field(default_factory=list)
    releases: list = field(default_factory=list)
    aftercare: list = field(default_factory=list)
    left_out: int = 0

    @classmethod
    def from_kept(cls, kept):
        """What a commissioner reads, out of what was kept of it."""
        found = kept.report
        days = {name: date.fromisoformat(found[name]) for name in ("day", "starts_on", "ends_on")}
        tables = [Table(**table) for table in found["tables"]]
        return cls(**found | days | {"made_at": datetime.fromisoformat(found["made_at"]), "tables": tables})


def waiting_period(day):
    """Waiting times cover the twelve full months before the day: one period for everybody, so that two reports of one
    month cannot be set against each other."""
    last = day.replace(day=1) - timedelta(days=1)
    return (last + timedelta(days=1)).replace(year=last.year if last.month == 12 else last.year - 1), last


def month_report(partnership, day=None):
    """Counts for a commissioner: those of the first look in the month of a day, and the same until the month is over.

    The caseload of the next day differs by a few people: what is hidden on both could be worked out from the two.
    """
    day = day or timezone.localdate()
    of_this_month = KeptCaseload.objects.filter(partnership=partnership, counted_on__gte=day.replace(day=1))
    kept = of_this_month.first() or _first_look(partnership, day, of_this_month)
    return Report.from_kept(kept)


@transaction.atomic
def _first_look(partnership, day, of_this_month):
    Partnership.objects.select_for_update().get(
        pk=partnership.pk
    )  # of two who look at once, the second reads what the first counted
    if not of_this_month.exists():
        found = asdict(replace(partnership_report(partnership, day), teams=[]))
        KeptCaseload.objects.update_or_create(partnership=partnership, defaults={"counted_on": day, "report": found})
    return of_this_month.get()


def partnership_report(partnership, day):
    """Counts only, of the teams under contract with a partnership, small ones hidden."""
    teams = list(Team.objects.of_partnership(partnership, day).select_related("area"))
    return make_report(str(partnership), teams, day, is_suppressed=True)


def team_report(teams, day=None, *, with_clients=False):
    """Counts for those who work in the teams; `with_clients` adds a line for each client, each release and each aftercare, by
    reference."""
    day = day or timezone.localdate()
    teams = list(teams.select_related("area"))
    names = ", ".join(team.name for team in teams)
    report = make_report(names, teams, day, is_suppressed=False)
    if not with_clients:
        return report
    lines, left_out = client_lines(teams, day)
    return replace(
        report, clients=lines, left_out=left_out, releases=release_lines(teams, day), aftercare=aftercare_lines(teams, day)
    )  # fmt: skip


def report_for(user, *, with_clients=False):
    """The report that a user may read: of a partnership for its commissioner, else of the user's own teams."""
    if user.has_perm("reports.view_partnership_counts"):
        return month_report(user.partnership)
    if not user.has_perm("reports.view_team_caseload"):
        raise PermissionDenied
    return team_report(Team.objects.filter(pk__in=user.team_ids), with_clients=with_clients)


def day_of(user):
    """As on which day the caseload is counted that a user may read."""
    is_kept = user.has_perm("reports.view_partnership_counts")
    return month_report(user.partnership).day if is_kept else timezone.localdate()


def make_report(scope, teams, day, *, is_suppressed):
    """All tables of some teams; of a few people in all nothing can be shown."""
    episodes = open_episodes(teams, everybody=is_suppressed)
    starts_on, ends_on = waiting_period(day)
    sizes = {team.pk: 0 for team in teams} | count_by(episodes)
    columns = columns_of(teams, sizes, is_suppressed)
    open_rows = [
        ("phase", _("Phase of treatment"), "", phases(episodes)),
        ("substances", _("Substance group"), "", substance_groups(episodes)),
        ("reviews", _("Care plan reviews"), _("A review is overdue on the day after its date."), reviews(episodes, day)),
        ("releases", _("Releases from prison in the next twelve weeks"),
         _("By the date on which the person is expected to leave, which may be earlier than the date on paper."),
         releases(episodes, day)),
    ]  # fmt: skip
    tables = [
        as_table(key, title, note, rows, columns, known_totals=is_suppressed) for key, title, note, rows in open_rows
    ]
    tables.insert(2, needs_table(episodes, sizes, columns, is_suppressed))
    tables += waiting_tables(teams, day, starts_on, ends_on, is_suppressed)
    return Report(scope, day, starts_on, ends_on, timezone.now(), teams, tables, is_suppressed)


def open_episodes(teams, *, everybody=False):
    return episodes_of(teams, everybody=everybody).open()


def episodes_of(teams, *, everybody):
    """The episodes of teams. Who works there could tell a restricted record from the counts, so they leave it out."""
    episodes = Episode.objects.filter(team__in=[team.pk for team in teams]).order_by()
    return episodes if everybody else episodes.filter(client__is_restricted=False)


def count_by(episodes):
    return dict(episodes.values_list("team_id").annotate(number=Count("pk")))


def columns_of(teams, sizes, is_suppressed):
    """The columns of every table: (name, keys of the teams). Where counts are hidden, small teams stand together."""
    names = {team.pk: team.name for team in teams}
    groups = merged({team.pk: sizes[team.pk] for team in teams}) if is_suppressed else [[team.pk] for team in teams]
    return [(" + ".join(sorted(names[key] for key in group)), group) for group in groups]


def as_table(key, title, note, rows, columns, *, known_totals=False, hide=None):
    """A table from rows of (label, counts by team)."""
    cells = [[sum(counts.get(team, 0) for team in group) for _name, group in columns] for _label, counts in rows]
    labels, names = [label for label, _counts in rows], [name for name, _group in columns]
    hide = known_totals if hide is None else hide
    if hide and columns:
        safe = suppress(cells, known_totals=known_totals)
    else:
        safe = _everything(cells, len(columns))
    return Table(
        key, title, note, names,
        list(zip(labels, safe.cells, safe.row_totals, strict=True)),
        safe.column_totals, safe.total, safe.withheld,
    )  # fmt: skip


def _everything(cells, width):
    """The same shape as a table with hidden counts, with none hidden."""
    columns = [sum(row[place] for row in cells) for place in range(width)]
    return Safe(cells, [sum(row) for row in cells], columns, sum(columns))


def by_answer(episodes, name, answers):
    """Rows of (label, counts by team) of one column of the query, in the order of its answers."""
    counted = {(answer, team): number for answer, team, number in
               episodes.values_list(name, "team_id").annotate(number=Count("pk"))}  # fmt: skip
    return [
        (label, {team: number for (answer, team), number in counted.items() if answer == value})
        for value, label in answers
    ]


def phases(episodes):
    return by_answer(episodes, "status", [choice for choice in EpisodeStatus.choices if choice[0] != "closed"])


def substance_groups(episodes):
    return by_answer(episodes.with_substance_group(), "substance_group", SubstanceGroup.choices)


def reviews(episodes, day):
    plans = CarePlan.objects.active().filter(client=OuterRef("client"))
    overdue = plans.filter(review_on__lt=day)
    standing = Case(
        When(Exists(overdue), then=Value("overdue")),
        When(Exists(plans), then=Value("in_date")),
        default=Value("none"),
        output_field=CharField(),
    )
    answers = [("overdue", _("Review overdue")), ("in_date", _("Review not yet due")), ("none", _("No active plan"))]
    return by_answer(episodes.annotate(review=standing), "review", answers)


def releases(episodes, day):
    """By the weeks in which somebody is expected to leave prison."""
    expected = ReleaseDate.objects.filter(
        stay__client=OuterRef("client"), stay__status=StayStatus.IN_CUSTODY, superseded_at=None, expected_on__gte=day
    ).values("expected_on")[:1]
    spans = [("4", 4, _("In weeks 1 to 4")), ("8", 8, _("In weeks 5 to 8")), ("12", 12, _("In weeks 9 to 12"))]
    span = Case(
        *(When(release_on__lte=day + timedelta(weeks=weeks), then=Value(key)) for key, weeks, _label in spans),
        default=Value("none"),
        output_field=CharField(),
    )
    answers = [(key, label) for key, _weeks, label in spans] + [("none", _("No release expected in this time"))]
    return by_answer(episodes.annotate(release_on=Subquery(expected)).annotate(span=span), "span", answers)


def needs_table(episodes, sizes, columns, is_suppressed):
    """Each domain by itself, as somebody can have several needs: those with a need against all the others."""
    counted = needs(episodes)
    rows = []
    for value, label in with_others(domain_choices(), counted):
        found = counted.get(value, {})
        rest = {team: size - found.get(team, 0) for team, size in sizes.items()}
        table = as_table("", "", "", [(label, found), ("", rest)], columns, known_totals=is_suppressed)
        rows.append(table.rows[0])
    note = _(
        "From the newest look at recovery capital: a need was written down, or the rating was %(rating)d or lower. "
        "Somebody can have several needs, so the rows do not add up."
    ) % {"rating": LOW_RATING}
    return Table("needs", _("Needs by domain"), note, [name for name, _group in columns], rows)


def needs(episodes):
    """{domain: {team: episodes}} of the newest assessment of each person."""
    newest = Assessment.objects.recorded().filter(client=OuterRef("client")).order_by("-assessed_on", "-created_at")
    with_need = episodes.annotate(newest=Subquery(newest.values("pk")[:1])).filter(
        Q(client__capital_assessments__ratings__rating__lte=LOW_RATING)
        | Q(client__capital_assessments__ratings__needs__gt=""),
        client__capital_assessments=F("newest"),
    )
    counted = {}
    rows = with_need.values_list("client__capital_assessments__ratings__domain", "team_id")
    for domain, team, number in rows.annotate(number=Count("pk", distinct=True)):
        counted.setdefault(domain, {})[team] = number
    return counted


def waiting_tables(teams, day, starts_on, ends_on, is_suppressed):
    """England counts to the offer of a first appointment, Wales to the start of treatment."""
    period = {"start": date_format(starts_on, "j F Y"), "end": date_format(ends_on, "j F Y")}
    england = _(
        "First appointments offered from %(start)s to %(end)s: within three weeks of the referral, or later. "
        "Still waiting: open today for more than three weeks with nothing offered."
    )
    wales = _(
        "Treatments started from %(start)s to %(end)s: within 20 working days of the referral, or later. "
        "Still waiting: open today for more than 20 working days and not started."
    )
    kinds = [
        (Nation.ENGLAND, "waiting_england", _("Waiting times, England"), england % period, england_waits),
        (Nation.WALES, "waiting_wales", _("Waiting times, Wales"), wales % period, wales_waits),
    ]
    labels = [(WITHIN, _("Within the standard")), (LATER, _("Later")), (STILL_WAITING, _("Still waiting, too long"))]
    for nation, key, title, note, count in kinds:
        here = [team for team in teams if team.area.nation == nation]
        if here:
            counts = count(episodes_of(here, everybody=is_suppressed), day, starts_on, ends_on)
            rows = [(label, counts.get(value, {})) for value, label in labels]
            columns = [(team.name, [team.pk]) for team in here]
            yield as_table(key, title, note, rows, columns, hide=is_suppressed)


def england_waits(episodes, day, starts_on, ends_on):
    offered = episodes.filter(first_appointment_offered_on__range=(starts_on, ends_on))
    waited = offered.values_list("team_id", "referred_on", "first_appointment_offered_on")
    waiting = episodes.filter(
        status=EpisodeStatus.WAITING,
        first_appointment_offered_on=None,
        referred_on__lt=day - timedelta(days=ENGLAND_DAYS),
    )
    return tally(waited, lambda start, end: (end - start).days <= ENGLAND_DAYS, waiting)


def wales_waits(episodes, day, starts_on, ends_on):
    started = episodes.filter(treatment_started_on__range=(starts_on, ends_on))
    waited = started.values_list("team_id", "referred_on", "treatment_started_on")
    oldest = day
    while working_days_between(oldest, day) <= WALES_WORKING_DAYS:
        oldest -= timedelta(days=1)
    waiting = episodes.filter(status=EpisodeStatus.WAITING, treatment_started_on=None, referred_on__lte=oldest)
    return tally(waited, lambda start, end: working_days_between(start, end) <= WALES_WORKING_DAYS, waiting)


def tally(waited, is_within, waiting):
    """{answer: {team: episodes}}."""
    counts = {WITHIN: Counter(), LATER: Counter(), STILL_WAITING: Counter(count_by(waiting))}
    for (team, start, end), number in Counter(waited).items():
        counts[WITHIN if is_within(start, end) else LATER][team] += number
    return counts


def client_lines(teams, day):
    """One line for each open episode, by reference and never by name; and how many do not fit in."""
    keys = [team.pk for team in teams]
    found = list(rows(keys, day, most=MOST_ROWS + 1))
    left_out = open_episodes(teams).count() - MOST_ROWS if len(found) > MOST_ROWS else 0
    return found[:MOST_ROWS], left_out


def release_lines(teams, day):
    """Who is expected to leave prison in the next twelve weeks, the next one first."""
    horizon = day + timedelta(weeks=RELEASE_WEEKS)
    stays = (
        CustodyStay.objects.in_custody()
        .filter(Exists(open_episodes(teams).filter(client=OuterRef("client"))))
        .filter(release_dates__superseded_at=None, release_dates__expected_on__range=(day, horizon))
        .select_related("client", "establishment")
        .with_release_date()
        .order_by("release_dates__expected_on", "client__reference")
    )
    return list(stays[:MOST_ROWS])


def aftercare_lines(teams, day):
    """Who is in aftercare, by the next check-up: since when and until when at least, and what the last check-ups said."""
    check_ups = CheckUp.objects.filter(aftercare=OuterRef("pk"))
    held = check_ups.filter(done_on__isnull=False).order_by("-done_on", "-due_on")
    found = (
        Aftercare.objects.filter(episode__in=open_episodes(teams).filter(status=EpisodeStatus.AFTERCARE))
        .annotate(
            next_on=Subquery(check_ups.to_do().order_by("due_on").values("due_on")[:1]),
            concern=Subquery(held.exclude(concern="").values("concern")[:1]),
            acted_on=Subquery(held.exclude(concern="").values("acted_on")[:1]),
            meetings=Subquery(held.exclude(meetings=None).values("meetings")[:1]),
        )
        .select_related("client")
        .order_by(F("next_on").asc(nulls_last=True), "client__reference")
    )
    words = dict(ConcernLevel.choices)
    return [
        {
            "reference": one.client.reference, "since": one.started_on, "until": one.offered_until, "next_on": one.next_on,
            "is_overdue": bool(one.next_on and one.next_on < day), "concern": str(words.get(one.concern, "")),
            "acted_on": one.acted_on, "meetings": one.meetings,
        }
        for one in found[:MOST_ROWS]
    ]  # fmt: skip
