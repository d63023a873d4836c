"""Pages of the national data set."""

from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.problem_list, name="problem_list"),
    path("problems.csv", views.problem_export, name="problem_export"),
    path("versions/", views.version_list, name="version_list"),
    path("versions/<uuid:pk>/", views.version_detail, name="version_detail"),
]
