"""Ten searches that a keyworker makes, over the services of a real directory and the example of the standard.

docs/searches.md says the answers in words. Pinned here are the first answers, and of how many the page may claim that all
that was asked is known of them.
"""

import pytest
from django.core.management import call_command
from django.urls import reverse

from services_directory import search
from services_directory.lookup import looked_up
from services_directory.opening import moment_of
from tests.services_directory.test_import import REAL_FEED, SHARED, needs_real_feed

pytestmark = [pytest.mark.django_db, needs_real_feed]


@pytest.fixture(scope="module", autouse=True)
def real_directory(django_db_setup, django_db_blocker):
    """817 services of Bristol, and the example of version 3.0: imported once."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        for file in (REAL_FEED, SHARED / "examples" / "service_full.json"):
            call_command("import_openreferral", str(file))
        yield
        transaction.set_rollback(True)


def asked(words):
    meant, place, _taken = looked_up(words)
    return search.Asked(
        terms=tuple(meant.terms), place=place, moment=moment_of(meant.when) if meant.when else None, gender=meant.gender,
        language=meant.language, is_free=meant.is_free,
    )  # fmt: skip


# words → (how many, of how many all is known that was asked, the first answers)
ANSWERS = {
    "AA near me tonight": (4, 0, ["Alcoholics Anonymous Bristol", "AA Meeting - Discussion Group", "Alcoholics Anonymous - Bristol"]),
    "debt help in Welsh": (15, 0, ["New Start Debt Advice", "KeyRing Living Support Networks", "Talking Money"]),
    "women only": (63, 0, ["Changes Mental Health Support Group - Women Only", "Womankind, Bristol Women's Therapy Centre"]),
    "fod bank Bedminster": (3, 3, ["Refresh Food Bank Bedminster", "Bedminster Food Club"]),
    "needle exchange": (1, 1, ["South Glos Drug and Alcohol Service (DHI)"]),
    "somewhere to sleep tonight": (2, 0, ["See Change", "St Mungo's"]),
    "GP without an address": (2, 2, ["Homeless Health Service"]),
    "bereavment counciling": (8, 8, ["Cruse Bereavement Care"]),
    "methadone script": (
        4, 4, ["Ara Housing Service", "Birchwood Medical Practice", "Homeless Health Service", "South Glos Drug and Alcohol Service (DHI)"],
    ),
}  # fmt: skip
# words → the first of what is offered instead, for nothing is known
NOTHING = {
    "dry house": ["CHAS (Bristol) Housing Advice Service", "Ara Housing Service"],
    "rehab": ["Bristol Drugs Project", "South Glos Drug and Alcohol Service (DHI)"],
}


@pytest.mark.parametrize("words", ANSWERS)
def test_answer(words):
    total, certain, first = ANSWERS[words]
    found = search.find(asked(words))
    assert (found.total, found.certain) == (total, certain)
    assert [service.name for service in found.services[: len(first)]] == first


@pytest.mark.parametrize("words", NOTHING)
def test_nothing_is_known_and_what_may_help_instead(words, client):
    assert [service.name for service in search.instead_of(asked(words))[:2]] == NOTHING[words]
    page = client.get(reverse("services_directory:service_list"), {"words": words}).content.decode()
    assert "Nothing is known here for" in page
    assert NOTHING[words][0] in page


def test_the_page_says_what_is_not_known(client):
    page = client.get(reverse("services_directory:service_list"), {"words": "AA near me tonight"}).content.decode()
    assert "This site does not know where you are" in page
    assert "of none of them is all known that was asked" in page
    assert page.count("Not known:") == 4
