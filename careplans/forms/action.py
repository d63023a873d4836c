"""What is asked about actions: who does what by when, what it is linked to, and how it stands."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.choices import DOMAIN_SUPPORT, ActionOwner, ActionStatus
from careplans.models import Action
from core.forms import NOTHING_CHOSEN, BaseModelForm, QueryForm, VerbForm
from core.widgets import DateTextWidget
from referrals.choices import NEEDS_OF_DOMAIN
from services_directory import search
from services_directory.models import Service

from .parts import few_lines, past_day

SHOWN = 25


class ActionQuery(QueryForm):
    """How an action may stand, when a page suggests it."""

    to = forms.ChoiceField(choices=ActionStatus.choices, required=False)


class ActionForm(BaseModelForm):
    """Who does what, by when. The services that help with the domain of the goal are offered without a search."""

    submit_label = _("Save the action")
    find = forms.CharField(
        label=_("Find another service"), required=False, max_length=200,
        help_text=_("A name, or a word for what is needed."),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Action
        fields = ["what", "owner", "service", "owner_name", "by_when", "referral", "intervention", "recovery_support"]
        labels = {
            "what": _("What will happen?"),
            "owner": _("Who does it?"),
            "service": _("Which service?"),
            "owner_name": _("Name of the person or agency"),
            "by_when": _("By when?"),
            "referral": _("Is there a referral for it?"),
            "intervention": _("Is it part of an intervention?"),
            "recovery_support": _("What does it count as in the national return?"),
        }
        help_texts = {
            "service": _("When a service does it."),
            "owner_name": _("When it is somebody else: a name or an agency."),
        }
        error_messages = {
            "what": {"required": _("Write what will happen")},
            "owner": {"required": _("Choose who does it")},
        }
        widgets = {"what": few_lines(2), "owner": forms.RadioSelect, "by_when": DateTextWidget}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        goal = self.instance.goal if self.instance.goal_id else None
        self.fields["service"].queryset = Service.objects.listed() | Service.objects.filter(pk=self.instance.service_id)
        self.fields["service"].widget.choices = self._services(goal.domain if goal else "")
        for name, rows in (("referral", "client.referrals"), ("intervention", "interventions")):
            self._offer(name, rows, goal)
        if goal and self.instance._state.adding:
            self.initial.setdefault("recovery_support", DOMAIN_SUPPORT.get(goal.domain, ""))
            self.initial["recovery_support"] = self.initial["recovery_support"] or DOMAIN_SUPPORT.get(goal.domain, "")

    @property
    def services_found(self):
        return len(self.fields["service"].widget.choices) - 1

    def _services(self, domain):
        """Those found by words, or those that help with the domain; and the one that is chosen."""
        words = (self.data.get("find") or self.initial.get("find") or "")[:200]
        found = search.offered(words)
        if not words:
            found = found.filter(needs__overlap=NEEDS_OF_DOMAIN.get(domain, []))
        chosen = [self.instance.service] if self.instance.service_id else []
        return [("", NOTHING_CHOSEN), *((row.pk, str(row)) for row in dict.fromkeys([*chosen, *found[:SHOWN]]))]

    def _offer(self, name, rows, goal):
        """The referrals of the client or the interventions of the plan; without any, nothing is asked."""
        offered = self.fields[name].queryset.none()
        if goal:
            plan = goal.plan
            offered = (
                plan.client.referrals.select_related("service") if name == "referral" else plan.interventions.all()
            )
        self.fields[name].queryset = offered
        self.fields[name].label_from_instance = (
            (lambda row: f"{row.service}, {row.get_status_display()}")
            if name == "referral"
            else (lambda row: row.in_words)
        )
        if not offered:
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        owner = cleaned.get("owner")
        if owner == ActionOwner.OTHER and not cleaned.get("owner_name") and "owner_name" not in self.errors:
            self.add_error("owner_name", _("Enter the name of the person or agency"))
        referral = cleaned.get("referral")
        if owner == ActionOwner.SERVICE:
            cleaned["service"] = cleaned.get("service") or (referral.service if referral else None)
            if not cleaned["service"] and "service" not in self.errors:
                self.add_error("service", _("Choose the service, or find it in the directory"))
        elif owner and "service" not in self.errors:
            cleaned["service"] = None
        return cleaned


class ActionMoveForm(VerbForm):
    """How an action stands."""

    submit_label = _("Save")
    columns = {"to": "status"}

    to = forms.ChoiceField(
        label=_("How does it stand?"),
        widget=forms.RadioSelect,
        choices=ActionStatus.choices,
        error_messages={"required": _("Choose how it stands")},
    )
    done_on = past_day(label=_("If it is done: when?"), required=False)
    not_yet_because = forms.CharField(
        label=_("If it cannot be done yet: why?"), max_length=300, required=False, widget=few_lines(2)
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        action = self.instance
        self.fields["to"].choices = [
            choice
            for choice in ActionStatus.choices
            if choice[0] in [action.status, *action.TRANSITIONS[action.status]]
        ]
        self.initial.setdefault("to", action.status)
        self.initial["done_on"] = action.done_on or timezone.localdate()
        self.initial["not_yet_because"] = action.not_yet_because

    def clean(self):
        cleaned = super().clean()
        to = cleaned.get("to")
        if to == ActionStatus.DONE and not cleaned.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", _("Enter the date it was done"))
        if (
            to == ActionStatus.CANNOT_YET
            and not cleaned.get("not_yet_because")
            and "not_yet_because" not in self.errors
        ):
            self.add_error("not_yet_because", _("Say why it cannot be done yet"))
        return cleaned
