"""What the code lists, intervals and wordings are for. Their contents stand in tables that an administrator edits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeField(models.TextChoices):
    """The questions that a code list answers: those of the national data sets, and our own reasons and starters."""

    ETHNICITY = "ethnicity", _("Ethnicity")
    NATIONALITY = "nationality", _("Nationality")
    RELIGION = "religion", _("Religion or belief")
    SEXUAL_ORIENTATION = "sexual_orientation", _("Sexual orientation")
    GENDER = "gender", _("Gender")
    DISABILITY = "disability", _("Disability")
    LANGUAGE = "language", _("Language")
    VETERAN = "veteran", _("Served in the armed forces")
    ACCOMMODATION_NEED = "accommodation_need", _("Accommodation need")
    EMPLOYMENT = "employment", _("Employment status")
    PARENTAL_STATUS = "parental_status", _("Parental status")
    CHILDREN_HELP = "children_help", _("Help that the children receive")
    INJECTING = "injecting", _("Injecting")
    REFERRAL_SOURCE = "referral_source", _("Referral source")
    INTERVENTION_TYPE = "intervention_type", _("Kind of intervention")
    SETTING = "setting", _("Setting")
    INTERVENTION_EXIT = "intervention_exit", _("How an intervention ended")
    BREAK_GLASS_REASON = "break_glass_reason", _("Reason for opening a record of another team")
    REOPENING_REASON = "reopening_reason", _("Reason for reopening an episode")
    PAUSE_REASON = "pause_reason", _("Reason for pausing an episode")
    OVERRIDE_REASON = "override_reason", _("Reason for sharing without consent")
    REDACTION_REASON = "redaction_reason", _("Reason for leaving something out of a copy")
    DUPLICATE_REASON = "duplicate_reason", _("Reason for adding a record that looks like another")
    STAFF_QUALIFICATION = "staff_qualification", _("Skills, training and checks of staff")
    DOMAIN = "domain", _("Parts of life that this service asks about besides the twelve")
    GOAL_STARTER = "goal_starter", _("Beginnings of goals")


class IntervalKey(models.TextChoices):
    """What has a number of days that a service may set for itself. Defaults stand in `intervals.py`."""

    CONTACT_RETRY = "contact_retry", _("Try again after a failed contact")
    FLAG_REVIEW = "flag_review", _("Look at a flag again")
    RISK_REVIEW = "risk_review", _("Review a risk assessment")
    CONCERN_REVIEW = "concern_review", _("Review a safeguarding concern")
    CLIENT_INFORMATION_REVIEW = "client_information_review", _("Ask the facts of an episode again")
    BREAK_GLASS_REVIEW = "break_glass_review", _("Working days to review a look by break-glass")
    TRAINING_WARNING = "training_warning", _("Tell the manager before training or a DBS check runs out")
    NALOXONE_WARNING = "naloxone_warning", _("Tell the keyworker before naloxone expires")
    REFERRAL_ANSWER = "referral_answer", _("Expect an answer to a referral")
    HOUSING_REVIEW = "housing_review", _("Ask a council to review its housing decision")
    KEY_WORK = "key_work", _("Meet for key work")
    MISSED_SECOND_ATTEMPT = "missed_second_attempt", _("Working days to try another way after a miss")
    MISSED_TEAM_DECISION = "missed_team_decision", _("Decide as a team after a miss")
    MISSED_TELL_PRESCRIBER = "missed_tell_prescriber", _("Working days to tell prescriber and pharmacy after a miss")
    MISSED_VISIT = "missed_visit", _("Working days to visit after a miss, where the risk is high")
    MISSED_CHILD_SECOND_ATTEMPT = (
        "missed_child_second_attempt", _("Working days to try another way after a miss, with a child in the house"),
    )  # fmt: skip
    MISSED_CHILD_TEAM_DECISION = (
        "missed_child_team_decision", _("Decide as a team after a miss, with a child in the house"),
    )  # fmt: skip
    WAY_BACK = "way_back", _("Come back after treatment without a full new assessment")
    SESSIONS_AHEAD = "sessions_ahead", _("Put sessions of programmes in the calendar ahead")
    RETENTION_ADULT = "retention_adult", _("Keep an adult's closed record")
    RETENTION_CHILD = "retention_child", _("Keep the record of somebody seen as a child, from the 18th birthday")
    RETENTION_AFTER_DEATH = "retention_after_death", _("Keep the record of somebody who died")


class WordingKey(models.TextChoices):
    """Which texts a service may word for itself."""

    APPOINTMENT_REMINDER = "appointment_reminder", _("Reminder of an appointment")
    SESSION_REMINDER = "session_reminder", _("Reminder of a group or programme")
    MISSED_CONTACT = "missed_contact", _("After a missed contact")
    SUBJECT_ACCESS_REPLY = "subject_access_reply", _("Answer to a request for a copy of the record")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("A consent was withdrawn")
    FIRST_APPOINTMENT = "first_appointment", _("Invitation to a first appointment")
    REFERRAL_ENDED = "referral_ended", _("After three first appointments that were missed")
    CHECK_UP = "check_up", _("Check-up after treatment")


class WordingKind(models.TextChoices):
    """How a text reaches somebody."""

    LETTER = "letter", _("Letter")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")
    SCRIPT = "script", _("Words to say")
