"""How the list of referrals across clients is narrowed."""

from datetime import timedelta

from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.forms.filters import OneClientQuery
from core.folding import fold
from recovery_capital.domains import domain_choices

from ..choices import ReferralStatus
from ..outgoing import DUE_SOON, NO_DAY, NOT_BEGUN, ORDERS, OVERDUE, kept_by, late, ours_next, with_step_due
from ..paths import paths

ANSWER = "answer"


class OutgoingQuery(OneClientQuery):
    """Which referrals of all clients are listed, and in which order."""

    submit_label = _("Show")
    orders = ORDERS

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
        choices=lambda: [
            ("", _("Any")), ("ordinary", _("Ordinary referrals")), ("particular", _("With steps of their own")),
            *[(path.key, path.label) for path in paths().values()],
        ],
    )  # fmt: skip
    due = forms.ChoiceField(
        required=False, label=_("What is due?"),
        choices=[
            ("", _("Anything")), (ANSWER, _("An answer is late")), (OVERDUE, _("A step of a path is overdue")),
            (DUE_SOON, _("A step of a path is due within a week")),
        ],
    )  # fmt: skip
    service = forms.CharField(required=False, max_length=100, label=_("Service or organisation"))
    longer = forms.ChoiceField(
        required=False, label=_("Sent and not begun"),
        choices=[
            ("", _("Any time")), ("7", _("Longer than 1 week")), ("14", _("Longer than 2 weeks")),
            ("28", _("Longer than 4 weeks")), ("84", _("Longer than 12 weeks")),
        ],
    )  # fmt: skip

    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Written, the oldest first")), ("newest", _("Written, the newest first")),
            ("answer", _("Answer expected by, the longest overdue first")), ("client", _("Client, by name")),
        ],
    )  # fmt: skip

    field_order = ["status", "whose", "client", "keyworker"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self._keys = user, None

    def narrow(self, referrals, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        referrals = self.of_client(referrals).annotate(answer_first=Coalesce("answer_by", Value(NO_DAY)))
        if values["whose"]:
            referrals = kept_by(referrals, keyworker=self.user if values["whose"] == "mine" else None)
        for word in values["keyworker"].split():
            called = Q(keyworker__first_name__icontains=word) | Q(keyworker__last_name__icontains=word)
            referrals = kept_by(referrals, called)
        if values["domain"]:
            referrals = referrals.filter(domain=values["domain"])
        referrals = of_path(referrals, values["path"])
        for word in fold(values["service"]).split():
            called = Q(service__name_key__contains=word) | Q(service__organisation__name__icontains=word)
            referrals = referrals.filter(called)
        if values["longer"]:
            before = timezone.localdate() - timedelta(days=int(values["longer"]))
            referrals = referrals.filter(status__in=NOT_BEGUN, sent_on__lt=before)
        if values["due"]:
            referrals = self._due(referrals, values["due"])
        return referrals if but == "status" else self._of_status(referrals, values["status"])

    @property
    def counts_steps(self):
        """Whether what is listed has a step left: that goes on, also after what the service did has ended."""
        return self.values()["due"] in (OVERDUE, DUE_SOON)

    def _due(self, referrals, due):
        if due == ANSWER:
            return referrals.filter(late())
        if self._keys is None:  # the list and its counts differ in the status alone: reckoned once
            self._keys = with_step_due(referrals, due)
        return referrals.filter(pk__in=self._keys)

    def _of_status(self, referrals, status):
        if status in ("", "all"):
            return referrals if status or self.counts_steps else referrals.open()
        return referrals.filter(ours_next()) if status == "ours" else referrals.filter(status=status)


def of_path(referrals, path):
    """Ordinary ones, those on any path, or those on one of them."""
    if path in ("", "particular"):
        return referrals.exclude(path="") if path else referrals
    return referrals.filter(path="" if path == "ordinary" else path)
