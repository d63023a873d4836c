"""What is wrong or missing in the open episodes of a caseload."""

from collections import Counter

from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from core.forms import PageQuery
from core.lists import list_page, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable

from ..discharge import Level, findings, with_all
from ..forms import CompletenessQuery

OLDEST = ["referred_on", "pk"]
AT_ONCE, MOST_LOOKED_THROUGH = 100, 2_000
SPREADSHEET = [
    gettext_lazy("Our reference"), gettext_lazy("Team"), gettext_lazy("Keyworker"), gettext_lazy("Referred"),
    gettext_lazy("How much it matters"), gettext_lazy("What is missing"), gettext_lazy("Rule"),
]  # fmt: skip


@savable(
    "clients:completeness_list",
    gettext_lazy("What is missing in episodes"),
    lambda data, _user: CompletenessQuery(data),
)
@allow("clients.change_episode", methods=READ)
def completeness_list(request):
    """A page of open episodes is looked through, the oldest first; of these, the ones with errors come first."""
    query = CompletenessQuery(request.GET)
    values = query.values()
    page = paginate(
        episodes_of(request.user, values), *OLDEST, cursor=PageQuery(request.GET).values()["after"], size=AT_ONCE
    )
    gaps = [(episode, found) for episode in page.rows if (found := findings(episode))]
    numbers = Counter(level for _episode, found in gaps for level in {finding.level for finding in found})
    rows = of_level(gaps, values["level"])
    rows.sort(key=lambda row: -sum(finding.level == Level.ERROR for finding in row[1]))
    context = {"rows": rows, "complete": len(page.rows) - len(gaps), "total": len(page.rows)}
    context |= tally(query, "level", numbers | {"": len(gaps)})
    return render(request, "clients/completeness_list.html", list_page(request, query, page) | context)


@allow("clients.change_episode", methods=READ, step_up=True)
def completeness_export(request):
    """One row for each thing that is missing, in the whole list as it is narrowed."""
    values = CompletenessQuery(request.GET).values()
    episodes = episodes_of(request.user, values).select_related("keyworker").order_by(*OLDEST)[:MOST_LOOKED_THROUGH]
    return spreadsheet(request, "missing", SPREADSHEET, plain_rows(episodes, values["level"]))


def episodes_of(user, values):
    """The open episodes that are looked through."""
    mine = Q() if values["whose"] == "teams" else Q(keyworker=user) | Q(case_manager=user)
    return with_all().visible_to(user).of_teams(user).open().filter(mine)


def of_level(rows, level):
    """What was found, of one level if that is asked for."""
    if not level:
        return rows
    rows = [(episode, [finding for finding in found if finding.level == level]) for episode, found in rows]
    return [row for row in rows if row[1]]


def plain_rows(episodes, level):
    for episode, found in of_level([(episode, findings(episode)) for episode in episodes], level):
        for finding in found:
            yield [
                episode.client.reference, episode.team, episode.keyworker, episode.referred_on, finding.level.label,
                finding.text, finding.source,
            ]  # fmt: skip
