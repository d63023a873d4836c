"""The editor's queue: what somebody has to look at in the directory, the most pressing first."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from alerts.models import Alert
from core.forms import PageQuery
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.templatetags.ui import as_day

from .. import queue
from ..choices import QueueReason
from ..forms.upkeep import QueueQuery

SHEET = [
    gettext_lazy("Service"), gettext_lazy("Organisation"), gettext_lazy("Why"), gettext_lazy("What is said to be wrong"),
    gettext_lazy("Last checked by a person"), gettext_lazy("Phone"), gettext_lazy("Email"),
]  # fmt: skip


@savable(
    "services_directory:queue_list", gettext_lazy("To check in the directory"), lambda data, _user: QueueQuery(data)
)
@allow("services_directory.change_service", methods=READ)
def queue_list(request):
    """What people say is wrong first; then what is referred to most, and of that what nobody has checked for longest."""
    query, waiting = QueueQuery(request.GET), queue.waiting()
    rows = queue.with_problems(queue.in_order(query.narrow(waiting)))
    page = paginate(rows, *queue.ORDERS[query.values()["sort"]], cursor=PageQuery(request.GET).values()["after"])
    numbers = numbers_of(query.narrow(waiting, but="why"), "why")
    context = list_page(request, query, page) | tally(query, "why", numbers)
    context |= {
        "broken_feeds": queue.broken_feeds(),
        "reasons": dict(QueueReason.choices),
        "alerts": Alert.objects.visible_to(request.user).due().filter(rule="DI01"),
    }
    return render(request, "services_directory/queue_list.html", context)


@allow("services_directory.change_service", methods=READ)
def queue_export(request):
    """The queue as it is narrowed, for a spreadsheet: for a round of telephone calls."""
    query = QueueQuery(request.GET)
    rows = queue.with_problems(queue.in_order(query.narrow(queue.waiting())))
    rows = rows.order_by(*queue.ORDERS[query.values()["sort"]])[:MOST_EXPORTED]
    return spreadsheet(request, "directory-to-check", SHEET, _sheet(rows))


def _sheet(services):
    for service in services:
        said = "; ".join(
            " ".join(filter(None, [str(one.get_kind_display()), one.what])) for one in service.open_problems
        )
        yield [
            service.name, service.organisation, QueueReason(service.why).label, said,
            as_day(service.checked_on), service.phone, service.email,
        ]  # fmt: skip
