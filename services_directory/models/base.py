"""What every record of the directory is built on."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel

is_web_address = URLValidator(["http", "https"])


class DirectoryRecord(BaseModel):
    """A record that was made here, or that a feed of another directory brought.

    `source` is the `key` of the Feed, or the name of the file that was read by command.
    """

    source = models.CharField(_("brought by"), max_length=100, blank=True, editable=False)
    kept_here = models.BooleanField(
        default=True, editable=False, help_text=_("A person here answers for it: a feed no longer changes it.")
    )

    class Meta:
        abstract = True
