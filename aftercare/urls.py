"""Pages of aftercare."""

from django.urls import path

from . import views

app_name = "aftercare"
urlpatterns = [
    path("", views.handover_list, name="handover_list"),
    path("client/<uuid:pk>/", views.client_aftercare, name="client_aftercare"),
    path("client/<uuid:pk>/create/", views.handover_create, name="handover_create"),
    path("episodes/<uuid:pk>/prepare/", views.handover_prepare, name="handover_prepare"),
    path("<uuid:pk>/", views.handover_detail, name="handover_detail"),
    path("<uuid:pk>/edit/", views.handover_edit, name="handover_edit"),
    path("<uuid:pk>/needs/", views.need_edit, name="need_edit"),
    path("needs/<uuid:pk>/service/", views.need_service, name="need_service"),
    path("<uuid:pk>/agree/", views.handover_agree, name="handover_agree"),
    path("<uuid:pk>/override/", views.handover_override, name="handover_override"),
    path("<uuid:pk>/send/", views.handover_send, name="handover_send"),
    path("<uuid:pk>/answer/", views.handover_answer, name="handover_answer"),
    path("<uuid:pk>/withdraw/", views.handover_withdraw, name="handover_withdraw"),
    path("<uuid:pk>/pdf/", views.handover_pdf, name="handover_pdf"),
    path("<uuid:pk>/begin/", views.aftercare_begin, name="aftercare_begin"),
    path("received/<uuid:pk>/", views.received_handover, name="received_handover"),
    path("received/<uuid:pk>/pdf/", views.received_handover_pdf, name="received_handover_pdf"),
    path("received/<uuid:pk>/accept/", views.handover_accept, name="handover_accept"),
    path("received/<uuid:pk>/query/", views.handover_query, name="handover_query"),
    path("received/<uuid:pk>/decline/", views.handover_decline, name="handover_decline"),
    path("check-ups/<uuid:pk>/record/", views.check_up_record, name="check_up_record"),
]
