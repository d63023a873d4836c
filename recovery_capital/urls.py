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
]
