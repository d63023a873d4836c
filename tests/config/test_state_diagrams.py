"""The diagrams of states in the docs are those of the code."""

from careplans.models import Action, CarePlan, Goal
from config.management.commands.state_diagrams import PAGE, diagram, page


def test_the_page_is_what_the_code_says():
    assert PAGE.read_text() == page(), "Run ./manage.py state_diagrams"


def test_plan_goal_and_action_are_drawn_with_their_moves():
    for model, move in (
        (CarePlan, "awaiting_countersign --> draft"),
        (Goal, "open --> achieved"),
        (Action, "cannot_yet --> under_way"),
    ):
        assert f"    {move}\n" in diagram(model)
        assert f"## {model.__name__} (`careplans`)" in page()
