"""What is typed about the steps after a miss, and how their list is narrowed."""

from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import ContactKind
from clients.forms.filters import BY_NAME, OneClientQuery
from core.forms import DateTimeField, VerbForm

from ..choices import PathStatus, StepKind, StepOutcome
from ..missed import ATTEMPTS, VISITS, WAYS_BEFORE_CLOSING

REACHED, NOT_REACHED, NOT_NEEDED = StepOutcome.REACHED, StepOutcome.NOT_REACHED, StepOutcome.NOT_NEEDED
WIDTH_20 = {"class": "govuk-input--width-20", "autocomplete": "off"}


class AttemptForm(VerbForm):
    """One attempt to reach the person: it becomes a contact on the record."""

    submit_label = _("Save the attempt")

    outcome = forms.ChoiceField(
        label=_("What came of it?"), widget=forms.RadioSelect({"small": True}),
        choices=[(REACHED, REACHED.label), (NOT_REACHED, NOT_REACHED.label), (NOT_NEEDED, NOT_NEEDED.label)],
        error_messages={"required": _("Say what came of it")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("How did you try?"), required=False, widget=forms.RadioSelect({"small": True, "inline": True}),
        choices=ContactKind.choices,
    )  # fmt: skip
    happened_at = DateTimeField(
        label=_("When was it?"), required=False, help_text=_("Day and time, such as 27/3/2026 14:30"),
        widget=forms.TextInput(WIDTH_20),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What happened?"), max_length=10_000, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write down what happened, or why it was not needed")},
    )  # fmt: skip

    def __init__(self, *args, tried=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.tried = {str(kind) for kind in tried}
        self.initial.setdefault("happened_at", f"{timezone.localtime():%d/%m/%Y %H:%M}")
        if self.instance.kind == StepKind.OUTREACH:
            self.fields["kind"].choices = [(kind, kind.label) for kind in VISITS]
        elif self.instance.kind == StepKind.SECOND_ATTEMPT and self.tried:
            labels = [label for kind, label in ContactKind.choices if kind in self.tried]
            self.fields["kind"].help_text = _("Tried already: %(ways)s. Choose another way where you can") % {
                "ways": ", ".join(map(str, labels))
            }

    def clean_happened_at(self):
        moment = self.cleaned_data["happened_at"]
        if moment and moment > timezone.now():
            raise forms.ValidationError(_("This is in the future. Write an attempt down when it has been made"))
        return moment

    def clean(self):
        data = super().clean()
        if data.get("outcome") in (REACHED, NOT_REACHED):
            for name, message in (("kind", _("Choose how you tried")), ("happened_at", _("Enter the day and time"))):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return data


class ToldForm(VerbForm):
    """Who else was told: prescriber, pharmacy, referrer."""

    submit_label = _("Save")

    outcome = forms.ChoiceField(
        label=_("What came of it?"), widget=forms.RadioSelect({"small": True}),
        error_messages={"required": _("Say what came of it")},
        choices=[(one, one.label) for one in (StepOutcome.TOLD, NOT_NEEDED, StepOutcome.NOT_ALLOWED)],
    )  # fmt: skip
    note = forms.CharField(
        label=_("Whom did you tell, what, and what did they say?"), max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("If it was not needed or not allowed: why"),
        error_messages={"required": _("Write down what was said, or why nobody was told")},
    )  # fmt: skip
    footing = forms.CharField(
        label=_("Which consent, or which lawful reason?"), max_length=300, required=False,
        help_text=_("Needed where they were told. Such as: consent of 3/9/2026, or a duty to tell under a court order"),
    )  # fmt: skip

    def __init__(self, *args, tried=(), **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.kind != StepKind.REFERRER:
            del self.fields["footing"]

    def clean(self):
        data = super().clean()
        told = data.get("outcome") == StepOutcome.TOLD
        if told and "footing" in self.fields and not data.get("footing") and "footing" not in self.errors:
            self.add_error("footing", _("Say under which consent, or for which lawful reason, they were told"))
        return data

    @property
    def answer(self):
        words = [self.cleaned_data["note"], self.cleaned_data.get("footing", "")]
        return {"outcome": self.cleaned_data["outcome"], "note": "\n".join(filter(None, words))}


class DecisionForm(VerbForm):
    """What the team decides at the end of the path; closing after fewer than two ways asks for a word about that."""

    submit_label = _("Save the decision")

    decision = forms.ChoiceField(
        label=_("What did the team decide?"), widget=forms.RadioSelect,
        choices=[("keep", _("Keep the episode open")), ("close", _("Close it: the form of the discharge comes next"))],
        error_messages={"required": _("Say what the team decided")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Why, and what happens if the person comes back?"), max_length=10_000,
        widget=forms.Textarea({"rows": 5}), error_messages={"required": _("Write down why")},
    )  # fmt: skip
    anyway = forms.BooleanField(
        required=False, label=_("Close although fewer than two ways were tried; the reason stands above")
    )

    def __init__(self, *args, tried=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.few = len(set(tried)) < WAYS_BEFORE_CLOSING
        if not self.few:
            del self.fields["anyway"]

    def clean(self):
        data = super().clean()
        if self.few and data.get("decision") == "close" and not data.get("anyway"):
            self.add_error(
                "anyway", _("Two attempts by two ways come before closing. Tick this if there is a reason to close now")
            )
        return data

    @property
    def answer(self):
        return {"close": self.cleaned_data["decision"] == "close", "note": self.cleaned_data["note"]}


def form_of(step):
    """The form by which a step is done, other than the decision."""
    return AttemptForm if step.kind in ATTEMPTS else ToldForm


class MissedQuery(OneClientQuery):
    """Which paths of all clients are listed, and in which order."""

    submit_label = _("Show")
    soonest = (F("next_due").asc(nulls_last=True), "-missed_on", "id")  # those that have ended, the latest first
    orders = {"": soonest, "newest": ("-missed_on", "-id"), "client": BY_NAME}

    status = forms.ChoiceField(
        required=False, label=_("Status"),
        choices=[("", _("Trying to reach")), ("all", _("All")), *PathStatus.choices[1:]],
    )  # fmt: skip
    whose = forms.ChoiceField(
        required=False, label=_("Whose clients?"), choices=[("", _("All of my teams")), ("mine", _("Mine"))]
    )
    due = forms.ChoiceField(
        required=False, label=_("Next step"),
        choices=[("", _("Any day")), ("overdue", _("Overdue")), ("today", _("Due today or overdue"))],
    )  # fmt: skip
    child = forms.BooleanField(required=False, label=_("With a child in the house"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Next step, what is due soonest first")), ("newest", _("Missed, the newest first")),
            ("client", _("Client, by name")),
        ],
    )  # fmt: skip
    field_order = ["status", "whose", "due", "client", "child", "sort"]
