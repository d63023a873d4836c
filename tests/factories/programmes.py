"""Programmes, their sessions and registers, appointments, reminders, and what follows a miss."""

from datetime import UTC, date, datetime, time

import factory
from factory.django import DjangoModelFactory

from clients.choices import MissedReason, WayKind
from programmes import models
from programmes.choices import (
    THERE,
    AppointmentKind,
    AppointmentStatus,
    CancelledBy,
    Component,
    EnrolmentOutcome,
    EnrolmentReason,
    EnrolmentStatus,
    Mark,
    PathStatus,
    ProgrammeKind,
    ProgrammeStatus,
    ReminderState,
    RoomUse,
    SessionCancelled,
    SessionStatus,
    StepKind,
    Weekday,
)

from .accounts import TeamFactory, UserFactory
from .clients import ClientFactory, ContactWayFactory, EpisodeFactory
from .core import OutboxMessageFactory


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = models.Room

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Room {n}")
    uses = [RoomUse.GROUP]


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = models.Programme

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Moving On {n}")
    kind = ProgrammeKind.GROUP
    components = [Component.RELAPSE_PREVENTION]
    starts_on = date(2026, 9, 7)
    status = ProgrammeStatus.RUNNING

    class Params:
        planned = factory.Trait(status=ProgrammeStatus.PLANNED)
        ended = factory.Trait(status=ProgrammeStatus.ENDED)
        structured = factory.Trait(kind=ProgrammeKind.DAY_PROGRAMME, days_a_week=3, engaged_sessions=3)


class ProgrammeStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgrammeStatusChange

    record = factory.SubFactory(ProgrammeFactory)
    from_status = ProgrammeStatus.PLANNED
    to_status = ProgrammeStatus.RUNNING


class TimetableSlotFactory(DjangoModelFactory):
    class Meta:
        model = models.TimetableSlot

    programme = factory.SubFactory(ProgrammeFactory)
    weekday = Weekday.TUESDAY
    begins_at = time(10)
    ends_at = time(12)
    component = Component.RELAPSE_PREVENTION
    first_on = date(2026, 9, 8)


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Enrolment

    client = factory.SubFactory(ClientFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    asked_on = date(2026, 10, 1)
    started_on = date(2026, 10, 6)
    status = EnrolmentStatus.ENROLLED

    class Params:
        waiting = factory.Trait(status=EnrolmentStatus.WAITING, started_on=None)
        paused = factory.Trait(status=EnrolmentStatus.PAUSED, reason=EnrolmentReason.ILLNESS)
        completed = factory.Trait(
            status=EnrolmentStatus.COMPLETED, ended_on=date(2026, 11, 10), outcome=EnrolmentOutcome.AIMS_MET
        )
        left = factory.Trait(status=EnrolmentStatus.LEFT, ended_on=date(2026, 11, 10), reason=EnrolmentReason.CHOSE_TO)
        not_started = factory.Trait(
            status=EnrolmentStatus.NOT_STARTED, started_on=None, ended_on=date(2026, 10, 6),
            reason=EnrolmentReason.OTHER_HELP,
        )  # fmt: skip


class EnrolmentStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.EnrolmentStatusChange

    record = factory.SubFactory(EnrolmentFactory)
    from_status = EnrolmentStatus.WAITING
    to_status = EnrolmentStatus.ENROLLED


class EnrolmentSlotFactory(DjangoModelFactory):
    class Meta:
        model = models.EnrolmentSlot

    enrolment = factory.SubFactory(EnrolmentFactory)
    slot = factory.SubFactory(TimetableSlotFactory, programme=factory.SelfAttribute("..enrolment.programme"))


class ProgrammeSessionFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgrammeSession

    programme = factory.SubFactory(ProgrammeFactory)
    component = Component.RELAPSE_PREVENTION
    begins_at = datetime(2026, 11, 17, 10, tzinfo=UTC)
    ends_at = datetime(2026, 11, 17, 12, tzinfo=UTC)

    class Params:
        held = factory.Trait(status=SessionStatus.HELD)
        cancelled = factory.Trait(status=SessionStatus.CANCELLED, cancelled_because=SessionCancelled.STAFF)


class SessionStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.SessionStatusChange

    record = factory.SubFactory(ProgrammeSessionFactory)
    from_status = SessionStatus.PLANNED
    to_status = SessionStatus.HELD


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = models.Attendance

    session = factory.SubFactory(ProgrammeSessionFactory)
    client = factory.SubFactory(ClientFactory)
    mark = Mark.ATTENDED
    seen_at = factory.LazyAttribute(lambda row: row.session.begins_at if row.mark in THERE else None)

    class Params:
        missed = factory.Trait(mark=Mark.MISSED, missed_reason=MissedReason.NO_REASON_KNOWN)


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Appointment

    client = factory.SubFactory(ClientFactory)
    team = factory.SubFactory(TeamFactory)
    worker = factory.SubFactory(UserFactory)
    kind = AppointmentKind.KEY_WORK
    begins_at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    ends_at = datetime(2026, 11, 24, 11, tzinfo=UTC)

    class Params:
        attended = factory.Trait(status=AppointmentStatus.ATTENDED)
        missed = factory.Trait(status=AppointmentStatus.MISSED, missed_reason=MissedReason.NO_REASON_KNOWN)
        cancelled = factory.Trait(status=AppointmentStatus.CANCELLED, cancelled_by=CancelledBy.CLIENT)


class AppointmentStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.AppointmentStatusChange

    record = factory.SubFactory(AppointmentFactory)
    from_status = AppointmentStatus.BOOKED
    to_status = AppointmentStatus.ATTENDED


class KeyWorkRhythmFactory(DjangoModelFactory):
    class Meta:
        model = models.KeyWorkRhythm

    episode = factory.SubFactory(EpisodeFactory)
    client = factory.SelfAttribute("episode.client")
    every_days = 7


class CalendarLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.CalendarLink

    user = factory.SubFactory(UserFactory)
    digest = factory.Sequence(lambda n: f"{n:064d}")


class ReminderChoiceFactory(DjangoModelFactory):
    class Meta:
        model = models.ReminderChoice

    client = factory.SubFactory(ClientFactory)
    way = factory.SubFactory(ContactWayFactory, client=factory.SelfAttribute("..client"), kind=WayKind.TEXT)
    asked_on = date(2026, 10, 1)


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = models.Reminder

    appointment = factory.SubFactory(AppointmentFactory)
    client = factory.SelfAttribute("appointment.client")
    about_at = factory.SelfAttribute("appointment.begins_at")
    due_at = datetime(2026, 11, 23, 10, tzinfo=UTC)

    class Params:
        gone = factory.Trait(state=ReminderState.SENT, message=factory.SubFactory(OutboxMessageFactory))


class MissedPathFactory(DjangoModelFactory):
    class Meta:
        model = models.MissedPath

    episode = factory.SubFactory(EpisodeFactory)
    client = factory.SelfAttribute("episode.client")
    appointment = factory.SubFactory(AppointmentFactory, client=factory.SelfAttribute("..client"), missed=True)
    missed_on = date(2026, 11, 17)


class MissedPathStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.MissedPathStatusChange

    record = factory.SubFactory(MissedPathFactory)
    from_status = PathStatus.OPEN
    to_status = PathStatus.BACK


class MissedStepFactory(DjangoModelFactory):
    class Meta:
        model = models.MissedStep

    path = factory.SubFactory(MissedPathFactory)
    kind = StepKind.FIRST_ATTEMPT
    due_on = date(2026, 11, 17)
