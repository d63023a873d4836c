"""Pages of what an administrator edits: code lists, intervals, wordings."""

from django.urls import path

from . import views

app_name = "reference"
urlpatterns = [
    path("", views.reference_list, name="reference_list"),
    path("lists/<slug:field>/", views.code_list, name="code_list"),
    path("lists/<slug:field>/new-version/", views.edition_start, name="edition_start"),
    path("sets/<uuid:pk>/codes/add/", views.code_add, name="code_add"),
    path("codes/<uuid:pk>/edit/", views.code_edit, name="code_edit"),
    path("codes/<uuid:pk>/retire/", views.code_retire, name="code_retire"),
    path("codes/<uuid:pk>/restore/", views.code_restore, name="code_restore"),
    path("intervals/<slug:key>/", views.interval_set, name="interval_set"),
    path("wordings/<slug:key>/", views.wording_list, name="wording_list"),
    path("wordings/<slug:key>/add/", views.wording_add, name="wording_add"),
    path("texts/<uuid:pk>/retire/", views.wording_retire, name="wording_retire"),
]
