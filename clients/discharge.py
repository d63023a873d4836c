"""What is wrong or missing in an episode, at three levels, each with where the rule comes from.

An error blocks the end of the episode; a warning needs a reason to go on; a prompt asks to complete what can still be
asked. The same list is shown on the episode, on the closing page and for a caseload. It reads, and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import COMPLETED, OPIATES, DischargeReason, EpisodeStatus, Route, Substance
from .models import Episode

NDTMS = "NDTMS"
NATIONAL_RULES = gettext_lazy("NDTMS validation, as an open exporter implements it")
LABEL = gettext_lazy("the national label of the reason")
OURS = gettext_lazy("our own rule")
FIRST_DAY = date(1990, 1, 1)
PRESCRIBING, NEVER_INJECTED = "94", "N"


class Level(models.TextChoices):
    """How much a finding matters."""

    ERROR = "error", gettext_lazy("Must be put right")
    WARNING = "warning", gettext_lazy("Look at this")
    INFO = "info", gettext_lazy("Can be completed")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or missing, where the rule comes from, and where to put it right."""

    level: Level
    text: str
    source: str
    url: str = ""


def with_all(episodes=None):
    """Episodes with everything that the rules look at, in a fixed number of queries however many there are."""
    episodes = Episode.objects.all() if episodes is None else episodes
    return episodes.select_related("client", "team").prefetch_related(
        "substances",
        "interventions__kind",
        *[f"facts__{name}" for name in ("injecting", "accommodation_need", "employment", "parental_status")],
        "facts__children_help",
        "facts__client",
        "care_plans",
    )


def findings(episode, *, on=None, reason=""):
    """Everything to say about an episode, the gravest first; `on` and `reason` are those of an end about to be written."""
    on, reason = on or episode.ended_on, reason or episode.discharge_reason
    found = [*_presence(episode), *_order_of_dates(episode, on), *_substances(episode), *_facts(episode)]
    found += [*_plan(episode), *(_reason(episode, reason) if reason else ())]
    order = list(Level)
    return sorted(found, key=lambda finding: order.index(finding.level))


def blocking(found: Iterable[Finding]):
    return [finding for finding in found if finding.level == Level.ERROR]


def warning(found: Iterable[Finding]):
    return [finding for finding in found if finding.level == Level.WARNING]


def _edit(episode):
    return reverse("clients:episode_edit", args=[episode.pk])


def _page(name, episode):
    return reverse(f"clients:{name}", args=[episode.pk])


def _presence(episode):
    """What every treated episode must have. Somebody who never began treatment need not have it."""
    treated = episode.treatment_started_on is not None
    must = Level.ERROR if treated else Level.INFO
    if not episode.substances.all():
        yield Finding(must, _("No problem substance is recorded."), str(NATIONAL_RULES), _edit(episode))
    if not episode.triaged_on:
        yield Finding(must, _("The day of triage is missing."), str(NATIONAL_RULES), _edit(episode))
    if treated and not any(row.started_on and row.is_structured for row in episode.interventions.all()):
        text = _("No structured intervention with a start is recorded.")
        yield Finding(Level.WARNING, text, NDTMS, _page("intervention_add", episode))
    if not episode.previously_treated:
        yield Finding(Level.INFO, _("Treated before: not asked."), NDTMS, _edit(episode))


def _order_of_dates(episode, on):
    """Referral, triage, start and end come in this order, and none of them lies in the future or before 1990."""
    wrong = []
    if episode.client.date_of_birth >= episode.referred_on:
        wrong.append(_("The person was born after the referral."))
    if episode.referred_on < FIRST_DAY:
        wrong.append(_("The referral lies before 1990."))
    starts = [episode.treatment_started_on, *[row.started_on for row in episode.interventions.all()]]
    if episode.triaged_on and any(start and start < episode.triaged_on for start in starts):
        wrong.append(_("Treatment starts before triage."))
    wrong += _after_the_end(episode, on, starts) if on else []
    for text in wrong:
        yield Finding(Level.ERROR, text, str(NATIONAL_RULES), _edit(episode))


def _after_the_end(episode, on, starts):
    wrong = []
    ends = [row.ended_on for row in episode.interventions.all()]
    days = [episode.referred_on, episode.triaged_on, episode.assessed_on, *starts, *ends]
    if any(day and day > on for day in days):
        wrong.append(_("The end lies before something else in the episode: its referral, triage, or an intervention."))
    if any(row.asked_on > on for row in episode.facts.all() if row.replaced_at is None):
        wrong.append(_("The end lies before a review of the facts."))
    if on > timezone.localdate():
        wrong.append(_("The end lies in the future."))
    return wrong


def _substances(episode):
    rows = sorted(episode.substances.all(), key=lambda row: row.rank)
    if not rows:
        return
    main = rows[0]
    if not main.route:
        text = _("How the main substance is taken is missing.")
        yield Finding(Level.WARNING, text, str(NATIONAL_RULES), _edit(episode))
    if main.age_first_used is None:
        yield Finding(Level.INFO, _("The age at first use of the main substance is missing."), NDTMS, _edit(episode))
    start = _start(episode)
    never = start and start.injecting and start.injecting.code == NEVER_INJECTED
    if never and any(row.route == Route.INJECT for row in rows):
        text = _("A substance is injected, but the facts say that the person never injected.")
        yield Finding(Level.WARNING, text, str(NATIONAL_RULES), _page("episode_detail", episode))


def _start(episode):
    return next((row for row in episode.facts.all() if row.is_start and row.replaced_at is None), None)


def _facts(episode):
    """The facts at the start: none yet, or some not asked."""
    start = _start(episode)
    if start is None:
        if episode.treatment_started_on:
            text = _("The facts at the start are not recorded: nothing later can be compared with them.")
            yield Finding(Level.WARNING, text, NDTMS, _page("facts_add", episode))
    elif start.missing:
        names = ", ".join(str(name) for name in start.missing)
        text = _("Not asked at the start: %(names)s.") % {"names": names}
        yield Finding(Level.INFO, text, NDTMS, reverse("clients:facts_edit", args=[start.pk]))


def _plan(episode):
    if episode.treatment_started_on and not any(plan.agreed_on for plan in episode.care_plans.all()):
        text = _("No care plan has been agreed in this episode.")
        yield Finding(Level.INFO, text, str(OURS), reverse("careplans:care_plan_list", args=[episode.client_id]))


def _reason(episode, reason):
    """What the reason of the end asks for."""
    if reason in COMPLETED:
        yield from _completed(episode, reason)
    if reason == DischargeReason.DIED and not episode.client.has_died:
        text = _("A death is recorded on the record, not here: it ends every episode and every message.")
        yield Finding(Level.ERROR, text, str(OURS), "")


def _completed(episode, reason):
    chosen = {row.substance for row in episode.substances.all()}
    if reason == DischargeReason.COMPLETED_OCCASIONAL and chosen & {*OPIATES, Substance.CRACK}:
        text = _("“Occasional use” is not for opiates or crack: choose another reason, or correct the substances.")
        yield Finding(Level.ERROR, text, str(LABEL), _edit(episode))
    if episode.status not in (EpisodeStatus.AFTERCARE, EpisodeStatus.CLOSED):
        text = _("A completed treatment ends through aftercare. Prepare the aftercare handover first.")
        url = reverse("aftercare:client_aftercare", args=[episode.client_id])
        yield Finding(Level.ERROR, text, str(gettext_lazy("Welsh framework for aftercare, 6.5")), url)
    prescribed = [row for row in episode.interventions.all() if row.kind.code == PRESCRIBING and row.ended_on is None]
    if prescribed and chosen & {*OPIATES}:
        text = _("Prescribing is still running: somebody on substitute medication has not completed opiate treatment.")
        source = str(gettext_lazy("definition of a successful completion in national figures"))
        yield Finding(Level.WARNING, text, source, _page("episode_detail", episode))
    text = _("An outcomes profile at the end (TOP) is not kept here yet: without one, progress cannot be classified.")
    yield Finding(Level.INFO, text, str(gettext_lazy("treatment progress measure")), "")
