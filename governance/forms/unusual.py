"""Which days the report of unusual access is about."""

from django.utils.translation import gettext_lazy as _

from core.forms import DateField, QueryForm


class UnusualQuery(QueryForm):
    MOST_DAYS = 92

    first_day = DateField(required=False, label=_("From"), help_text=_("Such as 27/3/2026"))
    last_day = DateField(required=False, label=_("Until"))
