"""What is asked of the directory by those who look for help."""

from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.forms import QueryForm

from ..choices import Gender, Language, Need
from ..opening import DAYS
from ..understanding import understood

MOST_KEPT = 12
WHEN = [
    ("", _("Any time")), ("now", _("Open now")), ("today", _("Open today")), ("tonight", _("Open this evening")),
    ("tomorrow", _("Open tomorrow")),
]  # fmt: skip
WEEKDAYS = [_("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"), _("Saturdays"), _("Sundays")]


def keys_of(texts, most=MOST_KEPT):
    """The keys of services in texts that may hold several, each once; what is no key is left out."""
    found = []
    for part in ",".join(texts)[: 40 * most].split(","):
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return list(dict.fromkeys(found))[:most]


def ticked_keys(parameters):
    """The services kept until now, with those that are ticked on the page and without those unticked there."""
    shown = keys_of(parameters.getlist("shown"))
    kept = [key for key in keys_of([parameters.get("keep", "")]) if key not in shown]
    return keys_of(map(str, [*kept, *keys_of(parameters.getlist("tick"))]))


class ServiceQuery(QueryForm):
    """A question to the directory; all of it stands in the address, and nothing else does."""

    submit_label = _("Search")
    not_filters = ("words", "keep", "client")
    searched = ("keep", "client")

    words = forms.CharField(
        label=_("What do you need?"), required=False, max_length=200,
        help_text=_("Such as food bank, debt help in Welsh, or AA near me tonight"),
        error_messages={"max_length": _("Search by 200 characters or fewer")},
    )  # fmt: skip
    near = forms.CharField(
        label=_("Near a postcode or a place"),
        required=False,
        max_length=60,
        help_text=_("Such as CF10 1EP, BS1 or Splott"),
    )
    miles = forms.TypedChoiceField(
        label=_("Within"), required=False, coerce=int, empty_value=10,
        choices=[("", _("10 miles")), ("1", _("1 mile")), ("3", _("3 miles")), ("5", _("5 miles")), ("25", _("25 miles"))],
    )  # fmt: skip
    need = forms.ChoiceField(
        label=_("Helps with"), required=False, choices=[("", _("Anything")), *Need.choices],
        error_messages={"invalid_choice": _("Choose what it should help with from the list")},
    )  # fmt: skip
    when = forms.ChoiceField(label=_("When"), required=False, choices=[*WHEN, *zip(DAYS, WEEKDAYS, strict=True)])
    time = forms.TimeField(
        label=_("At what time, on that day?"), required=False, widget=forms.TextInput({"class": "govuk-input--width-5"}),
        input_formats=["%H:%M", "%H.%M", "%H"], help_text=_("Such as 18:30"),
        error_messages={"invalid": _("Enter a time, such as 18:30")},
    )  # fmt: skip
    age = forms.IntegerField(
        label=_("Age of the person"), required=False, min_value=0, max_value=120,
        widget=forms.TextInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )  # fmt: skip
    gender = forms.ChoiceField(label=_("For"), required=False, choices=[("", _("Everybody")), *Gender.choices])
    language = forms.ChoiceField(label=_("In"), required=False, choices=[("", _("Any language")), *Language.choices])
    free = forms.BooleanField(label=_("Free"), required=False)
    self_referral = forms.BooleanField(label=_("Takes people who come by themselves"), required=False)
    keep = forms.CharField(required=False, max_length=40 * MOST_KEPT, widget=forms.HiddenInput)
    client = forms.UUIDField(
        required=False, widget=forms.HiddenInput
    )  # for whom one looks; the directory only hands it on

    @property
    def choices(self):
        """The fields that are folded on the page; what each looks like follows from its value alone."""
        names = ("need", "when", "time", "miles", "age", "gender", "language", "free", "self_referral")
        return [self[name] for name in names]

    @cached_property
    def kept(self):
        """The services that are kept for a leaflet."""
        return keys_of([self.values()["keep"] or ""])

    def to_save(self):
        """As of every list; of a postcode only its district, for it may be somebody's home."""
        saved = super().to_save()
        if code := understood(saved.get("near", "")).postcode:
            saved["near"] = code[:-3] if len(code) > 4 else code
        return saved


class LeafletQuery(QueryForm):
    """Which services stand on a leaflet, and how."""

    keep = forms.CharField(required=False, max_length=40 * MOST_KEPT)
    large = forms.BooleanField(label=_("Large print"), required=False)
