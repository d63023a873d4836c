"""The path of a referral on its page: what is next, due and missing."""

from django import template

from ..footing import footings
from ..steps import Progress

register = template.Library()


@register.inclusion_tag("referrals/_path.html")
def referral_path(referral, may_change):
    """The section of a referral on a path; nothing for an ordinary one."""
    progress = Progress(referral) if referral.path else None
    if progress is None or progress.path is None:
        return {"referral": referral, "may_change": may_change}
    return {
        "referral": referral,
        "may_change": may_change,
        "progress": progress,
        "path": progress.path,
        "footings": footings(progress.path, referral.client),
    }
