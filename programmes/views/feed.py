"""The private address of a worker's calendar: made, renewed, revoked; and what answers there."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import tries
from accounts.access import CHANGE, READ, allow
from core import audit
from core.choices import AccessAction
from core.workflow import NotAllowed
from services_directory.reminders import digest

from .. import feed
from ..models import CalendarLink

VIEW = "programmes.view_programme"
TOKEN = "calendar_token"  # of an address that was just made, in the session until it is shown


@allow("public", methods=READ)
def calendar_feed(request, token):
    """The calendar as a file of appointments; one answer for whatever has ended, was altered or guessed."""
    link = feed.link_behind(token)
    if link is None:
        tries.take(request, "calendar_link", digest(token))
        audit.record(request, AccessAction.REFUSED, detail="calendar address")
        raise Http404
    audit.record(request, AccessAction.EXPORT, user=link.user, detail="calendar address")
    feed.note_reading(link)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="calendar.ics"'}
    return HttpResponse(feed.calendar_of(link.user), content_type="text/calendar; charset=utf-8", headers=headers)


@allow(VIEW, methods=READ)
def calendar_link(request):
    """What the address is good for, and whether there is one; right after it was made, the address itself, once."""
    link = CalendarLink.objects.filter(user=request.user, revoked_at=None).first()
    token = request.session.pop(TOKEN, None)
    address = token and settings.SITE_URL.rstrip("/") + reverse("programmes:calendar_feed", args=[token])
    return render(request, "programmes/calendar_link.html", {"link": link, "address": address})


@allow(VIEW, methods=CHANGE, step_up=True)
def calendar_link_renew(request):
    """Make a new address; the one before answers no longer."""
    request.session[TOKEN] = feed.renew(request.user, by=request.user)
    return redirect("programmes:calendar_link")


@allow(VIEW, methods=CHANGE)
def calendar_link_revoke(request):
    try:
        feed.revoke(request.user, by=request.user)
        messages.success(request, _("The address is revoked: nothing answers there any more."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:calendar_link")
