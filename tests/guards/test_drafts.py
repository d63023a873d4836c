"""Every form of the product keeps what is typed as a draft, and shows it again as it was, without judging it."""

import pytest
from django.conf import settings

from accounts.access import AccessRule
from core import drafts
from core.models import Draft
from reports.catalogue import REPORTS
from tests.factories.core import DraftFactory

from .hostile import Forms
from .routes import one_in_three, routes
from .test_bad_input import POSTED, Browser, main_form, opener

VIEWS = {name: pattern.callback for name, pattern in routes()}
# Forms whose answers are worth nothing a minute later, or must not be kept.
WITHOUT = {
    "custody:unexpected_release": "a search and a button, or a few facts of somebody who must be reached this minute",
    "accounts:confirm": "a secret",
    "accounts:passkey_add": "a secret",
    "accounts:password_change": "a secret",
    "accounts:totp_add": "a secret",
    "clients:client_list": "a search",
    "clients:client_lookup": "a search",
    "clients:client_timeline": "a search",
    "programmes:register_walk_in": "a search",
    "referrals:signpost_add": "one of two answers and one press, about services that stand in the address",
    "referrals:step_services": "a press for each service that is chosen or taken away",
    **{f"reports:{key}_report": "a period and a button" for key, report in REPORTS.items() if report.sections},
    "referrals:signpost_send": "a tick that it is safe now, which is not kept for later",
}


class Anybody:
    """A user of every role, to ask whether a page would keep drafts at all."""

    is_authenticated = True


def is_ours(name):
    return VIEWS[name].__module__.partition(".")[0] in settings.LOCAL_APPS


WITH_A_PAGE = sorted(name for name, (who, methods, *_rest) in POSTED.items() if "GET" in methods and who != "public")


def typed_in(control):
    """Something that nobody means, so that every field shows whether it kept it."""
    if control.kind == "checkbox" or control.kind in ("radio", "select"):
        return next((choice for choice in reversed(control.choices) if choice), None)
    if control.kind in ("date", "number"):
        return {"date": "31/2/2026", "number": "many"}[control.kind]
    return f"Typed in {control.name}" if control.is_typed else None


@pytest.mark.parametrize("name", one_in_three(WITH_A_PAGE))
def test_what_was_typed_comes_back(name, world):
    user, url = opener(name, world)
    browser = Browser(user)
    page = browser.send("GET", url)
    controls = main_form(Forms(page.text)) if page.status_code == 200 else {}
    typed = {control.name: value for control in controls.values() if (value := typed_in(control)) is not None}
    if not typed:
        return  # a button
    if name in WITHOUT or not is_ours(name):
        assert "data-draft" not in page.text
        return
    assert "data-draft" in page.text, "Say why in WITHOUT, or take @without_drafts away"
    path, _, query = url.partition("?")
    draft = DraftFactory(user=user, path=path, query=query, data={key: [value] for key, value in typed.items()})
    resumed = browser.send("GET", draft.address)
    assert resumed.status_code == 200
    shown = Forms(resumed.text)
    assert not shown.problems, "A draft is shown, not judged: build the form on BaseForm or BaseModelForm"
    assert "Error:" not in resumed.text
    controls = main_form(shown)
    lost = {key: (value, controls[key].value) for key, value in typed.items() if controls[key].value != value}
    assert not lost, f"Read what was typed by core.forms.sent(request): {lost}"
    assert not resumed.changed, "Looking at a draft changes nothing"
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_searches_alone_keep_nothing(monkeypatch):
    monkeypatch.setattr(AccessRule, "admits", lambda rule, user: True)
    keep_nothing = {name for name in WITH_A_PAGE if not drafts.are_kept(VIEWS[name], Anybody())}
    assert {name for name in keep_nothing if is_ours(name)} == set(WITHOUT)
