"""What staff type about referrals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LONGEST_TEXT, BaseForm, BaseModelForm, PastDateField, QueryForm
from recovery_capital.domains import domain_choices
from recovery_capital.forms import DomainChoiceField
from services_directory.choices import Need

from ..choices import DeclineReason, ReferralOutcome, ReferralStatus
from ..models import Referral
from ..paths import paths


def words(label, **options):
    """A text of a few lines."""
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}), **options)


class ServiceQuery(QueryForm):
    """Which services to show, to choose one for a need."""

    submit_label = _("Search the directory")

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    need = forms.ChoiceField(label=_("Helps with"), required=False, choices=[("", _("Everything")), *Need.choices])
    domain = forms.ChoiceField(required=False, choices=lambda: [("", ""), *domain_choices()], widget=forms.HiddenInput)


class ChosenServiceQuery(QueryForm):
    """The service and the need that a referral is begun with."""

    service = forms.UUIDField(required=False)
    domain = forms.ChoiceField(required=False, choices=domain_choices)


class ReferralQuery(QueryForm):
    """Which of a client's referrals are listed."""

    submit_label = _("Show")

    status = forms.ChoiceField(
        required=False, label=_("Status"),
        choices=[("", _("All")), ("open", _("Still going on")), *ReferralStatus.choices],
    )  # fmt: skip
    domain = forms.ChoiceField(
        required=False, label=_("What is it for?"), choices=lambda: [("", _("Any need")), *domain_choices()]
    )

    def narrow(self, referrals, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        if values["domain"]:
            referrals = referrals.filter(domain=values["domain"])
        if values["status"] == "open":
            return referrals.open()
        return referrals.filter(status=values["status"]) if values["status"] else referrals


class ReferralForm(BaseModelForm):
    submit_label = _("Save as a draft")

    domain = DomainChoiceField(
        label=_("What is it for?"), error_messages={"required": _("Choose what the referral is for")}
    )

    path = forms.ChoiceField(
        label=_("Which path?"),
        required=False,
        widget=forms.RadioSelect({"small": True}),
        help_text=_("A path brings its own steps, dates and papers."),
    )

    class Meta(BaseModelForm.Meta):
        model = Referral
        fields = ["domain", "path", "reason"]
        labels = {"reason": _("Why, in the client’s words?")}
        help_texts = {"reason": _("What the client hopes for from this service. They will read it.")}
        error_messages = {
            "reason": {"required": _("Write why the client wants this, in their words")},
        }

    def __init__(self, *args, **kwargs):
        """Offers the paths, those first that the need or the service suggests; none once a step is written down."""
        super().__init__(*args, **kwargs)
        referral = self.instance
        if not referral._state.adding and referral.steps.exists():
            del self.fields["path"]
            return
        suggested = [path for path in paths().values() if path.fits(referral.domain, referral.service.needs)]
        others = [path for path in paths().values() if path not in suggested]
        self.fields["path"].choices = [
            ("", _("An ordinary referral")),
            *[(path.key, _("%(path)s (suggested)") % {"path": path.label}) for path in suggested],
            *[(path.key, path.label) for path in others],
        ]


class AcceptReferralForm(BaseForm):
    submit_label = _("Record that it was accepted")

    note = forms.CharField(
        label=_("What did they say?"), required=False, max_length=500, help_text=_("Such as: first visit on Tuesday.")
    )


class DeclineReferralForm(BaseForm):
    submit_label = _("Record that it was declined")

    decline_reason = forms.ChoiceField(
        label=_("Why was it declined?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it was declined")},
    )
    note = forms.CharField(label=_("What did they say?"), required=False, max_length=500)


class AttendReferralForm(BaseForm):
    submit_label = _("Record the first visit")

    attended_on = PastDateField(
        label=_("On which day did the client first go there?"),
        error_messages={"required": _("Enter the day of the first visit")},
    )


class CompleteReferralForm(BaseForm):
    submit_label = _("Record what came of it")

    outcome = forms.ChoiceField(
        label=_("Did it help?"),
        choices=ReferralOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it helped")},
    )
    outcome_note = words(_("In the client’s words"), required=False)


class WithdrawReferralForm(BaseForm):
    submit_label = _("Withdraw the referral")

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=500, error_messages={"required": _("Say why it is withdrawn")}
    )
