"""Pages of referrals."""

from django.urls import path

from .views import open_access, referral, signpost, unmet

app_name = "referrals"
urlpatterns = [
    path("open-door/", open_access.open_access_list, name="open_access_list"),
    path("open-door/export/", open_access.open_access_export, name="open_access_export"),
    path("open-door/create/", open_access.open_access_create, name="open_access_create"),
    path("open-door/<uuid:pk>/", open_access.open_access_detail, name="open_access_detail"),
    path("open-door/<uuid:pk>/edit/", open_access.open_access_edit, name="open_access_edit"),
    path("open-door/<uuid:pk>/signpost/", open_access.open_access_signpost, name="open_access_signpost"),
    path("open-door/<uuid:pk>/take-back/", open_access.open_access_take_back, name="open_access_take_back"),
    path("open-door/<uuid:pk>/client/", open_access.open_access_turn, name="open_access_turn"),
    path("open-door/<uuid:pk>/known/", open_access.open_access_known, name="open_access_known"),
    path("client/<uuid:pk>/", referral.referral_list, name="referral_list"),
    path("client/<uuid:pk>/unmet/", unmet.unmet_need_list, name="unmet_need_list"),
    path("client/<uuid:pk>/unmet/add/", unmet.unmet_need_add, name="unmet_need_add"),
    path("unmet/<uuid:pk>/edit/", unmet.unmet_need_edit, name="unmet_need_edit"),
    path("unmet/<uuid:pk>/met/", unmet.unmet_need_met, name="unmet_need_met"),
    path("unmet/<uuid:pk>/error/", unmet.unmet_need_error, name="unmet_need_error"),
    path("client/<uuid:pk>/told/", signpost.signpost_list, name="signpost_list"),
    path("client/<uuid:pk>/tell/", signpost.signpost_add, name="signpost_add"),
    path("tell/<uuid:pk>/", signpost.signpost_send, name="signpost_send"),
    path("client/<uuid:pk>/export/", referral.referral_export, name="referral_export"),
    path("client/<uuid:pk>/create/", referral.referral_create, name="referral_create"),
    path("<uuid:pk>/", referral.referral_detail, name="referral_detail"),
    path("<uuid:pk>/edit/", referral.referral_edit, name="referral_edit"),
    path("<uuid:pk>/send/", referral.referral_send, name="referral_send"),
    path("<uuid:pk>/accept/", referral.referral_accept, name="referral_accept"),
    path("<uuid:pk>/decline/", referral.referral_decline, name="referral_decline"),
    path("<uuid:pk>/attend/", referral.referral_attend, name="referral_attend"),
    path("<uuid:pk>/complete/", referral.referral_complete, name="referral_complete"),
    path("<uuid:pk>/withdraw/", referral.referral_withdraw, name="referral_withdraw"),
]
