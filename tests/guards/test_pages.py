"""Every page that a role may open: one h1, a title without a name, labelled inputs, no id twice, the headers; and on every page of
a record who it is about, what to know first, and the way to a quick note."""

import pytest

from core.csp import POLICY

from .page import Page
from .test_who import browser
from .who import READ, WHO
from .world import WHOSE, address_of

PAGES = {name: row for name, row in WHO.items() if "GET" in row[1] and not name.endswith(("_pdf", "_download"))}
HOSTILE = {
    "x" * 10: "\ud7ff",
    "next": "//evil.example",
    "words": "<b onmouseover=x>&|!:*('",
    "after": "x.y",
    "weeks": "99",
}
# Pages of a record without the identity bar and its warnings, and why.
RECEIVED = "the record is not the reader's until the handover is accepted"
BY_REFERENCE = "officers read it too, who are shown the reference alone"
WITHOUT_NAME = "it is read as those read it who must not know whose it is"
WITHOUT_BANNER = {
    "careplans:care_plan_together": "it is turned to the client",
    "aftercare:received_handover": RECEIVED,
    "aftercare:handover_accept": RECEIVED,
    "aftercare:handover_query": RECEIVED,
    "aftercare:handover_decline": RECEIVED,
    "aftercare:override_decide": BY_REFERENCE,
    "clients:override_detail": BY_REFERENCE,
    "reports:claim_withdraw": "who pays is told references alone",
    "reports:outcome_claim": "who pays is told references alone",
    "reports:story_detail": WITHOUT_NAME,
}
WITHOUT_NOTE = {"clients:contact_add": "it is the note", "aftercare:death_withdraw": "nobody is contacted any more"}


def is_of_the_record(response, look):
    """Whether this is a page about one client, on which the identity bar and the quick note stand."""
    return look and response.status_code != 302 and response["Content-Type"].startswith("text/html")


def who_opens(who, kind):
    return None if who == "public" else "k" if who == "all" else "c" if kind == "document" else who[0]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page(name, world):
    who, methods, kind, look = PAGES[name]
    letter = who_opens(who, kind)
    user = letter and world.users[letter]
    if kind in WHOSE:
        record = world.record(kind, "own")
        type(record).objects.filter(pk=record.pk).update(**{WHOSE[kind]: user})
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
        if is_of_the_record(response, look):
            html = response.content.decode()
            assert ("app-identity-bar" in html) is (name not in WITHOUT_BANNER), (
                "The banner stands on each page of the record"
            )
            assert ("?next=" in html and "Quick note" in html) is (name not in WITHOUT_BANNER | WITHOUT_NOTE)
    assert POLICY
