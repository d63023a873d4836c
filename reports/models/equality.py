"""The groups of the equality questions that a person belongs to, by their own answers."""

from django.db import models

from clients.models import Client


class EqualityGroups(models.Model):
    """Which group each answer of a person puts them in, in words; empty was not asked, and not to say is a group."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="+")
    ethnicity = models.CharField(max_length=60, blank=True)
    disability = models.CharField(max_length=60, blank=True)
    religion = models.CharField(max_length=60, blank=True)
    sexual_orientation = models.CharField(max_length=60, blank=True)
    veteran = models.CharField(max_length=60, blank=True)

    def __str__(self):
        return str(self.client)
