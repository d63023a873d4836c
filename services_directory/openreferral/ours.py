"""What a feed of this software says beyond the standard (`tc_…`), and the words of HSDS that the profile for the UK left out.

Only what is mentioned is taken: of the rest, what is known here stays.
"""

from ..choices import Capacity, Cost, Gender, ServiceStatus
from ..own_terms import need_of
from .details import sound

LINES = {"name_cy": 300, "known_from": 300}
CHOICES = {"gender": Gender, "cost": Cost, "capacity": Capacity}
DAYS = ("capacity_on", "ended_on", "known_on")
MOST_DAYS = 3_650


def own_values(service, status):
    """Values of a service that only we publish."""
    said = {name: value for name, value in all_values(service).items() if value not in (None, "")}
    if "capacity_on" not in said:  # nobody can tell how old it is
        said = {name: value for name, value in said.items() if name not in ("capacity", "waiting_days")}
    if status == ServiceStatus.ACTIVE:
        said.pop("ended_on", None)
    return said


def all_values(service):
    def read(method, name, *more):
        return sound(service, lambda record: getattr(record, method)(f"tc_{name}", *more))

    values = {name: read("line", name, longest) for name, longest in LINES.items()}
    values |= {name: one_of(service, f"tc_{name}", choices) for name, choices in CHOICES.items()}
    values |= {name: read("day", name) for name in DAYS}
    days = read("number", "waiting_days")
    is_bool = isinstance(service.values.get("tc_self_referral"), bool)
    return values | {
        "description_cy": read("text", "description_cy"),
        "waiting_days": int(days) if days is not None and 0 <= days <= MOST_DAYS else None,
        "self_referral": service.values["tc_self_referral"] if is_bool else None,
    }


def one_of(service, name, choices):
    value = service.values.get(name)
    return value if isinstance(value, str) and value in choices.values else None


def guessed_needs(service):
    """The needs that a feed of ours guessed: they stay a guess."""
    guessed = [item for item in service.children("attributes") or [] if item.values.get("tc_guessed") is True]
    found = [need_of(item.values.get("taxonomy_term_id")) for item in guessed]
    return [need for need in found if need]


def welsh(organisation):
    """Name and description of an organisation in Welsh."""
    names = {"name_cy": organisation.line("tc_name_cy", 300), "description_cy": organisation.text("tc_description_cy")}
    return {name: value for name, value in names.items() if value}
