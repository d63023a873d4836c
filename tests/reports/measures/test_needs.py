"""Needs that could not be met, homes that are needed, referrals and the directory: figures written by hand."""

from datetime import UTC, date, datetime

import pytest

from clients.choices import NeedsLevel
from recovery_capital.choices import AccommodationType
from referrals.choices import DeclineReason, ReferralOutcome, ReferralStatus, UnmetReason
from referrals.models import UnmetNeed
from reports import figures, refresh
from reports.choices import PeriodKind
from reports.models import DirectoryCount, Figure, Period
from services_directory.choices import Need
from tests.factories.accounts import AreaFactory, UserFactory
from tests.factories.clients import ClientFactory, ComplexNeedsFactory
from tests.factories.recovery_capital import AssessmentFactory, HousingFactsFactory
from tests.factories.referrals import ReferralFactory, ReferralStatusChangeFactory, UnmetNeedFactory
from tests.factories.services_directory import LocationFactory, ServiceAtLocationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
YEAR = date(2025, 4, 1)  # to 31 March 2026


def read(key, team, *, dimension="", kind=PeriodKind.YEAR, starts_on=YEAR, everybody=True):
    """{group: {answer: number}} of a measure."""
    period = Period.objects.get(kind=kind, starts_on=starts_on)
    found = figures.kept([key], period, [team.pk], dimension=dimension, everybody=everybody)[key]
    return {
        group: {answer: number for answer, number in result.answers.items() if number}
        for group, result in found.items()
    }


@pytest.fixture
def gaps(team):
    """Four gaps of three people in the year, one before it; one that was entered in error; one of a restricted record."""
    here, there = team.area, AreaFactory(name="Far Valley")
    first, second = ClientFactory(registered_team=team), ClientFactory(registered_team=team)
    restricted = ClientFactory(registered_team=team, is_restricted=True)
    ComplexNeedsFactory(client=first, assessed_on=date(2025, 5, 1), level=NeedsLevel.MEDIUM)
    ComplexNeedsFactory(client=first, assessed_on=date(2025, 9, 1), level=NeedsLevel.HIGH)
    rows = [
        (first, here, Need.HOSTEL, UnmetReason.FULL, date(2025, 4, 1), date(2025, 4, 29)),
        (first, here, Need.HOSTEL, UnmetReason.REFUSED, date(2025, 9, 1), date(2025, 9, 30)),
        (second, there, "", UnmetReason.FULL, date(2026, 3, 31), None),
        (restricted, here, Need.HOSTEL, UnmetReason.FULL, date(2025, 6, 1), date(2025, 12, 2)),
        (second, here, Need.DEBT, UnmetReason.NOT_ELIGIBLE, date(2025, 3, 31), None),
    ]
    for client, area, need, reason, found_on, met_on in rows:
        UnmetNeedFactory(client=client, area=area, need=need, reason=reason, found_on=found_on, met_on=met_on)
    UnmetNeedFactory(
        client=first, area=here, found_on=date(2025, 6, 1), error_at=datetime(2025, 6, 2, tzinfo=UTC),
        error_by=UserFactory(), error_reason="wrong_record",
    )  # fmt: skip
    refresh.everything(TODAY)
    return here, there


def test_unmet_needs_by_need_place_and_reason(gaps, team):
    here, there = gaps
    assert read("unmet_needs", team) == {"": {"full": 3, "refused": 1}}
    assert read("unmet_needs", team, everybody=False) == {"": {"full": 2, "refused": 1}}
    assert read("unmet_needs", team, dimension="need") == {
        "hostel": {"full": 2, "refused": 1}, "domain:housing": {"full": 1},
    }  # fmt: skip
    assert read("unmet_needs", team, dimension="area") == {
        here.name: {"full": 2, "refused": 1}, there.name: {"full": 1},
    }  # fmt: skip
    before = read("unmet_needs", team, starts_on=date(2024, 4, 1))
    assert before == {"": {"not_eligible": 1}}, "last year, to compare with"


def test_how_many_people_and_how_complex(gaps, team):
    assert read("unmet_people", team) == {"": {"met": 3}}
    # By what was judged when the last need of the year was found: high since September, of two people nothing.
    assert read("unmet_people", team, dimension="complexity") == {"high": {"met": 1}, "": {"met": 2}}
    assert read("unmet_needs", team, dimension="complexity") == {
        "": {"full": 3}, "high": {"refused": 1},
    }, "the first need was found before anybody judged"  # fmt: skip


def test_how_long(gaps, team):
    # 28 days; 29 days; 184 days; still standing
    assert read("unmet_length", team) == {"": {"28_days": 1, "91_days": 1, "longer": 1, "standing": 1}}
    today = read("unmet_standing", team, kind=PeriodKind.DAY, starts_on=TODAY)
    assert today == {"": {"longer": 2}}


def test_a_need_that_is_met_moves_the_figures_as_a_count_of_all_would(gaps, team):
    UnmetNeed.objects.filter(need="", met_on=None).update(met_on=date(2026, 4, 10))
    refresh.changes()
    assert read("unmet_length", team) == {"": {"28_days": 2, "91_days": 1, "longer": 1}}
    kept = sorted(
        Figure.objects.exclude(number=0).values_list("measure", "period", "dimension", "value", "answer", "number")
    )
    refresh.everything(TODAY)
    assert kept == sorted(Figure.objects.values_list("measure", "period", "dimension", "value", "answer", "number"))


def test_homes_needed_by_kind_as_it_was_last_asked_in_the_period(team):
    kinds = AccommodationType
    asked = [
        (date(2025, 4, 2), [kinds.REFUGE]),
        (date(2025, 10, 1), [kinds.DRUG_FREE, kinds.OWN_TENANCY]),
        (date(2026, 6, 1), []),
    ]
    person = ClientFactory(registered_team=team)
    for day, needed in asked:
        HousingFactsFactory(assessment=AssessmentFactory(client=person, assessed_on=day), needed=needed)
    other = AssessmentFactory(client=ClientFactory(registered_team=team), assessed_on=date(2026, 3, 31))
    HousingFactsFactory(assessment=other, needed=[kinds.DRUG_FREE])
    HousingFactsFactory(
        assessment=AssessmentFactory(in_progress=True, assessed_on=date(2025, 8, 1)), needed=[kinds.REFUGE]
    )
    refresh.everything(TODAY)
    assert read("homes_needed", team) == {"": {"drug_free": 2, "own_tenancy": 1}}
    assert read("home_people", team) == {"": {"met": 2}}
    assert read("homes_needed", team, starts_on=date(2026, 4, 1)) == {}, "nothing is needed any more"


def test_referrals_taken_answered_and_what_came_of_them(team):
    client, sent = ClientFactory(registered_team=team), {"sent_on": date(2025, 7, 1)}

    def referral(state, answered=None, **fields):
        row = ReferralFactory(client=client, **{state: True}, **sent, **fields)
        if answered:
            ReferralStatusChangeFactory(record=row, to_status=ReferralStatus.ACCEPTED, changed_at=answered)
        return row

    referral("accepted", datetime(2025, 7, 8, tzinfo=UTC))  # 7 days
    referral("completed", datetime(2025, 7, 14, 23, 30, tzinfo=UTC))  # in London half past midnight: 14 days
    referral("completed", datetime(2025, 8, 20, tzinfo=UTC), outcome=ReferralOutcome.DID_NOT_HELP)
    referral("declined")
    referral("declined", decline_reason=DeclineReason.THRESHOLD_NOT_MET)
    for state in ("expired", "sent", "received"):
        referral(state)
    ReferralFactory(client=client)  # a draft counts nowhere
    refresh.everything(TODAY)
    assert read("referrals_taken", team) == {
        "": {"taken": 3, "full": 1, "threshold_not_met": 1, "given_up": 1, "pending": 2}
    }
    taken = figures.kept(
        ["referrals_taken"], Period.objects.get(kind=PeriodKind.YEAR, starts_on=YEAR), [team.pk], everybody=True
    )["referrals_taken"][""]  # fmt: skip
    assert (taken.met, taken.of, taken.percent) == (3, 6, 50.0)
    assert read("referral_days", team) == {"": {"7_days": 1, "14_days": 1, "longer": 1, "missing": 2}}
    assert read("referral_results", team) == {"": {"pending": 1, "helped": 1, "did_not_help": 1}}
    assert set(read("referrals_taken", team, dimension="domain")) == {"housing"}


def test_the_directory_is_counted_by_need_and_place(team, other_team):
    here = team.area
    ServiceFactory(run_by_team=team, needs=[Need.HOSTEL, Need.DEBT], checked_on=date(2026, 11, 1), phone="01632 960001")
    by_words = ServiceFactory(
        needs=[Need.HOSTEL], needs_guessed=True, area=f"All of {here.name.upper()}, and beyond", email="a@example.org"
    )
    ServiceAtLocationFactory(service=by_words, location=LocationFactory(city=here.name))
    ServiceFactory(needs=[Need.HOSTEL], checked_on=date(2025, 11, 1), area="Somewhere else")
    ServiceFactory(needs=[Need.HOSTEL], run_by_team=team, defunct=True)
    refresh.everything(TODAY)
    rows = {(row.area_id, row.need, row.state): row.number for row in DirectoryCount.objects.all()}
    assert rows == {
        (None, "", "fresh"): 1, (None, "", "never"): 1, (None, "", "stale"): 1, (None, "", "guessed"): 1,
        (None, "", "no_way_in"): 1,
        (here.pk, "hostel", "fresh"): 1, (here.pk, "hostel", "never"): 1, (here.pk, "hostel", "guessed"): 1,
        (here.pk, "debt", "fresh"): 1,
        (None, "hostel", "stale"): 1, (None, "hostel", "no_way_in"): 1,
    }  # fmt: skip
