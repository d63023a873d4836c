"""`python -m benchmarks.paper`: the plan as the client is given it, made by a process that has made one before.

A plan of four goals with an answer for each part of life, two assessments and their chart; from the request to the last
byte, in milliseconds; how long the processor worked says what a busy machine adds. The target is a second.
"""

import os
import statistics
import sys
import time

import django

ROUNDS = 10


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from benchmarks.__main__ import timed
    from tests import database

    with database.clone():
        for what, page in papers().items():
            cold, began = timed(page), time.process_time()
            times = [timed(page) for _round in range(ROUNDS)]
            worked = (time.process_time() - began) * 1000 / ROUNDS
            figures = f"median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms, the first {cold:.0f} ms"
            sys.stdout.write(f"{what}: {figures}; processor {worked:.0f} ms\n")


def papers():
    """Each paper that the client is given, as something that makes it anew."""
    from django.test import Client as Browser
    from django.urls import reverse

    from accounts.choices import Role
    from tests.factories.accounts import UserFactory

    plan = whole_plan()
    browser = Browser(SERVER_NAME="localhost")
    user = UserFactory(role=Role.KEYWORKER, team=plan.episode.team)
    browser.force_login(user, backend="accounts.roles.RoleBackend")

    def made(name, query=""):
        address = reverse(f"careplans:{name}", args=[plan.pk]) + query
        return lambda: b"".join(browser.get(address).streaming_content)

    return {
        "plan PDF": made("care_plan_pdf"),
        "plan PDF, large print": made("care_plan_pdf", "?size=large"),
        "my plan PDF": made("my_plan_pdf"),
    }


def whole_plan():
    from careplans.choices import FollowOn
    from recovery_capital.choices import Domain
    from tests.factories import careplans, clients, recovery_capital

    episode = clients.EpisodeFactory(in_treatment=True)
    plan = careplans.CarePlanFactory(client=episode.client, episode=episode, active=True, about="My garden. " * 10)
    for number, domain in enumerate([Domain.HOUSING, Domain.ETE, Domain.COMMUNITY, Domain.MENTAL_HEALTH]):
        goal = careplans.GoalFactory(plan=plan, domain=domain, position=number, strengths="My sister rings daily")
        careplans.ActionFactory.create_batch(2, goal=goal)
    for about in (FollowOn.MONEY, FollowOn.FAMILY):
        careplans.WithoutGoalFactory(plan=plan, about=about, because="not_now", reason="One thing at a time")
    careplans.InterventionFactory(plan=plan)
    careplans.ContingencyFactory(plan=plan)
    for day, rating in (("2026-09-02", 4), ("2026-11-20", 6)):
        look = recovery_capital.AssessmentFactory(client=plan.client, assessed_on=day)
        for domain in Domain:
            recovery_capital.DomainRatingFactory(assessment=look, domain=domain, rating=rating)
    return plan


if __name__ == "__main__":
    main()
