"""What services are found by: kept beside them, and written by triggers of the database alone."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .service import Service


class ServiceIndex(models.Model):
    """All that a search asks of one service, in one narrow row.

    `words` holds the folded words and English stems of all that is said of it, and its needs as words of their own;
    `names` the same of its name (weight A), of who runs it (B), and of whom it is for and its first lines (C).
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="index")
    is_listed = models.BooleanField()
    name_key = models.CharField(max_length=300)
    needs = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    needs_guessed = models.BooleanField()
    gender = models.CharField(max_length=10, blank=True)
    cost = models.CharField(max_length=10, blank=True)
    self_referral = models.BooleanField(null=True, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    language_codes = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    has_place = models.BooleanField()
    names = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="service_index_words"),
            models.Index(fields=["name_key", "service"], name="service_index_by_name"),
        ]

    def __str__(self):
        return self.name_key


class ServicePlace(models.Model):
    """Where a service is on the map: by its location's coordinates, else by those of its postcode where that is known."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    district = models.CharField(max_length=4, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="service_place_on_map"),
            models.Index(fields=["district"], name="service_place_district"),
        ]

    def __str__(self):
        return f"{self.service}: {self.district or self.latitude}"


class SearchWord(models.Model):
    """A word that some service is or was described by, for those who mistype it."""

    word = models.CharField(max_length=60, primary_key=True)
    trigrams = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    class Meta:
        indexes = [GinIndex(fields=["trigrams"], name="search_word_trigrams")]

    def __str__(self):
        return self.word


def index_all(cursor):
    """Write the index of every service anew, for whoever has loaded services without triggers, or postcodes."""
    cursor.execute("SELECT services_directory_index(array(SELECT id FROM services_directory_service))")
