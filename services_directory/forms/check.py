"""What the assurer of an entry answers, and the capacity of a service with its day."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, PastDateField, VerbForm

from ..models import Service

LONGEST_WORDS = 500
ABOUT = {
    "about_name": _("Its name, or what it does"),
    "about_contact": _("Phone, email or web address"),
    "about_place": _("Where it is and when it is open"),
    "about_who": _("Who it is for, and how to get it"),
    "about_cost": _("What it costs"),
    "about_rest": _("Anything else"),
}


class CheckForm(VerbForm):
    """All of it is right; or what is wrong, part by part."""

    submit_label = _("Send")

    outcome = forms.ChoiceField(
        label=_("Is this entry right?"),
        choices=[("right", _("All of this is right")), ("wrong", _("Something is wrong: I say what below"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these"), "invalid_choice": _("Choose one of these")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in ABOUT.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 2}),
                error_messages={"max_length": _("Shorten this to %(limit_value)d characters or fewer")},
            )  # fmt: skip

    def clean(self):
        data = super().clean()
        wrong = data.get("outcome") == "wrong"
        said = any(data.get(name) for name in ABOUT)
        if wrong and not said and not self.errors:
            self.add_error("about_rest", _("Say what is wrong"))
        if data.get("outcome") == "right" and said:
            self.add_error(
                "outcome", _("You have written that something is wrong: choose that, or empty what you wrote")
            )
        return data

    @property
    def is_right(self):
        return self.cleaned_data["outcome"] == "right"

    @property
    def words(self):
        """What is wrong, a line for each part."""
        said = ((label, self.cleaned_data[name]) for name, label in ABOUT.items())
        return "\n".join(f"{label}: {words}" for label, words in said if words)


class CapacityForm(BaseModelForm):
    """Whether somebody can start, and after how long: as it was on a day."""

    submit_label = _("Save")
    saves = ("capacity", "waiting_days", "capacity_on")

    capacity_on = PastDateField(label=_("On which day was that so?"), required=False)

    class Meta(BaseModelForm.Meta):
        model = Service
        fields = ["capacity", "waiting_days", "capacity_on"]
        labels = {"waiting_days": _("How many days do people wait?")}
        help_texts = {"waiting_days": _("From asking until the first appointment. Leave it empty if nobody knows.")}
        widgets = {"capacity": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["capacity"]
        field.choices = [("", _("Not known")), *[choice for choice in field.choices if choice[0]]]
        self.initial["capacity_on"] = timezone.localdate()

    def clean(self):
        data = super().clean()
        if not data.get("capacity") and data.get("waiting_days") is None:
            data["capacity_on"] = None  # nothing is known, on no day
        elif not data.get("capacity_on") and "capacity_on" not in self.errors:
            self.add_error("capacity_on", _("Say on which day that was so"))
        return data
