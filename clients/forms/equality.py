"""What staff ask about equality and language; every question may be left unasked, and may be declined."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, refuse_future
from reference.fields import CodeChoiceField, CodesChoiceField

from ..choices import WelshAnswer
from ..models import EqualityAnswers, LanguageNeeds
from .parts import not_asked

NOT_ASKED = _("Not asked")
ALONE = ("none", "declined")


class EqualityForm(BaseModelForm):
    """The equality questions."""

    class Meta(BaseModelForm.Meta):
        model = EqualityAnswers
        fields = []

    LABELS = {
        "ethnicity": _("Which ethnic group does the person belong to?"),
        "nationality": _("What is the person’s nationality?"),
        "religion": _("What is the person’s religion or belief?"),
        "sexual_orientation": _("What is the person’s sexual orientation?"),
        "gender": _("What is the person’s gender?"),
        "veteran": _("Has the person served in the armed forces?"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.LABELS.items():
            current = getattr(self.instance, name)
            self.fields[name] = CodeChoiceField(
                name, current=current, label=label, required=False, empty_label=NOT_ASKED, initial=current
            )
        known = [row.code for row in self.instance.client.disabilities.select_related("code")]
        self.fields["disabilities"] = CodesChoiceField(
            "disability", current=known, label=_("Which disabilities does the person name?"), required=False,
            initial=known, help_text=_("Leave all empty if nobody has asked"),
        )  # fmt: skip

    def clean_disabilities(self):
        chosen = self.cleaned_data["disabilities"]
        if len(chosen) > 1 and any(code.code in ALONE for code in chosen):
            raise forms.ValidationError(_("Choose disabilities, or one of “none” and “prefer not to say”"))
        return chosen

    def clean(self):
        data = super().clean()
        for name in self.LABELS:
            if name in data:
                setattr(self.instance, name, data[name])
        return data


class LanguageForm(BaseModelForm):
    """Languages, interpreter, and the active offer of Welsh."""

    class Meta(BaseModelForm.Meta):
        model = LanguageNeeds
        fields = ["interpreter_needed", "interpreter_note", "welsh_offered_on", "welsh_answer"]
        labels = {
            "interpreter_needed": _("Is an interpreter needed?"),
            "interpreter_note": _("Which kind, and who must not interpret?"),
            "welsh_offered_on": _("When was the service offered in Welsh?"),
            "welsh_answer": _("What was the answer?"),
        }
        help_texts = {"welsh_offered_on": _("The offer is made to everybody in Wales without being asked for")}
        widgets = {"interpreter_needed": forms.RadioSelect({"inline": True})}

    field_order = ["spoken", "written"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in [("spoken", _("Which language does the person speak?")),
                            ("written", _("In which language do we write?"))]:  # fmt: skip
            current = getattr(self.instance, name)
            self.fields[name] = CodeChoiceField(
                "language", current=current, label=label, required=False, empty_label=NOT_ASKED, initial=current
            )
        self.order_fields(self.field_order)
        not_asked(self, "interpreter_needed")
        self.fields["welsh_answer"].choices = [("", _("Not offered")), *WelshAnswer.choices]

    def clean_welsh_offered_on(self):
        return refuse_future(self.cleaned_data["welsh_offered_on"])

    def clean(self):
        data = super().clean()
        for name in ("spoken", "written"):
            if name in data:
                setattr(self.instance, name, data[name])
        offered, answer = data.get("welsh_offered_on"), data.get("welsh_answer")
        if offered and not answer and "welsh_answer" not in self.errors:
            self.add_error("welsh_answer", _("Choose what the person answered"))
        if answer and not offered and "welsh_offered_on" not in self.errors:
            self.add_error("welsh_offered_on", _("Enter the day of the offer"))
        return data
