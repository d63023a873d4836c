"""A link to a referral whose code is known, and the addresses behind it."""

from django.contrib.auth.hashers import make_password
from django.urls import reverse

from services_directory.reminders import digest
from tests.factories.referrals import ReferralLinkFactory, SentPackFactory

CODE, TOKEN = "ABCDEF", "t" * 43


def make_link(referral, token=TOKEN):
    SentPackFactory(referral=referral)
    return ReferralLinkFactory(referral=referral, token_digest=digest(token), code_digest=make_password(CODE))


def page(name="partner_page", token=TOKEN, **query):
    return reverse(f"referrals:{name}", args=[token], query=query or None)
