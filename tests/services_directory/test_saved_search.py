"""A search of the directory is saved, found among one's lists, opened again and removed; it holds nobody's address."""

import uuid

import pytest
from django.urls import reverse

from core.models import SavedView
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db
LIST = reverse("services_directory:service_list")


def test_a_search_is_saved_listed_opened_and_removed(sign_in, keyworker, client):
    ServiceFactory(name="Pantry", needs=["food"])
    browser = sign_in(keyworker)
    asked = {
        "words": "pantry",
        "need": "food",
        "near": "CF10 1EP",
        "client": str(uuid.uuid4()),
        "keep": str(uuid.uuid4()),
    }
    found = browser.get(LIST, asked)
    assert "Save this search" in found.content.decode()
    page = browser.get(found.context["save_url"])
    hidden = {name: page.context["form"][name].value() for name in ("route", "query")}
    saved = browser.post(found.context["save_url"], {**hidden, "name": "Food in town"}, follow=True)
    assert saved.redirect_chain[-1][0] == f"{LIST}?words=pantry&near=CF10&need=food"
    assert "Pantry" in saved.content.decode()
    view = SavedView.objects.get()
    assert (view.user, view.name) == (keyworker, "Food in town")
    opens = reverse("accounts:saved_view_open", args=[view.pk])
    assert f'href="{opens}"' in browser.get(LIST).content.decode()
    assert "Food in town" in browser.get(reverse("accounts:saved_view_list")).content.decode()
    assert browser.get(opens)["Location"] == f"{LIST}?words=pantry&near=CF10&need=food"
    browser.post(reverse("accounts:saved_view_remove", args=[view.pk]))
    assert not SavedView.objects.exists()
    assert "Food in town" not in browser.get(LIST).content.decode()


def test_a_visitor_is_offered_no_saving(client):
    page = client.get(LIST, {"words": "pantry"}).content.decode()
    assert "Save this search" not in page
