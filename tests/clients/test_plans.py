"""The database reads caseload, record and search by their indexes, whatever the number of clients."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from clients.models import Client, ClientOfTeam
from config.management.commands import demo_data

CLIENTS, FIRST = 12_000, 200
SMALL = 1_000  # rows, of which an index would spare nothing
PHASES = ["", "waiting", "aftercare", "none", "all"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """The browser of a keyworker in the largest team of a service with twelve thousand clients."""
    from tests import database

    with django_db_blocker.unblock(), database.clone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_data, "FIRST", FIRST)
        call_command("demo_data", clients=CLIENTS, seed="1", verbosity=0, stdout=Silence())
        browser = Browser()
        browser.force_login(User.objects.get(username="keyworker"), backend="accounts.roles.RoleBackend")
        yield browser


class Silence:
    def write(self, text):
        pass


def about_clients():
    """The tables with a client in them that have more than a few rows."""
    tables = set()
    for model in apps.get_models():
        has_client = model is Client or any(field.attname == "client_id" for field in model._meta.concrete_fields)
        if has_client and model._base_manager.all()[:SMALL].count() == SMALL:
            tables.add(model._meta.db_table)
    return tables


def read_whole(plan, tables):
    """The tables that a plan reads from end to end."""
    if plan["Node Type"] == "Seq Scan" and plan["Relation Name"] in tables:
        yield plan["Relation Name"]
    for part in plan.get("Plans", []):
        yield from read_whole(part, tables)


def plan_of(query):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
        plan = cursor.fetchone()[0]
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def begins_in(index, query):
    """Whether the rows of a query come in the order of this index."""
    return query["sql"].startswith(("SELECT", "(")) and f'"Index Name": "{index}"' in json.dumps(plan_of(query))


def scans(queries):
    tables, found = about_clients(), []
    assert len(tables) > 10
    for query in queries:
        if query["sql"].startswith(("SELECT", "(")):
            found += [(table, query["sql"]) for table in read_whole(plan_of(query), tables)]
    return found


def queries_of(browser, address):
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(address)
    assert response.status_code == 200
    assert captured.captured_queries
    return response, captured.captured_queries


@pytest.mark.parametrize("phase", PHASES)
def test_caseload(crowd, phase):
    address = reverse("clients:client_list") + f"?phase={phase}"
    page, first = queries_of(crowd, address)
    assert not scans(first)
    if page.context["next_url"]:
        assert not scans(queries_of(crowd, reverse("clients:client_list") + page.context["next_url"])[1])


@pytest.mark.parametrize("sort", ["newest", "longest"])
def test_caseload_by_start_of_episode(crowd, sort):
    page, first = queries_of(crowd, reverse("clients:client_list") + f"?sort={sort}")
    second = queries_of(crowd, reverse("clients:client_list") + page.context["next_url"])[1]
    for queries in (first, second):
        assert not scans(queries)
        assert any(begins_in("client_of_team_start", query) for query in queries), "The index of the order is read"


@pytest.mark.parametrize(
    "narrowed",
    [
        "keyworker=mine", "keyworker=none", "overdue=on", "keyworker=mine&sort=contact", "keyworker=mine&sort=next",
        "keyworker=mine&sort=review",
    ],
)  # fmt: skip
def test_caseload_narrowed(crowd, narrowed):
    assert not scans(queries_of(crowd, f"{reverse('clients:client_list')}?{narrowed}")[1])


@pytest.mark.parametrize("sort", ["", "newest", "urgency", "client"])
def test_alerts(crowd, sort):
    assert not scans(queries_of(crowd, f"{reverse('clients:alert_list')}?sort={sort}")[1])


def test_client_record(crowd):
    user = User.objects.get(username="keyworker")
    for known in ClientOfTeam.objects.filter(team__in=user.team_ids).select_related("client")[:3]:
        assert not scans(queries_of(crowd, known.client.get_absolute_url())[1])


@pytest.mark.parametrize("kind", ["name", "first name", "both names", "number", "reference", "birth"])
def test_search(crowd, kind):
    person = Client.objects.filter(known_by__team__name="Northmere City Team").exclude(nhs_number="").first()
    words = {
        "name": person.family_name[:3],
        "first name": person.first_name,
        "both names": f"{person.first_name} {person.family_name}",
        "number": person.nhs_number,
        "reference": person.reference,
        "birth": f"{person.date_of_birth:%d/%m/%Y}",
    }[kind]
    found = crowd.post(reverse("clients:client_list"), {"words": words})
    page, queries = queries_of(crowd, found["Location"])
    assert str(person.pk) in page.content.decode() or page.context["next_url"]
    assert not scans(queries)
