"""Rules about the interventions of an episode and its treatment outcomes profiles."""

from django.utils.translation import gettext_lazy as _

from clients.discharge import Level

from ..fields import FIELDS, Part
from .episode import FIRST_DAY
from .registry import FROM_MEMORY, OURS, rule

ERROR, WARNING = Level.ERROR, Level.WARNING
DATES = [name for name, field in FIELDS.items() if field.is_day and field.part in (Part.INTERVENTION, Part.TOP)]


def wrong_order(children, first, second):
    """The children of which two days stand in the wrong order."""
    pairs = [(child, child.values.get(first), child.values.get(second)) for child in children]
    return [child for child, one, other in pairs if one and other and one > other]


@rule(ERROR, _("The intervention has no kind, or not the day of referral to it."), "intervention#kind", refuses=True)
def intervention_incomplete(record, _context):
    needed = ("kind", "intervention_referred_on")
    return [child for child in record.interventions if not all(child.values.get(name) for name in needed)]


@rule(
    ERROR, _("The first appointment was offered for a day before the referral to the intervention."), "intervention#first_appointment_offered_on",
    FROM_MEMORY, refuses=True,
)  # fmt: skip
def offered_before_referral(record, _context):
    return wrong_order(record.interventions, "intervention_referred_on", "first_appointment_offered_on")


@rule(
    ERROR,
    _("The intervention starts before the first appointment offered."),
    "intervention#started_on",
    FROM_MEMORY,
    refuses=True,
)
def start_before_offer(record, _context):
    return wrong_order(record.interventions, "first_appointment_offered_on", "started_on")


@rule(
    ERROR, _("The intervention starts before the referral to it."), "intervention#started_on", FROM_MEMORY, refuses=True
)
def start_before_referral(record, _context):
    return wrong_order(record.interventions, "intervention_referred_on", "started_on")


@rule(ERROR, _("The intervention starts before the triage."), "intervention#started_on", FROM_MEMORY)
def start_before_triage(record, _context):
    triaged = record.value("triaged_on")
    starts = [(child, child.values.get("started_on")) for child in record.interventions]
    return [child for child, start in starts if triaged and start and start < triaged]


@rule(
    WARNING, _("Treatment started before the person was referred: figures of waiting leave it out."), "intervention#started_on",
    _("Welsh waiting time guidance"), refuses=True,
)  # fmt: skip
def start_before_episode(record, _context):
    referred = record.value("referred_on")
    starts = [(child, child.values.get("started_on")) for child in record.interventions]
    return [child for child, start in starts if referred and start and start < referred]


@rule(ERROR, _("The intervention ends before it starts."), "intervention#ended_on", FROM_MEMORY, refuses=True)
def ends_before_start(record, _context):
    unlike = wrong_order(record.interventions, "intervention_referred_on", "intervention_ended_on")
    return wrong_order(record.interventions, "started_on", "intervention_ended_on") or unlike


@rule(
    ERROR,
    _("An end needs how it ended, and how it ended needs an end."),
    "intervention#exit_status",
    FROM_MEMORY,
    refuses=True,
)
def half_an_exit(record, _context):
    pairs = [
        (child, child.values.get("intervention_ended_on"), child.values.get("exit_status"))
        for child in record.interventions
    ]
    return [child for child, ended, how in pairs if bool(ended) != bool(how)]


@rule(ERROR, _("The episode ended and the intervention did not."), "intervention#ended_on", FROM_MEMORY)
def still_open(record, _context):
    ended = record.value("ended_on")
    return [child for child in record.interventions if ended and not child.values.get("intervention_ended_on")]


@rule(
    ERROR,
    _("Something in the intervention lies after the end of the episode."),
    "intervention#ended_on",
    FROM_MEMORY,
    refuses=True,
)
def intervention_after_the_end(record, _context):
    return _after_the_end(record, record.interventions)


@rule(ERROR, _("The TOP lies after the end of the episode."), "top", FROM_MEMORY)
def top_after_the_end(record, _context):
    after = _after_the_end(record, record.tops)
    return [child for child in after if child.values.get("stage") != "post_exit"]


def _after_the_end(record, children):
    ended = record.value("ended_on")
    return [child for child in children if ended and any(day > ended for day in days_of(child))]


def days_of(child):
    return [child.values[name] for name in DATES if child.values.get(name)]


@rule(ERROR, _("The TOP lies before the referral."), "top", FROM_MEMORY)
def top_before_referral(record, _context):
    referred = record.value("referred_on")
    return [child for child in record.tops if referred and any(day < referred for day in days_of(child))]


@rule(ERROR, _("The TOP has no day or no stage."), "top", refuses=True)
def top_incomplete(record, _context):
    return [child for child in record.tops if not (child.values.get("interviewed_on") and child.values.get("stage"))]


@rule(ERROR, _("There are two TOPs of this stage on one day."), "top", FROM_MEMORY)
def top_twice(record, _context):
    seen, twice = set(), []
    for child in record.tops:
        key = child.values.get("interviewed_on"), child.values.get("stage")
        twice += [child] if key in seen else []
        seen.add(key)
    return twice


@rule(ERROR, _("A date of the intervention lies in the future."), "intervention#started_on", FROM_MEMORY, refuses=True)
def child_in_the_future(record, context):
    return [child for child in record.interventions if any(day > context.today for day in days_of(child))]


@rule(ERROR, _("The TOP lies in the future."), "top", FROM_MEMORY, refuses=True)
def top_in_the_future(record, context):
    return [child for child in record.tops if any(day > context.today for day in days_of(child))]


@rule(ERROR, _("A date of the intervention lies before 1990."), "intervention#referred_on", FROM_MEMORY)
def child_before_1990(record, _context):
    return [child for child in record.interventions if any(day < FIRST_DAY for day in days_of(child))]


@rule(WARNING, _("Shared, but did not inject."), "top", OURS, refuses=True)
def shares_and_does_not_inject(record, _context):
    return [child for child in record.tops if child.values.get("injected_days") == 0 and child.values.get("shared")]
