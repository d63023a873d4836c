"""The demo's clients: names, numbers, and where each stands in treatment."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts.choices import Nation, Role
from accounts.models import User
from clients.choices import (
    AddressKind,
    Answer,
    ChildrenWith,
    ContactKind,
    NeedsLevel,
    NeedsReason,
    Sex,
    Substance,
    SubstanceGroup,
    WayKind,
)
from clients.models import (
    Address,
    Child,
    Client,
    ClientFlag,
    CoachAssignment,
    ComplexNeeds,
    ContactWay,
    Episode,
    EqualityAnswers,
    HealthContacts,
    LanguageNeeds,
    ParentalAnswers,
    Relationship,
)
from clients.models.client import REFERENCE_ALPHABET

from .places import TEAMS, Staff
from .rows import SHORT, Rows, moment, pick
from .words import CONTACT_RULES, FLAG_REASONS, KIN, NAMES, NICKNAMES, STAFF_SAFETY, STREETS

# National figures for England, 2024 to 2025: opiates 42 %, alcohol only 30 %, the two non-opiate groups together 28 %.
GROUPS = {
    SubstanceGroup.OPIATE: 42,
    SubstanceGroup.ALCOHOL: 30,
    SubstanceGroup.NON_OPIATE: 15,
    SubstanceGroup.NON_OPIATE_AND_ALCOHOL: 13,
}
PHASES = {"waiting": 8, "in_treatment": 58, "custody": 4, "aftercare": 9, "closed": 21}
AGES = {
    SubstanceGroup.OPIATE: (45, 8),
    SubstanceGroup.ALCOHOL: (47, 12),
    SubstanceGroup.NON_OPIATE: (31, 9),
    SubstanceGroup.NON_OPIATE_AND_ALCOHOL: (36, 10),
}
TEST_NHS_NUMBERS = 1_000_000  # 999 000 000x to 999 999 999x are never given to anybody


@dataclass
class Case:
    """One person of the demo, with what the parts of the generator tell each other."""

    rows: Rows
    rng: random.Random
    number: int
    staff: Staff
    phase: str
    group: str
    keyworker: User | None = None
    case_manager: User | None = None
    client: Client | None = None
    episode: Episode | None = None
    started_on: date | None = None  # of treatment
    last_on: date | None = None  # the last day on which anything can have happened
    agreed_help: list = field(default_factory=list)  # in plans

    @property
    def today(self):
        return self.rows.today

    @property
    def worker(self):
        """Who has written things down."""
        return self.keyworker or self.case_manager

    def ago(self, days):
        return self.today - timedelta(days=days)

    def at(self, day):
        """A working minute of a day, at the latest yesterday."""
        return moment(min(day, self.ago(1)), self.rng)

    def chance(self, share):
        return self.rng.random() < share

    def add(self, model, at, by=None, **fields):
        at = at if isinstance(at, datetime) else self.at(at)
        return self.rows.add(model, at, by or self.worker, **fields)


def sketch(rows, count):
    """Team, phase and substance group of each person, before there is anybody to look after them."""
    for number in range(count):
        rng = rows.random("client", number)
        team = pick(rng, {key: share for key, (*_, share) in TEAMS.items()})
        group = SubstanceGroup.ALCOHOL if team == "alcohol" and rng.random() < 0.8 else pick(rng, GROUPS)
        yield number, rng, team, pick(rng, PHASES), group


def make_client(case, nhs_number):
    rng = case.rng
    sex = pick(rng, {Sex.MALE: 68, Sex.FEMALE: 31, Sex.NOT_KNOWN: 1})
    weights = {
        culture: weight * (2.5 if culture == "welsh" and case.staff.nation == Nation.WALES else 1)
        for culture, (weight, *_) in NAMES.items()
    }
    _, women, men, families = NAMES[pick(rng, weights)]
    first = rng.choice((women if sex == Sex.FEMALE else men).split())
    family = rng.choice(families.split()).replace("~", " ")
    if case.chance(0.04):
        family = f"{family}-{rng.choice(NAMES['english'][3].split())}"
    mean, spread = AGES[case.group]
    days_old = int(min(max(rng.gauss(mean, spread), 18.5), 84) * 365.25)
    case.client = case.rows.add(
        Client,
        case.at(case.ago(800)),
        reference=reference(case.rows.random("reference", case.number)),
        registered_team=case.staff.team,
        first_name=first,
        family_name=family,
        preferred_name=NICKNAMES.get(first, "") if case.chance(0.5) else "",
        date_of_birth=case.ago(days_old),
        sex=sex,
        nhs_number=nhs_number if case.chance(0.88) else "",
        contact_rule=rng.choice(CONTACT_RULES) if case.chance(0.15) else "",
        staff_safety=rng.choice(STAFF_SAFETY) if case.chance(0.03) else "",
    )
    make_reach(case, case.rows.random("reach", case.number))


def make_reach(case, rng):
    """Where the person lives and how to reach them; every third has been asked what is safe."""
    client, since = case.client, case.client.created_at
    homeless = rng.random() < 0.06
    case.add(
        Address, since, client=client, starts_on=case.ago(rng.randint(30, 800)),
        kind=AddressKind.NO_FIXED_ABODE if homeless else AddressKind.HOME,
        lines="" if homeless else f"{rng.randint(1, 140)} {rng.choice(STREETS)}\n{case.staff.team.area.name}",
        postcode="ZZ99 3VZ" if homeless else postcode(case, rng),
        is_hidden=not homeless and rng.random() < 0.02,
    )  # fmt: skip
    asked = rng.random() < 0.35
    rule = {"may_leave_message": rng.choice(["yes", "no"]), "may_say_who": rng.choice(["yes", "no"])} if asked else {}
    if rng.random() < 0.85:
        number = f"07700 900{rng.randint(0, 999):03}"
        case.add(ContactWay, since, client=client, kind=WayKind.PHONE, value=number, is_preferred=asked, **rule)
    if rng.random() < 0.35:
        email = f"person{case.number}@example.org"
        case.add(ContactWay, since, client=client, kind=WayKind.EMAIL, value=email)


def make_circle(case):
    """Who is around a few of the people, what they were asked, and how complex their needs are; not in short stories."""
    if case.rows.stories is SHORT:
        return
    rng, client, codes = case.rows.random("circle", case.number), case.client, case.rows.codes
    day = case.ago(rng.randint(20, 300))
    if rng.random() < 0.5:
        answers = {name: rng.choice(codes(name)) for name in EqualityAnswers.QUESTIONS if name != "nationality"}
        answers["nationality"] = codes("nationality")[0 if rng.random() < 0.9 else rng.randrange(1, 240)]
        case.add(EqualityAnswers, day, client=client, **answers)
        case.add(LanguageNeeds, day, client=client, spoken=codes("language")[0], interpreter_needed=Answer.NO)
        case.add(
            HealthContacts, day, client=client, gp_registered=Answer.YES, gp_practice="Quayside Surgery",
            gp_phone="01632 960150", pharmacy="Harbour Pharmacy", pharmacy_phone="01632 960160",
        )  # fmt: skip
    if rng.random() < 0.25:
        name, kind = rng.choice(KIN)
        case.add(Relationship, day, client=client, name=name, kind=kind, is_next_of_kin=True, may_contact=Answer.YES)
    if rng.random() < 0.3:
        reasons = rng.sample(NeedsReason.values, rng.randint(1, 2))
        case.add(
            ComplexNeeds, day, client=client, assessed_on=day, level=rng.choice(NeedsLevel.values), reasons=reasons,
            said_by="Assessment",
        )  # fmt: skip
    make_parent(case, rng, day)


def make_parent(case, rng, day):
    client, helped = case.client, case.rows.codes("children_help")
    if rng.random() < 0.1:
        number = rng.randint(1, 3)
        case.add(
            ParentalAnswers, day, client=client, asked_on=day, is_parent=Answer.YES,
            children_with_client=ChildrenWith.ALL, children_in_house=number, help_received=rng.choice(helped[:4]),
        )  # fmt: skip
        for _ in range(number):
            born = case.ago(rng.randint(300, 5500))
            initials = f"{rng.choice('ABCDEGHJLMNRST')}.{client.family_name[0]}."
            case.add(
                Child, day, client=client, name=initials, date_of_birth=born, lives_with_client=True, told_on=day,
                plan_type=rng.choice(helped[:2]),
            )  # fmt: skip
    elif rng.random() < 0.4:
        case.add(ParentalAnswers, day, client=client, asked_on=day, is_parent=Answer.NO, children_in_house=0)


def reference(rng):
    letters = "".join(rng.choices(REFERENCE_ALPHABET, k=8))
    return f"{letters[:4]}-{letters[4:]}"


def postcode(case, rng):
    """In a postcode area that does not exist."""
    area = "NM" if case.staff.nation == Nation.ENGLAND else "CY"
    return f"{area}{rng.randint(1, 9)} {rng.randint(1, 9)}{''.join(rng.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"


def nhs_numbers(rows, count):
    """Different numbers of the test range with their check digits."""
    middles = rows.random("nhs").sample(range(TEST_NHS_NUMBERS), min(2 * count + 10, TEST_NHS_NUMBERS))
    for middle in middles:
        digits = f"999{middle:06}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
        if check != 10:
            yield f"{digits}{check % 11}"


def make_flags(case):
    for kind, reason in FLAG_REASONS.items():
        if kind == "pregnancy" and case.client.sex != Sex.FEMALE:
            continue
        if case.chance(0.06 if kind == "overdose_risk" else 0.015):
            day = case.ago(case.rng.randint(3, 200))
            ended = case.ago(1) if case.chance(0.3) else None
            case.add(
                ClientFlag, day, client=case.client, kind=kind, reason=reason,
                review_on=day + timedelta(days=90), ended_on=ended,
            )  # fmt: skip


def make_coach(case):
    coaches = case.staff.of(Role.RECOVERY_COACH)
    if coaches and case.phase in ("in_treatment", "aftercare") and case.chance(0.3):
        day = case.ago(case.rng.randint(5, 120))
        case.add(CoachAssignment, day, client=case.client, coach=case.rng.choice(coaches), starts_on=day)


SUBSTANCES = {
    SubstanceGroup.OPIATE: (
        {Substance.HEROIN: 80, Substance.OTHER_OPIATES: 14, Substance.METHADONE: 6},
        {Substance.CRACK: 55, Substance.BENZODIAZEPINES: 12, Substance.ALCOHOL: 12, Substance.GABAPENTINOIDS: 6},
    ),
    SubstanceGroup.ALCOHOL: ({Substance.ALCOHOL: 1}, {}),
    SubstanceGroup.NON_OPIATE: (
        {
            Substance.CANNABIS: 40,
            Substance.COCAINE: 30,
            Substance.CRACK: 10,
            Substance.KETAMINE: 10,
            Substance.SPICE: 5,
        },
        {Substance.BENZODIAZEPINES: 10, Substance.ECSTASY: 10, Substance.AMPHETAMINES: 8},
    ),
    SubstanceGroup.NON_OPIATE_AND_ALCOHOL: (
        {Substance.COCAINE: 50, Substance.CANNABIS: 35, Substance.CRACK: 10},
        {Substance.ALCOHOL: 1},
    ),
}
ROUTES = {
    Substance.HEROIN: ["inject", "smoke"],
    Substance.COCAINE: ["sniff"],
    Substance.KETAMINE: ["sniff"],
    Substance.CRACK: ["smoke"],
    Substance.CANNABIS: ["smoke"],
    Substance.SPICE: ["smoke"],
}
CONTACT_KINDS = {
    ContactKind.FACE_TO_FACE: 50,
    ContactKind.PHONE: 30,
    ContactKind.VIDEO: 4,
    ContactKind.HOME_VISIT: 5,
    ContactKind.OUTREACH: 6,
    ContactKind.LETTER_OR_MESSAGE: 5,
}


def first_days(rng, nation, referred_on):
    """First appointment offered, and start of treatment: 98 of 100 are offered one within three weeks."""
    late = rng.random() < (0.02 if nation == Nation.ENGLAND else 0.09)
    offered_on = referred_on + timedelta(days=rng.randint(22, 45) if late else rng.randint(2, 19))
    return offered_on, offered_on + timedelta(days=rng.choice([0, 0, 1, 3, 5, 8]))
