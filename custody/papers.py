"""What is printed for a release: the pack for the person who leaves, and the list of what we need from the prison."""

import re

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.choices import ConsentCategory, ConsentPurpose
from clients.letters import may_say_who
from clients.reach import reach_of
from clients.responsible import current_episode, team_of

from .bridging import bridging_of
from .plan_sections import missing_in, plan_of, sections_for


def terms_of(stay, *, is_locked=False):
    """By what right the prison may read whom we ask about: the client's consent, else a decision without it; or None.

    Either names this prison as our list calls it, is for planning a release and covers who the person is. Locked, it
    is not taken back before the end of the transaction.
    """
    to_prison = {"outside__iexact": stay.prison_name, "purpose": ConsentPurpose.RELEASE}
    to_prison["categories__contains"] = [ConsentCategory.IDENTITY]
    for rows in (stay.client.consents, stay.client.sharing_overrides):
        found = rows.live().filter(**to_prison)
        if terms := (found.select_for_update(of=("self",)) if is_locked else found).first():
            return terms
    return None


def may_name_us(client):
    """Whether a paper that others may see with the person may say that this is about drugs, alcohol and treatment."""
    return may_say_who([], reach_of(client))


def pack_of(stay, *, with_names=True):
    """What the person takes along; call it in the language in which it will be read. Nothing in it is for staff.

    Without names it says when and where, and neither who we are nor what it is about: others may see it.
    """
    plan, known = plan_of(stay), stay.current_date
    episode, team = current_episode(stay.client, stay.episode), team_of(stay.client, stay.episode)

    def typed(words):
        return words if with_names else _without(words, team)

    visits = [
        (
            stay.appointment_at,
            _("Drug and alcohol team") if with_names else _("Appointment"),
            typed(stay.appointment_place),
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
        "with_names": with_names, "SERVICE_NAME": team.name if with_names else "",
        "met_by": typed(plan.met_by), "transport": typed(plan.transport), "address": typed(plan.address),
        "visits": dated + [row for row in visits if not row[0] and row[2]], "on_medicine": bridging_of(stay) is not None,
    }  # fmt: skip


def _without(words, team):
    """What was typed, without our names in it, and the small words that lead to them."""
    for name in (team.name, settings.SERVICE_NAME):
        words = re.sub(rf"(\b(of|from|at|by|the|o|gan|yn|y)\s+)*{re.escape(name)}", "", words, flags=re.IGNORECASE)
    return words.strip(" ,;:–-\r\n")


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
