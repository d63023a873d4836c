"""Code lists of programmes, sessions, appointments and lost contact."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeKind(models.TextChoices):
    """What sort of help it is (Welsh framework, module on open access and aftercare, 6.2 to 6.4)."""

    DAY_PROGRAMME = "day_programme", _("Structured day programme")
    GROUP = "group", _("Group")
    ONE_TO_ONE = "one_to_one", _("One-to-one programme")
    ACTIVITY = "activity", _("Activity")
    DROP_IN = "drop_in", _("Drop-in")


# Those that need a plan that is agreed, and a keyworker (Welsh framework, 6.2).
STRUCTURED = [ProgrammeKind.DAY_PROGRAMME, ProgrammeKind.ONE_TO_ONE]


class Component(models.TextChoices):
    """What is done in it: the component codes of the Welsh framework, 6.2 (day programmes), 6.3 (one-to-one, activities)
    and 6.4 (groups)."""

    EMOTIONAL_SUPPORT = "emotional_support", _("Emotional and psychological support")
    LIFE_SKILLS = "life_skills", _("Education and life skills")
    ADVICE = "advice", _("Advice and information")
    HARM_REDUCTION = "harm_reduction", _("Harm reduction")
    FURTHER_ASSESSMENT = "further_assessment", _("Further assessment and referral to other treatment")
    DEVELOPMENT_PLAN = "development_plan", _("Personal development plan")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial therapy")
    CBT = "cbt", _("Cognitive behavioural therapy")
    MOTIVATIONAL = "motivational", _("Motivational interviewing or enhancement")
    COUNSELLING_HUMANISTIC = "counselling_humanistic", _("Counselling, humanistic")
    COUNSELLING_COGNITIVE = "counselling_cognitive", _("Counselling, cognitive")
    FULL_THERAPEUTIC = "full_therapeutic", _("Full therapeutic programme")
    DETOX_SUPPORT = "detox_support", _("Support to a detox in the community")
    INDIVIDUAL_ACTIVITY = "individual_activity", _("Individual activity")
    STRESS = "stress", _("Stress management")
    RELAPSE_PREVENTION = "relapse_prevention", _("Relapse prevention")
    COMMUNICATION = "communication", _("Communication skills")
    RELATIONSHIPS = "relationships", _("Relationship skills")
    ANGER = "anger", _("Anger management")
    COMPLEMENTARY = "complementary", _("Complementary therapies")
    SPORT = "sport", _("Sport and recreation")
    VOLUNTARY_WORK = "voluntary_work", _("Voluntary work")
    SOCIAL = "social", _("Social activity")
    OTHER = "other", _("Other")


class Standing(models.TextChoices):
    """How a programme stands to other treatment: it can follow it or come before it (Welsh framework, 4 and 6.3)."""

    BY_ITSELF = "by_itself", _("Stands by itself")
    BESIDE = "beside", _("Beside other treatment")
    FOLLOWS = "follows", _("Follows other treatment")
    PRECEDES = "precedes", _("Comes before other treatment")


class ProgrammeStatus(models.TextChoices):
    """Whether a programme runs. Our own list."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


class RoomUse(models.TextChoices):
    """What a room is good for (the toolkit's group room, life-skills room and one-to-one rooms)."""

    GROUP = "group", _("Groups")
    LIFE_SKILLS = "life_skills", _("Life skills")
    ONE_TO_ONE = "one_to_one", _("One-to-one")


class Weekday(models.IntegerChoices):
    """Days of the week as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class SessionStatus(models.TextChoices):
    """Where a session stands. Our own list."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class SessionCancelled(models.TextChoices):
    """Why a session is not held. Our own list."""

    BANK_HOLIDAY = "bank_holiday", _("Bank holiday")
    STAFF = "staff", _("Nobody to run it")
    ROOM = "room", _("No room")
    TOO_FEW = "too_few", _("Too few people")
    ENDED = "ended", _("The programme ended")
    OTHER = "other", _("Other")


class EnrolmentStatus(models.TextChoices):
    """Where somebody stands with a programme. Our own list."""

    WAITING = "waiting", _("Waiting for a place")
    ENROLLED = "enrolled", _("Enrolled")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    LEFT = "left", _("Left early")
    NOT_STARTED = "not_started", _("Did not start")


class EnrolmentReason(models.TextChoices):
    """Why an enrolment was paused or ended without being completed. Our own list."""

    CHOSE_TO = "chose_to", _("The person chose to")
    LOST_CONTACT = "lost_contact", _("We lost contact")
    ILLNESS = "illness", _("Illness")
    WORK = "work", _("Work or training")
    CARING = "caring", _("Caring for somebody")
    MOVED = "moved", _("Moved away")
    OTHER_HELP = "other_help", _("Other help suits better")
    ASKED_TO_LEAVE = "asked_to_leave", _("Was asked to leave")
    CUSTODY = "custody", _("In custody")
    EPISODE_PAUSED = "episode_paused", _("The episode is paused")
    DIED = "died", _("The person died")
    EPISODE_CLOSED = "episode_closed", _("The episode was closed")
    PROGRAMME_ENDED = "programme_ended", _("The programme ended")
    OTHER = "other", _("Other")


class EnrolmentOutcome(models.TextChoices):
    """What somebody took away from a programme that they completed. Our own list."""

    AIMS_MET = "aims_met", _("What they came for is reached")
    AIMS_PARTLY_MET = "aims_partly_met", _("Partly reached")
    AIMS_NOT_MET = "aims_not_met", _("Not reached")


class Mark(models.TextChoices):
    """One tap in a register. Our own list."""

    ATTENDED = "attended", _("Attended")
    LATE = "late", _("Late")
    LEFT_EARLY = "left_early", _("Left early")
    MISSED = "missed", _("Missed")
    EXCUSED = "excused", _("Excused")


THERE = [Mark.ATTENDED, Mark.LATE, Mark.LEFT_EARLY]


class AppointmentKind(models.TextChoices):
    """What an appointment is for. Our own list; key work counts for the rhythm of an episode."""

    KEY_WORK = "key_work", _("Key work")
    ASSESSMENT = "assessment", _("Assessment")
    REVIEW = "review", _("Review of the plan")
    MEDICAL = "medical", _("Medical review")
    PRESCRIBING = "prescribing", _("Prescribing")
    ONE_TO_ONE = "one_to_one", _("One-to-one programme")
    HOME_VISIT = "home_visit", _("Home visit")
    PHONE = "phone", _("Phone call")
    OTHER = "other", _("Other")


class AppointmentStatus(models.TextChoices):
    """Where an appointment stands. Our own list."""

    BOOKED = "booked", _("Booked")
    ATTENDED = "attended", _("Attended")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class CancelledBy(models.TextChoices):
    """Who cancelled an appointment. Our own list."""

    CLIENT = "client", _("The client")
    SERVICE = "service", _("The service")
    EPISODE = "episode", _("The episode ended")


class ReminderState(models.TextChoices):
    """What became of a reminder. Our own list."""

    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Handed over to be sent")
    NOT_SENT = "not_sent", _("Not sent")
    TAKEN_BACK = "taken_back", _("Taken back")


class PathStatus(models.TextChoices):
    """Where the way back to somebody who was missed stands. Our own list."""

    OPEN = "open", _("Trying to reach")
    BACK = "back", _("Back in contact")
    KEPT_OPEN = "kept_open", _("Team decided to keep open")
    LET_GO = "let_go", _("Team decided to close")
    STOPPED = "stopped", _("Ended with the episode")


class StepKind(models.TextChoices):
    """The steps after a miss (wraparound notes 2.6: design choices, local numbers vary)."""

    FIRST_ATTEMPT = "first_attempt", _("Try to reach them")
    SECOND_ATTEMPT = "second_attempt", _("Try another way")
    PRESCRIBER = "prescriber", _("Tell the prescriber")
    PHARMACY = "pharmacy", _("Ask the pharmacy")
    OUTREACH = "outreach", _("Visit")
    REFERRER = "referrer", _("Tell the referrer or probation")
    TEAM_DECISION = "team_decision", _("Decide as a team")


class StepOutcome(models.TextChoices):
    """What came of a step. Our own list."""

    REACHED = "reached", _("Reached the person")
    NOT_REACHED = "not_reached", _("Did not reach them")
    TOLD = "told", _("They were told")
    NOT_NEEDED = "not_needed", _("Not needed")
    NOT_ALLOWED = "not_allowed", _("No consent, and no lawful reason without")
