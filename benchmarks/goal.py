"""`python -m benchmarks.goal`: saving a goal of a draft, beside the same transaction by raw SQL, in milliseconds.

What was typed is read and judged before. Ours: lock the plan, check the version, save the goal as somebody's work. Raw: the
statements that this sends, prepared. Both write the history, because triggers do.
"""

import os
import statistics
import sys

import django

ROUNDS = 200


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from benchmarks.__main__ import timed
    from tests import database

    database.server.options = []  # as durable as in production
    with database.clone():
        ours, raw = arms()
        times = {arm: [] for arm in (ours, raw)}
        for _round in range(ROUNDS + 20):
            for arm in (ours, raw):
                times[arm].append(timed(arm()))
        times = {arm: taken[20:] for arm, taken in times.items()}
    for what, of in (
        ("median", statistics.median),
        ("fastest tenth", lambda taken: statistics.quantiles(taken, n=10)[0]),
    ):
        least, most = of(times[raw]), of(times[ours])
        sys.stdout.write(f"saving a goal, {what}: ours {most:.2f} ms, raw {least:.2f} ms, {most / least:.2f} times\n")


def arms():
    """Both ways of saving the same goal again with other words: each gives what is timed."""
    from django.db import connection, transaction

    from careplans import workflow
    from careplans.forms.goal import GoalForm
    from careplans.models import Goal
    from tests.factories.accounts import UserFactory
    from tests.factories.careplans import CarePlanFactory, GoalFactory

    goal, user, count = GoalFactory(plan=CarePlanFactory()), UserFactory(), iter(range(1_000_000))

    def ours():
        typed = {"domain": goal.domain, "words": f"Words {next(count)}", "aim": goal.aim}
        current = Goal.objects.get(pk=goal.pk)
        form = GoalForm(typed | {"version": current.version}, instance=current)
        form.is_valid()
        return lambda: workflow.save_in_draft(form, goal.plan, by=user)

    def raw():
        return statements

    def statements():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT status FROM careplans_careplan WHERE id = %s FOR UPDATE", [goal.plan_id])
            cursor.execute("SELECT version FROM careplans_goal WHERE id = %s FOR UPDATE", [goal.pk])
            cursor.execute(
                "UPDATE careplans_goal SET words = %s, version = version + 1, updated_at = now(), updated_by_id = %s"
                " WHERE id = %s",
                [f"Words {next(count)}", user.pk, goal.pk],
            )

    return ours, raw


if __name__ == "__main__":
    main()
