"""What staff type about a safeguarding concern."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from accounts.models import User
from clients.forms.filters import BY_NAME, OneClientQuery
from clients.models import STAFF_ROLES
from core.forms import BaseModelForm, DateTimeField, VerbForm, refuse_future
from reference.choices import CodeField, IntervalKey
from reference.fields import CodeChoiceField

from ..choices import ConcernAbout, ConcernDecision, ConcernKind, ConcernSource, ConcernStatus
from ..models import Concern
from .parts import required, review_day, review_in, words, yes_or_no


class ConcernForm(BaseModelForm):
    """What was seen or said, about whom, and whether somebody is in danger now."""

    submit_label = _("Raise the concern")

    immediate_danger = yes_or_no(
        _("Is somebody in danger now?"), _("Say whether somebody is in danger now"),
        help_text=_("If so, ring 999 first. The safeguarding lead is told the moment you save this."),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Concern
        fields = [
            "immediate_danger", "done_at_once", "kind", "about", "about_whom", "noticed_on", "what", "source",
            "is_restricted",
        ]  # fmt: skip
        labels = {
            "done_at_once": _("What has been done already?"),
            "kind": _("Who may be at risk?"),
            "about": _("About whom?"),
            "about_whom": _("What is their name, or who are they?"),
            "noticed_on": _("When was it seen or said?"),
            "what": _("What was seen or said?"),
            "source": _("In whose words?"),
            "is_restricted": _("Only staff who may read restricted notes, and the safeguarding lead, may read this"),
        }
        help_texts = {
            "about_whom": _("Leave it empty if it is about the client."),
            "what": _("Facts first; words as they were said, in quotation marks; then what you make of them."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "about": forms.RadioSelect,
            "source": forms.RadioSelect,
            "done_at_once": forms.Textarea({"rows": 2}),
        }
        error_messages = {
            "kind": required(_("Choose a child or an adult")),
            "about": required(_("Choose about whom it is")),
            "noticed_on": required(_("Enter the day on which it was seen or said")),
            "what": required(_("Write what was seen or said")),
            "source": required(_("Choose in whose words it is")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["immediate_danger"] = None
        for name, choices in (("kind", ConcernKind), ("about", ConcernAbout), ("source", ConcernSource)):
            self.fields[name].choices = choices.choices

    def clean_noticed_on(self):
        return refuse_future(self.cleaned_data["noticed_on"])

    def clean(self):
        data = super().clean()
        if data.get("about") not in (None, ConcernAbout.CLIENT) and not data.get("about_whom"):
            self.add_error("about_whom", _("Say who it is about"))
        return data


class DecideConcernForm(BaseModelForm):
    """Who was asked, what was decided and why, and the referral, with or without consent."""

    submit_label = _("Record the decision")
    saved_in_steps = True  # what is needed depends on the decision: nothing is marked as optional

    consulted_at = DateTimeField(
        label=_("When were they asked?"), help_text=_("For example, 27/3/2026 14:30"),
        error_messages=required(_("Enter when they were asked")),
    )  # fmt: skip
    with_consent = yes_or_no(_("Does the person agree to the referral?"), required=False)
    referred_at = DateTimeField(
        label=_("When was it referred?"), help_text=_("For example, 27/3/2026 14:30"), required=False
    )
    override_reason = CodeChoiceField(
        CodeField.OVERRIDE_REASON, label=_("Why is it shared without consent?"), required=False,
        help_text=_("A danger to life and a risk of harm cannot wait: share now. Another person approves it."),
    )  # fmt: skip
    override_why = forms.CharField(
        label=_("Why was the person not asked, or why against a no?"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    review_on = review_day()

    class Meta(BaseModelForm.Meta):
        model = Concern
        fields = [
            "consulted", "consulted_outside", "consulted_at", "decision", "decision_why", "referred_to", "referred_at",
            "with_consent", "review_on", "is_restricted",
        ]  # fmt: skip
        labels = {
            "consulted": _("Which colleague did you ask?"),
            "consulted_outside": _("Whom else did you ask?"),
            "decision": _("What is decided?"),
            "decision_why": _("Why?"),
            "referred_to": _("To whom?"),
            "is_restricted": _("Only staff who may read restricted notes, and the safeguarding lead, may read this"),
        }
        help_texts = {"consulted_outside": _("Such as: duty social worker, Afon Council.")}
        widgets = {"decision": forms.RadioSelect}
        error_messages = {
            "decision": required(_("Choose what is decided")),
            "decision_why": required(_("Write why")),
        }

    def __init__(self, *args, user, lead=None, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, role__in=STAFF_ROLES, memberships__team__in=user.team_ids)
        self.fields["consulted"].queryset = people.distinct()
        self.fields["consulted"].empty_label = _("Nobody of ours")
        self.fields["decision"].choices = ConcernDecision.choices
        self.fields["decision"].required = self.fields["decision_why"].required = True
        self.initial["review_on"] = review_in(IntervalKey.CONCERN_REVIEW)
        self.initial["consulted"] = lead
        if not user.has_perm(Section.RESTRICTED_NOTES):
            del self.fields["is_restricted"]

    @property
    def helper(self):
        helper = super().helper
        restricted = [name for name in ("is_restricted",) if name in self.fields]
        helper.layout = Layout(
            Fieldset(_("Who was asked"), "consulted", "consulted_outside", "consulted_at"),
            Fieldset(_("The decision"), "decision", "decision_why", "review_on", *restricted),
            Fieldset(
                _("If it is referred"), "referred_to", "referred_at", "with_consent", "override_reason", "override_why"
            ),
        )
        return helper

    def clean(self):
        data = super().clean()
        if not data.get("consulted") and not data.get("consulted_outside"):
            self.add_error("consulted", _("Ask somebody first: the safeguarding lead, or somebody outside"))
        if data.get("consulted_at") and data["consulted_at"] > timezone.now():
            self.add_error("consulted_at", _("This cannot be in the future"))
        if data.get("decision") == ConcernDecision.REFER:
            self._check_referral(data)
        elif data.get("decision"):
            data |= {"referred_to": "", "referred_at": None, "with_consent": None}
        return data

    def _check_referral(self, data):
        missing = {
            "referred_to": (not data.get("referred_to"), _("Choose to whom it is referred")),
            "referred_at": (not data.get("referred_at"), _("Enter when it was referred")),
            "with_consent": (data.get("with_consent") is None, _("Say whether the person agrees")),
        }
        if data.get("with_consent") is False:
            missing |= {
                "override_reason": (not data.get("override_reason"), _("Choose why it is shared without consent")),
                "override_why": (not data.get("override_why"), _("Write why it is shared without consent")),
            }
        for name, (is_missing, message) in missing.items():
            if is_missing and name not in self.errors:
                self.add_error(name, message)
        if data.get("referred_at") and data["referred_at"] > timezone.now():
            self.add_error("referred_at", _("This cannot be in the future"))


class ReviewConcernForm(VerbForm):
    submit_label = _("Record the review")
    columns = {"next_on": "review_on"}

    what = words(_("What has happened since?"), _("Write what has happened since"))
    next_on = review_day()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("next_on", review_in(IntervalKey.CONCERN_REVIEW))


class CloseConcernForm(VerbForm):
    submit_label = _("Close the concern")

    outcome = words(_("What came of it, and is everybody safe now?"), _("Write what came of it"))


class ConcernQuery(OneClientQuery):
    """Which open concerns are listed, and in which order."""

    submit_label = _("Show")
    orders = {"": ("review_on", "id"), "newest": ("-created_at", "-id"), "client": BY_NAME}

    kind = forms.ChoiceField(required=False, label=_("Kind"), choices=[("", _("Any")), *ConcernKind.choices])
    status = forms.ChoiceField(
        required=False, label=_("Where it stands"),
        choices=[("", _("Any")), *[choice for choice in ConcernStatus.choices if choice[0] != ConcernStatus.CLOSED]],
    )  # fmt: skip
    overdue = forms.BooleanField(required=False, label=_("Only overdue"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Look at it by, the longest overdue first")), ("newest", _("Raised, the newest first")),
            ("client", _("Client, by name")),
        ],
    )  # fmt: skip
    field_order = ["kind", "status", "client", "overdue", "sort"]

    def narrow(self, concerns, but=""):
        """The open ones that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        concerns = self.of_client(concerns)
        concerns = concerns.overdue() if values["overdue"] else concerns.open()
        return concerns.filter(**{name: values[name] for name in ("kind", "status") if values[name]})
