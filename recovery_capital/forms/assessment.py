"""What is asked when recovery capital is looked at together: facts, and a few questions about each domain of life."""

from dataclasses import dataclass

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, refuse_future
from core.templatetags.ui import day
from core.widgets import DateTextWidget, ScaleField

from ..choices import Domain, ParentalStatus
from ..models import FACTS, Assessment, DomainRating

NOT_ASKED = (("", _("Not asked")),)
LIVING_WITH = {ParentalStatus.ALL_LIVE_WITH, ParentalStatus.SOME_LIVE_WITH}


def last_time(value, assessed_on):
    """A hint that carries the last answer forward."""
    return _("Last time, on %(day)s: %(value)s") % {"day": day(assessed_on), "value": Truncator(value).chars(300)}


class AssessmentForm(BaseModelForm):
    """The day, and the facts about housing, work, health and children."""

    children_in_household = forms.IntegerField(
        label=_("How many under-18s live in the same home?"),
        help_text=_("Count every child in the home, also those of others. Enter 0 if none."),
        min_value=0,
        max_value=30,
        required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-2"}),
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], _("Enter a number from 0 to 30")),
    )

    class Meta(BaseModelForm.Meta):
        model = Assessment
        fields = ["assessed_on", *(name for names in FACTS.values() for name in names)]
        labels = {
            "assessed_on": _("When did you talk about this?"),
            "housing_status": _("Where does the person live?"),
            "housing_problem": _("Is there a housing problem?"),
            "employment_status": _("Is the person working, learning or looking for work?"),
            "physical_health": _("What should we know about physical health?"),
            "medication": _("What medication does the person take?"),
            "substitute_medication": _("Is the person on substitute medication for opioids?"),
            "psychological_health": _("What should we know about mental health?"),
            "parental_status": _("Does the person have children, and do they live together?"),
        }
        error_messages = {"assessed_on": {"required": _("Enter the date you talked about this")}}
        widgets = {
            "assessed_on": DateTextWidget,
            "physical_health": forms.Textarea({"rows": 2}),
            "psychological_health": forms.Textarea({"rows": 2}),
            "medication": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args, last=None, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [*NOT_ASKED, *[choice for choice in field.choices if choice[0]]]
        for name, (value, assessed_on) in (last or {}).items():
            hints = [str(self.fields[name].help_text), str(last_time(value, assessed_on))]
            self.fields[name].help_text = " ".join(hint for hint in hints if hint)

    @property
    def says_something(self):
        """Whether a fact was answered; no children in the home is an answer too."""
        return any(self.cleaned_data[name] not in (None, "") for names in FACTS.values() for name in names)

    def clean_assessed_on(self):
        return refuse_future(self.cleaned_data["assessed_on"])

    def clean(self):
        """The two answers about children fit together (NDTMS questions on parents and children)."""
        cleaned = super().clean()
        parent, children = cleaned.get("parental_status"), cleaned.get("children_in_household")
        if "children_in_household" in self.errors or not parent or parent == ParentalStatus.DECLINED:
            return cleaned
        if parent in LIVING_WITH and not children:
            self.add_error(
                "children_in_household", _("Enter 1 or more, because children of the person live in the same home")
            )
        elif children is None:
            self.add_error("children_in_household", _("Enter how many under-18s live in the same home, or 0"))
        return cleaned


class DomainRatingForm(BaseModelForm):
    """One domain of life: strengths first, then what is in the way."""

    rating = ScaleField(
        label=_("How does the person see it, from 0 to 10?"),
        low=_("as bad as it could be"),
        high=_("as good as it could be"),
        not_answered=(("not_asked", _("Not asked")),),
        required=False,
    )

    class Meta(BaseModelForm.Meta):
        model = DomainRating
        fields = ["rating", "strengths", "barriers", "needs"]
        labels = {
            "strengths": _("What is going well? What helps?"),
            "barriers": _("What gets in the way?"),
            "needs": _("What would the person like help with?"),
        }
        widgets = {name: forms.Textarea({"rows": 2}) for name in ["strengths", "barriers", "needs"]}

    def __init__(self, *args, last=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self._meta.fields if last else []:
            value = getattr(last, name)
            if value not in (None, ""):
                self.fields[name].help_text = last_time(str(value), last.assessment.assessed_on)

    def clean_rating(self):
        rating = self.cleaned_data["rating"]
        return rating if isinstance(rating, int) else None

    @property
    def says_something(self):
        return any(self.cleaned_data.get(name) not in (None, "") for name in self._meta.fields)


@dataclass
class Section:
    """A domain on the page: its heading, the questions about facts, and the form of its rating."""

    domain: str
    label: str
    facts: list
    form: DomainRatingForm


class AssessmentPage:
    """The forms of the one page: the assessment, and a rating form for each of the twelve domains."""

    def __init__(self, assessment, data=None):
        client = assessment.client
        last = {rating.domain: rating for rating in DomainRating.objects.latest_of(client)}
        self.form = AssessmentForm(data, instance=assessment, last=Assessment.objects.last_facts(client))
        self.sections = [
            Section(
                domain,
                label,
                [self.form[name] for name in FACTS.get(domain, [])],
                DomainRatingForm(
                    data,
                    prefix=domain,
                    instance=DomainRating(assessment=assessment, domain=domain),
                    last=last.get(domain),
                ),
            )
            for domain, label in Domain.choices
        ]

    @property
    def forms(self):
        return [self.form, *(section.form for section in self.sections)]

    def is_valid(self):
        """Every form is checked, so that every error is shown at once."""
        if not all([form.is_valid() for form in self.forms]):
            return False
        if not self.ratings and not self.form.says_something:
            self.form.add_error(None, _("Record at least one answer"))
            return False
        return True

    @property
    def ratings(self):
        """The ratings in which something was said."""
        return [section.form.instance for section in self.sections if section.form.says_something]
