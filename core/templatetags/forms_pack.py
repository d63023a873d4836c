"""What the templates in `templates/forms/` ask of a field, and the summary of a form's errors."""

from collections import Counter
from functools import cache

from django import forms, template
from django.forms import BaseForm, BaseFormSet
from django.utils.translation import gettext

from core.forms import QueryForm
from core.widgets import DATE_PARTS, CountedTextarea, DatePartsWidget, ScaleWidget

register = template.Library()

# The first line that fits decides: a narrower widget stands above a wider one.
KINDS = (
    (forms.MultipleHiddenInput, "hidden"),
    (forms.HiddenInput, "hidden"),
    (DatePartsWidget, "date_parts"),
    (ScaleWidget, "scale"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (CountedTextarea, "counted"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.DateInput, "date"),
    (forms.NumberInput, "number"),
)

CLASSES = {
    "select": "govuk-select",
    "counted": "govuk-textarea govuk-js-character-count",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "date": "govuk-input moj-js-datepicker-input",
    "checkbox": "govuk-checkboxes__input",
}

ERROR_CLASSES = {
    "select": "govuk-select--error",
    "counted": "govuk-textarea--error",
    "textarea": "govuk-textarea--error",
    "file": "govuk-file-upload--error",
    "checkbox": "",
}


@register.filter
def kind(field):
    """The name of the way a field is drawn."""
    return _kind(type(field.field.widget))


@cache
def _kind(widget):
    return next((name for known, name in KINDS if issubclass(widget, known)), "text")


@register.filter
def is_group(field):
    """Whether a field is several controls under one legend."""
    return kind(field) in {"radios", "checkboxes", "scale", "date_parts"}


@register.filter
def described_by(field):
    """The ids that describe a control, in reading order: hint, error, counter."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_hint")
    if kind(field) == "scale" and field.field.widget.low:
        ids.append(f"{field.auto_id}_ends")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    if kind(field) == "counted":
        ids.append(f"{field.auto_id}-info")
    return " ".join(ids)


@register.filter
def error_target(field):
    """The id of the control that an error link should focus; empty for a hidden field."""
    how = kind(field)
    if how == "hidden":
        return ""
    if how == "date_parts":
        return f"{field.auto_id}_{wrong_part(field)}"
    if how in {"radios", "checkboxes", "scale"}:
        return next((option["attrs"]["id"] for option in options(field)), "")
    return field.id_for_label


def wrong_part(field):
    """The number of the box of a date that is wrong; the first when it is the whole date."""
    names = [part.name for part in DATE_PARTS]
    codes = [error.code for error in field.errors.as_data()]
    return next((names.index(code) for code in codes if code in names), 0)


@register.simple_tag(takes_context=True)
def optional(context, field):
    """The mark of a field that may stay empty: required is the rule on our forms, and a filter asks for nothing.

    A form that may be saved half done (`saved_in_steps`) marks nothing: all of it is needed in the end. Nor are fields
    marked that some answers need (`needed_sometimes`): what they say elsewhere must not be untrue for somebody.
    """
    marked = not field.field.required and context.get("form_method") != "get" and kind(field) != "checkbox"
    marked = marked and not getattr(field.form, "saved_in_steps", False) and not isinstance(field.form, QueryForm)
    marked = marked and field.name not in getattr(field.form, "needed_sometimes", ())
    return gettext(" (optional)") if marked else ""


@register.simple_tag
def control(field):
    """The control itself, with the design system's classes; the widget stays as it was."""
    how, widget = kind(field), field.field.widget
    names = [CLASSES.get(how, "govuk-input"), widget.attrs.get("class", "")]
    if field.errors:
        names.append(ERROR_CLASSES.get(how, "govuk-input--error"))
    attrs = {
        "class": " ".join(name for name in names if name),
        "aria-describedby": described_by(field) or False,
        # The browser would cut a pasted text short without a word: our own message says what is too long.
        "maxlength": False,
        "minlength": False,
    }
    if how == "date":
        attrs["autocomplete"] = "off"
    if how == "number":
        whole = isinstance(field.field, forms.IntegerField) and not isinstance(field.field, forms.DecimalField)
        plain = {name: value for name, value in widget.attrs.items() if name not in {"min", "max", "step"}}
        return field.as_widget(forms.TextInput(plain | {"inputmode": "numeric" if whole else "decimal"}), attrs)
    return field.as_widget(attrs=attrs)


@register.filter
def options(field):
    """Each option of a group, as the data a template needs to draw it; Django's row of dashes is not an answer."""
    every = [option.data for option in field.subwidgets]
    return [option for option in every if option["value"] != "" or not str(option["label"]).startswith("---")]


@register.filter
def numbers_of(options):
    """The options of a scale that are numbers."""
    return [option for option in options if str(option["value"]).isdecimal()]


@register.filter
def others_of(options):
    """The options of a scale that are ways not to answer."""
    return [option for option in options if not str(option["value"]).isdecimal()]


@register.filter
def date_boxes(field):
    """The three boxes of a date: name, id, label, what was typed, and whether it is the wrong one."""
    value = field.value()
    texts = value if isinstance(value, (list, tuple)) else field.field.widget.decompress(value)
    wrong = wrong_part(field) if field.errors else None
    whole = bool(field.errors) and not any(texts)
    return [
        {
            "id": f"{field.auto_id}_{number}",
            "name": f"{field.html_name}_{part.name}",
            "label": part.label,
            "width": part.width,
            "value": "" if texts[number] is None else texts[number],
            "wrong": whole or number == wrong,
            "autocomplete": f"bday-{part.name}" if field.field.widget.attrs.get("autocomplete") == "bday" else "",
        }
        for number, part in enumerate(DATE_PARTS)
    ]


@register.filter
def button_classes(button):
    """The classes of a crispy button that are the design system's."""
    return " ".join(name for name in button.field_classes.split() if name.startswith(("govuk-", "app-")))


@register.inclusion_tag("forms/error_summary.html")
def error_summary(*forms_and_formsets):
    """The errors of every form on the page, each a link to the control it is about; two that say the same say of what."""
    rows = [row for item in forms_and_formsets for row in rows_of(item)]
    often = Counter(str(row["text"]) for row in rows)
    for row in rows:
        if often[str(row["text"])] > 1 and row.get("label"):
            row["text"] = f"{row['text']}: {row['label']}"
    return {"errors": rows}


def rows_of(item):
    """The lines of the summary for one form, one formset, or a list of them."""
    if isinstance(item, (list, tuple)):
        for part in item:
            yield from rows_of(part)
    elif isinstance(item, BaseFormSet) and item.is_bound:
        yield from ({"text": text, "target": ""} for text in item.non_form_errors())
        yield from rows_of(list(item.forms))
    elif isinstance(item, BaseForm) and item.errors:
        yield from ({"text": text, "target": ""} for text in item.non_field_errors())
        for name in item.errors:
            if name in item.fields:
                field = item[name]
                about = {"target": error_target(field), "label": field.label}
                yield from ({"text": text, **about} for text in field.errors)


def has_errors(value):
    """Whether something in a page's context is a form, or a list of forms, that failed.

    Asks for the type and not with `isinstance`, which would wake every lazy value, the CSRF token among them.
    """
    kind_of_value = type(value)
    if issubclass(kind_of_value, BaseForm):
        return value.is_bound and bool(value.errors)
    if issubclass(kind_of_value, BaseFormSet):
        return value.is_bound and value.total_error_count() > 0
    return issubclass(kind_of_value, (list, tuple)) and any(map(has_errors, value))


@register.simple_tag(takes_context=True)
def error_prefix(context):
    """The start of the page's title when a form on it failed."""
    values = context.flatten()
    failed = values.get("errors") or any(has_errors(value) for value in values.values())
    return gettext("Error: ") if failed else ""
