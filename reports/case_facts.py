"""What the case summary says beside the plan: facts of housing, work, health and family, work itself, and measures."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clients.choices import OPIATES, Substance
from clients.models import EpisodeSubstance
from core import charts
from core.templatetags.ui import short_day
from recovery_capital.choices import WeeklyItem
from recovery_capital.measures import top
from recovery_capital.measures.change import signed, trends
from recovery_capital.models import DomainRating, TopAssessment
from recovery_capital.models.ete import SUSTAINED_WEEKS
from recovery_capital.sections import FACTS, all_sections, row_of

MOST_RESULTS, MOST_IN_LINE = 500, 8
OWN_ITEMS = dict.fromkeys(OPIATES, WeeklyItem.OPIATES) | {
    Substance.ALCOHOL: WeeklyItem.ALCOHOL,
    Substance.CRACK: WeeklyItem.CRACK,
    Substance.COCAINE: WeeklyItem.COCAINE,
    Substance.AMPHETAMINES: WeeklyItem.AMPHETAMINES,
    Substance.CANNABIS: WeeklyItem.CANNABIS,
}


@dataclass(frozen=True)
class Answer:
    """One question: what was answered first, and now."""

    label: str
    then: str
    now: str


def facts_of(assessments, user):
    """(part of life, answers) of what assessments, the oldest first, found out, as far as the user's role may see it."""
    for section in all_sections():
        forms = [form for form in section.seen_by(user).form_classes if form._meta.model is not DomainRating]
        rows = list(_beside(assessments, forms, section)) if section.domain in FACTS else []
        if rows:
            yield section.title, rows


def _beside(assessments, forms, section):
    """Each question that was ever answered: the first answer, where there was a later one, and the last."""
    for form in forms:
        said = {}
        for assessment in assessments:
            for label, words in form.said(row_of(form._meta.model, assessment, section.domain)):
                said.setdefault(label, []).append(words)
        for label, words in said.items():
            yield Answer(label, words[0] if words[1:] else "", words[-1])


def work_of(client):
    """Individual placement and support, the jobs in it, and what is learnt, each in a line."""
    for case in client.ips_cases.prefetch_related("jobs__checks"):
        yield _("Individual placement and support: referred %(day)s") % {"day": short_day(case.referred_on)} + (
            _(", closed %(day)s") % {"day": short_day(case.closed_on)} if case.closed_on else ""
        )
        yield from (_job(job) for job in case.jobs.all())
    for skill in client.skills.all():
        days = (
            (_("completed"), skill.completed_on),
            (_("started"), skill.started_on),
            (_("offered"), skill.offered_on),
        )
        said, on = next((said, on) for said, on in days if on)
        yield f"{skill.get_kind_display()}: {skill.name}, {said} {short_day(on)}"


def _job(job):
    lasted = [weeks for weeks in SUSTAINED_WEEKS if job.has_lasted(weeks)]
    said = _("Job: %(what)s since %(day)s") % {"what": job.title or job.employer, "day": short_day(job.started_on)}
    if lasted:
        said += _(", lasted %(weeks)d weeks") % {"weeks": max(lasted)}
    return said + (_(", ended %(day)s") % {"day": short_day(job.ended_on)} if job.ended_on else "")


def measures_of(client):
    """Each measure with its first and last total and the change between them; what is in error is left out."""
    return [
        {
            "label": trend.measure.label,
            "first": trend.first if trend.first is not trend.last else None,
            "last": trend.last,
            "change": trend.in_words,
            "line": _line(trend.measure.label, [float(row.total) for row in trend.results], trend.measure.most),
        }
        for trend in trends(client.measure_results.valid()[:MOST_RESULTS])
    ]


def profile_of(client, episode):
    """The days of the client's own substances and the three ratings, through the Treatment Outcomes Profiles."""
    profiles = list(TopAssessment.objects.filter(client=client)[:MOST_IN_LINE])[::-1]
    own = EpisodeSubstance.objects.filter(episode=episode).order_by("rank").values_list("substance", flat=True)
    items = list(dict.fromkeys(OWN_ITEMS.get(substance, WeeklyItem.OTHER) for substance in own))
    return [row for row in (_profile_row(profiles, item) for item in [*items, *top.RATINGS]) if row]


def _profile_row(profiles, item):
    """One item: its first and its last answer; None where nobody answered it."""
    answered = [profile for profile in profiles if top.value_of(profile, item) is not None]
    if not answered:
        return None
    first, last = (top.value_of(profile, item) for profile in (answered[0], answered[-1]))
    is_rating = item in top.RATINGS
    label = TopAssessment._meta.get_field(item).verbose_name if is_rating else WeeklyItem(item).label
    most = top.HIGHEST_RATING if is_rating else top.DAYS_IN_ALL
    values = [top.value_of(profile, item) for profile in profiles]
    return {
        "label": _("%(item)s, of %(most)d") % {"item": str(label), "most": most},
        "first": f"{first}, {short_day(answered[0].interviewed_on)}" if answered[1:] else "",
        "last": f"{last}, {short_day(answered[-1].interviewed_on)}",
        "change": signed(last - first) if answered[1:] else "",
        "line": _line(str(label), values, most),
    }


def _line(label, values, most):
    return charts.sparkline(_("%(measure)s over time") % {"measure": label}, values[-MOST_IN_LINE:], maximum=most)
