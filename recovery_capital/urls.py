"""Pages of recovery_capital."""

from django.urls import path

from . import views

app_name = "recovery_capital"
urlpatterns = [
    path("client/<uuid:pk>/", views.assessment_list, name="assessment_list"),
    path("client/<uuid:pk>/add/", views.assessment_add, name="assessment_add"),
    path("<uuid:pk>/", views.assessment_detail, name="assessment_detail"),
]
