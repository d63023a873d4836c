"""What is drawn without a template for each reads as the templates have it, and escapes what they escape."""

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.drawing import Renderer, filled
from referrals.board import GAPS

HOSTILE = """<b a='1' c="2">&"""
CHOICES = [
    ("", gettext_lazy("Any")), (HOSTILE, HOSTILE), ("safe", mark_safe("<i>so</i>")),
    (HOSTILE, [("a", "A"), (3, 3)]),
]  # fmt: skip
ATTRIBUTES = {"class": "govuk-input", "title": HOSTILE, "hidden": True, "maxlength": False}
CONTROLS = [
    (forms.TextInput(ATTRIBUTES), HOSTILE), (forms.TextInput(), None), (forms.TextInput(), ""),
    (forms.NumberInput({"min": 0}), 1000), (forms.EmailInput(), "a@example.org"), (forms.HiddenInput(), HOSTILE),
    (forms.DateInput(), date(2026, 11, 23)), (forms.CheckboxInput(), True), (forms.CheckboxInput(ATTRIBUTES), "yes"),
    (forms.Select(ATTRIBUTES, CHOICES), HOSTILE), (forms.Select(choices=CHOICES), 3), (forms.Select(), None),
    (forms.SelectMultiple(choices=CHOICES), ["a", "safe"]), (forms.RadioSelect(choices=CHOICES), "a"),
    (forms.SplitDateTimeWidget(), None),
]  # fmt: skip


@pytest.mark.parametrize(("widget", "value"), CONTROLS)
def test_a_control_is_what_django_draws(widget, value):
    drawn = [widget.render("na<me", value, {"id": "id"}, each) for each in (Renderer(), DjangoTemplates())]
    ours, django = (re.sub(r">\s+<", "><", html).strip() for html in drawn)
    assert ours == django


def test_what_stands_in_a_row_is_escaped_unless_it_is_marked_safe():
    row = dict.fromkeys(GAPS, HOSTILE) | {"clock": mark_safe("<i>{now}</i>")}
    html = filled("referrals/_board_row.html", GAPS, [row, row])
    assert html.count("<i>{now}</i>") == 2
    assert "<b" not in html.replace("<br>", "")
    assert html.count("&lt;b a=&#x27;1&#x27;") == 2 * (len(GAPS) - 1)
