"""The caseload of a partnership, as its commissioner reads it for a month."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Partnership


class KeptCaseload(models.Model):
    """What the first look of a month counted, small counts already hidden: everything that is read until the next month."""

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="+")
    counted_on = models.DateField(_("counted on"))
    report = models.JSONField(_("report"), encoder=DjangoJSONEncoder, help_text=_("As reports.caseload.Report"))

    def __str__(self):
        return f"{self.partnership}, {self.counted_on:%Y-%m}"
