"""Which passwords are taken; setting them by a link, or knowing the old one; answers that give nobody away."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts import workflow
from accounts.choices import Role
from accounts.models import Invitation, User
from core.choices import AccessAction
from core.models import AccessLog, OutboxMessage
from core.workflow import NotAllowed
from tests.at_once import both, refused
from tests.factories.accounts import PASSWORD, ProviderFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = "seven otters under glass"

TAKEN = [
    NEW, PASSWORD, "a quiet road home", "correcthorsebattery", "xK9#mQ2$vL5!", "8237-1194-5502-99", "twelve chars",
    "ŵyth o'r gloch heno", "пароль из слов и точек", "暗号は長くて覚えやすい方がいい", "🦊🦋🐢🐙🦉🐌🦔🐝🐞🦂🦞🐡", " leading and trailing ", "tab\tinside the words",
    "'; DROP TABLE users;--", "<script>alert(1)</script>", "%00%0a%0d and more", "\\backslash\\country\\", "Bryn goes swimming at dawn",
    "throughcare by the quiet sea", "winter coats for two geese", "z" + "ab cd ef gh " * 10, "x1y2z3w4v5u6", "no-digits-no-capitals",
    "UPPER CASE ONLY HERE", "nothing(to)see{here}", "mixed Ünïcode wörds", "0xDEADBEEFCAFE!", "q1w9e8r7t6y5!z", "one two three four",
    "long " * 25 + "end", "ab cd ef gh " * 80,
]  # fmt: skip
REFUSED = [
    "", "short", "elevenchars", "password", "password1234", "Password2026!", "P@ssw0rd2026!", "123456789012", "000000000000",
    "aaaaaaaaaaaa", "abababababab", "throughcare1", "Throughcare2026", "Thr0ughcare!!", "throughcare throughcare", "recovery2026!",
    "RecoveryService", "Treatment123!", "Keyworker2026", "September2026", "Sept2026Sept!!aaaa"[:11], "summer-2026-!", "Welcome12345!",
    "welcome welcome", "Croeso2026!!", "qwerty123456", "Qwerty!Qwerty!", "letmein12345", "admin1234567", "Afonlas Team 1",
    "afonlas2026!", "Harbwr1234567", "nia.morgan.1", "niamorgan2026", "111122223333", "monday-friday",
]  # fmt: skip


@pytest.fixture
def person(team):
    user = UserFactory(team=team, username="niamorgan", first_name="Nia", last_name="Morgan", email="nia@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def administrator():
    return UserFactory(role=Role.ADMINISTRATOR)


def test_the_table_has_sixty_passwords():
    assert len(set(TAKEN)) + len(set(REFUSED)) >= 60


@pytest.mark.parametrize("password", TAKEN)
def test_password_is_taken(password, person):
    validate_password(password, person)
    person.set_password(password)
    assert person.check_password(password)


@pytest.mark.parametrize("password", REFUSED)
def test_password_is_refused(password, person):
    TeamFactory(name="Afonlas Team")
    ProviderFactory(name="Harbwr")
    with pytest.raises(ValidationError):
        validate_password(password, person)


def test_new_passwords_are_hashed_by_argon2():
    from config import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


# Invitations


def link_of(user):
    body = OutboxMessage.objects.filter(recipient=user, subject="Set your password").latest("created_at").body
    return re.search(r"http://testserver(/accounts/invitation/\S+)", body)[1]


def added(administrator, team, **more):
    browser = Client()
    browser.force_login(administrator, backend="accounts.roles.RoleBackend")
    typed = {"username": "elin", "first_name": "Elin", "last_name": "Rees", "email": "elin@example.org"}
    typed |= {"role": Role.KEYWORKER, "teams": [team.pk], **more}
    return browser.post(reverse("accounts:staff_add"), typed)


def test_somebody_is_added_and_sets_the_password_by_a_link_that_works_once(client, administrator, team):
    assert added(administrator, team).status_code == 302
    elin = User.objects.get(username="elin")
    assert not elin.has_usable_password()
    assert list(elin.teams.all()) == [team]
    link = link_of(elin)
    assert link.split("/")[-2] not in str(Invitation.objects.values())
    assert client.get(link).status_code == 200
    assert client.post(link, {"new_password1": "short", "new_password2": "short"}).status_code == 422
    assert client.post(link, {"new_password1": NEW, "new_password2": NEW + "x"}).status_code == 422
    assert client.post(link, {"new_password1": NEW, "new_password2": NEW})["Location"] == reverse("accounts:sign_in")
    assert client.get(link).status_code == 404
    assert client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 404
    signed_in = client.post(reverse("accounts:sign_in"), {"username": "elin", "password": NEW})
    assert signed_in.status_code == 302
    assert AccessLog.objects.get(action=AccessAction.INVITED).user == administrator
    assert AccessLog.objects.get(action=AccessAction.PASSWORD_CHANGED).user == elin
    assert OutboxMessage.objects.filter(recipient=elin, subject="Your password was changed").exists()


@pytest.mark.parametrize(
    "more", [{"email": ""}, {"role": ""}, {"role": "king"}, {"role": Role.COMMISSIONER}, {"username": "niamorgan"}]
)
def test_nobody_is_added_half(administrator, team, person, more):
    users = User.objects.count()
    assert added(administrator, team, **more).status_code == 422
    assert User.objects.count() == users
    assert not Invitation.objects.exists()


def test_extra_keys_give_no_rights(administrator, team):
    added(administrator, team, is_superuser="1", is_staff="1", password="x", is_active="")
    elin = User.objects.get(username="elin")
    assert (elin.is_superuser, elin.is_staff, elin.is_active, elin.has_usable_password()) == (False, False, True, False)


def test_a_link_ends_after_seven_days(client, person):
    link = workflow.invite(person).removeprefix("http://testserver")
    Invitation.objects.update(ends_at=F("ends_at") - timedelta(days=6, hours=23))
    assert client.get(link).status_code == 200
    Invitation.objects.update(ends_at=F("ends_at") - timedelta(hours=2))
    assert client.get(link).status_code == 404


def test_a_new_link_ends_the_old_one(client, person):
    old, new = (workflow.invite(person).removeprefix("http://testserver") for _ in range(2))
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_a_link_ends_with_the_account(client, person):
    link = workflow.invite(person).removeprefix("http://testserver")
    User.objects.update(is_active=False)
    assert client.get(link).status_code == 404
    person.refresh_from_db()
    with pytest.raises(NotAllowed):
        workflow.invite(person)


def test_of_two_at_once_one_sets_the_password(committed_db):
    workflow.invite(UserFactory())
    invitation = Invitation.objects.get()
    assert refused(both(lambda: workflow.accept(invitation, NEW))) == 1


def test_a_link_ends_the_sessions_of_whoever_had_the_old_password(client, person):
    client.force_login(person, backend="accounts.roles.RoleBackend")
    workflow.invite(person)
    workflow.accept(Invitation.objects.get(), NEW)
    assert client.get("/accounts/me/").status_code == 302


def test_the_first_administrator_is_invited_by_command(client, capsys):
    call_command("invite_administrator", "ada", "ada@example.org")
    link = re.search(r"http://testserver(\S+)", capsys.readouterr().out)[1]
    assert client.get(link).status_code == 200
    assert User.objects.get(username="ada").role == Role.ADMINISTRATOR


# Administrators


def test_the_admin_site_sets_no_password(sign_in, administrator, person):
    browser = sign_in(administrator)
    assert browser.get(f"/admin/accounts/user/{person.pk}/password/").status_code in (302, 404)
    page = browser.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert 'name="password' not in page
    assert browser.get("/admin/password_change/")["Location"] == reverse("accounts:password_change")
    assert browser.get("/admin/accounts/user/add/").status_code == 403
    browser.post(f"/admin/accounts/user/{person.pk}/change/", {"password": "x", "role": Role.ADMINISTRATOR})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert person.role == Role.KEYWORKER


def test_nobody_changes_their_own_role(sign_in, administrator):
    browser, page = sign_in(administrator), reverse("accounts:staff_edit", args=[administrator.pk])
    assert "role" not in browser.get(page).context["form"].fields
    typed = {"first_name": "A", "last_name": "B", "email": "a@example.org", "role": Role.CLINICIAN, "is_paid": "on"}
    assert browser.post(page, typed).status_code == 302
    administrator.refresh_from_db()
    assert (administrator.first_name, administrator.role) == ("A", Role.ADMINISTRATOR)


def test_an_administrator_signs_somebody_out_everywhere(sign_in, client, administrator, person):
    theirs = Client()
    theirs.force_login(person, backend="accounts.roles.RoleBackend")
    sign_in(administrator).post(reverse("accounts:staff_sessions_end", args=[person.pk]))
    assert theirs.get("/accounts/me/").status_code == 302
    assert AccessLog.objects.get(action=AccessAction.SESSION_ENDED).detail == f"user {person.pk}"


def test_roles_and_invitations_ask_again_after_a_while(sign_in, administrator, person):
    browser = sign_in(administrator)
    administrator.sessions.update(proved_at=F("proved_at") - timedelta(minutes=16))
    for name in ("staff_edit", "staff_invite", "staff_sessions_end", "staff_factors_reset"):
        answer = browser.post(reverse(f"accounts:{name}", args=[person.pk]))
        assert answer["Location"].startswith(reverse("accounts:confirm"))
    assert not Invitation.objects.exists()


# One's own password


def change(client, old, new=NEW):
    typed = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("accounts:password_change"), typed)


def test_changing_ones_own_password_ends_the_other_sessions(client, person):
    other = Client()
    for browser in (client, other):
        browser.force_login(person, backend="accounts.roles.RoleBackend")
    assert change(client, "wrong").status_code == 422
    assert change(client, PASSWORD, "Throughcare2026").status_code == 422
    assert change(client, PASSWORD).status_code == 302
    assert client.get("/accounts/me/").status_code == 200
    assert other.get("/accounts/me/").status_code == 302
    assert AccessLog.objects.get(action=AccessAction.PASSWORD_CHANGED).user == person


def test_the_old_password_is_not_guessed_here_either(client, person):
    client.force_login(person, backend="accounts.roles.RoleBackend")
    assert [change(client, "wrong").status_code for _ in range(6)] == [422] * 5 + [429]
    assert (
        Client().post(reverse("accounts:sign_in"), {"username": "niamorgan", "password": PASSWORD}).status_code == 429
    )


# Nobody is given away


def forgotten(username):
    return Client().post(reverse("accounts:password_forgotten"), {"username": username})


def test_a_forgotten_password_answers_alike(person):
    UserFactory(username="gone", is_active=False)
    UserFactory(username="mute", email="")
    answers = [forgotten(name) for name in ("niamorgan", "nobody", "gone", "mute")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert OutboxMessage.objects.get().recipient == person
    assert Invitation.objects.get().created_by is None


def test_asking_again_and_again_is_limited(person):
    assert [forgotten("niamorgan").status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.parametrize("state", ["known", "switched off", "invited"])
def test_signing_in_answers_alike(state, person):
    if state == "switched off":
        User.objects.update(is_active=False)
    if state == "invited":
        person.set_unusable_password()
        person.save()

    def answer(username, password):
        page = Client().post(reverse("accounts:sign_in"), {"username": username, "password": password})
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
        return page.status_code, text.replace(username, "NAME")

    assert answer("niamorgan", "wrong") == answer("nobody", "wrong")


@pytest.mark.slow
def test_signing_in_takes_as_long_for_an_account_that_is_not_there(settings, person, monkeypatch):
    """Medians of pairs taken in turn, with the hasher of production."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    monkeypatch.setattr("accounts.tries.PER_ACCOUNT", 1000)
    monkeypatch.setattr("accounts.tries.PER_ADDRESS", 1000)
    person.set_password(PASSWORD)
    person.save()
    times = {"niamorgan": [], "nobody123": []}
    for _pair in range(60):
        for name, taken in times.items():
            start = time.perf_counter()
            Client().post(reverse("accounts:sign_in"), {"username": name, "password": "wrong"})
            taken.append(time.perf_counter() - start)
    known, unknown = map(statistics.median, times.values())
    assert abs(known - unknown) / known < 0.15, (known, unknown)


# Where signing in leads

ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "https:evil.example", "https:/evil.example",
    "https://evil.example", "http:///evil.example", "HTTPS://EVIL.EXAMPLE", "//evil.example@testserver", "https://testserver@evil.example",
    "https://testserver.evil.example", "//testserver:80@evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)",
    "data:text/html,x", "vbscript:x", "ftp://evil.example", "evil.example", "./evil", "../evil", "?next=//evil.example", "#//evil.example",
    "https://[::1]evil/", "//evil%E3%80%82example", "http://testserver/clients/", "\x01//evil.example", "//㉧.example",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_leads_elsewhere(client, person, target):
    typed = {"username": "niamorgan", "password": PASSWORD, "next": target}
    assert client.post(reverse("accounts:sign_in"), typed)["Location"] == "/"


@pytest.mark.parametrize(
    "target", ["/%2f%2fevil.example", "/clients/?next=//evil.example", "/@evil.example", "/clients/#x"]
)
def test_an_own_path_stays_on_our_site(client, person, target):
    typed = {"username": "niamorgan", "password": PASSWORD, "next": target}
    assert client.post(reverse("accounts:sign_in"), typed)["Location"] == target
