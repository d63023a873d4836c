"""The section of MAPPA: the only pages that read its table."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.forms import DayForm
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import workflow
from ..forms import MappaForm
from ..models import MappaRecord

FORM_PAGE = "safeguarding/mappa_form.html"


@allow("clients.see_mappa", methods=READ, records_look=True)
def client_mappa(request, pk):
    client = get_client(request, pk)
    records = MappaRecord.objects.visible_to(request.user).filter(client=client).select_related("updated_by")
    return render(request, "safeguarding/client_mappa.html", {"client": client, "tab": "safety", "records": records})


@allow("clients.see_mappa", records_look=True)
def mappa_record(request, pk):
    client = get_client(request, pk)
    form = MappaForm(sent(request), instance=MappaRecord(client=client))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.record_mappa, form.instance, by=request.user):
            return _saved(request, client)
    return _form_page(request, client, form, _("Record MAPPA"))


@allow("clients.see_mappa", records_look=True)
def mappa_edit(request, pk):
    record = get_of_client(request, MappaRecord.objects.filter(ended_on=None), pk)
    form = MappaForm(sent(request), instance=record)
    heading = _("Change the MAPPA record")
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except EditConflict as error:
            context = {"client": record.client, "tab": "safety", "heading": heading}
            return conflict(request, form, error, FORM_PAGE, context)
        return _saved(request, record.client)
    return _form_page(request, record.client, form, heading)


@allow("clients.see_mappa", records_look=True)
def mappa_end(request, pk):
    record = get_of_client(request, MappaRecord.objects.all(), pk)
    form = DayForm(sent(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.end_mappa, record, by=request.user, **form.cleaned_data):
            return _saved(request, record.client)
    return _form_page(request, record.client, form, _("No longer under MAPPA"))


def _saved(request, client):
    messages.success(request, _("Saved in this section."))
    return redirect("safeguarding:client_mappa", client.pk)


def _form_page(request, client, form, heading):
    context = {"client": client, "tab": "safety", "form": form, "heading": heading}
    return render(request, FORM_PAGE, context, status=422 if form.errors else 200)
