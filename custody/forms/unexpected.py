"""What staff type when somebody was released today without notice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms import AddClientForm
from core.forms import BaseForm


class WhoForm(BaseForm):
    """Whom to look for among the clients of one's teams."""

    submit_label = _("Find")

    who = forms.CharField(
        max_length=100, label=_("Who was released?"), error_messages={"required": _("Enter a name or a number")},
        help_text=_("Name, date of birth, NHS number, prison number or our reference"),
    )  # fmt: skip


class ReleasedTodayForm(BaseForm):
    """One press beside somebody who was found."""

    released = forms.UUIDField()


class ReleasedStrangerForm(AddClientForm):
    """Somebody who is not on the books: as little as a record needs."""

    submit_label = _("Add, and record the release")
    email = address = postcode = None

    place = forms.CharField(
        required=False, max_length=200, label=_("From where?"),
        help_text=_("For example, Exampleton Magistrates’ Court"),
    )  # fmt: skip

    class Meta(AddClientForm.Meta):
        fields = ["registered_team", "first_name", "family_name", "date_of_birth", "sex", "nhs_verified_how"]

    field_order = ["registered_team", "first_name", "family_name", "date_of_birth", "sex", "phone", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["nhs_verified_how"], self.fields["nhs_number"]

    def clean(self):
        return super().clean() | dict.fromkeys(["email", "address", "postcode"], "")
