"""Rules about the episode: its dates, substances, facts and end."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clients.choices import COMPLETED, OPIATES, DischargeReason, Route, Sex, Substance
from clients.discharge import Level
from recovery_capital.choices import Stage

from ..fields import FIELDS, SUBSTANCES, Part
from .registry import FROM_MEMORY, OURS, rule

FIRST_DAY = date(1990, 1, 1)
ERROR, WARNING, INFO = Level.ERROR, Level.WARNING, Level.INFO
OUT_OF_ENGLAND = "Z00B"
DATA_SET_P = _("NDTMS, technical change of data set P, v14.2")
WITHOUT_WORDS = {"", None, "not_known", "declined", "immune"}  # answers for which a version need not have a code
DATES = [name for name, field in FIELDS.items() if field.is_day and field.part == Part.EPISODE]


def later(record, first, second):
    """Whether two days stand in the wrong order; where one is missing they do not."""
    one, other = record.value(first), record.value(second)
    return bool(one and other) and one > other


@rule(ERROR, _("The day of the referral is missing."), "episode#referred_on", refuses=True)
def referral_missing(record, _context):
    return not record.value("referred_on")


@rule(INFO, _("The referral source is missing."), "episode#referral_source")
def source_missing(record, _context):
    return not record.value("referral_source")


@rule(ERROR, _("The main problem substance is missing."), "episode#substance_1")
def substance_missing(record, _context):
    return not record.value("substance_1")


@rule(ERROR, _("There is a third substance and no second one."), "episode#substance_2", FROM_MEMORY)
def second_substance_missing(record, _context):
    return bool(record.value("substance_3") and not record.value("substance_2"))


@rule(ERROR, _("A substance stands there twice."), "episode#substance_2", FROM_MEMORY, refuses=True)
def substance_twice(record, _context):
    said = [record.value(name) for name in SUBSTANCES if record.value(name)]
    return len(said) != len(set(said))


@rule(ERROR, _("How the main substance is taken is missing."), "episode#route_1", FROM_MEMORY)
def route_missing(record, _context):
    return bool(record.value("substance_1") and not record.value("route"))


@rule(
    WARNING,
    _("The main substance is injected, but the facts say that the person never injected."),
    "facts#injecting",
    FROM_MEMORY,
)
def injects_and_never_did(record, _context):
    return record.value("route") == Route.INJECT and record.value("injecting") == "N"


@rule(INFO, _("The age at first use of the main substance is missing."), "episode#age_first_used")
def age_missing(record, _context):
    return bool(record.value("substance_1")) and record.value("age_first_used") is None


@rule(ERROR, _("No triage was attended yet, or its day is missing."), "episode#triaged_on")
def triage_missing(record, _context):
    return not record.value("triaged_on")


@rule(ERROR, _("The triage lies before the referral."), "episode#triaged_on", refuses=True)
def triage_before_referral(record, _context):
    return later(record, "referred_on", "triaged_on")


@rule(WARNING, _("The care plan starts before the triage."), "end", FROM_MEMORY)
def plan_before_triage(record, _context):
    return later(record, "triaged_on", "care_plan_on")


@rule(WARNING, _("The first intervention starts before the care plan."), "end", FROM_MEMORY)
def intervention_before_plan(record, _context):
    starts = [child.values["started_on"] for child in record.interventions if child.values.get("started_on")]
    plan = record.value("care_plan_on")
    return bool(plan and starts) and min(starts) < plan


@rule(ERROR, _("A date lies in the future."), "episode#referred_on", FROM_MEMORY, refuses=True)
def date_in_the_future(record, context):
    return any(day and day > context.today for day in map(record.value, [*DATES, "date_of_birth"]))


@rule(ERROR, _("A date lies before 1990."), "episode#referred_on", FROM_MEMORY)
def date_before_1990(record, _context):
    return any(day and day < FIRST_DAY for day in map(record.value, DATES))


@rule(
    ERROR,
    _("There is a day of discharge without a reason, or a reason without a day."),
    "end",
    FROM_MEMORY,
    refuses=True,
)
def half_an_end(record, _context):
    return bool(record.value("ended_on")) != bool(record.value("discharge_reason"))


@rule(
    ERROR, _("The discharge lies before the referral, the triage or the care plan."), "end", FROM_MEMORY, refuses=True
)
def end_before_something(record, _context):
    return any(later(record, name, "ended_on") for name in ("referred_on", "triaged_on", "care_plan_on"))


@rule(ERROR, _("“Occasional use” is not for opiates or crack."), "end", FROM_MEMORY)
def occasional_opiates(record, _context):
    used = {record.value(name) for name in SUBSTANCES}
    is_occasional = record.value("discharge_reason") == DischargeReason.COMPLETED_OCCASIONAL
    return is_occasional and bool(used & {*OPIATES, Substance.CRACK})


@rule(
    WARNING, _("Treatment was completed without a TOP at its end: progress cannot be classified."), "new_top#interviewed_on",
    _("treatment progress measure"),
)  # fmt: skip
def completed_without_top(record, _context):
    if record.value("discharge_reason") not in COMPLETED:
        return False
    return not any(top.values.get("stage") in (Stage.EXIT, Stage.POST_EXIT) for top in record.tops)


@rule(
    WARNING, _("Who keeps the treatment outcomes profile is not said: a journey needs exactly one agency that does."),
    "episode#top_coordinator", _("NDTMS, exceptions of TOP"),
)  # fmt: skip
def coordinator_missing(record, _context):
    return record.value("top_coordinator") is None


@rule(
    ERROR,
    _("The partnership says out of England (Z00B), so that the local authority must be empty."),
    "nowhere",
    DATA_SET_P,
)
def authority_out_of_england(record, _context):
    return record.rest.get("DAT") == OUT_OF_ENGLAND and bool(record.rest.get("LA"))


@rule(INFO, _("There is no intervention yet."), "new_intervention#kind")
def intervention_missing(record, _context):
    return not record.interventions


@rule(
    INFO,
    _("Accommodation, employment, children, injecting or drinking at the start: not asked."),
    "facts#accommodation_need",
)
def facts_missing(record, _context):
    asked = ["accommodation_need", "employment", "parental_status", "injecting", "drinking_days"]
    return any(record.value(name) in (None, "") for name in asked)


@rule(WARNING, _("A man is said to be pregnant."), "facts#pregnant", FROM_MEMORY)
def pregnant_man(record, _context):
    return record.value("sex") == Sex.MALE and record.value("pregnant") in (True, "yes")


@rule(
    ERROR,
    _("This version has no code for an answer (substance, route, source, reason or stage)."),
    "episode#substance_1",
    OURS,
)
def answer_without_code(record, context):
    said = [*record.values.items(), *(item for child in record.children for item in child.values.items())]
    return any(
        FIELDS[name].choices and value not in WITHOUT_WORDS and not context.layout.written(name, value)
        for name, value in said
        if name in context.layout.column_of
    )
