"""What every form is built on: our own words, bounded dates, the version check, and safe query strings."""

from datetime import date
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from . import database, drafts
from .workflow import NotAllowed

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
LONGEST_TEXT = 10_000
LONGEST_PARAMETER = 2_000


def sent(request):
    """What was typed: the data of a form that was sent, also when all of it is empty, or of a draft; None before."""
    return request.POST if request.method == "POST" else drafts.resumed(request)


class EditConflict(Exception):
    """Somebody else saved the record after the form was opened; `current` is the record as it is now."""

    def __init__(self, current):
        super().__init__()
        self.current = current


class DateField(forms.DateField):
    """A day between 1900 and 2100, typed as 27/3/2026 (or 2026-03-27)."""

    input_formats = ["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"]
    default_error_messages = {"invalid": _("Enter a real date, such as 27/3/2026")}
    default_validators = [
        MinValueValidator(EARLIEST, _("Enter a date after 1900")),
        MaxValueValidator(LATEST, _("Enter a date before 2100")),
    ]

    def __init__(self, **kwargs):
        kwargs.pop("input_formats", None)
        super().__init__(input_formats=self.input_formats, **kwargs)


def refuse_future(day):
    """A validator, and the end of a `clean_…`: gives the day, unless it has not come yet."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("The date cannot be in the future"))
    return day


class PastDateField(DateField):
    """A day that has come: today or earlier."""

    default_validators = [*DateField.default_validators, refuse_future]


class DateTimeField(forms.DateTimeField):
    """A moment between 1900 and 2100, typed as 27/3/2026 14:30, London time."""

    default_error_messages = {"invalid": _("Enter a real date and time, such as 27/3/2026 14:30")}

    def __init__(self, **kwargs):
        kwargs["input_formats"] = [f"{day} {time}" for day in DateField.input_formats for time in ("%H:%M", "%H:%M:%S")]
        kwargs["input_formats"] += ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(**kwargs)

    def clean(self, value):
        moment = super().clean(value)
        if moment and not EARLIEST.year < moment.year < LATEST.year:
            raise forms.ValidationError(_("Enter a date between 1900 and 2100"))
        return moment

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (OverflowError, ValueError) as error:  # year 1 or 9999 has no London time
            raise forms.ValidationError(self.error_messages["invalid"]) from error


NOTHING_CHOSEN = _("Choose one")
ERROR_WORDS = {
    "required": _("Answer this question"),
    "max_length": _("Shorten this to %(limit_value)d characters or fewer"),
    "invalid_choice": _("Choose one of the answers on the list"),
}


def bounded_field(db_field, **kwargs):
    """The form field of a model field, with dates bounded, free text never without a limit, and errors in our words."""
    kwargs["error_messages"] = ERROR_WORDS | (kwargs.get("error_messages") or {})
    if type(db_field) is models.DateField:
        kwargs["form_class"] = DateField
    elif type(db_field) is models.DateTimeField:
        kwargs["form_class"] = DateTimeField
    elif type(db_field) is models.TextField and not db_field.choices:
        kwargs.setdefault("max_length", LONGEST_TEXT)
    field = db_field.formfield(**kwargs)
    if type(getattr(field, "widget", None)) is forms.Select:
        say_that_nothing_is_chosen(field)
    return field


def say_that_nothing_is_chosen(field):
    """A list that nothing is chosen from begins with words, not with dashes."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = NOTHING_CHOSEN
    else:
        field.choices = [choice if choice[0] else ("", NOTHING_CHOSEN) for choice in field.choices]


class CrispyMixin:
    """Draws the form through our template pack; `submit_label` is the text of its button."""

    submit_label = _("Save")
    use_required_attribute = False

    @property
    def helper(self):
        helper = FormHelper()  # without a layout; a form that has one says so: drawing by it takes longer
        helper.submit_label = self.submit_label
        return helper

    @property
    def is_draft(self):
        return isinstance(self.data, drafts.Typed)

    def is_valid(self):
        """A draft is never valid, so that showing one does nothing."""
        return not self.is_draft and super().is_valid()

    def full_clean(self):
        """Judge what was sent. A draft is not judged: nobody has sent it."""
        if self.is_draft:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


def version_field():
    return forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, label=_("Version")
    )


class VersionMixin:
    """What a form does that belongs to one record, `instance`, as it was when the form was opened."""

    def check_version(self):
        """Lock the record and raise EditConflict when it is not the version that the form was opened with.

        Raises NotAllowed when somebody has removed it since.
        """
        if self.instance._state.adding:
            return
        try:
            version = database.locked(self.instance, "version")
        except ObjectDoesNotExist as error:
            raise NotAllowed(
                _("Somebody else has removed this meanwhile. Copy what you typed before you leave.")
            ) from error
        if version != self.cleaned_data.get("version"):
            raise EditConflict(type(self.instance)._base_manager.get(pk=self.instance.pk))
        self.instance.version = version


class BaseForm(CrispyMixin, forms.Form):
    """A form that is not one record: its `clean` holds its rules, a verb of workflow.py does the work."""

    @property
    def answer(self):
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class VerbForm(VersionMixin, BaseForm):
    """The arguments of a verb about one record, refused when somebody else changed the record meanwhile.

    `core.views.attempt` checks the version. `columns` says which field of the record a field of the form fills, where
    the names differ.
    """

    version = version_field()
    columns = {}

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance, self.initial["version"] = record, record.version


class BaseModelForm(VersionMixin, CrispyMixin, forms.ModelForm):
    """A plain edit of one record, refused when somebody else saved it meanwhile.

    `version` travels in the form. `save(by=…)` raises EditConflict when it is no longer the record's; the view
    then answers 409 with what both people wrote (core.views.conflict).
    """

    version = version_field()
    saves = ()  # the fields that are written, when other forms may write the others meanwhile; all of them unless told

    class Meta:  # of a form: `class Meta(BaseModelForm.Meta)`
        formfield_callback = bounded_field

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        if self.instance._state.adding:
            del self.fields["version"]

    def save(self, *, by, in_verb=False):
        """Save the record as the work of `by`. `in_verb`: a verb that undoes all of its work when this fails.

        Raises EditConflict, and NotAllowed when somebody else wrote what may be there only once after this was checked.
        """
        try:
            with transaction.atomic(savepoint=not in_verb):
                self.check_version()
                self.instance.save_by(by, *self.saves)
                self._save_m2m()
        except IntegrityError as error:
            raise NotAllowed(
                _("Somebody else saved the same at this very moment. Look at what is there now.")
            ) from error
        return self.instance


class QueryForm(CrispyMixin, forms.Form):
    """The query string of a page: every value passes here before it reaches the database.

    A value that is not understood is left out, so that a broken or hostile address gives the page without it.
    No text is without a limit.
    """

    searched = ()  # the fields by which somebody is looked for: they are never saved (core.saved)
    not_filters = ("sort",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if "invalid_choice" in field.error_messages:
                field.error_messages["invalid_choice"] = ERROR_WORDS["invalid_choice"]
            if type(field) is forms.CharField and field.max_length is None:
                field.validators.append(MaxLengthValidator(LONGEST_PARAMETER))

    @property
    def helper(self):
        helper = super().helper
        helper.form_method = "get"
        return helper

    def values(self):
        """The understood values by name; those missing or wrong are the field's empty value."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, self._nothing(field)) for name, field in self.fields.items()}

    @staticmethod
    def _nothing(field):
        return "" if type(field) is forms.ChoiceField else getattr(field, "empty_value", None)

    def address(self, **changes):
        """The query string of the same page with some values changed; empty ones are left out."""
        values = {name: self.data.get(name) for name in self.fields} | changes
        return urlencode({name: value for name, value in values.items() if value not in (None, "")})

    def tags(self):
        """The filters that are on, each with the address of the list without it."""
        return [
            {"label": self.in_words(name, value), "url": f"?{self.address(**{name: ''})}"}
            for name, value in self.values().items()
            if value and self.data.get(name) and name not in self.not_filters
        ]

    def in_words(self, name, value):
        """A filter as it reads: its label, and what was chosen."""
        field = self.fields[name]
        chosen = dict(flatten_choices(getattr(field, "choices", []))).get(value, value)
        return str(field.label) if value is True else f"{str(field.label).rstrip('?')}: {chosen}"

    def to_save(self):
        """What may be saved of the address, by name: what is understood, and nobody who was looked for."""
        self.is_valid()
        understood = [name for name in self.fields if name not in self.errors and name not in self.searched]
        return {name: self.data[name] for name in understood if self.data.get(name)}


class PageQuery(QueryForm):
    """Where a page of a list begins (core.pagination)."""

    after = forms.CharField(required=False, widget=forms.HiddenInput)
