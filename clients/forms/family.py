"""What staff type about the people around a client: relationships, children, being a parent."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, refuse_future
from core.widgets import DatePartsField
from reference.fields import CodeChoiceField

from ..choices import Answer, ChildrenWith, LegalStatus
from ..models import Child, Client, ParentalAnswers, Relationship
from ..models.family import MOST_CHILDREN
from .health import dialled
from .parts import WIDTH_10, WIDTH_20, not_asked, refuse_end_before_start, required


class RelationshipForm(BaseModelForm):
    """Somebody who matters: by name, and with a link where that person is a client whom the user may see."""

    reference = forms.CharField(
        required=False, max_length=20, label=_("Is this person a client too? Our reference"),
        help_text=_("Such as K7M4-Q2XB; leave empty if not"), widget=forms.TextInput(WIDTH_10),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Relationship
        fields = [
            "name", "kind", "lives_with_client", "is_next_of_kin", "cares_for_client", "client_cares",
            "assessment_offered_on", "may_contact", "phone", "contact_rule", "starts_on", "ends_on",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "kind": _("Who is it?"),
            "lives_with_client": _("Does this person live with the client?"),
            "is_next_of_kin": _("Next of kin"),
            "cares_for_client": _("This person cares for the client"),
            "client_cares": _("The client cares for this person"),
            "assessment_offered_on": _("When was a carer’s assessment offered?"),
            "may_contact": _("Does the client agree that we get in touch with this person?"),
            "phone": _("Phone"),
            "contact_rule": _("What is safe, and what do they know?"),
            "starts_on": _("From when?"),
            "ends_on": _("Until when?"),
        }
        widgets = {
            "lives_with_client": forms.RadioSelect({"inline": True}),
            "may_contact": forms.RadioSelect({"inline": True}),
            "phone": forms.TextInput(WIDTH_20),
        }
        error_messages = {"name": required(_("Enter the name")), "kind": required(_("Choose who it is"))}

    field_order = ["name", "reference"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        not_asked(self, "lives_with_client", "may_contact")
        linked = self.instance.other_record
        self.is_shown = linked is None or Client.objects.visible_to(user).filter(pk=linked.pk).exists()
        if linked and self.is_shown:
            self.initial["reference"] = linked.reference

    def clean_phone(self):
        return dialled(self.cleaned_data["phone"])

    def clean_assessment_offered_on(self):
        return refuse_future(self.cleaned_data["assessment_offered_on"])

    def clean_reference(self):
        text = self.cleaned_data["reference"].strip().upper()
        if not text:
            if self.is_shown:  # a link that the user may not see is not the user's to take away
                self.instance.other_record = None
            return text
        others = Client.objects.visible_to(self.user).exclude(pk=self.instance.client_id)
        other = others.filter(reference=text).first()
        if other is None:
            raise forms.ValidationError(_("No other record that you may see has this reference"))
        self.instance.other_record = other
        return text

    def clean(self):
        data = super().clean()
        if data.get("assessment_offered_on") and not data.get("cares_for_client") and not data.get("client_cares"):
            self.add_error("assessment_offered_on", _("Say who cares for whom, or clear this day"))
        refuse_end_before_start(self, data)
        return data


class ChildForm(BaseModelForm):
    """A child of the client, or in the client's house."""

    date_of_birth = DatePartsField(required=False, past=True, label=_("Date of birth"))

    class Meta(BaseModelForm.Meta):
        model = Child
        fields = [
            "name", "date_of_birth", "lives_with_client", "use_is_a_concern", "legal_status", "school",
            "social_worker", "local_authority", "plan_starts_on", "plan_ends_on", "conference_on",
            "contact_allowed", "contact_arrangements",
        ]  # fmt: skip
        labels = {
            "name": _("Name or initials"),
            "lives_with_client": _("The child lives with the client"),
            "use_is_a_concern": _("The client’s use, or medicine stored at home, is a concern for this child"),
            "legal_status": _("Who is responsible in law?"),
            "school": _("School or health visitor"),
            "social_worker": _("Social worker"),
            "local_authority": _("Which council?"),
            "plan_starts_on": _("Plan from"),
            "plan_ends_on": _("Plan until"),
            "conference_on": _("When is the next child protection conference?"),
            "contact_allowed": _("Is contact between the child and the client allowed?"),
            "contact_arrangements": _("What is arranged about contact?"),
        }
        widgets = {
            "contact_allowed": forms.RadioSelect({"inline": True}),
            "contact_arrangements": forms.Textarea({"rows": 3}),
        }
        error_messages = {"name": required(_("Enter the name or the initials"))}

    field_order = [*Meta.fields[:8], "plan_type"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        current = self.instance.plan_type
        self.fields["plan_type"] = CodeChoiceField(
            "children_help", current=current, label=_("Which help or plan is there?"), required=False,
            empty_label=_("Not asked"), initial=current,
        )  # fmt: skip
        self.order_fields(self.field_order)
        not_asked(self, "contact_allowed")
        self.fields["legal_status"].choices = [("", _("Not asked")), *LegalStatus.choices]

    def clean(self):
        data = super().clean()
        if "plan_type" in data:
            self.instance.plan_type = data["plan_type"]
        refuse_end_before_start(self, data, "plan_starts_on", "plan_ends_on")
        return data


class ParentalForm(BaseModelForm):
    """The four questions about being a parent, with the rules of the national data set."""

    class Meta(BaseModelForm.Meta):
        model = ParentalAnswers
        fields = ["is_parent", "children_with_client", "children_in_house", "asked_on"]
        labels = {
            "is_parent": _("Is the client a parent, or responsible for a child?"),
            "children_with_client": _("Do any of these children live with the client?"),
            "children_in_house": _("How many children under 18 live in the same house?"),
            "asked_on": _("When was this asked?"),
        }
        help_texts = {
            "children_with_client": _("Only where the client is a parent"),
            "children_in_house": _("Any children, not only the client’s own; 0 if there are none"),
        }
        widgets = {
            "is_parent": forms.RadioSelect({"inline": True}),
            "children_in_house": forms.TextInput({"class": "govuk-input--width-2", "inputmode": "numeric"}),
        }
        error_messages = {
            "is_parent": required(_("Choose one; “Prefer not to say” is an answer")),
            "asked_on": required(_("Enter the day")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_parent"].choices = [(answer.value, answer.label) for answer in
                                            (Answer.YES, Answer.NO, Answer.DECLINED)]  # fmt: skip
        self.fields["children_with_client"].choices = [("", _("The client is not a parent")), *ChildrenWith.choices]
        self.fields["help_received"] = CodeChoiceField(
            "children_help", label=_("What help do the children receive?"), required=False,
            empty_label=_("There are no children"), help_text=_("Of a parent’s children, or those in the house"),
        )  # fmt: skip
        self.order_fields(["is_parent", "children_with_client", "children_in_house", "help_received", "asked_on"])
        if not self.is_bound:
            self.initial["asked_on"] = timezone.localdate()

    def clean_asked_on(self):
        return refuse_future(self.cleaned_data["asked_on"])

    def clean_children_in_house(self):
        number = self.cleaned_data["children_in_house"]
        if number is not None and number > MOST_CHILDREN:
            raise forms.ValidationError(_("Enter a number from 0 to 30"))
        return number

    def clean(self):
        data = super().clean()
        if not self.errors:
            self.instance.help_received = data["help_received"]
            for name, message in faults_in(data):
                self.add_error(name, message)
        return data


def faults_in(answers):
    """What the four answers contradict each other in: (question, what to do)."""
    is_parent, number = answers["is_parent"], answers["children_in_house"]
    if is_parent == Answer.YES and not answers["children_with_client"]:
        yield "children_with_client", _("Say whether the children live with the client")
    if is_parent != Answer.YES and answers["children_with_client"]:
        yield "children_with_client", _("Clear this: the client is not a parent")
    if number is None and is_parent != Answer.DECLINED:
        yield "children_in_house", _("Enter how many children live in the house; 0 is an answer")
    there_are_children = is_parent == Answer.YES or bool(number)
    if there_are_children and not answers["help_received"]:
        yield "help_received", _("Say what help the children receive; “None” is an answer")
    if not there_are_children and answers["help_received"]:
        yield "help_received", _("Clear this: there are no children")
