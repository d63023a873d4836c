"""What a partner types behind a link, and what we type to send one and to write to each other."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, DateField, PastDateField, QueryForm, VerbForm, version_field
from documents.checking import check
from documents.forms import file_field

from ..choices import Came, DeclineReason, MessageKind, PartnerAnswer, PartnerOutcome, SentHow
from ..links import LENGTH, plain_code
from ..partner import MOST_FILES, TOO_MANY_FILES, Said, has_sent_enough, may_say

LONGEST_WORDS = 2_000
TOO_LONG = _("Shorten this to %(limit_value)d characters or fewer")
DECLINE_REASONS = [choice for choice in DeclineReason.choices if choice[0] != DeclineReason.NO_ANSWER]
CODE_WAYS = [
    ("phone", _("I ring them")),
    ("text", _("I send a text message")),
    ("person", _("I tell them in person")),
]


def radios(label, choices, required, **options):
    errors = {"required": required, "invalid_choice": _("Choose one of these")}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **options)


def words(label, *, required="", **options):
    """A text of a few lines, with a limit that a stranger’s text needs."""
    errors = {"max_length": TOO_LONG} | ({"required": required} if required else {})
    return forms.CharField(
        label=label, required=bool(required), max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 4}),
        error_messages=errors, **options,
    )  # fmt: skip


class CodeForm(BaseForm):
    """The six letters."""

    submit_label = _("Open the referral")

    code = forms.CharField(
        label=_("What is the code?"),
        help_text=_("Six letters. We told them to you by telephone, by text or in person."),
        max_length=40,
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code of six letters"), "max_length": _("The code has six letters")},
    )

    def clean_code(self):
        code = plain_code(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise ValidationError(_("The code has six letters"))
        return code


class AnswerQuery(QueryForm):
    """Which answer a partner gives."""

    answer = forms.ChoiceField(required=False, choices=PartnerAnswer)


class PartnerForm(BaseForm):
    """What every answer has: who gives it, and the state of the referral that was on the page."""

    what, about, words_label, words_required = "", "", _("Anything else we should know?"), ""

    said_by = forms.CharField(
        label=_("What is your name?"),
        help_text=_("And what you do there, if you like. The person may read it."),
        max_length=200,
        error_messages={"required": _("Enter your name"), "max_length": TOO_LONG},
    )
    version = version_field()

    def __init__(self, *args, referral, link=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.referral, self.link = referral, link
        self.initial["version"] = referral.version
        self.fields["text"] = words(self.words_label, required=self.words_required)
        self.order_fields([*[name for name in self.fields if name not in ("said_by", "version")], "said_by", "version"])

    @property
    def heading(self):
        return PartnerAnswer(self.what).label

    @property
    def submit_label(self):
        return _("Send this answer")

    @property
    def said(self):
        values = self.cleaned_data
        more = {name: values[name] for name in ("text", "day", "choice", "title", "file") if name in values}
        return Said(self.what, values["said_by"], **more)


class PartnerAcceptForm(PartnerForm):
    what = PartnerAnswer.ACCEPT
    words_label = _("What happens next? Where and when can the person come, and whom do they ask for?")


class PartnerWaitForm(PartnerForm):
    what = PartnerAnswer.WAIT
    words_label = _("How long is the wait, and what should happen meanwhile?")


class PartnerDeclineForm(PartnerForm):
    what = PartnerAnswer.DECLINE

    choice = radios(
        _("Why is that?"),
        DECLINE_REASONS,
        _("Choose why you decline"),
    )
    words_label = _("What would have to be different, or who else may help?")


class PartnerAskForm(PartnerForm):
    what = PartnerAnswer.ASK
    words_label, words_required = _("What do you want to ask or tell us?"), _("Write what you want to ask or tell us")


class PartnerSendForm(PartnerForm):
    what = PartnerAnswer.SEND

    title = forms.CharField(
        label=_("What is it?"), help_text=_("Such as: letter after the assessment"), max_length=150,
        error_messages={"required": _("Say what it is"), "max_length": TOO_LONG},
    )  # fmt: skip
    file = file_field()

    def clean_file(self):
        """Checked as any stranger’s; what comes too late, and so is not kept, is not even looked at."""
        if not may_say(self.referral, self.what):
            return None
        if has_sent_enough(self.link):
            raise ValidationError(TOO_MANY_FILES % {"most": MOST_FILES})
        return check(self.cleaned_data["file"])


class PartnerOfferForm(PartnerForm):
    what = PartnerAnswer.OFFER
    words_label = _("At what time, where, and whom does the person ask for?")

    day = DateField(label=_("On which day can the person come?"), error_messages={"required": _("Enter the day")})

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("Enter a day that is still to come"))
        return day


class PartnerVisitForm(PartnerForm):
    what = PartnerAnswer.VISIT

    choice = radios(_("Did the person come?"), Came.choices, _("Choose whether the person came"))
    day = PastDateField(label=_("On which day was that?"), error_messages={"required": _("Enter the day")})


class PartnerOutcomeForm(PartnerForm):
    what = PartnerAnswer.OUTCOME

    choice = radios(_("What became of it?"), PartnerOutcome.choices, _("Choose what became of it"))


PARTNER_FORMS = {
    form.what: form
    for form in (
        PartnerAcceptForm, PartnerOfferForm, PartnerWaitForm, PartnerAskForm, PartnerSendForm, PartnerVisitForm,
        PartnerOutcomeForm, PartnerDeclineForm,
    )
}  # fmt: skip


class LinkForm(VerbForm):
    """Where a link goes, and how the code is told; `mark` stands for the pack that was shown."""

    submit_label = _("Send another link")

    email = forms.EmailField(
        label=_("To which email address does the link go?"),
        help_text=_("The email names nobody. Check the address with the service, letter by letter."),
        error_messages={"required": _("Enter an email address"), "invalid": _("Enter an email address, such as help@example.org")},
    )  # fmt: skip
    code_sent_how = radios(
        _("How do you tell them the code?"), CODE_WAYS, _("Choose how you tell them the code"), initial="phone",
        help_text=_("You see the code once, when the referral is sent. Never send it by email."),
    )  # fmt: skip
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, mark, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"mark": mark, "email": self.instance.service.email}

    def clean_code_sent_how(self):
        return str(dict(CODE_WAYS)[self.cleaned_data["code_sent_how"]]) if self.cleaned_data["code_sent_how"] else ""

    @property
    def link(self):
        """What links.make_link takes, but for the code."""
        return {name: self.cleaned_data[name] for name in ("email", "code_sent_how")}


class SendReferralForm(LinkForm):
    """How a referral goes out; only a link needs an address."""

    submit_label = _("Send it")

    how = radios(
        _("How does it reach them?"),
        [
            (SentHow.LINK, _("A secure link by email: they need no account, and answer there")),
            (SentHow.PRINTED, _("On paper: a letter with a slip for their answer")),
            (SentHow.PHONE, _("By telephone: I read it to them")),
        ],
        _("Choose how it reaches them"),
    )
    answer_by = DateField(
        label=_("By when do you expect an answer?"),
        help_text=_("You are reminded the day after, if nobody has answered."),
        error_messages={"required": _("Enter the day by which you expect an answer")},
    )
    field_order = ["how", "email", "code_sent_how", "answer_by"]

    def __init__(self, *args, answer_by, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("email", "code_sent_how"):
            self.fields[name].required = False
        self.fields["email"].label = _("For a link: to which email address does it go?")
        self.fields["code_sent_how"].label = _("For a link: how do you tell them the code?")
        self.initial |= {"answer_by": answer_by, "how": SentHow.LINK if self.instance.service.email else ""}

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day < timezone.localdate():
            raise ValidationError(_("Enter a day that is still to come"))
        return day

    def clean(self):
        data = super().clean()
        if data.get("how") == SentHow.LINK:
            for name in ("email", "code_sent_how"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return data


class ReplyForm(BaseForm):
    """What we write to the partner."""

    submit_label = _("Write this to them")

    text = words(
        _("What do you want to tell them?"), required=_("Write what you want to tell them"),
        help_text=_("They read it behind their link. Tell no more than the client has agreed to."),
    )  # fmt: skip


class CallForm(BaseForm):
    """What the partner has said by telephone or letter."""

    submit_label = _("Write it down")

    kind = radios(
        _("What did they do?"),
        [
            (MessageKind.QUESTION, _("They asked something")),
            (MessageKind.OFFER, _("They offered a date")),
            (MessageKind.VISIT, _("They said whether the client came")),
            (MessageKind.NOTE, _("They told us something else")),
        ],
        _("Choose what they did"),
    )
    said_by = forms.CharField(
        label=_("Who said it?"), max_length=200,
        error_messages={"required": _("Enter who said it"), "max_length": TOO_LONG},
    )  # fmt: skip
    day = DateField(label=_("Which day did they name?"), required=False, help_text=_("If they named one."))
    text = words(_("What did they say?"))

    def clean(self):
        data = super().clean()
        if data.get("kind") == MessageKind.OFFER and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Enter the day that they offered"))
        if not data.get("text") and not data.get("day") and not self.errors:
            self.add_error("text", _("Write what they said"))
        return data


class WaitReferralForm(BaseForm):
    submit_label = _("Record that the client waits there")

    note = forms.CharField(
        label=_("What did they say?"), required=False, max_length=500, help_text=_("Such as: about eight weeks.")
    )


class ExpireReferralForm(BaseForm):
    submit_label = _("Give up on an answer")

    reason = forms.CharField(
        label=_("What have you tried?"), max_length=500, error_messages={"required": _("Say what you have tried")}
    )
