"""What people say is wrong with an entry, what an editor found, and what the editor's queue is narrowed to."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, QueryForm, VerbForm

from ..choices import ProblemKind, ProblemStatus, QueueReason

LONGEST_WORDS = 1_000
LEAST_SECONDS, LONGEST_OPEN = 3, 24 * 3600
SIGNER = signing.TimestampSigner(salt="services_directory.problem")


class ProblemForm(BaseForm):
    """What is wrong. Whoever has not signed in meets two traps that no person notices: a field that stays empty, and
    the time that reading takes."""

    submit_label = _("Send")

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ProblemKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong"), "invalid_choice": _("Choose one of these")},
    )
    what = forms.CharField(
        label=_("What should it say?"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Write nothing about yourself or anybody you know of. No names."),
        error_messages={"max_length": _("Shorten this to %(limit_value)d characters or fewer")},
    )
    email = forms.EmailField(
        label=_("An email address, if we may ask back"),
        required=False,
        help_text=_("You need not give one. Only the people who keep this directory see it."),
        error_messages={"invalid": _("Enter an email address, such as help@example.org")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, is_known, **kwargs):
        super().__init__(*args, **kwargs)
        if is_known:
            for name in ("email", "website", "begun"):
                del self.fields[name]
        else:
            self.fields["begun"].initial = SIGNER.sign("begun")

    def clean(self):
        data = super().clean()
        if data.get("kind") == ProblemKind.OTHER and not data.get("what") and "what" not in self.errors:
            self.add_error("what", _("Say what is wrong"))
        if "begun" in self.fields and not self.is_robot and not self.errors:
            self._refuse_haste(data.get("begun", ""))
        return data

    @property
    def is_robot(self):
        """Whether the field was filled that people do not see."""
        return bool(self.data.get("website")) and "website" in self.fields

    @property
    def answer(self):
        return {name: self.cleaned_data[name] for name in ("kind", "what", "email") if name in self.cleaned_data}

    def _refuse_haste(self, begun):
        try:
            SIGNER.unsign(begun, max_age=LONGEST_OPEN)
        except signing.BadSignature:  # forged, or open since yesterday: from now on, then
            self.data = self.data.copy()
            self.data["begun"] = SIGNER.sign("begun")
            self.add_error(None, _("This page was open for long. Press “Send” once more in a few seconds."))
            return
        if _age(begun) < LEAST_SECONDS:
            self.add_error(None, _("That was very quick. Press “Send” once more in a few seconds."))


def _age(signed):
    """How many seconds ago something was signed: whole ones, so that three are truly three."""
    try:
        SIGNER.unsign(signed, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return LEAST_SECONDS
    return 0


class SettleProblemForm(VerbForm):
    """What was found about something that somebody said is wrong."""

    submit_label = _("Settle")

    status = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[
            (ProblemStatus.MENDED, _("It was wrong, and the entry is mended")),
            (ProblemStatus.NOT_WRONG, _("Nothing was wrong")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found"), "invalid_choice": _("Choose one of these")},
    )
    answer = forms.CharField(
        label=_("How do you know, and what did you change?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": _("Say how you know"),
            "max_length": _("Shorten this to %(limit_value)d characters or fewer"),
        },
    )


class QueueQuery(QueryForm):
    """Which part of the editor's queue is shown."""

    submit_label = _("Show")

    why = forms.ChoiceField(label=_("Why"), required=False, choices=[("", _("Everything")), *QueueReason.choices])
    words = forms.CharField(label=_("Words of the name"), required=False, max_length=200)

    def narrow(self, services, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values()
        for word in (values["words"] or "").split()[:10]:
            services = services.filter(name__icontains=word)
        if values["why"] and but != "why":
            services = services.filter(why=values["why"])
        return services
