"""Flags on a record."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import personal, workflow
from ..access import get_client, get_of_client
from ..banner import flags_shown_to
from ..forms import DayForm, FlagForm, FlagReviewForm
from ..models import ClientFlag
from .parts import form_page


@allow("clients.change_client", records_look=True)
def flag_add(request, pk):
    client = get_client(request, pk)
    form = FlagForm(sent(request), instance=ClientFlag(client=client))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.add_flag, form.instance, by=request.user):
            messages.success(request, _("The flag is on the record."))
            return redirect(client)
    return form_page(request, _("Add a flag"), form, {"client": client})


@allow("clients.change_client", records_look=True)
def flag_end(request, pk):
    flag = get_of_client(request, ClientFlag.objects.filter(flags_shown_to(request.user)), pk)
    begun = timezone.localtime(flag.created_at).date()
    form = DayForm(sent(request), first=begun, initial={"on": timezone.localdate()})
    form.submit_label = _("End the flag")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.end_flag, flag, **form.cleaned_data, by=request.user):
            messages.success(request, _("The flag is ended. It stays in the history of the record."))
            return redirect(flag.client)
    about = f"{flag.get_kind_display()}: {flag.reason}"
    return form_page(request, _("End a flag"), form, {"client": flag.client, "about": about})


@allow("clients.change_client", records_look=True)
def flag_review(request, pk):
    flag = get_of_client(request, ClientFlag.objects.filter(flags_shown_to(request.user)), pk)
    form = FlagReviewForm(sent(request), record=flag)
    context = {"client": flag.client, "flag": flag, "reviews": flag.reviews.select_related("created_by")[:20]}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, personal.review_flag, flag, **form.answer, by=request.user):
                messages.success(request, _("The flag stays. Who looked at it, when and why is kept."))
                return redirect(flag.client)
        except EditConflict as error:
            context |= {"title": _("Look at a flag again"), "tab": "overview"}
            return conflict(request, form, error, "clients/flag_review.html", context)
    return form_page(request, _("Look at a flag again"), form, context, "clients/flag_review.html")
