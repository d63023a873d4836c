"""How the list of referrals across clients is narrowed."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.folding import fold
from core.forms import QueryForm
from recovery_capital.domains import domain_choices

from ..choices import ReferralStatus
from ..outgoing import NOT_BEGUN, kept_by, ours_next


class OutgoingQuery(QueryForm):
    """Which referrals of all clients are listed."""

    submit_label = _("Show")

    status = forms.ChoiceField(
        required=False, label=_("Status"),
        choices=[
            ("", _("Still going on")), ("ours", _("We must act")), ("all", _("All, with those that ended")),
            *ReferralStatus.choices,
        ],
    )  # fmt: skip
    whose = forms.ChoiceField(
        required=False, label=_("Whose clients?"),
        choices=[("", _("All of my teams")), ("mine", _("Mine")), ("none", _("Nobody’s yet"))],
    )  # fmt: skip
    keyworker = forms.CharField(required=False, max_length=100, label=_("Name of the keyworker"))
    domain = forms.ChoiceField(
        required=False, label=_("What is it for?"), choices=lambda: [("", _("Any need")), *domain_choices()]
    )
    path = forms.ChoiceField(
        required=False, label=_("Path"),
        choices=[("", _("Any")), ("ordinary", _("Ordinary referrals")), ("particular", _("With steps of their own"))],
    )  # fmt: skip
    service = forms.CharField(required=False, max_length=100, label=_("Service or organisation"))
    longer = forms.ChoiceField(
        required=False, label=_("Sent and not begun"),
        choices=[
            ("", _("Any time")), ("7", _("Longer than 1 week")), ("14", _("Longer than 2 weeks")),
            ("28", _("Longer than 4 weeks")), ("84", _("Longer than 12 weeks")),
        ],
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def narrow(self, referrals, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        if values["whose"]:
            referrals = kept_by(referrals, keyworker=self.user if values["whose"] == "mine" else None)
        for word in values["keyworker"].split():
            called = Q(keyworker__first_name__icontains=word) | Q(keyworker__last_name__icontains=word)
            referrals = kept_by(referrals, called)
        if values["domain"]:
            referrals = referrals.filter(domain=values["domain"])
        if values["path"]:
            referrals = referrals.filter(path="") if values["path"] == "ordinary" else referrals.exclude(path="")
        for word in fold(values["service"]).split():
            called = Q(service__name_key__contains=word) | Q(service__organisation__name__icontains=word)
            referrals = referrals.filter(called)
        if values["longer"]:
            before = timezone.localdate() - timedelta(days=int(values["longer"]))
            referrals = referrals.filter(status__in=NOT_BEGUN, sent_on__lt=before)
        return referrals if but == "status" else self._of_status(referrals, values["status"])

    @staticmethod
    def _of_status(referrals, status):
        if status in ("", "all"):
            return referrals if status else referrals.open()
        return referrals.filter(ours_next()) if status == "ours" else referrals.filter(status=status)
