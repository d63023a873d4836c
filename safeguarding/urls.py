"""Pages of safeguarding concerns, risk assessments and MAPPA."""

from django.urls import path

from . import views

app_name = "safeguarding"
urlpatterns = [
    path("", views.concern_list, name="concern_list"),
    path("export/", views.concern_export, name="concern_export"),
    path("client/<uuid:pk>/", views.client_safety, name="client_safety"),
    path("client/<uuid:pk>/concerns/raise/", views.concern_raise, name="concern_raise"),
    path("concerns/<uuid:pk>/", views.concern_detail, name="concern_detail"),
    path("concerns/<uuid:pk>/decide/", views.concern_decide, name="concern_decide"),
    path("concerns/<uuid:pk>/review/", views.concern_review, name="concern_review"),
    path("concerns/<uuid:pk>/close/", views.concern_close, name="concern_close"),
    path("client/<uuid:pk>/risks/assess/", views.risk_assess, name="risk_assess"),
    path("risks/<uuid:pk>/", views.risk_detail, name="risk_detail"),
    path("client/<uuid:pk>/mappa/", views.client_mappa, name="client_mappa"),
    path("client/<uuid:pk>/mappa/record/", views.mappa_record, name="mappa_record"),
    path("mappa/<uuid:pk>/edit/", views.mappa_edit, name="mappa_edit"),
    path("mappa/<uuid:pk>/end/", views.mappa_end, name="mappa_end"),
]
