"""What is asked of the directory, and what an editor types into it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, QueryForm

from ..choices import Language, Need
from ..models import Service

LONGEST_DESCRIPTION = 20_000


class ServiceQuery(QueryForm):
    """Words and a need; also for pages of other apps that look for a service."""

    submit_label = _("Search")

    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        help_text=_("Of the service’s name, its organisation or what it does. The beginning of a word is enough."),
        error_messages={"max_length": _("Search by 200 characters or fewer")},
    )
    need = forms.ChoiceField(
        label=_("Helps with"),
        required=False,
        choices=[("", _("Anything")), *Need.choices],
        error_messages={"invalid_choice": _("Choose what it should help with from the list")},
    )

    def values(self):
        found = super().values()
        return {"words": found["words"] or "", "need": found["need"] or ""}


class LanguagesField(forms.MultipleChoiceField):
    """Languages of our list; one that a feed brought beside it stays while it is ticked."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("Choose languages from the list")}

    def __init__(self, **kwargs):
        super().__init__(choices=Language, **kwargs)

    def keep(self, codes):
        """Offer these too."""
        listed = set(Language.values)
        self.choices = [*Language.choices, *((code, code) for code in codes if code not in listed)]


class ServiceForm(BaseModelForm):
    """All that an editor can say of a service. Saving it makes the record ours: a feed no longer changes it."""

    submit_label = _("Save service")

    needs = forms.MultipleChoiceField(
        label=_("What does it help with?"),
        required=False,
        choices=Need,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose needs from the list")},
    )
    language_codes = LanguagesField(label=_("Which languages are spoken?"), required=False)
    url = forms.URLField(
        label=_("Web address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Such as www.example.org"),
        error_messages={"invalid": _("Enter a web address, such as www.example.org")},
    )
    description = forms.CharField(
        label=_("What does it do?"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"max_length": _("Write %(limit_value)d characters or fewer")},
    )

    class Meta(BaseModelForm.Meta):
        model = Service
        fields = [
            "name", "organisation", "run_by_team", "description", "needs", "status", "notice", "phone", "email", "url",
            "attending", "eligibility", "minimum_age", "maximum_age", "fees", "area", "language_codes", "accreditations",
        ]  # fmt: skip
        labels = {
            "name": _("What is the service called?"),
            "organisation": _("Which organisation runs it?"),
            "run_by_team": _("Is it run by one of our teams?"),
            "status": _("Is it running now?"),
            "notice": _("What must everybody know now?"),
            "attending": _("How does somebody get it?"),
            "eligibility": _("Who is it for?"),
            "minimum_age": _("From which age?"),
            "maximum_age": _("Up to which age?"),
            "fees": _("What does it cost?"),
            "area": _("Where must somebody live?"),
            "accreditations": _("What accreditations does it have?"),
        }
        help_texts = {
            "notice": _("Such as a move or a change of phone number. It stands above everything else."),
            "attending": _("Such as drop-in, own referral, by a professional"),
            "run_by_team": _("Leave it empty for a service of others."),
        }
        widgets = {
            name: forms.Textarea({"rows": 3})
            for name in ("notice", "attending", "eligibility", "fees", "area", "accreditations")
        }
        error_messages = {
            "name": {"required": _("Enter the name of the service")},
            "email": {"invalid": _("Enter an email address, such as help@example.org")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language_codes"].keep(self.instance.language_codes)

    def save(self, *, by):
        """As every form; and the record and its needs are now a person's word."""
        self.instance.kept_here, self.instance.needs_guessed = True, False
        return super().save(by=by)
