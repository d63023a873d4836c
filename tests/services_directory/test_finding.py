"""The search page and the leaflet that is made from it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from services_directory.leaflet import TREATMENT_WORDS
from services_directory.opening import moment_of
from services_directory.search import Asked, find
from services_directory.understanding import understood
from tests.factories import services_directory as directory
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LIST, LEAFLET = reverse("services_directory:service_list"), reverse("services_directory:leaflet")


def test_a_question_with_everything_takes_at_most_six_queries(client, sign_in):
    directory.ServiceAtLocationFactory(service__name="Pantry", location__postcode="BS1 4ST")
    question = {"words": "pantri tonight", "near": "BS1 4ST", "age": "30", "free": "on", "language": "cy"}
    for _visitor in range(2):
        client.get(LIST, question)
        with CaptureQueriesContext(connection) as taken:
            page = client.get(LIST, question).content.decode()
        assert len(taken) <= 6, [query["sql"][:100] for query in taken]
        assert ">Pantry<" in page
        sign_in(UserFactory())


@pytest.mark.parametrize("words", ["pantry", "AA tonight"])
def test_words_are_found_by_the_index_and_services_by_their_keys(words):
    """At this size the table would do, or any index read as a whole; `make bench` looks at the plans for 10,000."""
    meant = understood(words)
    with CaptureQueriesContext(connection) as taken:
        find(Asked(terms=tuple(meant.terms), moment=moment_of(meant.when) if meant.when else None))
    with connection.cursor() as cursor:
        for way in ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan"):
            cursor.execute(f"SET LOCAL {way} = off")
        cursor.execute("EXPLAIN " + taken.captured_queries[-1]["sql"])
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "service_index_words" in plan
    assert "(words @@ '" not in plan  # where the planner sees that a word is common, it takes the whole table
    assert "Seq Scan on services_directory_serviceindex" not in plan
    assert "Seq Scan on services_directory_service " not in plan


def test_the_position_of_the_browser_is_used_and_stands_in_no_address(client):
    directory.ServiceAtLocationFactory(service__name="Near", location__latitude=51.4545, location__longitude=-2.5879)
    answer = client.get(LIST, headers={"X-Position": "51.45451,-2.58791"})
    assert "0.0 miles" in answer.content.decode()
    assert "51.45" not in answer.content.decode()
    assert "geolocation=(self)" in answer["Permissions-Policy"]
    assert "miles</strong>" not in client.get(LIST, headers={"X-Position": "91,0"}).content.decode()


def test_ticked_services_are_kept_in_the_address_and_unticked_ones_are_not(client):
    one, two = directory.ServiceFactory(), directory.ServiceFactory()
    answer = client.get(LIST, {"keep": str(one.pk), "shown": str(one.pk), "tick": str(two.pk), "words": "service"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{LIST}?words=service&keep={two.pk}"
    assert client.get(LIST, {"keep": "x," * 100, "tick": ["'", "\u200b"]}, follow=True).status_code == 200


def test_a_leaflet_names_no_treatment(client):
    kept = [
        directory.ServiceFactory(name="Pantry", phone="01632 960001", description="Food for all. Also drug advice."),
        directory.ServiceFactory(name="Drug and Alcohol Service", organisation__name="Harbour", phone="01632 960002"),
        directory.ServiceFactory(name="AA", organisation__name="Alcoholics Anonymous", url="https://aa.example.org"),
    ]
    keep = ",".join(str(service.pk) for service in kept)
    page = client.get(LEAFLET, {"keep": keep}).content.decode()
    assert ">Pantry<" in page
    assert ">Harbour<" in page
    assert "so its name is left out" in page
    pdf = client.get(reverse("services_directory:leaflet_pdf"), {"keep": keep, "large": "on"})
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    entries = client.get(LEAFLET, {"keep": keep}).context["entries"]
    assert not any(TREATMENT_WORDS.search(text) for entry in entries for text in [entry.name, *entry.lines])


def test_a_name_from_an_old_leaflet_leads_to_what_came_in_its_place(client, sign_in):
    new = directory.ServiceFactory(name="Steps to Employment")
    directory.ServiceFactory(name="SkillBuild", status="defunct", ended_on="2011-07-31", replaced_by=new)
    for words in ("SkillBuild", "skilbuild", "skill"):  # as it is, with a slip, the beginning of it
        page = " ".join(client.get(LIST, {"words": words}).content.decode().split())
        assert "It ended on 31 July 2011. In its place came" in page, words
        assert f'href="{new.get_absolute_url()}">Steps to Employment</a>' in page
        assert "Nothing else is known here by this name." in page
    directory.ServiceFactory(name="After SkillBuild")
    page = client.get(LIST, {"words": "skillbuild"}).content.decode()
    assert page.index("It ended on") < page.index("After SkillBuild")
    sign_in(UserFactory())
    for words in ("skillbuild", "nothing at all"):
        client.get(LIST, {"words": words})
        with CaptureQueriesContext(connection) as taken:
            client.get(LIST, {"words": words})
        assert len(taken) <= 6
