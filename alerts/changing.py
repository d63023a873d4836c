"""The verb by which an administrator changes a rule."""

import logging

from django.db import transaction

from core import database

from . import tasks
from .workflow import end_switched_off

logger = logging.getLogger(__name__)


@transaction.atomic
def tune_rule(form, *, by):
    """Change how a rule differs from what was shipped, or set it back; what is open of a rule switched off ends now.

    What the rule wants by its new settings is planned by a job at once, and by the nightly look at all alerts at the latest.
    """
    setting = form.instance
    before = type(setting).objects.filter(pk=setting.pk).values_list("leads", flat=True).first()
    if before != setting.leads:
        setting.leads_since = database.now()
    setting = form.save(by=by)
    if setting.is_off:
        end_switched_off(setting.rule, setting.why)
    transaction.on_commit(lambda: _plan_soon(setting.rule))
    return setting


def _plan_soon(code):
    try:
        tasks.replan.apply_async([code], retry=False)
    except Exception as error:  # the setting stands, and the night plans by it
        logger.warning("The rule %s waits for the nightly look: %s", code, type(error).__name__)
