"""Signing in and out, the first page of each role, and one's own account."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core import audit
from core.choices import AccessAction
from core.forms import sent

from .access import CHANGE, READ, allow
from .choices import Role
from .forms import AccessLogQuery, SignInForm

FIRST_PAGE = {
    Role.COMMISSIONER: "reports:report_list",
    Role.DIRECTORY_EDITOR: "services_directory:service_list",
    Role.GOVERNANCE_OFFICER: "accounts:access_log",
    Role.ADMINISTRATOR: "admin:index",
}


@allow("public")
def sign_in(request):
    form = SignInForm(request, data=sent(request), initial={"next": request.GET.get("next", "")})
    if request.method == "POST":
        if form.is_valid():
            login(request, form.get_user())
            audit.record(request, AccessAction.SIGN_IN)
            return redirect(_next_page(request))
        audit.record(request, AccessAction.SIGN_IN_FAILED)
    return render(request, "accounts/sign_in.html", {"form": form}, status=422 if form.errors else 200)


def _next_page(request):
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else "home"


@allow("public", methods=CHANGE)
def sign_out(request):
    if request.user.is_authenticated:
        audit.record(request, AccessAction.SIGN_OUT)
    logout(request)
    messages.success(request, _("You have signed out."))
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache"'
    return response


@allow("signed_in", methods=READ)
def home(request):
    """The first page of the user's role."""
    return redirect(FIRST_PAGE.get(request.user.role, "clients:my_work"))


@allow("signed_in", methods=READ)
def account_detail(request):
    return render(request, "accounts/account_detail.html", {"teams": request.user.teams.all()})


@allow("core.view_accesslog", methods=READ)
def access_log(request):
    """Who looked at what, newest first; records are named by their key alone."""
    query = AccessLogQuery(request.GET)
    page = query.page()
    next_url = f"?{query.address(after=page.next_cursor)}"
    return render(request, "accounts/access_log.html", {"query": query, "page": page, "next_url": next_url})
