"""What is asked of every assessment: the day, how the person sees a domain of life, and a few facts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from clients import kin
from core.forms import BaseModelForm, VerbForm, refuse_future
from core.widgets import DateTextWidget, ScaleField

from ..choices import LIVING_WITH, ParentalStatus
from ..family import contradictions
from ..models import Assessment, DomainRating
from .section import FactsForm, SectionForm, few_lines


class DayForm(FactsForm):
    """When it was talked about."""

    submit_label = _("Begin")

    class Meta(BaseModelForm.Meta):
        model = Assessment
        fields = ["assessed_on"]
        labels = {"assessed_on": _("When did you talk about this?")}
        error_messages = {"assessed_on": {"required": _("Enter the date you talked about this")}}
        widgets = {"assessed_on": DateTextWidget}

    def remember(self, last):
        """The day of the last time is no answer to carry forward."""

    def clean_assessed_on(self):
        return refuse_future(self.cleaned_data["assessed_on"])


class DomainRatingForm(SectionForm):
    """One domain of life as the person sees it: strengths first, then what is in the way."""

    rating = ScaleField(
        label=_("How does the person see it, from 0 to 10?"),
        low=_("as bad as it could be"),
        high=_("as good as it could be"),
        not_answered=(("not_asked", _("Not asked")),),
        required=False,
    )

    class Meta(BaseModelForm.Meta):
        model = DomainRating
        fields = ["rating", "strengths", "barriers", "needs", "words"]
        labels = {
            "strengths": _("What is going well? What helps?"),
            "barriers": _("What gets in the way?"),
            "needs": _("What would the person like help with?"),
            "words": _("What does the person say about it, in their own words?"),
        }
        widgets = few_lines("strengths", "barriers", "needs", "words")

    @classmethod
    def said(cls, row):
        """The number stands with what it is out of."""
        answers = super().said(row)
        number = [] if row.rating is None else [(_("Self-rating"), _("%d of 10") % row.rating)]
        return number + answers[len(number) :]

    def clean_rating(self):
        rating = self.cleaned_data["rating"]
        return rating if isinstance(rating, int) else None


class HousingFactsForm(FactsForm):
    """Where somebody lives."""

    class Meta(BaseModelForm.Meta):
        model = Assessment
        fields = ["housing_status", "housing_problem"]
        labels = {
            "housing_status": _("Where does the person live?"),
            "housing_problem": _("Is there a housing problem?"),
        }


class EmploymentFactsForm(FactsForm):
    """Work and learning."""

    class Meta(BaseModelForm.Meta):
        model = Assessment
        fields = ["employment_status"]
        labels = {"employment_status": _("Is the person working, learning or looking for work?")}


class PhysicalHealthFactsForm(FactsForm):
    """Health and medication."""

    needs = Section.CLINICAL

    class Meta(BaseModelForm.Meta):
        model = Assessment
        fields = ["physical_health", "medication", "substitute_medication"]
        labels = {
            "physical_health": _("What should we know about physical health?"),
            "medication": _("What medication does the person take?"),
            "substitute_medication": _("Is the person on substitute medication for opioids?"),
        }
        widgets = few_lines("physical_health", "medication")


class MentalHealthFactsForm(FactsForm):
    """Mental health."""

    needs = Section.CLINICAL

    class Meta(BaseModelForm.Meta):
        model = Assessment
        fields = ["psychological_health"]
        labels = {"psychological_health": _("What should we know about mental health?")}
        widgets = few_lines("psychological_health")


class ChildrenFactsForm(FactsForm):
    """The two questions about children, whose answers fit together (NDTMS questions on parents and children)."""

    needs = Section.FAMILY

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
        fields = ["parental_status", "children_in_household"]
        labels = {"parental_status": _("Does the person have children, and do they live together?")}

    def beside(self):
        client = self.instance.client
        return [kin.parental(client), kin.children(client), kin.pregnancies(client)]

    def clean(self):
        cleaned = super().clean()
        for name, message in contradictions(self.instance.client, cleaned):
            self.add_error(name, message)
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


class RecordForm(VerbForm):
    """Keeps the answers as they were shown."""

    submit_label = _("Record it")


class DiscardForm(VerbForm):
    """Takes an assessment back in which nothing was answered."""

    submit_label = _("Yes, discard it")
