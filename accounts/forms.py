"""What staff type to sign in, to prove who they are and to set a password; staff; filters of lists."""

from types import MappingProxyType
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.choices import AccessAction
from core.forms import BaseForm, BaseModelForm, CrispyMixin, PastDateField, QueryForm, bounded_field
from core.models import AccessLog, SavedView
from core.pagination import paginate

from . import second_factors, tries
from .models import Provider, User

LONGEST_PASSWORD = 1_000


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
        tried = tries.take(self.request, self.kind, self.user.username)
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


class NewPasswordForm(CrispyMixin, SetPasswordForm):
    """A password that the person chooses, typed twice."""

    submit_label = _("Set password")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = _("New password"), _("The same password again")
        first.help_text = _("12 characters or more, of any kind. Three words that do not belong together are good.")
        first.error_messages["required"] = _("Enter a new password")
        second.error_messages["required"] = _("Enter the new password again")
        second.help_text = ""
        for field in (first, second):
            field.max_length = LONGEST_PASSWORD
            field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))


class PasswordChangeForm(NewPasswordForm):
    """As above, by somebody who knows the old one; tries are counted with those to sign in."""

    old_password = PasswordForm.base_fields["password"]
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, request, *args, **kwargs):
        super().__init__(request.user, *args, **kwargs)
        self.request = request
        self.fields["old_password"].label = _("Password until now")

    def clean_old_password(self):
        tried = tries.take(self.request, PasswordForm.kind, self.user.username)
        if not self.user.check_password(self.cleaned_data["old_password"]):
            raise forms.ValidationError(_("Enter the password that you have used until now. It is case-sensitive."))
        tried.succeeded()


class ForgottenForm(BaseForm):
    submit_label = _("Send me a link")

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        error_messages={"required": _("Enter your user name")},
        widget=forms.TextInput({"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}),
    )


class StaffForm(CrispyMixin, forms.ModelForm):
    """A member of staff: who they are, what they do, where. Never their password."""

    submit_label = _("Save")

    class Meta:
        model = User
        fields = [
            "username", "first_name", "last_name", "email", "role", "teams", "partnership", "coach_kind", "is_paid",
            "supervisor",
        ]  # fmt: skip
        formfield_callback = bounded_field
        widgets = {"teams": forms.CheckboxSelectMultiple}
        help_texts = {"username": _("What they type to sign in. It stays as it is."), "teams": ""}
        labels = {"username": _("User name")}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].queryset = User.objects.filter(is_active=True)
        for name in ("first_name", "last_name", "email"):
            self.fields[name].required = True
        if not self.instance._state.adding:
            del self.fields["username"]
        if self.instance == by:  # another administrator changes one's own role
            del self.fields["role"]


class StaffQuery(QueryForm):
    submit_label = _("Show")

    words = forms.CharField(required=False, label=_("Name or user name"))
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def page(self):
        """One page of everybody who signs in, by user name."""
        values = self.values()
        rows = User.objects.prefetch_related("teams")
        for word in values["words"].split():
            rows = rows.filter(
                Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__icontains=word)
            )
        return paginate(rows, "username", cursor=values["after"] or "")


class SavedViewQuery(QueryForm):
    """Which list is to be saved, and its filters."""

    route = forms.ChoiceField(required=False)
    query = forms.CharField(required=False, max_length=1000)

    def __init__(self, *args, lists=MappingProxyType({}), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["route"].choices = [(route, one.title) for route, one in lists.items()]


class RenameViewForm(BaseModelForm):
    """The name of a saved list."""

    class Meta(BaseModelForm.Meta):
        model = SavedView
        fields = ["name"]
        labels = {"name": _("What do you call it?")}
        help_texts = {"name": _("For example “Mine, overdue”. Leave out the names of clients.")}
        error_messages = {"name": {"required": _("Enter a name for the list")}}


class SavedViewForm(RenameViewForm):
    """A list to keep: which one, its filters, its name."""

    route = forms.ChoiceField(label=_("Which list?"))
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    class Meta(RenameViewForm.Meta):
        fields = ["route", "query", "name"]

    def __init__(self, *args, lists, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.lists, self.user = lists, user
        self.fields["route"].choices = [(route, one.title) for route, one in lists.items()]
        if self.instance.route:
            self.fields["route"].widget = forms.HiddenInput()

    def clean(self):
        """Of the filters only those are kept that the list understands, and no search."""
        data = super().clean()
        if data.get("route"):
            query = self.lists[data["route"]].query(data.get("query", ""), self.user)
            data["query"] = urlencode(query.to_save())
        return data
