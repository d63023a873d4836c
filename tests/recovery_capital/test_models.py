"""What the database refuses of recovery capital, and the newest answers."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from recovery_capital import forms
from recovery_capital.change import changes
from recovery_capital.choices import Domain, HousingStatus, ParentalStatus
from recovery_capital.models import DomainRating
from recovery_capital.sections import find_section, last_row
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "build"),
    [
        ("rating_0_to_10", lambda: DomainRatingFactory(rating=11)),
        ("household_of_a_possible_size", lambda: AssessmentFactory(children_in_household=31)),
        (
            "children_who_live_there_are_counted",
            lambda: AssessmentFactory(parental_status=ParentalStatus.ALL_LIVE_WITH, children_in_household=0),
        ),
        ("rating_once_per_domain", lambda: DomainRatingFactory(assessment=DomainRatingFactory().assessment)),
    ],
)
def test_refused(constraint, build):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build()


def test_the_newest_answer_to_each_question(record):
    old = AssessmentFactory(client=record, housing_status=HousingStatus.HOSTEL, medication="None")
    new = AssessmentFactory(client=record, assessed_on=date(2026, 11, 1), housing_status=HousingStatus.COUNCIL)
    AssessmentFactory(assessed_on=date(2026, 11, 20), medication="Somebody else's")
    AssessmentFactory(client=record, assessed_on=date(2026, 11, 20), medication="Not recorded", in_progress=True)
    assert last_row(forms.HousingFactsForm, record, Domain.HOUSING) == new
    assert last_row(forms.PhysicalHealthFactsForm, record, Domain.PHYSICAL_HEALTH) == old
    assert last_row(forms.EmploymentFactsForm, record, Domain.ETE) is None


def test_the_newest_rating_of_each_domain(record):
    DomainRatingFactory(assessment__client=record, rating=1)
    money = DomainRatingFactory(assessment__client=record, domain=Domain.MONEY, rating=3)
    newest = DomainRatingFactory(assessment__client=record, assessment__assessed_on=date(2026, 11, 1), rating=6)
    DomainRatingFactory(rating=9)
    assert set(DomainRating.objects.latest_of(record)) == {newest, money}


def test_children_in_household_of_nobody_is_an_answer():
    section = find_section(assessment := AssessmentFactory(children_in_household=0), Domain.CHILDREN)
    assert section.said(assessment) == [("How many under-18s live in the same home", "0")]


def test_changes_name_what_was_not_asked(record):
    first = DomainRatingFactory(assessment__client=record, rating=2).assessment
    now = DomainRatingFactory(assessment__client=record, domain=Domain.ETE, rating=7).assessment
    rows = {row.label: (row.first, row.before, row.now, row.difference) for row in changes(first, None, now)}
    assert rows == {
        "Housing": (2, None, None, None),
        "Education, training and employment": (None, None, 7, None),
    }


def test_names():
    rating = DomainRatingFactory()
    assert str(rating) == "Housing: 4"
    assert str(rating.assessment) == f"{rating.assessment.client.reference} 2026-09-02"
