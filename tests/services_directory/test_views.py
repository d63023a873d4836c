"""The public pages and those of an editor."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core.pagination import paginate
from services_directory.choices import Need
from services_directory.models import Service
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.services_directory import (
    FeedFactory,
    PhoneFactory,
    ScheduleFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    TaxonomyTermFactory,
)
from tests.services_directory.test_models import HOSTILE

pytestmark = pytest.mark.django_db
LIST = reverse("services_directory:service_list")
CREATE = reverse("services_directory:service_create")


@pytest.fixture
def editor(db):
    return UserFactory(role=Role.DIRECTORY_EDITOR, first_name="Eira", last_name="Editor")


def page(browser, address, **query):
    response = browser.get(address, query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def typed(**changes):
    """What a browser sends when a service is written."""
    return {
        "name": "Tea",
        "status": "active",
        "needs": [Need.FOOD],
        "url": "www.example.org",
        "description": "A",
    } | changes


def test_everybody_finds_a_service(client):
    ServiceFactory(name="Pantry", needs=[Need.FOOD])
    ServiceFactory(name="Old pantry", needs=[Need.FOOD], defunct=True)
    html = page(client, LIST, words="pant", need=Need.FOOD)
    assert ">Pantry<" in html
    assert "Old pantry" not in html
    assert "Never checked by a person" in html
    assert "Add a service" not in html
    assert "Nothing is known here" in page(client, LIST, words="nothing like it")


def test_list_shows_a_next_page_that_keeps_the_search(client):
    for number in range(21):
        ServiceFactory(name=f"Yoga {number:02}")
    html = page(client, LIST, words="yoga")
    address = re.search(r'href="(\?[^"]+)" rel="next"', html)[1].replace("&amp;", "&")
    second = page(client, LIST + address)
    assert "Yoga 20" in second
    assert "Yoga 19" not in second
    assert 'rel="prev"' in second


def test_cursor_of_another_list_gives_the_first_page(client):
    for number in range(3):
        ServiceFactory(name=f"Yoga {number}")
    other = paginate(Service.objects.order_by("name"), "name", "status", "id", size=1).next_cursor
    assert "Yoga 0" in page(client, LIST, after=other)


@pytest.mark.parametrize("words", [*HOSTILE, "x" * 100_000])
def test_list_survives_hostile_words(client, words):
    assert client.get(LIST, {"words": words, "need": words, "after": words}).status_code == 200


@pytest.mark.parametrize("query", ["words=%00", "need=%ed%a0%80", "after=a%00"])
def test_list_refuses_what_is_not_text(client, query):
    assert client.get(f"{LIST}?{query}").status_code == 400


def test_too_long_a_search_says_so_on_the_field(client):
    assert "Search by 200 characters or fewer" in page(client, LIST, words="x" * 300)


def test_list_shows_crisis_lines_first(client):
    ServiceFactory(name="Night line", needs=[Need.CRISIS], phone="116 123")
    assert '<a class="govuk-link" href="tel:116123">116 123</a>' in page(client, LIST)


@pytest.mark.parametrize(("signed_in", "queries"), [(False, 2), (True, 5)])
def test_list_makes_the_same_queries_for_2_and_for_50(
    client, sign_in, editor, signed_in, queries, django_assert_num_queries
):
    if signed_in:
        sign_in(editor)
    for more in (2, 48):
        for _ in range(more):
            ServiceFactory()
        with django_assert_num_queries(queries):
            client.get(LIST)


def test_detail_shows_what_is_known_and_links_safely(client):
    service = ServiceFactory(
        name="Drop-in", description="<b>Tea</b>", url="javascript:alert(1)", email="help@example.org?cc=a@b.c",
        phone="01632 960001", notice="Moved", needs_guessed=True, minimum_age=16,
    )  # fmt: skip
    ServiceAtLocationFactory(service=service, location__address="1 High Street")
    html = page(client, service.get_absolute_url())
    assert "&lt;b&gt;Tea&lt;/b&gt;" in html
    assert "javascript:" not in html
    assert 'href="mailto:help@example.org%3Fcc%3Da@b.c"' in html
    assert "tel:01632960001" in html
    assert "1 High Street" in html
    assert "guessed from its description" in html
    assert "16 and over" in html
    assert "I have checked this today" not in html


def test_detail_says_for_whom_at_what_cost_and_where_it_is_from(client):
    FeedFactory(key="bristol", name="Bristol directory", licence="OGL 3.0")
    service = ServiceFactory(
        name="Drop-in", name_cy="Galw heibio", description_cy="Te a sgwrs", gender="women", self_referral=True, cost="free",
        fees="Free", source="bristol", kept_here=False, run_by_team=TeamFactory(), organisation__description_cy="Cymorth",
    )  # fmt: skip
    html = page(client, service.get_absolute_url())
    for words in ("Galw heibio", "Te a sgwrs", "Cymorth", "Women only", "people can come by themselves", "OGL 3.0"):
        assert words in html
    assert html.count(">Free<") == 1
    assert "who is told, and when confidence is broken" in html
    assert "Drop-in" not in html[: html.index("</title>")]  # it stays in the history of a visitor's browser
    assert "Not known: ask before you go" in page(client, ServiceFactory().get_absolute_url())


def test_hours_that_are_over_stand_on_no_leaflet_and_a_number_says_its_language(client):
    service = ServiceFactory()
    ScheduleFactory(service=service, byday="MO", valid_to="2005-01-01")
    ScheduleFactory(service=service, byday="TU")
    PhoneFactory(service=service, language_codes=["cy"])
    leaflet = page(client, reverse("services_directory:leaflet"), keep=str(service.pk))
    assert ("Tuesday" in leaflet, "Monday" in leaflet) == (True, False)
    assert "(Welsh)" in page(client, service.get_absolute_url())


def test_no_page_of_the_directory_sets_a_cookie(client):
    service = ServiceFactory()
    for address in (LIST, service.get_absolute_url(), f"{reverse('services_directory:leaflet')}?keep={service.pk}"):
        response = client.get(address)
        assert (response.status_code, dict(response.cookies)) == (200, {}), address


def test_detail_warns_of_a_service_that_has_ended(client):
    assert "Do not refer or send anybody here now" in page(client, ServiceFactory(defunct=True).get_absolute_url())


def test_detail_of_no_service_is_a_404(client):
    assert (
        client.get(
            reverse("services_directory:service_detail", args=["0" * 8 + "-0000-4000-8000-" + "0" * 12])
        ).status_code
        == 404
    )


def test_create_stores_what_was_typed(sign_in, editor):
    response = sign_in(editor).post(CREATE, typed())
    service = Service.objects.get()
    assert response["Location"] == service.get_absolute_url()
    assert (service.name, service.needs, service.url) == ("Tea", [Need.FOOD], "https://www.example.org")
    assert (service.created_by, service.kept_here, service.checked_on) == (editor, True, None)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter the name of the service"),
        ({"url": "javascript:alert(1)"}, "Enter a web address"),
        ({"url": "ftp://example.org"}, "Enter a web address"),
        ({"minimum_age": "9", "maximum_age": "8"}, "The oldest age is below the youngest"),
        ({"minimum_age": str(2**70)}, "32767"),
        ({"needs": ["wishes"]}, "Choose needs from the list"),
        ({"description": "x" * 100_000}, "Write 20000 characters or fewer"),
        ({"eligibility": "x" * 100_000}, "10000"),
        ({"language_codes": ["elvish"]}, "Choose languages from the list"),
        ({"organisation": "'; DROP"}, "valid"),
    ],
)
def test_wrong_form_answers_422_with_the_field(sign_in, editor, wrong, message):
    response = sign_in(editor).post(CREATE, typed(**wrong))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Service.objects.exists()


def test_edit_makes_an_imported_record_ours(sign_in, editor):
    service = ServiceFactory(imported=True)
    sign_in(editor).post(reverse("services_directory:service_edit", args=[service.pk]), typed(version=service.version))
    service.refresh_from_db()
    assert (service.name, service.kept_here, service.needs_guessed) == ("Tea", True, False)
    assert (service.updated_by, service.version) == (editor, 2)


def test_edit_after_somebody_else_shows_both_texts_and_loses_nothing(sign_in, editor):
    service = ServiceFactory(name="Before")
    browser = sign_in(editor)
    address = reverse("services_directory:service_edit", args=[service.pk])
    browser.post(address, typed(name="Theirs", version=1))
    response = browser.post(address, typed(name="Mine", version=1))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in html
    assert 'value="Mine"' in html
    assert Service.objects.get().name == "Theirs"
    assert browser.post(address, typed(name="Mine", version=2)).status_code == 302
    assert Service.objects.get().name == "Mine"


def test_edit_of_a_deleted_choice_keeps_the_page(sign_in, editor):
    service = ServiceFactory()
    response = sign_in(editor).get(reverse("services_directory:service_edit", args=[service.pk]))
    assert response.status_code == 200
    assert service.name in response.content.decode()


def test_check_is_recorded_with_who_and_when(sign_in, editor):
    service = ServiceFactory(imported=True)
    browser = sign_in(editor)
    browser.post(reverse("services_directory:service_check", args=[service.pk]))
    service.refresh_from_db()
    assert (service.checked_on, service.checked_by) == (timezone.localdate(), "Eira Editor")
    assert not service.needs_guessed
    assert not service.kept_here
    assert "Checked today by Eira Editor" in page(browser, service.get_absolute_url())
    browser.logout()
    html = page(browser, service.get_absolute_url())
    assert "Checked today by a person" in html
    assert "Eira" not in html


@pytest.mark.parametrize("name", ["service_create", "service_edit", "service_check"])
def test_a_keyworker_does_not_edit_the_directory(sign_in, keyworker, name):
    args = [] if name == "service_create" else [ServiceFactory().pk]
    assert sign_in(keyworker).post(reverse(f"services_directory:{name}", args=args), typed()).status_code == 403
    assert not Service.objects.filter(name="Tea").exists()


def test_editor_also_finds_what_cannot_be_offered(sign_in, editor):
    ServiceFactory(name="Old pantry", defunct=True)
    assert "Old pantry" in page(sign_in(editor), LIST)


def test_admin_saves_as_the_signed_in_user(sign_in, editor):
    editor.is_staff = True
    editor.save()
    browser = sign_in(editor)
    browser.post(
        reverse("admin:services_directory_organisation_add"), {"name": "Us", "website": "us.example.org", "email": ""}
    )
    from services_directory.models import Organisation

    organisation = Organisation.objects.get()
    assert (organisation.created_by, organisation.website) == (editor, "https://us.example.org")
    term = TaxonomyTermFactory()
    browser.post(
        reverse("admin:services_directory_taxonomyterm_change", args=[term.pk]), {"need": "debt", "name": "Mine"}
    )
    term.refresh_from_db()
    assert (term.need, term.name == "Mine", term.updated_by) == ("debt", False, editor)
    for model in ("organisation", "service", "location", "taxonomyterm"):
        assert browser.get(reverse(f"admin:services_directory_{model}_changelist")).status_code == 200
    service = ServiceFactory(organisation=organisation)
    assert browser.get(reverse("admin:services_directory_service_change", args=[service.pk])).status_code == 200
    assert browser.get(reverse("admin:services_directory_service_delete", args=[service.pk])).status_code == 403
