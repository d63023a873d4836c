"""Where services are found, and where a postcode is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from ..choices import LocationType
from .base import DirectoryRecord
from .service import Service


@tracked
class Location(DirectoryRecord):
    """Where a service is found."""

    location_type = models.CharField(_("kind"), max_length=10, choices=LocationType, default=LocationType.PHYSICAL)
    name = models.CharField(_("name"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    address = models.TextField(_("address"), blank=True)
    city = models.CharField(_("town or city"), max_length=100, blank=True)
    county = models.CharField(_("county, or the nation"), max_length=100, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    country = models.CharField(_("country, two letters"), max_length=2, default="GB")
    uprn = models.CharField(_("property number (UPRN)"), max_length=12, blank=True)
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
        return self.name or self.address or self.postcode or self.get_location_type_display()

    @property
    def address_lines(self):
        """The whole address, a line each, as on an envelope."""
        return [line for line in (*self.address.splitlines(), self.city, self.county, self.postcode) if line]


@tracked
class ServiceAtLocation(BaseModel):
    """A service is offered at a location."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services_here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="service_once_at_location")]

    def __str__(self):
        return f"{self.service} – {self.location}"


class Postcode(models.Model):
    """Where a postcode is: rows of the ONS Postcode Directory that the site has loaded (`import_postcodes`).

    `code` has no space ("BS13NX"); coordinates in degrees (WGS84); `district` is the outward part ("BS1").
    """

    code = models.CharField(max_length=7, primary_key=True)
    district = models.CharField(max_length=4)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["district"], name="postcode_district")]

    def __str__(self):
        return f"{self.code[:-3]} {self.code[-3:]}"
