"""What staff type about people's rights."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.finding import REFERENCE
from core.forms import BaseForm, BaseModelForm, DateField, PastDateField, QueryForm, refuse_future
from reference.choices import CodeField
from reference.fields import CodeChoiceField

from .choices import AskedKind, AskedState, LimitKind, LimitStatus, RequestStatus, RetentionChoice, RetentionStatus
from .models import AccessRequest, LegalHold, Limit, RetentionDecision

WIDTH_10 = {"class": "govuk-input--width-10", "autocomplete": "off"}


class RetentionQuery(QueryForm):
    """Which of the records whose time has run out are listed, and in which order."""

    submit_label = _("Show")

    state = forms.ChoiceField(
        required=False, label=_("Where it stands"),
        choices=[("", _("All")), ("none", _("Nothing proposed yet")), ("proposed", _("Waits for a second person"))],
    )  # fmt: skip
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[("", _("Kept until, the longest ago first")), ("reference", _("Our reference"))],
    )  # fmt: skip


class RightsQuery(QueryForm):
    """Which of the things that people have asked for are listed, and in which order."""

    submit_label = _("Show")

    kind = forms.ChoiceField(required=False, label=_("What is asked for"), choices=[("", _("Any")), *AskedKind.choices])
    state = forms.ChoiceField(required=False, label=_("Where it stands"), choices=AskedState.choices)
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Due, the first due first")), ("newest", _("Asked for, the latest first")),
            ("reference", _("Our reference")),
        ],
    )  # fmt: skip


class ReferenceQuery(QueryForm):
    """The record of somebody whose rights are asked for."""

    submit_label = _("Go to it")

    reference = forms.CharField(
        required=False, max_length=9, label=_("Our reference"), help_text=_("Such as K7M4-Q2XB"),
        widget=forms.TextInput(WIDTH_10),
    )  # fmt: skip

    def clean_reference(self):
        plain = self.cleaned_data["reference"].strip().upper().replace("-", "")
        if plain and not REFERENCE.fullmatch(plain):
            raise forms.ValidationError(_("Enter a reference, such as K7M4-Q2XB"))
        return f"{plain[:4]}-{plain[4:]}" if plain else ""


class RequestForm(BaseModelForm):
    """A request for a copy, as it came."""

    submit_label = _("Write the request down")

    class Meta(BaseModelForm.Meta):
        model = AccessRequest
        fields = ["received_on", "received_how", "wanted", "identity_checked_on"]
        labels = {
            "received_on": _("When did we receive it?"),
            "received_how": _("How did it reach us?"),
            "wanted": _("What was asked for?"),
            "identity_checked_on": _("When did we make sure who asks?"),
        }
        help_texts = {
            "wanted": _("Leave empty for everything"),
            "identity_checked_on": _("Leave empty if not yet: a copy does not go out before"),
        }
        widgets = {"received_how": forms.RadioSelect, "wanted": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_how"].choices = [choice for choice in self.fields["received_how"].choices if choice[0]]

    def clean_received_on(self):
        return refuse_future(self.cleaned_data["received_on"])

    def clean_identity_checked_on(self):
        return refuse_future(self.cleaned_data["identity_checked_on"])


class WhyForm(BaseForm):
    """A day, and why."""

    on = PastDateField(label=_("On which day?"), error_messages={"required": _("Enter the day")})
    why = forms.CharField(max_length=300, label=_("Why?"), error_messages={"required": _("Say why")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["on"] = timezone.localdate()


class DayForm(BaseForm):
    """A day that has come."""

    on = PastDateField(label=_("On which day?"), error_messages={"required": _("Enter the day")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["on"] = timezone.localdate()


class SendForm(DayForm):
    """That the copy went out, and that we know to whom."""

    submit_label = _("The copy has gone out")

    identity_checked_on = PastDateField(
        label=_("When did we make sure who asks?"),
        error_messages={"required": _("Enter when: no copy goes out to somebody we do not know")},
    )


class EndForm(BaseForm):
    """A request that ends without a copy."""

    submit_label = _("End the request")

    status = forms.ChoiceField(
        label=_("How does it end?"), widget=forms.RadioSelect,
        choices=[(value, RequestStatus(value).label) for value in (RequestStatus.REFUSED, RequestStatus.WITHDRAWN)],
    )  # fmt: skip
    reason = forms.CharField(
        max_length=500, label=_("Why?"),
        help_text=_("Tell the person too, and that they may complain to us and to the Information Commissioner"),
        error_messages={"required": _("Say why")},
    )  # fmt: skip


class ItemQuery(QueryForm):
    """Which item of a copy is decided on."""

    kind = forms.CharField(required=False, max_length=60)
    item = forms.UUIDField(required=False)


class ItemForm(BaseForm):
    """Whether an item goes into the copy."""

    submit_label = _("Decide")

    is_shared = forms.TypedChoiceField(
        label=_("Does this go into the copy?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("Yes, as it is")), ("no", _("No, or in other words"))],
        error_messages={"required": _("Choose one")},
    )  # fmt: skip
    reason = CodeChoiceField(CodeField.REDACTION_REASON, required=False, label=_("Why not as it is?"))
    shown_instead = forms.CharField(
        required=False, max_length=10_000, label=_("What is shown instead"), widget=forms.Textarea({"rows": 5}),
        help_text=_("Leave empty to leave it out altogether"),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("is_shared") is False and not data.get("reason"):
            self.add_error("reason", _("Choose why"))
        if data.get("is_shared"):
            data["reason"], data["shown_instead"] = None, ""
        return data


class LimitForm(BaseModelForm):
    """What somebody asks us to stop doing."""

    submit_label = _("Write it down")

    class Meta(BaseModelForm.Meta):
        model = Limit
        fields = ["kind", "asked_on", "why"]
        labels = {"kind": _("What is asked?"), "asked_on": _("When?"), "why": _("In the person’s words")}
        widgets = {"kind": forms.RadioSelect, "why": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = LimitKind.choices

    def clean_asked_on(self):
        return refuse_future(self.cleaned_data["asked_on"])


class LimitDecisionForm(BaseForm):
    """What becomes of a limit."""

    status = forms.ChoiceField(label=_("What do we decide?"), widget=forms.RadioSelect)
    decision = forms.CharField(max_length=500, label=_("Why?"), error_messages={"required": _("Say why")})

    def __init__(self, *args, limit, **kwargs):
        super().__init__(*args, **kwargs)
        next_ones = limit.TRANSITIONS.get(limit.status, [])
        self.fields["status"].choices = [(value, LimitStatus(value).label) for value in next_ones]


class HoldForm(BaseModelForm):
    """Why a record must be kept whatever its time."""

    submit_label = _("Place the hold")

    class Meta(BaseModelForm.Meta):
        model = LegalHold
        fields = ["why", "starts_on"]
        labels = {"why": _("Why must it be kept?"), "starts_on": _("From when?")}


class RetentionForm(BaseModelForm):
    """Keep a record longer, or erase what is in it."""

    submit_label = _("Propose it")

    keep_until = DateField(required=False, label=_("Keep it until"), help_text=_("Only when it is kept"))

    class Meta(BaseModelForm.Meta):
        model = RetentionDecision
        fields = ["choice", "keep_until", "why"]
        labels = {"choice": _("What do you propose?"), "why": _("Why?")}
        help_texts = {"why": _("Stays on the certificate: write nothing about the person")}
        widgets = {"choice": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = RetentionChoice.choices

    def clean(self):
        data = super().clean()
        keeps, day = data.get("choice") == RetentionChoice.KEEP, data.get("keep_until")
        if keeps and not day and "keep_until" not in self.errors:
            self.add_error("keep_until", _("Enter until when it is kept"))
        elif keeps and day and day <= timezone.localdate():
            self.add_error("keep_until", _("Choose a day in the future"))
        elif data.get("choice") and not keeps and day:
            self.add_error("keep_until", _("Clear this: what is erased is not kept"))
        return data


class AnswerForm(BaseForm):
    """What the second person says to a proposal."""

    submit_label = _("Decide")

    status = forms.ChoiceField(
        label=_("What do you decide?"), widget=forms.RadioSelect,
        choices=[(v, RetentionStatus(v).label) for v in (RetentionStatus.APPROVED, RetentionStatus.REFUSED)],
    )  # fmt: skip
