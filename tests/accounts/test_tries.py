"""How often one may try to sign in: by account, by address, at once, without Redis."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts import tries
from accounts.models import Try
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import PASSWORD, UserFactory


@pytest.fixture
def person(db):
    user = UserFactory(username="nia")
    user.set_password(PASSWORD)
    user.save()
    return user


def attempt(client, username="nia", password="wrong", **headers):
    return client.post(reverse("accounts:sign_in"), {"username": username, "password": password}, **headers)


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["nia", "nobody"])
def test_the_sixth_try_at_an_account_is_refused_whether_it_exists_or_not(client, person, username):
    assert [attempt(client, username).status_code for _ in range(6)] == [422] * 5 + [429]
    refused = attempt(client, username, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 300
    assert "Too many tries" in refused.content.decode()
    assert AccessLog.objects.filter(action=AccessAction.LOCKED).count() == 2


@pytest.mark.django_db
def test_spelling_the_name_otherwise_gives_no_further_tries(client, person):
    for name in ("nia", "NIA", " nia ", "Nia", "ｎｉａ"):
        assert attempt(client, name).status_code == 422
    assert attempt(client, "nia").status_code == 429


@pytest.mark.django_db
def test_the_twenty_first_try_from_an_address_is_refused(client, person):
    answers = [attempt(client, f"name{n}").status_code for n in range(21)]
    assert answers == [422] * 20 + [429]
    assert attempt(client, "nia", PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.django_db
def test_an_ipv6_network_counts_as_one_address(client):
    answers = [attempt(client, f"name{n}", REMOTE_ADDR=f"2001:db8::{n + 1}").status_code for n in range(21)]
    assert answers[-1] == 429


@pytest.mark.django_db
def test_after_five_minutes_one_may_try_again(client, person):
    for _try in range(6):
        attempt(client)
    Try.objects.update(at=F("at") - timedelta(minutes=5))
    assert attempt(client, password=PASSWORD).status_code == 302


@pytest.mark.django_db
def test_whoever_gets_in_has_not_used_up_any_try(client, person):
    for _morning in range(3):
        assert [attempt(client).status_code for _ in range(4)] == [422] * 4
        assert attempt(client, password=PASSWORD).status_code == 302
        client.post(reverse("accounts:sign_out"))
    address = tries.digest("sign_in", "address", "127.0.0.1")
    assert Try.objects.filter(key=address).count() == 12
    assert Try.objects.exclude(key=address).count() == 0


@pytest.mark.django_db
def test_old_tries_are_forgotten(client):
    attempt(client)
    Try.objects.update(at=F("at") - timedelta(minutes=6))
    tries.forget_old()
    assert not Try.objects.exists()


def test_of_fifty_at_once_five_get_through_without_redis(committed_db, monkeypatch, settings):
    """Nothing but the database is asked: the address of Redis leads nowhere."""
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://192.0.2.1:1/0"
    UserFactory(username="nia")
    reached, start = [], Barrier(50)
    monkeypatch.setattr(ModelBackend, "authenticate", lambda *_args, **_more: reached.append(1))

    def guess(number):
        try:
            start.wait(timeout=30)
            return attempt(Client(), REMOTE_ADDR=f"192.0.2.{number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(guess, range(50)))
    assert len(reached) == 5
    assert sorted(answers) == [422] * 5 + [429] * 45
