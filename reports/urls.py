"""Pages of reports."""

from django.urls import path

from .catalogue import REPORTS
from .views import caseload, definitions, documents, figures, outcomes, provision, quality, schedules, stories

app_name = "reports"
urlpatterns = [
    path("", figures.report_list, name="report_list"),
    path("caseload/", caseload.caseload_report, name="caseload_report"),
    path("caseload/export/", caseload.caseload_export, name="caseload_export"),
    path("caseload/request/", caseload.report_request, name="report_request"),
    path("clients/<uuid:pk>/summary/", caseload.case_summary_pdf, name="case_summary_pdf"),
    path("provision/", provision.provision_report, name="provision_report"),
    path("provision/export/", provision.provision_export, name="provision_export"),
    path("provision/request/", provision.provision_request, name="provision_request"),
    path("data-quality/", quality.quality_list, name="quality_list"),
    path("data-quality/export/", quality.quality_export, name="quality_export"),
    path("data-quality/request/", quality.quality_request, name="quality_request"),
    path("definitions/", definitions.definition_list, name="definition_list"),
    path("definitions/add/", definitions.definition_add, name="definition_add"),
    path("definitions/<uuid:pk>/edit/", definitions.definition_edit, name="definition_edit"),
    path("schedules/", schedules.schedule_list, name="schedule_list"),
    path("schedules/add/", schedules.schedule_add, name="schedule_add"),
    path("schedules/<uuid:pk>/edit/", schedules.schedule_edit, name="schedule_edit"),
    path("schedules/<uuid:pk>/stop/", schedules.schedule_stop, name="schedule_stop"),
    path("outcomes/evidence/", outcomes.outcome_list, name="outcome_list"),
    path("outcomes/evidence/export/", outcomes.outcome_export, name="outcome_export"),
    path("outcomes/evidence/request/", outcomes.outcome_request, name="outcome_request"),
    path("outcomes/reached/<uuid:pk>/claim/", outcomes.outcome_claim, name="outcome_claim"),
    path("outcomes/claims/<uuid:pk>/withdraw/", outcomes.claim_withdraw, name="claim_withdraw"),
    path("outcomes/payments/", outcomes.payment_list, name="payment_list"),
    path("outcomes/payments/add/", outcomes.payment_add, name="payment_add"),
    path("outcomes/payments/<uuid:pk>/edit/", outcomes.payment_edit, name="payment_edit"),
    path("stories/", stories.story_list, name="story_list"),
    path("stories/client/<uuid:pk>/add/", stories.story_add, name="story_add"),
    path("stories/<uuid:pk>/", stories.story_detail, name="story_detail"),
    path("stories/<uuid:pk>/edit/", stories.story_edit, name="story_edit"),
    path("stories/<uuid:pk>/approve/", stories.story_approve, name="story_approve"),
    path("stories/<uuid:pk>/paper/", stories.story_pdf, name="story_pdf"),
    path("documents/<uuid:pk>/", documents.document_detail, name="document_detail"),
    path("documents/<uuid:pk>/stop/", documents.document_stop, name="document_stop"),
    path("documents/<uuid:pk>/download/", documents.document_download, name="document_download"),
]
# A page for each report that is made from figures (reports.catalogue).
urlpatterns += [
    path(f"{report.slug}/", figures.report_page, {"key": report.key}, name=f"{report.key}_report")
    for report in REPORTS.values()
    if report.sections
]
