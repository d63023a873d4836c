"""Your drafts: keeping what is typed, the list of it, discarding. Each user sees only their own."""

from dataclasses import dataclass, replace

from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core import drafts
from core.models import Draft
from core.workflow import NotAllowed

from ..models import Client
from ..reading_up import model_of

REFUSED, MALFORMED = 403, 422


class KeepForm(forms.Form):
    """What the script of a page says beside what was typed (static/src/drafts.js)."""

    draft = forms.CharField(max_length=4000)
    draft_tab = forms.CharField(max_length=36)
    draft_revision = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    draft_title = forms.CharField(max_length=200, required=False)


@dataclass
class Row:
    """A draft on the list; `client` and what was typed only while the user may see the record."""

    draft: Draft
    client: Client | None
    is_open: bool

    @property
    def texts(self):
        """What was typed in whole words, to read or copy."""
        values = (value for values in self.draft.data.values() for value in values)
        return [value for value in values if " " in value.strip()] if self.is_open else []


@allow("signed_in", methods=CHANGE)
def draft_save(request):
    """Keep what stands in a form, for the script of its page."""
    said = KeepForm(request.POST)
    page = drafts.page_from(said.cleaned_data["draft"]) if said.is_valid() else None
    if page is None:
        return JsonResponse({}, status=MALFORMED)
    if not drafts.may_keep(page, request.user) or not is_in_scope(request.user, page.client):
        return JsonResponse({}, status=REFUSED)
    data = {name: values for name, values in request.POST.lists() if name not in said.fields}
    what = {name: said.cleaned_data[f"draft_{name}"] for name in ("tab", "revision", "title")}
    try:
        draft = drafts.keep(page, data=data, **what | {"title": what["title"] or _("A form")})
    except NotAllowed as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=409)
    token = replace(page, key=draft.pk).token
    return JsonResponse({"key": draft.pk, "draft": token, "revision": draft.revision})


def is_in_scope(user, client):
    """Whether a page is about nobody, about somebody the user may see, or about a handover sent to the user."""
    return client is None or client in in_scope(user, {client})


def in_scope(user, keys):
    """Those of these clients of whom the user may see anything."""
    seen = set(Client.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    if keys <= seen:
        return seen
    handovers = model_of("handovers").objects.receivable_by(user)
    return seen | set(handovers.filter(client__in=keys - seen).values_list("client", flat=True))


@allow("signed_in", methods=READ)
def draft_list(request):
    return render(request, "clients/draft_list.html", {"rows": rows_of(request.user), "kept_days": drafts.KEPT.days})


def rows_of(user):
    """The user's drafts, the newest first."""
    mine = list(Draft.objects.filter(user=user))
    keys = {draft.client_key for draft in mine if draft.client_key}
    shown, clients = in_scope(user, keys), Client.objects.visible_to(user).in_bulk(keys)
    return [
        Row(draft, clients.get(draft.client_key), not draft.client_key or draft.client_key in shown) for draft in mine
    ]


@allow("signed_in", methods=CHANGE)
def draft_discard(request, pk):
    draft = get_object_or_404(Draft, pk=pk, user=request.user)
    draft.delete()
    messages.success(request, _("The draft is discarded."))
    return redirect(draft.page if "back" in request.POST else "clients:draft_list")
