"""Pages of governance."""

from django.urls import path

from . import views

app_name = "governance"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("break-glass/", views.break_glass_list, name="break_glass_list"),
    path("break-glass/month/", views.break_glass_month, name="break_glass_month"),
    path("break-glass/<uuid:pk>/", views.break_glass_detail, name="break_glass_detail"),
    path("break-glass/<uuid:pk>/review/", views.break_glass_review, name="break_glass_review"),
    path("seen/<uuid:pk>/", views.record_seen, name="record_seen"),
    path("seen/<uuid:pk>/download/", views.record_seen_download, name="record_seen_download"),
]
