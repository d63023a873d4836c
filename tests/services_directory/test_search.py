"""Finding services: what words mean, what is known and what is not, where, when, and in which order."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from services_directory import lookup, opening, places, search_words, understanding
from services_directory.choices import Cost, Gender, Need
from services_directory.models import Service
from services_directory.opening import Moment, moment_of
from services_directory.places import Place
from services_directory.search import Asked, find, instead_of
from services_directory.understanding import understood
from tests.factories import services_directory as directory

pytestmark = pytest.mark.django_db
CENTRE = Place("BS1", 51.4545, -2.5879)
TUESDAY = date(2026, 11, 24)  # the fourth of its month, and the last


def names(**asked):
    return [service.name for service in find(Asked(**asked)).services]


def asking(words, **more):
    meant, _place, _taken = lookup.looked_up(words)
    return names(terms=tuple(meant.terms), gender=meant.gender, language=meant.language, **more)


@pytest.mark.parametrize("module", [lookup, opening, places, search_words, understanding])
def test_examples(module):
    import doctest

    assert doctest.testmod(module).failed == 0


def test_words_are_found_as_plurals_stems_slips_and_without_accents():
    directory.ServiceFactory(name="Tŷ Hafan Counselling", description="Groups for dads")
    directory.ServiceFactory(name="Bakery", name_cy="Siop Fara", description_cy="Cyngor am ddyledion i bawb")
    for words in ("hafan", "TY HAFAN", "counseling hafan", "counciling", "dad", "group dads", "hafn"):
        assert asking(words) == ["Tŷ Hafan Counselling"], words
    assert asking("ddyledion cyngor") == ["Bakery"]
    assert asking("xylophone") == []


def test_synonyms_find_what_services_write_and_needs_that_a_person_has_named():
    directory.ServiceFactory(name="Alcoholics Anonymous", needs=[])
    directory.ServiceFactory(name="Tŷ Gobaith", needs=[Need.DRY_HOUSE])
    directory.ServiceFactory(name="Dry rot survey of a house", needs=[])
    directory.ServiceFactory(name="Guess", needs=[Need.DRY_HOUSE], imported=True)
    assert asking("AA meeting near me") == ["Alcoholics Anonymous"]
    assert asking("dry house") == ["Tŷ Gobaith"]
    assert names(need=Need.DRY_HOUSE) == ["Tŷ Gobaith", "Guess"]


def test_nothing_found_offers_what_helps_beside_it():
    directory.ServiceFactory(name="Supported flats", needs=[Need.SUPPORTED_HOUSING])
    directory.ServiceFactory(name="Library", needs=[])
    asked = Asked(terms=tuple(understood("dry house").terms))
    assert find(asked).total == 0
    assert [service.name for service in instead_of(asked)] == ["Supported flats"]


@pytest.mark.parametrize(
    ("field", "yes", "no", "asked"),
    [
        ("gender", Gender.WOMEN, Gender.MEN, {"gender": Gender.WOMEN}),
        ("cost", Cost.FREE, Cost.PAID, {"is_free": True}),
        ("self_referral", True, False, {"self_referral": True}),
        ("language_codes", ["en", "cy"], ["en"], {"language": "cy"}),
        ("maximum_age", 25, 17, {"age": 20}),
    ],
)
def test_what_is_not_known_comes_after_what_is_known_and_what_is_otherwise_not_at_all(field, yes, no, asked):
    directory.ServiceFactory(name="A not known")
    directory.ServiceFactory(name="B yes", **{field: yes})
    directory.ServiceFactory(name="C no", **{field: no})
    found = find(Asked(**asked))
    assert [(service.name, len(service.not_known)) for service in found.services] == [("B yes", 0), ("A not known", 1)]
    assert (found.total, found.certain) == (2, 1)


def test_nearer_is_higher_farther_is_left_out_and_unknown_is_last():
    for name, latitude in (("Near", 51.46), ("Here", 51.4545), ("Far", 52.5)):
        directory.ServiceAtLocationFactory(service__name=name, location__latitude=latitude, location__longitude=-2.5879)
    directory.ServiceFactory(name="Anywhere")
    found = find(Asked(place=CENTRE, miles=5))
    assert [service.name for service in found.services] == ["Here", "Near", "Anywhere"]
    assert found.services[1].miles == pytest.approx(0.38, abs=0.01)
    assert found.services[2].not_known == ["place"]


def test_a_postcode_is_looked_up_else_its_district_else_the_services_there_else_it_says_so():
    there = directory.ServiceAtLocationFactory(service__name="There", location__postcode="bs1 4aa")
    directory.ServiceAtLocationFactory(service__name="Next to it", location__postcode="BS2 0AA")
    directory.ServiceAtLocationFactory(service__name="Elsewhere", location__postcode="CF10 1AA")
    _meant, place, _taken = lookup.looked_up("", "BS1 4AA")
    assert (place.is_point, place.district) == (False, "BS1")
    assert "does not know where BS1 4AA is" in place.note
    assert names(place=place) == ["There", "Next to it"]
    directory.PostcodeFactory(code="BS14BB", latitude=51.45, longitude=-2.6)
    _meant, place, _taken = lookup.looked_up("", "BS1 4AA")
    assert (place.latitude, place.note) == (51.45, "Distances are from the middle of BS1.")
    directory.PostcodeFactory(code="BS14AA", latitude=51.46, longitude=-2.6)
    _meant, place, _taken = lookup.looked_up("", "BS1 4AA")
    assert (place.latitude, place.note) == (51.46, "")
    there.location.save()  # its coordinates are now those of its postcode
    assert names(place=place) == ["There"]


WEEKLY, MONTHLY = {"freq": "WEEKLY"}, {"freq": "MONTHLY", "byday": ""}


@pytest.mark.parametrize(
    ("rule", "at", "open_then"),
    [
        (WEEKLY | {"byday": "MO,TU"}, time(10), True),
        (WEEKLY | {"byday": "TU"}, time(17), False),
        (WEEKLY | {"byday": "WE"}, time(10), False),
        (WEEKLY | {"byday": "MO", "opens_at": time(20), "closes_at": time(2)}, time(1), True),
        (WEEKLY | {"byday": "MO", "opens_at": time(20), "closes_at": time(2)}, time(3), False),
        (WEEKLY | {"byday": "TU", "interval": 2, "dtstart": date(2026, 11, 10)}, time(10), True),
        (WEEKLY | {"byday": "TU", "interval": 2, "dtstart": date(2026, 11, 17)}, time(10), False),
        (WEEKLY | {"byday": "TU", "interval": 2}, time(10), False),
        (WEEKLY | {"byday": "TU", "valid_from": date(2026, 12, 1)}, time(10), False),
        (MONTHLY | {"byday": "4TU"}, time(10), True),
        (MONTHLY | {"byday": "-1TU"}, time(10), True),
        (MONTHLY | {"byday": "3TU"}, time(10), False),
        (MONTHLY | {"bymonthday": "1,24"}, time(10), True),
        (MONTHLY | {"dtstart": date(2026, 9, 24), "interval": 2}, time(10), True),
        (MONTHLY | {"dtstart": date(2026, 10, 24), "interval": 2}, time(10), False),
        ({"freq": "", "byday": "", "dtstart": TUESDAY}, time(10), True),
        (WEEKLY | {"byday": "TU"}, None, True),
    ],
)
def test_rules_of_schedules(rule, at, open_then):
    service = directory.ScheduleFactory(**rule).service
    moment = Moment(TUESDAY, *([at, at] if at else []))
    assert names(moment=moment) == ([service.name] if open_then else [])


@pytest.mark.parametrize(
    "days", [{"byday": day} for day in ("MO, TU", "mo", "Monday", "MO,", "6MO")] + [{"bymonthday": "1, 2"}]
)
def test_days_are_written_in_one_way(days):
    with pytest.raises(IntegrityError):
        directory.ScheduleFactory(**days)


def test_hours_that_nobody_knows_are_neither_open_nor_closed():
    directory.ScheduleFactory(service__name="Only words", freq="", byday="", notes="Most days")
    directory.ScheduleFactory(service__name="Over", byday="TU", valid_to=date(2026, 1, 1))
    directory.ScheduleFactory(service__name="Open", byday="TU")
    directory.ScheduleFactory(service__name="Closed", byday="MO")
    found = find(Asked(moment=Moment(TUESDAY)))
    assert [(service.name, service.not_known) for service in found.services] == [
        ("Open", []),
        ("Only words", ["when"]),
        ("Over", ["when"]),
    ]
    assert [service.is_open_then for service in found.services] == [True, False, False]


def test_moments_are_of_london_and_bank_holidays_are_told():
    assert moment_of("tomorrow").day == timezone.localdate() + timedelta(days=1)
    assert Moment(date(2026, 12, 25)).is_bank_holiday


def test_freshly_checked_comes_first_and_old_ones_are_lower_but_not_hidden():
    today = timezone.localdate()
    for name, days in (("A stale", 400), ("B due", 200), ("C fresh", 10)):
        directory.ServiceFactory(name=name, checked_on=today - timedelta(days=days))
    directory.ServiceFactory(name="D never")
    assert names(need=Need.HOUSING_ADVICE) == ["C fresh", "B due", "D never", "A stale"]


def test_pages_follow_each_other_without_loss_or_repetition():
    for number in range(7):
        directory.ServiceFactory(name=f"Yoga {number % 3}", description="yoga")
    asked, seen, cursor = Asked(terms=tuple(understood("yoga").terms)), [], ""
    for _page in range(3):
        found = find(asked, cursor=cursor, size=3)
        seen += [service.pk for service in found.services]
        cursor = found.next_cursor
    assert len(set(seen)) == len(seen) == 7
    assert cursor == ""


def test_the_index_follows_every_change():
    link = directory.ServiceAtLocationFactory(service__name="One", location__name="Hartcliffe Hall")
    service, organisation = link.service, link.service.organisation
    organisation.name = "Quite new"
    organisation.save()
    assert asking("quite new") == asking("hartcliffe") == ["One"]
    term = directory.TaxonomyTermFactory(name="Befriending")
    service.terms.add(term)
    assert asking("befriending") == ["One"]
    service.terms.clear()
    link.delete()
    Service.objects.filter(pk=service.pk).update(name="Two", status="inactive")
    assert asking("hartcliffe") == asking("befriending") == asking("two") == []
    assert names(only_listed=False) == ["Two"]


def test_the_index_is_planned_at_each_call_and_reads_no_whole_table():
    """A large feed fills tables that have no statistics yet; whoever replaces the function must say this again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = 'services_directory_index'")
        assert cursor.fetchall() == [(["plan_cache_mode=force_custom_plan", "enable_seqscan=off"],)]
