"""What must hold before this may run: second factors, or the reason for having none."""

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def second_factors(app_configs, **kwargs):
    if settings.REQUIRE_SECOND_FACTOR or settings.DEMO:
        return []
    if not settings.NO_SECOND_FACTOR_REASON.strip():
        text = "REQUIRE_SECOND_FACTOR is off: write the reason into NO_SECOND_FACTOR_REASON."
        return [checks.Error(text, id="accounts.E001")]
    return [checks.Warning(f"Second factors are switched off: {settings.NO_SECOND_FACTOR_REASON}", id="accounts.W001")]
