"""What staff say about a file that they put on a record."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from core.forms import BaseForm, BaseModelForm, QueryForm, refuse_future
from core.templatetags.ui import short_day

from .checking import check
from .choices import DocumentKind
from .models import ClientDocument


def file_field():
    """A file of somebody, which the form gives to `checking.check`."""
    return forms.FileField(
        label=_("Which file?"), help_text=_("A PDF, or a PNG or JPEG picture, of 10 MB at most"), allow_empty_file=True,
        error_messages={"required": _("Choose a file"), "invalid": _("Choose a file")},
        widget=forms.FileInput({"class": "govuk-file-upload", "accept": ".pdf,.png,.jpg,.jpeg"}),
    )  # fmt: skip


class DocumentForm(BaseModelForm):
    """A file, and what it is."""

    submit_label = _("Put it on the record")

    file = file_field()

    class Meta(BaseModelForm.Meta):
        model = ClientDocument
        fields = ["file", "title", "kind", "received_on", "section"]
        labels = {
            "title": _("What is it?"),
            "kind": _("Which kind?"),
            "received_on": _("When was it received?"),
            "section": _("Who may see it?"),
        }
        help_texts = {
            "title": _("Such as: discharge letter of the hospital"),
            "received_on": _("For example, 27/3/2026"),
        }
        error_messages = {
            "title": {"required": _("Say what it is")},
            "kind": {"required": _("Choose the kind")},
            "received_on": {"required": _("Enter the day")},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose one")), *DocumentKind.choices]
        sections = [choice for choice in Section.choices if user.has_perm(choice[0])]
        self.fields["section"].choices = [("", _("Everybody who may see the record")), *sections]
        if not self.is_bound:
            self.initial["received_on"] = timezone.localdate()

    def clean_received_on(self):
        return refuse_future(self.cleaned_data["received_on"])

    def clean_file(self):
        return check(self.cleaned_data["file"])


class EvidenceQuery(QueryForm):
    """Which consent a new document shows."""

    consent = forms.UUIDField(required=False)


class EvidenceForm(BaseForm):
    """Which of the documents on the record shows the consent."""

    submit_label = _("Put it with the consent")

    document = forms.ModelChoiceField(
        queryset=None, label=_("Which document shows it?"), empty_label=_("Choose one"),
        error_messages={"required": _("Choose a document")},
    )  # fmt: skip

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents
        self.fields["document"].label_from_instance = lambda row: f"{row.title}, {short_day(row.received_on)}"
