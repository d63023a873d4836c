"""Pages of recovery_capital."""

from django.urls import path

from . import views

app_name = "recovery_capital"
urlpatterns = [
    path("client/<uuid:pk>/", views.assessment_list, name="assessment_list"),
    path("client/<uuid:pk>/add/", views.assessment_add, name="assessment_add"),
    path("<uuid:pk>/", views.assessment_detail, name="assessment_detail"),
    path("<uuid:pk>/sections/", views.assessment_sections, name="assessment_sections"),
    path("<uuid:pk>/sections/<slug:section>/", views.assessment_section, name="assessment_section"),
    path("<uuid:pk>/check/", views.assessment_check, name="assessment_check"),
    path("<uuid:pk>/discard/", views.assessment_discard, name="assessment_discard"),
    path("client/<uuid:pk>/measures/", views.measure_list, name="measure_list"),
    path("client/<uuid:pk>/measures/add/", views.measure_add, name="measure_add"),
    path("measures/<uuid:pk>/", views.measure_detail, name="measure_detail"),
    path("measures/<uuid:pk>/settle/", views.measure_settle, name="measure_settle"),
    path("client/<uuid:pk>/top/add/", views.top_add, name="top_add"),
    path("top/<uuid:pk>/", views.top_detail, name="top_detail"),
]
