"""What keeps somebody from being counted: missing and contradicting answers, for those who can mend them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from clients.models import Client, OfClientQuerySet


class MissingAnswer(models.Model):
    """A client of whom a measure cannot say anything, because a date is missing or dates contradict each other.

    Counted with the figures, of the financial year that runs and the one before. Nobody but `reports.refresh` writes here.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    measure = models.CharField(_("what cannot be said"), max_length=40)
    answer = models.CharField(_("why"), max_length=40)
    episode_key = models.UUIDField(null=True, help_text=_("Where it can be mended"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "team", "measure", "answer", "episode_key"],
                name="missing_answer_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.client}: {self.measure}"
