"""Pages of people's rights over their record."""

from django.urls import path

from .views import limits, overview, requests

app_name = "rights"
urlpatterns = [
    path("", overview.rights_list, name="rights_list"),
    path("export/", overview.rights_export, name="rights_export"),
    path("retention/", overview.retention_list, name="retention_list"),
    path("retention/export/", overview.retention_export, name="retention_export"),
    path("client/<uuid:pk>/", overview.client_rights, name="client_rights"),
    path("client/<uuid:pk>/requests/add/", requests.request_add, name="request_add"),
    path("client/<uuid:pk>/limits/add/", limits.limit_add, name="limit_add"),
    path("client/<uuid:pk>/holds/add/", limits.hold_add, name="hold_add"),
    path("client/<uuid:pk>/retention/", limits.retention_propose, name="retention_propose"),
    path("requests/<uuid:pk>/", requests.request_detail, name="request_detail"),
    path("requests/<uuid:pk>/stop/", requests.request_stop, name="request_stop"),
    path("requests/<uuid:pk>/resume/", requests.request_resume, name="request_resume"),
    path("requests/<uuid:pk>/extend/", requests.request_extend, name="request_extend"),
    path("requests/<uuid:pk>/review/", requests.request_review, name="request_review"),
    path("requests/<uuid:pk>/item/", requests.item_decide, name="item_decide"),
    path("requests/<uuid:pk>/finish/", requests.request_finish, name="request_finish"),
    path("requests/<uuid:pk>/reopen/", requests.request_reopen, name="request_reopen"),
    path("requests/<uuid:pk>/copy/", requests.request_copy, name="request_copy"),
    path("requests/<uuid:pk>/download/", requests.request_download, name="request_download"),
    path("requests/<uuid:pk>/send/", requests.request_send, name="request_send"),
    path("requests/<uuid:pk>/end/", requests.request_end, name="request_end"),
    path("limits/<uuid:pk>/decide/", limits.limit_decide, name="limit_decide"),
    path("holds/<uuid:pk>/end/", limits.hold_end, name="hold_end"),
    path("retention/<uuid:pk>/answer/", limits.retention_answer, name="retention_answer"),
]
