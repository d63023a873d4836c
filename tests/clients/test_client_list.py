"""The list of clients: searched without a name in the address, and written as safe markup."""

import pytest

from clients.choices import FlagKind
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.clients import (
    ClientFactory,
    ClientFlagFactory,
    CoachAssignmentFactory,
    EpisodeFactory,
)

from .pages import text_of, url

pytestmark = pytest.mark.django_db


def test_coach_cannot_filter_by_what_a_coach_does_not_see(sign_in, coach, record):
    CoachAssignmentFactory(client=record, coach=coach)
    page = sign_in(coach).get(url("client_list"), {"phase": "waiting", "overdue": "on", "keyworker": "none"})
    assert record.name in text_of(page)
    for word in ["Keyworker", "In treatment", "overdue review"]:
        assert word not in text_of(page)


def test_a_search_is_written_down_without_its_words(sign_in, keyworker, record):
    page = sign_in(keyworker).post(url("client_list"), {"words": record.family_name}, follow=True)
    assert record.name in text_of(page)
    row = AccessLog.objects.get(action=AccessAction.SEARCH)
    assert (row.user, row.route, row.detail) == (keyworker, "clients:client_list", "")


def test_no_name_that_was_searched_for_stands_in_an_address(sign_in, keyworker, record, team):
    ClientFactory(registered_team=team, family_name="Somebody")
    browser = sign_in(keyworker)
    page = browser.post(url("client_list"), {"words": record.family_name, "phase": "all"}, follow=True)
    address = page.redirect_chain[-1][0]
    assert record.family_name not in address
    assert "phase=all" in address
    assert "SOMEBODY" not in text_of(page)
    links = [tag["url"] for tag in page.context["tags"]] + [page.context["next_url"], page.context["first_url"]]
    assert not [link for link in links if record.family_name in link]
    without_words = next(tag["url"] for tag in page.context["tags"] if record.family_name in tag["label"])
    assert "SOMEBODY" in text_of(browser.get(url("client_list") + without_words))


def test_words_of_a_search_that_are_too_many_are_refused_and_kept(sign_in, keyworker):
    page = sign_in(keyworker).post(url("client_list"), {"words": "x" * 101})
    assert page.status_code == 422
    assert "x" * 101 in page.content.decode()


def test_client_list_row_is_written_as_markup_with_its_headings(sign_in, keyworker, record):
    """Flags are tags and not text about tags; on a phone each value has its heading."""
    ClientFlagFactory(client=record, kind=FlagKind.OVERDOSE_RISK)
    page = sign_in(keyworker).get(url("client_list")).content.decode()
    assert '<span class="app-flag">Overdose risk</span>' in page
    assert 'data-label="Last contact"' in page
    assert 'data-label="[' not in page


def test_names_are_escaped_in_the_caseload(sign_in, keyworker, team):
    keyworker.last_name = "O'<b>Bold</b>"
    keyworker.save()
    client = ClientFactory(registered_team=team, first_name="<script>alert(1)</script>", preferred_name='"{x}" & {0}')
    EpisodeFactory(client=client, team=team, keyworker=keyworker)
    page = sign_in(keyworker).get(url("client_list"))
    assert "<script>alert" not in text_of(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; (&quot;{x}&quot; &amp; {0})" in text_of(page)
    assert "<b>Bold" not in page.context["rows"]
