"""What every page shares: trying a verb, the answer to an edit conflict, and the page of all components."""

from django.db import transaction
from django.forms.models import model_to_dict
from django.shortcuts import render

from . import gallery
from .forms import VerbForm
from .workflow import NotAllowed


def component_gallery(request):
    """Every component with sample data; development only (config/urls.py)."""
    sent = request.POST if request.method == "POST" else None
    form, entries = gallery.EverythingForm(sent), gallery.SubFormset(sent, prefix="entries")
    failed = sent is not None and not (form.is_valid() & entries.is_valid())
    filters = gallery.FilterForm(request.GET or None, auto_id="filter_%s")
    context = {"form": form, "formset": entries, "filter_form": filters, **gallery.samples()}
    return render(request, "core/component_gallery.html", context, status=422 if failed else 200)


def attempt(form, verb, *args, **kwargs):
    """Do what the form asks for, and give what the verb gives; when the rules refuse, say why on the form: None.

    Raises EditConflict for a VerbForm whose record somebody else has changed meanwhile.
    """
    try:
        with transaction.atomic():
            if isinstance(form, VerbForm):
                form.check_version()
            return verb(*args, **kwargs)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None


def conflict(request, form, error, template, context):
    """Answer 409 when somebody else saved the record meanwhile, with what both wrote, side by side.

    The form keeps what was typed and carries the new version, so that saving again is a decision.
    `error` is the EditConflict; base.html draws `conflict`, with the fields in which the two differ.
    """
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = str(error.current.version)
    saved = error.current
    both = {"by": saved.updated_by, "at": saved.updated_at, "fields": differences(form, saved)}
    return render(request, template, context | {"form": form, "conflict": both}, status=409)


def differences(form, current):
    """The fields in which the form and the record as saved by somebody else differ, as staff would read them."""
    theirs = form.read(current) if hasattr(form, "read") else model_to_dict(current)
    rows = []
    columns = getattr(form, "columns", {})
    for name, field in form.fields.items():
        column = columns.get(name, name)
        if name not in form.cleaned_data or column not in theirs or name == "version":
            continue
        yours = _readable(form.cleaned_data[name], field)
        saved = _readable(theirs[column], field)
        if yours != saved:
            rows.append({"label": field.label, "yours": yours, "theirs": saved})
    return rows


def _readable(value, field):
    labels = {str(key): label for key, label in getattr(field, "choices", [])}
    if isinstance(value, list):
        return ", ".join(str(labels.get(str(one), one)) for one in value)
    return str(labels.get(str(getattr(value, "pk", value)), value if value is not None else ""))
