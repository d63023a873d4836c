"""What is printed for a release: the pack for the person who leaves, and the list of what we need from the prison."""

from django.utils import timezone
from django.utils.translation import gettext as _

from clients.choices import ConsentCategory, ConsentPurpose
from clients.letters import may_say_who
from clients.reach import reach_of
from clients.responsible import current_episode, team_of

from .bridging import bridging_of
from .plan_sections import missing_in, plan_of, sections_for


def terms_of(stay):
    """By what right the prison may read whom we ask about: the client's consent, else a decision without it; or None.

    Either names this prison as our list calls it, is for planning a release and covers who the person is.
    """
    to_prison = {"outside__iexact": stay.prison_name, "purpose": ConsentPurpose.RELEASE}
    to_prison["categories__contains"] = [ConsentCategory.IDENTITY]
    client = stay.client
    return (
        client.consents.live().filter(**to_prison).first()
        or client.sharing_overrides.live().filter(**to_prison).first()
    )


def may_name_us(client):
    """Whether a paper that others may see with the person may say that this is about drugs, alcohol and treatment."""
    return may_say_who([], reach_of(client))


def pack_of(stay, *, with_names=True):
    """What the person takes along; call it in the language in which it will be read. Nothing in it is for staff.

    Without names it says when and where, and neither who we are nor what it is about: others may see it.
    """
    plan, known = plan_of(stay), stay.current_date
    episode, team = current_episode(stay.client, stay.episode), team_of(stay.client, stay.episode)
    visits = [
        (
            stay.appointment_at,
            _("Drug and alcohol team") if with_names else _("Appointment"),
            stay.appointment_place if with_names else _without(stay.appointment_place, team),
            plan.worker if with_names else "",
        ),
        (plan.probation_at, _("Probation"), plan.probation_place, stay.offender_manager),
        (plan.jobcentre_at, _("Jobcentre"), plan.jobcentre_place, ""),
        (plan.surgery_at, _("Doctor"), plan.surgery, ""),
    ]
    dated = sorted((row for row in visits if row[0]), key=lambda row: row[0])
    return {
        "client": stay.client, "stay": stay, "plan": plan, "team": team,
        "keyworker": episode.keyworker if episode else None, "leaves_on": stay.released_on or (known and known.expected_on),
        "with_names": with_names,
        "visits": dated + [row for row in visits if not row[0] and row[2]], "on_medicine": bridging_of(stay) is not None,
    }  # fmt: skip


def _without(place, team):
    """A place as it was typed, without our name in it."""
    return place.replace(team.name, "").strip(" ,;:–-")


def asks_of(stay, user, terms):
    """What the prison is asked for: the sections that lack something, of those that the user may read and `terms` cover."""
    plan = plan_of(stay)
    agreed = [section for section in sections_for(user) if section.asked and section.category in terms.categories]
    lacking = [(section.title, missing_in(section, stay, plan)) for section in agreed]
    known = stay.current_date
    return {
        "client": stay.client, "stay": stay, "user": user, "team": team_of(stay.client, stay.episode),
        "leaves_on": known and known.expected_on, "earliest_on": known and known.earliest_on,
        "lacking": [(title, words) for title, words in lacking if words], "today": timezone.localdate(),
        "about_medicine": ConsentCategory.PRESCRIBING in terms.categories, "terms": terms,
    }  # fmt: skip
