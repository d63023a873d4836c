"""Prisons: whom to call there, and what was agreed with each about early, unexpected and Friday releases."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Nation
from core.history import tracked
from core.models import BaseModel


@tracked
class Prison(BaseModel):
    """A prison from which our clients are released."""

    name = models.CharField(
        _("name"), max_length=200, unique=True, error_messages={"unique": _("This prison is on the list already")}
    )
    nation = models.CharField(_("nation"), max_length=10, choices=Nation)
    switchboard = models.CharField(_("switchboard"), max_length=200, blank=True)
    healthcare = models.CharField(_("healthcare"), max_length=200, blank=True)
    drug_team = models.CharField(_("drug and alcohol team"), max_length=200, blank=True)
    out_of_hours = models.CharField(_("out-of-hours number"), max_length=200, blank=True)
    early_protocol = models.TextField(_("agreed for early releases"), blank=True)
    unexpected_protocol = models.TextField(_("agreed for unexpected releases"), blank=True)
    friday_protocol = models.TextField(_("agreed for Friday releases"), blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def is_listed(self):
        """Whether it stands on our list, and is not only a name that somebody typed."""
        return not self._state.adding

    @property
    def protocol_gap(self):
        """What is wrong with what was agreed, or whom nobody could ring, in words; nothing where all stands and is in date."""
        if not self.is_listed:
            return _("not chosen from our list of prisons on the stay, so that nobody sees what was agreed")
        protocols = [
            (self.early_protocol, _("early")),
            (self.unexpected_protocol, _("unexpected")),
            (self.friday_protocol, _("Friday")),
        ]
        missing = [str(words) for text, words in protocols if not text.strip()]
        if missing:
            return _("nothing agreed about releases that are: %(kinds)s") % {"kinds": ", ".join(missing)}
        if not self.agreed_on:
            return _("nobody has said when it was agreed")
        if not self.review_on or self.review_on < timezone.localdate():
            return _("what was agreed is due to be looked at again")
        if not (self.switchboard or self.healthcare or self.drug_team):
            return _("nobody has said whom to ring there")
        return "" if self.out_of_hours else _("nobody has said which number to ring out of hours")
