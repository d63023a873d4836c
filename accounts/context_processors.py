"""The menu: the first pages that the user's role may open; and how long the session lasts."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# label, URL name, permission
ITEMS = [
    (_("My work"), "clients:my_work", "clients.view_client"),
    (_("Clients"), "clients:client_list", "clients.view_client"),
    (_("Calendar"), "programmes:calendar_week", "programmes.view_programme"),
    (_("Releases"), "custody:release_list", "custody.view_custodystay"),
    (_("Released today"), "custody:unexpected_release", "custody.change_custodystay"),
    (_("Programmes"), "programmes:programme_list", "programmes.view_programme"),
    (_("Safeguarding"), "safeguarding:concern_list", "safeguarding.view_concern"),
    (_("Without consent"), "clients:override_list", "clients.approve_override"),
    (_("Referrals in"), "referrals:incoming_list", "referrals.view_incoming"),
    (_("Referrals out"), "referrals:outgoing_list", "referrals.view_referral"),
    (_("Open door"), "referrals:open_access_list", "referrals.log_open_access"),
    (_("Handovers"), "aftercare:handover_list", "aftercare.view_handover"),
    (_("Shift notes"), "staffing:shift_note_list", "staffing.write_shift_note"),
    (_("Staff"), "staffing:staff_list", "staffing.manage_staff"),
    (_("Plans"), "careplans:planning_rules_list", "careplans.change_planningrules"),
    (_("Directory"), "services_directory:service_list", "services_directory.search_service"),
    (_("Public pages"), "services_directory:page_list", "services_directory.write_pages"),
    (_("Posters"), "services_directory:poster_list", "services_directory.make_posters"),
    (_("To check"), "services_directory:queue_list", "services_directory.change_service"),
    (_("Reports"), "reports:report_list", "reports.view_team_caseload"),
    (_("Reports"), "reports:report_list", "reports.view_partnership_counts"),
    (_("National data set"), "exchange:problem_list", "exchange.check_data_set"),
    (_("National data set"), "exchange:version_list", "exchange.view_versions"),
    (_("Governance"), "governance:overview", "clients.review_breakglass"),
    (_("Rights"), "rights:rights_list", "rights.handle_requests"),
    (_("Access log"), "accounts:access_log", "core.view_accesslog"),
    (_("Lists and intervals"), "reference:reference_list", "reference.change_reference"),
    (_("Rules of alerts"), "alerts:rule_list", "alerts.tune_rule"),
    (_("Contracts"), "accounts:contract_list", "accounts.manage_users"),
    (_("Accounts"), "accounts:staff_list", "accounts.manage_users"),
    (_("Teams and places"), "admin:index", "accounts.manage_users"),
]


TAB_OF_A_RECORD = re.compile(r"/[\w-]+/client/")  # whichever app draws it, it is below Clients


def menu(request):
    """`menu`: a list of {label, url, current} for base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    items = [(label, reverse(name)) for label, name, permission in ITEMS if user.has_perm(permission)]
    path = reverse("clients:client_list") if TAB_OF_A_RECORD.match(request.path) else request.path
    here = max((url for _label, url in items if path.startswith(url)), key=len, default="")
    return {"menu": [{"label": label, "url": url, "current": url == here} for label, url in items]}


def session(request):
    """`session_seconds` until the session ends by itself, and `session_warning` before that; for base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "session_seconds": request.session.seconds_left,
        "session_warning": int(settings.SESSION_WARNING.total_seconds()),
    }
