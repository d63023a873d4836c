"""The menu: the first pages that the user's role may open; and how long the session lasts."""

import re
from functools import cache

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

# What people do, from left to right: (words, at hand on a phone too, pages), and a page is (words, URL name, permission).
# A group leads to its first page, and where one page of it is permitted it is called as that page.
GROUPS = [
    (_("My work"), True, [(_("My work"), "clients:my_work", "clients.view_client")]),
    (
        _("Clients"),
        True,
        [
            (_("Clients"), "clients:client_list", "clients.view_client"),
            (_("Safeguarding"), "safeguarding:concern_list", "safeguarding.view_concern"),
        ],
    ),
    (
        _("Calendar"),
        True,
        [
            (_("Calendar"), "programmes:calendar_week", "programmes.view_programme"),
            (_("Programmes"), "programmes:programme_list", "programmes.view_programme"),
        ],
    ),
    (_("Released today"), True, [(_("Released today"), "custody:unexpected_release", "custody.change_custodystay")]),
    (
        _("Referrals"),
        False,
        [
            (_("Referrals in"), "referrals:incoming_list", "referrals.view_incoming"),
            (_("Referrals out"), "referrals:outgoing_list", "referrals.view_referral"),
            (_("Open door"), "referrals:open_access_list", "referrals.log_open_access"),
        ],
    ),
    (
        _("Leaving"),
        False,
        [
            (_("Releases"), "custody:release_list", "custody.view_custodystay"),
            (_("Handovers"), "aftercare:handover_list", "aftercare.view_handover"),
        ],
    ),
    (
        _("Directory"),
        False,
        [
            (_("Directory"), "services_directory:service_list", "services_directory.search_service"),
            (_("To check"), "services_directory:queue_list", "services_directory.change_service"),
            (_("Public pages"), "services_directory:page_list", "services_directory.write_pages"),
            (_("Posters"), "services_directory:poster_list", "services_directory.make_posters"),
        ],
    ),
    (
        _("Reports"),
        False,
        [
            (_("Reports"), "reports:report_list", "reports.view_team_caseload"),
            (_("Reports"), "reports:report_list", "reports.view_partnership_counts"),
            (_("Reports by email"), "reports:schedule_list", "accounts.manage_users"),
            (_("National data set"), "exchange:problem_list", "exchange.check_data_set"),
            (_("National data set"), "exchange:version_list", "exchange.view_versions"),
        ],
    ),
    (
        _("Team"),
        False,
        [
            (_("Shift notes"), "staffing:shift_note_list", "staffing.write_shift_note"),
            (_("Staff"), "staffing:staff_list", "staffing.manage_staff"),
        ],
    ),
    (
        _("Governance"),
        False,
        [
            (_("Governance"), "governance:overview", "clients.review_breakglass"),
            (_("Without consent"), "clients:override_list", "clients.approve_override"),
            (_("Rights"), "rights:rights_list", "rights.handle_requests"),
            (_("Access log"), "accounts:access_log", "core.view_accesslog"),
        ],
    ),
    (
        _("Settings"),
        False,
        [
            (_("What plans need"), "careplans:planning_rules_list", "careplans.change_planningrules"),
            (_("Prisons"), "custody:prison_list", "custody.change_prison"),
            (_("Lists and intervals"), "reference:reference_list", "reference.change_reference"),
            (_("Rules of alerts"), "alerts:rule_list", "alerts.tune_rule"),
            (_("Contracts"), "accounts:contract_list", "accounts.manage_users"),
            (_("Accounts"), "accounts:staff_list", "accounts.manage_users"),
            (_("Teams and places"), "admin:index", "accounts.manage_users"),
        ],
    ),
]
FEW = 5  # so many pages stand side by side, and need no groups

TAB_OF_A_RECORD = re.compile(r"/[\w-]+/client/")  # whichever app draws it, it is below Clients
PART_OF_A_RECORD = re.compile(
    r"/(careplans|recovery-capital|documents)/"
)  # and so are these, if the menu has no page of its own


@cache
def groups_of(role, is_superuser, prefix):
    """What a role may open: [(words, near, [(words, address)…])…]; worked out once, as reverse() takes its time on every page.

    `prefix` is get_script_prefix(), which the addresses begin with.
    """
    user = get_user_model()(role=role, is_superuser=is_superuser)
    groups = [
        (words, near, [(label, reverse(name)) for label, name, permission in pages if user.has_perm(permission)])
        for words, near, pages in GROUPS
    ]
    if sum(len(pages) for _words, _near, pages in groups) <= FEW:
        return [(page[0], True, [page]) for _words, _near, pages in groups for page in pages]
    return [(words if len(pages) > 1 else pages[0][0], near, pages) for words, near, pages in groups if pages]


def menu(request):
    """`menu` for base.html: `near` and `more` are lists of {label, url, current}; `group` is one of them with its `pages`, or {}."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": {}}
    groups = groups_of(user.role, user.is_superuser, get_script_prefix())
    addresses = [url for _words, _near, pages in groups for _label, url in pages]
    fitting = [] if TAB_OF_A_RECORD.match(request.path) else [url for url in addresses if request.path.startswith(url)]
    if not fitting and (TAB_OF_A_RECORD.match(request.path) or PART_OF_A_RECORD.match(request.path)):
        fitting = [reverse("clients:client_list")]
    here = max(fitting, key=len, default="")
    shown = {"near": [], "more": [], "group": {}}
    for words, near, pages in groups:
        current = any(url == here for _label, url in pages)
        shown["near" if near else "more"].append({"label": words, "url": pages[0][1], "current": current})
        if current and len(pages) > 1:
            pages = [{"label": label, "url": url, "current": url == here} for label, url in pages]
            shown["group"] = {"label": words, "pages": pages}
    return {"menu": shown}


def session(request):
    """`session_seconds` until the session ends by itself, and `session_warning` before that; for base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "session_seconds": request.session.seconds_left,
        "session_warning": int(settings.SESSION_WARNING.total_seconds()),
    }
