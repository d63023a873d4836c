"""What misspelt names are found by: kept beside the client, computed in Python, marked stale by the database."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from .client import Client, OfClientQuerySet


class NameKeys(models.Model):
    """How a client's names sound and are spelt. Rows come from a trigger; `clients.alike` fills them."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="name_keys")
    sounds = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    trigrams = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    is_stale = models.BooleanField(default=True, db_default=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["sounds"], name="name_keys_sounds"),
            GinIndex(fields=["trigrams"], name="name_keys_trigrams"),
            models.Index(fields=["client"], condition=Q(is_stale=True), name="name_keys_stale"),
        ]

    def __str__(self):
        return str(self.client)
