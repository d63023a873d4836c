"""Rows of what is about no client, as the directory and staff; and of rights and governance."""

from django.utils import timezone

from accounts.choices import Role
from alerts.workflow import plan
from clients import emergency
from governance import workflow as governance
from rights import workflow as rights
from services_directory import workflow as directory
from staffing import workflow as staffing
from tests.factories import accounts, clients
from tests.factories import governance as restrictions
from tests.factories import rights as requests
from tests.factories import services_directory as services
from tests.factories import staffing as staff
from tests.factories.reference import code

from .rows import Typed, row


@row("DI01")
def old_entries(w):
    editor = w.outsider(Role.DIRECTORY_EDITOR)
    service = services.ServiceFactory(checked_on=w.ago(400))
    plan(editor)
    yield editor
    directory.check_service(service, by=editor)


@row("IG03")
def kept_too_long(w):
    officer = w.outsider(Role.GOVERNANCE_OFFICER)
    old = clients.EpisodeFactory(closed=True, referred_on=w.ago(6000), ended_on=w.ago(5000))
    plan(officer)
    yield officer
    decision = requests.RetentionDecisionFactory.build(client=old.client, created_by=w.manager)
    rights.propose_retention(decision, by=w.manager)


@row("RI01")
def copy_is_due(w):
    officer = w.outsider(Role.GOVERNANCE_OFFICER)
    request = requests.AccessRequestFactory.build(client=w.client, received_on=w.ago(27))
    rights.receive_request(request, by=w.manager)
    yield officer
    rights.end_request(request, status="withdrawn", reason="The person no longer wants it", by=w.manager)


def open_by_break_glass(w):
    stranger = accounts.UserFactory(team=accounts.TeamFactory())
    reason = code("break_glass_reason", "emergency")
    [opening] = emergency.break_glass([w.client], reason=reason, text="Found unconscious outside", by=stranger)
    return opening


@row("BG01", is_only_told=True)
def keyworker_is_told(w):
    open_by_break_glass(w)
    yield w.keyworker


@row("BG02", is_only_told=True)
def officer_is_told(w):
    officer = w.outsider(Role.GOVERNANCE_OFFICER)
    open_by_break_glass(w)
    yield officer


@row("BG03")
def was_it_right(w):
    opening = open_by_break_glass(w)
    yield w.manager
    emergency.review_break_glass(opening, was_justified=True, note="It saved a life", by=w.manager)


@row("RR01")
def restriction_waits(w):
    restriction = restrictions.RestrictionFactory.build(client=w.client, created_by=None, review_on=w.ahead(90))
    governance.propose_restriction(restriction, readers=[w.keyworker, w.manager], by=w.keyworker)
    yield w.manager
    governance.decide(restriction, is_agreed=True, by=w.manager)


@row("RR02")
def restriction_again(w):
    officer = w.outsider(Role.GOVERNANCE_OFFICER)
    restriction = restrictions.RestrictionFactory(
        client=w.client, created_by=w.keyworker, review_on=w.ago(2), approved_by=w.manager, approved_at=timezone.now()
    )
    plan(restriction)
    yield officer
    governance.ask_to_lift(restriction, why="The cousin has left", by=w.manager)
    governance.decide(restriction, is_agreed=True, by=officer)


@row("SF01")
def training_runs_out(w):
    def training(obtained_on, expires_on):
        days = {"obtained_on": obtained_on, "expires_on": expires_on}
        return Typed(staff.QualificationFactory.build(user=w.keyworker, **days))

    staffing.record_about_staff(training(w.ago(700), w.ahead(20)), by=w.manager)
    yield w.manager
    staffing.record_about_staff(training(w.today, w.ahead(700)), by=w.manager)


@row("SF02")
def supervision(w):
    def held(held_on, next_on):
        days = {"held_on": held_on, "next_on": next_on}
        return Typed(staff.SupervisionFactory.build(user=w.keyworker, supervisor=w.manager, **days))

    staffing.record_about_staff(held(w.ago(50), w.ago(2)), by=w.manager)
    yield w.manager
    staffing.record_about_staff(held(w.today, w.ahead(40)), by=w.manager)
