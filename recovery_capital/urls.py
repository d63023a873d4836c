"""Pages of recovery_capital."""

from django.urls import path

from . import views
from .views import ete, housing

app_name = "recovery_capital"
urlpatterns = [
    path("client/<uuid:pk>/", views.assessment_list, name="assessment_list"),
    path("client/<uuid:pk>/add/", views.assessment_add, name="assessment_add"),
    path("client/<uuid:pk>/priority-need/", housing.priority_need_list, name="priority_need_list"),
    path("client/<uuid:pk>/priority-need/add/", housing.priority_need_add, name="priority_need_add"),
    path("priority-need/<uuid:pk>/", housing.priority_need_detail, name="priority_need_detail"),
    path("priority-need/<uuid:pk>/pdf/", housing.priority_need_pdf, name="priority_need_pdf"),
    path("client/<uuid:pk>/learning/", ete.work_and_learning, name="work_and_learning"),
    path("client/<uuid:pk>/learning/talk/", ete.discussion_add, name="discussion_add"),
    path("client/<uuid:pk>/learning/skills/add/", ete.skill_add, name="skill_add"),
    path("skills/<uuid:pk>/", ete.skill_edit, name="skill_edit"),
    path("client/<uuid:pk>/learning/ips/add/", ete.ips_case_open, name="ips_case_open"),
    path("ips/<uuid:pk>/", ete.ips_case_detail, name="ips_case_detail"),
    path("ips/<uuid:pk>/edit/", ete.ips_case_edit, name="ips_case_edit"),
    path("ips/<uuid:pk>/jobs/add/", ete.job_add, name="job_add"),
    path("jobs/<uuid:pk>/", ete.job_edit, name="job_edit"),
    path("jobs/<uuid:pk>/still-there/", ete.job_check, name="job_check"),
    path("housing-law/", housing.provision_list, name="provision_list"),
    path("housing-law/<uuid:pk>/", housing.provision_date, name="provision_date"),
    path("<uuid:pk>/", views.assessment_detail, name="assessment_detail"),
    path("<uuid:pk>/pdf/", views.assessment_pdf, name="assessment_pdf"),
    path("<uuid:pk>/sections/", views.assessment_sections, name="assessment_sections"),
    path("<uuid:pk>/sections/<slug:section>/", views.assessment_section, name="assessment_section"),
    path("<uuid:pk>/check/", views.assessment_check, name="assessment_check"),
    path("<uuid:pk>/discard/", views.assessment_discard, name="assessment_discard"),
    path("client/<uuid:pk>/measures/", views.measure_list, name="measure_list"),
    path("client/<uuid:pk>/measures/add/", views.measure_add, name="measure_add"),
    path("measures/<uuid:pk>/", views.measure_detail, name="measure_detail"),
    path("measures/<uuid:pk>/settle/", views.measure_settle, name="measure_settle"),
    path("measures/<uuid:pk>/error/", views.measure_error, name="measure_error"),
    path("client/<uuid:pk>/top/add/", views.top_add, name="top_add"),
    path("top/<uuid:pk>/", views.top_detail, name="top_detail"),
]
