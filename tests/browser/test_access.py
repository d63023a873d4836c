"""Break-glass from the look-up to the review, and the pages of governance, in a browser on a desktop and a phone."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.choices import Role
from clients.models import BreakGlass
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import UserFactory
from tests.factories.clients import NamedReaderFactory
from tests.factories.governance import RestrictionFactory

pytestmark = pytest.mark.browser


def test_break_glass_from_the_look_up_to_the_review(open_as, check, record, stranger, team_manager):
    page = open_as(stranger, reverse("clients:client_lookup"))
    page.get_by_label("First name").fill(record.first_name)
    page.get_by_label("Family name").fill(record.family_name)
    born = record.date_of_birth
    for label, part in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        page.get_by_label(label).fill(str(part))
    page.get_by_role("button", name="Look up").click()
    check(page)
    page.get_by_role("link", name="I must see this record now").click()
    check(page)
    page.get_by_label("Danger to life, or a medical emergency").check()
    page.get_by_label("What has happened?").fill("She lies at our door and does not answer")
    page.get_by_role("button", name="Open the record for 24 hours").click()
    page.wait_for_url(re.compile(str(record.pk)))
    expect(page.get_by_text("You see this record until")).to_be_visible()
    check(page)
    manager = open_as(team_manager, reverse("governance:break_glass_list"))
    check(manager)
    manager.goto(reverse("governance:break_glass_review", args=[BreakGlass.objects.get().pk]))
    check(manager)
    manager.get_by_label("Yes").check()
    manager.get_by_label("Why, and what follows from it?").fill("The ambulance needed to know")
    manager.get_by_role("button", name="Save the review").click()
    expect(manager.get_by_text("Your review is saved.")).to_be_visible()


def test_pages_of_an_officer(open_as, check, record, keyworker, stranger):
    keyworker.last_name = record.family_name
    keyworker.save()
    for user in (keyworker, stranger):
        AccessLog.objects.create(
            user=user, action=AccessAction.LOOK, subject_kind="clients.client", subject_id=record.pk,
            route="clients:client_detail", address="192.0.2.1", at=timezone.now(),
        )  # fmt: skip
    restriction = RestrictionFactory(client=record)
    NamedReaderFactory(client=record)
    page = open_as(UserFactory(role=Role.GOVERNANCE_OFFICER), reverse("governance:overview"))
    check(page)
    for name in ("break_glass_month", "unusual_access", "restriction_list"):
        page.goto(reverse(f"governance:{name}"))
        check(page)
    for name, subject in (("record_seen", record), ("restriction_detail", restriction), ("reader_add", restriction)):
        page.goto(reverse(f"governance:{name}", args=[subject.pk]))
        check(page)
