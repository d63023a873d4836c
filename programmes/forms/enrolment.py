"""What is typed about enrolments."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, DateField, PastDateField, QueryForm, VerbForm

from ..choices import EnrolmentOutcome, EnrolmentReason
from ..models import Enrolment, Programme, TimetableSlot

# What only the system says: each follows from something else.
BY_ITSELF = [
    EnrolmentReason.EPISODE_CLOSED, EnrolmentReason.EPISODE_PAUSED, EnrolmentReason.PROGRAMME_ENDED, EnrolmentReason.DIED,
]  # fmt: skip
REASONS = [choice for choice in EnrolmentReason.choices if choice[0] not in BY_ITSELF]
NOT_FOR_A_PAUSE = [EnrolmentReason.MOVED, EnrolmentReason.OTHER_HELP, EnrolmentReason.ASKED_TO_LEAVE]
NOTE = {"max_length": 2_000, "widget": forms.Textarea({"rows": 3})}


class EnrolmentQuery(QueryForm):
    """For which programme somebody is enrolled, where that is known."""

    programme = forms.UUIDField(required=False)


class EnrolmentForm(BaseModelForm):
    """Which programme, since when a place is asked for, and when the person begins."""

    submit_label = _("Save")

    asked_on = PastDateField(
        label=_("When was the place asked for?"), error_messages={"required": _("Enter the day")},
        help_text=_("The list goes by this day"),
    )  # fmt: skip
    start_on = DateField(
        required=False,
        label=_("When do they begin?"),
        help_text=_("Leave it empty to put them on the list for a place"),
    )
    why = forms.CharField(
        required=False, max_length=500, label=_("Why do they begin before others who wait?"),
        help_text=_("Only where somebody else asked earlier"),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Enrolment
        fields = ["programme", "hopes", "asked_on"]
        labels = {"programme": _("Which programme?"), "hopes": _("What do they hope for, in their own words?")}
        error_messages = {"programme": {"required": _("Choose the programme")}}
        widgets = {"hopes": forms.Textarea({"rows": 3})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.visible_to(user).open().order_by("name")
        self.initial["asked_on"] = self.instance.asked_on or timezone.localdate()


class EnrolmentEditForm(BaseModelForm):
    """What was asked for, corrected."""

    asked_on = PastDateField(
        label=_("When was the place asked for?"), error_messages={"required": _("Enter the day")},
        help_text=_("The list goes by this day"),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Enrolment
        fields = ["hopes", "asked_on", "planned_end_on"]
        labels = {
            "hopes": _("What do they hope for, in their own words?"),
            "planned_end_on": _("When is it planned to end?"),
        }
        widgets = {"hopes": forms.Textarea({"rows": 3})}

    def clean(self):
        data, started = super().clean(), self.instance.started_on
        if started and data.get("asked_on") and data["asked_on"] > started:
            self.add_error("asked_on", _("This cannot be after the first day"))
        if started and data.get("planned_end_on") and data["planned_end_on"] < started:
            self.add_error("planned_end_on", _("This cannot be before the first day"))
        return data


class StartForm(VerbForm):
    """The first day of somebody who waits."""

    submit_label = _("They begin")

    on = DateField(label=_("On which day do they begin?"), error_messages={"required": _("Enter the first day")})
    why = forms.CharField(
        required=False, label=_("Why do they begin before others who wait?"),
        help_text=_("Only where somebody else asked earlier"), **NOTE,
    )  # fmt: skip
    columns = {"on": "started_on"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


def reason_field(label, but=()):
    choices = [choice for choice in REASONS if choice[0] not in but]
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": _("Choose why")}
    )


class PauseForm(VerbForm):
    """Why somebody rests from a programme."""

    submit_label = _("Pause")

    reason = reason_field(_("Why do they pause?"), but=NOT_FOR_A_PAUSE)
    note = forms.CharField(required=False, label=_("Anything to add?"), **NOTE)


class ResumeForm(VerbForm):
    """Somebody attends again."""

    submit_label = _("They attend again")

    note = forms.CharField(required=False, label=_("Anything to add?"), **NOTE)


class CompleteForm(VerbForm):
    """What came of a programme."""

    submit_label = _("Record that they have completed it")

    on = PastDateField(label=_("What was the last day?"), error_messages={"required": _("Enter the last day")})
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=EnrolmentOutcome, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )  # fmt: skip
    outcome_note = forms.CharField(required=False, label=_("In the client’s words"), **NOTE)
    columns = {"on": "ended_on"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class EndForm(VerbForm):
    """When and why somebody has left, or will not begin."""

    submit_label = _("Save")

    on = PastDateField(label=_("Since which day?"), error_messages={"required": _("Enter the day")})
    reason = reason_field(_("Why?"))
    note = forms.CharField(required=False, label=_("Anything to add?"), **NOTE)
    columns = {"on": "ended_on"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class UndoForm(VerbForm):
    """Why the end of an enrolment does not hold."""

    submit_label = _("Take the end back")

    why = forms.CharField(
        label=_("Why does the end not hold?"), error_messages={"required": _("Say why")}, **NOTE
    )  # fmt: skip


class SlotChoiceField(forms.ModelMultipleChoiceField):
    """Lines of a timetable, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, slot):
        return slot.in_words


class TimetableForm(VerbForm):
    """Which lines of the timetable somebody attends."""

    submit_label = _("Save the timetable")

    slots = SlotChoiceField(
        queryset=None, required=False, label=_("Which of these do they attend?"),
        help_text=_("Tick none if they attend the whole programme"),
    )  # fmt: skip

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        is_over = Q(last_on__lt=timezone.localdate())
        self.fields["slots"].queryset = (
            TimetableSlot.objects.filter(programme=record.programme_id).exclude(is_over).select_related("programme")
        )
        self.initial.setdefault("slots", [row.slot_id for row in record.slots.all()])

    @staticmethod
    def read(enrolment):
        """The record as the page of a conflict compares it."""
        return {"slots": [row.slot_id for row in enrolment.slots.all()]}


class TimetableQuery(QueryForm):
    """How somebody's timetable is printed."""

    size = forms.ChoiceField(choices=[("large", "")], required=False)
    language = forms.ChoiceField(choices=[("en-gb", ""), ("cy", "")], required=False)
    names = forms.ChoiceField(choices=[("no", ""), ("yes", "")], required=False)
