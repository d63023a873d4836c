"""Pages of the files on a client's record."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("client/<uuid:pk>/", views.document_list, name="document_list"),
    path("client/<uuid:pk>/add/", views.document_add, name="document_add"),
    path("<uuid:pk>/download/", views.document_download, name="document_download"),
    path("<uuid:pk>/in-error/", views.document_error, name="document_error"),
    path("consent/<uuid:pk>/", views.evidence_add, name="evidence_add"),
    path("evidence/<uuid:pk>/remove/", views.evidence_remove, name="evidence_remove"),
]
