"""Every rule in force stands in docs/alerts.md, leads to a page, and names no person."""

import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from alerts.rules import RULES


@pytest.mark.parametrize("code", sorted(RULES))
def test_rule_is_documented_and_leads_somewhere(code):
    rule = RULES[code]
    lines = (settings.BASE_DIR / "docs" / "alerts.md").read_text().splitlines()
    start = f"| {code} | {rule.title} | "
    assert any(line.startswith(start) for line in lines), f"Add a line to docs/alerts.md: {start}…"
    assert reverse(rule.url_name, args=[uuid.uuid4()] if rule.takes_key else [])
    assert not str(rule.todo).endswith("."), "The email puts the full stop."
