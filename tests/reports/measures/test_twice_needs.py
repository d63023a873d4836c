"""Counted twice: needs, homes, referrals and equality groups by the facts, and by hand from the records of 20,000 people."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from clients.models import Client
from recovery_capital.choices import AccommodationType
from referrals.choices import DeclineReason, ReferralOutcome, ReferralStatus, UnmetReason
from reports import counting, facts
from reports.facts import equality, needs
from reports.measures import REGISTRY
from reports.models import EqualityGroups
from tests import database
from tests.factories.accounts import AreaFactory, TeamFactory

from .counts import kept
from .crowd import Crowd
from .test_twice_recovery import plan_of

AS_AT = date(2026, 11, 22)
PERIODS = [(date(2025, 4, 1), date(2026, 3, 31)), (date(2026, 10, 1), date(2026, 12, 31))]
NOBODY = UUID(int=0)
TAKEN = ("accepted", "waiting", "started", "completed")
GROUP_OF = {"A": "White", "C": "White", "F": "Mixed", "R": "Other", "Z": "Prefer not to say", None: ""}


class Needy(Crowd):
    """People with needs that were not met, homes that they need, referrals and answers to the equality questions."""

    def __init__(self, people, teams, areas):
        self.areas, self.ethnicity = areas, {}
        super().__init__(people, teams)

    def day(self):
        return date(2024, 10, 1) + timedelta(days=self.chance.randrange(780))

    def person(self, number):
        client = self.add(
            "clients_client", reference=f"T{number}", first_name="Ffion", family_name=f"Number {number}",
            registered_team_id=self.any_of(*self.teams), date_of_birth=date(1980, 1, 1), sex="female",
            is_restricted=self.often(0.03),
        )  # fmt: skip
        for need in [self.any_of("", "hostel"), "debt"][: self.any_of(0, 0, 1, 2)]:  # the same need stands once
            self.gap(client, need)
        for on in sorted({self.day() for _turn in range(self.any_of(0, 1, 3))}):
            asked = self.add("recovery_capital_assessment", client_id=client, assessed_on=on, status="recorded")
            needed = self.chance.sample(AccommodationType.values, self.any_of(0, 1, 2))
            self.add("recovery_capital_housingfacts", assessment_id=asked, needed="{" + ",".join(needed) + "}")
        for _turn in range(self.any_of(0, 1, 2)):
            self.referral(client)
        self.treatment(client)

    def gap(self, client, need):
        found = self.day()
        wrong = self.often(0.05)
        error = {"error_at": datetime(2026, 1, 1, tzinfo=UTC), "error_by_id": 1, "error_reason": "duplicate"}
        self.add(
            "referrals_unmetneed", client_id=client, domain="housing", need=need,
            area_id=self.any_of(*self.areas), reason=self.any_of(*UnmetReason.values), found_on=found,
            met_on=self.any_of(None, *(found + timedelta(days=days) for days in (0, 28, 29, 91, 92, 182, 183))),
            **(error if wrong else {"error_reason": ""}),
        )  # fmt: skip

    def referral(self, client):
        status, sent = self.any_of(*ReferralStatus.values), self.day()
        if status == "draft":
            sent = None
        key = self.add(
            "referrals_referral", client_id=client, service_id=NOBODY, consent_id=NOBODY, domain="housing", reason="A room",
            status=status, sent_on=sent, attended_on=sent if status in ("started", "completed") else None,
            decline_reason=self.any_of(*DeclineReason.values) if status == "declined" else "",
            outcome=self.any_of(*ReferralOutcome.values) if status == "completed" else "",
        )  # fmt: skip
        if status in (*TAKEN, "declined") and self.often(0.9):
            after = self.any_of(-1, 0, 7, 8, 14, 15, 28, 29)
            at = datetime.combine(sent + timedelta(days=after), datetime.min.time(), UTC).replace(hour=12)
            for later, to in ((0, self.any_of("accepted", "declined")), (2, "completed")):
                moves = self.tables.setdefault("referrals_referralstatuschange", [])
                moves.append({"id": len(moves) + 1, "record_id": key, "from_status": "sent", "to_status": to,
                              "changed_at": at + timedelta(days=later)})  # fmt: skip

    def treatment(self, client):
        start = self.day()
        end = start + timedelta(days=self.any_of(10, 100, 900))
        self.add(
            "clients_episode", client_id=client, team_id=self.any_of(*self.teams), referral_source="self", referred_on=start,
            treatment_started_on=start, status="closed" if end <= AS_AT else "in_treatment",
            ended_on=end if end <= AS_AT else None, discharge_reason="dropped_out" if end <= AS_AT else "",
        )  # fmt: skip
        code = self.ethnicity[client] = self.any_of(None, *(one for one in GROUP_OF if one))
        if code:
            self.add("clients_equalityanswers", client_id=client, ethnicity_id=self.codes["ethnicity", code])


def by_hand(crowd, starts_on, ends_on):
    """{measure: {answer: number}}, without a word of SQL."""

    def within(day):
        return day is not None and starts_on <= day <= ends_on

    gaps = [row for row in crowd.tables["referrals_unmetneed"] if "error_at" not in row and within(row["found_on"])]
    homes = homes_of(crowd, starts_on, ends_on)
    sent = [row for row in crowd.tables["referrals_referral"] if within(row["sent_on"])]
    answered = {}
    for move in crowd.tables["referrals_referralstatuschange"]:
        day = move["changed_at"].date()
        answered[move["record_id"]] = min(day, answered.get(move["record_id"], day))
    taken = [row for row in sent if row["status"] in TAKEN]
    return {
        "unmet_needs": Counter(row["reason"] for row in gaps),
        "unmet_people": Counter({"met": len({row["client_id"] for row in gaps})}),
        "unmet_length": Counter(length_of(row) for row in gaps),
        "homes_needed": Counter(kind for kinds in homes.values() for kind in kinds),
        "home_people": Counter({"met": sum(bool(kinds) for kinds in homes.values())}),
        "referrals_taken": Counter(map(what_became, sent)),
        "referral_days": Counter(
            how_soon(row["sent_on"], answered.get(row["id"])) for row in sent if row["status"] in (*TAKEN, "declined")
        ),
        "referral_results": Counter(row["outcome"] or "pending" for row in taken),
    }


def homes_of(crowd, starts_on, ends_on):
    """{client: kinds of home}, as it was last asked by the end of the period, if that was within it."""
    asked = {row["id"]: row for row in crowd.tables["recovery_capital_assessment"]}
    newest = {}
    for row in crowd.tables["recovery_capital_housingfacts"]:
        look = asked[row["assessment_id"]]
        if look["assessed_on"] <= ends_on:
            before = newest.get(look["client_id"])
            if before is None or before[0] < look["assessed_on"]:
                newest[look["client_id"]] = (
                    look["assessed_on"],
                    [kind for kind in row["needed"][1:-1].split(",") if kind],
                )
    return {client: kinds for client, (day, kinds) in newest.items() if day >= starts_on}


def length_of(gap):
    if gap["met_on"] is None or gap["met_on"] > AS_AT:
        return "standing"
    days = (gap["met_on"] - gap["found_on"]).days
    return "28_days" if days <= 28 else "91_days" if days <= 91 else "182_days" if days <= 182 else "longer"


def what_became(referral):
    status = referral["status"]
    known = {"declined": referral["decline_reason"], "expired": "given_up", "sent": "pending", "received": "pending"}
    return "taken" if status in TAKEN else known.get(status, "excluded")


def how_soon(sent, answered):
    days = -1 if answered is None else (answered - sent).days
    bands = [(-1, "missing"), (7, "7_days"), (14, "14_days"), (28, "28_days")]
    return next((band for most, band in bands if days <= most), "longer")


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """A database of its own with the records of the crowd, and the facts that follow from them."""
    with django_db_blocker.unblock(), database.clone() as name:
        people = Needy(20_000, [TeamFactory().pk for _number in range(3)], [AreaFactory().pk, AreaFactory().pk])
        people.write(name)
        with transaction.atomic():
            facts.fill()
        yield people


@pytest.mark.slow
def test_each_measure_counts_what_is_counted_by_hand(crowd):
    for starts_on, ends_on in PERIODS:
        for key, expected in by_hand(crowd, starts_on, ends_on).items():
            assert expected.total() > 100
            assert kept(key, starts_on, ends_on, AS_AT) == expected, (key, ends_on)


@pytest.mark.slow
def test_groups_of_people_in_treatment_are_those_of_their_answers(crowd):
    for starts_on, ends_on in PERIODS:
        treated = {
            row["client_id"]
            for row in crowd.tables["clients_episode"]
            if row["treatment_started_on"] <= ends_on and (row["ended_on"] or AS_AT) >= starts_on
        }
        expected = Counter(GROUP_OF[crowd.ethnicity[client]] for client in treated)
        found = Counter()
        for _team, dimension, value, _hidden, _answer, number, _amount in counting.counts(
            REGISTRY["in_treatment"], starts_on, ends_on, as_at=AS_AT
        ):
            if dimension == "ethnicity":
                found[value] += number
        assert found == expected


@pytest.mark.slow
def test_the_facts_of_a_few_people_are_found_by_indexes(crowd):
    some, asked = list(Client.objects.values_list("pk", flat=True)[:20]), []

    def note(execute, sql, parameters, many, context):
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    fills = [equality.fill, needs.fill_gaps, needs.fill_homes, needs.fill_referrals]
    with transaction.atomic():
        EqualityGroups.objects.filter(client__in=some).delete()
        with connection.execute_wrapper(note), connection.cursor() as cursor:
            for fill in fills:
                fill(cursor, some)
        plans = [plan_of(sql, parameters) for sql, parameters in asked if sql.lstrip().startswith("INSERT")]
        transaction.set_rollback(True)
    assert [line.strip() for plan in plans for line in plan if "Seq Scan" in line] == []
    assert len(plans) == len(fills)
