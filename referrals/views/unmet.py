"""Pages of needs that cannot be met, on the record of a client."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.forms import ErrorForm
from clients.responsible import current_episode, team_of
from clients.views.parts import form_page
from clients.workflow import mark_in_error, may_correct
from core.forms import EditConflict, PageQuery, sent
from core.pagination import paginate
from core.views import attempt, conflict

from .. import unmet
from ..choices import NEEDS_OF_DOMAIN
from ..forms import MetForm, UnmetNeedForm, UnmetNeedQuery
from ..models import UnmetNeed

ORDER = ("-found_on", "-created_at", "-id")
FORM_PAGE = "clients/record_form.html"


@allow("referrals.view_referral", methods=READ, records_look=True)
def unmet_need_list(request, pk):
    """Which needs of a client cannot be met, where and why; and those that were met after all."""
    client = get_client(request, pk)
    rows = client.unmet_needs.select_related("area", "referral__service", "created_by")
    page = paginate(rows, *ORDER, cursor=PageQuery(request.GET).values()["after"])
    for need in page.rows:
        need.may_correct = may_correct(need, request.user)
    context = {"client": client, "tab": "referrals", "page": page}
    context["next_url"] = f"?after={page.next_cursor}" if page.next_cursor else ""
    return render(request, "referrals/unmet_need_list.html", context)


@allow("referrals.change_referral", records_look=True)
def unmet_need_add(request, pk):
    """`?referral=` is a referral that came to nothing, `?domain=` and `?reason=` a need that is named elsewhere."""
    client = get_client(request, pk)
    need = _new_need(client, UnmetNeedQuery(request.GET).values())
    form = UnmetNeedForm(sent(request), instance=need)
    return _saved(request, form, unmet.record_unmet_need, _("A need that cannot be met"), _("The need is recorded."))


def _new_need(client, known):
    """A need with what is known of it, so that nothing is typed twice."""
    episode = current_episode(client)
    need = UnmetNeed(client=client, episode=episode, area_id=team_of(client, episode).area_id)
    need.domain, need.reason = known["domain"], known["reason"]
    ended = client.referrals.filter(pk=known["referral"] or None, status__in=unmet.UNANSWERED_NEED)
    if referral := ended.select_related("service").first():
        need.referral, need.domain = referral, referral.domain
        need.reason = unmet.REASON_OF_DECLINE.get(referral.decline_reason, "")
    kinds = NEEDS_OF_DOMAIN.get(need.domain, [])
    need.need = kinds[0] if len(kinds) == 1 else ""
    return need


@allow("referrals.change_referral", records_look=True)
def unmet_need_edit(request, pk):
    need = _get_need(request, pk)
    form = UnmetNeedForm(sent(request), instance=need)
    return _saved(request, form, unmet.correct_unmet_need, _("Correct a need that cannot be met"), _("Saved."))


def _saved(request, form, verb, title, done):
    need = form.instance
    context = _context(need, title)
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, verb, form, by=request.user):
                messages.success(request, done)
                return redirect(need)
        except EditConflict as error:
            return conflict(request, form, error, FORM_PAGE, context)
    return form_page(request, title, form, context)


@allow("referrals.change_referral", records_look=True)
def unmet_need_met(request, pk):
    need = _get_need(request, pk)
    form, title = MetForm(sent(request), record=need), _("The need is met after all")
    context = _context(need, title) | {"about": need.in_words}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, unmet.mark_met, need, **form.answer, by=request.user):
                messages.success(request, _("Recorded: the need is met."))
                return redirect(need)
        except EditConflict as error:
            return conflict(request, form, error, FORM_PAGE, context)
    return form_page(request, title, form, context)


@allow("referrals.change_referral", records_look=True)
def unmet_need_error(request, pk):
    """A need that should not be on this record: marked with its reason, kept, and counted nowhere any more."""
    need = _get_need(request, pk)
    form, title = ErrorForm(sent(request)), _("Entered in error")
    if request.method == "POST" and form.is_valid():
        if attempt(form, mark_in_error, need, **form.cleaned_data, by=request.user):
            messages.success(
                request, _("It is marked as entered in error. It stays readable, and is no longer counted.")
            )
            return redirect(need)
    return form_page(request, title, form, _context(need, title) | {"about": need.in_words})


def _get_need(request, pk):
    return get_of_client(request, UnmetNeed.objects.select_related("area", "referral__service"), pk)


def _context(need, title):
    context = {"client": need.client, "tab": "referrals", "title": title, "back_url": need.get_absolute_url()}
    if need.referral:
        context["about"] = _("After the referral to %(service)s.") % {"service": need.referral.service}
    return context
