"""What is shared with whom and why: the page of a record, and decisions to share without consent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from core.forms import PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.templatetags.ui import as_day, yes_no
from core.views import attempt

from .. import workflow
from ..access import get_client, get_of_client
from ..choices import OverrideStatus
from ..forms import NextQuery, OverrideForm, OverrideQuery
from ..models import NationalConsent, SharingOverride
from ..shared import shared_under, shared_with_others
from .parts import form_page, our_address, recipient_of

OVERRIDES_SHEET = [
    gettext_lazy("Our reference"), gettext_lazy("With whom"), gettext_lazy("What for"), gettext_lazy("What is shared"),
    gettext_lazy("Reason"), gettext_lazy("Shared at once"), gettext_lazy("Asked by"), gettext_lazy("Asked on"),
    gettext_lazy("To be approved by"), gettext_lazy("Where it stands"), gettext_lazy("Decided by"), gettext_lazy("Decided on"),
]  # fmt: skip


@allow("clients.view_record", methods=READ, records_look=True)
def client_sharing(request, pk):
    """Consents that hold, have run out or were withdrawn; overrides; the national data set; what was shared when."""
    client = get_client(request, pk)
    consents = list(client.consents.select_related("recipient", "supporter"))
    overrides = SharingOverride.objects.visible_to(request.user).filter(client=client)
    context = {
        "client": client,
        "tab": "sharing",
        "live": [consent for consent in consents if consent.is_live],
        "withdrawn": [consent for consent in consents if consent.withdrawn_on],
        "expired": [consent for consent in consents if not consent.is_live and not consent.withdrawn_on],
        "overrides": overrides.select_related("recipient", "reason", "created_by", "decided_by"),
        "national": NationalConsent.objects.visible_to(request.user).current().filter(client=client).first(),
        "shared": shared_with_others(client),
    }
    return render(request, "clients/client_sharing.html", context)


@allow("clients.change_consent", records_look=True)
def override_request(request, pk):
    client = get_client(request, pk)
    asked = NextQuery(request.GET).values()
    initial = recipient_of(client, asked)
    form = OverrideForm(sent(request), instance=SharingOverride(client=client), initial=initial)
    if request.method == "POST" and form.is_valid():
        if override := attempt(form, workflow.request_override, form.instance, by=request.user):
            now, later = (
                _("You may share it now; somebody else approves it."),
                _("Somebody else must approve it first."),
            )
            messages.success(request, now if override.shares_now else later)
            return redirect(our_address(request, asked["next"]) or override)
    return form_page(request, _("Share without consent"), form, {"client": client, "tab": "sharing"})


@savable("clients:override_list", gettext_lazy("Sharing without consent"), lambda data, _user: OverrideQuery(data))
@allow("clients.approve_override", methods=READ)
def override_list(request):
    """What waits for an approval, the longest overdue first; and what was decided."""
    query, visible = OverrideQuery(request.GET), SharingOverride.objects.visible_to(request.user)
    rows = query.narrow(visible).select_related("client", "recipient", "reason", "created_by", "decided_by")
    page = paginate(rows, *query.order, cursor=PageQuery(request.GET).values()["after"])
    numbers = numbers_of(query.narrow(visible, but="status"), "status")
    numbers |= {"all": numbers[""], "": numbers.get(OverrideStatus.REQUESTED, 0)}
    context = list_page(request, query, page) | tally(query, "status", numbers)
    return render(request, "clients/override_list.html", context)


@allow("clients.approve_override", methods=READ, step_up=True)
def override_export(request):
    """The list as it is narrowed, for a spreadsheet, without what was written."""
    query = OverrideQuery(request.GET)
    rows = query.narrow(SharingOverride.objects.visible_to(request.user))
    rows = rows.select_related("client", "recipient", "reason", "created_by", "decided_by").order_by(*query.order)
    return spreadsheet(request, "without-consent", OVERRIDES_SHEET, overrides_sheet(rows[:MOST_EXPORTED]))


def overrides_sheet(overrides):
    """Records go by their reference."""
    for one in overrides:
        yield [
            one.client.reference, one.to_whom, one.get_purpose_display(), ", ".join(map(str, one.category_labels)),
            one.reason, yes_no(one.shares_now), one.created_by, as_day(one.created_at), one.approve_by,
            one.get_status_display(), one.decided_by, as_day(one.decided_at),
        ]  # fmt: skip


@allow("clients.change_consent|clients.approve_override", methods=READ, records_look=True)
def override_detail(request, pk):
    people = ("recipient", "reason", "created_by", "decided_by")
    override = get_of_client(request, SharingOverride.objects.select_related(*people), pk)
    decidable = SharingOverride.objects.decidable_by(request.user).filter(pk=override.pk)
    may_decide = request.user.has_perm("clients.approve_override") and decidable.exists()
    context = {"override": override, "may_decide": may_decide, "shared": shared_under(override)}
    return render(request, "clients/override_detail.html", context)
