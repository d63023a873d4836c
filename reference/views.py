"""Pages of what an administrator edits: code lists, intervals, wordings."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict
from core.workflow import NotAllowed

from . import intervals, wordings, workflow
from .choices import CodeField, IntervalKey, WordingKey
from .forms import CodeForm, CodeWordsForm, EditionForm, IntervalForm, LastDayForm, WordingForm
from .models import Code, CodeSet, Interval, Wording


def form_page(request, title, form, back, **context):
    """A page with one form; 422 when the form has errors."""
    context |= {"title": title, "form": form, "back": back}
    return render(request, "reference/reference_form.html", context, status=422 if form.errors else 200)


def key_or_404(choices, key):
    """The member of a list that an address names. Raises Http404."""
    if key not in choices.values:
        raise Http404
    return choices(key)


@allow("reference.change_reference", methods=READ)
def reference_list(request):
    """Everything that can be set on screen, one line each."""
    context = {
        "lists": CodeField,
        "intervals": [(key, intervals.days(key)) for key in IntervalKey],
        "wordings": WordingKey,
    }
    return render(request, "reference/reference_list.html", context)


@allow("reference.change_reference", methods=READ)
def code_list(request, field):
    field = key_or_404(CodeField, field)
    sets = CodeSet.objects.filter(field=field).prefetch_related("codes").order_by("-valid_from")
    context = {"field": field, "sets": sets, "today": timezone.localdate()}
    return render(request, "reference/code_list.html", context)


@allow("reference.change_reference")
def edition_start(request, field):
    field = key_or_404(CodeField, field)
    form = EditionForm(sent(request), instance=CodeSet(field=field))
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data["answers"]
        if attempt(form, workflow.start_edition, form.instance, answers=answers, by=request.user):
            messages.success(request, _("The new version is saved. Records keep the words they have."))
            return redirect("reference:code_list", field)
    return form_page(request, _("New version: %(list)s") % {"list": field.label}, form, ("reference:code_list", field))


@allow("reference.change_reference")
def code_add(request, pk):
    code_set = get_object_or_404(CodeSet, pk=pk)
    form = CodeForm(sent(request), instance=Code(code_set=code_set))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.add_code, form.instance, by=request.user):
            messages.success(request, _("The answer is on the list."))
            return redirect("reference:code_list", code_set.field)
    title = _("Add an answer: %(list)s") % {"list": code_set.get_field_display()}
    return form_page(request, title, form, ("reference:code_list", code_set.field))


def get_code(pk):
    return get_object_or_404(Code.objects.select_related("code_set"), pk=pk)


@allow("reference.change_reference")
def code_edit(request, pk):
    code = get_code(pk)
    form = CodeWordsForm(sent(request), instance=code)
    context = {"title": _("Correct the words of an answer"), "back": ("reference:code_list", code.code_set.field)}
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "reference/reference_form.html", context)
        messages.success(request, _("The words are saved."))
        return redirect("reference:code_list", code.code_set.field)
    return form_page(request, context["title"], form, context["back"])


@allow("reference.change_reference")
def code_retire(request, pk):
    code = get_code(pk)
    form = LastDayForm(sent(request), initial={"on": timezone.localdate()})
    form.submit_label = _("Retire the answer")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.retire_code, code, **form.cleaned_data, by=request.user):
            messages.success(request, _("The answer is retired. Records that have it keep it."))
            return redirect("reference:code_list", code.code_set.field)
    title = _("Retire “%(answer)s”") % {"answer": code}
    return form_page(request, title, form, ("reference:code_list", code.code_set.field))


@allow("reference.change_reference", methods=CHANGE)
def code_restore(request, pk):
    code = get_code(pk)
    try:
        workflow.restore_code(code, by=request.user)
        messages.success(request, _("The answer is offered again."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("reference:code_list", code.code_set.field)


@allow("reference.change_reference")
def interval_set(request, key):
    key = key_or_404(IntervalKey, key)
    form = IntervalForm(sent(request), instance=Interval(key=key))
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The interval is set. Dates that are fixed already stay."))
        return redirect("reference:reference_list")
    context = {"interval_rows": Interval.objects.filter(key=key), "default_days": intervals.DEFAULTS[key]}
    return form_page(request, key.label, form, ("reference:reference_list",), **context)


@allow("reference.change_reference", methods=READ)
def wording_list(request, key):
    key = key_or_404(WordingKey, key)
    rows = Wording.objects.filter(key=key).order_by("kind", "-language", "-valid_from", "-created_at")
    samples = {name: sample for name, (_words, sample) in wordings.GAPS.items()}
    for row in rows:
        row.preview = wordings.fill(row.body, samples)
    return render(request, "reference/wording_list.html", {"key": key, "rows": rows, "today": timezone.localdate()})


@allow("reference.change_reference")
def wording_add(request, key):
    key = key_or_404(WordingKey, key)
    form = WordingForm(sent(request), instance=Wording(key=key))
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The text is saved."))
        return redirect("reference:wording_list", key)
    return form_page(request, _("New text: %(what)s") % {"what": key.label}, form, ("reference:wording_list", key))


@allow("reference.change_reference")
def wording_retire(request, pk):
    wording = get_object_or_404(Wording, pk=pk)
    form = LastDayForm(sent(request), initial={"on": timezone.localdate()})
    form.fields["on"].label, form.submit_label = _("Not used from"), _("Retire the text")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.retire_wording, wording, **form.cleaned_data, by=request.user):
            messages.success(request, _("The text is retired."))
            return redirect("reference:wording_list", wording.key)
    title = _("Retire the text “%(title)s”") % {"title": wording.title or wording.get_key_display()}
    return form_page(request, title, form, ("reference:wording_list", wording.key))
