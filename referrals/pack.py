"""The pack: what a partner reads of a record with a referral, made once when it is sent, and kept as it was sent.

Each category of the consent, or of the override in its place, opens one part; nothing of any other part is asked for.
"""

import json
from dataclasses import dataclass
from functools import cached_property

from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.choices import ConsentCategory
from clients.models import Client, Consent
from clients.reading_up import of_clients
from clients.responsible import current_episode, team_of
from core.templatetags.ui import born, day, nhs_number
from recovery_capital.domains import domain_label
from recovery_capital.models import Assessment, DomainRating

from .models import Referral
from .said import in_words, services_named
from .sharing import SharedRecord, category_of
from .steps import Progress

TITLES = {
    ConsentCategory.IDENTITY: gettext_lazy("Who, and how to get in touch"),
    ConsentCategory.RISK: gettext_lazy("Risks"),
    ConsentCategory.SUBSTANCE_USE: gettext_lazy("Substances and treatment"),
    ConsentCategory.HEALTH: gettext_lazy("Health"),
    ConsentCategory.PRESCRIBING: gettext_lazy("Medicines"),
    ConsentCategory.OFFENDING: gettext_lazy("Offending"),
    ConsentCategory.CHILDREN: gettext_lazy("Children and family"),
    ConsentCategory.HOUSING: gettext_lazy("Housing"),
    ConsentCategory.ETE: gettext_lazy("Education, training and employment"),
    ConsentCategory.PLAN: gettext_lazy("The plan, and what the person brings"),
}
# What of an assessment a category opens, besides what was said about its parts of life. Nothing about abuse at home is here.
ANSWERS = {
    ConsentCategory.HEALTH: ["physical_health", "psychological_health"],
    ConsentCategory.PRESCRIBING: ["medication", "substitute_medication"],
    ConsentCategory.CHILDREN: ["parental_status", "children_in_household"],
    ConsentCategory.HOUSING: ["housing_status", "housing_problem"],
    ConsentCategory.ETE: ["employment_status"],
}
ACTIVE, OPEN = "active", "open"  # of a plan and of a goal, which are above this app


@dataclass
class SharedReferral(SharedRecord):
    """A record as the partner of one referral may see it."""

    referral: Referral
    categories: frozenset

    @property
    def client(self) -> Client:
        return self.referral.client

    @cached_property
    def standings(self):
        """The steps of its path in which something was written down; none for an ordinary referral."""
        return [one for one in Progress(self.referral).standings if one.row] if self.referral.path else []

    @cached_property
    def chosen_services(self):
        return services_named(self.standings)

    @cached_property
    def ratings(self):
        """What was last said about each part of life."""
        return list(DomainRating.objects.latest_of(self.client))


def pack_of(referral, terms, *, by):
    """What the partner will read under a consent or an override, as it is kept: lines of (what, text), part by part."""
    shared = SharedReferral(referral, frozenset(terms.categories if terms else ()))
    return {
        "about": _plain(_about(shared, terms, by)),
        "parts": [
            {"title": str(title), "rows": _plain(_part(shared, category))}
            for category, title in TITLES.items()
            if shared.may(category)
        ],
        "left_out": [str(title) for category, title in TITLES.items() if not shared.may(category)],
    }


def mark_of(pack):
    """What stands for this very pack, so that nothing else is sent than was shown."""
    return salted_hmac("referrals.pack", json.dumps(pack, sort_keys=True)).hexdigest()[:32]


def _plain(rows):
    """Lines that say something, as text."""
    return [[str(what), str(text).strip()] for what, text in rows if text not in (None, "") and str(text).strip()]


def _about(shared, terms, by):
    """The referral itself, which is what the client has agreed to: for whom, from whom, what for and why."""
    referral = shared.referral
    team = team_of(shared.client, referral.episode)
    from_whom = [by, team, team.phone]
    yield _("About"), shared.who
    yield _("To"), referral.service
    yield _("From"), ", ".join(str(one) for one in from_whom if one)
    yield _("What for"), referral.get_domain_display()
    yield _("Why, in the person’s words"), referral.reason
    if isinstance(terms, Consent):
        yield _("Agreed"), _("The person agreed on %(day)s to share this.") % {"day": day(terms.given_on)}
    else:
        yield _("Agreed"), _("Shared without consent, by a decision that we have written down.")


def _part(shared, category):
    """The lines of one part: its own, what was answered, and what was said about its parts of life."""
    own = OWN.get(category)
    if own:
        yield from own(shared)
    yield from _answered_on_the_path(shared, category)
    if category in ANSWERS:
        yield from _answered(shared.client, ANSWERS[category])
    for rating in shared.ratings:
        if category_of(rating.domain) == category:
            yield domain_label(rating.domain), "\n".join(_said(rating))


def _answered_on_the_path(shared, category):
    """What was answered in the steps of the referral's own path, where its file names this very category."""
    for standing in shared.standings:
        for field in standing.step.fields:
            if field.shares == category:
                yield f"{standing.title}: {field.label}", in_words(standing, field, shared.chosen_services)


def _said(rating):
    if rating.needs:
        yield _("Needs: %(words)s") % {"words": rating.needs}
    if rating.strengths:
        yield _("Strengths: %(words)s") % {"words": rating.strengths}


def _answered(client, names):
    found = Assessment.objects.recorded().newest_answers(client, *names)
    for name, value in found.items():
        field = Assessment._meta.get_field(name)
        yield capfirst(str(field.verbose_name)), dict(field.flatchoices or ()).get(value, value)


def _identity(shared):
    person, reach = shared.identity, shared.reach
    yield _("Name"), f"{person.first_name} {person.family_name}"
    yield _("Likes to be called"), person.preferred_name
    yield _("Born"), born(person.date_of_birth, person.birth_is_approximate)
    yield _("NHS number"), nhs_number(person.nhs_number) if person.nhs_number else ""
    yield _("Do not contact"), person.do_not_contact
    yield _("Safe contact"), person.contact_rule
    for way in reach.phones:
        yield _("Phone"), "\n".join(str(text) for text in (way.value, way.rule) if text)
    if reach.on_paper:
        yield _("Address"), reach.on_paper.text
    elif reach.hides_an_address:
        yield _("Address"), _("Not given in documents")


def _risks(shared):
    for flag in shared.flags:
        yield flag, flag.reason
    yield _("Staff safety"), shared.staff_safety


def _treatment(shared):
    episode = shared.referral.episode or current_episode(shared.client)
    if episode:
        yield _("Substances"), ", ".join(str(row) for row in episode.substances.all())
        yield _("In treatment since"), day(episode.treatment_started_on) if episode.treatment_started_on else ""
        yield _("Planned end of treatment"), day(episode.planned_exit_on) if episode.planned_exit_on else ""


def _health(shared):
    contacts = getattr(shared.client, "health_contacts", None)
    if contacts:
        yield _("GP practice"), ", ".join(text for text in (contacts.gp_practice, contacts.gp_phone) if text)


def _medicines(shared):
    contacts = getattr(shared.client, "health_contacts", None)
    if contacts:
        yield _("Pharmacy"), ", ".join(text for text in (contacts.pharmacy, contacts.pharmacy_phone) if text)


def _plan(shared):
    """Goals that are worked on now. One about a part of life that is not shared is not shared with the plan either."""
    goals = of_clients("care_plans.goals", shared.client).filter(plan__status=ACTIVE, status=OPEN)
    for goal in goals.order_by("position", "created_at"):
        if shared.may(category_of(goal.domain)):
            yield _("Goal: %(domain)s") % {"domain": domain_label(goal.domain)}, goal.words


OWN = {
    ConsentCategory.IDENTITY: _identity,
    ConsentCategory.RISK: _risks,
    ConsentCategory.SUBSTANCE_USE: _treatment,
    ConsentCategory.HEALTH: _health,
    ConsentCategory.PRESCRIBING: _medicines,
    ConsentCategory.PLAN: _plan,
}
