"""The lists of a service on its form: times, prices, numbers, people, places. A row that is emptied is taken away."""

import re
from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from core import drafts
from core.forms import BaseForm

from ..choices import Frequency
from ..openreferral.fields import read_clock
from ..wording import times

DAY_NAMES = [("MO", _("Mon")), ("TU", _("Tue")), ("WE", _("Wed")), ("TH", _("Thu")), ("FR", _("Fri")), ("SA", _("Sat")),
             ("SU", _("Sun"))]  # fmt: skip
MOST_MORE = 20  # rows that a page may add to those it came with
WEEKLY, FORTNIGHTLY, AS_IT_IS = "weekly", "fortnightly", "as_it_is"
HOW = [(WEEKLY, _("Every week")), (FORTNIGHTLY, _("Every two weeks")), ("1", _("The first of the month")),
       ("2", _("The second of the month")), ("3", _("The third of the month")), ("4", _("The fourth of the month")),
       ("-1", _("The last of the month"))]  # fmt: skip


class ClockField(forms.CharField):
    """A time of the day as people write it: 9, 9am, 17:30."""

    widget = forms.TextInput({"class": "govuk-input--width-5", "autocomplete": "off"})

    def clean(self, value):
        text = super().clean(value).lower().strip()
        found = read_clock(text)
        if text and found is None:
            raise forms.ValidationError(_("Enter a time, such as 9am or 17:30"))
        return found


class RowForm(BaseForm):
    """One row of a list; `row` is the key of the one that is stored. A row in which nothing is said is none."""

    row = forms.UUIDField(required=False, widget=forms.HiddenInput)
    of_list = ""  # what the names of its fields begin with
    says = ()  # a row is there when one of these is

    @property
    def said(self):
        return any(self.cleaned_data.get(name) not in (None, "", []) for name in self.says)

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "row"}

    @staticmethod
    def initial_of(row):
        """What stands in the form of a stored row."""
        return {}


class TimesForm(RowForm):
    legend, of_list = _("Times"), "times"
    says = ("days", "opens_at", "closes_at", "notes")

    days = forms.MultipleChoiceField(
        label=_("Which days?"),
        required=False,
        choices=DAY_NAMES,
        widget=forms.CheckboxSelectMultiple({"small": True, "inline": True}),
    )
    opens_at = ClockField(label=_("Opens at"), required=False, max_length=20)
    closes_at = ClockField(label=_("Closes at"), required=False, max_length=20)
    how = forms.ChoiceField(label=_("How often?"), required=False, choices=HOW, initial=WEEKLY)
    notes = forms.CharField(
        label=_("Anything else about these times?"),
        required=False,
        max_length=5_000,
        help_text=_("Such as: ring first, term time only, women only on Fridays"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("how") == AS_IT_IS:
            self.fields["how"].choices = [(AS_IT_IS, self.initial["rule"]), *HOW]
            self.fields["days"].help_text = _("Leave the days empty to keep the rule as it is.")

    def clean(self):
        """“9 to 5” ends in the afternoon."""
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        typed = str(self.data.get(self.add_prefix("closes_at"), "")).strip()
        if opens and closes and closes <= opens and re.fullmatch(r"\d{1,2}", typed) and closes.hour < 12:
            self.cleaned_data["closes_at"] = time(closes.hour + 12, closes.minute)
        return self.cleaned_data

    def values(self):
        said = self.cleaned_data
        shared = {name: said[name] for name in ("opens_at", "closes_at", "notes")}
        if said["how"] == AS_IT_IS and not said["days"]:
            return shared
        number = said["how"] if said["how"] in ("1", "2", "3", "4", "-1") else ""
        freq = Frequency.MONTHLY if number else Frequency.WEEKLY
        return shared | {
            "freq": freq if said["days"] else "",
            "byday": ",".join(f"{number}{day}" for day in said["days"]),
            "interval": 2 if said["how"] == FORTNIGHTLY and said["days"] else None,
            "bymonthday": "",
        }

    @property
    def said(self):
        return super().said or (self.cleaned_data.get("how") == AS_IT_IS and bool(self.cleaned_data.get("row")))

    @staticmethod
    def initial_of(row):
        parts = [re.fullmatch(r"(-?\d?)([A-Z]{2})", part) for part in filter(None, row.byday.split(","))]
        numbers = {part[1] for part in parts if part}
        shown = {"opens_at": shown_clock(row.opens_at), "closes_at": shown_clock(row.closes_at), "notes": row.notes}
        if not row.byday and not row.bymonthday:
            return shown
        simple = all(parts) and len(numbers) == 1 and not row.bymonthday and (row.interval or 1) <= 2
        (number,) = numbers if simple else ("",)
        if not simple or (number and (row.interval or 1) > 1) or (not number and row.freq == Frequency.MONTHLY):
            return shown | {"how": AS_IT_IS, "rule": times(row)[:120]}
        how = number or (FORTNIGHTLY if row.interval == 2 else WEEKLY)
        return shown | {"how": how, "days": [part[2] for part in parts]}


def shown_clock(at):
    return f"{at:%H:%M}" if at else ""


class PriceForm(RowForm):
    legend, of_list = _("Price"), "prices"
    says = ("option", "amount", "amount_description")

    option = forms.CharField(label=_("For whom or what?"), required=False, max_length=300)
    amount = forms.DecimalField(
        label=_("How many pounds?"), required=False, min_value=0, max_digits=9, decimal_places=2,
        help_text=_("0 where it is free."),
    )  # fmt: skip
    amount_description = forms.CharField(
        label=_("Per what?"), required=False, max_length=300, help_text=_("Such as: a session, a week")
    )

    @staticmethod
    def initial_of(row):
        return {name: getattr(row, name) for name in PriceForm.says}


class PhoneForm(RowForm):
    legend, of_list = _("Further number"), "phones"
    says = ("number",)

    number = forms.CharField(label=_("Number"), required=False, max_length=100)
    description = forms.CharField(
        label=_("What is it for?"), required=False, max_length=300, help_text=_("Such as: at night, by text, in Welsh")
    )

    @staticmethod
    def initial_of(row):
        return {"number": row.number, "description": row.description}


class ContactForm(RowForm):
    legend, of_list = _("Whom to ask for"), "contacts"
    says = ("name", "title")

    title = forms.CharField(label=_("Role"), required=False, max_length=300, help_text=_("Such as: duty worker"))
    name = forms.CharField(
        label=_("Name"), required=False, max_length=300, help_text=_("Everybody sees it. Only with their consent.")
    )

    @staticmethod
    def initial_of(row):
        return {"name": row.name, "title": row.title}


class PlaceForm(RowForm):
    legend, of_list = _("Place"), "places"
    says = ("name", "address", "city", "postcode")

    name = forms.CharField(label=_("Name of the place"), required=False, max_length=300)
    address = forms.CharField(
        label=_("Building and street"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    city = forms.CharField(label=_("Town or city"), required=False, max_length=100)
    postcode = forms.CharField(
        label=_("Postcode"), required=False, max_length=20, widget=forms.TextInput({"class": "govuk-input--width-10"})
    )
    accessibility = forms.CharField(
        label=_("How does somebody get in?"), required=False, max_length=5_000,
        help_text=_("Such as: no steps, hearing loop, lift"),
    )  # fmt: skip

    @staticmethod
    def initial_of(row):
        place = row.location
        return {name: getattr(place, name) for name in ("name", "address", "city", "postcode", "accessibility")}


class RowSet(forms.BaseFormSet):
    """The rows of one list: those that are stored, and empty ones to write in.

    A form that does not have the list, as one that was sent by another program, leaves it as it is.
    """

    def __init__(self, data, service, stored):
        prefix = self.form.of_list
        if isinstance(data, drafts.Typed):
            data = self.with_what_is_hidden(data, prefix, stored)
        elif data is not None and f"{prefix}-TOTAL_FORMS" in data:
            data = self.with_numbers(data, prefix, stored)
        has_list = data is not None and f"{prefix}-TOTAL_FORMS" in data
        initial = [{"row": row.pk, **self.form.initial_of(row)} for row in stored]
        super().__init__(data if has_list else None, prefix=prefix, initial=initial)
        self.stored = {row.pk: row for row in stored}

    def with_what_is_hidden(self, data, prefix, stored):
        """A draft, which keeps what is typed alone, with how many rows there are and which are stored."""
        data = data.copy()
        data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = len(stored) + self.extra, len(stored)
        for number, row in enumerate(stored):
            data[f"{prefix}-{number}-row"] = str(row.pk)
        return data

    def with_numbers(self, data, prefix, stored):
        """What was sent, with a number of rows that can be: whatever was typed in them comes back."""
        data, total, most = data.copy(), data[f"{prefix}-TOTAL_FORMS"], len(stored) + self.extra + MOST_MORE
        is_number = re.fullmatch(r"[0-9]{1,4}", total or "") and int(total) <= most
        data[f"{prefix}-TOTAL_FORMS"] = max(int(total), self.extra) if is_number else len(stored) + self.extra
        data[f"{prefix}-INITIAL_FORMS"] = min(len(stored), int(data[f"{prefix}-TOTAL_FORMS"]))
        return data

    @property
    def is_fine(self):
        return not self.is_bound or self.is_valid()

    def answers(self):
        """What was typed: the stored row, or None for a new one, with its values."""
        said = [form for form in self.forms if form.has_changed() or form.cleaned_data.get("row")]
        return [(self.stored.get(form.cleaned_data.get("row")), form.values()) for form in said if form.said]


def row_set(form, extra):
    return forms.formset_factory(form, formset=RowSet, extra=extra, max_num=500, absolute_max=1_000, validate_max=True)


TimesSet, PriceSet, PhoneSet = row_set(TimesForm, 2), row_set(PriceForm, 1), row_set(PhoneForm, 1)
ContactSet, PlaceSet = row_set(ContactForm, 1), row_set(PlaceForm, 1)
