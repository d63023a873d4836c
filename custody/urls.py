"""Pages about prison and release."""

from django.urls import path

from . import views

app_name = "custody"
urlpatterns = [
    path("", views.release_list, name="release_list"),
    path("export/", views.release_export, name="release_export"),
    path("client/<uuid:pk>/", views.stay_list, name="stay_list"),
    path("client/<uuid:pk>/create/", views.stay_create, name="stay_create"),
    path("<uuid:pk>/", views.stay_detail, name="stay_detail"),
    path("<uuid:pk>/edit/", views.stay_edit, name="stay_edit"),
    path("<uuid:pk>/dates/record/", views.release_date_record, name="release_date_record"),
    path("<uuid:pk>/release/", views.stay_release, name="stay_release"),
    path("<uuid:pk>/refer/", views.stay_refer, name="stay_refer"),
    path("<uuid:pk>/seen/", views.stay_seen, name="stay_seen"),
]
