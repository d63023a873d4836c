"""What keeps episodes out of the national data set, before it is sent; and the versions of the data set."""

from collections import Counter
from functools import partial
from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import READ, allow
from clients.discharge import Finding, Level
from core.forms import PageQuery
from core.lists import headings, list_page, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable

from .forms import ProblemQuery
from .models import DataSetVersion
from .ndtms.layout import Layout
from .ndtms.records import record_of, with_all
from .ndtms.rules import Context, problems
from .ndtms.writing import episodes_between

OF_THE_TEAM = "agency_missing"  # said once above the list
AT_ONCE, MOST_LOOKED_THROUGH = 100, 2_000
SHEET = [
    _("Our reference"), _("Team"), _("Keyworker"), _("Referred"), _("How much it matters"), _("What is wrong"), _("Rule"),
]  # fmt: skip
COLUMNS = [_("Column"), _("What it means"), _("Part"), _("What fills it")]


@savable(
    "exchange:problem_list", _("National data set: before it is sent"), lambda data, user: ProblemQuery(data, user=user)
)
@allow("exchange.check_data_set", methods=READ)
def problem_list(request):
    """A page of episodes is judged as the export would judge it: by keyworker, each problem with where it is put right."""
    query = ProblemQuery(request.GET, user=request.user)
    after = PageQuery(request.GET).values()["after"]
    page = paginate(episodes_of(request.user, query), *query.order, cursor=after, size=AT_ONCE)
    version = DataSetVersion.objects.in_force()
    judge_one = judge(query, version)
    judged = [(episode, found) for episode in page.rows if (found := judge_one(episode))]
    numbers = Counter(level for _episode, found in judged for level in {one.level for one in found})
    rows = of_level(judged, query.values()["level"])
    context = {
        "version": version,
        "period": query.period(),
        "people": [(name, list(rows)) for name, rows in groupby(rows, key=lambda row: row[0].keyworker)],
        "without_code": sorted({str(episode.team) for episode in page.rows if not episode.team.ndtms_code}),
        "blocked": numbers[Level.ERROR],
        "total": len(page.rows),
    }
    context |= list_page(request, query, page) | tally(query, "level", numbers | {"": len(of_level(judged, ""))})
    return render(request, "exchange/problem_list.html", context)


@allow("exchange.check_data_set", methods=READ, step_up=True)
def problem_export(request):
    """One row for each problem, in the whole list as it is narrowed; records go by their reference."""
    query = ProblemQuery(request.GET, user=request.user)
    episodes = episodes_of(request.user, query).order_by(*query.order)[:MOST_LOOKED_THROUGH]
    return spreadsheet(request, "data-set", SHEET, plain_rows(episodes, query))


def episodes_of(user, query):
    """The episodes that would be looked at for the file, of the user's teams."""
    own = episodes_between(*query.period()).visible_to(user).of_teams(user)
    return query.narrow(with_all(own).select_related("keyworker"))


def judge(query, version):
    """What judges one episode: gives its findings; none for somebody who has not agreed, of whom no column is asked."""
    context = Context(timezone.localdate(), Layout(version))
    return partial(_judge, context=context, last=query.period()[1])


def _judge(episode, *, context, last):
    record = record_of(episode, last)
    if record.value("consent") is False:
        return []
    found = [one for one in problems(record, context) if one.rule.name != OF_THE_TEAM]
    return [Finding(one.level, str(one.text), str(one.source), one.url(record)) for one in found]


def of_level(judged, level):
    """What was found of one level, or errors and warnings."""
    levels = {level} if level else {Level.ERROR, Level.WARNING}
    rows = [(episode, [one for one in found if one.level in levels]) for episode, found in judged]
    return [row for row in rows if row[1]]


def plain_rows(episodes, query):
    judge_one = judge(query, DataSetVersion.objects.in_force())
    for episode, found in of_level([(episode, judge_one(episode)) for episode in episodes], query.values()["level"]):
        for one in found:
            yield [
                episode.client.reference, episode.team, episode.keyworker, episode.referred_on, one.level.label, one.text,
                one.source,
            ]  # fmt: skip


READERS = "exchange.check_data_set|exchange.view_versions"


@allow(READERS, methods=READ)
def version_list(request):
    """The versions of the data set that are loaded, and which one is in force."""
    context = {
        "versions": DataSetVersion.objects.defer("columns", "codes"),
        "in_force": DataSetVersion.objects.in_force(),
    }
    return render(request, "exchange/version_list.html", context)


@allow(READERS, methods=READ)
def version_detail(request, pk):
    """The columns of a version, and what fills each."""
    version = get_object_or_404(DataSetVersion, pk=pk)
    rows = [
        [column.code, column.meaning, column.part, column.field.replace("_", " ") or _("not collected: NA")]
        for column in Layout(version).columns
    ]
    context = {"version": version, "columns": headings(COLUMNS), "rows": rows}
    return render(request, "exchange/version_detail.html", context)
