"""What belongs to a version of a plan: seen by whoever may see its client, changed only while it is a draft."""

from django.db import models

from clients.models import Client
from core.models import BaseModel


class PartQuerySet(models.QuerySet):
    """Parts of plans: whoever may see the client may see them."""

    def visible_to(self, user):
        return self.filter(**{f"{self.model.to_plan}__client__in": Client.objects.visible_to(user)})

    def with_plan(self):
        return self.select_related(f"{self.model.to_plan}__client")


class Part(BaseModel):
    """A part of a plan. `to_plan` names the way to it."""

    to_plan = "plan"

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
