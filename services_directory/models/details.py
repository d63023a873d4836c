"""What there are several of for one service: times, prices, phones, people to ask."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from .. import wording
from ..choices import Frequency, languages_in_words
from .place import ServiceAtLocation
from .service import Service

# The days of a rule: of a week or, with a number, of a month; and the numbers of days.
DAY, NUMBER = "-?[1-5]?(MO|TU|WE|TH|FR|SA|SU)", "-?[1-9][0-9]?"
DAYS, NUMBERS = (f"^{one}(,{one})*$" for one in (DAY, NUMBER))


class Detail(BaseModel):
    """One row of a list of a service, in its order."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


def in_order(first, last, name, message):
    """A constraint: the last day of two is not before the first."""
    return models.CheckConstraint(
        condition=Q(**{first: None}) | Q(**{last: None}) | Q(**{f"{last}__gte": F(first)}),
        name=name,
        violation_error_message=message,
    )


@tracked
class Schedule(Detail):
    """When a service is open, at all its places or at one: a rule of Open Referral UK 3.0 (RFC 5545 words).

    `byday` is a comma list ("MO,WE"; "2TU,-1FR" for months), `bymonthday` of days ("1,15"). A schedule without a rule
    is only its notes. Times are of the clock in London; a closing time before the opening one is on the next day.
    """

    at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, blank=True, related_name="schedules"
    )
    freq = models.CharField(_("how often"), max_length=10, choices=Frequency, blank=True)
    interval = models.PositiveSmallIntegerField(_("every how many"), null=True, blank=True)
    byday = models.CharField(_("days"), max_length=60, blank=True)
    bymonthday = models.CharField(_("days of the month"), max_length=100, blank=True)
    dtstart = models.DateField(_("first time"), null=True, blank=True)
    opens_at = models.TimeField(_("opens"), null=True, blank=True)
    closes_at = models.TimeField(_("closes"), null=True, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    attending = models.CharField(_("how to attend"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta(Detail.Meta):
        constraints = [
            in_order("valid_from", "valid_to", "schedule_ends_after_it_starts", _("It ends before it begins")),
            models.CheckConstraint(condition=Q(interval=None) | Q(interval__gte=1), name="schedule_interval_counts"),
            models.CheckConstraint(condition=Q(byday="") | Q(byday__regex=DAYS), name="schedule_days_are_as_in_a_rule"),
            models.CheckConstraint(
                condition=Q(bymonthday="") | Q(bymonthday__regex=NUMBERS), name="schedule_month_days_are_as_in_a_rule"
            ),
        ]

    def __str__(self):
        return self.in_words

    @property
    def in_words(self):
        return wording.times(self)

    @property
    def is_over(self):
        """Whether it held until a day that has gone."""
        return self.valid_to is not None and self.valid_to < timezone.localdate()


@tracked
class CostOption(Detail):
    """One price, in pounds."""

    option = models.CharField(_("for whom or what"), max_length=300, blank=True)
    amount = models.DecimalField(_("pounds"), max_digits=9, decimal_places=2, null=True, blank=True)
    amount_description = models.CharField(_("per what"), max_length=300, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta(Detail.Meta):
        constraints = [
            in_order("valid_from", "valid_to", "price_ends_after_it_starts", _("It ends before it begins")),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="price_is_not_negative",
                violation_error_message=_("A price is not below nothing"),
            ),
        ]

    def __str__(self):
        return self.in_words

    @property
    def in_words(self):
        return wording.price(self)


@tracked
class Contact(Detail):
    """Whom to ask for: a person or a role. Shown to everybody, so only what may be public."""

    name = models.CharField(_("name"), max_length=300, blank=True)
    title = models.CharField(_("role"), max_length=300, blank=True)

    class Meta(Detail.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(title=""),
                name="contact_is_somebody",
                violation_error_message=_("Enter a name or a role"),
            )
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.name, self.title]))


@tracked
class Phone(Detail):
    """A further number beside the first one (`Service.phone`): out of hours, by text, in Welsh."""

    number = models.CharField(_("number"), max_length=100)
    description = models.CharField(_("what for"), max_length=300, blank=True)
    language_codes = ArrayField(models.CharField(max_length=10), verbose_name=_("languages"), default=list, blank=True)

    def __str__(self):
        return " ".join(filter(None, [self.number, self.description]))

    @property
    def language_labels(self):
        """The languages that are spoken there, in words."""
        return languages_in_words(self.language_codes)

    @property
    def link(self):
        """The address that dials it; empty when there is more in it than one number."""
        return wording.dialling(self.number)
