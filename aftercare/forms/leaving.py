"""What staff type about leaving treatment: the handover, aftercare and its check-ups."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from careplans.choices import AgreedHow
from clients.forms.filters import OneClientQuery
from clients.forms.parts import PersonChoice
from clients.models import STAFF_ROLES
from core.forms import LONGEST_TEXT, BaseForm, BaseModelForm, PastDateField, QueryForm, VerbForm
from reference.choices import CodeField
from reference.fields import CodeChoiceField
from services_directory.models import Service

from ..choices import CheckUpSchedule, ClientAnswer, HandoverPart
from ..models import Handover, SupportNeed

OBJECTIONS = [ClientAnswer.IN_PART, ClientAnswer.NOT]


def past_day(label, required):
    return PastDateField(label=label, error_messages={"required": required})


def few_words(label, required, **options):
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": required}, **options,
    )  # fmt: skip


def yes_or_no(label):
    """A question that may be left open."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("True", _("Yes")), ("False", _("No"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect({"inline": True, "small": True}),
    )


def answer_as_text(value):
    """The initial value of such a question."""
    return "" if value is None else str(value)


class WorkerChoice(forms.ModelChoiceField):
    """A worker with the teams that run a service, so that two of one name can be told apart."""

    def label_from_instance(self, user):
        return f"{user} ({', '.join(team.name for team in user.teams.all())})"


class HandoverForm(BaseModelForm):
    submit_label = _("Save")
    saved_in_steps = True

    may_contact_again = yes_or_no(_("Does the client agree now that we get in touch again?"))
    receiving_worker = WorkerChoice(
        label=_("To one worker there, by name?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Whoever is there"),
        help_text=_("Leave it open, and everybody in that team can take it on."),
    )

    class Meta(BaseModelForm.Meta):
        model = Handover
        fields = [
            "receiving_service", "receiving_worker", "summary", "strengths", "triggers", "warning_signs",
            "signs_others", "coping", "people_to_call", "where_to_go", "if_i_lapse", "harm_reduction", "others_do",
            "overdose_advice_given", "supporter", "relapse_declined", "way_back_name", "way_back_phone",
            "way_back_how", "way_back_days", "way_back_declined", "may_contact_again",
        ]  # fmt: skip
        labels = {
            "receiving_service": _("Which service takes over?"),
            "summary": _("What must the receiving worker know?"),
            "strengths": _("What are the client’s strengths?"),
            "triggers": _("Which situations are risky for me?"),
            "warning_signs": _("What are early signs that I notice?"),
            "signs_others": _("What are early signs that others notice?"),
            "where_to_go": _("Where can I go?"),
            "harm_reduction": _("How do I stay as safe as I can?"),
            "others_do": _("What should others do?"),
            "supporter": _("With whom does the client agree to share the relapse plan?"),
            "relapse_declined": _("Or the client does not want a relapse plan: in their words"),
            "way_back_declined": _("Or the client does not want a way back: in their words"),
            "coping": _("What helps me?"),
            "people_to_call": _("Whom do I call, in which order?"),
            "if_i_lapse": _("What do I do if I lapse?"),
            "overdose_advice_given": _("The client has been told about lost tolerance and overdose"),
            "way_back_name": _("Whom to ask for"),
            "way_back_phone": _("On which phone number?"),
            "way_back_how": _("How does the client come back?"),
            "way_back_days": _("Seen within how many working days?"),
        }
        help_texts = {
            "people_to_call": _("Names with phone numbers, the first to call first."),
            "harm_reduction": _("Such as: never alone, a small test dose, naloxone at hand."),
            "supporter": _(
                "Somebody of the record’s people. It goes to them once their consent is recorded, from the page of the handover."
            ),
            "way_back_how": _("Such as: ring or walk in. The card says for how long no full new assessment is needed."),
        }
        error_messages = {"way_back_days": {"max_value": _("Enter a number of working days up to 60")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
        self.initial["may_contact_again"] = answer_as_text(self.instance.may_contact_again)
        people = self.instance.client.relationships.all()
        self.fields["supporter"] = PersonChoice(
            queryset=people,
            label=self.Meta.labels["supporter"],
            help_text=self.Meta.help_texts["supporter"],
            required=False,
            empty_label=_("With nobody"),
        )
        self.order_fields(self.Meta.fields)
        ours = Service.objects.listed().filter(run_by_team__isnull=False)
        self.fields["receiving_service"].queryset = ours
        self.fields["receiving_service"].empty_label = _("Not decided yet")
        teams = ours.values("run_by_team")
        workers = User.objects.filter(is_active=True, role__in=STAFF_ROLES, memberships__team__in=teams)
        self.fields["receiving_worker"].queryset = workers.distinct().prefetch_related("teams")
        if (
            self.instance.consent_id or self.instance.sharing_override_id
        ):  # once it is sent, its consent is for this recipient and no other
            self.fields["receiving_service"].disabled = True
            self.fields["receiving_service"].help_text = _("To send it to another service, withdraw it first.")

    @property
    def helper(self):
        helper = super().helper
        names = list(self.Meta.fields)
        helper.layout = Layout(
            Fieldset(_("Who takes over"), *names[:4]),
            Fieldset(_("Relapse plan, in the client’s words"), *names[4:16]),
            Fieldset(_("The way back into treatment"), *names[16:]),
        )
        return helper

    def clean_way_back_days(self):
        days = self.cleaned_data["way_back_days"]
        if days is not None and days > 60:
            raise forms.ValidationError(_("Enter a number of working days up to 60"))
        return days

    def clean(self):
        data = super().clean()
        service, worker = data.get("receiving_service"), data.get("receiving_worker")
        if worker and not service:
            self.add_error("receiving_service", _("Choose the service of the worker you have named"))
        elif worker and service.run_by_team not in worker.teams.all():
            self.add_error("receiving_worker", _("This worker is not in the team that runs the service"))
        return data


class NeedForm(BaseModelForm):
    """One domain of the assessment of ongoing support needs."""

    saved_in_steps = True

    has_need = yes_or_no(_("Is support needed after treatment?"))
    continues = yes_or_no(_("Does that help go on after treatment?"))

    class Meta(BaseModelForm.Meta):
        model = SupportNeed
        fields = [
            "has_need", "detail", "helped_by", "continues", "service", "nothing_shared", "no_service_reason",
            "who_will", "action", "by_when",
        ]  # fmt: skip
        labels = {
            "detail": _("What is needed?"),
            "helped_by": _("Who helps with it now?"),
            "nothing_shared": _("The client goes there without us: we tell the service nothing"),
            "who_will": _("Who will see to it?"),
            "service": _("Which service helps?"),
            "no_service_reason": _("Or why is there none?"),
            "action": _("What is the next step?"),
            "by_when": _("By when?"),
        }
        widgets = {"detail": forms.Textarea({"rows": 2})}

    def __init__(self, *args, services=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.legend = self.instance.get_domain_display()
        services = dict.fromkeys([*services, *filter(None, [self.instance.service])])
        self.services = {str(service.pk): service for service in services}
        self.fields["service"] = forms.TypedChoiceField(
            label=self.Meta.labels["service"],
            choices=[("", _("None chosen")), *((key, service.name) for key, service in self.services.items())],
            coerce=self.services.get,
            empty_value=None,
            required=False,
        )
        self.initial["service"] = str(self.instance.service_id or "")
        for name in ("has_need", "continues"):
            self.initial[name] = answer_as_text(getattr(self.instance, name))
        self.order_fields(self.Meta.fields)

    @property
    def is_about_a_need(self):
        """Whether there is more to see than a no, or a question not asked yet."""
        return self.errors or self["has_need"].value() == "True"

    def clean(self):
        data = super().clean()
        if data.get("service") and data.get("no_service_reason"):
            self.add_error("no_service_reason", _("Choose a service or a reason, not both"))
        return data


class ChosenServiceForm(VerbForm):
    """The service chosen for a need."""

    service = forms.ModelChoiceField(queryset=Service.objects.listed())


class EpisodeForm(BaseForm):
    submit_label = _("Begin the handover")

    episode = forms.ModelChoiceField(
        label=_("Which treatment ends?"), queryset=None, widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose the treatment that ends")},
    )  # fmt: skip

    def __init__(self, *args, episodes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["episode"].queryset = episodes
        self.fields["episode"].label_from_instance = lambda episode: episode.team.name
        self.initial["episode"] = episodes.first()


class AgreeForm(VerbForm):
    submit_label = _("Record the agreement")

    agreed_on = past_day(_("When did you go through it with the client?"), _("Enter the day"))
    client_answer = forms.ChoiceField(
        label=_("What does the client say?"), choices=ClientAnswer.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the client says")},
    )  # fmt: skip
    client_words = forms.CharField(
        label=_("In the client’s words"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}), help_text=_("Needed where the client does not agree to all of it."),
    )  # fmt: skip
    agreed_how = forms.ChoiceField(
        label=_("How?"), choices=AgreedHow.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the client answered")},
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("client_answer") in OBJECTIONS and not data.get("client_words", "").strip():
            self.add_error("client_words", _("Write what the client says, in their words"))
        return data


class OverrideForm(VerbForm):
    submit_label = _("Let it go ahead")
    columns = {"reason": "override_reason"}

    reason = few_words(_("Why does it go ahead all the same?"), _("Write why it goes ahead"))


class WithdrawForm(VerbForm):
    submit_label = _("Withdraw the handover")

    reason = few_words(_("Why is it withdrawn?"), _("Write why it is withdrawn"))


class AnswerForm(VerbForm):
    submit_label = _("Answer and send again")

    answer = few_words(_("Your answer"), _("Write your answer"))


class QuestionForm(BaseForm):
    submit_label = _("Ask")

    question = few_words(_("What do you need to know?"), _("Write your question"))


class DeclineForm(BaseForm):
    submit_label = _("Decline the handover")

    decline_reason = few_words(_("Why can you not take over?"), _("Write why you cannot take over"))


class BeginForm(BaseForm):
    submit_label = _("Begin aftercare")

    started_on = past_day(_("On which day was the care plan complete?"), _("Enter the day"))
    schedule = forms.ChoiceField(
        label=_("When are the check-ups?"), choices=CheckUpSchedule.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose when the check-ups are")},
    )  # fmt: skip
    go_on = forms.ModelMultipleChoiceField(
        label=_("Which of the interventions go on as aftercare?"), queryset=None, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    exit_status = CodeChoiceField(
        CodeField.INTERVENTION_EXIT, label=_("How did the others end?"), required=False,
        help_text=_("Needed where one does not go on."),
    )  # fmt: skip

    def __init__(self, *args, running, **kwargs):
        super().__init__(*args, **kwargs)
        if running:
            self.fields["go_on"].queryset = running
            self.fields["go_on"].label_from_instance = lambda row: f"{row.kind}, {row.setting}"
        else:
            del self.fields["go_on"], self.fields["exit_status"]

    def clean(self):
        data = super().clean()
        if "go_on" in data:
            data["go_on"] = [row.pk for row in data["go_on"]]
        return data


class CopyQuery(QueryForm):
    """For whom, and in which language, a handover is printed."""

    copy = forms.ChoiceField(required=False, choices=[("client", _("The client"))])
    language = forms.ChoiceField(required=False, choices=settings.PAPER_LANGUAGES)


class HandoverQuery(OneClientQuery):
    """Which handovers are listed."""

    submit_label = _("Show")

    part = forms.ChoiceField(
        required=False, label=_("Where it stands"), choices=[("", _("Everything")), *HandoverPart.choices]
    )
    whose = forms.ChoiceField(
        required=False, label=_("Whose clients?"), choices=[("", _("All of my teams")), ("mine", _("Mine"))]
    )
    sort = forms.ChoiceField(
        required=False,
        label=_("Sort by"),
        choices=[("", _("Day, the most pressing first")), ("client", _("Our reference for the client"))],
    )
    field_order = ["part", "whose", "client", "sort"]
