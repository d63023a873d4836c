"""Every page that a role may open: one h1, a title without a name, labelled inputs, no id twice, the headers."""

import pytest

from core.csp import POLICY

from .page import Page
from .test_who import browser
from .who import READ, WHO
from .world import address_of

PAGES = {name: row for name, row in WHO.items() if "GET" in row[1] and not name.endswith(("_pdf", "_download"))}
HOSTILE = {
    "x" * 10: "\ud7ff",
    "next": "//evil.example",
    "words": "<b onmouseover=x>&|!:*('",
    "after": "x.y",
    "weeks": "99",
}


def who_opens(who, kind):
    return None if who == "public" else "k" if who == "all" else "c" if kind == "document" else who[0]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page(name, world):
    who, methods, kind, _look = PAGES[name]
    letter = who_opens(who, kind)
    user = letter and world.users[letter]
    if kind == "document":
        record = world.record(kind, "own")
        type(record).objects.filter(pk=record.pk).update(requested_by=user)
    client, url = browser(user), address_of(name, *([world.key(kind, "own")] if kind else []))
    responses = [client.get(url), client.get(url, HOSTILE)]
    if methods != READ:
        responses.append(client.post(url, {}))
    for response in responses:
        assert response.status_code in (200, 302, 409, 422, 503 if name == "healthz" else 200), response.status_code
        if response["Content-Type"].startswith("text/html") and response.status_code != 302:
            page = Page(response.content.decode())
            assert not page.faults(), page.faults()
            assert "Testdaughter" not in page.title, "No client's name in a page title"
            assert "Testdaughter" not in url
            assert response["Content-Security-Policy"]
    assert POLICY
