"""The tables of programmes, in one place for the rest of the code."""

from .appointment import Appointment, AppointmentStatusChange, KeyWorkRhythm
from .calendar import CalendarLink
from .enrolment import OPEN_ENROLMENTS, Enrolment, EnrolmentSlot, EnrolmentStatusChange
from .missed import MissedPath, MissedPathStatusChange, MissedStep
from .programme import Programme, ProgrammeStatusChange, Room, TimetableSlot
from .reminder import Reminder, ReminderChoice
from .session import Attendance, ProgrammeSession, SessionStatusChange

__all__ = [
    "OPEN_ENROLMENTS",
    "Appointment",
    "AppointmentStatusChange",
    "Attendance",
    "CalendarLink",
    "Enrolment",
    "EnrolmentSlot",
    "EnrolmentStatusChange",
    "KeyWorkRhythm",
    "MissedPath",
    "MissedPathStatusChange",
    "MissedStep",
    "Programme",
    "ProgrammeSession",
    "ProgrammeStatusChange",
    "Reminder",
    "ReminderChoice",
    "Room",
    "SessionStatusChange",
    "TimetableSlot",
]
