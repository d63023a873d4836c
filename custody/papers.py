"""What is printed for a release: the pack for the person who leaves, and the list of what we need from the prison."""

from django.utils import timezone
from django.utils.translation import gettext as _

from clients.responsible import current_episode, team_of

from .bridging import bridging_of
from .plan_sections import missing_in, plan_of, sections_for


def pack_of(stay):
    """What the person takes along; call it in the language in which it will be read. Nothing in it is for staff."""
    plan, known = plan_of(stay), stay.current_date
    episode = current_episode(stay.client, stay.episode)
    visits = [
        (stay.appointment_at, _("Drug and alcohol team"), stay.appointment_place, plan.worker),
        (plan.probation_at, _("Probation"), plan.probation_place, stay.offender_manager),
        (plan.jobcentre_at, _("Jobcentre"), plan.jobcentre_place, ""),
        (plan.surgery_at, _("Doctor"), plan.surgery, ""),
    ]
    dated = sorted((row for row in visits if row[0]), key=lambda row: row[0])
    return {
        "client": stay.client, "stay": stay, "plan": plan, "team": team_of(stay.client, stay.episode),
        "keyworker": episode.keyworker if episode else None, "leaves_on": stay.released_on or (known and known.expected_on),
        "visits": dated + [row for row in visits if not row[0] and row[2]], "on_medicine": bridging_of(stay) is not None,
    }  # fmt: skip


def asks_of(stay, user):
    """What the prison is asked for: the sections that lack something, those alone that the user may read."""
    plan = plan_of(stay)
    lacking = [(section.title, missing_in(section, stay, plan)) for section in sections_for(user) if section.asked]
    known = stay.current_date
    return {
        "client": stay.client, "stay": stay, "user": user, "team": team_of(stay.client, stay.episode),
        "leaves_on": known and known.expected_on, "earliest_on": known and known.earliest_on,
        "lacking": [(title, words) for title, words in lacking if words], "today": timezone.localdate(),
    }  # fmt: skip
