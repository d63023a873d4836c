"""F10: the database is killed in the middle of what somebody saves in a browser."""

import random
import time
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client as Browser

from clients.models import Contact
from config.embedded import wait_until
from tests.core.test_once import contact
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import EpisodeFactory

from .storm import Storm, each_round, times

pytestmark = pytest.mark.faults
TOKEN = "a" * 32


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        """To be led on is the answer: what was sent is saved."""


class Visitor:
    """Somebody signed in at a real server, who sends a form and sees what comes."""

    def __init__(self, address, user):
        browser = Browser()
        browser.force_login(user, backend="accounts.roles.RoleBackend")
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.address, self.opener = address, build_opener(Stay)

    def send(self, page, typed):
        """True when it is said to be saved."""
        body = urlencode(typed | {"csrfmiddlewaretoken": TOKEN}).encode()
        try:
            self.opener.open(Request(self.address + page, body, {"Cookie": self.cookies}), timeout=60).close()
        except HTTPError as error:
            if error.code == 302 or error.code >= 500:
                return error.code == 302
            raise
        except OSError:
            return False
        raise AssertionError("The form came back")


@each_round
def test_f10_the_database_is_killed_in_the_middle_of_a_save(turn, mortal_postgres, mortal_nodes, gateway):
    """Half the kills while the row is being written, half at any moment; then the same form is sent again."""
    nodes, team, dice = mortal_nodes, TeamFactory(), random.Random(turn)
    person = UserFactory(team=team)
    page = f"/clients/{EpisodeFactory(team=team, keyworker=person).client_id}/contacts/add/"
    storm = Storm(person, gateway)
    address = nodes.serve()
    nodes.start("sweeper", 2)
    visitor, saved, unknown = Visitor(address, person), 0, 0
    for save in range(times(2, 20)):
        typed, said = contact(note=f"Call {save}"), []
        thread = Thread(target=lambda typed=typed, said=said: said.append(visitor.send(page, typed)))
        if save % 2:
            thread.start()
            time.sleep(dice.uniform(0, 0.15))
            mortal_postgres.crash()
        else:
            crash_while_the_row_is_written(mortal_postgres, thread)
        thread.join()
        connection.close()
        mortal_postgres.use()
        there = Contact.objects.filter(note=typed["note"]).count()
        assert there <= 1
        assert there or not said[0], "Said to be saved, and it is not there"
        unknown += there and not said[0]
        assert wait_until(lambda typed=typed: visitor.send(page, typed), 30), nodes.log
        saved += Contact.objects.filter(note=typed["note"]).count() == 1
    storm.wait(nodes, meanwhile=nodes.restart_the_dead)
    storm.tell(f"F10 (saves {save + 1}, rows {Contact.objects.count()}, saved but not said {unknown})", nodes)
    assert saved == Contact.objects.count() == save + 1


def crash_while_the_row_is_written(server, thread):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Contact._meta.db_table} IN SHARE MODE")
        thread.start()
        waiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass)"
        assert wait_until(lambda: cursor.execute(waiting, [Contact._meta.db_table]).fetchone()[0], 30)
        server.crash()
        transaction.set_rollback(True)
