"""The list of alerts: narrowed by type, client and urgency, sorted by day, urgency or client."""

from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from alerts.choices import Severity
from alerts.models import Alert
from core.forms import PageQuery
from core.lists import MOST_EXPORTED, headings, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.templatetags.ui import days_overdue, short_day

from ..forms import AlertQuery
from ..models import Client

COLUMNS = [
    gettext_lazy("Client"), gettext_lazy("What is due"), gettext_lazy("Urgency"), gettext_lazy("Due"), gettext_lazy("Answer"),
]  # fmt: skip
SORTS = {  # a user's own alerts are few enough for any of them
    "": ["due_at", "id"],
    "newest": ["-due_at", "-id"],
    "urgency": ["rank", "due_at", "id"],
    "client": ["about", "due_at", "id"],
}
SORTED_COLUMNS = {"": (3, "ascending"), "newest": (3, "descending"), "urgency": (2, "ascending")}
URGENCY = Case(*[When(severity=value, then=Value(rank)) for rank, value in enumerate(Severity.values)])


@savable("clients:alert_list", gettext_lazy("Alerts"), lambda data, _user: AlertQuery(data))
@allow("alerts.acknowledge_alert", methods=READ)
def alert_list(request):
    query = AlertQuery(request.GET)
    values = query.values()
    alerts = narrowed(request.user, values)
    page = paginate(alerts, *SORTS[values["sort"]], cursor=PageQuery(request.GET).values()["after"])
    of_any = narrowed(request.user, values | {"urgency": ""})
    context = list_page(request, query, page) | {
        "columns": headings(COLUMNS, *SORTED_COLUMNS.get(values["sort"], ())),
        "rows": list(rows_of(page.rows, request.user)),
        **tally(query, "urgency", numbers_of(of_any, "severity")),
    }
    return render(request, "clients/alert_list.html", context)


@allow("clients.view_record", methods=READ, step_up=True)
def alert_export(request):
    """The list as it is narrowed, for a spreadsheet; that somebody took it is written down."""
    values = AlertQuery(request.GET).values()
    alerts = narrowed(request.user, values).order_by(*SORTS[values["sort"]])
    head = [_("Our reference"), _("What is due"), _("To do"), _("Urgency"), _("Due"), _("About")]
    return spreadsheet(request, "alerts", head, plain_rows(alerts[:MOST_EXPORTED], request.user))


def narrowed(user, values):
    """The user's alerts that are due, but for those about a restricted record of others."""
    hidden = Client.objects.restricted_from(user).values("pk")
    alerts = Alert.objects.visible_to(user).due().exclude(client_id__in=hidden)
    if values["rule"]:
        alerts = alerts.filter(rule=values["rule"])
    if values["urgency"]:
        alerts = alerts.filter(severity=values["urgency"])
    if values["client"]:
        found = Client.objects.visible_to(user).filter(reference=values["client"].upper())
        alerts = alerts.filter(client_id__in=found.values("pk"))
    return alerts.annotate(about=Coalesce("client_id", "subject_id"), rank=URGENCY)


def seen(alerts, user):
    """The clients of these alerts whom the user may see."""
    return Client.objects.visible_to(user).in_bulk({alert.client_id for alert in alerts if alert.client_id})


def rows_of(alerts, user):
    clients = seen(alerts, user)
    for alert in alerts:
        client = clients.get(alert.client_id)
        yield [
            {"text": client.name, "url": client.get_absolute_url()} if client else _("Not about one of my clients"),
            {"text": f"{alert.title}: {alert.todo}", "url": alert.url},
            alert.get_severity_display(),
            {"text": f"{short_day(alert.due_at)}, {days_overdue(alert.due_at)}", "overdue": True},
            {"text": _("I have seen this"), "url": reverse("alerts:alert_acknowledge", args=[alert.pk])},
        ]


def plain_rows(alerts, user):
    clients = seen(alerts, user)
    for alert in alerts:
        client = clients.get(alert.client_id)
        yield [
            client.reference if client else "", str(alert.title), str(alert.todo), alert.get_severity_display(),
            timezone.localdate(alert.due_at), alert.about_on,
        ]  # fmt: skip
