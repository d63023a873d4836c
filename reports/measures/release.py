"""The three weeks after a release from prison: seen, treatment started, and who was lost on the way."""

from django.utils.translation import gettext_lazy as _

from ..choices import Part
from ..models import Release
from .base import ANSWERS, Answer, Measure, register

EXCLUDED = {
    "excluded_back": Answer(_("Not counted: back in prison"), Part.EXCLUDED),
    "excluded_died": Answer(_("Not counted: the person has died"), Part.EXCLUDED),
    "excluded_moved": Answer(_("Not counted: moved to another service"), Part.EXCLUDED),
}
ASKED = {name: ANSWERS[name] for name in ("met", "not_met", "pending")} | EXCLUDED
RELEASED = "u.released_on BETWEEN p.starts_on AND p.ends_on"
ADULT = "(u.born_on IS NULL OR u.born_on <= u.released_on - interval '18 years')"
RUNS = "p.as_at <= u.released_on + 21"  # the 21st day still counts
EXCLUSIONS = _("Back in prison, died or moved to another service within the 21 days and before it was met")


def stands(name):
    """SQL: how one of the two measures stands on the day as on which is counted."""
    return f"""CASE WHEN u.{name} = 'not_met' AND {RUNS} THEN 'pending'
      WHEN u.{name} = 'excluded' THEN 'excluded_' || u.excluded_because ELSE u.{name} END"""


CONTINUITY = register(
    Measure(
        key="prison_continuity",
        title=_("Treatment started within three weeks of release"),
        numerator=_(
            "Releases after which structured treatment in the community started within 21 days, the 21st included"
        ),
        denominator=_("Releases of adults from prison in the period"),
        window=_("Released in the period; cannot be said before the 21 days are over"),
        exclusions=EXCLUSIONS,
        missing=_("Nobody is left out for a missing date of birth"),
        source="wraparound.md 1.1 and treatment.md 6.10: national measure; what is not counted is our own rule",
        facts=Release,
        among=f"{RELEASED} AND {ADULT}",
        answer=stands("started"),
        answers=ASKED,
    )
)

SEEN = register(
    Measure(
        key="prison_seen",
        title=_("Seen within three weeks of release"),
        numerator=_("Releases after which the person was seen within 21 days, the 21st included"),
        denominator=_("Releases from prison in the period"),
        window=_("Released in the period; cannot be said before the 21 days are over"),
        exclusions=EXCLUSIONS,
        source="wraparound.md 1.1: beside the national measure, our own",
        facts=Release,
        among=RELEASED,
        answer=stands("seen"),
        answers=ASKED,
    )
)

LOST = register(
    Measure(
        key="prison_lost",
        title=_("People lost between prison and the community"),
        numerator=_("People who were neither seen nor started treatment within 21 days of their last release"),
        denominator=_("People released from prison in the period, by their last release in it"),
        window=_("Released in the period; cannot be said before the 21 days are over"),
        exclusions=EXCLUSIONS,
        source="wraparound.md 1.1; our own measure",
        facts=Release,
        latest="released_on",
        among=RELEASED,
        answer=f"""CASE WHEN 'met' IN (u.seen, u.started) THEN 'not_met'
          WHEN 'excluded' IN (u.seen, u.started) THEN 'excluded_' || u.excluded_because
          WHEN {RUNS} THEN 'pending' ELSE 'met' END""",
        answers=EXCLUDED
        | {
            "met": Answer(_("Lost: neither seen nor started"), Part.MET),
            "not_met": Answer(_("Seen or started treatment"), Part.NOT_MET),
            "pending": ANSWERS["pending"],
        },
    )
)
