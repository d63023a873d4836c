"""Addresses of our own feed, as Open Referral UK 3.0 names them: without a slash at the end."""

from django.urls import path

from . import views

app_name = "openreferral"
urlpatterns = [
    path("", views.about, name="about"),
    path("openapi.json", views.openapi, name="openapi"),
    path("services", views.service_list, name="service_list"),
    path("services/<uuid:pk>", views.service_detail, name="service_detail"),
    path("service_at_locations", views.place_list, name="place_list"),
    path("service_at_locations/<uuid:pk>", views.place_detail, name="place_detail"),
    path("taxonomies", views.taxonomy_list, name="taxonomy_list"),
    path("taxonomies/<uuid:pk>", views.taxonomy_detail, name="taxonomy_detail"),
    path("taxonomy_terms", views.term_list, name="term_list"),
    path("taxonomy_terms/<uuid:pk>", views.term_detail, name="term_detail"),
    path("organizations", views.organisation_list, name="organisation_list"),
    path("organizations/<uuid:pk>", views.organisation_detail, name="organisation_detail"),
]
