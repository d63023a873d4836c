"""Controls of our own: a date in three boxes, a date in one box, a scale from 0 to 10, a counted text."""

import datetime
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class DatePart(NamedTuple):
    """One box of a date in three boxes."""

    name: str
    label: str
    width: int


DATE_PARTS = (DatePart("day", _("Day"), 2), DatePart("month", _("Month"), 2), DatePart("year", _("Year"), 4))


class DateTextWidget(forms.DateInput):
    """A day in one box, written d/m/yyyy, with a calendar on top where there is script."""


class DatePartsWidget(forms.MultiWidget):
    """A remembered date, such as a date of birth, in three boxes."""

    use_fieldset = True

    def __init__(self, attrs=None):
        boxes = {part.name: forms.TextInput({"inputmode": "numeric"}) for part in DATE_PARTS}
        super().__init__(boxes, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else ""


class DatePartsField(forms.Field):
    """A date in three boxes, which says precisely which box is wrong.

    The code of an error is the name of the box: `day`, `month` or `year`; the error link goes there.
    """

    widget = DatePartsWidget
    default_error_messages = {
        "required": _("Enter the date"),
        "day_missing": _("The date must include a day"),
        "month_missing": _("The date must include a month"),
        "year_missing": _("The date must include a year"),
        "day_wrong": _("The day must be a number between 1 and 31"),
        "month_wrong": _("The month must be a number between 1 and 12"),
        "year_wrong": _("The year must be a number with four digits, such as 1985"),
        "day_not_in_month": _("That month does not have a day %(day)s"),
        "year_out_of_range": _("The year must be between %(earliest)s and %(latest)s"),
        "future": _("The date must be in the past"),
    }

    def __init__(self, *, past=False, **kwargs):
        self.past = past
        super().__init__(**kwargs)

    def refuse(self, part, message, **params):
        """Raise the named message against one box."""
        raise ValidationError(self.error_messages[message], code=part, params=params)

    def to_python(self, value):
        texts = [str(text or "").strip() for text in (value or [])]
        if not any(texts):
            return None
        for part, text in zip(DATE_PARTS, texts, strict=True):
            if not text:
                self.refuse(part.name, f"{part.name}_missing")
        day, month, year = (
            self.number(part, text, highest)
            for part, text, highest in zip(DATE_PARTS, texts, (31, 12, 9999), strict=True)
        )
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            self.refuse("year", "year_out_of_range", earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            self.refuse("day", "day_not_in_month", day=day)

    def number(self, part, text, highest):
        """The number in one box, refused when it is not one."""
        plain = len(text) <= part.width and text.isascii() and text.isdecimal()
        if not plain or not 1 <= int(text) <= highest or (part.name == "year" and len(text) != 4):
            self.refuse(part.name, f"{part.name}_wrong")
        return int(text)

    def validate(self, value):
        super().validate(value)
        if value and self.past and value > datetime.date.today():  # noqa: DTZ011 - a day of birth has no time zone
            self.refuse("year", "future")

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class ScaleWidget(forms.RadioSelect):
    """Eleven boxes from 0 to 10 to touch, with words at both ends, then the ways not to answer."""

    def __init__(self, attrs=None, choices=(), low="", high=""):
        self.low, self.high = low, high
        super().__init__(attrs, choices)


class ScaleField(forms.TypedChoiceField):
    """A self-rating from 0 to 10: gives an int, or the word of the way not to answer, or None."""

    NOT_ANSWERED = (("not_asked", _("Not asked")), ("prefer_not_to_say", _("Prefers not to say")))
    LOW, HIGH = _("very poor"), _("very good")

    default_error_messages = {
        "required": _("Choose a number from 0 to 10, or say why there is none"),
        "invalid_choice": _("Choose a number from 0 to 10"),
    }

    def __init__(self, *, low=LOW, high=HIGH, not_answered=NOT_ANSWERED, **kwargs):
        numbers = [(number, str(number)) for number in range(11)]
        super().__init__(
            choices=[*numbers, *not_answered],
            coerce=lambda value: int(value) if value.isdecimal() else value,
            empty_value=None,
            widget=ScaleWidget(low=low, high=high),
            **kwargs,
        )


class CountedTextarea(forms.Textarea):
    """A text of several lines with a counter of words; without script the limit is a sentence."""

    def __init__(self, attrs=None, max_words=300):
        self.max_words = max_words
        super().__init__({"rows": 5} | (attrs or {}))


def refuse_more_words_than(limit):
    """A validator that counts words as the counter does."""

    def validate(text):
        over = len(text.split()) - limit
        if over > 0:
            message = ngettext_lazy(
                "Shorten this by %(over)s word, to %(limit)s words or fewer",
                "Shorten this by %(over)s words, to %(limit)s words or fewer",
                over,
            )
            raise ValidationError(message, code="max_words", params={"over": over, "limit": limit})

    return validate


class CountedTextField(forms.CharField):
    """A text with a limit in words, counted on screen and checked here."""

    def __init__(self, *, max_words=300, rows=5, **kwargs):
        kwargs.setdefault("max_length", 20_000)
        super().__init__(
            widget=CountedTextarea({"rows": rows}, max_words=max_words),
            validators=[refuse_more_words_than(max_words)],
            **kwargs,
        )
