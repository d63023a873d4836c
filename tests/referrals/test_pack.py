"""The pack: every category of consent tried by itself, and nothing of any other is in it."""

from datetime import date

import pytest

from clients.choices import ConsentCategory, ConsentPurpose
from recovery_capital.choices import Domain
from referrals import paths
from referrals.choices import FieldKind
from referrals.pack import TITLES, pack_of
from referrals.sharing import CATEGORY_OF_DOMAIN, category_of
from tests.factories.careplans import CarePlanFactory, GoalFactory
from tests.factories.clients import (
    AddressFactory,
    ClientFlagFactory,
    ConsentFactory,
    ContactWayFactory,
    EpisodeSubstanceFactory,
    HealthContactsFactory,
)
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory
from tests.factories.referrals import ReferralFactory, ReferralStepFactory

pytestmark = pytest.mark.django_db
CATEGORIES = list(ConsentCategory.values)


@pytest.fixture
def path_of_everything(tmp_path, settings):
    """A path that asks one question for each category, and one whose answer is for us alone."""
    lines = [
        'label = "Everything"',
        'hint = ""',
        "domains = []",
        "needs = []",
        "notes = []",
        "[[steps]]",
        'key = "asked"',
        'label = "Asked"',
        'owner = "keyworker"',
    ]
    for key in [*CATEGORIES, "ours"]:
        lines += ["[[steps.fields]]", f'key = "{key}"', f'label = "What of {key}?"', 'kind = "text"']
        lines += [f'shares = "{key}"'] if key in CATEGORIES else []
    (tmp_path / "everything.toml").write_text("\n".join(lines))
    settings.REFERRAL_PATHS_DIR = str(tmp_path)


@pytest.fixture
def full(episode, today, path_of_everything):
    """A referral of somebody of whom the record says something in every category; {category: its own words}."""
    client = episode.client
    client.preferred_name, client.staff_safety = "WORD-identity-name", "WORD-risk-safety"
    client.contact_rule = "WORD-identity-rule"
    client.save()
    ContactWayFactory(client=client, value="01632 960777")
    AddressFactory(client=client, lines="WORD-identity-address")
    ClientFlagFactory(client=client, reason="WORD-risk-flag")
    EpisodeSubstanceFactory(episode=episode, substance="heroin")
    HealthContactsFactory(client=client, gp_practice="WORD-health-gp", pharmacy="WORD-prescribing-pharmacy")
    assessment = AssessmentFactory(
        client=client, physical_health="WORD-health-body", psychological_health="WORD-health-mind",
        medication="WORD-prescribing-medicine", housing_status="settled", employment_status="unemployed",
        children_in_household=17,
    )  # fmt: skip
    plan = CarePlanFactory(client=client, episode=episode, active=True)
    for domain in Domain.values:
        word = f"WORD-{category_of(domain)}-{domain}"
        DomainRatingFactory(assessment=assessment, domain=domain, needs=word, strengths=f"{word}-strong")
        GoalFactory(plan=plan, domain=domain, words=f"WORD-plan-goal-{domain}")
    on_a_path = {"domain": Domain.HOUSING, "path": "everything", "reason": "I want a place of my own"}
    referral = ReferralFactory(client=client, episode=episode, **on_a_path)
    answers = {category: f"WORD-{category}-answer" for category in CATEGORIES}
    ReferralStepFactory(referral=referral, key="asked", answers=answers | {"ours": "WORD-ours-answer"})
    return referral


def text_of(referral, categories, keyworker):
    terms = ConsentFactory.build(
        client=referral.client, recipient=referral.service, purpose=ConsentPurpose.REFERRAL, given_on=date(2026, 11, 2),
        categories=categories,
    )  # fmt: skip
    pack = pack_of(referral, terms, by=keyworker)
    lines = [*pack["about"], *(row for part in pack["parts"] for row in part["rows"])]
    return pack, "\n".join(f"{what}: {text}" for what, text in lines)


@pytest.mark.parametrize("category", CATEGORIES)
def test_each_category_opens_its_own_part_and_no_other(full, keyworker, category):
    pack, text = text_of(full, [category], keyworker)
    others = [f"WORD-{other}" for other in CATEGORIES if other != category]
    assert [word for word in others if word in text] == []
    assert ("WORD-" + category in text) is True
    assert f"Asked: What of {category}?: WORD-{category}-answer" in text
    assert "WORD-ours" not in text
    assert [part["title"] for part in pack["parts"]] == [str(TITLES[category])]
    assert len(pack["left_out"]) == len(CATEGORIES) - 1
    person = full.client
    is_named = category == ConsentCategory.IDENTITY
    for own in (person.family_name, person.first_name, "01632 960777"):
        assert (own in text) is is_named
    assert (person.reference in text) is not is_named
    assert ("eroin" in text) is (category == ConsentCategory.SUBSTANCE_USE)
    assert (text.endswith(": 17") or ": 17\n" in text) is (category == ConsentCategory.CHILDREN)


@pytest.mark.parametrize("category", [one for one in CATEGORIES if one != ConsentCategory.PLAN])
def test_a_goal_needs_the_plan_and_its_own_part_of_life(full, keyworker, category):
    _pack, text = text_of(full, [ConsentCategory.PLAN, category], keyworker)
    for domain in Domain.values:
        shared = category_of(domain) in (ConsentCategory.PLAN, category)
        assert (f"WORD-plan-goal-{domain}" in text) is shared


def test_all_categories_leave_nothing_out_and_none_shows_the_request_alone(full, keyworker):
    pack, text = text_of(full, CATEGORIES, keyworker)
    assert pack["left_out"] == []
    assert set(CATEGORY_OF_DOMAIN) == set(Domain.values)
    assert "WORD-ours" not in text, "What no category names is for us alone"
    nothing = pack_of(full, None, by=keyworker)
    assert nothing["parts"] == []
    assert "WORD-" not in str(nothing)
    assert full.reason in str(nothing)


@pytest.mark.parametrize("key", ["ete", "housing", "mental_health", "mutual_aid", "rehab", "supported_housing"])
def test_of_each_path_that_is_shipped_an_answer_goes_only_under_its_category(episode, keyworker, key):
    referral = ReferralFactory(client=episode.client, episode=episode, path=key)
    typed = {}
    for step in paths.path_called(key).steps:
        typed[step.key] = {
            field.key: f"WORD-{field.shares or 'ours'}-{step.key}-{field.key}"
            for field in step.fields
            if field.kind in (FieldKind.TEXT, FieldKind.LINE)
        }
        ReferralStepFactory(referral=referral, key=step.key, answers=typed[step.key])
    words = {word for answers in typed.values() for word in answers.values()}
    for category in CATEGORIES:
        _pack, text = text_of(referral, [category], keyworker)
        own = {word for word in words if word.startswith(f"WORD-{category}-")}
        assert {word for word in words if word in text} == own


def test_a_category_that_nobody_knows_is_a_fault_of_the_file(tmp_path, settings):
    text = (paths.SHIPPED / "ete.toml").read_text().replace('shares = "ete"', 'shares = "work"')
    (tmp_path / "ours.toml").write_text(text)
    settings.REFERRAL_PATHS_DIR = str(tmp_path)
    assert [words for _file, words in paths.faults()][0].endswith("shares must be a category of consent")
