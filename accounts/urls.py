"""Pages about staff: signing in and out, one's own account."""

from django.urls import path

from .views import account, sessions, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("me/", account.account_detail, name="account_detail"),
    path("me/sessions/", sessions.session_list, name="session_list"),
    path("me/sessions/end-others/", sessions.session_end_others, name="session_end_others"),
    path("me/sessions/stay/", sessions.stay_signed_in, name="stay_signed_in"),
    path("me/sessions/<uuid:pk>/end/", sessions.session_end, name="session_end"),
    path("access-log/", account.access_log, name="access_log"),
]
