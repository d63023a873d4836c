"""Puts the demo together: places, directory, then person by person."""

from collections import Counter

from accounts.choices import Role

from .afterwards import make_support_after_the_end
from .appointments import make_appointments
from .course import make_course
from .directory import make_directory
from .family import make_abuse_flag
from .incoming import make_incoming, make_started, make_taken_on
from .leaving import make_leaving
from .measures import make_measures
from .missed import make_missed
from .open_door import make_open_door, make_signposts
from .papers import make_documents
from .partners import make_partners
from .paths import make_paths
from .people import Case, make_circle, make_client, make_coach, make_flags, sketch
from .places import make_places
from .plans import make_plans
from .prisons import make_prisons
from .programmes import make_enrolment, make_programmes
from .safety import make_safety
from .schedules import make_schedules
from .sharing import make_custody, make_other_unmet_needs, make_referrals, make_unmet_needs
from .stories import make_story
from .treatment import make_assessments, make_contacts, make_episode
from .work import make_work

CASES_AT_ONCE = 500  # in memory before they are written


def write_service(rows, count, numbers):
    """Write a service with `count` clients, in the caller's transaction; `numbers` gives their NHS numbers."""
    sketches = list(sketch(rows, count))
    staff = make_places(rows, Counter(team for _, _, team, phase, _ in sketches if phase != "closed"))
    make_schedules(rows, staff)
    directory = make_directory(rows, staff)
    make_prisons(rows)
    make_open_door(rows, staff["city"], directory)
    make_incoming(rows, staff, directory)
    offers = make_programmes(rows, staff)
    turn = Counter()
    for number, rng, team, phase, group in sketches:
        case = Case(rows, rng, number, staff[team], phase, group)
        assign(case, team, turn)
        make_client(case, next(numbers))
        make_person(case, directory, staff, offers.get(team), turn)
        if number % CASES_AT_ONCE == CASES_AT_ONCE - 1:
            rows.write()
    rows.write()


def assign(case, team, turn):
    """Keyworkers in turn; a few of those who wait have none yet."""
    keyworkers, managers = case.staff.of(Role.KEYWORKER), case.staff.of(Role.CASE_MANAGER)
    open_or_closed = "closed" if case.phase == "closed" else "open"
    case.keyworker = keyworkers[turn[team, open_or_closed] % len(keyworkers)]
    case.case_manager = managers[0]
    turn[team, open_or_closed] += 1
    if case.phase == "waiting" and case.chance(0.4):
        case.keyworker = None


def make_person(case, directory, staff, offers, turn):
    make_episode(case)
    make_contacts(case)
    make_flags(case)
    make_coach(case)
    make_circle(case)
    make_documents(case)
    low_domains = make_assessments(case)
    make_abuse_flag(case)
    plan = make_plans(case, low_domains)
    make_referrals(case, low_domains, directory)
    make_unmet_needs(case)
    make_other_unmet_needs(case)
    make_paths(case, directory)
    make_partners(case)
    make_custody(case)
    make_leaving(case, plan, low_domains, directory, staff)
    make_support_after_the_end(case)
    make_story(case, directory)
    make_course(case)
    make_safety(case)
    make_measures(case)
    make_work(case)
    make_missed(case)
    make_signposts(case, directory)
    make_taken_on(case)
    make_started(case)
    make_enrolment(case, plan, offers)
    make_appointments(case, offers, turn)
