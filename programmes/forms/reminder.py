"""What is typed about reminders, and how their list is narrowed."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import Answer
from clients.forms.filters import BY_NAME, OneClientQuery
from clients.models import ContactWay
from core.forms import BaseModelForm, DateField, refuse_future

from ..models import ReminderChoice
from ..models.reminder import BY

DAYS = [(0, _("On the day itself")), (1, _("The day before")), (2, _("2 days before")), (3, _("3 days before")),
        (7, _("A week before"))]  # fmt: skip


class WayField(forms.ModelChoiceField):
    """The ways by which a person can be reminded, each with what is safe."""

    def label_from_instance(self, way):
        return f"{way.get_kind_display()} {way.value} – {way.rule}"


class ReminderChoiceForm(BaseModelForm):
    """What the person wants: by which way, how long before, and what may stand in a reminder."""

    way = WayField(
        queryset=ContactWay.objects.none(), required=False, blank=True, label=_("Where should reminders go?"),
        empty_label=_("No reminders"), widget=forms.RadioSelect,
        help_text=_("A reminder goes only while the record says that a message is safe there."),
    )  # fmt: skip
    days_before = forms.TypedChoiceField(
        coerce=int, choices=DAYS, label=_("How long before?"), widget=forms.RadioSelect({"inline": True, "small": True})
    )

    class Meta(BaseModelForm.Meta):
        model = ReminderChoice
        fields = ["asked_on", "way", "days_before", "names_service", "for_groups"]
        labels = {
            "asked_on": _("On which day did you ask?"),
            "names_service": _("Our name may stand in a reminder"),
            "for_groups": _("Also for groups and programmes"),
        }
        help_texts = {
            "names_service": _("Without this a reminder says the day, the time and a first name, and not who we are"),
            "for_groups": _("One reminder for a day, however many sessions it has"),
        }
        error_messages = {"asked_on": {"required": _("Enter the day on which the person was asked")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        client = self.instance.client
        self.fields["way"].queryset = ContactWay.objects.current().filter(client=client, kind__in=BY)
        chosen = self.instance.days_before
        if chosen not in dict(DAYS):
            self.fields["days_before"].choices = [*DAYS, (chosen, _("%(days)d days before") % {"days": chosen})]
        if self.instance._state.adding:
            self.initial["asked_on"] = timezone.localdate()

    def clean_asked_on(self):
        return refuse_future(self.cleaned_data["asked_on"])

    def clean(self):
        data = super().clean()
        way = data.get("way")
        if way and data.get("names_service") and way.may_say_who != Answer.YES:
            self.add_error(
                "names_service", _("The record does not say that we may name ourselves there. Ask that first")
            )
        if way and way.may_leave_message != Answer.YES:
            self.add_error("way", _("The record does not say that a message is safe there. Ask that first"))
        return data


class ReminderQuery(OneClientQuery):
    """Which reminders of all clients are listed, and in which order."""

    submit_label = _("Show")
    orders = {"": ("-about_at", "-id"), "soonest": ("about_at", "id"), "client": BY_NAME}

    state = forms.ChoiceField(
        required=False, label=_("What became of it?"),
        choices=[
            ("", _("Not sent")), ("declined", _("Cannot come")), ("planned", _("Planned")), ("sent", _("Sent")),
            ("all", _("All")),
        ],
    )  # fmt: skip
    whose = forms.ChoiceField(
        required=False, label=_("Whose?"), choices=[("", _("All of my teams")), ("mine", _("With me"))]
    )
    first = DateField(required=False, label=_("About a time from"))
    last = DateField(required=False, label=_("Until"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Time, the latest first")), ("soonest", _("Time, the earliest first")), ("client", _("Client, by name")),
        ],
    )  # fmt: skip
    field_order = ["state", "whose", "client", "first", "last", "sort"]
