"""What is shared with whom and why: the page of a record, and decisions to share without consent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.forms import PageQuery, sent
from core.pagination import paginate
from core.views import attempt

from .. import workflow
from ..access import get_client, get_of_client
from ..forms import NextQuery, OverrideForm
from ..models import NationalConsent, SharingOverride
from ..shared import shared_under, shared_with_others
from .parts import form_page, our_address


@allow("clients.view_record", methods=READ, records_look=True)
def client_sharing(request, pk):
    """Consents that hold, have run out or were withdrawn; overrides; the national data set; what was shared when."""
    client = get_client(request, pk)
    consents = list(client.consents.select_related("recipient"))
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
    initial = {"recipient": asked["service"], "purpose": asked["purpose"]}
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


@allow("clients.approve_override", methods=READ)
def override_list(request):
    """What waits for an approval, the longest overdue first, and of it what the user may decide."""
    waiting = SharingOverride.objects.visible_to(request.user).waiting()
    waiting = waiting.select_related("client", "recipient", "reason", "created_by")
    page = paginate(waiting, "approve_by", "id", cursor=PageQuery(request.GET).values()["after"])
    return render(request, "clients/override_list.html", {"page": page, "today": timezone.localdate()})


@allow("clients.change_consent|clients.approve_override", methods=READ, records_look=True)
def override_detail(request, pk):
    people = ("recipient", "reason", "created_by", "decided_by")
    override = get_of_client(request, SharingOverride.objects.select_related(*people), pk)
    decidable = SharingOverride.objects.decidable_by(request.user).filter(pk=override.pk)
    may_decide = request.user.has_perm("clients.approve_override") and decidable.exists()
    context = {"override": override, "may_decide": may_decide, "shared": shared_under(override)}
    return render(request, "clients/override_detail.html", context)
