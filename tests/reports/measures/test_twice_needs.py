"""Counted twice: needs, homes, referrals and equality groups by the facts, and by hand from the records of 20,000 people."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter

import pytest
from django.db import connection, transaction

from clients.choices import NeedsLevel
from clients.models import Client
from recovery_capital.choices import AccommodationType
from referrals.choices import DeclineReason, ReferralOutcome, ReferralStatus, UnmetReason
from reports import facts
from reports.facts import equality, needs
from reports.facts.about import choose
from reports.models import EqualityGroups
from tests import database
from tests.factories.accounts import AreaFactory, TeamFactory

from .counts import kept, kept_by, never_said
from .crowd import ERROR, NOBODY, Crowd
from .test_twice_recovery import plan_of

AS_AT = date(2026, 11, 22)
PERIODS = [(date(2025, 4, 1), date(2026, 3, 31)), (date(2026, 10, 1), date(2026, 12, 31))]
TAKEN = ("accepted", "waiting", "started", "completed")
GROUP_OF = {"A": "White", "C": "White", "F": "Mixed", "R": "Other", "Z": "Prefer not to say", None: ""}


class Needy(Crowd):
    """People with needs that were not met, homes that they need, referrals and answers to the equality questions."""

    def __init__(self, people, teams, areas):
        self.areas, self.ethnicity, self.judged = areas, {}, {}
        super().__init__(people, teams)

    def day(self):
        return date(2024, 10, 1) + timedelta(days=self.chance.randrange(780))

    def person(self, number):
        client = self.add(
            "clients_client", reference=f"T{number}", first_name="Ffion", family_name=f"Number {number}",
            registered_team_id=self.any_of(*self.teams), date_of_birth=date(1980, 1, 1), sex="female",
            is_restricted=self.often(0.03),
        )  # fmt: skip
        for on in {self.day() for _turn in range(self.any_of(0, 0, 1, 2))}:
            self.judged.setdefault(client, {})[on] = level = self.any_of(*NeedsLevel.values)
            self.add(
                "clients_complexneeds",
                client_id=client,
                assessed_on=on,
                level=level,
                reasons="{mental_health}",
                said_by="Ward",
            )
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
        self.add(
            "referrals_unmetneed", client_id=client, domain="housing", need=need,
            area_id=self.any_of(*self.areas), reason=self.any_of(*UnmetReason.values), found_on=found,
            met_on=self.any_of(None, *(found + timedelta(days=days) for days in (0, 28, 29, 91, 92, 182, 183))),
            **(ERROR if wrong else {"error_reason": ""}),
        )  # fmt: skip

    def referral(self, client):
        status, sent = self.any_of(*ReferralStatus.values), self.day()
        if status == "draft":
            sent = None
        key = self.add(
            "referrals_referral", client_id=client, service_id=NOBODY, consent_id=NOBODY, domain=self.any_of("housing", "money"), reason="A room",
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

    def complexity(self, client, day):
        """The newest level that somebody's needs were judged to be of, by a day."""
        known = self.judged.get(client, {})
        return max(((on, level) for on, level in known.items() if on <= day), default=(None, ""))[1]

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


def counted(crowd, starts_on, ends_on):
    """{measure: [(what it is about, answer)]}, without a word of SQL."""

    def within(day):
        return day is not None and starts_on <= day <= ends_on

    gaps = [row for row in crowd.tables["referrals_unmetneed"] if "error_at" not in row and within(row["found_on"])]
    of_people = {row["client_id"]: row for row in sorted(gaps, key=itemgetter("found_on"))}.values()
    homes = homes_of(crowd, starts_on, ends_on)
    sent = [row for row in crowd.tables["referrals_referral"] if within(row["sent_on"])]
    answered = {}
    for move in crowd.tables["referrals_referralstatuschange"]:
        day = move["changed_at"].date()
        answered[move["record_id"]] = min(day, answered.get(move["record_id"], day))
    taken = [row for row in sent if row["status"] in TAKEN]
    return {
        "unmet_needs": [(row, row["reason"]) for row in gaps],
        "unmet_people": [(row, "met") for row in of_people],
        "unmet_length": [(row, length_of(row)) for row in gaps],
        "homes_needed": [(home, kind) for home, kinds in homes for kind in kinds],
        "home_people": [(home, "met") for home, kinds in homes if kinds],
        "referrals_taken": [(row, what_became(row)) for row in sent],
        "referral_days": [
            (row, how_soon(row["sent_on"], answered.get(row["id"]))) for row in sent if row["status"] in (*TAKEN, "declined")
        ],
        "referral_results": [(row, row["outcome"] or "pending") for row in taken],
    }  # fmt: skip


def standing(crowd, day):
    """The needs that are not met on a day, by how long."""
    gaps = [row for row in crowd.tables["referrals_unmetneed"] if "error_at" not in row and row["found_on"] <= day]
    open_ones = [row for row in gaps if row["met_on"] is None or row["met_on"] > day]
    return {"unmet_standing": [(row, band((day - row["found_on"]).days)) for row in open_ones]}


def homes_of(crowd, starts_on, ends_on):
    """[(look, kinds of home)], as each client was last asked by the end of the period, if that was within it."""
    asked = {row["id"]: row for row in crowd.tables["recovery_capital_assessment"]}
    newest = {}
    for row in crowd.tables["recovery_capital_housingfacts"]:
        look = asked[row["assessment_id"]]
        before = newest.get(look["client_id"])
        if look["assessed_on"] <= ends_on and (before is None or before[0]["assessed_on"] < look["assessed_on"]):
            newest[look["client_id"]] = look, [kind for kind in row["needed"][1:-1].split(",") if kind]
    return [(look, kinds) for look, kinds in newest.values() if look["assessed_on"] >= starts_on]


def length_of(gap):
    if gap["met_on"] is None or gap["met_on"] > AS_AT:
        return "standing"
    return band((gap["met_on"] - gap["found_on"]).days)


def band(days):
    return "28_days" if days <= 28 else "91_days" if days <= 91 else "182_days" if days <= 182 else "longer"


def what_became(referral):
    status = referral["status"]
    known = {"declined": referral["decline_reason"], "expired": "given_up", "sent": "pending", "received": "pending"}
    return "taken" if status in TAKEN else known.get(status, "excluded")


def how_soon(sent, answered):
    days = -1 if answered is None else (answered - sent).days
    bands = [(-1, "missing"), (7, "7_days"), (14, "14_days"), (28, "28_days")]
    return next((name for most, name in bands if days <= most), "longer")


# By what else each measure is counted: of the record that an answer is about.
BY = {
    "need": lambda crowd, row: row["need"] or f"domain:{row['domain']}",
    "area": lambda crowd, row: crowd.areas[row["area_id"]],
    "domain": lambda crowd, row: row["domain"],
    "complexity": lambda crowd, row: crowd.complexity(row["client_id"], row.get("found_on") or row["assessed_on"]),
}
KEYS = ["unmet_needs", "unmet_people", "unmet_length", "homes_needed", "home_people", "referrals_taken", "referral_days",
        "referral_results", "unmet_standing"]  # fmt: skip
ALSO_BY = {(key, by) for by, keys in {
    "need": ["unmet_needs", "unmet_length", "unmet_standing"], "area": ["unmet_needs", "unmet_length", "unmet_standing"],
    "complexity": ["unmet_needs", "unmet_people", "unmet_length", "unmet_standing", "homes_needed", "home_people"],
    "domain": ["referrals_taken", "referral_days", "referral_results"],
}.items() for key in keys}  # fmt: skip


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """A database of its own with the records of the crowd, and the facts that follow from them."""
    with django_db_blocker.unblock(), database.clone() as name:
        areas = {area.pk: area.name for area in AreaFactory.create_batch(2)}
        people = Needy(20_000, [TeamFactory().pk for _number in range(3)], areas)
        people.write(name)
        with transaction.atomic():
            facts.fill()
        yield people


@pytest.mark.slow
def test_each_measure_counts_what_is_counted_by_hand(crowd):
    said = {key: set() for key in KEYS}
    times = [(day, day, standing(crowd, day)) for day in (AS_AT, AS_AT - timedelta(days=90))]
    for starts_on, ends_on, found in [(*period, counted(crowd, *period)) for period in PERIODS] + times:
        assert set(found) <= set(KEYS)
        for key, rows in found.items():
            answers = Counter(answer for _row, answer in rows)
            said[key] |= answers.keys()
            assert answers.total() > 100
            assert kept(key, starts_on, ends_on, AS_AT) == answers, (key, ends_on)
            for by in [by for one, by in ALSO_BY if one == key]:
                expected = Counter((BY[by](crowd, row), answer) for row, answer in rows)
                assert kept_by(key, by, starts_on, ends_on, AS_AT) == expected, (key, by, ends_on)
                assert len({value for value, _answer in expected}) > 1, (key, by)
    assert [key for key in KEYS if never_said(key, said[key])] == []


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
        for (value, _answer), number in kept_by("in_treatment", "ethnicity", starts_on, ends_on, AS_AT).items():
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
            choose(cursor, some)
            asked.clear()
            for fill in fills:
                fill(cursor, some)
        plans = [plan_of(sql, parameters) for sql, parameters in asked if sql.lstrip().startswith("INSERT")]
        transaction.set_rollback(True)
    assert [line.strip() for plan in plans for line in plan if "Seq Scan" in line and "reports_some" not in line] == []
    assert len(plans) == len(fills)
