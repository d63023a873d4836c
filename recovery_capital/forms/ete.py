"""What is asked about work and learning: what was talked about, what is learnt, IPS cases and jobs."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, BaseModelForm, PastDateField, VerbForm, refuse_future
from core.templatetags.ui import day
from core.widgets import DateTextWidget

from ..choices import EteTopic, JobEnd, StillInJob, TopicAnswer
from ..models import IpsCase, Job, Skill

NARROW = {"class": "govuk-input--width-3"}


class InOrder:
    """Days that come one after the other, none of them in the future: `order` names pairs of (earlier, later)."""

    order = ()

    def clean(self):
        data = super().clean()
        today = timezone.localdate()
        for name in self.fields:
            if name.endswith("_on") and data.get(name) and data[name] > today:
                self.add_error(name, _("The date cannot be in the future"))
        for earlier, later in self.order:
            first, second = data.get(earlier), data.get(later)
            if first and second and second < first and later not in self.errors:
                message = _("This cannot be before “%(question)s” %(day)s")
                self.add_error(later, message % {"question": self.fields[earlier].label, "day": day(first)})
        return data


class DiscussionForm(BaseForm):
    """What was said about each topic on a day, beside what was said last time."""

    submit_label = _("Save what was said")
    discussed_on = PastDateField(
        label=_("When did you talk about this?"),
        widget=DateTextWidget,
        error_messages={"required": _("Enter the date you talked about this")},
    )

    def __init__(self, *args, client, last, **kwargs):
        super().__init__(*args, **kwargs)
        self.client = client
        self.initial["discussed_on"] = timezone.localdate()
        for topic in EteTopic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=[("", _("Not talked about")), *TopicAnswer.choices],
                required=False,
                help_text=self.said_before(last.get(topic.value)),
            )

    def said_before(self, row):
        if row is None:
            return _("Not talked about before.")
        return _("Last time, on %(day)s: %(answer)s") % {
            "day": day(row.discussed_on), "answer": row.get_answer_display()
        }  # fmt: skip

    def clean(self):
        data = super().clean()
        talked_about = [topic for topic in EteTopic.values if data.get(topic)]
        if not talked_about and not self.errors:
            self.add_error(None, _("Record at least one answer"))
        known = self.client.ete_discussions.filter(discussed_on=data.get("discussed_on"), topic__in=talked_about)
        for topic in known.values_list("topic", flat=True):
            self.add_error(topic, _("What was said on that day is recorded already"))
        return data

    @property
    def answer(self):
        data = dict(self.cleaned_data)
        return {"discussed_on": data.pop("discussed_on"), "answers": data}


class SkillForm(InOrder, BaseModelForm):
    """Something that is learnt or taken up."""

    order = (("offered_on", "started_on"), ("started_on", "completed_on"), ("offered_on", "completed_on"))

    class Meta(BaseModelForm.Meta):
        model = Skill
        fields = ["kind", "name", "provider", "offered_on", "started_on", "completed_on", "note"]
        labels = {
            "kind": _("What kind of thing is it?"),
            "name": _("What is it called?"),
            "provider": _("With whom?"),
            "offered_on": _("Offered on"),
            "started_on": _("Started on"),
            "completed_on": _("Completed on"),
            "note": _("Anything else?"),
        }
        help_texts = {"kind": _("A gym, a course or a sport needs no referral.")}
        error_messages = {"name": {"required": _("Enter what it is called")}}
        widgets = dict.fromkeys(["offered_on", "started_on", "completed_on"], DateTextWidget)

    def clean(self):
        data = super().clean()
        days = ("offered_on", "started_on", "completed_on")
        if not any(data.get(name) or name in self.errors for name in days):
            self.add_error("offered_on", _("Enter when it was offered, started or completed"))
        return data


class IpsCaseForm(InOrder, BaseModelForm):
    """The days of an IPS case."""

    order = (
        ("referred_on", "first_meeting_on"),
        ("first_meeting_on", "profile_on"),
        ("referred_on", "profile_on"),
        ("referred_on", "employer_contact_on"),
        ("referred_on", "support_ended_on"),
        ("referred_on", "closed_on"),
    )

    class Meta(BaseModelForm.Meta):
        model = IpsCase
        fields = [
            "referred_on",
            "first_meeting_on",
            "profile_on",
            "employer_contact_on",
            "support_ended_on",
            "closed_on",
            "closed_because",
        ]
        labels = {
            "referred_on": _("Referred on"),
            "first_meeting_on": _("First vocational meeting on"),
            "profile_on": _("Vocational profile made on"),
            "employer_contact_on": _("First contact with an employer on"),
            "support_ended_on": _("Support in work ended on"),
            "closed_on": _("Case closed on"),
            "closed_because": _("Why was it closed?"),
        }
        error_messages = {"referred_on": {"required": _("Enter the date of referral")}}
        widgets = dict.fromkeys([name for name in fields if name.endswith("_on")], DateTextWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            for name in ("support_ended_on", "closed_on", "closed_because"):
                del self.fields[name]
            self.order = [pair for pair in self.order if pair[1] in self.fields]

    def clean(self):
        data = super().clean()
        both(self, data, "closed_on", "closed_because")
        open_cases = self.instance.client.ips_cases.filter(closed_on=None).exclude(pk=self.instance.pk)
        if not data.get("closed_on") and open_cases.exists():
            self.add_error(None, _("There is an open case already. Go on with that one."))
        return data


class JobForm(InOrder, BaseModelForm):
    """A job that somebody has started, and its end."""

    order = (("started_on", "ended_on"),)

    class Meta(BaseModelForm.Meta):
        model = Job
        fields = [
            "employer",
            "title",
            "kind",
            "hours_per_week",
            "disclosure",
            "started_on",
            "ended_on",
            "ended_because",
        ]
        labels = {
            "employer": _("Who is the employer?"),
            "title": _("What is the job?"),
            "kind": _("What kind of job is it?"),
            "hours_per_week": _("How many hours a week?"),
            "disclosure": _("What may the employer be told? The person chooses."),
            "started_on": _("First day in the job"),
            "ended_on": _("Last day in the job"),
            "ended_because": _("Why did it end?"),
        }
        error_messages = {
            "employer": {"required": _("Enter the employer")},
            "started_on": {"required": _("Enter the first day in the job")},
            "hours_per_week": dict.fromkeys(
                ["invalid", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"],
                _("Enter the hours a week, from 0.5 to 100, such as 37.5"),
            ),
        }
        widgets = {
            "started_on": DateTextWidget,
            "ended_on": DateTextWidget,
            "hours_per_week": forms.NumberInput(NARROW),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["ended_on"], self.fields["ended_because"]
            self.order = ()

    def clean_hours_per_week(self):
        hours = self.cleaned_data["hours_per_week"]
        if hours is not None and hours <= 0:
            raise forms.ValidationError(_("Enter the hours a week, from 0.5 to 100, such as 37.5"))
        return hours

    def clean_started_on(self):
        started = self.cleaned_data["started_on"]
        if started and started < self.instance.case.referred_on:
            raise forms.ValidationError(_("A job of this case cannot start before the referral"))
        return started

    def clean(self):
        data = super().clean()
        both(self, data, "ended_on", "ended_because")
        return data


class JobCheckForm(VerbForm):
    """Whether the job still stands."""

    submit_label = _("Save the answer")
    asked_on = PastDateField(label=_("When did you ask?"), widget=DateTextWidget)
    answer_given = forms.ChoiceField(
        label=_("Is the person still in the job?"),
        choices=StillInJob.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer")},
    )
    ended_on = PastDateField(label=_("If it has ended: the last day"), required=False, widget=DateTextWidget)
    ended_because = forms.ChoiceField(
        label=_("If it has ended: why?"), choices=[("", _("Choose one")), *JobEnd.choices], required=False
    )

    def __init__(self, *args, record, weeks, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        self.weeks = weeks
        self.initial["asked_on"] = timezone.localdate()

    def clean_asked_on(self):
        asked_on = refuse_future(self.cleaned_data["asked_on"])
        if asked_on < self.instance.lasts_until(self.weeks):
            until = day(self.instance.lasts_until(self.weeks))
            raise forms.ValidationError(_("Ask on or after %(day)s") % {"day": until})
        return asked_on

    def clean(self):
        data = super().clean()
        has_ended = data.get("answer_given") == StillInJob.NO
        for name, message in (("ended_on", _("Enter the last day")), ("ended_because", _("Choose why it ended"))):
            if has_ended and not data.get(name) and name not in self.errors:
                self.add_error(name, message)
            elif not has_ended and data.get(name):
                self.add_error(name, _("Answer “No, it has ended” above, or clear this"))
        if data.get("ended_on") and data["ended_on"] < self.instance.started_on:
            self.add_error("ended_on", _("This cannot be before the first day in the job"))
        return data

    @property
    def answer(self):
        data = super().answer
        return {"weeks": self.weeks, "answer": data.pop("answer_given"), **data}


def both(form, data, on, because):
    """An end has a day and a reason, or neither."""
    if on not in form.fields:
        return
    if data.get(on) and not data.get(because) and because not in form.errors:
        form.add_error(because, _("Choose the reason"))
    if data.get(because) and not data.get(on) and on not in form.errors:
        form.add_error(on, _("Enter the day"))
