"""Limits to the use of a record, legal holds, and what becomes of a record whose time has run out."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent

from .. import workflow
from ..forms import AnswerForm, DayForm, HoldForm, LimitDecisionForm, LimitForm, RetentionForm
from ..models import LegalHold, Limit, RetentionDecision
from .parts import get_person, get_right, right_page


@allow("rights.handle_requests", records_look=True)
def limit_add(request, pk):
    client = get_person(request, pk)
    form = LimitForm(sent(request), instance=Limit(client=client), initial={"asked_on": timezone.localdate()})
    return right_page(
        request, client, _("Restriction or objection"), form, verb=lambda data: form.save(by=request.user),
        done=_("Written down. Decide it within a month."),
    )  # fmt: skip


@allow("rights.handle_requests", records_look=True)
def limit_decide(request, pk):
    limit = get_right(request, Limit.objects.all(), pk)
    form = LimitDecisionForm(sent(request), limit=limit)
    return right_page(
        request, limit.client, _("Decide: %(what)s") % {"what": limit.get_kind_display()}, form, about=limit.why,
        verb=lambda data: workflow.decide_limit(limit, **data, by=request.user), done=_("Decided."),
    )  # fmt: skip


@allow("rights.decide_retention", records_look=True)
def hold_add(request, pk):
    client = get_person(request, pk)
    form = HoldForm(sent(request), instance=LegalHold(client=client), initial={"starts_on": timezone.localdate()})
    return right_page(
        request, client, _("Place a legal hold"), form, done=_("The record is kept until the hold ends."),
        verb=lambda data: workflow.place_hold(form.instance, by=request.user),
    )  # fmt: skip


@allow("rights.decide_retention", records_look=True)
def hold_end(request, pk):
    hold = get_right(request, LegalHold.objects.all(), pk)
    form = DayForm(sent(request))
    return right_page(
        request, hold.client, _("End the legal hold"), form, about=hold.why, done=_("The hold has ended."),
        verb=lambda data: workflow.end_hold(hold, **data, by=request.user),
    )  # fmt: skip


@allow("rights.decide_retention", records_look=True)
def retention_propose(request, pk):
    client = get_person(request, pk)
    form = RetentionForm(sent(request), instance=RetentionDecision(client=client))
    return right_page(
        request, client, _("Keep or erase this record"), form, done=_("Proposed. Somebody else decides."),
        verb=lambda data: workflow.propose_retention(form.instance, by=request.user),
    )  # fmt: skip


@allow("rights.decide_retention", records_look=True)
def retention_answer(request, pk):
    decision = get_right(request, RetentionDecision.objects.all(), pk)
    about = _("%(who)s proposes: %(what)s. %(why)s") % {
        "who": decision.created_by, "what": decision.get_choice_display(), "why": decision.why,
    }  # fmt: skip
    return right_page(
        request, decision.client, _("Decide on keeping this record"), AnswerForm(sent(request)), about=about,
        verb=lambda data: workflow.answer_retention(decision, **data, by=request.user), done=_("Decided."),
    )  # fmt: skip
