"""Pages of aftercare."""

from django.urls import path

from .views import check_ups, episodes, handovers, needs, paper, received, returning, sharing

app_name = "aftercare"
urlpatterns = [
    path("consents/<uuid:pk>/withdraw/", sharing.consent_withdraw, name="consent_withdraw"),
    path("overrides/<uuid:pk>/decide/", sharing.override_decide, name="override_decide"),
    path("", handovers.handover_list, name="handover_list"),
    path("export/", handovers.handover_export, name="handover_export"),
    path("client/<uuid:pk>/", check_ups.client_aftercare, name="client_aftercare"),
    path("client/<uuid:pk>/create/", handovers.handover_create, name="handover_create"),
    path("episodes/<uuid:pk>/prepare/", handovers.handover_prepare, name="handover_prepare"),
    path("<uuid:pk>/", handovers.handover_detail, name="handover_detail"),
    path("<uuid:pk>/edit/", handovers.handover_edit, name="handover_edit"),
    path("<uuid:pk>/needs/", needs.need_edit, name="need_edit"),
    path("needs/<uuid:pk>/service/", needs.need_service, name="need_service"),
    path("needs/<uuid:pk>/refer/", needs.need_refer, name="need_refer"),
    path("<uuid:pk>/agree/", handovers.handover_agree, name="handover_agree"),
    path("<uuid:pk>/override/", handovers.handover_override, name="handover_override"),
    path("<uuid:pk>/send/", handovers.handover_send, name="handover_send"),
    path("<uuid:pk>/answer/", handovers.handover_answer, name="handover_answer"),
    path("<uuid:pk>/withdraw/", handovers.handover_withdraw, name="handover_withdraw"),
    path("<uuid:pk>/pdf/", paper.handover_pdf, name="handover_pdf"),
    path("<uuid:pk>/relapse-plan/pdf/", paper.relapse_plan_pdf, name="relapse_plan_pdf"),
    path("<uuid:pk>/way-back/pdf/", paper.way_back_pdf, name="way_back_pdf"),
    path("<uuid:pk>/begin/", check_ups.aftercare_begin, name="aftercare_begin"),
    path("received/<uuid:pk>/", received.received_handover, name="received_handover"),
    path("received/<uuid:pk>/pdf/", received.received_handover_pdf, name="received_handover_pdf"),
    path("received/<uuid:pk>/accept/", received.handover_accept, name="handover_accept"),
    path("received/<uuid:pk>/query/", received.handover_query, name="handover_query"),
    path("received/<uuid:pk>/decline/", received.handover_decline, name="handover_decline"),
    path("episodes/<uuid:pk>/close/", episodes.episode_close, name="episode_close"),
    path("episodes/<uuid:pk>/pause/", episodes.episode_pause, name="episode_pause"),
    path("episodes/<uuid:pk>/resume/", episodes.episode_resume, name="episode_resume"),
    path("episodes/<uuid:pk>/reopen/", episodes.episode_reopen, name="episode_reopen"),
    path("client/<uuid:pk>/death/", episodes.death_record, name="death_record"),
    path("deaths/<uuid:pk>/withdraw/", episodes.death_withdraw, name="death_withdraw"),
    path("check-ups/<uuid:pk>/record/", check_ups.check_up_record, name="check_up_record"),
    path("check-ups/<uuid:pk>/try/", check_ups.check_up_try, name="check_up_try"),
    path("check-ups/<uuid:pk>/outcome/", returning.outcome_record, name="outcome_record"),
    path("client/<uuid:pk>/support/", returning.support_add, name="support_add"),
    path("episodes/<uuid:pk>/unplanned/", returning.exit_record, name="exit_record"),
    path("client/<uuid:pk>/return/", returning.return_create, name="return_create"),
    path("returns/<uuid:pk>/", returning.return_detail, name="return_detail"),
    path("check-ups/<uuid:pk>/act/", check_ups.check_up_act, name="check_up_act"),
]
