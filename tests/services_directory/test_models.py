"""Searching, and how old a check is."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.pagination import paginate
from services_directory import search
from services_directory.choices import Need, ServiceStatus
from services_directory.freshness import freshness
from services_directory.models import Location, Service
from tests.factories.services_directory import LocationFactory, OrganisationFactory, ServiceFactory

TODAY = date(2026, 11, 23)
HOSTILE = [
    "a & b | !c", "((", ":*", "'", "''", "\\", "<->", "a:*b", "'; DROP TABLE x; --", "{{ 7*7 }}", "%s %(a)s", "_", "²",
    "🙂", "\u200b", "ǅ", "a\tb\nc", "x" * 200, " ".join("abcdefghijklmnop"), "ก็", "½", "-1", "&amp;",
]  # fmt: skip


def found(words="", need=""):
    return [service.name for service in search.offered(words, need)]


@pytest.mark.django_db
def test_search_by_beginnings_of_words_in_any_order_and_without_accents():
    ServiceFactory(name="Tŷ Hafan Housing Advice", description="For women and/or men")
    ServiceFactory(name="Bakery", organisation=OrganisationFactory(name="Café Cymru"))
    assert found("advice hous") == found("TY hafan") == found("tŷ") == found("men women") == ["Tŷ Hafan Housing Advice"]
    assert found("cafe bak") == ["Bakery"]
    assert found("hafan bakery") == []


@pytest.mark.django_db
def test_search_puts_the_name_before_the_description():
    ServiceFactory(name="A walk", description="Yoga, too")
    ServiceFactory(name="Yoga")
    assert found("yoga") == ["Yoga", "A walk"]


@pytest.mark.django_db
def test_search_by_need_offers_only_what_can_be_offered():
    ServiceFactory(name="Pantry", needs=[Need.FOOD, Need.DEBT])
    ServiceFactory(name="Old pantry", needs=[Need.FOOD], defunct=True)
    ServiceFactory(name="Shelter")
    assert found(need=Need.FOOD) == ["Pantry"]
    assert found("pan", Need.DEBT) == ["Pantry"]
    assert {service.name for service in search.matching(need=Need.FOOD)} == {"Pantry", "Old pantry"}


@pytest.mark.django_db
@pytest.mark.parametrize("words", HOSTILE)
def test_search_understands_no_operators(words):
    ServiceFactory(name="Somewhere else", organisation=None)
    assert found(words) == []


@pytest.mark.django_db
def test_search_pages_by_rank_without_loss_or_repetition():
    for number in range(7):
        ServiceFactory(name=f"Yoga {number % 3}", description="yoga " * number)
    names, cursor = [], ""
    while True:
        page = paginate(search.offered("yoga"), *search.ORDER, cursor=cursor, size=3)
        names += [service.pk for service in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert names == [service.pk for service in search.offered("yoga")]
    assert len(set(names)) == 7


@pytest.mark.django_db
def test_crisis_lines_are_a_persons_word_and_have_a_number():
    ServiceFactory(name="Line", needs=[Need.CRISIS], phone="116 123")
    ServiceFactory(name="Guess", needs=[Need.CRISIS], phone="116 123", needs_guessed=True)
    ServiceFactory(name="No phone", needs=[Need.CRISIS])
    assert [service.name for service in Service.objects.crisis_lines()] == ["Line"]


@pytest.mark.parametrize(
    ("days", "state"), [(0, "fresh"), (180, "fresh"), (181, "due"), (365, "due"), (366, "stale"), (None, "never")]
)
def test_freshness(days, state):
    checked_on = None if days is None else TODAY - timedelta(days=days)
    assert freshness(checked_on, TODAY).state == state


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("01632 960001", "tel:01632960001"),
        ("+44 (0)1632 960001", "tel:+441632960001"),
        ("116 123", "tel:116123"),
        ("01632 960001 or 01632 960002", ""),
        ("07700 900123 (text only)", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_phone_link(phone, link):
    assert Service(phone=phone).phone_link == link


def test_web_link_is_never_a_script():
    assert Service(url="javascript:alert(1)").web_link == ""
    assert Service(url="https://example.org").web_link == "https://example.org"


@pytest.mark.parametrize(
    ("ages", "words"), [((None, None), ""), ((16, None), "16 and over"), ((None, 25), "up to 25"), ((0, 4), "0 to 4")]
)
def test_ages(ages, words):
    assert Service(minimum_age=ages[0], maximum_age=ages[1]).ages == words


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"name": ""}, {"minimum_age": 9, "maximum_age": 8}])
def test_database_refuses_what_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceFactory(**wrong)


@pytest.mark.django_db
def test_location_is_on_earth_and_has_a_name():
    assert str(Location(postcode="BS1 1AA")) == "BS1 1AA"
    with pytest.raises(IntegrityError), transaction.atomic():
        LocationFactory(latitude=100, longitude=0)


def test_status_words_are_those_of_the_standard():
    assert set(ServiceStatus.values) == {"active", "inactive", "defunct", "temporarily closed"}


def test_our_needs_hold_every_one_that_was_asked_for():
    wanted = "substance_treatment mutual_aid peer_support housing_advice supported_housing dry_house hostel refuge ete benefits"
    wanted += " debt mental_health gp women family carers prison_resettlement naloxone needle_exchange food leisure legal crisis"
    wanted += (
        " relapse_prevention day_programme volunteering work_experience training careers_advice relationships parenting"
    )
    assert set(wanted.split()) | {"life_skills", "social_groups"} <= set(Need.values)
