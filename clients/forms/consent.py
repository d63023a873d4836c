"""What staff type about a consent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, QueryForm, refuse_future
from services_directory.models import Service

from ..choices import ConsentCategory, ConsentPurpose
from ..models import Consent, NationalConsent
from .parts import DayForm, PersonChoice, required


class NextQuery(QueryForm):
    """For which service or which of the client's people a consent is, and where to go afterwards."""

    service = forms.UUIDField(required=False)
    supporter = forms.UUIDField(required=False)
    next = forms.CharField(required=False, max_length=500)
    purpose = forms.ChoiceField(required=False, choices=ConsentPurpose.choices)


class ConsentForm(BaseModelForm):
    """The client's yes: to whom, what for, what, how and until when."""

    submit_label = _("Record the consent")

    categories = forms.MultipleChoiceField(
        label=_("What may be shared?"), choices=ConsentCategory.choices, widget=forms.CheckboxSelectMultiple,
        error_messages=required(_("Choose what may be shared")),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Consent
        fields = [
            "recipient", "supporter", "outside", "purpose", "categories", "given_how", "evidence", "given_on",
            "expires_on", "restrictions",
        ]  # fmt: skip
        labels = {
            "recipient": _("With which service?"),
            "supporter": _("Or with which of the client’s people?"),
            "outside": _("Or with whom outside the directory?"),
            "purpose": _("What for?"),
            "given_how": _("How did the client say yes?"),
            "evidence": _("In which words, or where is the signed form?"),
            "given_on": _("Given on"),
            "expires_on": _("Until when?"),
            "restrictions": _("Is there anything that must not be shared?"),
        }
        help_texts = {
            "outside": _("Such as a prison, by the name that it has on our list"),
            "expires_on": _("Leave empty if the client set no end"),
            "evidence": _("Such as: “Yes, tell the housing people where I stay.”"),
        }
        widgets = {"given_how": forms.RadioSelect({"inline": True}), "evidence": forms.Textarea({"rows": 2})}
        error_messages = {
            "purpose": required(_("Choose what the consent is for")),
            "given_how": required(_("Say how the client gave consent")),
            "evidence": required(_("Write the words used, or where the signed form is")),
            "given_on": required(_("Enter the day the client gave consent")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = True
        self.fields["recipient"].queryset = Service.objects.listed().only("id", "name")
        self.fields["recipient"].empty_label = _("None of the directory")
        people = self.instance.client.relationships.current()
        self.fields["supporter"] = PersonChoice(
            queryset=people, label=self.Meta.labels["supporter"], required=False, empty_label=_("None of them")
        )
        self.order_fields(self.Meta.fields)
        if not people:
            del self.fields["supporter"]
        self.fields["purpose"].choices = [("", _("Choose what for")), *ConsentPurpose.choices]
        self.fields["given_how"].choices = [choice for choice in self.fields["given_how"].choices if choice[0]]

    def clean_given_on(self):
        return refuse_future(self.cleaned_data["given_on"])

    def clean(self):
        data = super().clean()
        said = [name for name in ("recipient", "supporter", "outside") if data.get(name)]
        if len(said) != 1 and not {"recipient", "supporter", "outside"} & {*self.errors}:
            words = _("Say with whom: a service, or one of the client’s people, or somebody else. One of them.")
            self.add_error("recipient", words)
        if data.get("supporter") and data.get("purpose") not in (None, ConsentPurpose.FAMILY):
            self.add_error("purpose", _("With one of the client’s people it is for involving family or friends"))
        return data


class WithdrawConsentForm(DayForm):
    """The day on which the client took the consent back, and why if they said so."""

    submit_label = _("Withdraw the consent")

    why = forms.CharField(label=_("Why, if the client said so?"), max_length=500, required=False)


class ToldForm(DayForm):
    """When, how and who there was told that a consent was withdrawn."""

    how = forms.CharField(
        label=_("Who was told, and how?"), max_length=500, error_messages=required(_("Say who was told, and how"))
    )


class NationalConsentForm(BaseModelForm):
    """The answer about the national data set."""

    submit_label = _("Record the answer")

    agreed = forms.TypedChoiceField(
        label=_("Does the client agree that their figures go to the national data set?"),
        choices=[("True", _("Yes")), ("False", _("No"))], coerce=lambda value: value == "True", empty_value=None,
        widget=forms.RadioSelect({"inline": True}), error_messages=required(_("Choose yes or no")),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = NationalConsent
        fields = ["agreed", "asked_on", "given_how", "evidence"]
        labels = {
            "asked_on": _("Asked on"),
            "given_how": _("How did the client answer?"),
            "evidence": _("In which words, or where is the signed form?"),
        }
        widgets = {"given_how": forms.RadioSelect({"inline": True}), "evidence": forms.Textarea({"rows": 2})}
        error_messages = {
            "asked_on": required(_("Enter the day on which the client was asked")),
            "given_how": required(_("Say how the client answered")),
            "evidence": required(_("Write the words used, or where the signed form is")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["agreed"] = None
        self.fields["given_how"].choices = [choice for choice in self.fields["given_how"].choices if choice[0]]

    def clean_asked_on(self):
        return refuse_future(self.cleaned_data["asked_on"])
