"""The first page of each role, one's own account, and the access log."""

from django.shortcuts import redirect, render

from ..access import READ, allow
from ..choices import Role
from ..forms import AccessLogQuery

FIRST_PAGE = {
    Role.COMMISSIONER: "reports:report_list",
    Role.DIRECTORY_EDITOR: "services_directory:service_list",
    Role.GOVERNANCE_OFFICER: "governance:overview",
    Role.ADMINISTRATOR: "accounts:staff_list",
}


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
