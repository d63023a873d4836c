"""What staff type about an episode of treatment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from core.forms import BaseForm, BaseModelForm, PastDateField, VerbForm
from reference.choices import CodeField
from reference.fields import CodeChoiceField

from ..choices import ReferralSource, Route, Substance
from ..models import STAFF_ROLES, Episode
from ..workflow import UNDER_18, is_under_18
from .parts import DAY_HINT, required

SUBSTANCE_LABELS = [
    (_("Main substance"), _("How is the main substance taken?")),
    (_("Second substance"), _("How is the second substance taken?")),
    (_("Third substance"), _("How is the third substance taken?")),
]


class EpisodeForm(BaseModelForm):
    """An episode: where the person came from and when, what for, and with which team."""

    referred_on = PastDateField(
        label=_("Referred on"), help_text=DAY_HINT, error_messages=required(_("Enter the date of the referral"))
    )

    class Meta(BaseModelForm.Meta):
        model = Episode
        fields = ["referral_source", "referred_on", "first_appointment_offered_on"]
        labels = {
            "referral_source": _("Who referred the person to us?"),
            "first_appointment_offered_on": _("First appointment offered for"),
        }
        error_messages = {"referral_source": required(_("Choose where the referral came from"))}

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["referral_source"].choices = [("", _("Choose where from")), *ReferralSource.choices]
        known = [] if self.instance._state.adding else list(self.instance.substances.values_list("substance", "route"))
        for rank, (label, how) in enumerate(SUBSTANCE_LABELS, start=1):
            substance, route = known[rank - 1] if rank <= len(known) else ("", "")
            self.fields[f"substance_{rank}"] = forms.ChoiceField(
                label=label,
                initial=substance,
                choices=[("", _("None or not known")), *Substance.choices],
                required=False,
            )
            self.fields[f"route_{rank}"] = forms.ChoiceField(
                label=how, initial=route, choices=[("", _("Not known")), *Route.choices], required=False
            )  # fmt: skip

    @property
    def substances(self):
        """(substance, route) of each one chosen, the main one first."""
        rows = [(self.cleaned_data[f"substance_{rank}"], self.cleaned_data[f"route_{rank}"]) for rank in (1, 2, 3)]
        return [(substance, route) for substance, route in rows if substance]

    def clean(self):
        data = super().clean()
        chosen = [data.get(f"substance_{rank}") for rank in (1, 2, 3)]
        for rank, substance in enumerate(chosen, start=1):
            if substance and substance in chosen[: rank - 1]:
                self.add_error(f"substance_{rank}", _("Choose each substance once"))
            if data.get(f"route_{rank}") and not substance:
                self.add_error(f"substance_{rank}", _("Choose the substance, or clear how it is taken"))
        return data


class OpenEpisodeForm(EpisodeForm):
    submit_label = _("Open the episode")

    class Meta(EpisodeForm.Meta):
        fields = ["team", *EpisodeForm.Meta.fields, "keyworker"]
        labels = EpisodeForm.Meta.labels | {"team": _("Which team?"), "keyworker": _("Who is the keyworker?")}
        error_messages = EpisodeForm.Meta.error_messages | {"team": required(_("Choose the team"))}

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        teams = user.teams.order_by("name")
        self.fields["team"].queryset = teams
        self.fields["team"].empty_label = _("Choose a team")
        if len(teams) == 1:
            self.initial["team"] = teams[0]
        self.fields["keyworker"].queryset = staff_of(user.team_ids)
        self.fields["keyworker"].empty_label = _("Nobody yet")

    def clean(self):
        data = super().clean()
        team, keyworker = data.get("team"), data.get("keyworker")
        if team and keyworker and not keyworker.memberships.filter(team=team).exists():
            self.add_error("keyworker", _("Choose somebody from that team"))
        if team and data.get("referred_on"):
            try:
                refuse_under_18(self.instance.client, team, data["referred_on"])
            except forms.ValidationError as refusal:
                self.add_error("team", refusal)
        return data


class EditEpisodeForm(EpisodeForm):
    triaged_on = PastDateField(label=_("When did the person attend triage?"), required=False)
    assessed_on = PastDateField(label=_("When was the full assessment?"), required=False)
    age_first_used = forms.IntegerField(
        label=_("How old was the person when first using the main substance?"),
        required=False,
        min_value=5,
        max_value=110,
    )

    class Meta(EpisodeForm.Meta):
        fields = [
            *EpisodeForm.Meta.fields, "triaged_on", "assessed_on", "previously_treated", "top_coordinator", "setting",
            "planned_exit_on",
        ]  # fmt: skip
        labels = EpisodeForm.Meta.labels | {
            "planned_exit_on": _("When is treatment planned to end?"),
            "previously_treated": _("Has the person been in treatment before?"),
            "top_coordinator": _("Do we keep the treatment outcomes profile?"),
        }
        help_texts = {"planned_exit_on": _("The aftercare handover is prepared before this day")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        main = self.instance.substances.first()
        self.initial["age_first_used"] = main.age_first_used if main else None
        self.fields["setting"] = CodeChoiceField(
            CodeField.SETTING, current=self.instance.setting, label=_("Where is the person treated?"), required=False
        )
        self.order_fields(
            ["referral_source", "referred_on", "substance_1", "route_1", "age_first_used", "substance_2", "route_2",
             "substance_3", "route_3"]
        )  # fmt: skip

    def clean(self):
        data = super().clean()
        for name in ("triaged_on", "assessed_on"):
            if data.get(name) and data.get("referred_on") and data[name] < data["referred_on"]:
                self.add_error(name, _("This cannot be before the referral"))
        if data.get("age_first_used") and not data.get("substance_1"):
            self.add_error("age_first_used", _("Choose the main substance first"))
        return data

    def clean_referred_on(self):
        day = self.cleaned_data["referred_on"]
        later = [self.instance.treatment_started_on, self.instance.ended_on]
        if any(other and day > other for other in later):
            raise forms.ValidationError(_("The referral cannot be after treatment started or the episode ended"))
        refuse_under_18(self.instance.client, self.instance.team, day)
        return day


def refuse_under_18(client, team, day):
    """Somebody under 18 on the day of the referral is treated by a team that is marked young people's."""
    if is_under_18(client, day) and not team.is_young_peoples:
        raise forms.ValidationError(UNDER_18 % {"team": team})


def staff_of(teams):
    """Who may keep an episode of these teams."""
    return User.objects.filter(role__in=STAFF_ROLES, is_active=True, memberships__team__in=teams).distinct()


class AssignForm(VerbForm):
    """Who keeps the episode, and who manages it."""

    keyworker = forms.ModelChoiceField(queryset=None, required=False, label=_("Keyworker"), empty_label=_("Nobody yet"))
    case_manager = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Case manager"), empty_label=_("Nobody yet")
    )

    def __init__(self, *args, episode, **kwargs):
        super().__init__(*args, record=episode, **kwargs)
        people = staff_of([episode.team_id])
        self.fields["keyworker"].queryset = people
        self.fields["case_manager"].queryset = people.exclude(role=Role.KEYWORKER)


class StartTreatmentForm(BaseForm):
    submit_label = _("Start treatment")

    on = PastDateField(
        label=_("Treatment started on"),
        help_text=DAY_HINT,
        error_messages=required(_("Enter the day treatment started")),
    )

    def __init__(self, *args, episode, **kwargs):
        super().__init__(*args, **kwargs)
        self.episode = episode

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day < self.episode.referred_on:
            raise forms.ValidationError(_("Treatment cannot start before the referral"))
        return day
