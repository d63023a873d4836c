"""Pages about staff: signing in and out, one's own account."""

from django.urls import path

from .views import account, contracts, passwords, saved, second_factors, sessions, signing_in, staff

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/second-factor/", signing_in.second_factor, name="second_factor"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("forgotten/", passwords.password_forgotten, name="password_forgotten"),
    path("invitation/<str:pk>/", passwords.invitation_accept, name="invitation_accept"),
    path("me/", account.account_detail, name="account_detail"),
    path("me/password/", passwords.password_change, name="password_change"),
    path("me/sessions/", sessions.session_list, name="session_list"),
    path("me/sessions/end-others/", sessions.session_end_others, name="session_end_others"),
    path("me/sessions/stay/", sessions.stay_signed_in, name="stay_signed_in"),
    path("me/sessions/<uuid:pk>/end/", sessions.session_end, name="session_end"),
    path("me/confirm/", second_factors.confirm, name="confirm"),
    path("me/second-factors/", second_factors.second_factor_list, name="second_factor_list"),
    path("me/second-factors/app/", second_factors.totp_add, name="totp_add"),
    path("me/second-factors/passkey/", second_factors.passkey_add, name="passkey_add"),
    path("me/second-factors/recovery-codes/", second_factors.recovery_codes, name="recovery_codes"),
    path("me/second-factors/<int:pk>/remove/", second_factors.factor_remove, name="factor_remove"),
    path("me/lists/", saved.saved_view_list, name="saved_view_list"),
    path("me/lists/add/", saved.saved_view_add, name="saved_view_add"),
    path("me/lists/<uuid:pk>/", saved.saved_view_open, name="saved_view_open"),
    path("me/lists/<uuid:pk>/rename/", saved.saved_view_rename, name="saved_view_rename"),
    path("me/lists/<uuid:pk>/remove/", saved.saved_view_remove, name="saved_view_remove"),
    path("contracts/", contracts.contract_list, name="contract_list"),
    path("contracts/<uuid:pk>/move/", contracts.contract_move, name="contract_move"),
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/<int:pk>/", staff.staff_detail, name="staff_detail"),
    path("staff/<int:pk>/edit/", staff.staff_edit, name="staff_edit"),
    path("staff/<int:pk>/invite/", staff.staff_invite, name="staff_invite"),
    path("staff/<int:pk>/sessions/end/", staff.staff_sessions_end, name="staff_sessions_end"),
    path("staff/<int:pk>/second-factors/remove/", staff.staff_factors_reset, name="staff_factors_reset"),
    path("access-log/", account.access_log, name="access_log"),
]
