"""A referral that went out with a link, and a browser in which its code was given."""

import pytest
from django.test import Client as Browser

from tests.factories.referrals import ReferralFactory

from .behind_link import make_link, page


@pytest.fixture
def quick(settings):
    """Codes are hashed as quickly as may be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def link(record, episode, today, quick):
    return make_link(ReferralFactory(client=record, episode=episode, sent=True, service__name="Harbour Housing"))


@pytest.fixture
def browser(link):
    opened = Browser()
    assert opened.post(page(), {"code": "abc def"}).headers["Location"] == page()
    return opened
