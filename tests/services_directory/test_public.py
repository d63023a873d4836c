"""Pages for everybody, and the posters that lead to them."""

import datetime as dt
import io
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core.workflow import NotAllowed
from services_directory import plain_words, printing, publishing
from services_directory.choices import Need, PaperLanguage, PaperSize, PosterPlace
from services_directory.models import Poster, PublicPage, Service
from services_directory.models.public import CODE_LETTERS
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.services_directory import PosterFactory, PublicPageFactory, ScheduleFactory, ServiceFactory

pytestmark = pytest.mark.django_db
GIVES_AWAY = re.compile(r"drug|alcohol|addict|rehab|treatment|overdose|recovery|substance|harm", re.I)
PAGES = ["start", "emergency", "safer", "reach-us", "away", "checked", "leaving"]


@pytest.fixture
def visitor(client):
    return client


def signed_in(role):
    browser = Client()
    user = UserFactory(role=role)
    browser.force_login(user, backend="accounts.roles.RoleBackend")
    return browser, user


def text_of(response):
    return response.content.decode()


def test_start_puts_danger_first_and_crisis_lines_of_the_directory(visitor):
    ServiceFactory(name="Night line", needs=[Need.CRISIS], phone="01632 960001")
    ServiceFactory(name="Only a guess", needs=[Need.CRISIS], phone="01632 960002", needs_guessed=True)
    page = text_of(visitor.get("/help/"))
    main = page[page.index("<main") :]
    assert "tel:999" in main[: main.index("<ul")]
    assert "Night line" in page
    assert "Only a guess" not in page
    assert all(f"/help/{slug}/" in page for slug in PAGES[1:])


@pytest.mark.parametrize("slug", PAGES)
def test_what_a_page_leaves_in_the_history_says_nothing(visitor, slug):
    response = visitor.get("/help/" if slug == "start" else f"/help/{slug}/")
    title = re.search("<title>(.*?)</title>", text_of(response), re.S).group(1)
    assert response.status_code == 200
    assert not GIVES_AWAY.search(title + response.request["PATH_INFO"]), title
    assert not response.cookies
    assert 'rel="nofollow noreferrer">Leave this page' in text_of(response)
    assert "Nobody here has checked these words yet" in text_of(response)


def test_reach_us_shows_our_own_services_and_nobody_elses(visitor):
    ours = ServiceFactory(name="Our drop-in", run_by_team=TeamFactory(), phone="01632 960003", self_referral=True)
    ScheduleFactory(service=ours)
    ServiceFactory(name="Theirs", phone="01632 960004")
    page = text_of(visitor.get("/help/reach-us/"))
    assert "Our drop-in" in page
    assert "01632 960003" in page
    assert "Theirs" not in page
    assert "When confidence is broken" in page
    assert "What it costs" in page


def test_welsh_where_it_is_written_and_english_where_not(visitor):
    page = text_of(visitor.get("/help/emergency/?language=cy"))
    assert '<html lang="cy"' in page
    assert "Mae rhywun wedi cymryd gormod" in page
    assert "Gadael y dudalen hon" in page
    partly = text_of(visitor.get("/help/safer/?language=cy"))
    assert "Dim ond yn Saesneg" in partly
    assert '<div lang="en"><' in partly.replace("\n", "")
    assert visitor.get("/help/safer/?language=xx&language=%00").status_code in (200, 400)


def test_plain_words_make_no_html_and_no_other_links():
    words = "## <b>Hi</b>\nOne\ntwo [x](javascript:alert) [y](//evil.example) https://example.org/a.\n\n- a\n- b\n1. c"
    heading, paragraph, points, steps = plain_words.parts(words)
    assert [part["kind"] for part in (heading, paragraph, points, steps)] == ["heading", "paragraph", "list", "steps"]
    links = [address for line in paragraph["lines"] for _words, address in line if address]
    assert links == ["https://example.org/a"]
    assert len(points["lines"]) == 2
    PublicPageFactory(slug="odd", body=words)
    page = text_of(Client().get("/help/odd/"))
    assert "&lt;b&gt;Hi&lt;/b&gt;" in page
    assert 'href="javascript' not in page
    assert 'href="//' not in page


def fields_of(page, **changes):
    names = ["tab", "position", "heading", "lead", "body", "advert", "heading_cy", "lead_cy", "body_cy", "advert_cy"]
    return {name: getattr(page, name) for name in [*names, "sources", "version"]} | changes


@pytest.mark.parametrize("role", [Role.DIRECTORY_EDITOR, Role.ADMINISTRATOR])
def test_editor_previews_saves_and_answers_for_a_page(role):
    browser, user = signed_in(role)
    page = PublicPage.objects.get(slug="safer")
    url = reverse("services_directory:page_edit", args=[page.pk])
    answers = fields_of(page, body="## New\n\nWords of ours")
    preview = browser.post(url, answers | {"preview": "1"})
    assert preview.status_code == 200
    assert ">New</h2>" in text_of(preview)
    assert "Words of ours" not in text_of(Client().get("/help/safer/"))
    assert browser.post(url, answers).status_code == 302
    assert "Nobody here has checked" in text_of(Client().get("/help/safer/"))
    page.refresh_from_db()
    assert (page.reviewed_on, page.updated_by) == (None, user)
    assert browser.post(url, answers | {"is_right": "on"}).status_code == 409  # the version that was opened is gone
    assert browser.post(url, fields_of(page, is_right="on", lead="")).status_code == 422
    assert browser.post(url, fields_of(page, is_right="on", slug="moved")).status_code == 302
    page.refresh_from_db()
    assert (page.reviewed_on, page.reviewed_by, page.slug) == (timezone.localdate(), user, "safer")
    assert "Read and found right by a person here on" in text_of(Client().get("/help/safer/"))


def test_retired_page_is_kept_and_its_posters_lead_to_the_first_page(visitor):
    editor = UserFactory(role=Role.DIRECTORY_EDITOR)
    poster = PosterFactory()
    publishing.retire_page(poster.page, by=editor)
    assert visitor.get(f"/help/{poster.page.slug}/").status_code == 404
    assert visitor.get(f"/help/p/{poster.code}/")["Location"] == "/help/"
    with pytest.raises(NotAllowed):
        publishing.retire_page(poster.page, by=editor)
    with pytest.raises(NotAllowed):
        publishing.retire_page(PublicPage.objects.get(slug="start"), by=editor)
    publishing.restore_page(poster.page, by=editor)
    assert visitor.get(f"/help/{poster.page.slug}/").status_code == 200


def test_poster_is_made_for_a_place_and_followed_without_keeping_who(visitor):
    browser, user = signed_in(Role.TEAM_MANAGER)
    topic = PublicPage.objects.get(slug="reach-us")
    answers = {
        "page": topic.pk,
        "place_kind": PosterPlace.LIBRARY,
        "place": "By the lift",
        "size": "a4",
        "language": "cy",
    }
    made = browser.post(reverse("services_directory:poster_create"), answers)
    poster = Poster.objects.get()
    assert made["Location"] == poster.get_absolute_url()
    assert poster.created_by == user
    assert re.fullmatch(f"[{CODE_LETTERS}]{{6}}", poster.code)
    for _again in range(2):
        followed = visitor.get(f"/help/p/{poster.code.lower()}/", REMOTE_ADDR="192.0.2.7")
        assert followed["Location"] == "/help/reach-us/?language=cy"
        assert not followed.cookies
    visitor.head(f"/help/p/{poster.code}/")
    row = poster.visits_by_day.get()
    assert (row.day, row.visits) == (timezone.localdate(), 2)
    assert {field.name for field in row._meta.fields} == {"id", "poster", "day", "visits"}
    assert Poster.objects.with_visits().get().visit_count == 2
    detail = text_of(browser.get(poster.get_absolute_url()))
    assert "2 times" in detail
    assert f"neu dywedwch y cod {poster.code}" in detail
    assert [visitor.get(f"/help/p/{code}/").status_code for code in ("CDFGHI", "x" * 5000, "cdfghj")] == [404] * 3
    browser.post(reverse("services_directory:poster_retire", args=[poster.pk]))
    poster.refresh_from_db()
    assert poster.retired_on == timezone.localdate()
    assert visitor.get(f"/help/p/{poster.code}/").status_code == 302


@pytest.mark.parametrize("size", PaperSize.values)
def test_sheet_has_words_square_and_code(size):
    import pikepdf

    ServiceFactory(name="Our drop-in", run_by_team=TeamFactory(), phone="01632 960003")
    topic = PublicPage.objects.get(slug="reach-us")
    poster = PosterFactory(page=topic, size=size, language=PaperLanguage.BOTH)
    browser, _user = signed_in(Role.DIRECTORY_EDITOR)
    answer = browser.get(reverse("services_directory:poster_pdf", args=[poster.pk]))
    pdf = pikepdf.open(io.BytesIO(b"".join(answer.streaming_content)))
    width = float(pdf.pages[0].mediabox[2]) / 72 * 25.4
    assert round(width) == (210 if size == PaperSize.A4 else 148)
    assert size == PaperSize.A5 or len(pdf.pages) == 1
    assert "/StructTreeRoot" in pdf.Root


def test_adverts_in_each_language():
    poster = PosterFactory(page=PublicPage.objects.get(slug="emergency"), language=PaperLanguage.BOTH)
    ServiceFactory(name="Our drop-in", run_by_team=TeamFactory(), phone="01632 960003")
    welsh, english = printing.adverts(poster)
    assert (welsh["lang"], english["lang"]) == ("cy", "en")
    assert welsh["short"].startswith("Mae rhywun wedi cymryd gormod")
    assert english["short"].endswith(f"Go to {printing.address_of(poster)}, or say the code {poster.code}.")
    assert "Our drop-in: 01632 960003" in english["medium"]
    assert "Ewch i " in welsh["medium"]


def test_directory_of_2009_says_where_it_is_from_and_what_followed():
    out = io.StringIO()
    call_command("load_wales_directory", stdout=out)
    ended = Service.objects.get(name="SkillBuild")
    assert (ended.status, ended.replaced_by.name) == ("defunct", "Steps to Employment")
    assert Service.objects.get(name="Progress2work").ended_on == dt.date(2011, 6, 30)
    page = text_of(Client().get(ended.get_absolute_url()))
    assert f'href="{ended.replaced_by.get_absolute_url()}">Steps to Employment</a>' in page
    assert "about 2009 (as it was in 2009)" in page
    named = "SkillBuild|Want2Work|Progress2work|Jobcentre Plus|Learndirect|Careers Wales|Turning Point|Open Road|Way Beyond Blue"
    named += "|Bristol Drugs Project|9 Oxford Road|National Treatment Agency|Home Office|Supporting People"
    said = " ".join(f"{one.name} {one.organisation}" for one in Service.objects.all())
    assert [name for name in named.split("|") if name not in said] == []
    assert not Service.objects.filter(known_from="") | Service.objects.filter(known_on=None)
    assert not Service.objects.exclude(phone="")
    Service.objects.filter(pk=ended.pk).update(notice="Ours")
    call_command("load_wales_directory", stdout=out)
    ended.refresh_from_db()
    assert ended.notice == "Ours"
    assert out.getvalue() == "Services: 20 added.\nServices: 0 added.\n"
