"""The directory: organisations, their services, and where these are found (after Open Referral UK 3.0)."""

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Func, GeneratedField, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.folding import fold, folded
from core.history import tracked
from core.models import BaseModel

from .choices import LocationType, Need, ServiceStatus
from .freshness import freshness

MOST_WORDS = 10
# What a search is ordered by; the last key is unique, so that pages can be cut (core.pagination).
SEARCH_ORDER = ("-relevance", "name_key", "id")
is_web_address = URLValidator(["http", "https"])


def searchable(field, weight):
    """The words of a column for the index: folded, and also parted at the marks that would glue two together."""
    parted = Func(
        folded(field), Value("/\\.@-_&+"), Value("        "), function="translate", output_field=models.TextField()
    )
    return SearchVector(parted, config="simple", weight=weight)


def words_of(text):
    """The words to search by, as the index holds them; nothing of them is left that the database would parse.

    >>> words_of("Women's aid, & (housing)|'")
    ['women', 's', 'aid', 'housing']
    """
    return re.findall(r"[^\W_]+", fold(text))[:MOST_WORDS]


class DirectoryRecord(BaseModel):
    """A record that was made here, or that a feed of another directory brought."""

    source = models.CharField(_("brought by"), max_length=100, blank=True, editable=False)
    kept_here = models.BooleanField(
        default=True, editable=False, help_text=_("A person here answers for it: a feed no longer changes it.")
    )

    class Meta:
        abstract = True


@tracked(exclude=["search"])
class Organisation(DirectoryRecord):
    """Somebody who runs services."""

    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True, validators=[is_web_address])
    email = models.EmailField(_("email"), blank=True)
    search = GeneratedField(
        expression=searchable("name", "A"), output_field=SearchVectorField(), db_persist=True, editable=False
    )

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class ServiceQuerySet(models.QuerySet):
    def listed(self):
        """Those that can be offered to somebody now."""
        return self.filter(status=ServiceStatus.ACTIVE)

    def crisis_lines(self):
        """Those to ring in a crisis, as far as a person has said so and not only a guess."""
        return self.listed().filter(needs__contains=[Need.CRISIS], needs_guessed=False).exclude(phone="")

    def search(self, words="", need=""):
        """Those that can be offered now, match every word (or its beginning) and help with the need, best first."""
        return self.listed().matching(words, need)

    def matching(self, words="", need=""):
        """As `search`, with those that cannot be offered now. Marks alone are not words, and match nothing."""
        words = (words or "").strip()
        found = self.select_related("organisation") if words_of(words) or not words else self.none()
        if need:
            found = found.filter(needs__contains=[need])
        ranks = [Value(0.0)]
        for word in words_of(words):
            query = SearchQuery(f"'{word}':*", search_type="raw", config="simple")
            found = found.filter(Q(search=query) | Q(organisation__search=query))
            ranks.append(SearchRank(F("search"), query))
        relevance = Cast(sum(ranks[1:], ranks[0]) * 1_000_000, IntegerField())
        return found.annotate(relevance=relevance).order_by(*SEARCH_ORDER)


@tracked(exclude=["search", "name_key"])
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
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True, validators=[is_web_address])
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=30, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    notice = models.TextField(_("notice"), blank=True, help_text=_("Something everybody must know now."))
    eligibility = models.TextField(_("who it is for"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    attending = models.TextField(_("how to get it"), blank=True)
    opening_hours = models.TextField(_("opening hours"), blank=True)
    fees = models.TextField(_("cost"), blank=True)
    cost_options = models.TextField(_("prices"), blank=True)
    area = models.TextField(_("area"), blank=True)
    languages = models.TextField(_("languages"), blank=True)
    accreditations = models.TextField(_("accreditations"), blank=True)
    needs = ArrayField(
        models.CharField(max_length=30, choices=Need), verbose_name=_("helps with"), default=list, blank=True
    )
    needs_guessed = models.BooleanField(
        default=False, editable=False, help_text=_("Guessed from words of a feed; no person has looked at them.")
    )
    checked_on = models.DateField(_("last checked by a person"), null=True, blank=True, editable=False)
    checked_by = models.CharField(_("checked by"), max_length=200, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    name_key = GeneratedField(
        expression=folded("name"), output_field=models.CharField(max_length=300), db_persist=True, editable=False
    )
    search = GeneratedField(
        expression=searchable("name", "A")
        + searchable("eligibility", "B")
        + searchable("area", "B")
        + searchable("description", "C"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex(fields=["search"], name="service_search"),
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
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services_directory:service_detail", args=[self.pk])

    @property
    def is_listed(self):
        return self.status == ServiceStatus.ACTIVE

    @property
    def need_labels(self):
        """What it helps with, in words; a need that has left the list keeps its stored word."""
        labels = dict(Need.choices)
        return [labels.get(need, need) for need in self.needs]

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
    def freshness(self):
        """How long ago a person checked this record."""
        return freshness(self.checked_on)

    @property
    def web_link(self):
        """The web address when it is one that may be linked to."""
        return self.url if self.url.lower().startswith(("http://", "https://")) else ""

    @property
    def phone_link(self):
        """The address that dials the number; empty when there is more in the field than one number."""
        if not re.fullmatch(r"\+?[\d\s().-]{3,30}", self.phone):
            return ""
        return "tel:" + re.sub(r"\(0\)|[^\d+]", "", self.phone, flags=re.ASCII)


@tracked
class Location(DirectoryRecord):
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
        return self.name or self.address or self.postcode or self.get_location_type_display()


@tracked
class ServiceAtLocation(BaseModel):
    """A service is offered at a location."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services_here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="service_once_at_location")]

    def __str__(self):
        return f"{self.service} – {self.location}"
