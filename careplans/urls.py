"""Pages of careplans."""

from django.urls import path

from . import views

app_name = "careplans"
urlpatterns = [
    path("client/<uuid:pk>/", views.care_plan_list, name="care_plan_list"),
    path("client/<uuid:pk>/create/", views.care_plan_create, name="care_plan_create"),
    path("<uuid:pk>/", views.care_plan_detail, name="care_plan_detail"),
    path("<uuid:pk>/edit/", views.care_plan_edit, name="care_plan_edit"),
    path("<uuid:pk>/agree/", views.care_plan_agree, name="care_plan_agree"),
    path("<uuid:pk>/copy/", views.care_plan_copy, name="care_plan_copy"),
    path("<uuid:pk>/review/", views.care_plan_review, name="care_plan_review"),
    path("<uuid:pk>/pdf/", views.care_plan_pdf, name="care_plan_pdf"),
    path("<uuid:pk>/goals/add/", views.goal_add, name="goal_add"),
    path("goals/<uuid:pk>/edit/", views.goal_edit, name="goal_edit"),
    path("goals/<uuid:pk>/remove/", views.goal_remove, name="goal_remove"),
    path("goals/<uuid:pk>/actions/add/", views.action_add, name="action_add"),
    path("actions/<uuid:pk>/edit/", views.action_edit, name="action_edit"),
    path("actions/<uuid:pk>/done/", views.action_done, name="action_done"),
    path("actions/<uuid:pk>/remove/", views.action_remove, name="action_remove"),
    path("<uuid:pk>/interventions/add/", views.intervention_add, name="intervention_add"),
    path("interventions/<uuid:pk>/edit/", views.intervention_edit, name="intervention_edit"),
    path("interventions/<uuid:pk>/remove/", views.intervention_remove, name="intervention_remove"),
]
