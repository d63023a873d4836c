"""Pages of governance."""

from django.urls import path

from . import views

app_name = "governance"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("break-glass/", views.break_glass_list, name="break_glass_list"),
    path("break-glass/export/", views.break_glass_export, name="break_glass_export"),
    path("break-glass/month/", views.break_glass_month, name="break_glass_month"),
    path("break-glass/<uuid:pk>/", views.break_glass_detail, name="break_glass_detail"),
    path("break-glass/<uuid:pk>/review/", views.break_glass_review, name="break_glass_review"),
    path("restrictions/", views.restriction_list, name="restriction_list"),
    path("restrictions/export/", views.restriction_export, name="restriction_export"),
    path("restrictions/<uuid:pk>/", views.restriction_detail, name="restriction_detail"),
    path("restrictions/<uuid:pk>/decide/", views.restriction_decide, name="restriction_decide"),
    path("restrictions/<uuid:pk>/lift/", views.restriction_lift, name="restriction_lift"),
    path("restrictions/<uuid:pk>/readers/add/", views.reader_add, name="reader_add"),
    path("restrictions/readers/<uuid:pk>/remove/", views.reader_remove, name="reader_remove"),
    path("restrictions/of/<uuid:pk>/propose/", views.restriction_propose, name="restriction_propose"),
    path("seen/<uuid:pk>/", views.record_seen, name="record_seen"),
    path("seen/<uuid:pk>/download/", views.record_seen_download, name="record_seen_download"),
    path("unusual/", views.unusual_access, name="unusual_access"),
]
