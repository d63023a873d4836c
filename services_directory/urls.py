"""Pages of the directory."""

from django.urls import path

from .views import service

app_name = "services_directory"
urlpatterns = [
    path("", service.service_list, name="service_list"),
    path("create/", service.service_create, name="service_create"),
    path("<uuid:pk>/", service.service_detail, name="service_detail"),
    path("<uuid:pk>/edit/", service.service_edit, name="service_edit"),
    path("<uuid:pk>/check/", service.service_check, name="service_check"),
]
