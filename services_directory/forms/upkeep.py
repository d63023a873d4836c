"""What people say is wrong with an entry, what an editor found, and what the editor's queue is narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, QueryForm, VerbForm
from core.traps import TrapsMixin

from ..choices import ProblemKind, ProblemStatus, QueueReason

LONGEST_WORDS = 1_000


class ProblemForm(TrapsMixin, BaseForm):
    """What is wrong. Whoever has not signed in meets the traps for robots."""

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

    def __init__(self, *args, is_known, **kwargs):
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["email"]
        else:
            self.set_traps()

    def clean(self):
        data = super().clean()
        if data.get("kind") == ProblemKind.OTHER and not data.get("what") and "what" not in self.errors:
            self.add_error("what", _("Say what is wrong"))
        return data

    @property
    def answer(self):
        return {name: self.cleaned_data[name] for name in ("kind", "what", "email") if name in self.cleaned_data}


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
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("What people say is wrong, then what is referred to most, then what nobody has checked for longest")),
            ("checked", _("Last checked, the longest ago first")), ("name", _("Name")),
        ],
    )  # fmt: skip

    def narrow(self, services, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values()
        for word in (values["words"] or "").split()[:10]:
            services = services.filter(name__icontains=word)
        if values["why"] and but != "why":
            services = services.filter(why=values["why"])
        return services
