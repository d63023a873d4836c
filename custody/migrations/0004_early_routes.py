"""The early routes whose facts were read at a source: an administrator changes them, and adds those still to be verified."""

from datetime import date

from django.db import migrations

ROUTES = [
    {
        "name": "Standard determinate sentences, 40% (SDS40)",
        "facts": "Automatic release after 40% in place of 50% of the sentence, in tranches: 10 September 2024 (under five years) "
        "and 22 October 2024 (the rest); more offences left out from 16 December 2024.",
        "starts_on": date(2024, 9, 10),
        "source": "Ministry of Justice, calculate-release-dates-api, application-calculation-params.yml",
        "is_verified": True,
    },
    {
        "name": "End of Custody Supervised Licence (ECSL)",
        "facts": "From October 2023 up to 18 days early, later 35 to 60. Ended when SDS40 began; kept for old records.",
        "ends_on": date(2024, 9, 9),
        "source": "Clinks, on SDS40",
    },
    {
        "name": "Home detention curfew up to 12 months",
        "facts": "The longest time on a curfew is 12 months; at least 42 days in custody and 14 on the curfew.",
        "starts_on": date(2025, 6, 3),
        "source": "Ministry of Justice, calculate-release-dates-api; the day from Prisoner Rights Legal Services",
    },
    {
        "name": "Fixed-term recall of 56 days",
        "facts": "In place of 14 and 28 days for most people who are recalled: the next release date follows from it.",
        "starts_on": date(2026, 3, 31),
        "source": "Clinks, Sentencing Act 2026; calculate-release-dates-api",
        "is_verified": True,
    },
]


def load(apps, schema_editor):
    for route in ROUTES:
        apps.get_model("custody", "EarlyRoute").objects.create(**route)


class Migration(migrations.Migration):
    dependencies = [("custody", "0003_prisons_and_surge_days")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
