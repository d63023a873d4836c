"""What programmes and appointments can be late for.

Source: our own numbers (docs/alerts.md). The interval of key work is set on screen, for the service and for one episode.
"""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alerts.choices import Person, Severity
from alerts.rules import AT_ONCE, Days, Ended, Planned, by_intervals, occurrence_on, rule
from clients.endings import over, whenever
from clients.responsible import keyworker_of, may_read, team_of, told_by
from core.calendar import LONDON, add_working_days, london
from reference.choices import IntervalKey

from .choices import AppointmentStatus, PathStatus, StepKind
from .rhythm import rhythm_of


def of_appointment(appointment, _alert):
    """What became of an appointment of which somebody was to say it."""
    if appointment.status == AppointmentStatus.CANCELLED:
        return _("The appointment was cancelled")
    return over(appointment) if appointment.is_booked and appointment.episode else ""


def of_path(path, _alert):
    """What became of the way back to somebody, or of one step of it."""
    return _("The step was done") if path.status == PathStatus.OPEN else path.get_status_display()


@rule("AP01", days=(Days(_("The next working day after the appointment. This is part of the program and is not changed here.")),),
      ended=Ended(_("What came of it is written down"), of_appointment),
      subject="programmes.appointment", title=_("Nobody has said what came of an appointment"),
      todo=_("Say whether the person came"), url_name="programmes:appointment_outcome", severity=Severity.AMBER,
      until_done=True, only=Q(status=AppointmentStatus.BOOKED))  # fmt: skip
def outcome_missing(appointment):
    """On the next working day, to the worker, else to whoever answers for the client; not about a closed episode."""
    is_over = appointment.episode and not appointment.episode.is_open
    if appointment.is_booked and not is_over:
        day = timezone.localtime(appointment.begins_at, LONDON).date()
        worker = may_read(appointment.client, appointment.worker if appointment.worker.is_active else None)
        recipient = worker or keyworker_of(appointment.client, appointment.episode)
        occurrence = occurrence_on(appointment, day)
        yield Planned(occurrence, london(add_working_days(day, 1)), recipient, appointment.team, 1, day)


@rule("KW01", days=(Days(_("The day after the rhythm of the episode has run out; where it has none of its own:")), *by_intervals(IntervalKey.KEY_WORK)),
      ended=whenever(_("Key work was done or booked, or its rhythm was changed")), to=[Person.KEYWORKER],
      subject="clients.client", title=_("Key work is late"), todo=_("Book an appointment, or write down the talk"),
      url_name="programmes:appointment_add", severity=Severity.AMBER)  # fmt: skip
def key_work_late(client):
    """The day after the rhythm ran out, for each episode in treatment, unless key work is booked within it."""
    in_treatment = client.episodes.filter(status="in_treatment")
    for episode in in_treatment.select_related("team", "keyworker", "case_manager"):
        rhythm = rhythm_of(episode)
        if rhythm and rhythm.late_on:
            occurrence, team = occurrence_on(client, rhythm.due_on), team_of(client, episode)
            for recipient in told_by("KW01", client, episode):
                yield Planned(occurrence, london(rhythm.late_on), recipient, team, rhythm.every, rhythm.due_on)


@rule("AC07", days=by_intervals(IntervalKey.MISSED_SECOND_ATTEMPT, IntervalKey.MISSED_TEAM_DECISION, IntervalKey.MISSED_TELL_PRESCRIBER, IntervalKey.MISSED_VISIT, IntervalKey.MISSED_CHILD_SECOND_ATTEMPT, IntervalKey.MISSED_CHILD_TEAM_DECISION),
      ended=Ended("", of_path),
      subject="programmes.missedpath", title=_("Somebody who did not come is to be reached"),
      todo=_("Do the next step, and write down what came of it"), url_name="programmes:missed_next",
      severity=Severity.AMBER)  # fmt: skip
def next_step_after_a_miss(path):
    """Each step that is not done, on its day, to its owner; once the team has let go, until the episode is closed."""
    client, team = path.client, team_of(path.client, path.episode)
    if path.status == PathStatus.OPEN:
        for step in path.steps.filter(done_on=None).select_related("owner"):
            owner = may_read(client, step.owner if _still_does(step, path.episode) else None)
            severity = Severity.RED if path.child_at_home or step.kind == StepKind.OUTREACH else None
            recipient = owner or keyworker_of(client, path.episode)
            yield Planned(step.pk, london(step.due_on), recipient, team, 0, step.due_on, severity)
    elif path.status == PathStatus.LET_GO and path.episode.is_open:
        yield Planned(path.pk, london(path.ended_on), keyworker_of(client, path.episode), team, 0, path.ended_on)


def _still_does(step, episode):
    """Whether a step is still its owner's: who has left, or works with the person no more, hands on what is to be done."""
    mine = step.kind == StepKind.TEAM_DECISION or step.owner in (episode.keyworker, episode.case_manager)
    return step.owner is not None and step.owner.is_active and mine


@rule("RM01", days=(AT_ONCE,),
      ended=_("Another time was agreed, or the time has passed"),
      subject="clients.client", title=_("A client cannot come to an appointment"),
      todo=_("Agree another time"), url_name="programmes:reminder_detail", severity=Severity.AMBER)  # fmt: skip
def cannot_come(client):
    """At once, to whom the person would have met: said by the link in a reminder, while the time is still ahead."""
    for reminder in client.reminders.declined():  # hardly ever one, so nothing is joined for all who have none
        worker = reminder.appointment.worker if reminder.appointment else reminder.session.lead
        recipient = may_read(client, worker if worker and worker.is_active else None) or keyworker_of(client)
        yield Planned(reminder.pk, reminder.declined_at, recipient, team_of(client), 0, None)
