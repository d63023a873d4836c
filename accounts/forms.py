"""What staff type to sign in and to prove who they are, and how the access log is filtered."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from core.choices import AccessAction
from core.forms import BaseForm, CrispyMixin, PastDateField, QueryForm
from core.models import AccessLog
from core.pagination import paginate

from . import second_factors, tries
from .models import Provider


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


class ProofForm(BaseForm):
    """Proves who somebody is; each try is counted before it is made."""

    kind = ""

    def __init__(self, request, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def prove(self, value, message):
        """Refuse a value that proves nothing; raises TooManyTries."""
        tried = tries.take(self.request, self.kind, str(self.user.pk))
        if not self.is_right(value):
            raise forms.ValidationError(message)
        tried.succeeded()


class CodeForm(ProofForm):
    submit_label = _("Continue")
    kind = "second_factor"

    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        help_text=_("The 6 digits that your app shows now, or one of your recovery codes"),
        error_messages={"required": _("Enter a code")},
        widget=forms.TextInput(
            {"class": "govuk-input--width-10", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        self.prove(self.cleaned_data["code"], _("Enter a code that your app shows now, and that was not used before"))

    def is_right(self, code):
        return second_factors.use_code(self.user, code)


class PasskeyForm(ProofForm):
    kind = "second_factor"

    passkey = forms.CharField(max_length=20_000, widget=forms.HiddenInput, label=_("Passkey"))

    def clean_passkey(self):
        self.prove(self.cleaned_data["passkey"], _("This passkey was not accepted. Try again, or use a code."))

    def is_right(self, answer):
        return second_factors.use_passkey(self.user, answer)


class PasswordForm(ProofForm):
    submit_label = _("Continue")
    kind = "sign_in"

    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        error_messages={"required": _("Enter your password")},
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def clean_password(self):
        self.prove(self.cleaned_data["password"], _("Enter your password. It is case-sensitive."))

    def is_right(self, password):
        return self.user.check_password(password)


class TotpForm(BaseForm):
    submit_label = _("Set up")

    code = forms.CharField(
        label=_("The 6 digits that the app shows"),
        max_length=20,
        error_messages={"required": _("Enter the 6 digits that the app shows")},
        widget=forms.TextInput(
            {"class": "govuk-input--width-10", "inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )


class PasskeyAddForm(BaseForm):
    submit_label = _("Set up a passkey")

    name = forms.CharField(
        label=_("What do you call this device?"),
        help_text=_("Such as “work laptop”"),
        max_length=60,
        error_messages={"required": _("Enter a name for this device")},
    )
    passkey = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput, label=_("Passkey"))


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


class ContractMoveForm(BaseForm):
    """Who does the work of a contract next, and from when."""

    submit_label = _("Move the contract and its teams")

    provider = forms.ModelChoiceField(
        queryset=None, label=_("Which provider takes over?"), empty_label=_("Choose a provider"),
        error_messages={"required": _("Choose the provider"), "invalid_choice": _("Choose a provider on the list")},
    )  # fmt: skip
    on = PastDateField(
        label=_("From which day?"), help_text=_("Today or earlier: on the first day of the new provider, move it here"),
        error_messages={"required": _("Enter the day")},
    )  # fmt: skip

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = Provider.objects.exclude(pk=contract.provider_id)
