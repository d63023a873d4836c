"""What somebody chooses who brings people from another system; and one line of their file, read as the add page is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, PageQuery, PastDateField
from reference.choices import CodeField
from reference.fields import codes_for

from ..choices import RowFound, Sex
from ..sheet import COLUMNS, read_sheet
from .client import AddClientForm
from .parts import required

LEAVE_OUT = "leave_out"


class ImportForm(BaseForm):
    """Which file, and whose clients they will be."""

    submit_label = _("Check the file")

    team = forms.ModelChoiceField(
        queryset=None, label=_("Which team will they be with?"), empty_label=_("Choose a team"),
        error_messages=required(_("Choose the team")),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Which file?"), help_text=_("A CSV file of 5 MB and 5,000 people at most"), allow_empty_file=True,
        error_messages={"required": _("Choose a file"), "invalid": _("Choose a file")},
        widget=forms.FileInput({"class": "govuk-file-upload", "accept": ".csv,text/csv"}),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        teams = user.teams.order_by("name")
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            self.initial["team"] = teams[0]

    def clean_file(self):
        return read_sheet(self.cleaned_data["file"])


class WholeDateField(PastDateField):
    """A day with all four digits of its year: of two, nobody knows the century of a birth."""

    input_formats = ["%d/%m/%Y", "%Y-%m-%d"]
    default_error_messages = {"invalid": _("Enter a real date, such as 27/03/1985 or 1985-03-27")}


class YesNoField(forms.BooleanField):
    """Yes or no in a cell; an empty one is no."""

    widget = forms.TextInput
    WORDS = {"": False, "no": False, "n": False, "yes": True, "y": True}

    def to_python(self, value):
        word = str(value or "").lower()
        if word not in self.WORDS:
            raise forms.ValidationError(_("Enter yes or no"))
        return self.WORDS[word]


class ImportedClientForm(AddClientForm):
    """One line of a file: what the add page asks, with its rules, and in cells instead of boxes.

    `reason`, a code of the same list, says that the person is somebody else than those who look alike.
    """

    date_of_birth = WholeDateField(error_messages=required(_("Enter the date of birth")))
    birth_is_approximate = YesNoField(required=False)

    def __init__(self, values, *, user, team, reason=None):
        super().__init__({**values, "registered_team": team.pk}, user=user)
        self.reason = reason
        for name in ("sex", "nhs_verified_how"):
            self.data[name] = self._code(name, values.get(name, ""))

    def _code(self, name, text):
        """A code, from itself or from its words."""
        known = {str(label).lower(): code for code, label in self.fields[name].choices if code}
        known |= {"f": Sex.FEMALE, "m": Sex.MALE} if name == "sex" else {}
        return known.get(text.lower(), text.lower())

    def _ask_whether_somebody_else(self, key):
        if self.reason is None:
            self.add_error("somebody_else", _("This looks like somebody who is known already"))
        self.cleaned_data["duplicate_reason"] = self.reason

    @property
    def problems(self):
        """(column, message) of everything that must be corrected in the file."""
        return [
            (name if name in COLUMNS else "", str(message))
            for name, messages in self.errors.items()
            if name != "somebody_else"
            for message in messages
        ]


class DecisionsForm(BaseForm):
    """For each line that looks like somebody known: leave it out, or add it and say why."""

    submit_label = _("Save these decisions")

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.codes = rows, {str(code.pk): code for code in codes_for(CodeField.DUPLICATE_REASON, [])}
        self.codes |= {str(row.reason_id): row.reason for row in rows if row.reason_id}
        choices = [(LEAVE_OUT, _("Leave it out"))]
        choices += [(key, _("Add it: %(reason)s") % {"reason": code.label}) for key, code in self.codes.items()]
        for row in rows:
            label = _("What about line %(number)d?") % {"number": row.number}
            field = forms.ChoiceField(choices=choices, label=label, initial=str(row.reason_id or LEAVE_OUT))
            self.fields[f"line_{row.number}"] = field

    @property
    def decisions(self):
        """The reason for each line, or None to leave it out."""
        return {row.number: self.codes.get(self.cleaned_data[f"line_{row.number}"]) for row in self.rows}


class ImportQuery(PageQuery):
    """Which lines of a file are shown, and from where."""

    show = forms.ChoiceField(required=False, choices=RowFound, widget=forms.HiddenInput)
