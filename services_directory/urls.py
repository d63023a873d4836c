"""Pages of the directory."""

from django.urls import path

from . import views

app_name = "services_directory"
urlpatterns = [
    path("", views.service_list, name="service_list"),
    path("create/", views.service_create, name="service_create"),
    path("<uuid:pk>/", views.service_detail, name="service_detail"),
    path("<uuid:pk>/edit/", views.service_edit, name="service_edit"),
    path("<uuid:pk>/check/", views.service_check, name="service_check"),
]
