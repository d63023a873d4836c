"""What paper and screen for the client show of a plan: the client's words, strengths, goals and the chart; no code, no flag."""

from django.utils.translation import gettext as _

from clients.responsible import current_episode
from core import charts
from core.templatetags.ui import short_day
from recovery_capital.picture import picture_of

from .choices import FOLLOW_ON_DOMAINS, STILL_TO_DO, ActionOwner
from .reading import everything


def for_the_client(plan):
    """What paper and screen for the client show; call it in the language in which it will be read."""
    episode = plan.episode or current_episode(plan.client)
    shown = everything(plan)
    about = {goal.domain for goal in shown["goals"]}
    with_goal = {part for part, domains in FOLLOW_ON_DOMAINS.items() if about & set(domains)}
    answers = [(row.get_about_display(), row) for row in plan.without_goal.all() if row.about not in with_goal]
    open_goals = [goal for goal in shown["goals"] if goal.is_open]
    to_do = [action for goal in open_goals for action in goal.actions.all() if action.status in STILL_TO_DO]
    return shown | {
        "keyworker": episode.keyworker if episode else None,
        "team": episode.team if episode else plan.client.registered_team,
        "open_goals": open_goals,
        "mine": [action for action in to_do if action.owner == ActionOwner.CLIENT],
        "others": [action for action in to_do if action.owner != ActionOwner.CLIENT],
        "without_goal": [(label, row) for label, row in answers if row.reason],
        "no_need": ", ".join(label for label, row in answers if not row.reason),
        **_ratings(plan.client),
    }


def _ratings(client):
    """The chart of BARC-10 and of how the client sees each part of life, first and now, and its table."""
    picture = picture_of(client)
    if not picture:
        return {}
    title = _("How I see each part of my life, from 0 to 10")
    first, now = picture.first, picture.now
    series = {"before": _("First, %s") % short_day(first.assessed_on) if first else _("First"), "after": _("Now")}
    bars = [(row.label, row.first, row.now) for row in picture.ratings]
    strengths = now.ratings.all() if now else []
    return {
        "rating_rows": list(picture.drawn_rows),
        "has_first": picture.has_change,
        "rated_first": first,
        "rated_now": now,
        "rating_chart": charts.bars(title, bars, totals=picture.drawn_totals, **(series if picture.has_change else {})),
        "strengths": [(row.get_domain_display(), row.strengths) for row in strengths if row.strengths],
    }
