"""`manage.py check` says what is wrong with the words of measures that a site has brought."""

from django.conf import settings
from django.core import checks

from .measures import texts


@checks.register
def measures_can_be_read(app_configs, **kwargs):
    """Whether each file fits its measure, and whether the site says what it uses the software for."""
    found = [
        checks.Error(message, hint=f"See {path.name} and docs/measures.md", id="recovery_capital.E001")
        for path, message in texts.faults()
    ]
    if not settings.SITE_USES or set(settings.SITE_USES) - set(texts.USES):
        hint = f"Of: {', '.join(texts.USES)}"
        found.append(checks.Error("SITE_USES must name what this site does", hint=hint, id="recovery_capital.E002"))
    return found
