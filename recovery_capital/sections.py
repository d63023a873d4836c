"""The sections of an assessment: what is asked in each, in which order, and what stands in it.

A section is a list of forms (forms.section.SectionForm). The row of each is found or made for the assessment: the
assessment itself, its rating of the section's domain, or a model of facts with a one-to-one `assessment`.
"""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import forms
from .answers import says_something
from .choices import AssessmentStatus, Domain
from .domains import domain_choices, with_others
from .models import Assessment, DomainRating

DAY = "day"

# What is asked of a domain besides how the person sees it. A list of facts adds its form to its domain.
FACTS = {
    Domain.PHYSICAL_HEALTH: [forms.PhysicalHealthFactsForm, forms.HealthForm],
    Domain.MENTAL_HEALTH: [forms.MentalHealthFactsForm, forms.CoOccurringForm],
    Domain.HOUSING: [forms.HousingFactsForm, forms.TenancyForm],
    Domain.ETE: [forms.EmploymentFactsForm, forms.WorkForm],
    Domain.MONEY: [forms.MoneyForm],
    Domain.FAMILY: [forms.FamilyForm],
    Domain.CHILDREN: [forms.ChildrenFactsForm, forms.SafeStorageForm],
}


@dataclass(frozen=True)
class Section:
    """One section: its key in the address, its title, its forms, and the domain that it is about, if any."""

    key: str
    title: str | Promise
    form_classes: tuple
    domain: str = ""

    def forms(self, assessment, data=None):
        """The forms of the section, each with its row and what was said last time."""
        return [
            form_class(
                data,
                instance=row_of(form_class._meta.model, assessment, self.domain),
                prefix=form_class.__name__.removesuffix("Form").lower(),
                last=last_row(form_class, assessment.client, self.domain),
            )
            for form_class in self.form_classes
        ]

    def seen_by(self, user):
        """The section with those of its forms whose facts the user's role may see."""
        seen = [form for form in self.form_classes if not form.needs or user.has_perm(form.needs)]
        return replace(self, form_classes=tuple(seen))

    def on_paper(self):
        """The section as the client is given it: paper lies about at home, so what only some roles may see stays out."""
        return replace(self, form_classes=tuple(form for form in self.form_classes if not form.needs))

    def prompts(self, assessment):
        """What the answers ask to be seen to."""
        rows = [(form, row_of(form._meta.model, assessment, self.domain)) for form in self.form_classes]
        return [prompt for form, row in rows for prompt in form.prompts_of(row)]

    def said(self, assessment):
        """Question and answer for everything that stands in the section."""
        rows = [(form, row_of(form._meta.model, assessment, self.domain)) for form in self.form_classes]
        return [answer for form, row in rows for answer in form.said(row)]


def all_sections(*, also=()):
    """Every section, in the order of the conversation; `also` names domains that are no longer asked about."""
    begin = [
        Section(DAY, _("The day"), (forms.DayForm,)),
        Section("environment", _("Home, people and places"), (forms.EnvironmentForm,)),
    ]
    domains = [
        Section(domain, label, (forms.DomainRatingForm, *FACTS.get(domain, [])), domain)
        for domain, label in with_others(domain_choices(), also)
    ]
    return [*begin, *domains]


def sections_of(assessment):
    """The sections of one assessment, in order, also of a domain that it rates and that has been retired since."""
    return all_sections(also=[rating.domain for rating in assessment.ratings.all()])


def find_section(assessment, key):
    """The section of an assessment with this key, or None."""
    return next((section for section in sections_of(assessment) if section.key == key), None)


def rows_of(answers):
    """Answers as a summary list shows them: what a person said keeps its lines."""
    return [{"label": label, "value": words, "typed": True} for label, words in answers]


def has_answers(assessment):
    """Whether anything at all was answered; the day alone is not an answer."""
    return any(section.said(assessment) for section in sections_of(assessment) if section.key != DAY)


def with_answers(assessments):
    """Assessments with everything that their sections ask for."""
    models = {form._meta.model for section in all_sections() for form in section.form_classes}
    one_to_one = sorted(_name_of(model) for model in models - {Assessment, DomainRating})
    return assessments.select_related("client", *one_to_one).prefetch_related("ratings")


def row_of(model, assessment, domain):
    """The row of a model that belongs to an assessment, and to a domain of it: found, or new."""
    if model is Assessment:
        return assessment
    if model is DomainRating:
        found = [rating for rating in assessment.ratings.all() if rating.domain == domain]
        return found[0] if found else DomainRating(assessment=assessment, domain=domain)
    return getattr(assessment, _name_of(model), None) or model(assessment=assessment)


def last_row(form_class, client, domain):
    """The newest recorded row of a person in which a question of this form was answered, or None."""
    model, names = form_class._meta.model, form_class._meta.fields
    if model is Assessment:
        return Assessment.objects.recorded().filter(says_something(model, names), client=client).first()
    recorded = model.objects.filter(
        says_something(model, names), assessment__client=client, assessment__status=AssessmentStatus.RECORDED
    )
    if model is DomainRating:
        recorded = recorded.filter(domain=domain)
    newest = recorded.select_related("assessment").order_by("-assessment__assessed_on", "-assessment__created_at")
    return newest.first()


def _name_of(model):
    """What an assessment calls its row of a model of facts."""
    return model._meta.get_field("assessment").remote_field.get_accessor_name()
