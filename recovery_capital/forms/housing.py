"""What is asked for the priority-need checklist, and what an administrator enters about a provision of housing law."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, DateField, VerbForm, refuse_future
from core.templatetags.ui import age
from core.widgets import DateTextWidget

from ..choices import Answer, PriorityNeedQuestion
from ..models import PriorityNeedAnswer, PriorityNeedCheck
from ..priority_need import DETAILS, evidence_for

HINTS = {
    PriorityNeedQuestion.DEPENDENT_CHILD: _(
        "A child under 16; or 16 to 18 and in education or training, or not able to support themselves."
    ),
    PriorityNeedQuestion.LOCAL_CONNECTION: _("Lived or worked here, has close family here, or is a care leaver."),
    PriorityNeedQuestion.INTENTIONAL: _("For example because of arrears or complaints."),
    PriorityNeedQuestion.ROUGH_SLEEPING: _(
        "In the open, or in a place not meant for living, such as a car or a stairwell."
    ),
}
# Which age, in years, a yes is about: from, to.
AGES = {
    PriorityNeedQuestion.AGED_16_17: (16, 17),
    PriorityNeedQuestion.YOUNG_ADULT: (18, 20),
    PriorityNeedQuestion.CARE_HISTORY: (21, 150),
}


class PriorityNeedCheckForm(BaseModelForm):
    """The day of the checklist, and the day on which the home ends."""

    class Meta(BaseModelForm.Meta):
        model = PriorityNeedCheck
        fields = ["checked_on", "home_ends_on"]
        labels = {
            "checked_on": _("When did you go through this together?"),
            "home_ends_on": _("On which day does the home, or the stay in custody, end?"),
        }
        error_messages = {"checked_on": {"required": _("Enter the date you went through this")}}
        widgets = {"checked_on": DateTextWidget, "home_ends_on": DateTextWidget}

    def clean_checked_on(self):
        return refuse_future(self.cleaned_data["checked_on"])


class PriorityNeedAnswerForm(BaseModelForm):
    """One question of the checklist."""

    class Meta(BaseModelForm.Meta):
        model = PriorityNeedAnswer
        fields = ["answer", "detail", "evidence_held", "note"]
        labels = {"detail": _("Which is it?"), "evidence_held": _("We hold evidence"), "note": _("Note")}
        widgets = {"answer": forms.RadioSelect({"inline": True, "small": True})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        question = PriorityNeedQuestion(self.instance.question)
        self.fields["answer"].label, self.fields["answer"].help_text = question.label, HINTS.get(question, "")
        self.fields["answer"].choices = Answer.choices
        self.fields["evidence_held"].help_text = evidence_for(question)
        details = [(detail.value, detail.label) for detail in DETAILS.get(question, [])]
        if details:
            self.fields["detail"].choices = [("", _("Not known")), *details]
        else:
            del self.fields["detail"]

    def clean(self):
        data = super().clean()
        if data.get("detail") and data.get("answer") != Answer.YES:
            self.add_error("detail", _("Answer “Yes” above, or choose “Not known” here"))
        return data


class ChecklistPage:
    """The forms of the checklist: its day, and one for each question, with the answers of last time."""

    def __init__(self, check, data=None, last=None):
        self.check, self.last = check, last
        self.form = PriorityNeedCheckForm(data, instance=check)
        before = last.by_question if last else {}
        self.questions = [
            PriorityNeedAnswerForm(data, prefix=question, instance=carried_over(question, before.get(question)))
            for question in PriorityNeedQuestion.values
        ]

    @property
    def forms(self):
        return [self.form, *self.questions]

    @property
    def answers(self):
        return [form.instance for form in self.questions]

    def is_valid(self):
        """Every form is checked, then that the answers fit with each other and with the person's age."""
        if not all([form.is_valid() for form in self.forms]):
            return False
        by_question = {form.instance.question: form for form in self.questions}
        said = by_question[PriorityNeedQuestion.NOTICE].cleaned_data["answer"]
        if self.form.cleaned_data["home_ends_on"] and said != Answer.YES:
            message = _("Clear the date, or answer “Yes” to the question about a notice, an order or a release date")
            self.form.add_error("home_ends_on", message)
        for question, years in AGES.items():
            self.check_age(by_question[question], years)
        return not any(form.errors for form in self.forms)

    def check_age(self, form, years):
        """A yes about an age fits the date of birth, where that is known for certain."""
        client, first, last = self.check.client, *years
        if form.cleaned_data["answer"] != Answer.YES or client.birth_is_approximate or not client.date_of_birth:
            return
        is_aged = age(client.date_of_birth, self.check.checked_on)
        if not first <= is_aged <= last:
            form.add_error("answer", _("By the date of birth on the record the person is %d") % is_aged)


def carried_over(question, before):
    """The row of a question for today, filled with what was answered last time."""
    names = ("answer", "detail", "evidence_held", "note")
    return PriorityNeedAnswer(question=question, **({name: getattr(before, name) for name in names} if before else {}))


class ProvisionDatesForm(VerbForm):
    """From when until when a provision of housing law holds."""

    effective_from = DateField(
        label=_("In force from"),
        help_text=_("The day of commencement. Leave it empty for law that has not begun."),
        required=False,
        widget=DateTextWidget,
    )
    effective_to = DateField(label=_("In force until"), required=False, widget=DateTextWidget)
    source = forms.CharField(
        label=_("Where is this published?"),
        help_text=_("For example the number of the commencement order"),
        max_length=300,
        error_messages={"required": _("Enter where this is published")},
    )
    is_verified = forms.BooleanField(label=_("We have checked this provision against the law itself"), required=False)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        for name in ("effective_from", "effective_to", "is_verified"):
            self.initial[name] = getattr(record, name)

    def clean(self):
        data = super().clean()
        first, last = data.get("effective_from"), data.get("effective_to")
        if last and not first and "effective_from" not in self.errors:
            self.add_error("effective_from", _("Enter the first day as well"))
        if first and last and last < first:
            self.add_error("effective_to", _("The last day cannot be before the first"))
        return data
