"""What is asked of the directory, and what an editor types into it."""

import re
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm

from ..choices import Language, Need
from ..models import Service

KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LONGEST_DESCRIPTION = 20_000


class LanguagesField(forms.MultipleChoiceField):
    """Languages of our list; one that a feed brought beside it stays while it is ticked."""

    widget = forms.CheckboxSelectMultiple({"small": True, "columns": True})
    default_error_messages = {"invalid_choice": _("Choose languages from the list")}

    def __init__(self, **kwargs):
        super().__init__(choices=Language, **kwargs)

    def keep(self, codes):
        """Offer these too."""
        listed = set(Language.values)
        self.choices = [*Language.choices, *((code, code) for code in codes if code not in listed)]


class ServiceField(forms.ModelChoiceField):
    """A service of the directory by the address of its page: there are too many to choose from a list."""

    widget = forms.TextInput
    default_error_messages = {"invalid_choice": _("Paste the address of a service in this directory")}

    def __init__(self, **kwargs):
        super().__init__(queryset=Service.objects.all(), **kwargs)

    def prepare_value(self, value):
        """The address of a service; what somebody typed stays as it was typed."""
        key = getattr(value, "pk", value)
        return reverse("services_directory:service_detail", args=[key]) if isinstance(key, UUID) else value

    def to_python(self, value):
        found = KEY.search(str(value or ""))
        if value and not found:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(found[0] if found else None)


class ServiceForm(BaseModelForm):
    """All that an editor can say of a service. Saving it makes the record ours: a feed no longer changes it."""

    submit_label = _("Save service")

    needs = forms.MultipleChoiceField(
        label=_("What does it help with?"),
        required=False,
        choices=Need,
        widget=forms.CheckboxSelectMultiple({"small": True, "columns": True}),
        error_messages={"invalid_choice": _("Choose needs from the list")},
    )
    replaced_by = ServiceField(
        label=_("What came in its place?"),
        required=False,
        help_text=_("The address of that service in this directory, where it is known."),
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
            "name", "name_cy", "organisation", "run_by_team", "description", "description_cy", "needs", "status", "ended_on",
            "replaced_by", "notice", "phone", "email", "url", "attending", "self_referral", "eligibility", "gender",
            "minimum_age", "maximum_age", "cost", "fees", "area", "language_codes", "accreditations", "known_from",
            "known_on", "assurer_email",
        ]  # fmt: skip
        labels = {
            "name": _("What is the service called?"),
            "organisation": _("Which organisation runs it?"),
            "name_cy": _("What is it called in Welsh?"),
            "description_cy": _("What does it do, in Welsh?"),
            "run_by_team": _("Is it run by one of our teams?"),
            "ended_on": _("When did it end?"),
            "self_referral": _("May people come by themselves?"),
            "gender": _("Is it for women or men only?"),
            "cost": _("Is it free?"),
            "known_from": _("Where is this known from?"),
            "known_on": _("On which day was it so?"),
            "assurer_email": _("Who can confirm this entry, by email?"),
            "status": _("Is it running now?"),
            "notice": _("What must everybody know now?"),
            "attending": _("How does somebody get it?"),
            "eligibility": _("Who is it for?"),
            "minimum_age": _("From which age?"),
            "maximum_age": _("Up to which age?"),
            "fees": _("What is there to know about the cost?"),
            "area": _("Where must somebody live?"),
            "accreditations": _("What accreditations does it have?"),
        }
        help_texts = {
            "area": _("One area in a line."),
            "known_from": _("Such as a report, with its year."),
            "assurer_email": _("Never shown. They are asked by email twice a year."),
            "ended_on": _("Only where it has ended. It stays in the directory, for records that name it."),
            "notice": _("Such as a move or a change of phone number. It stands above everything else."),
            "attending": _("Such as drop-in, own referral, by a professional"),
            "run_by_team": _("Leave it empty for a service of others."),
        }
        widgets = {
            name: forms.Textarea({"rows": 3})
            for name in ("notice", "attending", "eligibility", "fees", "area", "accreditations")
        } | {"description_cy": forms.Textarea({"rows": 4})}
        error_messages = {
            "name": {"required": _("Enter the name of the service")},
            "email": {"invalid": _("Enter an email address, such as help@example.org")},
            "assurer_email": {"invalid": _("Enter an email address, such as help@example.org")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language_codes"].keep(self.instance.language_codes)

    def save(self, *, by):
        """As every form; and the record and its needs are now a person's word."""
        self.instance.kept_here, self.instance.needs_guessed = True, False
        return super().save(by=by)
