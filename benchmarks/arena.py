"""One database with so many clients, kept open beside others, so that pages of all sizes are timed in turn."""

import os
import sys
import time
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Count
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.models import Client, ClientOfTeam
from tests import database

from . import floor

LARGE, USUAL = "team.manager", "keyworker.two"  # in the largest team, and in one like most
HALF_A_NAME = "da"
OK = 200


class Arena:
    """A service of one size: its connections, who is signed in, and what is timed."""

    connection = None

    def __init__(self, size):
        self.size = size
        self.name = database.copy_template()
        with self.active():
            began = time.monotonic()
            with open(os.devnull, "w") as nowhere:
                call_command("demo_data", clients=size, seed="1", stdout=nowhere)
            self.seconds = time.monotonic() - began
            self.raw = floor.connect()
            self.browsers = {username: signed_in(username) for username in (LARGE, USUAL)}
            self.known = {username: known_to(browser.user) for username, browser in self.browsers.items()}
            self.arms = dict(self.make_arms())

    def make_arms(self):
        """(what, our page, the same rows by raw SQL)."""
        for username, what in ((LARGE, "large team"), (USUAL, "team")):
            browser = self.browsers[username]
            yield f"caseload, {what}", caseload_arms(self.raw, browser)
            yield f"search, {what}", search_arms(self.raw, browser)
        yield "client record", record_arms(self.raw, self.browsers[LARGE])

    def sign_in_again(self):
        """Sessions end when nobody uses them, as they do while a larger size is made."""
        with self.active():
            for browser in self.browsers.values():
                browser.force_login(browser.user, backend="accounts.roles.RoleBackend")
            self.arms = dict(self.make_arms())

    @contextmanager
    def active(self):
        """Pages read this database."""
        shared = connections.settings["default"]
        before, shared["NAME"] = shared["NAME"], self.name
        waiting = connections["default"]
        self.connection = connections["default"] = self.connection or connections.create_connection("default")
        try:
            yield
        finally:
            connections["default"], shared["NAME"] = waiting, before

    def close(self):
        self.raw.close()
        self.connection.close()
        database.drop(self.name)


def signed_in(username):
    browser = Browser(SERVER_NAME="localhost")
    browser.user = User.objects.get(username=username)
    browser.force_login(browser.user, backend="accounts.roles.RoleBackend")
    return browser


def known_to(user):
    return ClientOfTeam.objects.filter(team__in=user.team_ids).count()


def caseload_arms(raw, browser):
    """Our page and its floor, after making sure that they hold the same rows."""
    address, [team] = reverse("clients:client_list"), browser.user.team_ids
    return same_rows(page_of(browser, address), lambda: floor.people(raw, floor.CASELOAD, [team]), "caseload")


def search_arms(raw, browser):
    """The page that half a name finds, and the same people by raw SQL."""
    found = browser.post(reverse("clients:client_list"), {"words": HALF_A_NAME})["Location"]
    [team], start = browser.user.team_ids, f"{HALF_A_NAME}%"
    values = [team, start] * 3
    return same_rows(page_of(browser, found), lambda: floor.people(raw, floor.SEARCH, values), "search")


def page_of(browser, address):
    """What a browser gets there; anything but the page itself ends the run."""

    def page():
        answer = browser.get(address)
        if answer.status_code != OK:
            sys.exit(f"{address} answers {answer.status_code}.")
        return answer.content

    return page


def same_rows(page, least, what):
    _html, references = least()
    text = page().decode()
    places = [text.find(reference) for reference in references]
    if -1 in places or places != sorted(places) or not references:
        sys.exit(f"The page and its floor do not show the same rows: {what}.")
    return page, lambda: least()[0]


def record_arms(raw, browser):
    """Our page, and the same statements without Django; of somebody with a long record."""
    seen = Client.objects.visible_to(browser.user).filter(known_by__episode__isnull=False)
    some = list(seen.order_by("pk").values_list("pk", flat=True)[:200])
    client = Client.objects.filter(pk__in=some).annotate(number=Count("contacts")).order_by("-number", "pk").first()
    address = client.get_absolute_url()
    browser.get(address)
    recorder = floor.Recorder()
    with connection.execute_wrapper(recorder):
        page = browser.get(address).content.decode()
    if client.reference not in page or client.reference not in floor.replay(raw, recorder.statements):
        sys.exit("The client record and its floor do not show the same client.")
    return page_of(browser, address), lambda: floor.replay(raw, recorder.statements)
