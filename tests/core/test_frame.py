"""The frame of every page and the page of all components."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import include, path

from accounts.access import allow
from core import context_processors
from core.views import component_gallery

pytestmark = pytest.mark.urls(__name__)

urlpatterns = [
    path("core/components/", allow("public")(component_gallery)),
    path("", include("config.urls")),
]

COMPONENTS = sorted(Path(settings.BASE_DIR).glob("templates/components/[!_]*.html"))


def frame(**context):
    return Template("{% extends 'base.html' %}{% block content %}<h1>Here</h1>{% endblock %}").render(Context(context))


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.stem)
def test_every_component_says_its_variables_and_is_in_the_gallery(component):
    source = component.read_text()
    assert source.startswith(("{#", "{% comment %}"))
    gallery = (Path(settings.BASE_DIR) / "templates/core/component_gallery.html").read_text()
    drawn_elsewhere = {
        "menu_items.html",
        "messages.html",
        "session_notice.html",
        "status_tag.html",
    }  # by base.html, or a tag
    drawn_elsewhere |= {"filter_panel.html", "pagination.html"}  # by what stands around a list
    assert component.name in gallery or component.name in drawn_elsewhere


def test_the_gallery_opens_and_answers_422_to_an_empty_form(client):
    assert client.get("/core/components/").status_code == 200
    response = client.post("/core/components/")
    assert response.status_code == 422
    assert "<title>Error: Components" in response.text


def test_a_page_without_a_form_gives_no_token(client):
    response = client.get("/nothing/")
    assert not response.cookies
    assert response.status_code == 404


def test_the_menu_marks_where_you_are():
    here = {"label": "Referrals", "url": "/a/", "current": True}
    pages = [here | {"label": "Referrals in"}, {"label": "Referrals out", "url": "/c/"}]
    menu = {
        "near": [{"label": "Clients", "url": "/b/"}],
        "more": [here],
        "group": {"label": "Referrals", "pages": pages},
    }
    html = frame(menu=menu)
    assert html.count('aria-current="true"') == 2
    assert '<nav aria-label="Referrals" class="app-menu-group">' in html
    html = frame(menu=menu | {"more": [], "group": {}})
    assert "navigation__toggle" not in html
    assert "app-menu-group" not in html


def test_the_watchdog_speaks_on_every_page():
    assert "System notice" not in frame()
    assert "<strong>Messages may be late &lt;!&gt;</strong>" in frame(watchdog_message="Messages may be late <!>")


def test_both_texts_of_a_conflict_stand_above_the_heading():
    fields = [{"label": "Aim", "theirs": "saved <one>", "yours": "typed"}]
    html = frame(conflict={"by": "Owen", "at": datetime(2026, 11, 23, 10, 5, tzinfo=UTC), "fields": fields})
    assert html.index("saved &lt;one&gt;") < html.index("<h1>")
    assert "Owen saved it first, 23 November 2026 at 10:05am" in html


def test_another_language_is_offered_once_there_are_texts_in_it(tmp_path, settings, rf):
    context_processors.languages.cache_clear()
    settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], [("en-gb", "English"), ("cy", "Cymraeg")]
    assert context_processors.service(rf.get("/"))["other_languages"] == []
    (tmp_path / "cy" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "cy" / "LC_MESSAGES" / "django.mo").touch()
    context_processors.languages.cache_clear()
    offered = context_processors.service(rf.get("/"))["other_languages"]
    context_processors.languages.cache_clear()
    assert offered == [("cy", "Cymraeg")]
    html = frame(other_languages=offered, request=rf.get("/clients/?team=afon"))
    assert 'name="language" value="cy" lang="cy">Cymraeg</button>' in html
    assert 'value="/clients/?team=afon"' in html
