"""What is typed about somebody who came through the open door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, DateField, QueryForm, refuse_future
from services_directory.models import Poster

from ..choices import Given, HeardFrom, OpenAccessWay, Topic
from ..models import OpenAccessContact


class SectorField(forms.CharField):
    """A postcode without its last two letters, written as “CF10 1”."""

    def to_python(self, value):
        text = "".join(super().to_python(value).upper().split())
        return f"{text[:-1]} {text[-1:]}".strip()


def code_of_ours(text, saved=""):
    """The code of a poster, tidied. Raises ValidationError for one that none of ours has."""
    code = "".join(text.upper().split())
    if code and code != saved and not Poster.objects.filter(code=code).exists():
        raise forms.ValidationError(
            _("No leaflet or poster of ours has this code. Look at it again, or leave this empty.")
        )
    return code


class OpenAccessForm(BaseModelForm):
    """One visit or call: all of it is a tick, but for the postcode. There is no field for a name or a note."""

    submit_label = _("Save")

    topics = forms.MultipleChoiceField(
        label=_("What did you talk about?"),
        choices=Topic,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that was talked about")},
    )
    given = forms.MultipleChoiceField(
        label=_("What did you give?"), required=False, choices=Given, widget=forms.CheckboxSelectMultiple
    )

    class Meta(BaseModelForm.Meta):
        model = OpenAccessContact
        fields = [
            "team", "happened_on", "way", "topics", "given", "age_band", "postcode_sector", "heard_from", "poster_code",
        ]  # fmt: skip
        field_classes = {"postcode_sector": SectorField}
        labels = {
            "team": _("Which team?"),
            "happened_on": _("On which day?"),
            "way": _("How did they come?"),
            "age_band": _("About how old?"),
            "postcode_sector": _("Where do they stay? The first part of the postcode and one digit"),
            "heard_from": _("How did they hear of us?"),
            "poster_code": _("Which code is on the leaflet or poster?"),
        }
        help_texts = {
            "postcode_sector": _(
                "Such as CF10 1, never the whole postcode. Leave it empty if they would rather not say."
            ),
            "poster_code": _("Six letters and digits at the foot of ours. Leave it empty if they have none with them."),
        }
        widgets = {
            "way": forms.RadioSelect({"inline": True}),
            "postcode_sector": forms.TextInput({"class": "govuk-input--width-5", "autocomplete": "off"}),
            "poster_code": forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        team.queryset = user.teams.all()
        if self.instance._state.adding and len(user.team_ids) == 1:
            team.initial = user.team_ids[0]

    def clean_happened_on(self):
        return refuse_future(self.cleaned_data["happened_on"])

    def clean_poster_code(self):
        """A code of one of our posters, also of one that was taken down; what is saved already stays."""
        return code_of_ours(self.cleaned_data["poster_code"], self.instance.poster_code)


class OpenAccessQuery(QueryForm):
    """Which contacts are listed and counted."""

    submit_label = _("Show")

    since = DateField(required=False, label=_("From"))
    until = DateField(required=False, label=_("Until"))
    way = forms.ChoiceField(required=False, label=_("How they came"), choices=[("", _("Any")), *OpenAccessWay.choices])
    topic = forms.ChoiceField(required=False, label=_("Talked about"), choices=[("", _("Any")), *Topic.choices])
    heard_from = forms.ChoiceField(
        required=False, label=_("How they heard of us"), choices=[("", _("Any")), *HeardFrom.choices]
    )

    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[("", _("Day, the newest first")), ("oldest", _("Day, the longest ago first"))],
    )  # fmt: skip

    def narrow(self, contacts, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        wanted = {
            "happened_on__gte": values["since"],
            "happened_on__lte": values["until"],
            "way": values["way"],
            "topics__contains": values["topic"] and [values["topic"]],
            "heard_from": values["heard_from"],
        }
        return contacts.filter(**{name: value for name, value in wanted.items() if value})
