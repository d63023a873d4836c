"""The demo's prisons: whom to ring there and what is agreed about releases; of one nobody has agreed anything yet."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from accounts.choices import Nation
from core.calendar import london
from custody.models import Prison

from .words import PRISONS

IN_WALES, NOTHING_AGREED = "HMP Carreg Las", "HMP & YOI Ashdown Vale"
EARLY = "They ring the duty worker as soon as a date is brought forward, and send the medicine chart the same day."
UNEXPECTED = (
    "The gate rings us; somebody released from court is told where we are and that the door is open until 7 pm."
)
FRIDAY = "Seen on the Thursday before, with a supply until Tuesday and the first appointment on Monday morning."


def make_prisons(rows):
    agreed_on = rows.today - timedelta(days=120)
    for number, name in enumerate(PRISONS):
        protocol = {
            "early_protocol": EARLY, "unexpected_protocol": UNEXPECTED, "friday_protocol": FRIDAY, "agreed_on": agreed_on,
            "review_on": agreed_on + timedelta(days=365),
        }  # fmt: skip
        prefix, nation = ("029 2018 07", Nation.WALES) if name == IN_WALES else ("01632 9607", Nation.ENGLAND)
        rows.add(
            Prison, london(agreed_on, 10), id=key_of(name), name=name, nation=nation, switchboard=f"{prefix}{number}0",
            healthcare=f"{prefix}{number}1", drug_team=f"{prefix}{number}2, weekdays 8 to 5",
            out_of_hours=f"{prefix}{number}3", **({} if name == NOTHING_AGREED else protocol),
        )  # fmt: skip


def key_of(name):
    """The key of a prison of the demo: the same for whoever points to it."""
    return uuid5(NAMESPACE_OID, name)
