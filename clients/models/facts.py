"""The facts of an episode that change: as they were at its start, and at each review since."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from reference.models import Code

from ..choices import Answer, BloodTest, FactsKind, Sex
from .client import Client, OfClientQuerySet
from .episode import Episode


class FactsQuerySet(OfClientQuerySet):
    def standing(self):
        """Those that no correction has replaced."""
        return self.filter(replaced_at=None)

    def with_codes(self):
        return self.select_related(
            "injecting", "accommodation_need", "employment", "parental_status", "children_help", "replaced_by"
        )


def coded(label):
    """A question that a code list answers."""
    return models.ForeignKey(
        Code, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


KNOWN_OR_NOT = [choice for choice in Answer.choices if choice[0] != Answer.DECLINED]  # where nobody can decline


def answered(label, choices=Answer):
    return models.CharField(label, max_length=20, choices=choices, blank=True)


@tracked
class EpisodeFacts(BaseModel):
    """What was asked about a client on one day of an episode (NDTMS: at the start, and each client information review).

    The facts at the start are what figures compare with, so that nothing overwrites them: after the first days a
    correction is a row of its own with its reason, and the one that it replaces stays readable.
    """

    QUESTIONS = [
        "injecting", "accommodation_need", "employment", "parental_status", "children_living_with", "children_help",
        "pregnant", "drinking_days", "drinking_units", "mental_health_need", "hep_b_vaccination", "hep_c_test",
        "hep_c_positive", "naloxone_issued",
    ]  # fmt: skip

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="episode_facts")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(_("asked"), max_length=10, choices=FactsKind)
    asked_on = models.DateField(_("asked on"))
    injecting = coded(_("injecting"))
    accommodation_need = coded(_("accommodation need"))
    employment = coded(_("employment"))
    parental_status = coded(_("parental status"))
    children_living_with = models.PositiveSmallIntegerField(_("children under 18 at home"), null=True, blank=True)
    children_help = coded(_("help that the children receive"))
    pregnant = answered(_("pregnant"))
    drinking_days = models.PositiveSmallIntegerField(_("drinking days of the last 28"), null=True, blank=True)
    drinking_units = models.PositiveSmallIntegerField(_("units on a drinking day"), null=True, blank=True)
    mental_health_need = answered(_("mental health treatment need"))
    hep_b_vaccination = answered(_("hepatitis B vaccination"), BloodTest)
    hep_c_test = answered(_("hepatitis C test"), BloodTest)
    hep_c_positive = answered(_("hepatitis C positive"))
    naloxone_issued = answered(_("naloxone given"))
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("why it is corrected"), max_length=500, blank=True)

    objects = FactsQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "created_at"]
        verbose_name_plural = _("episode facts")
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(kind=FactsKind.START, replaced_at=None), name="one_start_per_episode",
                violation_error_message=_("The facts at the start are recorded already"),
            ),
            models.UniqueConstraint(
                fields=["episode", "asked_on"], condition=Q(kind=FactsKind.REVIEW, replaced_at=None),
                name="one_review_a_day", violation_error_message=_("A review on this day is recorded already"),
            ),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(reason=""), name="corrected_facts_have_a_reason"),
            models.CheckConstraint(
                condition=Q(drinking_days=None) | Q(drinking_days__lte=28), name="drinking_days_of_28",
                violation_error_message=_("Enter a number from 0 to 28"),
            ),
            models.CheckConstraint(
                condition=Q(drinking_units=None) | Q(drinking_units__lte=200), name="units_in_a_day",
                violation_error_message=_("Enter a number from 0 to 200"),
            ),
            models.CheckConstraint(
                condition=Q(children_living_with=None) | Q(children_living_with__lte=30), name="children_at_home",
                violation_error_message=_("Enter a number from 0 to 30"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.episode} {self.get_kind_display()} {self.asked_on:%Y-%m-%d}"

    @property
    def is_start(self):
        return self.kind == FactsKind.START

    @property
    def may_be_changed(self):
        """In its first days a row may still be put right; after that a correction is a row of its own."""
        return timezone.now() < self.created_at + timedelta(days=settings.START_FACTS_OPEN_DAYS)

    def words(self, name):
        """An answer as staff read it; empty when it was not asked."""
        return self._labels.get(name, "")

    @property
    def answers(self):
        """(question, answer) of each that was asked."""
        return [(self._meta.get_field(name).verbose_name, words) for name, words in self._labels.items() if words]

    @cached_property
    def _labels(self):
        return {name: self._label(name) for name in self.QUESTIONS}

    def _label(self, name):
        value = getattr(self, name)
        display = getattr(self, f"get_{name}_display", None)
        return str(display() if display else "" if value is None else value)

    @property
    def missing(self):
        """The questions that nobody has asked; a man is not asked whether he is pregnant."""
        asked = [name for name in self.QUESTIONS if name != "pregnant" or self.client.sex != Sex.MALE]
        return [self._meta.get_field(name).verbose_name for name in asked if not self.words(name)]
