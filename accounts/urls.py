"""Pages about staff: signing in and out, one's own account."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("me/", views.account_detail, name="account_detail"),
    path("access-log/", views.access_log, name="access_log"),
]
