"""A service: help that somebody can be referred or signposted to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, GeneratedField, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.folding import folded
from core.history import tracked

from ..choices import Capacity, Cost, Gender, Need, ServiceStatus, languages_in_words
from ..freshness import freshness
from ..wording import dialling
from .base import DirectoryRecord, is_web_address
from .organisation import Organisation
from .taxonomy import TaxonomyTerm

CAPACITY_HOLDS_DAYS = 30
SUMMARY = 220  # characters


class ServiceQuerySet(models.QuerySet):
    def listed(self):
        """Those that can be offered to somebody now."""
        return self.filter(status=ServiceStatus.ACTIVE)

    def crisis_lines(self):
        """Those to ring in a crisis, as far as a person has said so and not only a guess."""
        certain = self.listed().filter(needs__contains=[Need.CRISIS], needs_guessed=False).exclude(phone="")
        return certain.only("name", "phone")


@tracked(exclude=["name_key"])
class Service(DirectoryRecord):
    """Help that somebody can be referred or signposted to."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("organisation"),
    )
    run_by_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("our team"),
        help_text=_("For our own services; empty for those of others."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=300)
    name_cy = models.CharField(_("name in Welsh"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_cy = models.TextField(_("description in Welsh"), blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True, validators=[is_web_address])
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=30, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    notice = models.TextField(_("notice"), blank=True, help_text=_("Something everybody must know now."))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces",
        verbose_name=_("what came in its place"),
    )  # fmt: skip
    known_from = models.CharField(
        _("where this is known from"), max_length=300, blank=True, help_text=_("Such as a report, with its year.")
    )
    known_on = models.DateField(_("as it was on"), null=True, blank=True)
    eligibility = models.TextField(_("who it is for"), blank=True)
    gender = models.CharField(_("for women or men only"), max_length=10, choices=Gender, blank=True)
    self_referral = models.BooleanField(
        _("takes people who come by themselves"), null=True, blank=True, help_text=_("Empty: it is not known.")
    )
    minimum_age = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    attending = models.TextField(_("how to get it"), blank=True)
    cost = models.CharField(_("free or not"), max_length=10, choices=Cost, blank=True)
    fees = models.TextField(_("cost"), blank=True)
    area = models.TextField(_("area"), blank=True)
    language_codes = ArrayField(models.CharField(max_length=10), verbose_name=_("languages"), default=list, blank=True)
    terms = models.ManyToManyField(
        TaxonomyTerm, related_name="services", blank=True, verbose_name=_("terms of other taxonomies")
    )
    capacity = models.CharField(_("can somebody start?"), max_length=10, choices=Capacity, blank=True)
    waiting_days = models.PositiveSmallIntegerField(_("days to wait"), null=True, blank=True)
    capacity_on = models.DateField(_("as it was on"), null=True, blank=True)
    accreditations = models.TextField(_("accreditations"), blank=True)
    needs = ArrayField(
        models.CharField(max_length=30, choices=Need), verbose_name=_("helps with"), default=list, blank=True
    )
    needs_guessed = models.BooleanField(
        default=False, editable=False, help_text=_("Guessed from words of a feed; no person has looked at them.")
    )
    checked_on = models.DateField(_("last checked by a person"), null=True, blank=True, editable=False)
    checked_by = models.CharField(_("checked by"), max_length=200, blank=True, editable=False)
    assurer_email = models.EmailField(
        _("who is asked to check it"), blank=True, help_text=_("Never shown. They are asked by email twice a year.")
    )
    vanished_on = models.DateField(_("no longer in its feed since"), null=True, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    name_key = GeneratedField(
        expression=folded("name"), output_field=models.CharField(max_length=300), db_persist=True, editable=False
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex(fields=["needs"], name="service_needs"),
            models.Index(fields=["name_key", "id"], name="service_by_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="service_has_a_name"),
            models.CheckConstraint(
                condition=Q(minimum_age=None) | Q(maximum_age=None) | Q(maximum_age__gte=F("minimum_age")),
                name="service_ages_in_order",
                violation_error_message=_("The oldest age is below the youngest"),
            ),
            models.CheckConstraint(
                condition=Q(capacity="") & Q(waiting_days=None) | Q(capacity_on__isnull=False),
                name="service_capacity_has_a_day",
                violation_error_message=_("Say on which day that was so"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | ~Q(status=ServiceStatus.ACTIVE),
                name="ended_service_is_not_active",
                violation_error_message=_("A service that has ended is not open"),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")),
                name="service_replaced_by_another",
                violation_error_message=_("A service cannot come in its own place"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services_directory:service_detail", args=[self.pk])

    @property
    def is_listed(self):
        return self.status == ServiceStatus.ACTIVE

    @property
    def summary(self):
        """The first words of what it does, for a list."""
        return self.description if len(self.description) <= SUMMARY else f"{self.description[: SUMMARY - 1]}…"

    @property
    def need_labels(self):
        """What it helps with, in words; a need that has left the list keeps its stored word."""
        labels = dict(Need.choices)
        return [labels.get(need, need) for need in self.needs]

    @property
    def language_labels(self):
        """Its languages in words."""
        return languages_in_words(self.language_codes)

    @property
    def ages(self):
        """The ages it is for, in words; empty when it is for all."""
        ages = {"youngest": self.minimum_age, "oldest": self.maximum_age}
        if self.minimum_age is None and self.maximum_age is None:
            return ""
        if self.maximum_age is None:
            return _("%(youngest)d and over") % ages
        if self.minimum_age is None:
            return _("up to %(oldest)d") % ages
        return _("%(youngest)d to %(oldest)d") % ages

    @property
    def known_when(self):
        """When it was as its source says; a source with no more than a year stands on the first day of it."""
        day = self.known_on
        return date_format(day, "Y" if (day.month, day.day) == (1, 1) else "F Y") if day else ""

    @property
    def freshness(self):
        """How long ago a person checked this record."""
        return freshness(self.checked_on)

    @property
    def capacity_is_old(self):
        """Whether what was said about capacity is more than 30 days old."""
        return bool(self.capacity_on) and (timezone.localdate() - self.capacity_on).days > CAPACITY_HOLDS_DAYS

    @property
    def web_link(self):
        """The web address when it is one that may be linked to."""
        return self.url if self.url.lower().startswith(("http://", "https://")) else ""

    @property
    def phone_link(self):
        """The address that dials the number; empty when there is more in the field than one number."""
        return dialling(self.phone)
