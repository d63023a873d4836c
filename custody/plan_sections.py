"""The sections of a release plan: which facts each holds, which of them are needed, and what is missing in words."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from accounts.choices import Section as Scope
from clients.choices import ConsentCategory
from core.templatetags.ui import clock, moment, weekday

from .bridging import bridging_of
from .choices import Accommodation, LegalStatus
from .models import CustodyStay, ReleasePlan

NO_PROBATION = (LegalStatus.REMAND, LegalStatus.IMMIGRATION)  # nobody supervises them when they leave


@dataclass(frozen=True)
class Section:
    """One part of the plan: fields of the plan, fields of the stay, and which of both are needed."""

    key: str
    title: str
    plan: tuple[str, ...] = ()
    stay: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    permission: str = ""
    asked: bool = False  # whether the prison or probation can tell us
    category: str = ConsentCategory.IDENTITY  # what the client agrees to share when the prison is asked about it


SECTIONS = [
    Section(
        "sentence", _("Sentence and prison"),
        plan=("wing", "sentence_type", "sentence_length", "friday_policy", "second_day_requested"),
        needed=("friday_policy",), permission=Scope.OFFENDING, asked=True, category=ConsentCategory.OFFENDING,
    ),
    Section(
        "supervision", _("Supervision"),
        plan=("probation_unit", "manager_phone", "manager_email", "licence_ends_on", "licence_kinds",
              "licence_conditions", "curfew_address", "probation_at", "probation_place"),
        stay=("offender_manager",), needed=("offender_manager", "probation_at"), permission=Scope.OFFENDING,
        asked=True, category=ConsentCategory.OFFENDING,
    ),
    Section(
        "risk", _("Risk"), plan=("harm", "harm_to", "no_contact", "threat_outside"), needed=("harm",),
        permission=Scope.OFFENDING,
    ),
    Section(
        "clinical", _("Clinical"),
        plan=("medicine", "is_supervised", "last_dose_at", "depot_last_on", "depot_next_on", "detox_completed_on",
              "tolerance_told_on", "other_medicines", "health"),
        stay=("on_substitute_medication", "opioid_risk"),
        needed=("on_substitute_medication", "medicine", "tolerance_told_on"), permission=Scope.CLINICAL, asked=True,
        category=ConsentCategory.HEALTH,
    ),
    Section(
        "supply", _("Medicine and naloxone"),
        plan=("supply_form", "supply_starts_on", "collection", "prescribing_on", "naloxone_offered", "naloxone_accepted",
              "naloxone_trained", "naloxone_batch", "naloxone_expires_on"),
        stay=("prescriber", "supply_ends_on", "naloxone_supplied_on"),
        needed=("prescriber", "supply_form", "naloxone_supplied_on"), permission=Scope.CLINICAL, asked=True,
        category=ConsentCategory.PRESCRIBING,
    ),
    Section(
        "day", _("Day of release"),
        plan=("leaves_at", "met_by", "transport", "phone", "has_identity", "has_bank_account", "has_claimed", "has_grant"),
        needed=("met_by", "transport", "phone", "has_identity", "has_bank_account", "has_claimed"), asked=True,
    ),
    Section(
        "home", _("Where the person will live"),
        plan=("address", "duty_authority", "duty_referred_on", "duty_outcome", "probation_housing"),
        stay=("accommodation",), needed=("accommodation", "address", "duty_authority", "duty_referred_on", "duty_outcome"),
        asked=True, category=ConsentCategory.HOUSING,
    ),
    Section(
        "appointments", _("Appointments"),
        plan=("worker", "is_confirmed", "jobcentre_at", "jobcentre_place", "surgery_at", "surgery"),
        stay=("appointment_at", "appointment_place"),
        needed=("appointment_at", "worker", "is_confirmed", "jobcentre_at", "surgery"),
    ),
    Section("work", _("Work, training and learning"), plan=("work",), needed=("work",)),
    Section("family", _("Family"), plan=("family", "childrens_services"), needed=("family",), permission=Scope.FAMILY),
]  # fmt: skip
BY_KEY = {section.key: section for section in SECTIONS}


def sections_for(user):
    """The sections that somebody may read and change."""
    return [section for section in SECTIONS if not section.permission or user.has_perm(section.permission)]


def plan_of(stay):
    """The plan of a stay, or an empty one that nobody has saved."""
    return getattr(stay, "release_plan", None) or ReleasePlan(stay=stay, client=stay.client)


def field_of(name):
    """The field of the plan, else of the stay."""
    model = CustodyStay if any(name in section.stay for section in SECTIONS) else ReleasePlan
    return model._meta.get_field(name)


def value_of(stay, plan, name):
    return getattr(stay if field_of(name).model is CustodyStay else plan, name)


def does_not_apply(stay, plan):
    """What nobody needs to know for this release."""
    off = set()
    if stay.legal_status in NO_PROBATION:
        off |= {"offender_manager", "probation_at", "harm"}
    if bridging_of(stay) is None:
        off |= {"medicine", "prescriber", "supply_form"}
    if not stay.needs_naloxone:
        off |= {"naloxone_supplied_on", "tolerance_told_on"}
    if not (stay.current_date and stay.current_date.friday_or_pre_holiday):
        off.add("friday_policy")
    if stay.accommodation == Accommodation.SETTLED:
        off |= {"duty_authority", "duty_referred_on", "duty_outcome"}
    return off


def missing_in(section, stay, plan):
    """What the section still lacks, in words."""
    off = does_not_apply(stay, plan)
    lacking = [name for name in section.needed if name not in off and not value_of(stay, plan, name)]
    if "accommodation" in section.needed and stay.accommodation in (
        Accommodation.UNKNOWN,
        Accommodation.NO_FIXED_ABODE,
    ):
        lacking.insert(0, "accommodation")
    words = [field_of(name).verbose_name for name in lacking]
    medicine = bridging_of(stay) if section.key == "supply" else None
    return words + (medicine.words if medicine else [])


def facts_of(section, stay, plan):
    """What is known in a section: label and value, as `components/summary_list.html` takes them."""
    rows = []
    for name in (*section.stay, *section.plan):
        if said := said_of(stay, plan, name):
            label = str(field_of(name).verbose_name)
            rows.append({"label": label[0].upper() + label[1:], "value": said, "typed": True})
    return rows


def said_of(stay, plan, name):
    """One fact in words; empty when nobody has said it."""
    value, record = value_of(stay, plan, name), stay if field_of(name).model is CustodyStay else plan
    if isinstance(value, list):
        labels = dict(field_of(name).base_field.choices)
        return ", ".join(str(labels[one]) for one in value)
    if value and field_of(name).choices:
        return getattr(record, f"get_{name}_display")()
    in_words = {datetime: moment, date: weekday, time: clock}.get(type(value))
    return in_words(value) if in_words else value


def parts_of(stay, user):
    """The plan as its page shows it: each section that the user may read, with its facts and what it lacks."""
    plan = plan_of(stay)
    return [
        {"section": one, "facts": facts_of(one, stay, plan), "missing": missing_in(one, stay, plan)}
        for one in sections_for(user)
    ]
