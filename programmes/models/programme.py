"""Programmes: what is offered, to whom, where and when in the week."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from core.templatetags.ui import clock
from reference.models import Code

from ..choices import STRUCTURED, Component, ProgrammeKind, ProgrammeStatus, RoomUse, Standing, Weekday


class OfTeamsQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the user's teams offer or use: it is about nobody."""
        return self.filter(team__in=user.team_ids)


class RoomQuerySet(OfTeamsQuerySet):
    def offered(self):
        return self.filter(is_active=True)


@tracked
class Room(BaseModel):
    """A room of ours, or a place in the community that can be booked."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("team"))
    name = models.CharField(_("name"), max_length=200)
    address = models.TextField(_("address"), blank=True)
    uses = ArrayField(models.CharField(max_length=20, choices=RoomUse), verbose_name=_("good for"), default=list)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    is_ours = models.BooleanField(_("is in our own building"), default=True)
    booking_note = models.CharField(_("how it is booked"), max_length=300, blank=True)
    is_active = models.BooleanField(_("is offered"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], name="room_once", violation_error_message=_("There is a room of that name")
            ),
            models.CheckConstraint(condition=Q(uses__len__gt=0), name="room_has_a_use"),
        ]

    def __str__(self):
        return self.name

    @property
    def use_labels(self):
        return [RoomUse(each).label for each in self.uses]


class ProgrammeQuerySet(OfTeamsQuerySet):
    def open(self):
        """Those that somebody can still join."""
        return self.exclude(status=ProgrammeStatus.ENDED)


@tracked
class Programme(BaseModel):
    """Something that people attend: a day programme, a group, a one-to-one programme, an activity, a drop-in."""

    TRANSITIONS = {
        ProgrammeStatus.PLANNED: [ProgrammeStatus.RUNNING, ProgrammeStatus.ENDED],
        ProgrammeStatus.RUNNING: [ProgrammeStatus.ENDED],
        ProgrammeStatus.ENDED: [ProgrammeStatus.RUNNING],
    }

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("team"))
    name = models.CharField(_("name"), max_length=200)
    name_cy = models.CharField(_("name in Welsh"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ProgrammeKind)
    components = ArrayField(
        models.CharField(max_length=30, choices=Component), verbose_name=_("what is done in it"), default=list
    )
    description = models.TextField(_("what happens in it"), blank=True)
    for_whom = models.TextField(_("who it is for"), blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=ProgrammeStatus, default=ProgrammeStatus.PLANNED, editable=False
    )
    is_rolling = models.BooleanField(_("people can join at any time"), default=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks that one person attends"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    days_a_week = models.PositiveSmallIntegerField(_("days a week that somebody attends"), null=True, blank=True)
    engaged_sessions = models.PositiveSmallIntegerField(
        _("sessions a week that count as engaged"), null=True, blank=True
    )
    standing = models.CharField(
        _("how it stands to other treatment"), max_length=20, choices=Standing, default=Standing.BY_ITSELF
    )
    treatment = models.ForeignKey(
        Code, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to which treatment")
    )  # of CodeField.INTERVENTION_TYPE
    leads_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="prepared_by",
        verbose_name=_("is part of, or leads to"),
    )  # fmt: skip
    run_by = user_key(related_name="programmes_run", verbose_name=_("who runs it"))
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("where")
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], condition=~Q(status=ProgrammeStatus.ENDED), name="programme_once",
                violation_error_message=_("There is a programme of that name"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="programme_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__range=("2000-01-01", "2100-12-31")), name="programme_in_this_century",
                violation_error_message=_("Enter a day between 2000 and 2100"),
            ),
            models.CheckConstraint(
                condition=Q(is_rolling=True) | Q(ends_on__isnull=False), name="fixed_programme_has_an_end",
                violation_error_message=_("Enter the last day, or say that people can join at any time"),
            ),
            models.CheckConstraint(
                condition=Q(days_a_week=None) | Q(days_a_week__range=(1, 7)), name="programme_days_of_a_week",
                violation_error_message=_("Enter 1 to 7 days"),
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__gte=1), name="programme_has_a_place",
                violation_error_message=_("Enter at least 1 place"),
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[Standing.FOLLOWS, Standing.PRECEDES], treatment__isnull=False)
                | ~Q(standing__in=[Standing.FOLLOWS, Standing.PRECEDES]),
                name="programme_names_the_treatment",
                violation_error_message=_("Choose the treatment"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programmes:programme_detail", args=[self.pk])

    @property
    def is_structured(self):
        """Whether it needs an agreed plan and a keyworker (Welsh framework, 6.2)."""
        return self.kind in STRUCTURED

    @property
    def has_ended(self):
        return self.status == ProgrammeStatus.ENDED

    @property
    def component_labels(self):
        return [Component(each).label for each in self.components]


class ProgrammeStatusChange(StatusChange):
    """One move of a programme."""

    record = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="status_changes")

    @property
    def to_label(self):
        return ProgrammeStatus(self.to_status).label


@tracked
class TimetableSlot(BaseModel):
    """One line of a programme's week: every Tuesday from ten to twelve, what is done, where and by whom."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="slots")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    every_weeks = models.PositiveSmallIntegerField(_("every how many weeks"), default=1)
    begins_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))  # both on a clock in London
    title = models.CharField(_("called"), max_length=200, blank=True)
    component = models.CharField(_("what is done"), max_length=30, choices=Component)
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("where")
    )
    lead = user_key(related_name="slots_led", verbose_name=_("led by"))
    co_lead = user_key(related_name="slots_co_led", verbose_name=_("together with"))
    first_on = models.DateField(_("from which day"))
    last_on = models.DateField(_("until which day"), null=True, blank=True)
    on_bank_holidays = models.BooleanField(_("is held on bank holidays"), default=False)

    class Meta:
        ordering = ["weekday", "begins_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="slot_ends_after_it_begins",
                violation_error_message=_("The end must be after the beginning"),
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("first_on")), name="slot_last_after_first",
                violation_error_message=_("The last day cannot be before the first"),
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__range=(1, 8)), name="slot_every_one_to_eight_weeks",
                violation_error_message=_("Enter 1 to 8 weeks"),
            ),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="slot_on_a_day_of_the_week"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_weekday_display()} {self.begins_at:%H:%M}"

    @property
    def name(self):
        """What it is called: by itself, or as its programme is."""
        return self.title or self.programme.name

    @property
    def is_ahead(self):
        """Whether it begins only later."""
        return self.first_on > timezone.localdate()

    @property
    def times(self):
        """From when to when: 10am to 12pm."""
        return _("%(begins)s to %(ends)s") % {"begins": clock(self.begins_at), "ends": clock(self.ends_at)}

    @property
    def in_words(self):
        """Tuesday, 10am to 12pm: Relapse prevention."""
        return f"{self.get_weekday_display()}, {self.times}: {self.name}"
