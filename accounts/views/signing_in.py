"""Signing in, in two steps for whoever has a second factor, and out."""

import time

from django.contrib import messages
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import audit
from core.choices import AccessAction

from .. import proof, second_factors
from ..access import CHANGE, allow
from ..forms import SignInForm
from ..models import User
from .second_factors import Asked, posted

BACKEND = "accounts.roles.RoleBackend"
HALF = "half_signed_in"  # in the session: who gave the password and has yet to give a second factor
HALF_SECONDS = 600


@allow("public")
def sign_in(request):
    """Ask for user name and password; an account that is not there takes as long as one that is."""
    target = proof.own_path(request, request.POST.get("next") or request.GET.get("next", ""))
    form = SignInForm(request, data=posted(request), initial={"next": target})
    if request.method == "POST":
        if form.is_valid():
            form.tried.succeeded()
            return begin(request, form.get_user(), target)
        audit.record(request, AccessAction.SIGN_IN_FAILED)
    context = {"form": form, "returns": bool(target)}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


def begin(request, user, target):
    """The password was right: ask for the second factor, or let in who has none."""
    if not second_factors.has_one(user):
        return finish(request, user, target)
    request.session.flush()
    half = {"user": user.pk, "password": user.get_session_auth_hash(), "next": target, "at": time.time()}
    request.session[HALF] = half
    return redirect("accounts:second_factor")


def finish(request, user, target):
    login(request, user, backend=BACKEND)
    audit.record(request, AccessAction.SIGN_IN)
    return redirect(target or "home")


@allow("public")
def second_factor(request):
    """The second step of signing in; until it is done, nothing else is open."""
    user, target = half_signed_in(request)
    if user is None:
        return redirect("accounts:sign_in")
    asked = Asked(request, user)
    if asked.by_second_factor and asked.is_answered():
        del request.session[HALF]
        answer = finish(request, user, target)
        proof.note(request, by_second_factor=True)
        return answer
    if request.method == "POST":
        audit.record(request, AccessAction.SIGN_IN_FAILED, detail="second factor")
    return asked.page("accounts/second_factor.html")


def half_signed_in(request):
    """Who has given the right password in this session a short while ago, and where they were going; or nobody."""
    half = request.session.get(HALF, {})
    if half.get("at", 0) < time.time() - HALF_SECONDS:
        return None, ""
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    return (user, half["next"]) if user and user.get_session_auth_hash() == half["password"] else (None, "")


@allow("public", methods=CHANGE)
def sign_out(request):
    if request.user.is_authenticated:
        audit.record(request, AccessAction.SIGN_OUT)
    logout(request)
    messages.success(request, _("You have signed out."))
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache"'
    return response
