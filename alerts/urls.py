"""Pages of alerts."""

from django.urls import path

from . import views

app_name = "alerts"
urlpatterns = [
    path("<uuid:pk>/acknowledge/", views.alert_acknowledge, name="alert_acknowledge"),
]
