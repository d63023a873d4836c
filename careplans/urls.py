"""Pages of careplans."""

from django.urls import path

from .views import action, agreement, answers, goal, intervention, paper, plan, review

app_name = "careplans"
urlpatterns = [
    path("teams/", agreement.planning_rules_list, name="planning_rules_list"),
    path("teams/<uuid:pk>/", agreement.planning_rules_edit, name="planning_rules_edit"),
    path("client/<uuid:pk>/", plan.care_plan_list, name="care_plan_list"),
    path("client/<uuid:pk>/create/", plan.care_plan_create, name="care_plan_create"),
    path("<uuid:pk>/", plan.care_plan_detail, name="care_plan_detail"),
    path("<uuid:pk>/edit/", plan.care_plan_edit, name="care_plan_edit"),
    path("<uuid:pk>/follow-on/", answers.follow_on_edit, name="follow_on_edit"),
    path("<uuid:pk>/substances/", answers.substance_aims_edit, name="substance_aims_edit"),
    path("<uuid:pk>/check/", plan.care_plan_check, name="care_plan_check"),
    path("<uuid:pk>/discard/", plan.care_plan_discard, name="care_plan_discard"),
    path("<uuid:pk>/take-up/", plan.care_plan_take_up, name="care_plan_take_up"),
    path("<uuid:pk>/contingencies/text/", plan.contingency_text_edit, name="contingency_text_edit"),
    path("<uuid:pk>/contingencies/add/", plan.contingency_add, name="contingency_add"),
    path("contingencies/<uuid:pk>/edit/", plan.contingency_edit, name="contingency_edit"),
    path("contingencies/<uuid:pk>/remove/", plan.contingency_remove, name="contingency_remove"),
    path("<uuid:pk>/agree/", agreement.care_plan_agree, name="care_plan_agree"),
    path("<uuid:pk>/countersign/", agreement.care_plan_countersign, name="care_plan_countersign"),
    path("<uuid:pk>/copy/", agreement.care_plan_copy, name="care_plan_copy"),
    path("<uuid:pk>/review/", review.care_plan_review, name="care_plan_review"),
    path("<uuid:pk>/review/move/", review.care_plan_move_review, name="care_plan_move_review"),
    path("<uuid:pk>/compare/", review.care_plan_compare, name="care_plan_compare"),
    path("<uuid:pk>/pdf/", paper.care_plan_pdf, name="care_plan_pdf"),
    path("<uuid:pk>/my-plan/", paper.my_plan_pdf, name="my_plan_pdf"),
    path("<uuid:pk>/together/", paper.care_plan_together, name="care_plan_together"),
    path("blank/", paper.blank_plan_pdf, name="blank_plan_pdf"),
    path("<uuid:pk>/goals/add/", goal.goal_add, name="goal_add"),
    path("goals/<uuid:pk>/edit/", goal.goal_edit, name="goal_edit"),
    path("goals/<uuid:pk>/remove/", goal.goal_remove, name="goal_remove"),
    path("goals/<uuid:pk>/move/", goal.goal_move, name="goal_move"),
    path("goals/<uuid:pk>/actions/add/", action.action_add, name="action_add"),
    path("actions/<uuid:pk>/edit/", action.action_edit, name="action_edit"),
    path("actions/<uuid:pk>/refer/", action.action_refer, name="action_refer"),
    path("actions/<uuid:pk>/enrol/", action.action_enrol, name="action_enrol"),
    path("actions/<uuid:pk>/move/", action.action_move, name="action_move"),
    path("actions/<uuid:pk>/remove/", action.action_remove, name="action_remove"),
    path("<uuid:pk>/interventions/add/", intervention.intervention_add, name="intervention_add"),
    path("<uuid:pk>/interventions/take/", intervention.intervention_take, name="intervention_take"),
    path("interventions/<uuid:pk>/edit/", intervention.intervention_edit, name="intervention_edit"),
    path("interventions/<uuid:pk>/remove/", intervention.intervention_remove, name="intervention_remove"),
    path("interventions/<uuid:pk>/record/", intervention.intervention_record, name="intervention_record"),
]
