"""What a recovery coach sees of a record: goals, check-ups, the relapse plan and the way back; contacts besides."""

from .reading_up import of_clients

RELAPSE_PLAN = ["triggers", "warning_signs", "coping", "people_to_call", "if_i_lapse"]
WAY_BACK = ["way_back_name", "way_back_phone", "way_back_how", "way_back_days"]


def coach_view(client):
    """Goals of the plan that holds, check-ups, and the newest relapse plan that was agreed and passed on."""
    goals = of_clients("care_plans.goals", client).filter(plan__status="active")
    handovers = of_clients("handovers", client).filter(status__in=["sent", "queried", "accepted"])
    plan = handovers.order_by("-created_at").only(*RELAPSE_PLAN, *WAY_BACK).first()
    return {
        "goals": goals.order_by("position", "created_at"),
        "check_ups": of_clients("check_ups", client).order_by("due_on")[:20],
        "relapse_plan": plan,
        "relapse_rows": [_row(plan, name) for name in [*RELAPSE_PLAN, *WAY_BACK]] if plan else [],
    }


def _row(plan, name):
    label = str(plan._meta.get_field(name).verbose_name)
    return {"label": label[:1].upper() + label[1:], "value": getattr(plan, name)}
