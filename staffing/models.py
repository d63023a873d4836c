"""Who works with whom: notes between shifts, caseloads passed on, and what a manager keeps about staff."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from clients.models import Client, Episode
from core.history import tracked
from core.models import BaseModel, user_key
from reference.models import Code


class ShiftNoteQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at=None)

    def visible_to(self, user):
        """The notes of the user's teams; one about a client only to those who may see the client."""
        of_nobody = Q(client=None)
        return self.filter(of_nobody | Q(client__in=Client.objects.visible_to(user)), team__in=user.team_ids)


@tracked
class ShiftNote(BaseModel):
    """What one shift leaves for the next: seen by the whole team until somebody has taken it up."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shift_notes", verbose_name=_("team"))
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="shift_notes", verbose_name=_("client")
    )
    text = models.TextField(_("note"), max_length=2000)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = user_key()

    objects = ShiftNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["team", "-created_at"], condition=Q(done_at=None), name="shift_note_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="shift_note_done_by_somebody",
            )
        ]

    def __str__(self):
        return f"{self.team} {self.created_at:%Y-%m-%d %H:%M}"


@tracked
class Reassignment(BaseModel):
    """A client was passed from one member of staff to another, and why."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reassignments")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="reassignments")
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=300)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.client}: {self.from_user} → {self.to_user}"


class QualificationQuerySet(models.QuerySet):
    def newest(self):
        """The newest of each kind that somebody has: the ones that a later one has replaced are left out."""
        later = self.model.objects.filter(user=models.OuterRef("user"), what=models.OuterRef("what"))
        later = later.filter(obtained_on__gt=models.OuterRef("obtained_on"))
        return self.filter(~models.Exists(later))


@tracked
class Qualification(BaseModel):
    """A skill, a training or a DBS check that a member of staff has, and until when it holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="qualifications")
    what = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("what"))
    obtained_on = models.DateField(_("since"))
    expires_on = models.DateField(_("until"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["what__group", "what__position", "-obtained_on"]
        constraints = [
            models.UniqueConstraint(fields=["user", "what", "obtained_on"], name="qualification_once_a_day"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("obtained_on")),
                name="qualification_ends_after_it_starts",
                violation_error_message=_("It cannot run out before it was obtained"),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.what}"

    @property
    def has_run_out(self):
        return bool(self.expires_on) and self.expires_on < timezone.localdate()


@tracked
class Supervision(BaseModel):
    """A supervision that took place, and when the next one is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supervisions")
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("supervisor")
    )
    held_on = models.DateField(_("held on"))
    next_on = models.DateField(_("next one on"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["-held_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on__gt=F("held_on")),
                name="next_supervision_is_later",
                violation_error_message=_("The next one must be after this one"),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("supervisor")),
                name="supervised_by_somebody_else",
                violation_error_message=_("Nobody supervises themselves"),
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.held_on:%Y-%m-%d}"
