"""What this software can put into a column of a national data set, by our name for it, and how it is written and read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from time import strptime

from django.utils.translation import gettext as _

from clients.choices import BloodTest, DischargeReason, ReferralSource, Route, Sex, Substance
from core.forms import EARLIEST, LATEST
from recovery_capital.choices import Stage
from reference.choices import CodeField


class Part(StrEnum):
    """To which rows a column belongs: those of the client and the episode stand in every row."""

    CLIENT = "client"
    EPISODE = "episode"
    INTERVENTION = "intervention"
    REVIEW = "review"
    TIME = "time"
    TOP = "top"


SUBSTANCES = ("substance_1", "substance_2", "substance_3")
BELOW = (Part.REVIEW, Part.TIME)  # beneath an intervention
NOT_COLLECTED, NOTHING = "NA", {"", "NA"}
# Three styles: 14/03/1985, 1985-03-14, 14-Mar-1985 or 14 March 1985. Of two digits, nobody knows the century of a birth.
DAYS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d-%m-%Y"]
YES = {True: "Y", "yes": "Y", False: "N", "no": "N"}
LONGEST = 200


class Unreadable(ValueError):
    """A cell does not say what its column asks for; the message is for whoever made the file."""


@dataclass(frozen=True)
class Field:
    """One thing that is written into a column. A choice goes by the codes of the version, a code as `reference` has it."""

    part: Part
    is_day: bool = False
    is_yes_or_no: bool = False
    most: int | None = None
    choices: type | None = None
    codes: str = ""
    table: str = ""  # under which name the version keeps the codes, where it is not the field's own
    longest: int = LONGEST


def _several(part, names, **what):
    return {name: Field(part, **what) for name in names.split()}


ANSWERS = "previously_treated pregnant mental_health_need hep_c_positive top_coordinator"
TOP_DAYS = (
    "alcohol_days opiates_days crack_days cocaine_days amphetamines_days cannabis_days other_days tobacco_days "
    "injected_days shoplifting_days selling_days assault_days paid_work_days volunteering_days placement_days "
    "education_days"
)
FIELDS = {
    **_several(Part.CLIENT, "agency", longest=20),
    **_several(Part.CLIENT, "first_initial last_initial", longest=1),
    **_several(Part.CLIENT, "client_id client_reference", longest=64),
    "date_of_birth": Field(Part.CLIENT, is_day=True),
    "sex": Field(Part.CLIENT, choices=Sex),
    "consent": Field(Part.CLIENT, is_yes_or_no=True),
    "postcode": Field(Part.CLIENT, longest=8),
    "ethnicity": Field(Part.CLIENT, codes=CodeField.ETHNICITY),
    "nationality": Field(Part.CLIENT, codes=CodeField.NATIONALITY),
    "religion": Field(Part.CLIENT, codes=CodeField.RELIGION),
    "sexual_orientation": Field(Part.CLIENT, codes=CodeField.SEXUAL_ORIENTATION),
    "veteran": Field(Part.CLIENT, codes=CodeField.VETERAN),
    **_several(Part.EPISODE, "episode_id", longest=64),
    **_several(Part.EPISODE, "gp_code", longest=10),
    **_several(Part.EPISODE, "referred_on triaged_on care_plan_on ended_on", is_day=True),
    **_several(Part.EPISODE, ANSWERS, is_yes_or_no=True),
    "referral_source": Field(Part.EPISODE, choices=ReferralSource),
    "discharge_reason": Field(Part.EPISODE, choices=DischargeReason),
    **_several(Part.EPISODE, " ".join(SUBSTANCES), choices=Substance, table="substance"),
    "route": Field(Part.EPISODE, choices=Route),
    "age_first_used": Field(Part.EPISODE, most=110),
    "accommodation_need": Field(Part.EPISODE, codes=CodeField.ACCOMMODATION_NEED),
    "employment": Field(Part.EPISODE, codes=CodeField.EMPLOYMENT),
    "parental_status": Field(Part.EPISODE, codes=CodeField.PARENTAL_STATUS),
    "children_help": Field(Part.EPISODE, codes=CodeField.CHILDREN_HELP),
    "injecting": Field(Part.EPISODE, codes=CodeField.INJECTING),
    "children_living_with": Field(Part.EPISODE, most=30),
    "drinking_days": Field(Part.EPISODE, most=28),
    "drinking_units": Field(Part.EPISODE, most=200),
    **_several(Part.EPISODE, "hep_c_test hep_b_vaccination", choices=BloodTest),
    "naloxone_issued": Field(Part.EPISODE, is_yes_or_no=True),
    "intervention_id": Field(Part.INTERVENTION, longest=64),
    "kind": Field(Part.INTERVENTION, codes=CodeField.INTERVENTION_TYPE),
    "setting": Field(Part.INTERVENTION, codes=CodeField.SETTING),
    "exit_status": Field(Part.INTERVENTION, codes=CodeField.INTERVENTION_EXIT),
    "other_agency": Field(Part.INTERVENTION),
    **_several(Part.INTERVENTION, "intervention_referred_on first_appointment_offered_on", is_day=True),
    **_several(Part.INTERVENTION, "started_on intervention_ended_on", is_day=True),
    "top_id": Field(Part.TOP, longest=64),
    "interviewed_on": Field(Part.TOP, is_day=True),
    "stage": Field(Part.TOP, choices=Stage),
    **_several(Part.TOP, TOP_DAYS, most=28),
    **_several(Part.TOP, "psychological_health physical_health quality_of_life", most=20),
    **_several(Part.TOP, "shared other_theft", is_yes_or_no=True),
    **_several(Part.TOP, "acute_housing_problem unsuitable_housing eviction_risk", is_yes_or_no=True),
}
# Without these no row can be told from another, nor a person from another.
REQUIRED = ["agency", "client_id", "episode_id", "consent", "first_initial", "last_initial", "date_of_birth", "sex"]
REQUIRED += ["referred_on", "substance_1"]
WITHOUT_CONSENT = ("agency", "client_id", "consent")  # all that leaves about somebody who has not agreed


def read_day(text):
    """A day in one of the styles.

    >>> {str(read_day(text)) for text in ("14/03/1985", "1985-03-14", "14-Mar-1985")}
    {'1985-03-14'}
    """
    for style in DAYS:
        try:
            day = date(*strptime(text, style)[:3])
        except ValueError:
            continue
        if EARLIEST <= day <= LATEST and f"{day.year}" in text:
            return day
    raise Unreadable(_("not a day such as 14/03/1985, 1985-03-14 or 14-Mar-1985"))


def read_yes_or_no(text):
    answers = {"Y": True, "N": False}
    if text.upper() not in answers:
        raise Unreadable(_("neither Y nor N"))
    return answers[text.upper()]


def read_number(text, most):
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= most):
        raise Unreadable(_("not a whole number from 0 to %d") % most)
    return int(text)


def read_text(text, longest):
    if len(text) > longest:
        raise Unreadable(_("longer than %d characters") % longest)
    return text


def sector(postcode):
    """A postcode without its last two letters: what a national data set keeps of it.

    >>> sector("cf10 1aa"), sector("CF101AA"), sector("CF10 1"), sector("")
    ('CF10 1', 'CF10 1', 'CF10 1', '')
    """
    plain = "".join(postcode.upper().split())
    plain = plain[:-2] if plain[-2:].isalpha() else plain
    return f"{plain[:-1]} {plain[-1:]}".strip() if len(plain) > 2 else plain
