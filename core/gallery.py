"""Sample forms and data for the page of all components. Every person here is fictitious."""

import uuid
from datetime import date, datetime, timedelta
from uuid import UUID

from django import forms
from django.utils import timezone

from core import charts
from core.forms import BaseForm, DateField, QueryForm
from core.models import Draft
from core.widgets import CountedTextField, DatePartsField, DateTextWidget, ScaleField

TEAMS = [("afon", "Afon Team"), ("bryn", "Bryn Team"), ("cwm", "Cwm Team")]
DOMAINS = ["Housing", "Work and learning", "Physical health", "Mental health", "Family and friends", "Money"]


class EverythingForm(BaseForm):
    """One field of each kind."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=3, required=False)
    name = forms.CharField(
        label="Full name", max_length=200, error_messages={"required": "Enter the client's full name"}
    )
    known_as = forms.CharField(label="What do they like to be called?", required=False, help_text="For example, Ffi")
    born_on = DatePartsField(label="Date of birth", help_text="For example, 27 3 1985", past=True)
    review_on = DateField(
        label="When is the next review?",
        widget=DateTextWidget,
        help_text="For example, 27/3/2026",
        error_messages={"required": "Enter the date of the review"},
    )
    seen_at = forms.TimeField(label="Time", required=False, widget=forms.TimeInput({"class": "govuk-input--width-5"}))
    units = forms.IntegerField(
        label="Units in a usual week",
        min_value=0,
        max_value=500,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
        error_messages={"required": "Enter the number of units, or 0"},
    )
    team = forms.ChoiceField(
        label="Which team?",
        choices=[("", "Choose a team"), *TEAMS],
        error_messages={"required": "Choose the team"},
    )
    attended = forms.ChoiceField(
        label="Did the client attend?",
        choices=[("yes", "Yes"), ("no", "No, did not attend"), ("cancelled", "No, cancelled")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the client attended"},
    )
    substances = forms.MultipleChoiceField(
        label="Substances",
        choices=[("alcohol", "Alcohol"), ("opiates", "Opiates"), ("crack", "Crack cocaine")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply",
        error_messages={"required": "Choose at least one substance"},
    )
    housing = ScaleField(
        label="How do you feel about where you live?", low="the worst it could be", high="just how I want it"
    )
    note = CountedTextField(label="What happened?", max_words=20, error_messages={"required": "Write what happened"})
    more = forms.CharField(label="Anything else", required=False, widget=forms.Textarea({"rows": 3}))
    password = forms.CharField(label="Password", required=False, widget=forms.PasswordInput)
    consent = forms.BooleanField(
        label="The client has read and agrees", error_messages={"required": "Tick the box when the client has agreed"}
    )
    submit_label = "Save the note"

    @property
    def helper(self):
        helper = super().helper
        helper.cancel_url = "#main-content"
        return helper


class EntryForm(BaseForm):
    """One action of a goal."""

    what = forms.CharField(label="What will happen?", error_messages={"required": "Write what will happen"})
    by_when = DateField(label="By when?", required=False, widget=DateTextWidget)


SubFormset = forms.formset_factory(EntryForm, extra=0, min_num=2, validate_min=True)


class FilterForm(QueryForm):
    """The filters of a list."""

    words = forms.CharField(label="Name or number", required=False)
    team = forms.ChoiceField(label="Team", required=False, choices=[("", "All teams"), *TEAMS])
    overdue = forms.BooleanField(label="Overdue only", required=False)
    submit_label = "Apply filters"


def samples():
    """What each component is shown with."""
    today = timezone.localdate()
    now = timezone.now()
    first, last = [3, 2, 5, 4, 6, None], [6, 4, 5, 7, 8, 3]
    change = list(zip(DOMAINS, first, last, strict=True))
    return {
        "menu": {
            "near": [{"label": "My work", "url": "#"}, {"label": "Clients", "url": "#", "current": True}],
            "more": [{"label": "Referrals", "url": "#"}, {"label": "Directory", "url": "#"}],
            "group": {
                "label": "Clients",
                "pages": [{"label": "Clients", "url": "#", "current": True}, {"label": "Safeguarding", "url": "#"}],
            },
        },
        "watchdog_message": "Messages about alerts may be late: the background work is not running.",
        "saved": {"views": [({"pk": UUID(int=0), "name": "Overdue, mine"}, True)], "add": "#"},
        "facts": [
            {"label": "Born", "value": "4 May 1985 (41)"},
            {"label": "NHS number", "value": "999 000 0018"},
            {"label": "Our number", "value": "TC-004217"},
        ],
        "warnings": ["Do not leave voicemail", "Overdose in the last 3 months"],
        "parts": [
            {"label": "Overview", "url": "#", "current": True},
            {"label": "Contacts", "url": "#", "count": 12},
            {"label": "Recovery plan", "url": "#"},
            {"label": "Aftercare", "url": "#"},
        ],
        "counts": [
            {"number": 3, "label": "reviews overdue", "url": "#", "urgent": True},
            {"number": 7, "label": "due in 14 days", "url": "#"},
            {"number": 0, "label": "releases this week", "url": "#", "urgent": True},
        ],
        "events": [
            {
                "title": "Seen at the clinic",
                "at": now,
                "by": "Sian Price",
                "text": "Came with a friend.\nWants to look at volunteering.",
                "status": "attended",
                "status_label": "Attended",
                "url": "#",
            },
            {"title": "Plan reviewed", "at": today - timedelta(days=9), "by": "Owen Rees"},
            {"title": "Referred to housing advice", "at": datetime(2026, 3, 2, 14, 30), "by": "Sian Price"},  # noqa: DTZ001
        ],
        "filter_tags": [{"label": "Afon Team", "url": "#"}, {"label": "Overdue only", "url": "#"}],
        "tally": [
            {"label": "All", "number": 14, "url": "#", "is_current": True},
            {"label": "Overdue", "number": 3, "url": "#", "is_current": False},
        ],
        "fact_rows": [
            {"label": "Address", "value": "1 Stryd Fawr\nAbertawe", "typed": True},
            {"label": "Keyworker", "value": "Sian Price", "url": "#"},
            {"label": "Phone", "value": None, "actions": [{"label": "Add", "url": "#"}]},
        ],
        "card_actions": [{"label": "Change", "url": "#"}],
        "tasks": [
            {"title": "Recovery capital", "url": "#", "status": "completed", "status_label": "Completed"},
            {
                "title": "Goals and actions",
                "url": "#",
                "hint": "In the client's own words",
                "status": "in_progress",
                "status_label": "In progress",
            },
            {"title": "Agreement", "status": "not_started", "status_label": "Not started"},
        ],
        "columns": [
            {"label": "Client"},
            {"label": "Next review"},
            {"label": "Status"},
            {"label": "Contacts", "number": True},
        ],
        "rows": [
            [{"text": "JONES, Ffion", "url": "#"}, {"text": "9 days overdue", "overdue": True},
             {"text": "Active", "status": "active"}, 12],
            [{"text": "OKAFOR, Daniel", "url": "#"}, "3 Dec 2026", {"text": "On hold", "status": "on_hold"}, 4],
        ],
        "colours": ["draft", "in_progress", "sent", "queried", "active", "declined", "in_custody"],
        "conflict_fields": [
            {"label": "What matters to the client", "theirs": "Seeing the children.", "yours": "Seeing the children\nand a dry flat."}
        ],
        "drafts": [Draft(pk=uuid.UUID(int=1), path="#", title="Record a contact")],
        "bars": charts.bars("Four of six areas are better than in May", change, before="May 2026", after="Nov 2026"),
        "change_columns": [
            {"label": "Area"}, {"label": "May 2026", "number": True}, {"label": "Nov 2026", "number": True}
        ],
        "change_rows": [[name, before, after] for name, before, after in change],
        "radar": charts.radar(
            "Profile in May and November", DOMAINS, [("May 2026", first), ("Nov 2026", last)]
        ),
        "upright": charts.columns(
            "Most people are here for alcohol",
            [("Alcohol", 84), ("Opiates", 61), ("Opiates and crack", 42), ("Non-opiates", 18), ("Cannabis", None)],
        ),
        "sparkline": charts.sparkline("Housing: 3, 4, 6", [3, 4, None, 6]),
        "today": today,
        "long_ago": date(1985, 5, 4),
        "late": today - timedelta(days=9),
        "now": now,
    }  # fmt: skip
