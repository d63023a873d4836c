"""Pages of referrals."""

from django.urls import path

from . import views

app_name = "referrals"
urlpatterns = [
    path("client/<uuid:pk>/", views.referral_list, name="referral_list"),
    path("client/<uuid:pk>/export/", views.referral_export, name="referral_export"),
    path("client/<uuid:pk>/create/", views.referral_create, name="referral_create"),
    path("<uuid:pk>/", views.referral_detail, name="referral_detail"),
    path("<uuid:pk>/edit/", views.referral_edit, name="referral_edit"),
    path("<uuid:pk>/send/", views.referral_send, name="referral_send"),
    path("<uuid:pk>/accept/", views.referral_accept, name="referral_accept"),
    path("<uuid:pk>/decline/", views.referral_decline, name="referral_decline"),
    path("<uuid:pk>/attend/", views.referral_attend, name="referral_attend"),
    path("<uuid:pk>/complete/", views.referral_complete, name="referral_complete"),
    path("<uuid:pk>/withdraw/", views.referral_withdraw, name="referral_withdraw"),
]
