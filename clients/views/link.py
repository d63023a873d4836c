"""Records that may be of one person: found, compared, linked and unlinked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.choices import AccessAction
from core.forms import sent
from core.views import attempt

from .. import linking
from ..access import get_client, record_look
from ..alike import alike_to
from ..forms import CompareQuery, LinkForm, UndoLinkForm
from ..models import Client, RecordLink


@allow("clients.link_records", methods=READ, records_look=True)
def duplicate_list(request, pk):
    """The records that may be of the same person, and those that are linked with this one."""
    client = get_client(request, pk)
    links = RecordLink.objects.live().visible_to(request.user).select_related("kept", "other", "created_by")
    context = {
        "client": client,
        "tab": "overview",
        "found": alike_to(request.user, client),
        "links": links.filter(kept=client) | links.filter(other=client),
        "query": CompareQuery(None),
    }
    return render(request, "clients/duplicate_list.html", context)


@allow("clients.link_records", records_look=True)
def record_link(request, pk):
    """The two records side by side, field by field, and the form that links them."""
    client = get_client(request, pk)
    query = CompareQuery(request.GET)
    reference = query.values()["other"]
    other = Client.objects.visible_to(request.user).filter(reference=reference).first() if reference else None
    if reference and other is None and not query.errors:
        query.add_error("other", _("You have no client with this reference"))
    context = {"client": client, "tab": "overview", "query": query, "other": other}
    if other is None:
        return render(request, "clients/record_link.html", context, status=422 if query.errors else 200)
    record_look(request, AccessAction.LOOK, other)
    rows = linking.differences(client, other)
    form = LinkForm(sent(request), rows=rows)
    if request.method == "POST" and form.is_valid():
        take, why = form.cleaned_data.get("take", []), form.cleaned_data["why"]
        if attempt(form, linking.link_records, client, other, take=take, why=why, by=request.user):
            messages.success(request, _("The records are linked. Both stay; this one is worked with."))
            return redirect(client)
    context |= {"form": form, "rows": rows, "sizes": [_size(client), _size(other)]}
    return render(request, "clients/record_link.html", context, status=422 if form.errors else 200)


def _size(client):
    """How much there is on a record, to choose which one is kept."""
    return {"episodes": client.episodes.count(), "contacts": client.contacts.count()}


@allow("clients.link_records", records_look=True)
def link_undo(request, pk):
    link = get_object_or_404(RecordLink.objects.visible_to(request.user).select_related("kept", "other"), pk=pk)
    if link.undone_at:
        raise Http404
    record_look(request, AccessAction.LOOK, link.kept)
    form = UndoLinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, linking.undo_link, link, **form.cleaned_data, by=request.user):
            messages.success(request, _("The link is undone. Each record stands for itself again."))
            return redirect(link.kept)
    about = _("%(other)s is linked to this record: %(why)s") % {"other": link.other.reference, "why": link.why}
    context = {"client": link.kept, "tab": "overview", "form": form, "title": _("Undo a link"), "about": about}
    return render(request, "clients/record_form.html", context, status=422 if form.errors else 200)
