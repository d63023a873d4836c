"""Makes the pictures of the README from the demo data of one fixed day: `python -m tests.browser.screenshots`."""

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from unittest.mock import patch

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; the database is used beside it
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client as TestClient  # noqa: E402
from django.urls import reverse  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from pytest_django.live_server_helper import LiveServer  # noqa: E402

from accounts.models import User  # noqa: E402
from aftercare.models import Handover  # noqa: E402
from alerts.sweep import sweep  # noqa: E402
from careplans.models import CarePlan  # noqa: E402
from clients.models import Client, ClientFlag  # noqa: E402
from config.demo.places import PASSWORD  # noqa: E402
from core.models import Heartbeat  # noqa: E402
from tests import database  # noqa: E402
from tests.browser.conftest import CHROMIUM  # noqa: E402

FOLDER = settings.BASE_DIR / "docs" / "screenshots"
CLIENTS, SEED, TODAY = 300, "1", date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SIZE = {"width": 1280, "height": 900}
MOST_BYTES = 200_000


def main():
    if not CHROMIUM:
        sys.exit("Install Chromium, or name one in CHROMIUM.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo() as address, chromium(address) as window:
        for name, username, path in pages():
            page = window()
            sign_in(page, username)
            page.goto(path)
            picture = FOLDER / f"{name}.png"
            page.screenshot(path=picture)
            page.context.close()
            assert picture.stat().st_size < MOST_BYTES, f"{picture} is too large"
            print(picture.relative_to(settings.BASE_DIR))  # noqa: T201
        for name, path in papers():
            photograph(name, path)


def papers():
    """(name of the picture, address) of what is printed for the client; each page becomes a picture."""
    plan = the_plan()
    return [("plan-paper", reverse("careplans:care_plan_pdf", args=[plan.pk])),
            ("my-plan-paper", reverse("careplans:my_plan_pdf", args=[plan.pk]))]  # fmt: skip


def photograph(name, path):
    """The pages of a PDF as pictures, by pdftoppm (poppler-utils)."""
    browser = TestClient(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(username="keyworker"), backend="accounts.roles.RoleBackend")
    pdf = b"".join(browser.get(path).streaming_content)
    command = ["pdftoppm", "-r", "70", "-png", "-", str(FOLDER / name)]
    subprocess.run(command, input=pdf, check=True)
    print(f"docs/screenshots/{name}-*.png")  # noqa: T201


def pages():
    """(name of the picture, who looks, address) of each."""
    return [
        ("my-work", "keyworker", "/clients/my-work/"),
        ("client-record", "keyworker", the_client().get_absolute_url()),
        ("care-plan", "keyworker", f"{the_plan().get_absolute_url()}#main-content"),
        ("plan-together", "keyworker", f"{the_plan().get_absolute_url()}together/"),
        ("handover", "case.manager", the_handover().get_absolute_url()),
        ("report", "commissioner", "/reports/caseload/"),
    ]


def the_client():
    """Somebody in treatment with the keyworker of whom there is much to see: a flag, a plan, a coach."""
    kept = Client.objects.filter(episodes__keyworker__username="keyworker", episodes__status="in_treatment")
    watched = kept.filter(flags__in=ClientFlag.objects.filter(ended_on=None), care_plans__status="active")
    return watched.order_by("-contact_rule", "pk")[0]


def the_plan():
    """One of the keyworker's plans in use, not the first version of it, whose review is ahead."""
    kept = CarePlan.objects.filter(client__episodes__keyworker__username="keyworker", status="active")
    return kept.filter(number__gt=1, review_on__gt=TODAY, agreement="agrees", goals__domain="housing").order_by("pk")[0]


def the_handover():
    return Handover.objects.filter(episode__team__memberships__user__username="case.manager", status="draft").order_by(
        "pk"
    )[0]


def sign_in(page, username):
    page.goto("/accounts/sign-in/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


@contextmanager
def demo():
    """A server with the demo of that day, in a database that goes afterwards; gives its address."""
    with ExitStack() as stack:
        stack.enter_context(patch("django.utils.timezone.now", lambda: NOON))
        stack.enter_context(patch("alerts.models.Now", lambda: NOON))  # else by the database's clock
        stack.enter_context(patch.object(settings, "SWEEP_SECONDS", 24 * 60 * 60))  # none runs while pictures are taken
        stack.enter_context(database.clone())
        call_command("demo_data", clients=CLIENTS, seed=SEED, today=TODAY, json=True, stdout=open(os.devnull, "w"))
        sweep(NOON)  # what was due by then was raised by then
        Heartbeat.objects.beat("sweep")
        server = LiveServer("127.0.0.1")
        stack.callback(server.stop)
        yield server.url


@contextmanager
def chromium(address):
    """Opens windows at that address: `page = window()`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield lambda: browser.new_context(viewport=SIZE, base_url=address, locale="en-GB").new_page()
        browser.close()


if __name__ == "__main__":
    main()
