"""The directory: organisations, their services, and where these are found (after Open Referral UK 3.0)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import GeneratedField, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.history import tracked
from core.models import BaseModel

from .choices import LocationType, Need, ServiceStatus


@tracked
class Organisation(BaseModel):
    """Somebody who runs services."""

    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    email = models.EmailField(_("email"), blank=True)
    source = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class ServiceQuerySet(models.QuerySet):
    def listed(self):
        """Those that can be offered to somebody now."""
        return self.filter(status=ServiceStatus.ACTIVE)


@tracked(exclude=["search"])
class Service(BaseModel):
    """Help that somebody can be referred or signposted to."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    run_by_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="services",
        help_text=_("For our own services; empty for those of others."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=30, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    fees = models.TextField(_("cost"), blank=True)
    accreditations = models.TextField(_("accreditations"), blank=True)
    eligibility = models.TextField(_("who it is for"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    opening_hours = models.TextField(_("opening hours"), blank=True)
    notice = models.TextField(_("notice"), blank=True, help_text=_("Something everybody must know now."))
    needs = ArrayField(
        models.CharField(max_length=30, choices=Need), verbose_name=_("helps with"), default=list, blank=True
    )
    checked_on = models.DateField(_("last checked by a person"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=200, blank=True)
    source = models.CharField(max_length=100, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    search = GeneratedField(
        expression=SearchVector("name", "description", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [GinIndex(fields=["search"], name="service_search"), GinIndex(fields=["needs"], name="service_needs")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="service_has_a_name"),
            models.CheckConstraint(
                condition=Q(minimum_age=None) | Q(maximum_age=None) | Q(maximum_age__gte=models.F("minimum_age")),
                name="service_ages_in_order",
                violation_error_message=_("The oldest age is below the youngest"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services_directory:service_detail", args=[self.pk])


@tracked
class Location(BaseModel):
    """Where a service is found."""

    location_type = models.CharField(_("kind"), max_length=10, choices=LocationType, default=LocationType.PHYSICAL)
    name = models.CharField(_("name"), max_length=300, blank=True)
    address = models.TextField(_("address"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accessibility = models.TextField(_("getting in"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="location_is_on_earth",
            )
        ]

    def __str__(self):
        return self.name or self.address


@tracked
class ServiceAtLocation(BaseModel):
    """A service is offered at a location."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services_here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="service_once_at_location")]

    def __str__(self):
        return f"{self.service} – {self.location}"
