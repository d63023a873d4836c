"""What staff type about a consent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, QueryForm, refuse_future
from services_directory.models import Service

from ..choices import ConsentCategory, ConsentPurpose
from ..models import Consent
from .parts import required


class NextQuery(QueryForm):
    """Which service a consent is for, and where to go afterwards."""

    service = forms.UUIDField(required=False)
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
        fields = ["recipient", "purpose", "categories", "given_how", "given_on", "expires_on", "restrictions"]
        labels = {
            "recipient": _("With whom?"),
            "purpose": _("What for?"),
            "given_how": _("How did the client say yes?"),
            "given_on": _("Given on"),
            "expires_on": _("Until when?"),
            "restrictions": _("Is there anything that must not be shared?"),
        }
        help_texts = {"expires_on": _("Leave empty if the client set no end")}
        widgets = {"given_how": forms.RadioSelect({"inline": True})}
        error_messages = {
            "recipient": required(_("Choose the service")),
            "purpose": required(_("Choose what the consent is for")),
            "given_how": required(_("Say how the client gave consent")),
            "given_on": required(_("Enter the day the client gave consent")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = Service.objects.listed().only("id", "name")
        self.fields["recipient"].empty_label = _("Choose a service")
        self.fields["purpose"].choices = [("", _("Choose what for")), *ConsentPurpose.choices]
        self.fields["given_how"].choices = [choice for choice in self.fields["given_how"].choices if choice[0]]

    def clean_given_on(self):
        return refuse_future(self.cleaned_data["given_on"])
