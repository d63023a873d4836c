"""Pages about referrals."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.responsible import current_episode, keyworker_of
from core.choices import AccessAction
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, numbers_of, tally
from core.models import OutboxMessage
from core.pagination import beginning, paginate
from core.spreadsheets import csv_stream
from core.views import attempt, conflict
from core.workflow import NotAllowed
from recovery_capital.models import DomainRating
from services_directory.models import Service

from .. import links, workflow
from ..board import in_words, shown
from ..forms import (
    AcceptReferralForm,
    AttendReferralForm,
    ChosenServiceQuery,
    CompleteReferralForm,
    DeclineReferralForm,
    ReferralForm,
    ReferralQuery,
    WithdrawReferralForm,
)
from ..models import OPEN, IncomingReferral, Referral
from ..partner import looks_at
from ..service_choice import service_choice
from ..story import OURS, OWNERS, story_of, unanswered
from .sending import about, code_to_tell, get_referral

NEWEST = ["-created_at", "-id"]
SHOWN_LOOKS = 30
SHOWN_TO_US = 20


@allow("referrals.view_referral", methods=READ, records_look=True)
def referral_list(request, pk):
    client = get_client(request, pk)
    query = ReferralQuery(request.GET)
    rows = query.narrow(client.referrals.select_related("service__organisation", "client"))
    page = paginate(rows, *NEWEST, cursor=PageQuery(request.GET).values()["after"])
    numbers = numbers_of(query.narrow(client.referrals.all(), but="status"), "status")
    numbers["open"] = sum(numbers.get(status, 0) for status in OPEN)
    context = list_page(request, query, page) | tally(query, "status", numbers)
    context |= {"client": client, "tab": "referrals", "to_us": _to_us(request.user, client)}
    return render(request, "referrals/referral_list.html", context)


def _to_us(user, client):
    """The referrals to us of a client, the newest first: those that the user may open."""
    if not user.has_perm("referrals.view_incoming"):
        return []
    rows = shown(IncomingReferral.objects.visible_to(user).filter(client=client))
    return list(in_words(rows.order_by("-referred_on", "-created_at", "-id")[:SHOWN_TO_US]))


@allow("referrals.view_referral", methods=READ, step_up=True)
def referral_export(request, pk):
    """A client's referrals as they are narrowed, without what was said; the look says that they were taken."""
    client = get_client(request, pk, action=AccessAction.EXPORT)
    head = [
        _("Our reference"), _("Service"), _("Organisation"), _("For"), _("Status"), _("Sent"), _("First visit"),
        _("Why it was declined"), _("Outcome"),
    ]  # fmt: skip
    referrals = ReferralQuery(request.GET).narrow(client.referrals.select_related("service__organisation"))
    rows = (
        [
            client.reference, one.service, one.service.organisation, one.get_domain_display(), one.get_status_display(),
            one.sent_on, one.attended_on, one.get_decline_reason_display(), one.get_outcome_display(),
        ]
        for one in referrals.order_by(*NEWEST)[:MOST_EXPORTED]
    )  # fmt: skip
    return csv_stream(f"referrals-{client.reference}.csv", head, rows)


@allow("referrals.change_referral", records_look=True)
def referral_create(request, pk):
    client = get_client(request, pk)
    referral = Referral(client=client)
    return service_then_form(request, referral, _("New referral"))


@allow("referrals.change_referral", records_look=True)
def referral_edit(request, pk):
    referral = get_of_client(request, Referral.objects.select_related("service"), pk)
    if not referral.is_draft:
        messages.error(request, _("This referral has been sent: it can no longer be changed."))
        return redirect(referral)
    return service_then_form(request, referral, _("Change the referral"))


def service_then_form(request, referral, heading, save=None):
    """First choose a service from the directory, then say why. `?service=` is the service chosen.

    What is known of a new referral stands in it already. `save(form, by=…)` is told where saving the form is not all.
    """
    chosen = ChosenServiceQuery(request.GET).values()
    service = Service.objects.listed().filter(pk=chosen["service"]).first() if chosen["service"] else None
    is_searching = "words" in request.GET
    context = {"client": referral.client, "tab": "referrals", "referral": referral, "heading": heading}
    if service is None and (referral.service_id is None or is_searching):
        found = service_choice(request, referral.domain, client=referral.client)
        return render(request, "referrals/referral_service.html", context | found)
    referral.service = service or referral.service
    referral.domain = chosen["domain"] or referral.domain
    if referral._state.adding:
        referral.episode = current_episode(referral.client)
        referral.reason = referral.reason or words_about(referral.client, referral.domain)
    form = ReferralForm(sent(request), instance=referral)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form, by=request.user) if save else form.save(by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "referrals/referral_form.html", context)
        except NotAllowed as error:
            form.add_error(None, str(error))
            return render(request, "referrals/referral_form.html", context | {"form": form}, status=409)
        messages.success(request, _("The referral is saved as a draft. Send it when the client has agreed."))
        return redirect(saved)
    return render(request, "referrals/referral_form.html", context | {"form": form}, status=422 if form.errors else 200)


def words_about(client, domain):
    """What the client said of a part of life when it was last talked about, so that it is not typed twice."""
    latest = DomainRating.objects.filter(domain=domain).latest_of(client).first() if domain else None
    return latest.words if latest else ""


@allow("referrals.view_referral", methods=READ, records_look=True)
def referral_detail(request, pk):
    referral = get_referral(request, pk)
    link = referral.links.first()
    waits_for_us = list(unanswered(referral, list(referral.messages.all()))) if link else []
    context = {
        "story": story_of(referral, user=request.user),
        "owner": OURS if waits_for_us else OWNERS[referral.status],
        "waits_for_us": waits_for_us,
        "worker": keyworker_of(referral.client, referral.episode),
        "is_shared": links.is_shared(referral),
        "link": link,
        "email": OutboxMessage.objects.filter(reference=f"referral-link-{link.pk}").first() if link else None,
        "looks": beginning(looks_at(referral), SHOWN_LOOKS),
        "code": code_to_tell(request, referral),
        "has_pack": referral.packs.exists(),
    }
    return render(request, "referrals/referral_detail.html", about(referral) | context)


@allow("referrals.view_referral", methods=READ, records_look=True)
def referral_looks(request, pk):
    """Every look by the partner, through any link."""
    referral = get_referral(request, pk)
    page = paginate(looks_at(referral), "-at", "-id", cursor=PageQuery(request.GET).values()["after"])
    return render(request, "referrals/referral_looks.html", about(referral, page=page))


@allow("referrals.change_referral", records_look=True)
def referral_accept(request, pk):
    form = AcceptReferralForm(sent(request))
    return verb_page(request, pk, form, workflow.accept_referral, _("The service has accepted"), _("Recorded."))


@allow("referrals.change_referral", records_look=True)
def referral_decline(request, pk):
    form = DeclineReferralForm(sent(request))
    done = _("Recorded. The need is still there: is there another service?")
    return verb_page(request, pk, form, workflow.decline_referral, _("The referral was declined"), done)


@allow("referrals.change_referral", records_look=True)
def referral_attend(request, pk):
    form = AttendReferralForm(sent(request))
    return verb_page(request, pk, form, workflow.attend_referral, _("First visit"), _("Recorded."))


@allow("referrals.change_referral", records_look=True)
def referral_complete(request, pk):
    form = CompleteReferralForm(sent(request))
    return verb_page(request, pk, form, workflow.complete_referral, _("What came of it"), _("Recorded."))


@allow("referrals.change_referral", records_look=True)
def referral_withdraw(request, pk):
    form = WithdrawReferralForm(sent(request))
    return verb_page(request, pk, form, workflow.withdraw_referral, _("Withdraw the referral"), _("Withdrawn."))


def verb_page(request, pk, form, verb, heading, done):
    """A page with one form whose fields are the arguments of a verb about the referral."""
    referral = get_of_client(request, Referral.objects.select_related("service"), pk)
    if request.method == "POST" and form.is_valid():
        if attempt(form, verb, referral, by=request.user, **form.cleaned_data):
            messages.success(request, done)
            return redirect(referral)
    context = {"client": referral.client, "tab": "referrals", "referral": referral, "heading": heading, "form": form}
    return render(request, "referrals/referral_form.html", context, status=422 if form.errors else 200)
