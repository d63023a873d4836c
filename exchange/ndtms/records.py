"""An episode as the data set sees it: plain values, the same whether they come from the database or from a file."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone

from careplans.choices import TREATMENT_KINDS
from clients.choices import AddressKind, FactsKind
from clients.matching import initial
from clients.models import Address, Episode, EpisodeFacts, EpisodeIntervention, NationalConsent
from recovery_capital.measures.top import OFFENCES
from recovery_capital.models import TopAssessment

from ..choices import NumberKind
from .fields import FIELDS, SUBSTANCES, Part, sector

FACTS = [
    "accommodation_need", "employment", "parental_status", "children_help", "injecting", "children_living_with",
    "pregnant", "drinking_days", "drinking_units", "hep_c_test", "hep_b_vaccination", "mental_health_need",
    "hep_c_positive", "naloxone_issued",
]  # fmt: skip
EQUALITY = ["ethnicity", "nationality", "religion", "sexual_orientation", "veteran"]
DERIVED = {"shared", "other_theft", "top_id", "interviewed_on", "stage"}
AS_THEY_ARE = [name for name, what in FIELDS.items() if what.part == Part.TOP and name not in DERIVED]


@dataclass
class Child:
    """An intervention or a TOP; `key` is that of its row, `lines` are those of a file."""

    values: dict
    key: object = None
    rest: dict = field(default_factory=dict)
    below: list = field(default_factory=list)
    lines: list = field(default_factory=list)


@dataclass
class Record:
    """The values of a client and an episode, by our names for them, and what stands beneath."""

    values: dict
    episode: Episode | None = None
    rest: dict = field(default_factory=dict)
    interventions: list = field(default_factory=list)
    tops: list = field(default_factory=list)

    def value(self, name):
        """A value; None where the version has no column for it, or nothing was said."""
        return self.values.get(name)

    @property
    def children(self):
        return [*self.interventions, *self.tops]


def with_all(episodes=None):
    """Episodes with all that leaves of them, in a number of queries that their number does not change."""
    episodes = Episode.objects.all() if episodes is None else episodes
    facts = EpisodeFacts.objects.standing().filter(kind=FactsKind.START).with_codes()
    addresses = Address.objects.current().exclude(kind=AddressKind.LETTERS).with_hides().newest_first()
    plans = Episode._meta.get_field("care_plans").related_model.objects
    return episodes.select_related(
        "team", "client__health_contacts", *[f"client__equality__{name}" for name in EQUALITY]
    ).prefetch_related(
        "substances",
        "client__data_set_numbers",
        Prefetch("facts", facts, to_attr="start_facts"),
        Prefetch("interventions", EpisodeIntervention.objects.with_codes()),
        Prefetch("top_assessments", TopAssessment.objects.order_by("interviewed_on", "created_at")),
        Prefetch("client__national_consents", NationalConsent.objects.current(), to_attr="consent_now"),
        Prefetch("client__addresses", addresses, to_attr="addresses_now"),
        Prefetch(
            "care_plans", plans.filter(kind__in=TREATMENT_KINDS, active_since__isnull=False), to_attr="plans_once"
        ),
    )


def consent_of(client):
    """Yes or no to the national data set; None where nobody has asked. A yes that was taken back is a no."""
    answer = next(iter(client.consent_now), None)
    return None if answer is None else answer.agreed and answer.withdrawn_on is None


def code_of(value):
    return value.code if value else None


def record_of(episode, until=None):
    """An episode of `with_all` as the data set sees it; of what came after the day `until`, nothing."""
    numbers = Numbers(episode, until or timezone.localdate())
    values = _of_client(episode.client, numbers) | _of_episode(episode, numbers) | _facts(episode)
    record = Record(
        values, episode, numbers.rest_of(NumberKind.CLIENT) | numbers.rest_of(NumberKind.EPISODE, episode.pk)
    )
    record.interventions = [
        _intervention(row, numbers) for row in episode.interventions.all() if row.referred_on <= numbers.until
    ]
    record.tops = [_top(row, numbers) for row in episode.top_assessments.all() if row.interviewed_on <= numbers.until]
    return record


class Numbers:
    """The ids of an episode's records with its agency: those of the file from which they came, or our own."""

    def __init__(self, episode, until):
        self.agency, self.until, self.client = episode.team.ndtms_code, until, episode.client
        self.rows = {}
        for row in episode.client.data_set_numbers.all():
            if row.agency == self.agency:
                self.rows[row.kind, row.episode_id or row.intervention_id or row.top_id] = row

    def of(self, kind, key=None):
        row = self.rows.get((kind, key))
        return row.number if row else self.client.reference if key is None else key.hex[:16]

    def rest_of(self, kind, key=None):
        row = self.rows.get((kind, key))
        return row.rest if row else {}

    def below(self, key):
        row = self.rows.get((NumberKind.INTERVENTION, key))
        return row.below if row else []

    def by_then(self, day):
        """A day, unless it came later than the file reaches."""
        return day if day and day <= self.until else None


def _of_client(client, numbers):
    number, equality = numbers.of(NumberKind.CLIENT), getattr(client, "equality", None)
    address = next(iter(client.addresses_now), None)
    return {name: code_of(getattr(equality, name, None)) for name in EQUALITY} | {
        "first_initial": initial(client.first_name),
        "last_initial": initial(client.family_name),
        "date_of_birth": client.date_of_birth,
        "sex": client.sex,
        "agency": numbers.agency,
        "client_id": number,
        "client_reference": None if "CLIENT" in numbers.rest_of(NumberKind.CLIENT) else number,
        "consent": consent_of(client),
        "postcode": sector(address.postcode) if address and not address.hides else "",
    }


def _of_episode(episode, numbers):
    substances = sorted(episode.substances.all(), key=lambda row: row.rank)
    main, by_then = substances[0] if substances else None, numbers.by_then
    names = [row.substance for row in substances] + [None] * 3
    health = getattr(episode.client, "health_contacts", None)
    ended_on = by_then(episode.ended_on)
    plans = [plan.agreed_on or timezone.localdate(plan.active_since) for plan in episode.plans_once]
    return {
        "episode_id": numbers.of(NumberKind.EPISODE, episode.pk),
        "gp_code": health.gp_code if health else "",
        "referred_on": episode.referred_on,
        "triaged_on": by_then(episode.triaged_on),
        "care_plan_on": by_then(min(plans, default=None)),
        "previously_treated": episode.previously_treated,
        "top_coordinator": episode.top_coordinator,
        "referral_source": episode.referral_source,
        **dict(zip(SUBSTANCES, names, strict=False)),
        "route": main and main.route,
        "age_first_used": main and main.age_first_used,
        "ended_on": ended_on,
        "discharge_reason": episode.discharge_reason if ended_on else "",
    }


def _facts(episode):
    start = next(iter(episode.start_facts), None)
    values = {name: getattr(start, name, None) for name in FACTS}
    return {name: code_of(value) if FIELDS[name].codes else value for name, value in values.items()}


def _intervention(row, numbers):
    ended_on = numbers.by_then(row.ended_on)
    values = {
        "intervention_id": numbers.of(NumberKind.INTERVENTION, row.pk),
        "kind": row.kind.code,
        "setting": row.setting.code,
        "intervention_referred_on": row.referred_on,
        "first_appointment_offered_on": row.first_appointment_offered_on,
        "started_on": numbers.by_then(row.started_on),
        "intervention_ended_on": ended_on,
        "exit_status": code_of(row.exit_status) if ended_on else None,
        "other_agency": row.other_agency,
    }
    return Child(values, row.pk, numbers.rest_of(NumberKind.INTERVENTION, row.pk), numbers.below(row.pk))


def _top(row, numbers):
    values = {name: getattr(row, name) for name in AS_THEY_ARE} | {
        "top_id": numbers.of(NumberKind.TOP, row.pk),
        "interviewed_on": row.interviewed_on,
        "stage": row.stage,
        "shared": row.shared,
        "other_theft": any_of([getattr(row, name) for name in OFFENCES]),
    }
    return Child(values, row.pk, numbers.rest_of(NumberKind.TOP, row.pk))


def any_of(answers):
    """One flag for several questions: yes if any is, no if all are, else not disclosed."""
    return True if True in answers else False if None not in answers else None
