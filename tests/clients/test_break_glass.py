"""Break-glass: offered by an exact look-up, open for 24 hours, told, written down, and reviewed by somebody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from alerts.models import Alert
from alerts.workflow import plan
from clients import offers
from clients.emergency import break_glass, review_break_glass
from clients.models import BreakGlass, Client, Contact
from core.choices import AccessAction
from core.models import AccessLog
from core.workflow import NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.clients import BreakGlassFactory, ClientFactory, NamedReaderFactory
from tests.factories.reference import code
from tests.guards.who import WHO
from tests.guards.world import World, address_of

pytestmark = pytest.mark.django_db
WHY = "She is at our desk and cannot stand up"


@pytest.fixture
def officer(db):
    return UserFactory(role=Role.GOVERNANCE_OFFICER)


@pytest.fixture
def outsider(stranger, sign_in):
    """The browser of a keyworker whose team does not know the client."""
    return sign_in(stranger)


def look_up(browser, record):
    born = record.date_of_birth
    parts = {f"date_of_birth_{place}": str(part) for place, part in enumerate([born.day, born.month, born.year])}
    named = {f"date_of_birth_{name}": str(getattr(born, name)) for name in ("day", "month", "year")}
    person = {"first_name": record.first_name, "family_name": record.family_name}
    return browser.post(reverse("clients:client_lookup"), person | parts | named)


def found_by(response):
    return response.context["found"]


def ask(browser, found, **changes):
    data = {"found": found, "reason": str(code("break_glass_reason", "emergency").pk), "text": WHY}
    return browser.post(reverse("clients:break_glass"), data | changes)


def opened(stranger, record):
    return break_glass([record], reason=code("break_glass_reason", "emergency"), text=WHY, by=stranger)[0]


def test_look_up_offers_break_glass_and_says_nothing_about_the_person(outsider, record):
    record.nhs_number = "9990000018"
    record.save()
    response = look_up(outsider, record)
    text = response.content.decode()
    assert "A record exists with another team" in text
    assert found_by(response) in text
    page = outsider.get(reverse("clients:break_glass"), {"found": found_by(response)}).content.decode()
    for secret in (str(record.pk), record.reference, "9990000018", record.registered_team.name):
        assert secret not in text
        assert secret not in page
    assert record.family_name not in page


def test_breaking_the_glass_opens_the_record_tells_and_writes_down(
    outsider, stranger, record, keyworker, team_manager, officer, team
):
    url = reverse("clients:client_detail", args=[record.pk])
    assert outsider.get(url).status_code == 404
    response = ask(outsider, found_by(look_up(outsider, record)))
    assert response.status_code == 302
    assert response["Location"] == url
    row = BreakGlass.objects.get()
    assert (row.user, row.client, row.team, row.told_keyworker) == (stranger, record, team, keyworker)
    assert row.ends_at - row.started_at == timedelta(hours=24)
    page = outsider.get(url).content.decode()
    assert "You see this record until" in page
    assert "Danger to life, or a medical emergency" in page
    look = AccessLog.objects.filter(action=AccessAction.LOOK, subject_id=record.pk).latest("id")
    assert (look.user, look.break_glass) == (stranger, row.pk)
    told = {(alert.rule, alert.recipient) for alert in Alert.objects.filter(subject_id=row.pk)}
    assert told == {("BG01", keyworker), ("BG02", officer), ("BG03", team_manager)}
    assert Alert.objects.filter(rule="BG03").latest("due_at").about_on == row.review_by


def test_five_working_days_pass_over_a_weekend(monkeypatch, stranger, record):
    friday = timezone.datetime(2026, 11, 27, 10, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr("core.database.now", lambda: friday)
    assert opened(stranger, record).review_by == date(2026, 12, 4)


def test_after_24_hours_the_record_is_as_absent_and_looks_of_the_team_are_not_flagged(
    outsider, stranger, record, keyworker, sign_in
):
    row = opened(stranger, record)
    url = reverse("clients:client_detail", args=[record.pk])
    assert outsider.get(url).status_code == 200
    early = row.started_at - timedelta(hours=30)
    BreakGlass.objects.update(started_at=early, ends_at=early + timedelta(hours=24))
    gone = outsider.get(url)
    absent = outsider.get(reverse("clients:client_detail", args=["00000000-0000-0000-0000-000000007777"]))
    assert gone.status_code == absent.status_code == 404
    assert gone.content == absent.content
    browser = sign_in(keyworker)
    assert "You see this record until" not in browser.get(url).content.decode()
    assert AccessLog.objects.filter(user=keyworker).latest("id").break_glass is None


def test_only_a_contact_may_be_written(outsider, stranger, record, team):
    opened(stranger, record)
    data = {"outcome": "attended", "kind": "phone", "happened_at": "1/10/2026 10:00", "note": "Ambulance called"}
    response = outsider.post(reverse("clients:contact_add", args=[record.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    contact = Contact.objects.get()
    assert (contact.created_by, contact.episode) == (stranger, None)
    for name in ("client_edit", "episode_open", "flag_add", "consent_add"):
        assert outsider.post(reverse(f"clients:{name}", args=[record.pk]), {}).status_code == 403


def test_every_other_form_about_a_client_is_refused():
    """Whatever route is added: break-glass does not write, but for what is named here."""
    world, browser = World(), Browser()
    emergency = {
        "clients:contact_add",
        "clients:client_timeline",
        "safeguarding:concern_raise",
    }  # the timeline: a search
    person = world.users["t"]
    browser.force_login(person, backend="accounts.roles.RoleBackend")
    opened(person, world.episodes["other"].client)
    wrong = []
    for name, (who, methods, kind, look) in WHO.items():
        if "POST" in methods and look and "t" in who and name not in emergency:
            with transaction.atomic():
                status = browser.post(address_of(name, world.key(kind, "other")), {}).status_code
                wrong += [] if status in (403, 404) else [(name, status)]
                transaction.set_rollback(True)
    assert not wrong, wrong


def test_word_belongs_to_its_user_and_dies_soon(outsider, stranger, record, sign_in, other_team, monkeypatch):
    found = found_by(look_up(outsider, record))
    other = Browser()
    other.force_login(UserFactory(team=other_team), backend="accounts.roles.RoleBackend")
    assert ask(other, found).status_code == 422
    assert ask(outsider, "x" * 22).status_code == 422
    later = timezone.now() + timedelta(seconds=offers.GOOD_FOR_SECONDS + 1)
    with monkeypatch.context() as patch:
        patch.setattr(offers.timezone, "now", lambda: later)
        assert ask(outsider, found).status_code == 422
    assert not BreakGlass.objects.exists()
    assert ask(outsider, found).status_code == 302
    assert ask(outsider, found).status_code == 422, "A word is good once"


@pytest.mark.parametrize("changes", [{"text": "short"}, {"text": ""}, {"reason": ""}, {"reason": "999999"}])
def test_reason_and_text_are_asked(outsider, record, changes):
    response = ask(outsider, found_by(look_up(outsider, record)), **changes)
    assert response.status_code == 422
    assert not BreakGlass.objects.exists()


def test_restricted_record_answers_the_same_words_and_is_not_opened(outsider, stranger, record, team, officer):
    plain = look_up(outsider, record)
    Client.objects.filter(pk=record.pk).update(is_restricted=True)
    NamedReaderFactory(client=record)
    restricted = look_up(outsider, record)
    words = [text.content.decode().replace(found_by(text), "") for text in (plain, restricted)]
    assert _same_page(*words)
    response = ask(outsider, found_by(restricted))
    assert response.status_code == 200
    assert "cannot be opened here" in response.content.decode()
    assert str(record.pk) not in response.content.decode()
    row = BreakGlass.objects.get()
    assert row.was_opened is False
    assert outsider.get(reverse("clients:client_detail", args=[record.pk])).status_code == 404
    assert Alert.objects.filter(rule="BG02", recipient=officer, subject_id=row.pk).exists()
    refusal = AccessLog.objects.filter(action=AccessAction.REFUSED).latest("id")
    assert (refusal.subject_id, refusal.break_glass) == (record.pk, row.pk)


def test_several_records_that_fit_are_refused_with_the_same_page(outsider, record, officer):
    ClientFactory(first_name=record.first_name, family_name=record.family_name, date_of_birth=record.date_of_birth)
    response = ask(outsider, found_by(look_up(outsider, record)))
    assert "cannot be opened here" in response.content.decode()
    assert BreakGlass.objects.filter(was_opened=False).count() == 2


def _same_page(*texts):
    import re

    keys = r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"|data-(draft|revision)="[^"]*"'
    plain = {re.sub(keys, "", text) for text in texts}
    return len(plain) == 1


def test_own_team_needs_no_break_glass(keyworker, record):
    with pytest.raises(NotAllowed, match="already"):
        opened(keyworker, record)


def test_review_by_somebody_else_ends_the_alert(stranger, record, team_manager, sign_in, officer):
    row = opened(stranger, record)
    browser = sign_in(team_manager)
    listed = browser.get(reverse("governance:break_glass_list")).content.decode()
    assert record.reference in listed
    assert "To review" in listed
    url = reverse("governance:break_glass_review", args=[row.pk])
    assert browser.post(url, {"was_justified": "", "note": ""}).status_code == 422
    assert browser.post(url, {"was_justified": "no", "note": "No need for it"}).status_code == 302
    row.refresh_from_db()
    assert (row.was_justified, row.reviewed_by, row.review_note) == (False, team_manager, "No need for it")
    assert not Alert.objects.open().filter(rule="BG03").exists()
    assert Alert.objects.open().filter(rule="BG01").exists()
    assert browser.post(url, {"was_justified": "yes", "note": "again"}).status_code == 422
    row.refresh_from_db()
    assert row.was_justified is False


def test_nobody_reviews_themselves(stranger, record, team_manager, officer):
    row = opened(stranger, record)
    with pytest.raises(NotAllowed, match="Somebody else"):
        review_break_glass(row, was_justified=True, note="", by=stranger)
    assert not BreakGlass.objects.reviewable_by(stranger).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.update(reviewed_at=timezone.now(), reviewed_by=stranger, was_justified=True)


def test_manager_who_opened_it_is_not_asked_to_review(other_team, record, team_manager, officer):
    """Of two managers of the team the other one; with only one, the governance officer."""
    row = opened(UserFactory(team=other_team, role=Role.TEAM_MANAGER), record)
    assert Alert.objects.filter(rule="BG03").first().recipient == team_manager
    team_manager.is_active = False
    team_manager.save()
    plan(row)
    assert Alert.objects.open().filter(rule="BG03").first().recipient == officer


def test_overdue_review_says_so_and_month_counts(sign_in, officer, record, team, stranger):
    early = timezone.now() - timedelta(days=12)
    row = BreakGlassFactory(client=record, team=team, user=stranger, started_at=early)
    browser = sign_in(officer)
    assert "overdue" in browser.get(reverse("governance:break_glass_list")).content.decode()
    page = browser.get(reverse("governance:break_glass_month"), {"month_shown": f"{early:%Y-%m}"})
    text = page.content.decode()
    assert str(stranger) in text
    assert record.reference in text
    assert team.name in text
    for secret in (record.family_name, str(record.pk)):
        assert secret not in text
    assert page.context["by_reason"] == [[str(row.reason), "1"]]
    assert browser.get(reverse("clients:client_detail", args=[record.pk])).status_code == 403


def test_officer_sees_and_acknowledges_what_waits(sign_in, officer, record, stranger):
    opened(stranger, record)
    browser = sign_in(officer)
    alert = Alert.objects.get(rule="BG02")
    page = browser.get(reverse("governance:overview")).content.decode()
    assert reverse("alerts:alert_acknowledge", args=[alert.pk]) in page
    assert browser.get(alert.url).status_code == 200
    response = browser.post(reverse("alerts:alert_acknowledge", args=[alert.pk]), {"note": "Read"}, follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == reverse("governance:overview")


def test_permission_denied_is_what_views_raise(rf, stranger, record):
    from clients.access import record_look

    opened(stranger, record)
    request = rf.post("/")
    request.user = stranger
    with pytest.raises(PermissionDenied):
        record_look(request, AccessAction.LOOK, record)
