"""Help that the plan and the record both speak of is typed once, and linked (decision 58)."""

from datetime import date

import pytest
from django.urls import reverse

from careplans import reviewing
from careplans.choices import InterventionKind, Setting
from careplans.models import Intervention
from clients.models import EpisodeIntervention
from tests.factories.careplans import CarePlanFactory, InterventionFactory
from tests.factories.clients import EpisodeFactory, EpisodeInterventionFactory
from tests.factories.reference import code

from .answers import LOOK_BACK


@pytest.fixture
def given(episode):
    return EpisodeInterventionFactory(
        episode=episode, kind=code("intervention_type", "94"), setting=code("setting", "primary_care")
    )


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


def address(name, subject):
    return reverse(f"careplans:{name}", args=[subject.pk])


class TestFromTheRecord:
    def test_what_the_record_says_is_chosen(self, browser, given):
        day_programme = EpisodeInterventionFactory(episode=given.episode, kind=code("intervention_type", "76"))
        plan = CarePlanFactory(client=given.client, episode=given.episode)
        assert address("intervention_take", plan) in browser.get(plan.get_absolute_url()).text
        browser.post(address("intervention_take", plan), {"rows": [given.pk, day_programme.pk]})
        taken, other = plan.interventions.order_by("kind")
        assert (taken.given, taken.kind, taken.setting, taken.starts_on, taken.detail) == (
            given, InterventionKind.PHARMACOLOGICAL, Setting.PRIMARY_CARE, date(2026, 9, 15), "",
        )  # fmt: skip
        assert (other.given, other.detail) == (day_programme, "Alcohol brief intervention")
        assert browser.post(address("intervention_take", plan), {"rows": [given.pk]}).status_code == 422
        assert plan.interventions.count() == 2

    def test_another_persons_is_not(self, browser, given):
        plan = CarePlanFactory(client=given.client, episode=given.episode)
        other = EpisodeInterventionFactory()
        assert browser.post(address("intervention_take", plan), {"rows": [other.pk]}).status_code == 422
        assert not plan.interventions.exists()

    def test_only_what_the_record_does_not_say_is_asked(self, browser, given):
        part = InterventionFactory(plan__client=given.client, given=given, starts_on=given.started_on)
        page = browser.get(address("intervention_edit", part))
        assert list(page.context["form"].fields) == ["detail", "version"]
        browser.post(address("intervention_edit", part), {"detail": "Methadone", "version": 1, "kind": "psychosocial"})
        part.refresh_from_db()
        assert (part.detail, part.kind) == ("Methadone", InterventionKind.PSYCHOSOCIAL)


class TestIntoTheRecord:
    @pytest.fixture
    def agreed(self, episode):
        plan = CarePlanFactory(client=episode.client, episode=episode, active=True)
        return InterventionFactory(plan=plan, starts_on=date(2026, 9, 21), detail="Weekly one-to-one")

    def typed(self, page):
        shown = page.context["form"]
        return {name: shown[name].value() or "" for name in shown.fields}

    def test_the_form_says_what_was_agreed(self, browser, agreed):
        assert address("intervention_record", agreed) in browser.get(agreed.plan.get_absolute_url()).text
        page = browser.get(address("intervention_record", agreed))
        before = agreed.plan.fingerprint
        browser.post(address("intervention_record", agreed), self.typed(page))
        given = EpisodeIntervention.objects.get()
        assert (given.kind.code, given.setting.code, given.started_on) == ("95", "community", date(2026, 9, 21))
        agreed.refresh_from_db()
        assert agreed.given == given
        assert agreed.plan.fingerprint == before, "The text that the client answered is the same"

    def test_once(self, browser, agreed, given):
        typed = self.typed(browser.get(address("intervention_record", agreed)))
        Intervention.objects.update(given=given)
        refused = browser.post(address("intervention_record", agreed), typed)
        assert refused.status_code == 409
        assert EpisodeIntervention.objects.count() == 1

    def test_the_page_says_when_the_record_differs(self, browser, agreed, given):
        Intervention.objects.update(given=given)
        EpisodeIntervention.objects.update(started_on="2026-09-28")
        assert "In the record since 28 Sep 2026" in browser.get(agreed.plan.get_absolute_url()).text

    def test_whoever_is_in_another_team_does_not_write_there(self, browser, agreed):
        elsewhere = EpisodeFactory(in_treatment=True)
        plan = CarePlanFactory(client=agreed.plan.client, episode=elsewhere, active=True, kind="initial")
        part = InterventionFactory(plan=plan)
        assert browser.get(address("intervention_record", part)).status_code == 404


def test_the_next_version_takes_it_anew(keyworker, given):
    plan = CarePlanFactory(client=given.client, episode=given.episode, active=True)
    InterventionFactory(plan=plan, given=given, starts_on="2026-09-15", detail="Methadone", kind="pharmacological")
    over = EpisodeInterventionFactory(episode=given.episode)
    InterventionFactory(plan=plan, given=over)
    EpisodeIntervention.objects.filter(pk=given.pk).update(started_on="2026-09-28")
    over.ended_on, over.exit_status = date(2026, 10, 1), code("intervention_exit", "A")
    over.save()
    draft = reviewing.review_plan(plan, by=keyworker, outcomes={}, **LOOK_BACK)
    copy = draft.interventions.get()
    assert (copy.given, copy.starts_on, copy.detail) == (given, date(2026, 9, 28), "Methadone")
    assert plan.interventions.filter(starts_on="2026-09-15", given=given).exists(), "What was agreed stays"
