"""Case studies: the draft that a record gives, and the verbs from the draft to a story that reports may use."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careplans.models import Goal
from clients.choices import COMPLETED, ConsentPurpose
from clients.models import Client
from core.templatetags.ui import age
from core.workflow import NotAllowed, lock
from recovery_capital.models import DomainRating

from .anonymous import cleaned
from .models import CaseStory


def consent_for(client):
    """The consent of the client that a story rests on; None where there is none that holds."""
    return client.consents.live().filter(purpose=ConsentPurpose.CASE_STUDY).order_by("given_on").first()


def began_on(client):
    """The day from which a story counts its months: the first start of treatment, else the first referral."""
    episodes = client.episodes.order_by("referred_on")
    days = [one.treatment_started_on or one.referred_on for one in episodes]
    return min(days, default=None)


def draft_of(client):
    """What the record holds, as a beginning: age, needs, goals in the person's words, how it went. Without names."""
    start = began_on(client)
    parts = [opening(client), needs_of(client), goals_of(client), course_of(client)]
    return cleaned("\n\n".join(part for part in parts if part), client, start)


def opening(client):
    episode = client.episodes.order_by("-referred_on").first()
    used = [one.get_substance_display().lower() for one in episode.substances.order_by("rank")] if episode else []
    years = age(client.date_of_birth) if client.date_of_birth else None
    band = next((words for limit, words in age_words() if years is not None and years < limit), None)
    who = _("Somebody who is %(age)s came to us.") % {"age": band} if band else _("Somebody came to us.")
    return f"{who} {_('It was about %(what)s.') % {'what': ', '.join(used)}}" if used else who


def age_words():
    return (
        (30, _("under 30")), (45, _("between 30 and 44")), (60, _("between 45 and 59")), (1000, _("60 or older")),
    )  # fmt: skip


def needs_of(client):
    rows = DomainRating.objects.asking_for_a_goal(client)
    lines = [f"– {row.get_domain_display()}: {row.words or row.needs}" for row in rows if row.words or row.needs]
    return "\n".join([_("What was needed"), *lines]) if lines else ""


def goals_of(client):
    goals = Goal.objects.filter(plan__client=client).order_by("plan__created_at", "position")
    told = dict.fromkeys((goal.words, goal.get_status_display()) for goal in goals)
    lines = [f"– “{words}” ({status})" for words, status in told]
    return "\n".join([_("What the person wanted"), *lines]) if lines else ""


def course_of(client):
    """The starts and ends of treatment, and what was told after it."""
    lines = []
    for episode in client.episodes.order_by("referred_on"):
        if episode.treatment_started_on:
            lines.append(_("Treatment began: %(day)s.") % {"day": episode.treatment_started_on.isoformat()})
        if episode.ended_on:
            words = _("completed") if episode.discharge_reason in COMPLETED else episode.get_discharge_reason_display()
            lines.append(_("It ended: %(day)s, %(how)s.") % {"day": episode.ended_on.isoformat(), "how": words})
    for told in client.sustained_outcomes.order_by("asked_on"):
        said = {"month": told.month, "use": told.get_use_now_display(), "home": told.get_settled_home_display()}
        lines.append(_("%(month)d months after treatment: use – %(use)s; a settled home – %(home)s.") % said)
    return "\n".join([_("How it went"), *lines]) if lines else ""


@transaction.atomic
def start_story(client, *, title, text, by):
    """Begin a story from the draft or from other words: cleaned again as it is kept. Raises NotAllowed without a consent."""
    lock(Client.objects.get(pk=client.pk))
    consent = consent_for(client)
    if consent is None:
        raise NotAllowed(_("There is no consent to a case study that holds. Ask the person, and record it first."))
    team = client.episodes.filter(team__in=by.team_ids).order_by("-referred_on").values_list("team", flat=True).first()
    if team is None:
        raise NotAllowed(_("A story is written in the team that works with the person."))
    story = CaseStory(client=client, team_id=team, consent=consent)
    return _keep(story, title, text, by)


@transaction.atomic
def change_story(story, *, title, text, by):
    """Change a draft; whoever has ever changed it may not approve it."""
    lock(story)
    _refuse_finished(story)
    return _keep(story, title, text, by)


@transaction.atomic
def approve_story(story, *, by):
    """A manager who has not written it has read it: from now on reports may use it, and nobody changes it."""
    lock(story)
    _refuse_finished(story)
    if story.events.filter(updated_by=by).exists():
        raise NotAllowed(_("You have written this: another manager must read it."))
    if cleaned(story.text, story.client, began_on(story.client)) != story.text:
        raise NotAllowed(_("The record knows new names that stand in the text. Open it, save it and read it again."))
    story.approved_by, story.approved_at = by, timezone.now()
    story.save_by(by, "approved_by", "approved_at")
    return story


def _refuse_finished(story):
    if story.approved_at:
        raise NotAllowed(_("This story was approved and is not changed any more. Begin another one."))
    if not CaseStory.objects.under_consent().filter(pk=story.pk).exists():
        raise NotAllowed(_("The consent was withdrawn or has run out: the story is not used."))


def _keep(story, title, text, by):
    start = began_on(story.client)
    story.title, story.text = cleaned(title, story.client, start), cleaned(text, story.client, start)
    story.save_by(by)
    return story
