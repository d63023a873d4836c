"""The case summary: one client on paper, for supervision and for a meeting of staff."""

from accounts.choices import Section
from alerts.models import Alert
from careplans.follow_on import life_parts
from careplans.models import CarePlan
from clients.banner import DIED, warnings
from clients.choices import FactsKind
from clients.discharge import findings, with_all
from clients.models import EpisodeFacts
from recovery_capital.models import Assessment
from recovery_capital.picture import picture_of
from recovery_capital.sections import with_answers
from safeguarding.models import RiskAssessment

from .case_facts import Answer, facts_of, measures_of, profile_of, work_of

MOST_NEXT = 12
FAMILY_QUESTIONS = ["parental_status", "children_living_with", "children_help", "pregnant"]
CLINICAL_QUESTIONS = ["injecting", "hep_b_vaccination", "hep_c_test", "hep_c_positive", "naloxone_issued"]


def summary_of(client, user):
    """Everything that the page shows of a client, as far as the user's role may see it. What is about MAPPA is not read."""
    episode = with_all(client.episodes.all()).select_related("keyworker", "case_manager").first()
    plan = CarePlan.objects.filter(client=client).current().prefetch_related("goals__actions").first()
    assessments = with_answers(Assessment.objects.recorded().filter(client=client))
    picture = picture_of(client)
    return {
        "client": client,
        "episode": episode,
        "notices": [notice for notice in warnings(client, user) if notice.kind != DIED],
        "plan": plan,
        "goals": plan.goals.all() if plan else [],
        "parts": life_parts(plan) if plan else [],
        "picture": picture,
        "rating_rows": list(picture.drawn_rows),
        "facts": facts_beside(episode, user) if episode else [],
        "parts_of_life": list(facts_of(list(assessments.order_by("assessed_on", "created_at")), user)),
        "work": list(work_of(client)),
        "measures": measures_of(client),
        "profile": profile_of(client, episode),
        "risks": RiskAssessment.objects.latest_of(client),
        "next": Alert.objects.visible_to(user).open().filter(client_id=client.pk).order_by("due_at")[:MOST_NEXT],
        "findings": findings(episode) if episode else [],
    }


def facts_beside(episode, user):
    """What was asked at the start beside what was answered last, without what the user's role may not see."""
    rows = list(EpisodeFacts.objects.standing().with_codes().filter(episode=episode).order_by("asked_on", "created_at"))
    start = next((row for row in rows if row.kind == FactsKind.START), None)
    latest = rows[-1] if rows else None
    hidden = () if user.has_perm(Section.FAMILY) else FAMILY_QUESTIONS
    hidden = [*hidden, *(() if user.has_perm(Section.CLINICAL) else CLINICAL_QUESTIONS)]
    return [
        Answer(EpisodeFacts._meta.get_field(name).verbose_name, _words(start, name), _words(latest, name))
        for name in EpisodeFacts.QUESTIONS
        if name not in hidden and (_words(start, name) or _words(latest, name))
    ]


def _words(facts, name):
    return facts.words(name) if facts else ""
