"""Has whoever uses this session proved lately who they are? A password does, and whoever has a second factor, with it."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from . import second_factors

SECOND_FACTOR = "second_factor"  # in the session: it was opened, or confirmed, with a second factor


def is_fresh(request):
    """Whether the last proof is recent, and as strong as the user can give."""
    if request.session.proof_age > settings.STEP_UP_AFTER.total_seconds():
        return False
    return bool(request.session.get(SECOND_FACTOR)) or not second_factors.has_one(request.user)


def note(request, *, by_second_factor):
    """Remember in the session that a proof was given just now."""
    if by_second_factor:
        request.session[SECOND_FACTOR] = True
    request.session.prove()


def ask(request):
    """Send the user to give a proof, and back again; what only changes something leads back to where its button is."""
    back = request.get_full_path()
    if request.method == "POST":
        back = own_path(request, urlsplit(request.headers.get("Referer", "")).path)
    return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': back})}")


def own_path(request, target):
    """The address where somebody was going, if it is a path of ours, else nothing."""
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours and target.startswith("/") else ""
