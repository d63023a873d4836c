"""What is asked of a report: over which period, compared with which, and broken down by what."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.forms.filters import BY_NAME, OneClientQuery
from core.forms import BaseForm, BaseModelForm, PastDateField, QueryForm, VerbForm

from . import outcomes, quality, schedules
from .choices import OutcomeWord, PaidOutcome, PeriodKind, SentPeriod
from .measures import REGISTRY
from .models import OutcomePayment, RecoveryDefinition, ReportSchedule
from .reading import breakdowns, label_of, name_of, stock_for

NOBODY = "nobody"


class ReportQuery(QueryForm):
    """Whole periods and fixed breakdowns; what is not on offer is left out."""

    submit_label = _("Show")
    not_filters = ("show",)

    period = forms.ChoiceField(required=False, label=_("Period"))
    compare = forms.ChoiceField(required=False, label=_("Compare with"))
    breakdown = forms.ChoiceField(required=False, label=_("Break down by"))
    show = forms.ChoiceField(required=False, label=_("In detail"), widget=forms.HiddenInput)

    def __init__(self, *args, report, stock, **kwargs):
        super().__init__(*args, **kwargs)
        self.stock = stock
        periods = [
            (kind.label, [(name_of(one), label_of(one, stock.as_at)) for one in stock.periods if one.kind == kind])
            for kind in (PeriodKind.YEAR, PeriodKind.QUARTER)
        ]
        periods = [(label, listed) for label, listed in periods if listed]
        self.fields["period"].choices = [("", _("The newest")), *periods]
        self.fields["compare"].choices = [("", _("No other period")), *periods]
        offered = breakdowns(report, stock.reader)
        if report.is_broken_down:
            self.default, offered = offered[0][0], [("", offered[0][1]), *offered[1:]]
        else:
            self.default, offered = "", [("", _("Nothing")), *offered]
        self.fields["breakdown"].choices = offered
        self.fields["show"].choices = [(name, name) for section in report.sections for name in section.names]

    def clean(self):
        """What cannot be compared is said, and left out."""
        period, other = self.period_of(self.cleaned_data), self.stock.named(self.cleaned_data.get("compare"))
        if other and other == period:
            self.add_error("compare", _("Choose another period than the one that is shown"))
        elif other and other.kind != period.kind:
            self.add_error("compare", _("Compare a year with a year, and a quarter with a quarter"))

    def period_of(self, values):
        return self.stock.named(values.get("period")) or next(iter(self.stock.periods), None)

    @property
    def chosen(self):
        """The period, the one to compare with (of the same kind), and the breakdown."""
        values = self.values()
        other, breakdown = self.stock.named(values["compare"]), values["breakdown"] or self.default
        return {"period": self.period_of(values), "other": other, "breakdown": breakdown}

    def opened(self, reading):
        """The name of the one measure that is open: the one asked for, else the first that is broken down."""
        broken_down = (
            part.name for part in reading.parts if part.breakdown and not (part.is_empty or part.is_whole_only)
        )
        return self.values()["show"] or next(broken_down, "")

    def ways(self):
        """By what the open measure can be broken down: label, address, and whether it is."""
        now = self.values()["breakdown"]
        return [
            {"label": label, "url": f"?{self.address(breakdown=value)}#shown", "is_current": value == now}
            for value, label in self.fields["breakdown"].choices
        ]


class QualityQuery(OneClientQuery):
    """Whose missing answers are listed, and in which order."""

    submit_label = _("Show")
    orders = {"": ("measure", "family", "first", "id"), "client": BY_NAME}

    measure = forms.ChoiceField(required=False, label=_("What cannot be counted"))
    keyworker = forms.ChoiceField(required=False, label=_("Whose clients?"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[("", _("What cannot be counted, then by name")), ("client", _("Client, by name"))],
    )  # fmt: skip
    field_order = ["measure", "keyworker", "client", "sort"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        told = [(key, measure.title) for key, measure in REGISTRY.items() if measure.not_counted]
        self.fields["measure"].choices = [("", _("All")), *told]
        if user.has_perm(quality.READ_TEAMS):
            people = [("", _("All of my teams")), (NOBODY, _("Nobody’s yet")), *quality.keyworkers_of(user)]
            self.fields["keyworker"].choices = people
        else:
            del self.fields["keyworker"]

    def narrow(self, rows, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        rows = self.of_client(rows)
        if values["measure"]:
            rows = rows.filter(measure=values["measure"])
        if person := values.get("keyworker"):
            rows = quality.kept_by(rows, keyworker=None if person == NOBODY else person)
        return rows


class RecoveryDefinitionForm(BaseModelForm):
    """What a partnership calls recovery: its words, the outcome words that must hold, and the days."""

    submit_label = _("Save the definition")

    requires = forms.MultipleChoiceField(
        label=_("What must be true at a planned end of treatment?"), choices=OutcomeWord.choices,
        widget=forms.CheckboxSelectMultiple, help_text=_("All of what is ticked. What each means stands under the list of definitions."),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = RecoveryDefinition
        fields = ["partnership", "words", "requires", "starts_on", "ends_on"]


class ScheduleQuery(QueryForm):
    """Which report somebody wants to be sent."""

    report = forms.ChoiceField(required=False, label=_("Report"))
    breakdown = forms.CharField(required=False, max_length=20, label=_("Break down by"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [(key, report.title) for key, report in schedules.on_offer(user).items()]


class ScheduleForm(BaseModelForm):
    """How often a report is sent, over which period, from when until when."""

    submit_label = _("Send it to me")

    breakdown = forms.ChoiceField(required=False, label=_("Break down by"))

    class Meta(BaseModelForm.Meta):
        model = ReportSchedule
        fields = ["every", "period", "is_compared", "breakdown", "file_format", "starts_on", "ends_on"]
        help_texts = {
            "period": _("Of the periods that have been counted on the day on which it is sent."),
            "starts_on": _("It is sent in the morning of this day, and then as often as you say."),
            "ends_on": _("Leave it empty to be sent it until you stop it."),
        }

    def __init__(self, *args, user, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["every"].choices = [(one, one.label) for one in schedules.rhythms_for(user)]
        if report.paper:
            self.instance.period, self.instance.breakdown = SentPeriod.DAY, ""
            for name in ("period", "is_compared", "breakdown", "file_format"):
                del self.fields[name]
            return
        periods = schedules.periods_for(user)
        self.fields["period"].choices = [(one, one.label) for one in periods]
        self.initial["period"] = self.initial.get("period") or periods[0]
        offered = breakdowns(report, stock_for(user, timezone.localdate()).reader)
        self.fields["breakdown"].choices = offered if report.is_broken_down else [("", _("Nothing")), *offered]

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day < timezone.localdate() and day != self.initial.get("starts_on"):
            raise forms.ValidationError(_("The first day cannot be in the past"))
        return day


class OutcomePaymentForm(BaseModelForm):
    """That a partnership pays by outcomes: for which, between which days, and why."""

    submit_label = _("Save")

    outcomes = forms.MultipleChoiceField(
        label=_("What is paid for?"), choices=PaidOutcome.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta(BaseModelForm.Meta):
        model = OutcomePayment
        fields = ["partnership", "outcomes", "starts_on", "ends_on", "reason"]
        help_texts = {"ends_on": _("Leave it empty while it goes on. To switch it off, enter the last day.")}


class OutcomeQuery(QueryForm):
    """Which outcomes are listed: those that can be claimed, those that were, those taken back."""

    submit_label = _("Show")

    state = forms.ChoiceField(required=False, label=_("State"), choices=outcomes.STATES)
    outcome = forms.ChoiceField(required=False, label=_("Outcome"), choices=[("", _("All")), *PaidOutcome.choices])

    def rows(self, user):
        values = self.values()
        rows = outcomes.rows_of(user, values["state"])
        return rows.filter(outcome=values["outcome"]) if values["outcome"] else rows


class ClaimForm(BaseForm):
    """On which day an outcome was claimed, and which paper proves it."""

    submit_label = _("Record the claim")

    on = PastDateField(label=_("On which day was it claimed?"), error_messages={"required": _("Enter the day")})
    evidence = forms.CharField(
        label=_("Which paper proves it, and where is it?"), max_length=300, required=False,
        help_text=_("For a job: a contract, a payslip or a letter. No names."),
    )  # fmt: skip

    def __init__(self, *args, is_needed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = is_needed


class WithdrawClaimForm(VerbForm):
    """On which day a claim was taken back, and why."""

    submit_label = _("Withdraw the claim")
    columns = {"on": "withdrawn_on", "why": "withdrawn_why"}

    on = PastDateField(label=_("On which day was it withdrawn?"), error_messages={"required": _("Enter the day")})
    why = forms.CharField(
        label=_("Why?"), max_length=500, error_messages={"required": _("Say why the claim is withdrawn")}
    )


class StoryForm(BaseForm):
    """A case study: a title and a text, from which names, places and dates are taken out as it is kept."""

    submit_label = _("Take names out and keep as a draft")

    title = forms.CharField(label=_("Title"), max_length=150)
    text = forms.CharField(
        label=_("The story"), max_length=20_000, widget=forms.Textarea({"rows": 20}),
        help_text=_("In plain words. Names, places and dates are taken out when you save; look for what is left."),
    )  # fmt: skip


class StoryEditForm(StoryForm, VerbForm):
    """The same of a draft that is there."""
