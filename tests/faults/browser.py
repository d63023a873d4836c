"""A browser and the web application in one process, with the real settings: prints what the health check answers, and
what the page of an alert does, when a user and an alert are named.
"""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402


def health():
    response = Client(SERVER_NAME="localhost").get("/healthz/")
    return {"status": response.status_code, "reasons": response.json()["reasons"]}


def alert_page(user, alert):
    from accounts.models import User

    browser, page = Client(SERVER_NAME="localhost"), f"/alerts/{alert}/acknowledge/"
    browser.force_login(User.objects.get(pk=user), backend="accounts.roles.RoleBackend")
    return {"get": browser.get(page).status_code, "post": browser.post(page, {"note": "Seen"}).status_code}


if __name__ == "__main__":
    answers = health()
    if sys.argv[1:]:
        answers |= alert_page(*sys.argv[1:])
    print(json.dumps(answers))  # noqa: T201
