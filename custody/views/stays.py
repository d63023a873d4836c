"""Pages about prison and release."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from core.forms import EditConflict, sent
from core.views import attempt, conflict
from referrals.forms import ReleaseReferralForm
from referrals.incoming import receive_from_release

from .. import workflow
from ..bridging import bridging_of
from ..forms import FirstSeenForm, ReconnectForm, ReleaseDateForm, ReleaseForm, ReleasePlanForm, StayForm
from ..models import CustodyStay


@allow("custody.view_custodystay", methods=READ, records_look=True)
def stay_list(request, pk):
    client = get_client(request, pk)
    stays = client.custody_stays.with_release_date()
    return render(request, "custody/stay_list.html", {"client": client, "tab": "custody", "stays": stays})


@allow("custody.change_custodystay", records_look=True)
def stay_create(request, pk):
    client = get_client(request, pk)
    form = StayForm(sent(request), instance=CustodyStay(client=client))
    if request.method == "POST" and form.is_valid():
        if stay := attempt(form, workflow.open_stay, form.instance, by=request.user):
            messages.success(request, _("Recorded. Now enter the release date, if it is known."))
            return redirect("custody:release_date_record", stay.pk)
    return _form_page(request, form, client, _("Record a time in custody"))


@allow("custody.view_custodystay", methods=READ, records_look=True)
def stay_detail(request, pk):
    stay = get_of_client(request, CustodyStay.objects.with_release_date(), pk)
    context = {"client": stay.client, "tab": "custody", "stay": stay, "release_dates": stay.release_dates.all()}
    context["medicine"] = bridging_of(stay)
    return render(request, "custody/stay_detail.html", context)


@allow("custody.change_custodystay", records_look=True)
def stay_edit(request, pk):
    stay = get_of_client(request, CustodyStay.objects.all(), pk)
    form = ReleasePlanForm(sent(request), instance=stay, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.save_release_plan(form, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "custody/stay_form.html", _context(stay.client, _("Release plan")))
        messages.success(request, _("The release plan is saved."))
        return redirect(stay)
    return _form_page(request, form, stay.client, _("Release plan"))


@allow("custody.change_custodystay", records_look=True)
def release_date_record(request, pk):
    stay = get_of_client(request, CustodyStay.objects.all(), pk)
    return _verb_page(
        request, stay, ReleaseDateForm(sent(request), stay=stay), workflow.record_release_date,
        _("Record a release date"), _("The release date is recorded. Earlier dates are kept below."),
    )  # fmt: skip


@allow("custody.change_custodystay", records_look=True)
def stay_release(request, pk):
    stay = get_of_client(request, CustodyStay.objects.all(), pk)
    return _verb_page(
        request, stay, ReleaseForm(sent(request)), workflow.record_release,
        _("Record a release"), _("The release is recorded. The three weeks to start treatment have begun."),
    )  # fmt: skip


@allow("custody.change_custodystay", records_look=True)
def stay_seen(request, pk):
    stay = get_of_client(request, CustodyStay.objects.all(), pk)
    return _verb_page(
        request, stay, FirstSeenForm(sent(request), record=stay), workflow.record_first_seen,
        _("First meeting after release"), _("Recorded."),
    )  # fmt: skip


@allow("custody.change_custodystay", records_look=True)
def stay_reconnect(request, pk):
    stay = get_of_client(request, CustodyStay.objects.all(), pk)
    return _verb_page(
        request, stay, ReconnectForm(sent(request), record=stay), workflow.decide_reconnect,
        _("RECONNECT: health support after prison"), _("Recorded."),
    )  # fmt: skip


def _verb_page(request, stay, form, verb, heading, done):
    """A page with one form whose fields are the arguments of a verb about the stay."""
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, verb, stay, by=request.user, **form.answer):
                messages.success(request, done)
                return redirect(stay)
        except EditConflict as error:
            return conflict(request, form, error, "custody/stay_form.html", _context(stay.client, heading))
    return _form_page(request, form, stay.client, heading)


@allow("custody.change_custodystay", records_look=True)
def stay_refer(request, pk):
    """Refer somebody who leaves prison to the team of the place to which they go."""
    stay = get_of_client(request, CustodyStay.objects.with_release_date(), pk)
    known = stay.current_date
    first = {"release_on": stay.released_on or (known and known.expected_on)}
    form, heading = ReleaseReferralForm(sent(request), initial=first), _("Refer to a community team")
    if request.method == "POST" and form.is_valid():
        if referral := attempt(form, receive_from_release, form.instance, stay.client, by=request.user):
            messages.success(request, _("The team has the referral. Its number is %s.") % referral.reference)
            return redirect(stay)
    return _form_page(request, form, stay.client, heading)


def _form_page(request, form, client, heading):
    context = _context(client, heading) | {"form": form}
    return render(request, "custody/stay_form.html", context, status=422 if form.errors else 200)


def _context(client, heading):
    return {"client": client, "tab": "custody", "heading": heading}
