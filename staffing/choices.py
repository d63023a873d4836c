"""Code lists about who works with whom. Our own lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffState(models.TextChoices):
    """What a manager looks for among the staff; somebody may be in several."""

    AWAY = "away", _("Away today")
    RUNS_OUT = "runs_out", _("Something has run out or soon will")
    OFF = "off", _("Switched off")


class NoteState(models.TextChoices):
    """Whether somebody has taken up a note; those that wait are shown first."""

    WAITING = "", _("Waiting")
    DONE = "done", _("Taken up")
