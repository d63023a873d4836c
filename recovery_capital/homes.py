"""Whose home ends soon and who has none: what the record says last, whoever wrote it down, and whether anybody acts on it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from clients.choices import AddressKind
from clients.reading_up import is_inside, of_clients

from .choices import Answer, Domain, HousingProblem, HousingStatus, PriorityNeedQuestion, ProvisionKind
from .housing import nation_of
from .models import Assessment, HousingProvision, PriorityNeedAnswer, PriorityNeedCheck
from .priority_need import window_on

# Of the apps above, found by their names: the paths on which a home is asked for, and where they lead nowhere any more.
HOUSING_PATHS = ["housing", "supported_housing"]
NOT_ASKED_ANY_MORE = ["draft", "declined", "withdrawn", "expired", "completed"]


@dataclass(frozen=True, order=True)
class Told:
    """What one record says: on which day, when it was written down, and what; the newest holds."""

    on: date
    at: datetime
    key: UUID
    ends_on: date | None = None
    is_homeless: bool = False


def told_of_ending(client):
    """What was said last of the day on which the home ends, also that it does not; None where nobody was asked."""
    assessments = Assessment.objects.recorded().filter(client=client, housing__isnull=False)
    checks = PriorityNeedCheck.objects.filter(client=client)
    newest = [
        assessments.order_by("-assessed_on", "-created_at").values_list("assessed_on", "created_at", "pk", "housing__home_ends_on").first(),
        checks.order_by("-checked_on", "-created_at").values_list("checked_on", "created_at", "pk", "home_ends_on").first(),
    ]  # fmt: skip
    return max((Told(*row) for row in newest if row), default=None)


def has_moved_since(client, told):
    moved = Q(starts_on__gt=told.on) & ~Q(kind__in=[AddressKind.LETTERS, AddressKind.NOT_KNOWN])
    return client.addresses.filter(moved).exists()


def home_ending(client):
    """What was said last of the day on which the home ends; None where none is known, or the person has moved since."""
    told = told_of_ending(client)
    return told if told and told.ends_on and not has_moved_since(client, told) else None


def threatened_from(ends_on, nation):
    """From which day the law of a nation counts somebody as threatened, whose home ends on a day: the dated windows decide."""
    windows = HousingProvision.objects.filter(nation=nation, kind=ProvisionKind.WINDOW, effective_from__isnull=False)
    windows = list(windows)
    days = [max(row.effective_from, ends_on - timedelta(days=row.days)) for row in windows]
    counted = [day for day in days if ends_on - timedelta(days=_window(windows, day)) <= day <= ends_on]
    return min(counted, default=None)


def _window(windows, day):
    """How many days it is on a day, by what holds then; nobody is threatened where nothing does."""
    return window_on([row for row in windows if row.is_in_force(day)]) or 0


def threatened_on(client, told):
    """The same for what was told about a client."""
    return threatened_from(told.ends_on, nation_of(client))


def homeless(client):
    """What was said last of where a person sleeps, if that is nowhere; None else, and in custody, where PR02 counts."""
    if is_inside(client):
        return None
    told = max(_told_of_sleeping(client), default=None)
    return told if told and told.is_homeless else None


def _told_of_sleeping(client):
    rows = Assessment.objects.recorded().filter(client=client).exclude(housing_status="", housing_problem="")
    if row := rows.order_by("-assessed_on", "-created_at").first():
        is_rough = row.housing_status == HousingStatus.ROUGH_SLEEPING
        yield Told(
            row.assessed_on, row.created_at, row.pk, None, is_rough or row.housing_problem == HousingProblem.URGENT
        )
    answers = PriorityNeedAnswer.objects.filter(
        check_made__client=client, question=PriorityNeedQuestion.ROUGH_SLEEPING, answer__in=[Answer.YES, Answer.NO]
    )
    order = ["-check_made__checked_on", "-check_made__created_at"]
    if row := answers.select_related("check_made").order_by(*order).first():
        made = row.check_made
        yield Told(made.checked_on, made.created_at, made.pk, None, row.answer == Answer.YES)
    today = timezone.localdate()
    homes = client.addresses.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    homes = homes.exclude(kind__in=[AddressKind.LETTERS, AddressKind.NOT_KNOWN])
    if row := homes.order_by("-starts_on", "-created_at").first():
        since = row.starts_on or timezone.localdate(row.created_at)
        yield Told(since, row.created_at, row.pk, None, row.kind == AddressKind.NO_FIXED_ABODE)


def is_asked_for(client):
    """Whether a home is being asked for: a referral on a path of housing goes on."""
    referrals = of_clients("referrals", client).filter(path__in=HOUSING_PATHS)
    return referrals.exclude(status__in=NOT_ASKED_ANY_MORE).exists()


def is_planned_for(client):
    """Whether there is a plan: a home is asked for, or the active plan has a goal about housing."""
    goals = of_clients("care_plans.goals", client).filter(domain=Domain.HOUSING, plan__status="active")
    return is_asked_for(client) or goals.exists()
