"""Pages of clients."""

from django.urls import path

from . import views

app_name = "clients"
urlpatterns = [
    path("<uuid:pk>/", views.client_detail, name="client_detail"),
]
