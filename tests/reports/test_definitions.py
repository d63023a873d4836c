"""A partnership's own definition of recovery: kept by the administrator, dated, and counted apart."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from clients.choices import Substance
from reports import facts
from reports.measures import REGISTRY
from reports.models import RecoveryDefinition
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.recovery_capital import AssessmentFactory
from tests.factories.reports import RecoveryDefinitionFactory

from .measures.counts import counted, kept
from .measures.test_after_treatment import completed, ended

pytestmark = pytest.mark.django_db
YEAR = date(2025, 4, 1), date(2026, 3, 31)  # the endings are those of 31 January 2026


@pytest.fixture
def administrator(db):
    return UserFactory(role=Role.ADMINISTRATOR)


def test_every_word_that_is_asked_for_must_hold(team):
    RecoveryDefinitionFactory(
        partnership=team.area.partnership, requires=["no_dependence", "off_substitute", "citizenship"]
    )
    for medicine, days in (("no", 4), ("yes", 4), ("", 4), ("no", 0), ("", 0)):
        episode = ended(
            team, Substance.HEROIN, volunteering_days=days, paid_work_days=0, placement_days=0, education_days=0
        )
        AssessmentFactory(client=episode.client, assessed_on=date(2025, 12, 1), substitute_medication=medicine)
    ended(TeamFactory(), Substance.HEROIN, volunteering_days=4)  # of a partnership without a definition
    assert counted("recovery_as_defined_here", *YEAR) == {"met": 1, "not_met": 3, "missing": 1}
    assert kept("aftercare_begun", *YEAR) == {"not_met": 6}
    assert "partnership" in str(REGISTRY["recovery_as_defined_here"].title)


def test_the_definition_of_the_day_counts(team):
    partnership = team.area.partnership
    first = RecoveryDefinitionFactory(partnership=partnership, requires=["citizenship"], ends_on=date(2026, 1, 31))
    episode = ended(team, Substance.HEROIN)
    completed(team, on=date(2026, 2, 1))
    assert counted("recovery_as_defined_here", *YEAR) == {"missing": 1}
    RecoveryDefinitionFactory(partnership=partnership, requires=["not_using"], starts_on=date(2026, 1, 31))
    facts.fill([episode.client_id])
    assert kept("recovery_as_defined_here", *YEAR) == {"met": 1}, (
        "the one that began last; the other person was not looked at"
    )
    first.delete()
    assert counted("recovery_as_defined_here", *YEAR) == {"met": 1, "missing": 1}


def test_the_administrator_writes_it_down(team, administrator, commissioner, sign_in):
    browser, address = sign_in(administrator), reverse("reports:definition_add")
    typed = {"partnership": team.area.partnership.pk, "words": "A life of one’s own", "requires": ["not_using", "wellbeing"],
             "starts_on": "01/04/2026", "ends_on": "31/03/2026"}  # fmt: skip
    shown = browser.get(address).context["form"]
    kept_in_form = {name: shown[name].value() for name in shown.fields if shown.fields[name].widget.is_hidden}
    refused = browser.post(address, kept_in_form | typed)
    assert refused.status_code == 422
    assert "The last day cannot be before the first" in refused.content.decode()
    assert browser.post(address, kept_in_form | typed | {"requires": ["cured"]}).status_code == 422
    assert browser.post(address, kept_in_form | typed | {"ends_on": ""}).status_code == 302
    made = RecoveryDefinition.objects.get()
    assert (made.requires, made.created_by) == (["not_using", "wellbeing"], administrator)
    page = sign_in(commissioner).get(reverse("reports:definition_list")).content.decode()
    assert "A life of one’s own" in page
    assert "Not using · Wellbeing" in page
    assert "quality of life higher at the end" in page, "what each word means stands there"
    assert reverse("reports:definition_edit", args=[made.pk]) not in page
