"""One's own sessions: a list, ending one or all others, and staying signed in."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import audit
from core.choices import AccessAction

from ..access import CHANGE, READ, allow


@allow("signed_in", methods=READ)
def session_list(request):
    sessions = [(session, session.session_key == request.session.session_key) for session in own(request)]
    return render(request, "accounts/session_list.html", {"sessions": sessions})


@allow("signed_in", methods=CHANGE)
def session_end(request, pk):
    """End one session; it is refused at its next request."""
    get_object_or_404(own(request), public_id=pk).delete()
    audit.record(request, AccessAction.SESSION_ENDED)
    messages.success(request, _("The session has ended."))
    return redirect("accounts:session_list")


@allow("signed_in", methods=CHANGE)
def session_end_others(request):
    """End every session but the one that asks."""
    own(request).exclude(session_key=request.session.session_key).delete()
    audit.record(request, AccessAction.SESSION_ENDED, detail="all others")
    messages.success(request, _("All your other sessions have ended."))
    return redirect("accounts:session_list")


@allow("signed_in", methods=CHANGE)
def stay_signed_in(request):
    """The one key of the notice that the session ends soon: being asked is the activity."""
    return JsonResponse({"seconds": request.session.seconds_left})


def own(request):
    return request.user.sessions.current()
