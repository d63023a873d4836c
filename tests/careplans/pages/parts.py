"""Addresses and texts of the pages of plans, and the client’s answer as the form sends it."""

from django.urls import reverse

from careplans.choices import Agreement

ANSWER = {
    "agreement": Agreement.AGREES,
    "agreed_how": "signed",
    "agreed_on": "23/11/2026",
    "review_on": "15/2/2027",
    "version": 1,
}


def address(name, subject):
    return reverse(f"careplans:{name}", args=[subject.pk])


def text_of(response):
    return response.content.decode()
