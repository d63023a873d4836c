"""The address in a reminder: short, and like all addresses for everybody without a word about what we do."""

from django.urls import path

from .views import declining

app_name = "remind"
urlpatterns = [
    path("thank-you/", declining.reminder_thanks, name="reminder_thanks"),
    path("<str:token>/", declining.reminder_cancel, name="reminder_cancel"),
]
