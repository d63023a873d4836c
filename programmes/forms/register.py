"""A register as a form: for each person one of a few radio buttons, a reason, and a note; and who walked in."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from clients.choices import MissedReason
from core.forms import LONGEST_TEXT, BaseForm

from ..choices import Mark
from ..registers import NOTE, TICK, Sent
from ..roll import mark_of

TAKEN_BACK = "none"
MARKS = [*Mark.choices, (TAKEN_BACK, _("Not marked"))]
REASONS = [
    ("", _("Nobody knows why")),
    *[one for one in MissedReason.choices if one[0] != MissedReason.NO_REASON_KNOWN],
]
LINE_WAS = RegexValidator(r"^[a-z_]*\|[a-z_]*\|([0-9a-f]{16})?\Z")  # programmes.roll.Line.was
NOTE_WAS = RegexValidator(r"^([0-9a-f]{16})?\Z")  # programmes.roll.mark_of


class RegisterForm(BaseForm):
    """All lines of a register that the user may mark, and the note of the session.

    Each line says how it was when the page was opened (`was-…`), so that saving merges line by line.
    """

    group_note = forms.CharField(
        required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}),
        label=_("Note about the session"),
        help_text=_("It stands on the timeline of everybody who is marked. Write nothing about one person alone."),
    )  # fmt: skip
    group_note_was = forms.CharField(required=False, widget=forms.HiddenInput, validators=[NOTE_WAS], max_length=16)

    def __init__(self, *args, session, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.may_mark]
        self.initial |= {"group_note": session.group_note, "group_note_was": mark_of(session.group_note)}
        for line in self.lines:
            self._add(line)

    def _add(self, line):
        """The fields of one person."""
        made = {
            "mark": forms.ChoiceField(required=False, choices=MARKS, widget=forms.RadioSelect),
            "reason": forms.ChoiceField(required=False, choices=REASONS),
            "note": forms.CharField(required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 2})),
            "was": forms.CharField(required=False, max_length=100, widget=forms.HiddenInput, validators=[LINE_WAS]),
        }
        shown = {"mark": line.mark, "reason": shown_reason(line), "note": line.note, "was": line.was}
        for name, field in made.items():
            self.fields[f"{name}-{line.key}"] = field
            self.initial[f"{name}-{line.key}"] = shown[name]

    def clean(self):
        data = super().clean() or self.cleaned_data
        for line in self.lines:
            written, ticked = data.get(f"note-{line.key}"), data.get(f"mark-{line.key}")
            if written and written != line.note and not line.mark and ticked in ("", TAKEN_BACK):
                self.add_error(f"mark-{line.key}", _("Tap what happened, so that the note has its place"))
        return data

    @property
    def sent(self):
        """What the verb takes: a line for each person of whom anything came."""
        return [self._sent(line) for line in self.lines if f"was-{line.key}" in self.data]

    def _sent(self, line):
        mark = self.cleaned_data[f"mark-{line.key}"]
        return Sent(
            client=line.client.pk,
            mark={"": None, TAKEN_BACK: ""}.get(mark, mark),
            reason=self.cleaned_data[f"reason-{line.key}"],
            note=self.cleaned_data[f"note-{line.key}"] if f"note-{line.key}" in self.data else None,
            was=self.cleaned_data[f"was-{line.key}"],
        )

    @property
    def note(self):
        """The note of the session, if it was sent, and how it was."""
        note = self.cleaned_data["group_note"] if "group_note" in self.data else None
        return {"note": note, "note_was": self.cleaned_data["group_note_was"]}

    def opened_again(self, lines, session, taken):
        """The same form after somebody else was first: it says how all is now, and keeps what was typed where both differ."""
        self.data = self.data.copy()
        for line in lines:
            _line, differs = taken.conflicts.get(line.client.pk, (line, ()))
            self.data[f"was-{line.key}"] = line.was
            if TICK not in differs:
                self.data[f"mark-{line.key}"], self.data[f"reason-{line.key}"] = line.mark, shown_reason(line)
            if NOTE not in differs:
                self.data[f"note-{line.key}"] = line.note
        self.data["group_note_was"] = mark_of(session.group_note)
        if not taken.note_conflict:
            self.data["group_note"] = session.group_note


def shown_reason(line):
    return "" if line.reason == MissedReason.NO_REASON_KNOWN else line.reason


class WalkInForm(BaseForm):
    """Who is looked for, of the people whom the user may see."""

    submit_label = _("Look")

    words = forms.CharField(
        max_length=100, label=_("Name, our reference, date of birth or NHS number"),
        widget=forms.TextInput({"autocomplete": "off"}), error_messages={"required": _("Enter a name or a number")},
    )  # fmt: skip


class WhoCameForm(BaseForm):
    """Who of those that were found has come."""

    came = forms.UUIDField()
