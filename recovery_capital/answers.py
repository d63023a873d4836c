"""What stands in a row, as people read it: whether a question was answered, and the answer in words."""

from django.db.models import Q
from django.utils.text import capfirst

from core.templatetags.ui import day, yes_no


def is_answer(field, value):
    """Whether a field holds an answer: 0 is one, and so is a no that could have been left out."""
    if isinstance(value, bool):
        return value or field.null
    return value is not None and value != "" and value != []


def in_words(row, field):
    """The answer in a field as people read it."""
    value = getattr(row, field.name)
    if isinstance(value, list):
        labels = dict(getattr(field.base_field, "flatchoices", []))
        return ", ".join(str(labels.get(item, item)) for item in value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return yes_no(value)
    return day(value) if field.get_internal_type() == "DateField" else str(value)


def answered(row, names):
    """The fields of a row, among those named, that hold an answer."""
    fields = [row._meta.get_field(name) for name in names]
    return [field for field in fields if is_answer(field, getattr(row, field.name))]


def said(row, names):
    """Question and answer for each of the named fields that holds one."""
    return [(capfirst(str(field.verbose_name)), in_words(row, field)) for field in answered(row, names)]


def says_something(model, names):
    """The condition of rows in which one of the named fields holds an answer."""
    condition = Q()
    for field in [model._meta.get_field(name) for name in names]:
        if field.empty_strings_allowed and not field.null:
            condition |= ~Q(**{field.name: ""})
        elif field.get_internal_type() == "ArrayField":
            condition |= Q(**{f"{field.name}__len__gt": 0})
        elif field.null:
            condition |= Q(**{f"{field.name}__isnull": False})
    return condition
