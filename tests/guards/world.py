"""Two teams, one user per role, and one record of each kind in each place: whatever a route may be tried on."""

import uuid
from datetime import date

from django.urls import reverse

from accounts.choices import CoachKind, Role
from tests.factories import accounts, clients

from .makers import MAKERS

# What the address of a route names besides its record.
ALSO_NAMED = {
    "custody:plan_edit": ["home"],
    "recovery_capital:assessment_section": ["housing"],
    "referrals:step_edit": ["providers", 1],
    "programmes:missed_step": ["first_attempt"],
    "referrals:step_services": ["providers", 1, "chosen"],
}


def address_of(name, *key):
    """The address of a route about a record, or about none."""
    return reverse(name, args=[*key, *ALSO_NAMED.get(name, [])])


LETTERS = {
    "k": Role.KEYWORKER,
    "c": Role.CASE_MANAGER,
    "t": Role.TEAM_MANAGER,
    "n": Role.CLINICIAN,
    "h": Role.RECOVERY_COACH,
    "m": Role.COMMISSIONER,
    "d": Role.DIRECTORY_EDITOR,
    "g": Role.GOVERNANCE_OFFICER,
    "a": Role.ADMINISTRATOR,
}


EVERYBODYS = {"contract", "service", "code", "code_set", "wording", "code_field", "interval_key", "wording_key"}
EVERYBODYS |= {"data_set_version", "rule_code"}
EVERYBODYS |= {"prison", "early_route", "surge_day", "recovery_definition", "outcome_payment"}
EVERYBODYS |= {"user", "invitation", "provision", "place", "taxonomy", "term", "organisation"}
EVERYBODYS |= {"calendar_token", "received_token", "public_page", "page_slug", "poster", "poster_code"}
EVERYBODYS |= {"feed", "feed_run", "difference", "problem", "check_link"}
EVERYBODYS |= {"partner_link", "reminder_link"}
FOR_OFFICERS = {
    "break_glass",
    "override",
    "seen",
    "restriction",
    "reader",
    "rights_of",
    "access_request",
    "limit",
    "legal_hold",
    "retention_decision",
}  # seen wherever they are, by their reference
ONLY_WHOSE = {
    "draft",
    "saved_view",
    "document",
    "schedule",
    "session",
    "factor",
}  # only whose it is, which their own tests check
WHOSE = {"document": "requested_by", "schedule": "user"}  # the column that says so
STAFF_RECORDS = {"colleague", "cover", "planning_team", "qualification", "supervision"}


# Whose records are only those addressed to them or made by them: an officer's alerts, a coach's alerts and concerns.
BY_NAME = {("alert", "g"), ("alert", "h"), ("concern", "h")}


class World:
    """`users[role letter]` are members of our team; `record(kind, place)` is a record in one of `PLACES`."""

    PLACES = ("own", "team", "other", "absent")

    def __init__(self):
        self.team, other_team = accounts.TeamFactory(), accounts.TeamFactory()
        self.users = {letter: self._user(role) for letter, role in LETTERS.items()}
        self.episodes = {
            "own": self._episode(self.team, keyworker=self.users["k"]),
            "team": self._episode(self.team),
            "other": self._episode(other_team),
        }
        clients.CoachAssignmentFactory(client=self.episodes["own"].client, coach=self.users["h"])
        self.records = {}

    def _user(self, role):
        more = {"coach_kind": CoachKind.MENTOR} if role == Role.RECOVERY_COACH else {}
        if role == Role.COMMISSIONER:
            more = {"partnership": self.team.area.partnership}
        return accounts.UserFactory(role=role, team=self.team, **more)

    def _episode(self, team, **more):
        return clients.EpisodeFactory(team=team, in_treatment=True, planned_exit_on=date(2026, 12, 18), **more)

    def record(self, kind, place):
        """The record, or None where nothing exists."""
        if place == "absent":
            return None
        if (kind, place) not in self.records:
            self.records[kind, place] = MAKERS[kind](self.episodes[place])
        return self.records[kind, place]

    def key(self, kind, place):
        record = self.record(kind, place)
        if record is None:
            return 0x7777 if kind in ("factor", "user") else uuid.UUID(int=0x7777)
        return getattr(record, "public_id", record.pk)

    def sees(self, letter, kind, place):
        """May this role see a record of this kind in this place?"""
        if place == "absent" or kind in ONLY_WHOSE:
            return kind in ("draft", "saved_view") and (letter, place) == ("k", "own")
        if kind in EVERYBODYS or letter == "g" and kind in FOR_OFFICERS:
            return True
        ours = place in ("own", "team")
        if kind in STAFF_RECORDS:
            return letter == "t" and ours  # others see their own alone, which test_staffing checks
        if (kind, letter) in BY_NAME:
            return False
        if kind in ("alert", "received", "open_access", "incoming", "first_offer"):
            return ours
        if kind == "our_service":
            return ours or letter == "d"
        kept_alone = letter == "h" or kind == "seen" and letter == "k"
        return place == "own" if kept_alone else ours

    def client_of(self, kind, place):
        record = self.record(kind, place)
        for step in ("goal", "plan", "handover", "kept", "referral"):
            record = getattr(record, step, None) or record
        return record if kind in ("client", "seen", "record_link", "rights_of") else getattr(record, "client", None)
