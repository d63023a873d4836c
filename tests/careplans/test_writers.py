"""Eight people save one goal five hundred times: what was accepted is in the history, and whoever came second was told."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from careplans.models import Goal
from tests.factories.accounts import UserFactory
from tests.factories.careplans import CarePlanFactory, GoalFactory
from tests.factories.clients import EpisodeFactory

WRITERS, SAVES = 8, 500


class Writer:
    """Somebody at the form, who saves again whenever somebody else was first."""

    def __init__(self, goal, team):
        self.user, self.domain = UserFactory(team=team), goal.domain
        self.url = reverse("careplans:goal_edit", args=[goal.pk])
        self.accepted, self.refused = [], 0

    def save(self, numbers):
        browser = Browser()
        browser.force_login(self.user, backend="accounts.roles.RoleBackend")
        try:
            version = version_on(browser.get(self.url))
            for number in numbers:
                version = self.save_words(browser, f"Words number {number}", version)
        finally:
            connection.close()

    def save_words(self, browser, words, version):
        """Save until it is accepted; gives the version that this made."""
        while True:
            answer = browser.post(self.url, {"domain": self.domain, "words": words, "version": version})
            if answer.status_code == 302:
                self.accepted.append(words)
                return version + 1
            assert answer.status_code == 409
            assert "What is saved now" in answer.text
            assert words in answer.text, "What was typed is on the page"
            self.refused += 1
            version = version_on(answer)


def version_on(page):
    return int(re.search(r'name="version" value="(\d+)"', page.text)[1])


@pytest.mark.slow
def test_eight_writers_lose_nothing_that_was_accepted(committed_db):
    episode = EpisodeFactory(in_treatment=True)
    goal = GoalFactory(plan=CarePlanFactory(client=episode.client, episode=episode), words="At first")
    writers = [Writer(goal, episode.team) for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        work = [pool.submit(writer.save, range(place, SAVES, WRITERS)) for place, writer in enumerate(writers)]
        for future in work:
            future.result(timeout=600)
    accepted = [words for writer in writers for words in writer.accepted]
    history = Goal.pgh_event_model.objects.filter(pgh_obj_id=goal.pk, pgh_label="update")
    assert sorted(accepted) == sorted(f"Words number {number}" for number in range(SAVES))
    assert sorted(history.values_list("words", flat=True)) == sorted(accepted), "Each stands in the history, once"
    assert sorted(history.values_list("version", flat=True)) == list(range(2, SAVES + 2)), "Each on top of another"
    for writer in writers:
        mine = set(history.filter(updated_by=writer.user).values_list("words", flat=True))
        assert mine == set(writer.accepted)
    goal.refresh_from_db()
    assert goal.version == SAVES + 1
    assert sum(writer.refused for writer in writers), "They were in each other's way"
