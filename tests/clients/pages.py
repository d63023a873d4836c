"""Addresses and texts of pages, and a person to type in."""

import re

from django.urls import reverse

from core.choices import AccessAction
from core.models import AccessLog

PERSON = {
    "first_name": "Ffion",
    "family_name": "O'Neill",
    "date_of_birth_day": "4",
    "date_of_birth_month": "5",
    "date_of_birth_year": "1985",
    "sex": "female",
}


def url(name, *args):
    return reverse(f"clients:{name}", args=args)


def text_of(page):
    return re.sub(r"\s+", " ", page.content.decode())


def title_of(page):
    return re.search("<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1]


def looks_at(client):
    return AccessLog.objects.filter(subject_id=client.pk, action=AccessAction.LOOK).count()


def person(browser, client):
    return browser.get(url("person_detail", client.pk)).text


def banner(browser, client):
    text = browser.get(url("person_detail", client.pk)).text
    return text[text.index("app-identity-bar") : text.index("</section>")]
