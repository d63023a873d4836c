"""Rows about a client that hold for a time, of which often neither end is known."""

from django.db.models import F, Q
from django.utils import timezone

from .client import OfClientQuerySet


class DatedOfClientQuerySet(OfClientQuerySet):
    """From `starts_on` until `ends_on`, the last day included; an end that is empty is open."""

    def current(self, day=None):
        day = day or timezone.localdate()
        begun, not_over = Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
        return self.filter(begun, not_over)

    def newest_first(self):
        return self.order_by(F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True), "-created_at")
