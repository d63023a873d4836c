"""What staff type about MAPPA."""

from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm

from ..models import MappaRecord
from .parts import required, review_day


class MappaForm(BaseModelForm):
    submit_label = _("Save in this section")

    review_on = review_day()

    class Meta(BaseModelForm.Meta):
        model = MappaRecord
        fields = ["category", "level", "on_visor", "lead_agency", "contact", "notes", "review_on"]
        labels = {
            "category": _("Which category?"),
            "level": _("Which level?"),
            "on_visor": _("On ViSOR, the register of violent and sexual offenders?"),
            "lead_agency": _("Which agency leads?"),
            "contact": _("Whom do we ask there?"),
            "notes": _("Notes"),
        }
        error_messages = {
            "category": required(_("Choose the category")),
            "level": required(_("Choose the level")),
            "lead_agency": required(_("Enter the agency that leads")),
        }
