"""One section of the release plan at a time, and that no release date is known."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.choices import Nation
from core.forms import BaseModelForm, QueryForm, VerbForm, bounded_field

from ..choices import DutyOutcome, LicenceKind
from ..models import CustodyStay, ReleasePlan

WALES = {DutyOutcome.WALES_PREVENTION, DutyOutcome.WALES_INTERIM, DutyOutcome.WALES_HELP, DutyOutcome.WALES_SECURE}
ENGLAND = {DutyOutcome.PREVENTION, DutyOutcome.RELIEF, DutyOutcome.INTERIM, DutyOutcome.MAIN}


class PlanSectionForm(BaseModelForm):
    """The facts of one section; those that the stay holds are asked here too, and `of_stay` gives what was changed."""

    submit_label = _("Save this section")

    class Meta(BaseModelForm.Meta):
        model = ReleasePlan
        exclude = ["client", "stay", "first_outcome"]  # noqa: DJ006 each section says which of the others it asks
        widgets = {"leaves_at": forms.TimeInput({"class": "govuk-input--width-5"})}
        help_texts = {
            "probation_at": _("Day and time, such as 27/3/2027 14:30"),
            "last_dose_at": _("Day and time, such as 27/3/2027 08:30"),
            "jobcentre_at": _("Day and time, such as 27/3/2027 14:30"),
            "surgery_at": _("Day and time, such as 27/3/2027 14:30"),
            "leaves_at": _("Such as 09:30"),
            "prescribing_on": _("The first day on which somebody outside gives or prescribes the medicine."),
        }

    def __init__(self, *args, section, nation, **kwargs):
        super().__init__(*args, **kwargs)
        self.section, self.saves = section, section.plan
        for name in set(self.fields) - {*section.plan, "version"}:
            del self.fields[name]
        for name in section.stay:
            self.fields[name] = bounded_field(CustodyStay._meta.get_field(name))
            self.initial[name] = getattr(self.instance.stay, name)
        if "licence_kinds" in self.fields:
            self.fields["licence_kinds"] = forms.MultipleChoiceField(
                label=_("Which conditions are about drugs, alcohol, curfew or places?"), choices=LicenceKind.choices,
                widget=forms.CheckboxSelectMultiple, required=False,
            )  # fmt: skip
        self.order_fields([*section.stay, *section.plan])
        if "duty_outcome" in self.fields:
            others = ENGLAND if nation == Nation.WALES else WALES
            answers = self.fields["duty_outcome"].choices
            kept = self.instance.duty_outcome
            self.fields["duty_outcome"].choices = [pair for pair in answers if pair[0] not in others or pair[0] == kept]

    @property
    def of_stay(self):
        return {name: self.cleaned_data[name] for name in self.section.stay if name in self.changed_data}

    @staticmethod
    def read(current):
        """What stands on the record now, for the page that shows both texts after a conflict."""
        rows = (current.stay, current)
        return {field.name: field.value_from_object(row) for row in rows for field in row._meta.concrete_fields}


class DateUnknownForm(VerbForm):
    """Why nobody knows the release date."""

    submit_label = _("Record that no date is known")
    columns = {"because": "date_unknown_because"}

    because = forms.CharField(
        label=_("Why is no release date known?"),
        help_text=_("Such as: waits for sentence; recall hearing on 4 March; parole board. We ask again each week."),
        max_length=300,
    )


class FirstOutcomeForm(BaseModelForm):
    """What came of the first appointment in the community."""

    submit_label = _("Record the outcome")
    saves = ("first_outcome",)

    class Meta(BaseModelForm.Meta):
        model = ReleasePlan
        fields = ["first_outcome"]
        widgets = {"first_outcome": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first_outcome"].required = True


class PaperQuery(QueryForm):
    """In which language the pack is printed, the client's own when none is named; and whether it says who we are."""

    names = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], required=False)
    language = forms.ChoiceField(choices=settings.PAPER_LANGUAGES, required=False)
