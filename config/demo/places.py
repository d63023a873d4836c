"""The demo's partnerships, providers and teams, and everybody who signs in."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from accounts.choices import CoachKind, Duty, Nation, PartnershipKind, Role
from accounts.models import Area, Contract, Partnership, Provider, Team, TeamDuty, TeamMembership, User
from core.calendar import london
from reports.choices import PaidOutcome
from reports.models import OutcomePayment

from .rows import reserve_keys
from .words import NAMES

PASSWORD = "a quiet road home"  # of everybody in the demo, and of nobody elsewhere
CASELOAD = 45  # open episodes for one keyworker

# key: name, area, provider, share of the clients
TEAMS = {
    "city": ("Northmere City Team", "Northmere City", "Ashlar Recovery Trust", 44),
    "vale": ("Northmere Vale Team", "Northmere Vale", "Ashlar Recovery Trust", 17),
    "alcohol": ("Northmere Alcohol Team", "Northmere City", "Fernway Care", 11),
    "aftercare": ("Northmere Recovery and Aftercare Team", "Northmere City", "Fernway Care", 5),
    "dyffryn": ("Tîm Dyffryn Arian", "Dyffryn Arian", "Llwybr Newydd", 13),
    "glannau": ("Tîm Glannau Môr", "Glannau Môr", "Llwybr Newydd", 10),
}
AREAS = {
    "Northmere City": "Northmere Council",
    "Northmere Vale": "Northmere Council",
    "Dyffryn Arian": "Arian a Môr Area Planning Board",
    "Glannau Môr": "Arian a Môr Area Planning Board",
}
PARTNERSHIPS = {
    "Northmere Council": (PartnershipKind.COUNCIL, Nation.ENGLAND),
    "Arian a Môr Area Planning Board": (PartnershipKind.AREA_PLANNING_BOARD, Nation.WALES),
}
# user name: role, team or partnership, name
PEOPLE = {
    "keyworker": (Role.KEYWORKER, "city", "Nia Prosser"),
    "case.manager": (Role.CASE_MANAGER, "city", "Grace Okafor"),
    "team.manager": (Role.TEAM_MANAGER, "city", "Tom Hallam"),
    "clinician": (Role.CLINICIAN, "city", "Priya Mistry"),
    "coach": (Role.RECOVERY_COACH, "city", "Delroy Reid"),
    "keyworker.two": (Role.KEYWORKER, "vale", "Marek Jaworski"),
    "receiver": (Role.KEYWORKER, "aftercare", "Sinéad Quigley"),
    "gweithiwr": (Role.KEYWORKER, "dyffryn", "Gwen Pryce"),
    "commissioner": (Role.COMMISSIONER, "Northmere Council", "Alan Fairley"),
    "comisiynydd": (Role.COMMISSIONER, "Arian a Môr Area Planning Board", "Menna Ellis"),
    "directory.editor": (Role.DIRECTORY_EDITOR, "", "Joanna Brzeski"),
    "governance": (Role.GOVERNANCE_OFFICER, "", "Farhad Nazari"),
    "administrator": (Role.ADMINISTRATOR, "", "Jean Copley"),
}
DUTIES = {
    Duty.DUTY_WORKER: Role.KEYWORKER,
    Duty.PRESCRIBER: Role.CLINICIAN,
    Duty.SAFEGUARDING_LEAD: Role.CASE_MANAGER,
    Duty.HOUSING_LEAD: Role.KEYWORKER,
}


@dataclass
class Staff:
    """A team and its people."""

    team: Team
    nation: str
    members: dict = field(default_factory=dict)  # role: users

    def of(self, role):
        return self.members.setdefault(role, [])


def make_places(rows, open_episodes):
    """Everything up to the people; gives Staff by the key of the team. `open_episodes`: how many, by team."""
    began = london(rows.today - timedelta(days=900))
    partnerships = {
        name: rows.add(Partnership, began, name=name, kind=kind) for name, (kind, _) in PARTNERSHIPS.items()
    }
    areas = {
        name: rows.add(
            Area, began, name=name, partnership=partnerships[partnership], nation=PARTNERSHIPS[partnership][1]
        )
        for name, partnership in AREAS.items()
    }
    names = dict.fromkeys(provider for _, _, provider, _ in TEAMS.values())
    providers = {name: rows.add(Provider, began, name=name) for name in names}
    staff = {}
    for number, (key, (name, area, provider, _)) in enumerate(TEAMS.items()):
        phone = f"01632 960{100 + number}" if areas[area].nation == Nation.ENGLAND else f"029 2018 0{100 + number}"
        team = rows.add(
            Team, began, name=name, area=areas[area], provider=providers[provider], phone=phone, settings=["community"],
            takes_referrals=key != "aftercare",
            ndtms_code=f"N08{number:02}" if areas[area].nation == Nation.ENGLAND else "",
        )  # fmt: skip
        staff[key] = Staff(team, areas[area].nation)
    make_contracts(rows, partnerships, areas, providers, began)
    make_outcome_payment(rows, partnerships["Northmere Council"])
    make_users(rows, staff, partnerships, open_episodes, began)
    make_duties(rows, staff, began)
    return staff


def make_contracts(rows, partnerships, areas, providers, began):
    bought = dict.fromkeys((areas[area].partnership, providers[provider]) for _, area, provider, _ in TEAMS.values())
    for partnership, provider in bought:
        rows.add(Contract, began, partnership=partnership, provider=provider, starts_on=began.date())
    # A contract that ran out: its teams are counted no more.
    old = (began.date() - timedelta(days=1000), began.date() - timedelta(days=1))
    rows.add(
        Contract,
        began,
        partnership=partnerships["Northmere Council"],
        provider=providers["Llwybr Newydd"],
        starts_on=old[0],
        ends_on=old[1],
    )


def make_outcome_payment(rows, partnership):
    """One partnership pays by outcomes, for a year and a half; all others do not. Its key leaves those of others alone."""
    begins = london(rows.today - timedelta(days=540))
    rows.add(
        OutcomePayment, begins, id=uuid.UUID(int=rows.random("outcome payment").getrandbits(128), version=4),
        partnership=partnership, outcomes=PaidOutcome.values, starts_on=begins.date(),
        reason="Pilot with the council; the agreement is in the contract file",
    )  # fmt: skip


def make_users(rows, staff, partnerships, open_episodes, began):
    """The people whose user names are printed, and as many keyworkers as the caseloads ask for."""
    wanted = [(username, *row) for username, row in PEOPLE.items()]
    wanted += colleagues(rows.random("colleagues"), wanted, open_episodes)
    password = make_password(PASSWORD)
    for key, (username, role, place, name) in zip(reserve_keys(User, len(wanted)), wanted, strict=True):
        first, _, last = name.partition(" ")
        user = rows.add(
            User,
            began,
            id=key,
            username=username,
            password=password,
            first_name=first,
            last_name=last,
            email=f"{username}@example.org",
            role=role,
            partnership=partnerships.get(place),
            is_staff=role in (Role.ADMINISTRATOR, Role.DIRECTORY_EDITOR),
            date_joined=began,
        )
        if role == Role.RECOVERY_COACH:
            user.coach_kind, user.is_paid = CoachKind.MENTOR, place == "city"
            user.supervisor = staff[place].of(Role.TEAM_MANAGER)[0]
        if place in staff:
            rows.add(TeamMembership, began, user=user, team=staff[place].team)
            staff[place].of(role).append(user)


def colleagues(rng, wanted, open_episodes):
    """Those nobody signs in as: (user name, role, team, name)."""
    firsts = [name for _, women, men, _ in NAMES.values() for name in (women + " " + men).split()]
    lasts = [name for *_, families in NAMES.values() for name in families.split() if "~" not in name]
    taken = {username for username, *_ in wanted}
    for team in TEAMS:
        present = [role for _, role, place, _ in wanted if place == team]
        needed = [Role.TEAM_MANAGER, Role.CASE_MANAGER, Role.CLINICIAN]
        if team in ("city", "aftercare"):
            needed.append(Role.RECOVERY_COACH)
        keyworkers = max(1 + (team == "city"), round(open_episodes.get(team, 0) / CASELOAD))
        missing = [role for role in needed if role not in present]
        missing += [Role.KEYWORKER] * (keyworkers - present.count(Role.KEYWORKER))
        for role in missing:
            first, last = rng.choice(firsts), rng.choice(lasts)
            username = f"{team}.{role.value.replace('_', '.')}.{len(taken)}"
            taken.add(username)
            yield username, role, team, f"{first} {last}"


def make_duties(rows, staff, began):
    """Most duties have a holder; the empty ones fall to the team manager."""
    for people in staff.values():
        for duty, role in DUTIES.items():
            holders = people.of(role)
            if holders:
                deputy = holders[1] if len(holders) > 1 else None
                rows.add(TeamDuty, began, team=people.team, duty=duty, holder=holders[-1], deputy=deputy)
