"""The open door: people who come without a record, and need none to be helped."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.history import tracked
from core.models import BaseModel
from services_directory.models import Service

from ..choices import AgeBand, Given, HeardFrom, OpenAccessWay, Topic, TurnedInto

# Outward code, and the one digit that makes a sector of it: some 3,000 homes, so that nobody is told apart.
is_sector = RegexValidator(
    r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9]\Z", _("Enter the first part and one digit, such as CF10 1")
)


class OpenAccessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the user's teams."""
        return self.filter(team__in=user.team_ids)


@tracked
class OpenAccessContact(BaseModel):
    """Somebody came, rang or was met, and was helped without a record. Nothing here says who it was.

    It stays so when the person becomes a client: the record begins afresh, and this row only says that it happened.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="open_access", verbose_name=_("team"))
    happened_on = models.DateField(_("day"), default=timezone.localdate)
    way = models.CharField(_("how"), max_length=10, choices=OpenAccessWay, default=OpenAccessWay.DROP_IN)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand, default=AgeBand.NOT_SAID)
    postcode_sector = models.CharField(_("postcode sector"), max_length=6, blank=True, validators=[is_sector])
    topics = ArrayField(models.CharField(max_length=30, choices=Topic), verbose_name=_("talked about"))
    given = ArrayField(
        models.CharField(max_length=20, choices=Given), verbose_name=_("given"), default=list, blank=True
    )
    signposted = models.ManyToManyField(
        Service, related_name="open_access_signposts", blank=True, verbose_name=_("told about")
    )
    heard_from = models.CharField(
        _("how they heard of us"), max_length=20, choices=HeardFrom, default=HeardFrom.NOT_ASKED
    )
    poster_code = models.CharField(_("code on the poster"), max_length=12, blank=True)
    turned_into = models.CharField(_("became"), max_length=10, choices=TurnedInto, blank=True, editable=False)

    objects = OpenAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-created_at", "-id"]
        indexes = [models.Index(fields=["team", "-happened_on", "-created_at", "-id"], name="open_access_of_team")]
        constraints = [
            models.CheckConstraint(
                condition=Q(topics__len__gt=0),
                name="open_access_has_a_topic",
                violation_error_message=_("Choose at least one thing that was talked about"),
            ),
            models.CheckConstraint(
                condition=Q(happened_on__gte="2000-01-01"),
                name="open_access_in_this_century",
                violation_error_message=_("Enter a day since 2000"),
            ),
        ]

    def __str__(self):
        return f"{self.get_way_display()} {self.happened_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("referrals:open_access_detail", args=[self.pk])

    @property
    def topic_labels(self):
        return [Topic(each).label for each in self.topics]

    @property
    def given_labels(self):
        return [Given(each).label for each in self.given]
