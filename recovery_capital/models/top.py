"""The Treatment Outcomes Profile: days of the last 28, ratings and yes or no; the weekly grid beside it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel

from ..choices import Stage, WeeklyItem
from ..measures.top import AMOUNTS, DAYS_IN_ALL, HIGHEST_RATING, RATINGS, SHARING, WEEKS

NOT_SHARED = Q(**{f"{name}__isnull": False for name in SHARING}, **dict.fromkeys(SHARING, False))


def days(item):
    return models.PositiveSmallIntegerField(WeeklyItem(item).label, null=True, blank=True)


def amount(item):
    name = format_lazy("{}: {}", WeeklyItem(item).label, AMOUNTS[item])
    return models.DecimalField(name, max_digits=6, decimal_places=2, null=True, blank=True)


def yes_or_no(label):
    return models.BooleanField(label, null=True, blank=True)


def rating(label):
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def up_to(most, names):
    """A check for each column: not disclosed, or a number up to the most there can be."""
    return [
        models.CheckConstraint(condition=Q(**{name: None}) | Q(**{f"{name}__range": (0, most)}), name=f"top_{name}")
        for name in names
    ]


@tracked
class TopAssessment(BaseModel):
    """One Treatment Outcomes Profile. An empty column was not disclosed; the total of days is that of the four weeks."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="top_assessments")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="top_assessments"
    )
    interviewed_on = models.DateField(_("interviewed on"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    alcohol_days, alcohol_amount = days("alcohol"), amount("alcohol")
    opiates_days, opiates_amount = days("opiates"), amount("opiates")
    crack_days, crack_amount = days("crack"), amount("crack")
    cocaine_days, cocaine_amount = days("cocaine"), amount("cocaine")
    amphetamines_days, amphetamines_amount = days("amphetamines"), amount("amphetamines")
    cannabis_days, cannabis_amount = days("cannabis"), amount("cannabis")
    other_days, other_amount = days("other"), amount("other")
    other_substance = models.CharField(_("which substance"), max_length=100, blank=True)
    tobacco_days = days("tobacco")
    injected_days = days("injected")
    shared_needle = yes_or_no(_("injected with a needle or syringe that somebody else had used"))
    shared_works = yes_or_no(_("used a spoon, water or filter that somebody else had used"))
    shoplifting_days = days("shoplifting")
    selling_days = days("selling")
    theft_vehicle = yes_or_no(_("theft from or of a vehicle"))
    theft_property = yes_or_no(_("other theft of property, or burglary"))
    fraud = yes_or_no(_("fraud, forgery or handling stolen goods"))
    assault_days = days("assault")
    psychological_health = rating(_("psychological health"))
    paid_work_days = days("paid_work")
    volunteering_days = days("volunteering")
    placement_days = days("placement")
    education_days = days("education")
    physical_health = rating(_("physical health"))
    acute_housing_problem = yes_or_no(_("acute housing problem"))
    unsuitable_housing = yes_or_no(_("unsuitable housing"))
    eviction_risk = yes_or_no(_("at risk of eviction"))
    quality_of_life = rating(_("quality of life"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-interviewed_on", "-created_at"]
        indexes = [models.Index(fields=["client", "-interviewed_on"], name="top_client")]
        constraints = [
            *up_to(DAYS_IN_ALL, [f"{item}_days" for item in WeeklyItem.values]),
            *up_to(HIGHEST_RATING, RATINGS),
            *up_to(1000, [f"{item}_amount" for item in AMOUNTS.keys()]),
            models.CheckConstraint(
                condition=Q(injected_days=None) | Q(injected_days__gt=0) | NOT_SHARED,
                name="top_nobody_shares_who_does_not_inject",
            ),
            models.CheckConstraint(
                condition=Q(other_days=None) | Q(other_days=0) | ~Q(other_substance=""),
                name="top_names_the_other_substance",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client} {self.interviewed_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("recovery_capital:top_detail", args=[self.pk])

    @property
    def shared(self):
        """Whether anything for injecting was shared; None where that was not disclosed."""
        said = [getattr(self, name) for name in SHARING]
        return True if True in said else None if None in said else False


@tracked
class TopWeek(BaseModel):
    """The days of one item in one week of a TOP; week 1 is the last. No rows where the total is 0 or not disclosed."""

    assessment = models.ForeignKey(TopAssessment, on_delete=models.CASCADE, related_name="weeks")
    item = models.CharField(_("item"), max_length=20, choices=WeeklyItem)
    week = models.PositiveSmallIntegerField(_("week"), choices=[(week, str(week)) for week in sorted(WEEKS)])
    days = models.PositiveSmallIntegerField(_("days"))

    class Meta:
        ordering = ["item", "-week"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item", "week"], name="top_week_once"),
            models.CheckConstraint(condition=Q(week__range=(1, 4), days__range=(0, 7)), name="top_week_possible"),
        ]

    def __str__(self):
        return f"{self.get_item_display()}, {self.week}: {self.days}"
