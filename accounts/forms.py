"""What staff type to sign in, and how the access log is filtered."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from core.choices import AccessAction
from core.forms import CrispyMixin, QueryForm
from core.models import AccessLog
from core.pagination import paginate

from . import tries


class SignInForm(CrispyMixin, AuthenticationForm):
    submit_label = _("Sign in")

    next = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    error_messages = {
        "invalid_login": _("Enter a user name and password that belong together. The password is case-sensitive."),
        "inactive": _("This account is switched off. Ask your administrator."),
    }
    tried = None  # the try that was counted, once user name and password have been typed

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].error_messages["required"] = _("Enter your user name")
        self.fields["password"].error_messages["required"] = _("Enter your password")
        self.fields["password"].max_length = 4096

    def clean(self):
        if self.cleaned_data.get("username") and self.cleaned_data.get("password"):
            self.tried = tries.take(self.request, "sign_in", self.cleaned_data["username"])
        return super().clean()


class AccessLogQuery(QueryForm):
    submit_label = _("Show")

    subject = forms.UUIDField(required=False, label=_("Key of the record"))
    action = forms.ChoiceField(
        required=False, label=_("What was done"), choices=[("", _("Anything")), *AccessAction.choices]
    )
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def page(self):
        """One page of the access log, newest first."""
        values = self.values()
        rows = AccessLog.objects.select_related("user")
        if values["subject"]:
            rows = rows.filter(subject_id=values["subject"])
        if values["action"]:
            rows = rows.filter(action=values["action"])
        return paginate(rows, "-at", "-id", cursor=values["after"] or "")
