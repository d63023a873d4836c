"""Every row leads to its client over keys that are always set, where there are such keys."""

from careplans.models import Action
from governance.seen import paths
from rights.holdings import holdings


def test_an_action_without_a_referral_is_held_and_its_history_listed():
    assert holdings()[Action] == "goal__plan__client"
    field, _parent = next(step for event, step in paths().items() if event.pgh_tracked_model is Action)
    assert field == "goal"
