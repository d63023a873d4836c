"""Facts: one row for each journey, release or result that a measure counts, worked out from the records.

They say nothing that the records do not say. `reports.facts` fills them, whole tables or the rows of some clients.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Nation
from accounts.models import Team
from clients.choices import Answer, DischargeReason, Sex, Substance, SubstanceGroup
from clients.models import Client


def days_used():
    return models.PositiveSmallIntegerField(null=True)


class ChangedClient(models.Model):
    """A client whose facts may have changed since the last refresh: triggers on what the facts follow from write it."""

    client_key = models.UUIDField()
    noted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return str(self.client_key)


class Fact(models.Model):
    """What every fact says: of whom, of which team, and what figures are broken down by.

    Keys are not checked: a fact is made of rows whose keys were, and to check millions again takes longer than to count.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    is_restricted = models.BooleanField()
    substance_group = models.CharField(max_length=30, choices=SubstanceGroup)
    sex = models.CharField(max_length=10, choices=Sex, blank=True)
    born_on = models.DateField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Journey(Fact):
    """A time in treatment over one or more episodes (clients.journeys); the team is that of the episode that ended last."""

    nation = models.CharField(max_length=10, choices=Nation)
    primary_substance = models.CharField(max_length=30, choices=Substance, blank=True)
    episode_key = models.UUIDField(help_text=_("The episode that ended last"))
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=30, choices=DischargeReason, blank=True)
    is_secure = models.BooleanField(help_text=_("Given in prison only"))
    treated_from = models.DateField(null=True, help_text=_("The first start of structured treatment"))
    treated_until = models.DateField(null=True, help_text=_("Its last day before aftercare or the end; empty: it runs"))
    first_referred_on = models.DateField(help_text=_("To the first intervention"))
    first_offered_on = models.DateField(null=True)
    first_started_on = models.DateField(null=True)
    following_on = models.DateField(null=True, help_text=_("When the same person's next journey began"))
    died_on = models.DateField(null=True)
    parent = models.CharField(max_length=10, choices=Answer, blank=True, help_text=_("When it began"))
    on_medication = models.BooleanField(default=False, help_text=_("Prescribing ran until the last day"))
    is_ocu = models.BooleanField(default=False, help_text=_("Opiates or crack, or both"))


class Given(Fact):
    """An intervention that was started; its number counts those of the journey, by their starts."""

    nation = models.CharField(max_length=10, choices=Nation)
    kind = models.CharField(max_length=30)
    setting = models.CharField(max_length=30)
    is_structured = models.BooleanField()
    is_residential = models.BooleanField()
    number = models.PositiveIntegerField()
    referred_on = models.DateField()
    offered_on = models.DateField(null=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, help_text=_("Or from when on it was aftercare"))


class Placement(Fact):
    """A residential place for which a panel approved money, or that began without an approval on the record; or its extension.

    `kind` and `setting` are those of the intervention that began on or after the decision; empty while none has.
    """

    kind = models.CharField(max_length=30, blank=True)
    setting = models.CharField(max_length=30, blank=True)
    decided_on = models.DateField(help_text=_("Without an approval, the day on which it began"))
    was_approved = models.BooleanField()
    is_extension = models.BooleanField(default=False, help_text=_("Of a place that was approved before"))
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, help_text=_("Approved, in pounds"))


class WelshCase(Fact):
    """An episode in Wales, treated or not, from the referral to the end, as the Welsh indicators count."""

    referred_on = models.DateField()
    assessed_on = models.DateField(null=True)
    treated_on = models.DateField(null=True)
    working_days = models.IntegerField(null=True, help_text=_("From the referral to the treatment"))
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=30, choices=DischargeReason, blank=True)


class Progress(Fact):
    """What can be said about somebody's progress on the days of a stretch of a journey, by the outcomes profiles (TOP).

    The last row of a journey that ended says how it ended. `state` is one of `measures.progress`; the pairs compare the
    profile at the start of the journey with the newest one.
    """

    nation = models.CharField(max_length=10, choices=Nation)
    is_secure = models.BooleanField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    treated_until = models.DateField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, help_text=_("The first day on which it no longer holds"))
    state = models.CharField(max_length=20)
    use_first, use_last = days_used(), days_used()
    injected_first, injected_last = days_used(), days_used()
    quality_first, quality_last = days_used(), days_used()
