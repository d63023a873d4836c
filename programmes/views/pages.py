"""What the pages of programmes share: a form about something of the team, and a form about somebody's enrolment."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render, resolve_url

from core.forms import EditConflict, VerbForm
from core.views import attempt, conflict

from ..models import Programme

TEAM_FORM, RECORD_FORM = "programmes/programme_form.html", "programmes/enrolment_form.html"


def get_programme(request, pk):
    """A programme of the user's teams. Raises Http404."""
    programmes = Programme.objects.visible_to(request.user)
    return get_object_or_404(programmes.select_related("team", "run_by", "room", "treatment", "leads_to"), pk=pk)


def saved_page(request, form, save, *, title, done, to, template=TEAM_FORM, **context):
    """A page with one form: 422 with what is wrong, 409 when somebody else came first, else on to `to`.

    `save` is a verb that takes what the form gives (VerbForm), or nothing (the form is the record). `done` may be a sentence,
    or give one for what the verb gave.
    """
    context = {"title": title, "form": form, "back_url": resolve_url(to or "programmes:programme_list")} | context
    if request.method == "POST" and form.is_valid():
        answer = form.answer if isinstance(form, VerbForm) else {}
        try:
            saved = attempt(form, save, **answer, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, template, context)
        if saved is not None:
            messages.success(request, done(saved) if callable(done) else done)
            return redirect(to or saved)
    return render(request, template, context, status=422 if form.errors else 200)
