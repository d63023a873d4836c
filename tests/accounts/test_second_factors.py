"""Second factors: compulsory, taken once, encrypted or hashed; the half-way signed in reach nothing."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts import second_factors, workflow
from accounts.models import Session
from core import secrets
from core.choices import AccessAction
from core.models import AccessLog, OutboxMessage
from tests.factories.accounts import PASSWORD, SEED, SecondFactorFactory, UserFactory
from tests.factories.core import DraftFactory
from tests.guards.routes import rules
from tests.guards.test_who import browser
from tests.guards.who import WHO
from tests.guards.world import World, address_of

pytestmark = pytest.mark.django_db
ASK, LIST = "/accounts/sign-in/second-factor/", "/accounts/me/second-factors/"


@pytest.fixture
def person(team):
    user = UserFactory(team=team, username="nia")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def app(person):
    return SecondFactorFactory(user=person)


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def code(seconds=0):
    return format_hotp_value(hotp_value(SEED, int(time.time() + seconds) // 30))


def give_password(client, **more):
    return client.post(reverse("accounts:sign_in"), {"username": "nia", "password": PASSWORD, **more})


# Signing in


def test_signing_in_takes_two_steps_and_goes_where_one_was_going(client, person, app):
    assert give_password(client, next="/clients/")["Location"] == ASK
    assert client.get(ASK).status_code == 200
    assert not AccessLog.objects.filter(action=AccessAction.SIGN_IN).exists()
    assert client.post(ASK, {"code": code()})["Location"] == "/clients/"
    assert AccessLog.objects.get(action=AccessAction.SIGN_IN).user == person
    assert client.get("/accounts/me/").status_code == 200


def test_half_way_one_reaches_nothing(client, person, app):
    give_password(client)
    for name, rule in rules().items():
        if rule.permission != "public" and not WHO.get(name, ("", "", "x"))[2] and ":" in name and name in WHO:
            answer = client.get(reverse(name))
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("accounts:sign_in")), name


def test_the_second_step_without_the_first_leads_to_the_first(client, person, app):
    assert client.post(ASK, {"code": code()})["Location"] == reverse("accounts:sign_in")


@pytest.mark.parametrize("change", ["switch off", "new password", "wait"])
def test_the_first_step_does_not_last(client, person, app, change, monkeypatch):
    give_password(client)
    if change == "switch off":
        person.is_active = False
    elif change == "new password":
        person.set_password("another quiet road home")
    else:
        later = time.time() + 601
        monkeypatch.setattr(time, "time", lambda: later)
    person.save()
    assert client.get(ASK)["Location"] == reverse("accounts:sign_in")


@pytest.mark.parametrize(("seconds", "status"), [(0, 302), (-30, 302), (30, 302), (-90, 422), (90, 422)], ids=str)
def test_a_clock_may_be_half_a_minute_off_and_no_more(client, person, app, seconds, status):
    give_password(client)
    assert client.post(ASK, {"code": code(seconds)}).status_code == status


def test_a_code_is_taken_once(client, person, app):
    give_password(client)
    used = code()
    assert client.post(ASK, {"code": used}).status_code == 302
    again = Client()
    give_password(again)
    assert again.post(ASK, {"code": used}).status_code == 422
    assert not second_factors.use_totp(person, code(-30)), "an older code is not taken after a newer one"


def test_of_ten_at_once_one_code_is_taken_once(committed_db):
    user = SecondFactorFactory().user
    typed, start = code(), Barrier(10)

    def use(_):
        try:
            start.wait(timeout=30)
            return second_factors.use_totp(user, typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(use, range(10))) == 1


def test_codes_are_limited_as_passwords_are(client, person, app):
    give_password(client)
    answers = [client.post(ASK, {"code": "123456"}).status_code for _ in range(5)]
    assert answers == [422] * 5
    assert client.post(ASK, {"code": code()}).status_code == 429
    assert AccessLog.objects.filter(action=AccessAction.SIGN_IN_FAILED, detail="second factor").count() == 5


# Recovery codes


def test_recovery_codes_are_hashed_and_work_once(client, person, app):
    codes = workflow.make_recovery_codes(person)
    stored = json.dumps(Authenticator.objects.get(user=person, type="recovery_codes").data)
    assert len(set(codes)) == 10
    assert not any(plain in stored or plain.replace("-", "") in stored for plain in codes)
    give_password(client)
    assert client.post(ASK, {"code": codes[3].upper()}).status_code == 302
    again = Client()
    give_password(again)
    assert again.post(ASK, {"code": codes[3]}).status_code == 422
    assert second_factors.recovery_codes_left(person) == 9


def test_new_recovery_codes_end_the_old_ones(person, app):
    old, new = workflow.make_recovery_codes(person), workflow.make_recovery_codes(person)
    assert not second_factors.use_code(person, old[0])
    assert second_factors.use_code(person, new[0])


def test_recovery_codes_are_shown_once(sign_in, person, app):
    browser = sign_in(person)
    page = browser.post(reverse("accounts:recovery_codes"))
    assert page.status_code == 302, "a session without the second factor is asked for it first"
    browser.post(reverse("accounts:confirm"), {"code": code()})
    page = browser.post(reverse("accounts:recovery_codes"))
    assert len(page.context["codes"]) == 10
    assert "10 recovery codes are left" in browser.get(LIST).content.decode()


# Compulsory


def test_whoever_has_none_sets_one_up_before_anything_else(client, person, required):
    assert give_password(client)["Location"] == "/"
    assert client.get("/")["Location"] == LIST
    assert client.get("/clients/")["Location"] == LIST
    assert "Set up a second factor" in client.get(LIST).content.decode()
    page = client.get(LIST + "app/")
    seed = page.context["secret"].replace(" ", "")
    assert seed not in str(dict(client.session)), "not even while it is set up"
    typed = format_hotp_value(hotp_value(seed, int(time.time()) // 30))
    assert client.post(LIST + "app/", {"code": "000000"}).status_code == 422
    assert client.post(LIST + "app/", {"code": typed})["Location"] == LIST
    assert client.get("/clients/").status_code == 200
    assert AccessLog.objects.get(action=AccessAction.FACTOR_ADDED).user == person
    assert seed not in json.dumps(Authenticator.objects.get(user=person).data)


def test_a_session_from_before_the_second_factor_is_asked_for_it(client, person, app, required):
    client.force_login(person, backend="accounts.roles.RoleBackend")
    answer = client.get("/clients/")
    assert answer["Location"] == "/accounts/me/confirm/?next=%2Fclients%2F"
    assert client.get(LIST + "app/").status_code == 302, "nobody adds a factor without giving the one there is"
    assert client.post(answer["Location"], {"code": code()})["Location"] == "/clients/"
    assert client.get("/clients/").status_code == 200


def test_every_route_is_closed_without_a_second_factor(required, db):
    world = World()
    browsers = {letter: browser(user) for letter, user in world.users.items()}
    opened = {"accounts:second_factor_list", "accounts:totp_add", "accounts:passkey_add", "accounts:confirm"}
    opened |= {"accounts:stay_signed_in"}
    tried = 0
    for name, (who, methods, kind, _look) in WHO.items():
        if who == "public" or name in opened:
            continue
        url = address_of(name, *([world.key(kind, "absent")] if kind else []))
        for letter in "k" if who == "all" else who:
            for method in methods.split():
                answer = browsers[letter].generic(method, url)
                assert (answer.status_code, answer.get("Location")) == (302, LIST), (name, letter, method)
                tried += 1
    assert tried > 200
    assert browsers["a"].get("/admin/")["Location"] == LIST


def test_without_a_reason_it_cannot_be_switched_off(settings):
    settings.REQUIRE_SECOND_FACTOR = settings.DEMO = False
    settings.NO_SECOND_FACTOR_REASON = ""
    assert "accounts.E001" in {fault.id for fault in run_checks(include_deployment_checks=True)}
    settings.NO_SECOND_FACTOR_REASON = "Identity is checked by the trust's own gateway"
    ids = {fault.id for fault in run_checks(include_deployment_checks=True)}
    assert "accounts.E001" not in ids
    assert "accounts.W001" in ids


def test_the_reason_is_written_down_at_the_start(settings):
    settings.REQUIRE_SECOND_FACTOR, settings.DEMO = False, False
    settings.NO_SECOND_FACTOR_REASON = "Identity is checked by the trust's own gateway"
    workflow.record_waiver()
    assert AccessLog.objects.get(action=AccessAction.FACTOR_WAIVED).detail == settings.NO_SECOND_FACTOR_REASON
    settings.REQUIRE_SECOND_FACTOR = True
    workflow.record_waiver()
    assert AccessLog.objects.filter(action=AccessAction.FACTOR_WAIVED).count() == 1


# Removing, and being told


def test_the_last_factor_stays_where_one_is_compulsory(client, person, app, required):
    give_password(client)
    client.post(ASK, {"code": code()})
    page = client.post(reverse("accounts:factor_remove", args=[app.pk]), follow=True)
    assert "This is your only second factor" in page.content.decode()
    assert second_factors.has_one(person)


def test_removing_a_factor_is_told_and_written_down(client, person, app):
    give_password(client)
    client.post(ASK, {"code": code()})
    client.post(reverse("accounts:recovery_codes"))
    client.post(reverse("accounts:factor_remove", args=[app.pk]))
    assert not Authenticator.objects.filter(user=person).exists()
    assert AccessLog.objects.get(action=AccessAction.FACTOR_REMOVED).user == person
    subjects = set(OutboxMessage.objects.filter(recipient=person).values_list("subject", flat=True))
    assert {"A second factor was removed", "New recovery codes"} <= subjects


def test_nobody_removes_the_factor_of_somebody_else(sign_in, person, app, stranger):
    assert sign_in(stranger).post(reverse("accounts:factor_remove", args=[app.pk])).status_code == 404
    assert second_factors.has_one(person)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "1", '{"id": 1}', "[" * 9999, '{"response": {"clientDataJSON": "x"}}']
)
def test_what_is_no_passkey_is_refused(client, person, answer):
    Authenticator.objects.create(user=person, type="totp", data={"secret": secrets.encrypt(SEED), "last_counter": 0})
    client.force_login(person, backend="accounts.roles.RoleBackend")
    client.post(reverse("accounts:confirm"), {"code": code()})
    assert client.get(LIST + "passkey/").status_code == 200
    assert client.post(LIST + "passkey/", {"name": "laptop", "passkey": answer}).status_code == 422
    assert not second_factors.use_passkey(person, answer)


# Asked again


def test_a_proof_lasts_a_quarter_of_an_hour(client, person):
    client.force_login(person, backend="accounts.roles.RoleBackend")
    assert client.get(LIST + "app/").status_code == 200
    Session.objects.update(proved_at=F("proved_at") - timedelta(minutes=16))
    asked = client.get(LIST + "app/")
    assert asked["Location"].startswith(reverse("accounts:confirm"))
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 422
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == LIST + "app/"
    assert client.get(LIST + "app/").status_code == 200


def test_a_draft_proves_nothing(client, person):
    """What a draft holds is shown without being judged, so that it must never count as an answer."""
    client.force_login(person, backend="accounts.roles.RoleBackend")
    Session.objects.update(proved_at=F("proved_at") - timedelta(minutes=16))
    for page in (reverse("accounts:confirm"), LIST + "app/", LIST + "passkey/", reverse("accounts:password_change")):
        draft = DraftFactory(
            user=person, path=page, query="", data={"password": ["wrong"], "code": ["1"], "name": ["x"]}
        )
        client.get(page, {"resume": draft.pk})
    assert client.get(LIST + "app/")["Location"].startswith(reverse("accounts:confirm"))
    assert not second_factors.has_one(person)


# Keys


def test_keys_are_rotated(settings, app):
    settings.SECRETS_KEYS = ["new", "only-for-tests"]
    before = app.data["secret"]
    call_command("rotate_secrets")
    app.refresh_from_db()
    assert app.data["secret"] != before
    settings.SECRETS_KEYS = ["new"]
    assert secrets.decrypt(app.data["secret"]) == SEED
    assert second_factors.use_totp(app.user, code())
