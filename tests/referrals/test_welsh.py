"""The public forms and those of a partner in Welsh: nothing of them is left in English."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from referrals.forms import PersonForm, ProfessionalForm, SavedCodeForm
from referrals.forms.partner import PARTNER_FORMS, CodeForm
from tests.factories.accounts import TeamFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


def words_of(form):
    """Everything that a form says: legends, questions, hints, answers to choose, the button."""
    yield str(form.submit_label)
    yield from (str(legend) for legend, _names in getattr(form, "parts", ()))
    for name, field in form.fields.items():
        if not field.widget.is_hidden:
            yield from (str(one) for one in (field.label or name, field.help_text) if one)
            yield from (
                str(label) for _value, label in getattr(field, "choices", ()) if name not in ("team", "website")
            )


@pytest.mark.parametrize("make", [PersonForm, ProfessionalForm, SavedCodeForm, CodeForm, *PARTNER_FORMS.values()])
def test_each_form_says_nothing_in_english(make):
    made = {"referral": ReferralFactory()} if make in PARTNER_FORMS.values() else {}
    form = make(**made)
    english = list(words_of(form))
    with override("cy"):
        welsh = list(words_of(make(**made)))
    same = {before for before, after in zip(english, welsh, strict=True) if before == after}
    assert same <= {""}


def test_the_public_form_is_wholly_welsh(client):
    TeamFactory(takes_referrals=True)
    html = client.get(reverse("refer:refer_person"), {"language": "cy"}).content.decode()
    assert '<html lang="cy"' in html
    for words in ("Gofyn am help", "Enw cyntaf", "Beth fyddai’n helpu? (dewisol)", "Cadw a dod yn ôl wedyn"):
        assert words in html
    assert "optional" not in html
