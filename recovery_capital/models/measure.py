"""Results of outcome measures: what was ticked, and what it came to at the time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Episode, MayBeInError, MayBeInErrorQuerySet, error_is_whole
from core.history import tracked
from core.models import BaseModel, user_key
from safeguarding.choices import Presence, RiskKind
from safeguarding.models import Risk

from ..choices import Stage
from ..measures import MEASURES
from ..measures.texts import text_of

HIGHEST_ANSWER, HIGHEST_TOTAL = 7, 300


class AllAnswersPossible(Func):
    """Whether each answer that was given lies between 0 and 7, the highest that any measure has."""

    template = f"(0 <= ALL (%(expressions)s) AND {HIGHEST_ANSWER} >= ALL (%(expressions)s))"
    output_field = models.BooleanField()
    conditional = True


class MeasureResultQuerySet(MayBeInErrorQuerySet):
    def unsettled(self):
        """A safety item was ticked, and since then nobody has written down an action, nor a risk with one.

        A mark of error ends nothing here: whoever ticked it, somebody has to be spoken to.
        """
        assessed = Risk.objects.filter(
            ~Q(action=""),
            kind=RiskKind.SELF_HARM,
            presence=Presence.PRESENT,
            assessment__client=OuterRef("client"),
            assessment__created_at__gte=OuterRef("created_at"),
        )
        return self.filter(~Exists(assessed), flags__len__gte=1, settled_at=None)

    def totals(self, client, measure):
        """(day, total) of each result that has a total, the oldest first: what a chart is drawn from."""
        rows = self.valid().filter(client=client, measure=measure, total__isnull=False)
        return list(rows.order_by("answered_on", "created_at").values_list("answered_on", "total"))


@tracked
class MeasureResult(MayBeInError, BaseModel):
    """Somebody's answers to a measure on a day, with total, band and safety flags as they were worked out then."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="measure_results")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="measure_results"
    )
    measure = models.CharField(
        _("questionnaire"), max_length=30, choices=[(name, measure.label) for name, measure in MEASURES.items()]
    )
    text_version = models.CharField(_("version of its words"), max_length=60)
    answered_on = models.DateField(_("answered on"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    answers = ArrayField(models.PositiveSmallIntegerField(null=True, blank=True), verbose_name=_("answers"))
    follow_up = models.PositiveSmallIntegerField(_("how difficult"), null=True, blank=True)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True, blank=True)
    is_complete = models.BooleanField(_("complete"))
    band = models.CharField(_("band"), max_length=40, blank=True)
    flags = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("safety items"))
    safety_action = models.TextField(_("what was done about it"), blank=True)
    safety_reason = models.TextField(_("why that is enough"), blank=True)
    settled_by = user_key()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = MeasureResultQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_on", "-created_at"]
        indexes = [models.Index(fields=["client", "-answered_on"], name="measure_result_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answers__len__range=(1, 60)) & AllAnswersPossible(F("answers")),
                name="result_has_possible_answers",
            ),
            models.CheckConstraint(condition=Q(follow_up=None) | Q(follow_up__lte=3), name="result_follow_up_0_to_3"),
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__range=(0, HIGHEST_TOTAL)), name="result_total_possible"
            ),
            models.CheckConstraint(
                condition=Q(is_complete=False) | Q(total__isnull=False), name="complete_result_has_total"
            ),
            models.CheckConstraint(condition=Q(band="") | Q(total__isnull=False), name="result_band_needs_total"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, safety_action="", safety_reason="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, flags__len__gte=1)
                & ~Q(safety_action="")
                & ~Q(safety_reason=""),
                name="result_settled_with_action_and_reason",
            ),
            error_is_whole("measure_result"),
        ]

    def __str__(self):
        return f"{self.get_measure_display()} {self.answered_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("recovery_capital:measure_detail", args=[self.pk])

    @property
    def instrument(self):
        return MEASURES[self.measure]

    @property
    def number(self):
        """The total as it is said: without decimals where it has none; empty where there is no total."""
        return "" if self.total is None else f"{self.total.normalize():f}"

    @property
    def band_now(self):
        """The band in words; None where there is none."""
        return self.instrument.band(self.band)

    @property
    def safety_items(self):
        """The numbers of the safety items that were ticked."""
        return [int(flag.rpartition("_")[2]) for flag in self.flags]

    @property
    def unanswered_safety_items(self):
        """The numbers of the safety items that were left out: nobody knows what would have been ticked."""
        return [item for item in self.instrument.safety if self.answers[item - 1] is None]

    @property
    def is_unsettled(self):
        """Whether a safety item still waits for an action."""
        return bool(self.flags) and type(self).objects.unsettled().filter(pk=self.pk).exists()

    def in_words(self):
        """(number, question, answer, whether it is a safety item that was ticked), as the words stand today."""
        text, ticked = text_of(self.instrument), self.safety_items
        for number, answer in enumerate(self.answers, 1):
            question = text.questions[number - 1] if text else None
            asked = question.text if question else ""
            said = "" if answer is None else question.label(answer) if question else str(answer)
            yield number, asked, said, number in ticked
