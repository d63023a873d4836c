"""Twenty thousand made-up people at random, written by COPY past triggers and keys: enough of each kind to be counted twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

import psycopg

from careplans.choices import FollowOn
from clients.choices import DischargeReason, Substance
from config.embedded_postgres.base import server
from recovery_capital.choices import EmploymentStatus
from reference.models import Code

LAST, OLD = date(2026, 11, 1), datetime(2026, 1, 1, tzinfo=UTC)
NOBODY = UUID(int=0)
ERROR = {"error_at": OLD, "error_by_id": 1, "error_reason": "duplicate"}
INSTRUMENTS = [
    "phq9", "gad7", "core10", "barc10", "wemwbs", "swemwbs", "arc", "arc6", "audit", "auditc", "sadq", "sds", "dudit",
]  # fmt: skip
EMPTY = {"ARRAY": "{}", "boolean": "false", "smallint": "0", "integer": "0"}
NEEDED = """SELECT column_name, data_type FROM information_schema.columns
WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER'"""


class Crowd:
    """The rows of many people, by table."""

    def __init__(self, people, teams, services=(None,), seed=7):
        self.chance, self.keys, self.tables, self.teams = Random(seed), count(1), {}, teams
        self.services = services  # of those that a referral may go to; without any, nobody is referred
        self.begun = set()  # who has an assessment in progress: at most one
        self.codes = {(code.code_set.field, code.code): code.pk for code in Code.objects.select_related("code_set")}
        for number in range(people):
            self.person(number)

    def add(self, table, **values):
        key = UUID(int=next(self.keys))
        self.tables.setdefault(table, []).append({"id": key} | values)
        return key

    def often(self, share):
        return self.chance.random() < share

    def any_of(self, *values):
        return self.chance.choice(values)

    def person(self, number):
        client = self.add(
            "clients_client", reference=f"T{number}", first_name="Ffion", family_name=f"Number {number}", registered_team_id=self.any_of(*self.teams),
            date_of_birth=date(1955, 1, 1) + timedelta(days=self.chance.randrange(20_000)), sex=self.any_of("female", "male"),
            is_restricted=self.often(0.03),
        )  # fmt: skip
        start = date(2024, 1, 1) + timedelta(days=self.chance.randrange(1000))
        if self.often(0.02):
            self.add(
                "clients_death",
                client_id=client,
                died_on=start + timedelta(days=self.chance.randrange(600)),
                how_known="family",
            )
        if self.often(0.05):
            came = start + timedelta(days=self.chance.randrange(600))
            self.add(
                "aftercare_occasionalsupport",
                client_id=client,
                team_id=self.any_of(*self.teams),
                came_on=came,
                kind="phone",
            )
        for _turn in range(2):
            end = self.episode(client, start)
            if end is None or not self.often(0.3):
                break
            start = end + timedelta(days=60 + self.chance.randrange(200))
            if start > LAST:
                break

    def episode(self, client, start):
        """One episode with all that is recorded in it; gives its end."""
        days = self.any_of(3, 20, 83, 84, 85, 200, 400, 900)
        end = start + timedelta(days=days)
        closed, treated = end <= LAST and self.often(0.8), self.often(0.95)
        reason = self.any_of(*DischargeReason.values[:7]) if closed else ""
        until = end if closed else None
        prison = self.often(0.15)
        after = None
        if treated and not prison and days > 80 and self.often(0.3):
            after = start + timedelta(days=self.chance.randrange(20, days if closed else 80))
        status = "closed" if closed else "waiting" if not treated else "aftercare" if after else "in_treatment"
        episode = self.add(
            "clients_episode", client_id=client, team_id=self.any_of(*self.teams), status=status, referral_source="self",
            referred_on=start - timedelta(days=30), treatment_started_on=start if treated else None, ended_on=until,
            discharge_reason=reason,
        )  # fmt: skip
        for rank, substance in enumerate(self.chance.sample(Substance.values, self.any_of(0, 1, 1, 2, 3)), 1):
            self.add("clients_episodesubstance", episode_id=episode, rank=rank, substance=substance)
        if prison:
            self.release(client, episode, start, treated)
        self.answers(client, episode, start, end)
        if not closed and self.often(0.7):
            self.plan(client, start)
        if after:
            self.aftercare(client, episode, after)
        return until

    def release(self, client, episode, start, treated):
        """A release around the start of treatment, and what may have happened after it."""
        released = start - timedelta(days=self.any_of(-1, 0, 5, 20, 21, 22, 40))
        if self.often(0.05):
            released = date(2026, 11, 12)  # of which it cannot be said yet
        seen = self.any_of(None, 0, 3, 21, 22)
        self.add(
            "custody_custodystay", client_id=client, episode_id=self.any_of(None, episode), status="released",
            legal_status="sentenced", custody_started_on=released - timedelta(days=50), released_on=released,
            release_manner="as_planned", accommodation="unknown",
            first_seen_on=None if seen is None else released + timedelta(days=seen),
            naloxone_supplied_on=self.any_of(None, released),
        )  # fmt: skip
        if self.often(0.1):
            back = released + timedelta(days=self.any_of(0, 21, 22))
            self.add("custody_custodystay", client_id=client, status="released", legal_status="recalled", custody_started_on=back,
                     released_on=back + timedelta(days=9), release_manner="early", accommodation="unknown")  # fmt: skip
        if treated:
            self.add(
                "clients_episodeintervention", client_id=client, episode_id=episode, started_on=start,
                referred_on=start - timedelta(days=30), kind_id=self.codes["intervention_type", self.any_of("94", "95", "76")],
                setting_id=self.codes["setting", self.any_of("community", "prison")],
            )  # fmt: skip

    def answers(self, client, episode, start, end):
        """Assessments, profiles, questionnaires and facts, some of them before and after the journey."""

        def day():
            return start + timedelta(days=self.chance.randrange(-32, (min(end, LAST) - start).days + 20))

        for on in {day() for _turn in range(self.any_of(0, 0, 1, 2))}:
            self.assessment(client, on)
        for on in {day() for _turn in range(self.any_of(0, 0, 1, 2))}:
            self.add(
                "recovery_capital_topassessment", client_id=client, interviewed_on=on, other_substance="Spice",
                stage=self.any_of("start", "review", "exit", "post_exit"), acute_housing_problem=self.any_of(None, True, False),
                **{f"{name}_days": self.any_of(None, 0, 0, 0, 4) for name in
                   ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "other")},
                **{f"{name}_days": self.any_of(None, 0, 0, 0, 0, 4) for name in ("volunteering", "placement", "education")},
                **{name: self.any_of(None, 5, 6, 7) for name in ("psychological_health", "physical_health", "quality_of_life")},
                paid_work_days=self.any_of(None, 0, 0, 9, 10, 20),
            )  # fmt: skip
        often = self.any_of(*INSTRUMENTS)  # most of them are the same one, so that there are two of a kind
        for on in {day() for _turn in range(self.any_of(0, 0, 1, 3))}:
            self.add("recovery_capital_measureresult", client_id=client, answered_on=on, measure=self.any_of(often, often, "phq9"),
                     stage=self.any_of("review", "review", "post_exit"), total=self.any_of(10, 12, 13, 14, 15, 16, 21, 22), answers="{1}",
                     is_complete=True, **(ERROR if self.often(0.05) else {"error_reason": ""}))  # fmt: skip
        self.said_besides(client, start, day)
        if self.often(0.3):
            self.add(
                "clients_episodefacts", client_id=client, episode_id=episode, kind="start", asked_on=start, created_at=OLD,
                replaced_at=OLD if self.often(0.1) else None,
                accommodation_need_id=self.codes["accommodation_need", self.any_of("1", "2", "3", "declined")],
                employment_id=self.codes["employment", self.any_of("1", "2", "9", "12", "13", "6")],
                parental_status_id=self.codes["parental_status", self.any_of("11", "13", "14", "15")],
                children_help_id=self.codes["children_help", self.any_of("none", "early_help", "not_known")],
                hep_b_vaccination=self.any_of("", "accepted", "refused", "immune", "not_offered"),
                hep_c_test=self.any_of("", "accepted", "refused", "immune"), naloxone_issued=self.any_of("", "yes", "no"),
            )  # fmt: skip

    def said_besides(self, client, start, day):
        """Work, mutual aid and children, as they are recorded elsewhere than in assessments."""
        if self.often(0.1):
            self.add(
                "recovery_capital_job",
                client_id=client,
                case_id=NOBODY,
                employer="A bakery",
                kind="permanent",
                started_on=day(),
            )
        if self.often(0.1):
            on = day()
            self.add("referrals_unmetneed", client_id=client, domain="community", need=self.any_of("mutual_aid", "hostel"), area_id=NOBODY,
                     reason=self.any_of("client_declined", "client_declined", "full"), found_on=on, met_on=on,
                     **(ERROR if self.often(0.1) else {"error_reason": ""}))  # fmt: skip
        if self.services != (None,) and self.often(0.2):
            self.add("referrals_referral", client_id=client, service_id=self.any_of(*self.services), consent_id=NOBODY, domain="community",
                     reason="Others like me", **self.any_of({"status": "draft"}, {"status": "sent", "sent_on": day()},
                     {"status": "sent", "sent_on": day(), "path": "mutual_aid"}))  # fmt: skip
        for on in {day() for _turn in range(self.any_of(0, 0, 0, 0, 1, 2))} - {
            start
        }:  # one answer a day: the newest holds
            is_parent = self.any_of("yes", "yes", "no", "declined")
            help_code = self.any_of(
                "none",
                "early_help",
                "child_in_need",
                "child_protection",
                "looked_after",
                "other",
                "not_known",
                "declined",
            )
            self.add(
                "clients_parentalanswers", client_id=client, asked_on=on, is_parent=is_parent,
                children_with_client="all" if is_parent == "yes" else "",
                children_in_house=None if is_parent == "declined" else int(is_parent == "yes"),
                help_received_id=self.codes["children_help", help_code] if is_parent == "yes" else None,
            )  # fmt: skip

    def assessment(self, client, on):
        status = "in_progress" if client not in self.begun and self.often(0.1) else "recorded"
        self.begun |= {client} if status == "in_progress" else set()
        key = self.add(
            "recovery_capital_assessment", client_id=client, assessed_on=on, status=status,
            housing_problem=self.any_of("", "urgent", "problem", "none"), employment_status=self.any_of("", *EmploymentStatus.values),
            substitute_medication=self.any_of("", "yes", "no", "declined"),
            parental_status=self.any_of("", "all_live_with", "some_live_with", "none_live_with", "not_a_parent", "declined"),
        )  # fmt: skip
        for domain in self.chance.sample(["housing", "ete", "money", "children", "life_skills"], 3):
            self.add("recovery_capital_domainrating", assessment_id=key, domain=domain, rating=self.any_of(None, 2, 4, 5, 8),
                     needs=self.any_of("", "", "", "A bed"))  # fmt: skip
        if self.often(0.5):
            self.add("recovery_capital_etefacts", assessment_id=key,
                     benefits=self.any_of("{}", "{none}", "{pip}", "{none,universal_credit}"))  # fmt: skip
        if self.often(0.5):
            offered = self.any_of(None, on)
            self.add(
                "recovery_capital_healthfacts", assessment_id=key, naloxone_offered_on=offered,
                naloxone_answer=self.any_of("accepted", "has_one", "declined", "") if offered else "",
                hep_b_doses=self.any_of("", "", "1", "c"), hep_c_tested_on=self.any_of(None, None, on), hiv_tested_on=self.any_of(None, on),
            )  # fmt: skip

    def plan(self, client, start):
        plan = self.add(
            "careplans_careplan", client_id=client, kind=self.any_of("initial", "full", "full", "aftercare", "recovery"), number=1,
            status="active", agreement=self.any_of("agrees", "agrees", "could_not_answer"), agreed_how="signed", agreed_on=start,
            agreement_reason="Unwell", review_on=max(start, LAST) + timedelta(days=self.any_of(20, 21, 60)), author="joint",
        )  # fmt: skip
        for about in FollowOn.values:
            if self.often(0.9):
                self.add(
                    "careplans_withoutgoal",
                    plan_id=plan,
                    about=about,
                    because="no_need",
                    reason=self.any_of("", "Later"),
                )
        for domain in self.chance.sample(["housing", "money", "children", "family", "mental_health", "life_skills"], 2):
            goal = self.add("careplans_goal", plan_id=plan, domain=domain, aim="health", status="open")
            if self.often(0.3):
                self.add("careplans_action", goal_id=goal, what="Go", owner="client", status="to_do",
                         recovery_support=self.any_of("", "mutual_aid"))  # fmt: skip

    def aftercare(self, client, episode, on):
        let_pass = self.often(0.2)
        handover = self.add(
            "aftercare_handover", client_id=client, episode_id=episode, status="accepted", receiving_service_id=NOBODY,
            consent_id=NOBODY, agreed_on=on, agreed_how="signed", sent_at=OLD, relapse_declined="No",
            way_back_declined="No", override_reason="The bed goes" if let_pass else "", override_by_id=1 if let_pass else None,
        )  # fmt: skip
        after = self.add("aftercare_aftercare", client_id=client, episode_id=episode, handover_id=handover, started_on=on,
                         schedule="standard")  # fmt: skip
        for days in (2, 14, 91, 182, 365):
            due = on + timedelta(days=days)
            done = self.any_of(None, 0, 7, 8)
            check_up = self.add(
                "aftercare_checkup", client_id=client, aftercare_id=after, due_on=due,
                done_on=None if done is None else due + timedelta(days=done),
                outcome="" if done is None else self.any_of("ok", "not_reached"),
                cancelled_because=self.any_of("", "closed") if done is None else "",
            )  # fmt: skip
            month = {91: 3, 182: 6, 365: 12}.get(days)
            if month and self.often(0.5):
                self.add(
                    "aftercare_sustainedoutcome", client_id=client, aftercare_id=after, check_up_id=check_up, month=month,
                    asked_on=due, use_now=self.any_of("none", "occasional", "regular", "not_known"),
                    settled_home=self.any_of("yes", "no", "not_known"), work=self.any_of("", "work", "learning", "nothing"),
                )  # fmt: skip

    def write(self, database):
        """Write all rows into a database as its superuser, for whom triggers and foreign keys may rest."""
        with (
            psycopg.connect(host=server.use(), user="postgres", dbname=database) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SET session_replication_role = replica")
            for table, rows in self.tables.items():
                needed = dict(cursor.execute(NEEDED, [table]).fetchall())
                columns = sorted(set(needed).union(*rows))
                empty = {name: EMPTY.get(needed[name], "") if name in needed else None for name in columns}
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row([row.get(name, empty[name]) for name in columns])
            cursor.execute("ANALYZE")
