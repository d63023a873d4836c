"""Whom a sweep tells: stand-ins, duty workers and managers, each looked up once a sweep."""

from functools import cache, cached_property

from django.utils import timezone

from accounts.choices import Duty, Role
from accounts.models import Cover, Team, TeamMembership, User


class People:
    """Who gets the message of an alert, by the keys of its recipient and its team; for one sweep."""

    def __init__(self):
        self.duty_worker = cache(self._duty_worker)

    @cached_property
    def gone(self):
        """Those who no longer work here."""
        return set(User.objects.filter(is_active=False).values_list("pk", flat=True))

    @cached_property
    def stand_ins(self):
        """Who covers whom today."""
        covers = Cover.objects.on(timezone.localdate()).filter(covered_by__is_active=True).order_by("starts_on")
        return dict(covers.values_list("person_id", "covered_by_id"))

    @cached_property
    def managers(self):
        """The managers of each team, in the order of their user names."""
        found = {}
        rows = TeamMembership.objects.filter(user__role=Role.TEAM_MANAGER, user__is_active=True)
        for team, user in rows.order_by("user__username").values_list("team_id", "user_id"):
            found.setdefault(team, []).append(user)
        return found

    def _duty_worker(self, team):
        holder = Team.objects.get(pk=team).holder_of(Duty.DUTY_WORKER)
        return holder.pk if holder else None

    def told(self, recipient, team):
        """The recipient or whoever stands in; where there is nobody, the team's duty worker; else nobody."""
        if team and (recipient is None or recipient in self.gone):
            recipient = self.duty_worker(team) or recipient
        return self.stand_ins.get(recipient, recipient)

    def manager(self, team, *, other_than):
        """A manager of the team who has not been told already, else nobody."""
        return next((user for user in self.managers.get(team, []) if user != other_than), None)
