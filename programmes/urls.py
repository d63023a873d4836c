"""Pages of programmes, sessions, appointments, reminders and what follows a miss: one block for each noun."""

from django.urls import path

from .views import (
    appointment,
    calendar,
    enrolment,
    feed,
    figures,
    missed,
    programme,
    register,
    reminder,
    room,
    session,
    slot,
)

app_name = "programmes"
urlpatterns = [
    path("", programme.programme_list, name="programme_list"),
    path("export/", programme.programme_export, name="programme_export"),
    path("add/", programme.programme_create, name="programme_create"),
    path("<uuid:pk>/", programme.programme_detail, name="programme_detail"),
    path("<uuid:pk>/edit/", programme.programme_edit, name="programme_edit"),
    path("<uuid:pk>/start/", programme.programme_start, name="programme_start"),
    path("<uuid:pk>/end/", programme.programme_end, name="programme_end"),
    path("<uuid:pk>/reopen/", programme.programme_reopen, name="programme_reopen"),
    # rooms and places in the community
    path("rooms/", room.room_list, name="room_list"),
    path("rooms/add/", room.room_create, name="room_create"),
    path("rooms/<uuid:pk>/edit/", room.room_edit, name="room_edit"),
    # lines of the timetable
    path("<uuid:pk>/slots/add/", slot.slot_add, name="slot_add"),
    path("slots/<uuid:pk>/edit/", slot.slot_edit, name="slot_edit"),
    path("slots/<uuid:pk>/end/", slot.slot_end, name="slot_end"),
    # enrolments
    path("client/<uuid:pk>/", enrolment.client_programmes, name="client_programmes"),
    path("client/<uuid:pk>/enrol/", enrolment.enrolment_create, name="enrolment_create"),
    path("client/<uuid:pk>/timetable/", enrolment.client_timetable_pdf, name="client_timetable_pdf"),
    path("enrolments/<uuid:pk>/", enrolment.enrolment_detail, name="enrolment_detail"),
    path("enrolments/<uuid:pk>/edit/", enrolment.enrolment_edit, name="enrolment_edit"),
    path("enrolments/<uuid:pk>/timetable/", enrolment.enrolment_timetable, name="enrolment_timetable"),
    path("enrolments/<uuid:pk>/start/", enrolment.enrolment_start, name="enrolment_start"),
    path("enrolments/<uuid:pk>/pause/", enrolment.enrolment_pause, name="enrolment_pause"),
    path("enrolments/<uuid:pk>/resume/", enrolment.enrolment_resume, name="enrolment_resume"),
    path("enrolments/<uuid:pk>/complete/", enrolment.enrolment_complete, name="enrolment_complete"),
    path("enrolments/<uuid:pk>/leave/", enrolment.enrolment_leave, name="enrolment_leave"),
    path("enrolments/<uuid:pk>/not-started/", enrolment.enrolment_not_started, name="enrolment_not_started"),
    path("enrolments/<uuid:pk>/undo/", enrolment.enrolment_undo, name="enrolment_undo"),
    # appointments
    path("client/<uuid:pk>/appointments/", appointment.appointment_list, name="appointment_list"),
    path("client/<uuid:pk>/appointments/book/", appointment.appointment_add, name="appointment_add"),
    path("appointments/book/", appointment.appointment_new, name="appointment_new"),
    path("appointments/<uuid:pk>/", appointment.appointment_detail, name="appointment_detail"),
    path("appointments/<uuid:pk>/move/", appointment.appointment_move, name="appointment_move"),
    path("appointments/<uuid:pk>/cancel/", appointment.appointment_cancel, name="appointment_cancel"),
    path("appointments/<uuid:pk>/outcome/", appointment.appointment_outcome, name="appointment_outcome"),
    path("appointments/<uuid:pk>/undo/", appointment.appointment_undo, name="appointment_undo"),
    path("episodes/<uuid:pk>/rhythm/", appointment.rhythm_edit, name="rhythm_edit"),
    # the calendar
    path("calendar/week/", calendar.calendar_week, name="calendar_week"),
    path("calendar/week/pdf/", calendar.calendar_week_pdf, name="calendar_week_pdf"),
    path("calendar/day/", calendar.calendar_day, name="calendar_day"),
    path("calendar/day/pdf/", calendar.calendar_day_pdf, name="calendar_day_pdf"),
    path("calendar/address/", feed.calendar_link, name="calendar_link"),
    path("calendar/address/renew/", feed.calendar_link_renew, name="calendar_link_renew"),
    path("calendar/address/revoke/", feed.calendar_link_revoke, name="calendar_link_revoke"),
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    # reminders
    path("reminders/", reminder.reminder_list, name="reminder_list"),
    path("reminders/export/", reminder.reminder_export, name="reminder_export"),
    path("client/<uuid:pk>/reminders/", reminder.reminder_detail, name="reminder_detail"),
    path("client/<uuid:pk>/reminders/edit/", reminder.reminder_edit, name="reminder_edit"),
    # what follows a miss
    path("missed/", missed.missed_list, name="missed_list"),
    path("missed/export/", missed.missed_export, name="missed_export"),
    path("missed/<uuid:pk>/", missed.missed_detail, name="missed_detail"),
    path("missed/<uuid:pk>/next/", missed.missed_next, name="missed_next"),
    path("missed/<uuid:pk>/steps/<str:kind>/", missed.missed_step, name="missed_step"),
    path("missed/<uuid:pk>/decide/", missed.missed_decide, name="missed_decide"),
    path("client/<uuid:pk>/missed/", missed.missed_client, name="missed_client"),
    # sessions
    path("sessions/", session.session_list, name="session_list"),
    path("sessions/export/", session.session_export, name="session_export"),
    path("<uuid:pk>/sessions/add/", session.session_add, name="session_add"),
    path("sessions/<uuid:pk>/", session.session_detail, name="session_detail"),
    path("sessions/<uuid:pk>/move/", session.session_move, name="session_move"),
    path("sessions/<uuid:pk>/cancel/", session.session_cancel, name="session_cancel"),
    path("sessions/<uuid:pk>/restore/", session.session_restore, name="session_restore"),
    # their registers
    path("sessions/<uuid:pk>/register/", register.register_take, name="register_take"),
    path("sessions/<uuid:pk>/register/undo/", register.register_undo, name="register_undo"),
    path("sessions/<uuid:pk>/register/walk-in/", register.register_walk_in, name="register_walk_in"),
    # figures
    path("figures/", figures.figures_overview, name="figures_overview"),
    path("figures/export/", figures.figures_export, name="figures_export"),
]
