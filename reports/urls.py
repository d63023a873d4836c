"""Pages of reports."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="report_list"),
    path("caseload/", views.caseload_report, name="caseload_report"),
    path("caseload/request/", views.report_request, name="report_request"),
    path("clients/<uuid:pk>/summary/", views.case_summary_pdf, name="case_summary_pdf"),
    path("documents/<uuid:pk>/", views.document_detail, name="document_detail"),
    path("documents/<uuid:pk>/download/", views.document_download, name="document_download"),
]
