"""The public forms: like all addresses for everybody, they have no word about drugs, drinking or treatment."""

from django.urls import path

from .views import public

app_name = "refer"
urlpatterns = [
    path("", public.refer_start, name="refer_start"),
    path("person/", public.refer_person, name="refer_person"),
    path("professional/", public.refer_professional, name="refer_professional"),
    path("go-on/", public.refer_go_on, name="refer_go_on"),
    path("received/<str:token>/", public.refer_received, name="refer_received"),
]
