"""How many days until something is due: what the service has set, else our default."""

from core.memory import remembered

from .choices import IntervalKey
from .models import Interval

# Ours unless said otherwise: clinical guidance gives 12 weeks for reviews and 26 for the client information review
# (NDTMS, unverified); 21 days for a review of a housing decision are unverified too; key work every
# 14 days is ours, the days after a miss are design choices of the notes (wraparound 2.6); the adult period of the records management code is unverified, so it is set on screen.
DEFAULTS = {
    IntervalKey.CONTACT_RETRY: 3,
    IntervalKey.FLAG_REVIEW: 84,
    IntervalKey.RISK_REVIEW: 84,
    IntervalKey.CONCERN_REVIEW: 28,
    IntervalKey.CLIENT_INFORMATION_REVIEW: 182,
    IntervalKey.BREAK_GLASS_REVIEW: 5,
    IntervalKey.TRAINING_WARNING: 60,
    IntervalKey.NALOXONE_WARNING: 30,
    IntervalKey.REFERRAL_ANSWER: 7,
    IntervalKey.HOUSING_REVIEW: 21,
    IntervalKey.KEY_WORK: 14,
    IntervalKey.MISSED_SECOND_ATTEMPT: 5,
    IntervalKey.MISSED_TEAM_DECISION: 28,
    IntervalKey.MISSED_TELL_PRESCRIBER: 1,
    IntervalKey.MISSED_VISIT: 2,
    IntervalKey.MISSED_CHILD_SECOND_ATTEMPT: 1,
    IntervalKey.MISSED_CHILD_TEAM_DECISION: 14,
    IntervalKey.WAY_BACK: 182,
    IntervalKey.SESSIONS_AHEAD: 364,
    IntervalKey.RETENTION_ADULT: 2922,
    IntervalKey.RETENTION_CHILD: 2557,
    IntervalKey.RETENTION_AFTER_DEATH: 2922,
}


@remembered
def days(key, on=None):
    """The number of days for a key on a day (today when left out)."""
    row = Interval.objects.in_force(on).filter(key=key).order_by("-valid_from", "-created_at").first()
    return row.days if row else DEFAULTS[key]
