"""Pages of alerts."""

from django.urls import path

from . import views

app_name = "alerts"
urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/export/", views.board_export, name="board_export"),
    path("rules/", views.rule_list, name="rule_list"),
    path("rules/export/", views.rule_export, name="rule_export"),
    path("rules/<slug:code>/", views.rule_edit, name="rule_edit"),
    path("my-emails/", views.digest_edit, name="digest_edit"),
    path("<uuid:pk>/acknowledge/", views.alert_acknowledge, name="alert_acknowledge"),
]
