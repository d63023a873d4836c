"""Which plan to begin, and the parts of a draft that are not goals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careplans.choices import PlanKind
from careplans.models import CarePlan
from core.forms import BaseForm, BaseModelForm
from core.widgets import DateTextWidget

from .parts import few_lines


class CreatePlanForm(BaseForm):
    """Which kind of plan to begin."""

    submit_label = _("Begin the plan")
    kind = forms.ChoiceField(
        label=_("Which plan do you want to begin?"),
        choices=PlanKind.choices,
        widget=forms.RadioSelect,
        help_text=_("An initial plan holds the most urgent things until there is a full one. Both can stand together."),
        error_messages={"required": _("Choose the kind of plan")},
    )


class PlanForm(BaseModelForm):
    """The parts of a draft that are not goals."""

    class Meta(BaseModelForm.Meta):
        model = CarePlan
        fields = ["about", "contingency", "review_on"]
        labels = {
            "about": _("What matters to the client?"),
            "contingency": _("What do we do if things go wrong?"),
            "review_on": _("When do we look at the plan again?"),
        }
        help_texts = {"review_on": _("Within 12 weeks, and earlier when something changes. For example, 27/3/2026")}
        widgets = {"about": few_lines(5), "contingency": few_lines(5), "review_on": DateTextWidget}
