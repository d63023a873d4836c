"""Pages of clients."""

from django.urls import path

from . import views

app_name = "clients"
urlpatterns = [
    path("", views.client_list, name="client_list"),
    path("my-work/", views.my_work, name="my_work"),
    path("add/", views.client_add, name="client_add"),
    path("lookup/", views.client_lookup, name="client_lookup"),
    path("break-glass/", views.break_glass, name="break_glass"),
    path("drafts/", views.draft_list, name="draft_list"),
    path("drafts/save/", views.draft_save, name="draft_save"),
    path("drafts/<uuid:pk>/discard/", views.draft_discard, name="draft_discard"),
    path("<uuid:pk>/", views.client_detail, name="client_detail"),
    path("<uuid:pk>/timeline/", views.client_timeline, name="client_timeline"),
    path("<uuid:pk>/edit/", views.client_edit, name="client_edit"),
    path("<uuid:pk>/contacts/add/", views.contact_add, name="contact_add"),
    path("contacts/<uuid:pk>/correct/", views.contact_correct, name="contact_correct"),
    path("contacts/<uuid:pk>/in-error/", views.contact_error, name="contact_error"),
    path("<uuid:pk>/consents/add/", views.consent_add, name="consent_add"),
    path("<uuid:pk>/flags/add/", views.flag_add, name="flag_add"),
    path("<uuid:pk>/coach/assign/", views.coach_assign, name="coach_assign"),
    path("<uuid:pk>/episodes/open/", views.episode_open, name="episode_open"),
    path("episodes/<uuid:pk>/edit/", views.episode_edit, name="episode_edit"),
    path("episodes/<uuid:pk>/assign/", views.episode_assign, name="episode_assign"),
    path("episodes/<uuid:pk>/start/", views.treatment_start, name="treatment_start"),
    path("episodes/<uuid:pk>/", views.episode_detail, name="episode_detail"),
    path("episodes/<uuid:pk>/facts/add/", views.facts_add, name="facts_add"),
    path("episodes/<uuid:pk>/interventions/add/", views.intervention_add, name="intervention_add"),
    path("completeness/", views.completeness_list, name="completeness_list"),
    path("facts/<uuid:pk>/edit/", views.facts_edit, name="facts_edit"),
    path("facts/<uuid:pk>/correct/", views.facts_correct, name="facts_correct"),
    path("interventions/<uuid:pk>/edit/", views.intervention_edit, name="intervention_edit"),
    path("consents/<uuid:pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("coaches/<uuid:pk>/end/", views.coach_end, name="coach_end"),
    path("flags/<uuid:pk>/end/", views.flag_end, name="flag_end"),
]
