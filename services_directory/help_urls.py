"""Addresses for everybody. They stay in a browser's history, so that none has a word about drugs, drinking or treatment."""

from django.urls import path

from .views import public

app_name = "help"
urlpatterns = [
    path("", public.start, name="start"),
    path("p/<str:code>/", public.poster, name="poster"),
    path("<slug:slug>/", public.page, name="page"),
]
