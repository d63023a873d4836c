"""What is wrong or missing in the open episodes of a caseload."""

from collections import Counter

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from core.forms import PageQuery
from core.lists import list_page, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable

from ..discharge import Level, findings, with_all
from ..forms import CompletenessQuery

AT_ONCE, MOST_LOOKED_THROUGH = 100, 2_000
SPREADSHEET = [
    gettext_lazy("Our reference"), gettext_lazy("Team"), gettext_lazy("Keyworker"), gettext_lazy("Referred"),
    gettext_lazy("How much it matters"), gettext_lazy("What is missing"), gettext_lazy("Rule"),
]  # fmt: skip


@savable(
    "clients:completeness_list",
    gettext_lazy("What is missing in episodes"),
    lambda data, user: CompletenessQuery(data, user=user),
)
@allow("clients.change_episode", methods=READ)
def completeness_list(request):
    """A page of open episodes is looked through; of these, the ones with errors come first."""
    query = CompletenessQuery(request.GET, user=request.user)
    values = query.values()
    episodes, after = episodes_of(request.user, query), PageQuery(request.GET).values()["after"]
    page = paginate(episodes, *query.order, cursor=after, size=AT_ONCE)
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
    query = CompletenessQuery(request.GET, user=request.user)
    episodes = episodes_of(request.user, query).select_related("keyworker").order_by(*query.order)[:MOST_LOOKED_THROUGH]
    return spreadsheet(request, "missing", SPREADSHEET, plain_rows(episodes, query.values()["level"]))


def episodes_of(user, query):
    """The open episodes that are looked through."""
    whose = query.values()["whose"]
    episodes = with_all().visible_to(user).of_teams(user).open()
    return query.of_client(episodes if whose == "teams" else episodes.kept_or_managed_by(whose or user))


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
