"""One line per app: the first part of every path is the app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from accounts.access import CHANGE, allow, allow_all
from accounts.views.account import home
from core.views import component_gallery

from .views import healthz

urlpatterns = [
    path("", home, name="home"),
    path("healthz/", healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("reference/", include("reference.urls")),
    path("alerts/", include("alerts.urls")),
    path("c/", include("programmes.public_urls")),
    path("help/refer/", include("referrals.public_urls")),
    path("help/", include("services_directory.help_urls")),
    path("directory/", include("services_directory.urls")),
    path("openreferral/", include("services_directory.api.urls")),
    path("clients/", include("clients.urls")),
    path("documents/", include("documents.urls")),
    path("safeguarding/", include("safeguarding.urls")),
    path("recovery-capital/", include("recovery_capital.urls")),
    path("programmes/", include("programmes.urls")),
    path("referrals/", include("referrals.urls")),
    path("careplans/", include("careplans.urls")),
    path("custody/", include("custody.urls")),
    path("aftercare/", include("aftercare.urls")),
    path("staffing/", include("staffing.urls")),
    path("governance/", include("governance.urls")),
    path("rights/", include("rights.urls")),
    path("reports/", include("reports.urls")),
    path("data-set/", include("exchange.urls")),
    path("language/", allow("public", methods=CHANGE)(set_language), name="set_language"),
]

admin_patterns, *admin_names = admin.site.urls
allow_all(admin_patterns, "accounts.manage_users|services_directory.change_service")
urlpatterns += [path("admin/", (admin_patterns, *admin_names))]
if settings.DEBUG:
    urlpatterns += [path("core/components/", allow("public")(component_gallery), name="component_gallery")]
