"""Signing in and out."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core import audit
from core.choices import AccessAction
from core.forms import sent

from ..access import CHANGE, allow
from ..forms import SignInForm


@allow("public")
def sign_in(request):
    """Ask for user name and password; an account that is not there takes as long as one that is."""
    target = own_path(request, request.POST.get("next") or request.GET.get("next", ""))
    form = SignInForm(request, data=sent(request), initial={"next": target})
    if request.method == "POST":
        if form.is_valid():
            form.tried.succeeded()
            login(request, form.get_user())
            audit.record(request, AccessAction.SIGN_IN)
            return redirect(target or "home")
        audit.record(request, AccessAction.SIGN_IN_FAILED)
    context = {"form": form, "returns": bool(target)}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


def own_path(request, target):
    """The address where somebody was going, if it is a path of ours, else nothing."""
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours and target.startswith("/") else ""


@allow("public", methods=CHANGE)
def sign_out(request):
    if request.user.is_authenticated:
        audit.record(request, AccessAction.SIGN_OUT)
    logout(request)
    messages.success(request, _("You have signed out."))
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache"'
    return response
