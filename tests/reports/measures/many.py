"""A crowd of fictitious people made by SQL, with gaps, overlaps, wrong dates and missing answers on every boundary.

Rows are copies of one that a factory made, with some columns drawn; `dice(text, sides)` gives the same number each time.
To add to it: one more function in PARTS, which gets a cursor and finds the people in `crowd` and their episodes in `stay`.
"""

from contextlib import contextmanager

import psycopg

from config.embedded_postgres.base import server
from tests import database
from tests.factories.accounts import AreaFactory, TeamFactory
from tests.factories.aftercare import AftercareFactory, SustainedOutcomeFactory
from tests.factories.clients import (
    ClientDisabilityFactory,
    DeathFactory,
    EpisodeFactory,
    EpisodeFactsFactory,
    EpisodeInterventionFactory,
    EpisodeSubstanceFactory,
    EqualityAnswersFactory,
    ParentalAnswersFactory,
)
from tests.factories.recovery_capital import JobCheckFactory, TopAssessmentFactory
from tests.factories.referrals import ReferralStepFactory
from tests.factories.reports import OutcomeClaimFactory, OutcomePaymentFactory

DICE = """CREATE FUNCTION pg_temp.dice(what text, sides int) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT ('x' || substr(md5(what), 1, 7))::bit(28)::int % sides $$"""
COLUMNS = """SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' AND column_name <> ALL(%s)"""
TODAY = "DATE '2026-11-22'"
# Of one partnership: what it pays for, from when and until when; two of them pay for the same on some days.
PAYMENTS = [
    (["completed", "not_back", "not_using", "job", "home"], "2024-10-01", "2026-01-31"),
    (["completed", "home"], "2026-01-01", None),
    (["not_back", "not_using", "job"], "2026-03-15", None),
]
LONG, GAPS = "{3,20,60,83,84,85,150,300,500}", "{-30,1,19,20,21,22,150,181,184,200,365}"


@contextmanager
def crowd(people):
    """A database of its own with so many people, to which the default connection points meanwhile."""
    with database.clone() as name:
        templates()
        with (
            psycopg.connect(host=server.use(), user="postgres", dbname=name) as superuser,
            superuser.cursor() as cursor,
        ):
            cursor.execute("SET session_replication_role = replica")  # no history, and keys are not looked up
            cursor.execute(DICE)
            for part in PARTS:
                part(cursor, people) if part is clients else part(cursor)
            cursor.execute("ANALYZE")
        yield


def templates():
    """One row of each kind, and four teams."""
    for nation, payments in (("england", PAYMENTS), ("wales", PAYMENTS[:1])):
        area = AreaFactory(nation=nation)
        for number in (1, 2):
            TeamFactory(area=area, name=f"Crowd {nation} {number}")
        for outcomes, starts_on, ends_on in payments:
            OutcomePaymentFactory(partnership=area.partnership, outcomes=outcomes, starts_on=starts_on, ends_on=ends_on)
    episode = AftercareFactory().episode
    EpisodeFactory()
    for factory in (EpisodeInterventionFactory, EpisodeFactsFactory, EpisodeSubstanceFactory):
        factory(episode=episode)
    for factory in (
        ParentalAnswersFactory,
        DeathFactory,
        TopAssessmentFactory,
        EqualityAnswersFactory,
        ClientDisabilityFactory,
    ):
        factory(client=episode.client)
    for factory in (SustainedOutcomeFactory, JobCheckFactory, ReferralStepFactory, OutcomeClaimFactory):
        factory()


def copies(cursor, table, of, **drawn):
    """Rows like the first of a table, one for each row of `of`; `drawn` is SQL over it for the columns that differ."""
    cursor.execute(COLUMNS, [table, list(drawn)])
    same = [name for (name,) in cursor.fetchall()]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join([*drawn, *same])}) "
        f"SELECT {', '.join([*drawn.values(), *(f'template.{name}' for name in same)])} "
        f"FROM (SELECT * FROM {table} LIMIT 1) template, {of}"
    )


def one_of(what, values):
    """SQL: one of some values, drawn; `what` is SQL for a text that no other draw has."""
    length = len(values.strip("{}").split(","))
    return f"('{values}'::text[])[1 + pg_temp.dice({what}, {length})]"


def clients(cursor, people):
    cursor.execute(f"""CREATE TEMP TABLE crowd AS SELECT n, md5('client' || n)::uuid AS id,
      DATE '1950-01-01' + pg_temp.dice('born' || n, 22000) AS born_on FROM generate_series(1, {int(people)}) n""")
    copies(
        cursor, "clients_client", "crowd c", id="c.id", reference="'T' || lpad(c.n::text, 8, '0')",
        date_of_birth="c.born_on", is_restricted="pg_temp.dice('r' || c.n, 50) = 0",
        sex=one_of("'sex' || c.n", "{male,male,female}"),
    )  # fmt: skip


def episodes(cursor):
    """Up to three each, one after another or overlapping; some never treated, some without recorded interventions."""
    cursor.execute(
        f"""CREATE TEMP TABLE stay AS
      WITH drawn AS (
        SELECT c.n, c.id AS client_id, k, c.n || '/' || k AS name, {one_of("'long' || c.n || '/' || k", LONG)}::int AS long,
          {one_of("'gap' || c.n || '/' || k", GAPS)}::int AS gap
        FROM crowd c, generate_series(1, 1 + pg_temp.dice('many' || c.n, 3)) k
      ), placed AS (
        SELECT *, DATE '2023-06-01' + pg_temp.dice('base' || n, 1200)
          + COALESCE(sum(long + gap) OVER (PARTITION BY n ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int
          AS start FROM drawn
      )
      SELECT md5('episode' || name)::uuid AS id, n, k, name, client_id, start,
        CASE WHEN start + long <= {TODAY} THEN start + long END AS until, pg_temp.dice('mode' || name, 100) AS mode,
        start - {one_of("'wait' || name", "{0,1,7,20,21,22,27,28,29,30,60,90,200,300,400,600,800}")}::int AS referred,
        (SELECT array_agg(t.id ORDER BY t.name) FROM accounts_team t JOIN accounts_area a ON a.id = t.area_id
          WHERE t.name LIKE 'Crowd %%')[1 + (n + k) %% 4] AS team_id
      FROM placed WHERE start < {TODAY}""".replace("%%", "%")
    )
    status = "CASE WHEN s.until IS NOT NULL THEN 'closed' WHEN s.mode < 8 THEN 'waiting' ELSE 'in_treatment' END"
    reasons = (
        "{completed_drug_free,completed_alcohol_free,completed_occasional,completed_drug_free,transferred,"
        "transferred_in_custody,dropped_out,withdrawn,retained_in_custody,declined,died}"
    )
    copies(
        cursor, "clients_episode", "stay s", id="s.id", client_id="s.client_id", team_id="s.team_id", status=status,
        referred_on="s.referred", ended_on="s.until",
        triaged_on="CASE WHEN s.mode >= 4 THEN s.start - LEAST(s.start - s.referred, 2) END",
        assessed_on="CASE WHEN s.mode % 3 = 0 THEN s.start END",
        treatment_started_on="CASE WHEN s.mode >= 8 THEN s.start END",
        discharge_reason=f"CASE WHEN s.until IS NULL THEN '' ELSE {one_of(chr(39) + 'why' + chr(39) + ' || s.name', reasons)} END",
        first_appointment_offered_on="CASE WHEN s.mode % 5 > 0 THEN s.start - LEAST(s.start - s.referred, 2) END",
    )  # fmt: skip
    copies(
        cursor, "aftercare_aftercare", "stay s WHERE s.mode BETWEEN 14 AND 24 AND s.until > s.start + 40",
        id="gen_random_uuid()", client_id="s.client_id", episode_id="s.id", handover_id="gen_random_uuid()",
        started_on="s.start + 30",
    )  # fmt: skip
    drawn = one_of("'what' || s.name || rank", "{alcohol,heroin,crack,cocaine,cannabis,ketamine,methadone}")
    copies(
        cursor, "clients_episodesubstance",
        f"""(SELECT DISTINCT ON (s.id, substance) s.id AS episode, rank, {drawn} AS substance FROM stay s,
          generate_series(1, pg_temp.dice('uses' || s.name, 4)) rank ORDER BY s.id, substance, rank) u""",
        id="gen_random_uuid()", episode_id="u.episode", rank="u.rank", substance="u.substance",
        age_first_used="NULL",
    )  # fmt: skip


def interventions(cursor):
    """Up to three in an episode; some began before the referral, some go on as aftercare, some were never started."""
    cursor.execute("""CREATE TEMP TABLE part AS
      SELECT s.*, i, s.start + CASE i WHEN 1 THEN CASE s.mode WHEN 40 THEN -900 WHEN 41 THEN -25 ELSE 0 END ELSE
        pg_temp.dice('later' || s.name || i, 40) END AS began, s.name || '-' || i AS part_name
      FROM stay s, generate_series(1, 1 + pg_temp.dice('parts' || s.name, 3)) i WHERE s.mode >= 16""")
    cursor.execute(f"""DELETE FROM part WHERE began > LEAST(COALESCE(until, {TODAY}), {TODAY})""")
    end = """CASE WHEN p.mode BETWEEN 16 AND 24 AND p.until > p.start + 70 AND p.i = 2 THEN p.until
      WHEN p.mode BETWEEN 16 AND 24 AND p.until > p.start + 70 AND p.began <= p.start + 30 THEN p.start + 30
      WHEN p.until IS NOT NULL THEN p.until WHEN p.mode % 4 = 0 THEN p.began + (p.mode % 7) END"""
    wait = one_of("'asked' || p.part_name", "{2,10,21,22,23,24,25,60}") + "::int"
    copies(
        cursor, "clients_episodeintervention", f"(SELECT p.*, {end} AS ends, {wait} AS wait FROM part p) p",
        id="md5('part' || p.part_name)::uuid", client_id="p.client_id", episode_id="p.id",
        kind_id=code_of("intervention_type", one_of("'kind' || p.part_name", "{94,95,95,96,76,8}")),
        setting_id=code_of("setting", one_of("'place' || p.mode", "{community,community,primary_care,residential,inpatient,prison,recovery_house,quasi_residential,young_people}")),
        referred_on="p.began - p.wait",
        first_appointment_offered_on="CASE WHEN p.mode % 10 > 0 THEN p.began - LEAST(p.wait, 2) END",
        started_on="CASE WHEN p.mode = 50 AND p.i = 2 THEN NULL ELSE p.began END", ended_on="p.ends",
        aftercare_since="CASE WHEN p.mode BETWEEN 16 AND 24 AND p.until > p.start + 70 AND p.i = 2 THEN p.start + 50 END",
        exit_status_id=f"CASE WHEN p.ends IS NOT NULL THEN {code_of('intervention_exit', chr(39) + 'A' + chr(39))} END",
    )  # fmt: skip


def answers(cursor):
    """What was said about being a parent, and who died."""
    copies(
        cursor, "clients_episodefacts", "stay s WHERE s.mode % 3 > 0", id="gen_random_uuid()", client_id="s.client_id",
        episode_id="s.id", asked_on="s.start",
        parental_status_id=f"CASE WHEN s.mode % 7 > 0 THEN {code_of('parental_status', one_of(chr(39) + 'p' + chr(39) + ' || s.name', '{11,12,13,14,15}'))} END",
    )  # fmt: skip
    copies(
        cursor, "clients_parentalanswers", "crowd c WHERE pg_temp.dice('asked' || c.n, 3) = 0", id="gen_random_uuid()",
        client_id="c.id",
    )  # fmt: skip
    copies(
        cursor, "clients_death", "crowd c WHERE pg_temp.dice('died' || c.n, 40) = 0", id="gen_random_uuid()",
        client_id="c.id", died_on=f"{TODAY} - pg_temp.dice('on' || c.n, 900)",
        withdrawn_at="CASE WHEN c.n % 9 = 0 THEN now() END",
        withdrawn_reason="CASE WHEN c.n % 9 = 0 THEN 'Somebody else' ELSE '' END",
    )  # fmt: skip


def profiles(cursor):
    """A profile about the start, reviews, one about the end; often nothing used, sometimes not answered."""
    cursor.execute("""CREATE TEMP TABLE look AS
      SELECT s.*, 'start' AS stage, s.start + pg_temp.dice('early' || s.name, 34) - 17 AS day, 0 AS j FROM stay s
      WHERE s.mode % 10 <> 1
      UNION ALL SELECT s.*, 'review', s.start + j * (50 + pg_temp.dice('each' || s.name, 150)), j FROM stay s,
        generate_series(1, 2) j WHERE s.mode % 10 > 5
      UNION ALL SELECT s.*, CASE WHEN s.mode % 11 = 0 THEN 'post_exit' ELSE 'exit' END,
        s.until + pg_temp.dice('late' || s.name, 40) - 20, 9 FROM stay s WHERE s.until IS NOT NULL AND s.mode % 5 > 1""")
    cursor.execute(f"DELETE FROM look WHERE day > {TODAY}")
    items = ("alcohol", "opiates", "crack", "cocaine", "cannabis", "other")
    days = {f"{name}_days": drawn_days(f"'{name}' || l.name || l.j") for name in items}
    copies(
        cursor, "recovery_capital_topassessment", "look l", id="gen_random_uuid()", client_id="l.client_id",
        episode_id="l.id", interviewed_on="l.day", stage="l.stage", **days, other_substance="'Spice'",
        created_at="now() + (l.n * 100 + l.k * 10 + l.j) * interval '1 microsecond'",
        injected_days=drawn_days("'inject' || l.name || l.j"), shared_needle="false", shared_works="false",
        quality_of_life="NULLIF(pg_temp.dice('life' || l.name || l.j, 22), 21)",
        acute_housing_problem="(ARRAY[true, false, false, NULL])[1 + pg_temp.dice('home' || l.name || l.j, 4)]",
    )  # fmt: skip


def drawn_days(what):
    return f"""CASE WHEN pg_temp.dice({what} || 'a', 100) < 55 THEN 0 WHEN pg_temp.dice({what} || 'a', 100) < 98
      THEN pg_temp.dice({what}, 29) END"""


def code_of(field, value):
    return f"""(SELECT c.id FROM reference_code c JOIN reference_codeset f ON f.id = c.code_set_id
      WHERE f.field = '{field}' AND c.code = {value})"""


def panels(cursor):
    """What a funding panel answered, once or twice, and whether the stay was made longer: with and without money, weeks and a day."""
    cursor.execute("""CREATE TEMP TABLE panel AS
      SELECT s.*, p, md5('panel' || s.name || p)::uuid AS key, s.start + pg_temp.dice('sat' || s.name || p, 60) - 30 AS day
      FROM stay s, generate_series(1, pg_temp.dice('panels' || s.name, 3)) p WHERE s.mode % 3 = 0""")
    copies(
        cursor, "referrals_referral", "panel p", id="p.key", client_id="p.client_id", path="'rehab'",
        episode_id="CASE WHEN p.mode % 2 = 0 THEN p.id END", status=one_of("'back' || p.key", "{draft,draft,withdrawn}"),
    )  # fmt: skip
    copies(
        cursor, "referrals_referralstep", "panel p", id="md5('step' || p.key)::uuid", referral_id="p.key", key="'panel'",
        done_on="p.day + 2", answers=f"""jsonb_strip_nulls(jsonb_build_object(
          'decision', {one_of("'said' || p.key", "{approved,approved,refused}")},
          'panel_on', CASE WHEN pg_temp.dice('on' || p.key, 5) > 0 THEN p.day END,
          'amount', CASE WHEN pg_temp.dice('sum' || p.key, 4) > 0 THEN 100 + pg_temp.dice('pounds' || p.key, 900) END,
          'weeks', CASE WHEN pg_temp.dice('weeks' || p.key, 4) > 0 THEN 4 + pg_temp.dice('many' || p.key, 20) END,
          'per', {one_of("'per' || p.key", "{week,whole}")}))""",
    )  # fmt: skip
    copies(
        cursor, "referrals_referralstep", "panel p, generate_series(1, pg_temp.dice('times' || p.key, 3)) nth", number="nth",
        id="md5('longer' || p.key || nth)::uuid", referral_id="p.key", key="'midpoint'", done_on="p.day + 44 * nth",
        answers=f"""jsonb_strip_nulls(jsonb_build_object(
          'extension', {one_of("'longer' || p.key || nth", "{granted,granted,refused,asked}")},
          'reviewed_on', CASE WHEN pg_temp.dice('seen' || p.key || nth, 4) > 0 THEN p.day + 42 * nth END,
          'granted_on', CASE WHEN pg_temp.dice('granted' || p.key || nth, 2) > 0 THEN p.day + 50 * nth END,
          'amount', CASE WHEN pg_temp.dice('more' || p.key || nth, 4) > 0 THEN 100 + pg_temp.dice('dear' || p.key || nth, 900) END,
          'weeks', CASE WHEN pg_temp.dice('long' || p.key || nth, 4) > 0 THEN 1 + pg_temp.dice('how long' || p.key || nth, 8) END,
          'per', {one_of("'for' || p.key || nth", "{week,whole}")}))""",
    )  # fmt: skip


def jobs_and_homes(cursor):
    """Jobs that lasted 26 weeks or not, by their end or by what was asked; and homes months after treatment."""
    cursor.execute("""CREATE TEMP TABLE job AS
      SELECT s.*, md5('job' || s.name)::uuid AS key, s.start - 40 + pg_temp.dice('at work' || s.name, 300) AS began,
        (ARRAY[30, 181, 182, 183, NULL, NULL, NULL])[1 + pg_temp.dice('stayed' || s.name, 7)] AS stayed
      FROM stay s WHERE pg_temp.dice('job' || s.name, 4) = 0""")
    copies(
        cursor, "recovery_capital_job", "job j", id="j.key", client_id="j.client_id", started_on="j.began",
        ended_on="j.began + j.stayed", ended_because="CASE WHEN j.stayed IS NULL THEN '' ELSE 'resigned' END",
    )  # fmt: skip
    copies(
        cursor, "recovery_capital_jobcheck", "(SELECT j.*, weeks FROM job j, unnest(ARRAY[13, 26]) weeks) j",
        id="gen_random_uuid()", job_id="j.key", weeks="j.weeks", answer=one_of("'still' || j.key || j.weeks", "{yes,yes,no,not_reached}"),
        asked_on="j.began + 7 * j.weeks + pg_temp.dice('day' || j.key || j.weeks, 21) - 10",
    )  # fmt: skip
    copies(
        cursor, "aftercare_sustainedoutcome",
        """(SELECT a.*, month FROM stay s JOIN aftercare_aftercare a ON a.episode_id = s.id, unnest(ARRAY[3, 6, 12]) month
          WHERE pg_temp.dice('asked' || s.name || month, 3) > 0) a""",
        id="gen_random_uuid()", client_id="a.client_id", aftercare_id="a.id", check_up_id="gen_random_uuid()", month="a.month",
        asked_on="(a.started_on + make_interval(months => a.month))::date + 3",
        settled_home=one_of("'settled' || a.episode_id || a.month", "{yes,no,not_known}"),
    )  # fmt: skip


def claims(cursor):
    """Claims about some of the journeys, with days near theirs; some were withdrawn."""
    cursor.execute(f"""CREATE TEMP TABLE claim AS
      SELECT DISTINCT ON (client_id, outcome, since) * FROM (
        SELECT s.*, outcome, s.start + pg_temp.dice('from' || s.name, 9) - 6 AS since,
          COALESCE(s.until, {TODAY}) + pg_temp.dice('to' || s.name, 200) AS reached
        FROM stay s, unnest(ARRAY['completed', 'not_back', 'not_using', 'job', 'home']) outcome
        WHERE pg_temp.dice('claimed' || s.name || outcome, 3) = 0) c WHERE reached >= since""")
    withdrawn = "pg_temp.dice('withdrawn' || c.name || c.outcome, 4) = 0"
    copies(
        cursor, "reports_outcomeclaim", "claim c", id="gen_random_uuid()", client_id="c.client_id", episode_id="c.id",
        team_id="c.team_id", outcome="c.outcome", journey_from="c.since", reached_on="c.reached", claimed_on="c.reached + 5",
        evidence="'Payslip'", withdrawn_on=f"CASE WHEN {withdrawn} THEN c.reached + 9 END",
        withdrawn_why=f"CASE WHEN {withdrawn} THEN 'Paid by another contract' ELSE '' END",
    )  # fmt: skip


def equality(cursor):
    """The equality questions: each answered, declined, or not asked."""
    asked = {
        "ethnicity": "{A,C,F,R,Z,0}",
        "religion": "{christian,none,declined,0}",
        "sexual_orientation": "{H,G,Z,0}",
        "veteran": "{yes,no,declined,0}",
    }
    copies(
        cursor, "clients_equalityanswers", "crowd w WHERE pg_temp.dice('equal' || w.n, 4) > 0", id="gen_random_uuid()", client_id="w.id",
        **{f"{field}_id": code_of(field, one_of(f"'{field}' || w.n", codes)) for field, codes in asked.items()},
    )  # fmt: skip
    drawn = one_of("'named' || c.n || i", "{hearing,sight,none,declined}")
    copies(
        cursor, "clients_clientdisability",
        f"""(SELECT DISTINCT c.id, {drawn} AS named FROM crowd c, generate_series(1, pg_temp.dice('how many' || c.n, 3)) i) w""",
        id="gen_random_uuid()", client_id="w.id", code_id=code_of("disability", "w.named"),
    )  # fmt: skip


PARTS = [clients, episodes, interventions, answers, profiles, panels, jobs_and_homes, claims, equality]
