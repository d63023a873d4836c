"""Every list and the client's record take the same number of queries for 2 rows and for 50, within a budget."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.choices import Role
from clients.choices import FlagKind
from recovery_capital.choices import Domain
from referrals.choices import UnmetReason
from reports.printing import KIND
from tests.factories import (
    accounts,
    aftercare,
    alerts,
    careplans,
    clients,
    core,
    custody,
    programmes,
    recovery_capital,
    referrals,
    reports,
)
from tests.factories import services_directory as directory

from .world import address_of

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)


class Place:
    """A team with one client in treatment, and ways to fill each list."""

    def __init__(self):
        self.team, self.other_team = accounts.TeamFactory(), accounts.TeamFactory()
        self.ours = directory.ServiceFactory(run_by_team=self.team)
        self.theirs = directory.ServiceFactory(run_by_team=self.other_team)
        self.today = timezone.localdate()
        self.colleague = accounts.UserFactory(team=self.team)
        self.users = {}
        self.episode = clients.EpisodeFactory(team=self.team, in_treatment=True)
        self.client = self.episode.client
        self.plan = careplans.CarePlanFactory(client=self.client, episode=self.episode)
        self.aftercare = aftercare.AftercareFactory(client=self.client, episode=self.episode)
        self.handover = self.aftercare.handover
        self.stay = custody.CustodyStayFactory(client=self.client, episode=self.episode)
        self.begun = recovery_capital.AssessmentFactory(client=self.client, in_progress=True)
        self.case = recovery_capital.IpsCaseFactory(client=self.client)
        self.document = core.DocumentFactory()
        self.meeting = programmes.ProgrammeSessionFactory(programme__team=self.team, held=True)

    def user(self, role):
        """The user with this role."""
        more = {"coach": True} if role == Role.RECOVERY_COACH else {"role": role}
        if role == Role.COMMISSIONER:
            more["partnership"] = self.team.area.partnership
        if role not in self.users:
            self.users[role] = accounts.UserFactory(team=self.team, **more)
        return self.users[role]

    def caseload(self, n):
        """A client of the keyworker's with something in every column and in every part of My work."""
        now = timezone.now()
        keyworker = self.user(Role.KEYWORKER)
        since = {"keyworker": keyworker, "keyworker_since": now, "in_treatment": True, "created_by": self.colleague}
        episode = clients.EpisodeFactory(team=self.team, planned_exit_on=self.today, **since)
        mine = {"client": episode.client}
        clients.ContactFactory(happened_at=now, created_at=now, created_by=self.colleague, **mine)
        clients.ClientFlagFactory(**mine)
        clients.CoachAssignmentFactory(coach=self.user(Role.RECOVERY_COACH), **mine)
        plan = careplans.CarePlanFactory(active=True, episode=episode, **mine)
        careplans.ActionFactory(goal__plan=plan, by_when=self.today)
        stay = custody.CustodyStayFactory(episode=episode, **mine)
        custody.ReleaseDateFactory(stay=stay, earliest_on=self.today, expected_on=self.today)
        about = {"subject_id": episode.client_id, "client_id": episode.client_id, "team": self.team}
        alerts.AlertFactory(recipient=keyworker, raised=True, **about)
        referrals.ReferralFactory(sent=True, service=self.theirs, **mine)

    def record(self, n):
        """One more of everything in the record of the one client."""
        mine, service = {"client": self.client}, {"client": self.client, "service": self.theirs}
        clients.ContactFactory(happened_at=START + timedelta(hours=n), created_by=self.colleague, **mine)
        clients.ConsentFactory(recipient=self.theirs, **mine)
        clients.CoachAssignmentFactory(coach=self.user(Role.RECOVERY_COACH), **mine)
        clients.ClientFlagFactory(kind=FlagKind.values[n % len(FlagKind.values)], ended_on=self.today, **mine)
        episode = clients.EpisodeFactory(team=self.other_team, closed=True, **mine)
        clients.EpisodeSubstanceFactory(episode=episode)
        clients.EpisodeStatusChangeFactory(record=episode)
        careplans.CarePlanFactory(superseded=True, number=n + 2, **mine)
        referrals.ReferralFactory(sent=True, **service)
        referrals.SignpostFactory(texted=True, created_by=self.colleague, **service)
        referrals.UnmetNeedFactory(found_on=self.today - timedelta(days=n), reason=UnmetReason.values[n % 7], **mine)
        custody.CustodyStayFactory(released=True, **mine)
        about = {"subject_id": self.client.pk, "client_id": self.client.pk, "team": self.team}
        alerts.AlertFactory(raised=True, recipient=None, **about)

    def goals(self, n):
        goal = careplans.GoalFactory(plan=self.plan, domain=Domain.values[n % len(Domain.values)])
        careplans.ActionFactory(goal=goal)
        careplans.InterventionFactory(plan=self.plan)

    def ratings(self, n):
        recovery_capital.DomainRatingFactory(
            assessment__client=self.client, assessment__assessed_on=self.today - timedelta(days=n)
        )

    def measures(self, n):
        day = self.today - timedelta(days=n)
        recovery_capital.MeasureResultFactory(client=self.client, waiting=True, answered_on=day)
        recovery_capital.TopAssessmentFactory(client=self.client, interviewed_on=day)

    def homes(self, n):
        day = self.today - timedelta(days=n)
        check = recovery_capital.PriorityNeedCheckFactory(client=self.client, checked_on=day)
        recovery_capital.PriorityNeedAnswerFactory(check_made=check, answer="yes")

    def work(self, n):
        day = self.today - timedelta(days=n)
        recovery_capital.EteDiscussionFactory(client=self.client, discussed_on=day)
        recovery_capital.SkillFactory(client=self.client)
        closed = {"referred_on": START, "closed_on": START, "closed_because": "other"}
        case = self.case if n % 2 else recovery_capital.IpsCaseFactory(client=self.client, **closed)
        recovery_capital.JobCheckFactory(job__case=case, job__started_on=day)

    def dates(self, n):
        custody.ReleaseDateFactory(stay=self.stay, superseded_at=START + timedelta(hours=n))

    def check_ups(self, n):
        aftercare.CheckUpFactory(aftercare=self.aftercare, due_on=self.today + timedelta(days=n))
        aftercare.HandoverFactory(episode=self.episode, withdrawn=True, all_needs=False, receiving_service=self.theirs)

    def handovers(self, n):
        """One in each part of the list of handovers."""
        away = {"all_needs": False, "episode__team": self.team, "receiving_service": self.theirs}
        here = {"all_needs": False, "episode__team": self.other_team, "receiving_service": self.ours}
        clients.EpisodeFactory(team=self.team, in_treatment=True, planned_exit_on=self.today)
        aftercare.HandoverFactory(**away)
        aftercare.HandoverFactory(accepted=True, **away)
        aftercare.HandoverFactory(sent=True, **here)
        aftercare.HandoverFactory(accepted=True, **here)

    def referrals_in(self, n):
        triaged = {"urgency": "soon", "allocated_to": self.colleague}
        referrals.IncomingReferralFactory(team=self.team, dangers=["overdose"], **triaged)
        taken = referrals.IncomingReferralFactory(team=self.team, taken=True)
        taken.episode.keyworker = self.colleague
        taken.episode.save()

    def enrolments(self, n):
        mine = {"client": self.client, "programme__team": self.team}
        own = programmes.EnrolmentSlotFactory(enrolment=programmes.EnrolmentFactory(**mine))
        programmes.ProgrammeSessionFactory(programme=own.slot.programme, begins_at=timezone.now(), ends_at=LATER)
        programmes.EnrolmentFactory(completed=True, **mine)

    def sessions(self, n):
        """Somebody in the register of the one session, and one more session of the same programme."""
        client = clients.ClientFactory(registered_team=self.team)
        enrolment = programmes.EnrolmentFactory(programme=self.meeting.programme, client=client)
        programmes.AttendanceFactory(session=self.meeting, client=client, enrolment=enrolment)
        now = timezone.now()
        programmes.ProgrammeSessionFactory(
            programme=self.meeting.programme, lead=self.colleague, room=programmes.RoomFactory(team=self.team),
            begins_at=now, ends_at=now + timedelta(hours=1),
        )  # fmt: skip

    def services(self, n):
        service = directory.ServiceFactory(name=f"Harbour {n}")
        directory.ServiceAtLocationFactory(service=service)

    def looks(self, n):
        core.AccessLogFactory(user=self.colleague)

    def figures(self, n):
        """Figures of two years in ever more groups."""
        reports.RefreshFactory(finished_at=timezone.now())
        for year in (2024, 2025):
            period = reports.PeriodFactory(starts_on=date(year, 4, 1), ends_on=date(year + 1, 3, 31))
            of = {"team": self.team, "period": period, "dimension": "sex", "value": str(n)}
            reports.FigureFactory(measure="completion_exits", **of)

    def documents(self, n):
        core.DocumentFactory(kind=KIND, requested_by=self.user(Role.COMMISSIONER), finished=True)


# What fills the pages → (page, what it is about, the role, the most queries that it may take).
PAGES = {
    "caseload": [
        ("clients:client_list", "", Role.KEYWORKER, 8),
        ("clients:client_list", "", Role.RECOVERY_COACH, 8),
        ("clients:my_work", "", Role.KEYWORKER, 12),
        ("clients:my_work", "", Role.TEAM_MANAGER, 12),
        ("custody:release_list", "", Role.KEYWORKER, 8),
        ("referrals:outgoing_list", "", Role.KEYWORKER, 8),
        ("referrals:outgoing_list", "", Role.TEAM_MANAGER, 8),
        ("reports:caseload_report", "", Role.CASE_MANAGER, 15),
        ("exchange:problem_list", "", Role.CASE_MANAGER, 15),
    ],
    "record": [
        ("clients:client_detail", "client", Role.KEYWORKER, 10),
        ("clients:client_detail", "client", Role.RECOVERY_COACH, 10),
        ("careplans:care_plan_list", "client", Role.KEYWORKER, 10),
        ("referrals:referral_list", "client", Role.KEYWORKER, 11),
        ("referrals:signpost_list", "client", Role.KEYWORKER, 10),
        ("referrals:unmet_need_list", "client", Role.KEYWORKER, 10),
        ("custody:stay_list", "client", Role.KEYWORKER, 10),
    ],
    "ratings": [
        ("recovery_capital:assessment_list", "client", Role.KEYWORKER, 12),
        ("recovery_capital:assessment_sections", "begun", Role.KEYWORKER, 10),
        ("recovery_capital:assessment_section", "begun", Role.KEYWORKER, 14),
        ("recovery_capital:assessment_check", "begun", Role.KEYWORKER, 13),
    ],
    "measures": [("recovery_capital:measure_list", "client", Role.KEYWORKER, 12)],
    "homes": [
        ("recovery_capital:priority_need_list", "client", Role.KEYWORKER, 12),
        ("recovery_capital:priority_need_add", "client", Role.KEYWORKER, 12),
    ],
    "work": [
        ("recovery_capital:work_and_learning", "client", Role.KEYWORKER, 12),
        ("recovery_capital:discussion_add", "client", Role.KEYWORKER, 12),
        ("recovery_capital:ips_case_detail", "case", Role.KEYWORKER, 12),
    ],
    "goals": [
        ("careplans:care_plan_detail", "plan", Role.KEYWORKER, 12),
        ("careplans:care_plan_check", "plan", Role.KEYWORKER, 12),
    ],
    "enrolments": [("programmes:client_programmes", "client", Role.KEYWORKER, 12)],
    "dates": [("custody:stay_detail", "stay", Role.KEYWORKER, 9)],
    "check_ups": [("aftercare:client_aftercare", "client", Role.CASE_MANAGER, 17)],
    "handovers": [("aftercare:handover_list", "", Role.CASE_MANAGER, 10)],
    "services": [
        ("services_directory:service_list", "", Role.DIRECTORY_EDITOR, 6),
        ("services_directory:queue_list", "", Role.DIRECTORY_EDITOR, 10),
        ("referrals:referral_create", "client", Role.KEYWORKER, 11),
        ("aftercare:need_edit", "handover", Role.CASE_MANAGER, 10),
    ],
    "sessions": [
        ("programmes:session_list", "", Role.KEYWORKER, 9),
        ("programmes:session_detail", "meeting", Role.KEYWORKER, 9),
        ("programmes:register_take", "meeting", Role.KEYWORKER, 8),
        ("programmes:figures_overview", "", Role.TEAM_MANAGER, 12),
    ],
    "referrals_in": [("referrals:incoming_list", "", Role.KEYWORKER, 8)],
    "looks": [("accounts:access_log", "", Role.GOVERNANCE_OFFICER, 5)],
    "documents": [("reports:report_list", "", Role.COMMISSIONER, 5)],
    "figures": [
        ("reports:outcomes_report", "", Role.COMMISSIONER, 6),
        ("reports:outcomes_report", "", Role.TEAM_MANAGER, 6),
    ],
}

# What is chosen on these pages.
VALUES = {"figures": {"breakdown": "sex", "period": "year-2025-04-01", "compare": "year-2024-04-01"}}


@pytest.fixture
def place(db):
    return Place()


def queries(place, page, **values):
    """The statements that a page takes, once what a process learns once is known."""
    name, about, role, _budget = page
    browser = Browser()
    browser.force_login(place.user(role), backend="accounts.roles.RoleBackend")
    url = address_of(name, *([getattr(place, about).pk] if about else []))
    browser.get(url, values)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url, values).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("filling", PAGES)
def test_pages_take_the_same_queries_for_2_rows_and_50(filling, place):
    few = {}
    for numbers in (range(2), range(2, 50)):
        for n in numbers:
            getattr(place, filling)(n)
        for page in PAGES[filling]:
            taken = queries(place, page, **VALUES.get(filling, {}))
            listed = "\n".join(sql[:150] for sql in taken)
            assert few.setdefault(page, len(taken)) == len(taken), f"{page}: {few[page]} queries for 2 rows\n{listed}"
            assert len(taken) <= page[-1], f"{page}\n{listed}"


def test_filters_of_the_caseload_take_no_more(place):
    for n in range(3):
        place.caseload(n)
    filters = {"words": "test", "overdue": "on", "keyworker": "mine"}
    taken = queries(place, PAGES["caseload"][0], **filters)
    assert len(taken) <= 8, taken
